"""Taking a statement out of an entry, and showing it again."""

from django.utils import timezone

from councils.models import User
from directory.history import recorded
from listings.actions.moderating.refused import DecisionRefused, refuse_unless
from listings.actions.saving import locked
from listings.actions.statements import StatementRefused, put_statement_back, take_statement_out
from listings.keepers import officers_of_keepers
from listings.models import Decision, Doubt, Listing
from listings.tasks import decisions as mails

Kind, State = Decision.Kind, Listing.State


@recorded
def hide_statement(*, listing: Listing, statement: str, reason: str, words: str, by: User) -> Decision:
    """Take a statement out of an entry, keep it so that it can be shown again, and write to the entry's people why.

    `statement` is one of Doubt.Statement that is about columns, `reason` the key of a kept reason, `words` what is
    added or said instead. Raises DecisionRefused without either, for an entry that is withdrawn, and when it says no
    such thing (any more).
    """
    listing = locked(listing)
    refuse_unless(listing, State.PUBLISHED, State.WAITING, State.DRAFT)
    if not (reason or words):
        raise DecisionRefused("Choose a reason, or write why.")
    held = take_statement_out(listing=listing, statement=statement, by=by)
    what = Doubt.Statement(statement).label.lower()
    if not held:
        raise DecisionRefused(f"“{listing}” says nothing of this (any more): {what}. Nothing was changed.")
    decision = Decision.objects.create(
        kind=Kind.HIDDEN, listing_id=listing.pk, field=statement, reason=reason, words=words, held=held, decided_by=by
    )
    mails.tell(decision, mails.statement_hidden, to=officers_of_keepers(listing))
    return decision


@recorded
def show_statement(*, decision: Decision, by: User) -> Decision:
    """Put back what the decision to hide a statement took out, where nobody has written anything since.

    Raises DecisionRefused when it is shown again already, and when it does not fit with what was written since.
    """
    listing = locked(Listing(pk=decision.listing_id))
    hidden = Decision.objects.select_for_update(no_key=True, of=["self"]).get(pk=decision.pk, kind=Kind.HIDDEN)
    if hidden.settled_at is not None:
        raise DecisionRefused("This is shown again already. Nothing was changed.")
    refuse_unless(listing, State.PUBLISHED, State.WAITING, State.DRAFT)
    try:
        put_statement_back(listing=listing, statement=hidden.field, held=hidden.held, by=by)
    except StatementRefused as refused:
        raise DecisionRefused(str(refused)) from None
    hidden.settled_at = timezone.now()
    hidden.save(update_fields=["settled_at"])
    return Decision.objects.create(kind=Kind.SHOWN_AGAIN, listing_id=listing.pk, field=hidden.field, decided_by=by)
