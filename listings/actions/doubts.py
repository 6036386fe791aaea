"""“This is wrong, or not ours”: what an officer doubts is taken out at once, and a moderator answers."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from councils.models import Organisation, User
from directory.history import recorded
from listings.actions.partners import PartRefused, take_out
from listings.actions.saving import locked, save_listing
from listings.actions.statements import StatementRefused, put_statement_back, take_statement_out
from listings.doubted import as_held, put_back_before, said, statements
from listings.keepers import officers_of_keepers, people_of_keepers
from listings.models import Decision, Doubt, Listing, Participation
from listings.tasks import decisions as decision_mails
from listings.tasks import parts as mails

Statement, Answer = Doubt.Statement, Doubt.Answer
MOST_A_DAY = 20
"""Doubts that one council may have in 24 hours: each takes something out before anybody has looked at it."""


class DoubtRefused(PartRefused):
    """What was asked for cannot be done; the text is a sentence for the person who asked."""


@recorded
def doubt(*, listing: Listing, organisation: Organisation, statement: str, words: str, by: User) -> Doubt:
    """Take a statement that an officer says is wrong out of a public entry, keep it, and return the open doubt.

    Their council's part goes, columns become blank, the whole entry is withdrawn. Moderators find it in their queue;
    the people who answer for the entry are told. Whoever says the same again gets the doubt that is open. Raises
    DoubtRefused when the council does not take part, when the entry is not public or says no such thing (any more),
    for more than its own part in an entry that others have confirmed or where it is only named, for the whole entry of
    others, for what a moderator put back and nobody has changed since, for the part of the only lead of an entry that
    it has confirmed, and when the council doubted very much today.
    """
    listing = locked(listing)
    same = Doubt.objects.open().filter(listing=listing.pk, organisation=organisation, statement=statement).first()
    if same is not None:
        return same
    if organisation.pk not in by.roles:
        raise DoubtRefused(f"Only the people of {organisation} can say that for it.")
    if listing.state != Listing.State.PUBLISHED:
        raise DoubtRefused("This entry is not public any more, so nobody reads what it says.")
    if not listing.participations.filter(organisation=organisation, left="").exists():
        raise DoubtRefused(f"{organisation} does not take part in this entry, or not any more.")
    _refuse_what_is_not_theirs(listing, organisation, statement)
    told = people_of_keepers(listing, but=by)
    held = _take_out(listing, organisation, statement, by)
    made = Doubt.objects.create(
        listing_id=listing.pk, organisation=organisation, statement=statement, words=words, held=held, said_by=by
    )
    for person in told:
        mails.entry_doubted.defer(doubt_id=made.pk, to_id=person.pk)
    return made


@recorded
def answer_doubt(*, doubt: Doubt, answer: str, words: str, by: User) -> Doubt:
    """Put back what a doubt took out, or leave it out, tell who doubted, and return the doubt.

    Put back is what is still missing: what somebody wrote or named since stays as it is. A whole entry that stays out
    is withdrawn by the moderator, also where its people brought it back meanwhile. The same answer again changes
    nothing. Raises DoubtRefused when the other answer was given already, and when what was taken out does not fit any
    more with what was written since.
    """
    listing = locked(doubt.listing)
    doubt = Doubt.objects.select_for_update(no_key=True, of=["self"]).select_related("organisation").get(pk=doubt.pk)
    if doubt.answer == answer:
        return doubt
    if doubt.answer:
        raise DoubtRefused(f"This was answered already: {doubt.get_answer_display().lower()}.")
    if answer not in Answer.values:
        raise DoubtRefused("Choose whether it is put back or stays out.")
    if answer == Answer.PUT_BACK:
        _put_back(listing, doubt, by)
    elif doubt.statement == Statement.ALL:
        _keep_out(listing, doubt, words.strip(), by)
    doubt.answer, doubt.answer_words = Answer(answer), words.strip()
    doubt.answered_by, doubt.answered_at = by, timezone.now()
    doubt.save(update_fields=["answer", "answer_words", "answered_by", "answered_at"])
    mails.doubt_answered.defer(doubt_id=doubt.pk)
    return doubt


# Steps of the above


def _refuse_what_is_not_theirs(listing: Any, organisation: Organisation, statement: str) -> None:
    """Refuse what the council may not doubt, has doubted in vain, or doubts after many others."""
    if statement not in statements(listing, organisation):
        raise DoubtRefused(_why_not(statement, is_said=bool(said(listing, statement))))
    if statement in put_back_before(listing, organisation):
        raise DoubtRefused(
            "Your council said this before, a moderator put it back, and it has not changed since. Write to the people"
            " of the entry."
        )
    since = timezone.now() - timedelta(days=1)
    if Doubt.objects.filter(organisation=organisation, said_at__gt=since).count() >= MOST_A_DAY:
        raise DoubtRefused(f"{organisation} has said {MOST_A_DAY} times today that something is wrong. Go on tomorrow.")


def _why_not(statement: str, *, is_said: bool) -> str:
    if statement == Statement.ALL:
        return "Only a council that answers for the whole entry can take it out. Say what of it is wrong instead."
    if is_said:
        return "Your council can take out only that it takes part. Write to the people of the entry about the rest."
    return "The entry does not say this any more. Somebody may have taken it out already."


def _take_out(listing: Any, organisation: Organisation, statement: str, by: User) -> dict[str, Any]:
    """Take a statement out of a locked entry, save it, and return what went."""
    if statement == Statement.OUR_PART:
        parts = list(listing.participations.filter(organisation=organisation))
        _keep_a_lead(listing, parts)
        take_out(listing, parts)
        save_listing(listing=listing, by=by)
        return as_held(parts)
    if statement == Statement.ALL:
        listing.state, listing.changed_since_review_at = Listing.State.WITHDRAWN, None
        save_listing(listing=listing, by=by)
        return {"state": str(Listing.State.PUBLISHED)}
    return take_statement_out(listing=listing, statement=statement, by=by)


def _keep_a_lead(listing: Any, parts: list[Participation]) -> None:
    """Refuse to take the only lead out of an entry that its people have confirmed."""
    leads = listing.participations.filter(role=Participation.Role.LEAD, left="")
    going = [part.pk for part in parts]
    if not listing.is_unconfirmed and leads.filter(pk__in=going).exists() and not leads.exclude(pk__in=going).exists():
        raise DoubtRefused(
            "Your council is the only lead of this entry. Withdraw the entry, or ask the moderators to change the lead."
        )


def _put_back(listing: Any, doubt: Doubt, by: User) -> None:
    if doubt.statement == Statement.OUR_PART:
        _put_parts_back(listing, doubt)
        save_listing(listing=listing, by=by)
        return
    if doubt.statement == Statement.ALL:
        _bring_back(listing, by)
        return
    try:
        put_statement_back(listing=listing, statement=doubt.statement, held=doubt.held, by=by)
    except StatementRefused as refused:
        raise DoubtRefused(str(refused)) from None


def _keep_out(listing: Any, doubt: Doubt, words: str, by: User) -> None:
    """Withdraw a whole entry by a moderator's word, so that one looks before it is public again; tell the others."""
    if listing.merged_into_id:
        return
    if listing.state != Listing.State.WITHDRAWN:
        listing.state, listing.changed_since_review_at = Listing.State.WITHDRAWN, None
        save_listing(listing=listing, by=by)
    decision = Decision.objects.create(
        kind=Decision.Kind.WITHDRAWN,
        listing_id=listing.pk,
        words=words or f"{doubt.organisation} said that the whole entry is wrong.",
        decided_by=by,
    )
    others = [person for person in officers_of_keepers(listing) if person.pk != doubt.said_by_id]
    decision_mails.tell(decision, decision_mails.withdrawn, to=others)


def _bring_back(listing: Any, by: User) -> None:
    """Make an entry public again that was withdrawn as a whole, unless somebody has done so already."""
    if listing.merged_into_id:
        raise DoubtRefused("This entry has been merged into another since, so it cannot be put back.")
    if listing.state == Listing.State.WITHDRAWN:
        listing.state = Listing.State.PUBLISHED
        save_listing(listing=listing, by=by)


def _put_parts_back(listing: Any, doubt: Doubt) -> None:
    """Restore the parts that a doubt took out, unless the organisation has a part again."""
    if listing.participations.filter(organisation=doubt.organisation_id).exists():
        return
    Participation.objects.bulk_create(
        Participation(listing_id=listing.pk, organisation_id=doubt.organisation_id, role=role, **held)
        for role, held in doubt.held.items()
    )
