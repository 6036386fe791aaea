"""Saying what an entry wants of others, and what came of it."""

from datetime import date

from django.utils import timezone
from django.utils.timezone import localdate

from collaboration.models import Ask, Call
from collaboration.models.asks import AskQuerySet
from collaboration.wanted import LONGEST
from councils.models import Organisation, User
from directory.history import recorded
from listings.actions.partners import PartRefused
from listings.actions.saving import locked
from listings.models import Listing

MOST_OPEN = 10
"""Asks that one entry may show at a time: who asks for everything is heard by nobody."""


class AskRefused(PartRefused):
    """It cannot be asked for, or not any more; the text is a sentence for the person who tried."""


@recorded
def say_what_is_wanted(
    *, listing: Listing, organisation: Organisation, kind: str, words: str, deadline: date, call: Call | None, by: User
) -> Ask:
    """Show publicly, until the end of a day, what a running entry wants of others, and return it.

    Said twice in the same words, it is one ask. Raises AskRefused for an entry that is not public or has ended, for an
    organisation that does not answer for it, for a day that is over or more than a year ahead, for a call that has
    closed or closes before that day or is gone, and for very many.
    """
    listing = locked(listing)
    call = _locked_call(call)
    said = {"kind": kind, "words": words, "deadline": deadline, "call": call, "organisation": organisation}
    still_open = _still_open(listing)
    if found := still_open.filter(**said).first():
        return found
    _refuse_unless_running(listing)
    _refuse_unless_keeping(listing, organisation)
    _refuse_for_day(deadline, call)
    _refuse_very_many(still_open)
    return Ask.objects.create(listing_id=listing.pk, asked_by=by, **said)


@recorded
def close_ask(*, ask: Ask, outcome: str, by: User) -> None:
    """Say what came of an ask; from then on it is shown nowhere. Pressed twice, the first answer stays.

    Raises AskRefused when somebody else has given another answer.
    """
    ask = _locked(ask)
    if ask.closed_at:
        if ask.outcome != outcome:
            raise AskRefused(f"Somebody has closed this already, as “{ask.get_outcome_display()}”.")
        return
    ask.outcome, ask.closed_by, ask.closed_at = Ask.Outcome(outcome), by, timezone.now()
    ask.save(update_fields=["outcome", "closed_by", "closed_at"])


@recorded
def keep_asking(*, ask: Ask, deadline: date, by: User) -> None:
    """Show an ask until another day, also one whose day is over.

    Raises AskRefused as `say_what_is_wanted` does, and for one that was closed.
    """
    listing = locked(ask.listing)
    ask = _locked(ask)
    if ask.closed_at:
        raise AskRefused(f"Somebody has closed this already, as “{ask.get_outcome_display()}”. Ask for it anew.")
    if ask.deadline == deadline:
        return
    _refuse_unless_running(listing)
    _refuse_unless_keeping(listing, ask.organisation)
    _refuse_for_day(deadline, _locked_call(ask.call))
    _refuse_very_many(_still_open(listing).exclude(pk=ask.pk))
    ask.deadline = deadline
    ask.save(update_fields=["deadline"])


# Steps of the above


def _locked(ask: Ask) -> Ask:
    """Return an ask as it stands, kept from others."""
    return (
        Ask.objects.select_for_update(no_key=True, of=("self",)).select_related("call", "organisation").get(pk=ask.pk)
    )


def _locked_call(call: Call | None) -> Call | None:
    """Return the call that something is asked for as it stands, so that nobody closes it meanwhile; None for none.

    Always after the entry: so does who puts an entry on the page of a call. Raises AskRefused where the call is gone.
    """
    if call is None:
        return None
    found = Call.objects.select_for_update(no_key=True).filter(pk=call.pk).first()
    if found is None:
        raise AskRefused("The call that you chose is gone: a moderator has deleted it.")
    return found


def _refuse_unless_running(listing: Listing) -> None:
    if listing.state != Listing.State.PUBLISHED:
        raise AskRefused("This entry is not public, so nobody would see what it wants. Publish it first.")
    if listing.is_ended:
        raise AskRefused("This entry has ended, so it does not ask for anything any more.")


def _still_open(listing: Listing) -> AskQuerySet:
    return Ask.objects.filter(listing=listing.pk, closed_at__isnull=True, deadline__gte=localdate())


def _refuse_unless_keeping(listing: Listing, organisation: Organisation) -> None:
    if not listing.participations.keeping().filter(organisation=organisation).exists():
        raise AskRefused(f"{organisation} does not answer for this entry, so it cannot say what the entry wants.")


def _refuse_very_many(others: AskQuerySet) -> None:
    if others.count() >= MOST_OPEN:
        raise AskRefused(f"This entry asks for {MOST_OPEN} things already. Close one of them first.")


def _refuse_for_day(deadline: date, call: Call | None) -> None:
    if deadline < localdate():
        raise AskRefused("That day is over. Choose today or a later day.")
    if deadline > localdate() + LONGEST:
        raise AskRefused("That is more than a year ahead. Choose an earlier day: you can ask again then.")
    if call and not call.is_open:
        raise AskRefused(f"“{call}” has closed, so nothing can be asked for it any more.")
    if call and deadline > call.deadline:
        raise AskRefused(f"“{call}” closes before that day. Choose its last day or an earlier one.")
