"""What becomes of joining in when moderators make one entry of two: it goes along, each thing once."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from collaboration.actions.interest.steps import finish, tell, with_whom_it_begins
from collaboration.models import (
    Adoption,
    Ask,
    CallEntry,
    Follow,
    Interest,
    Introduction,
    IntroductionParty,
    Suggestion,
)
from councils.models import User
from listings.merging import when_entries_are_merged
from listings.models import Listing

Side, Chased = Interest.Side, Interest.Chased
TWICE = "This entry has become one with another, about which you have a conversation already. It goes on there."

BECAME_ONE = "The entries that were introduced to each other have become one."


@when_entries_are_merged
def bring_joining_in_along(goes: Listing, stays: Listing, by: User) -> None:
    """Give what hangs on one entry to the other, so that whoever answers for that one sees it from now on."""
    _bring_interest(goes, stays, by)
    _bring_adoptions(goes, stays)
    _keep_dismissals(goes, stays)
    _bring(Ask.objects.filter(listing=goes.pk), stays)
    _bring(CallEntry.objects.filter(listing=goes.pk), stays, once_for="call")
    _bring(Follow.objects.filter(listing=goes.pk), stays, once_for="user")
    _bring(Suggestion.objects.filter(listing=goes.pk), stays, once_for="organisation")
    _bring(IntroductionParty.objects.filter(listing=goes.pk), stays, once_for="introduction")
    _end_introductions_of_one(stays, by)


# Steps of the above


def _bring(rows: QuerySet, stays: Listing, *, once_for: str = "") -> None:
    """Give rows to the entry that stays, but for those that are there already `once_for` the same other thing."""
    if once_for:
        there = rows.model._default_manager.filter(listing=stays.pk).values(once_for)
        rows.filter(**{f"{once_for}__in": there}).delete()
    rows.update(listing=stays.pk)


def _bring_interest(goes: Listing, stays: Listing, by: User) -> None:
    """Bring conversations along. Of two open ones of one person, one goes on, and they are told that the other ends.

    It is the earlier that goes on, or the one that was answered. Who answers for the entry now is asked anew.
    """
    both = Interest.objects.open().filter(listing__in=[goes.pk, stays.pk], sender__isnull=False)
    locked = both.select_for_update(no_key=True, of=("self",)).select_related("listing", "sender").order_by("pk")
    going_on: set[tuple[str, int | str | None, int | None]] = set()
    for interest in sorted(locked, key=lambda one: (one.answered_at is None, one.sent_at, one.pk)):
        if not going_on.isdisjoint(interest.open_once_for):
            finish(interest, Interest.State.NOTHING, by=by, words=TWICE)
            tell(interest, Side.SENDER, "interest_ended", but=by)
        going_on |= interest.open_once_for
    brought = list(Interest.objects.open().to_owners().filter(listing=goes.pk).values_list("pk", flat=True))
    _bring(Interest.objects.filter(listing=goes.pk), stays)
    asked_anew = Interest.objects.filter(Q(turn=Side.OWNERS) | Q(chased=Chased.MODERATORS), pk__in=brought)
    for interest in asked_anew.select_related("listing").order_by("pk"):
        with_whom_it_begins(interest)
        interest.save(update_fields=["chased", "chased_on"])


def _bring_adoptions(goes: Listing, stays: Listing) -> None:
    """Bring along who reuses it. Of what an organisation said of both, what is confirmed stands, else what stays."""
    standing = Adoption.objects.filter(withdrawn_at__isnull=True).exclude(answer=Adoption.Answer.NO)
    there = {one.organisation_id: one for one in standing.select_for_update().filter(listing=stays.pk)}
    for coming in standing.select_for_update().filter(listing=goes.pk, organisation__in=there):
        known = there[coming.organisation_id]
        stands, goes_out = (coming, known) if coming.answer and not known.answer else (known, coming)
        interest_id = stands.interest_id or goes_out.interest_id
        goes_out.withdrawn_at, goes_out.interest_id = timezone.now(), None
        goes_out.save(update_fields=["withdrawn_at", "interest"])
        stands.interest_id = interest_id
        stands.save(update_fields=["interest"])
    _bring(Adoption.objects.filter(listing=goes.pk), stays)


def _end_introductions_of_one(stays: Listing, by: User) -> None:
    """End the introductions in which nobody is left but the one entry: nobody is asked any more what came of them."""
    parties = IntroductionParty.objects.filter(introduction=OuterRef("pk")).exclude(listing=stays.pk)
    of_it = Introduction.objects.open().filter(parties__listing=stays.pk).exclude(Exists(parties))
    for one in of_it.select_for_update(no_key=True, of=("self",)):
        one.outcome, one.outcome_words = Introduction.Outcome.NOTHING, BECAME_ONE
        one.ended_at, one.ended_by, one.due_on = timezone.now(), by, None
        one.save(update_fields=["outcome", "outcome_words", "ended_at", "ended_by", "due_on"])


def _keep_dismissals(goes: Listing, stays: Listing) -> None:
    """What a council said is not for it stays so under the other entry."""
    for one in Suggestion.objects.filter(listing=goes.pk, dismissed_at__isnull=False):
        same = Suggestion.objects.filter(listing=stays.pk, organisation=one.organisation_id, dismissed_at=None)
        same.update(dismissed_at=one.dismissed_at, dismissed_by=one.dismissed_by_id)
