"""Taking an entry off the public pages, and bringing it back as it was."""

from councils.models import User
from directory.history import recorded
from listings.actions.moderating.refused import DecisionRefused, refuse_unless
from listings.actions.partners import tell_named_partners
from listings.actions.saving import before_withdrawing, locked, save_listing
from listings.keepers import officers_of_keepers
from listings.models import Decision, Listing
from listings.tasks import decisions as mails

Kind, State = Decision.Kind, Listing.State


@recorded
def withdraw(*, listing: Listing, reason: str, words: str, by: User) -> Decision:
    """Take an entry off the public pages, and write to its people why. It can be brought back as it was.

    `reason` is the key of a kept reason, `words` what is added or said instead. Raises DecisionRefused without either,
    and when it is withdrawn already.
    """
    listing = locked(listing)
    refuse_unless(listing, State.PUBLISHED, State.WAITING, State.DRAFT)
    if not (reason or words):
        raise DecisionRefused("Choose a reason, or write why.")
    listing.state, listing.changed_since_review_at = State.WITHDRAWN, None
    save_listing(listing=listing, by=by)
    decision = Decision.objects.create(
        kind=Kind.WITHDRAWN, listing_id=listing.pk, reason=reason, words=words, decided_by=by
    )
    mails.tell(decision, mails.withdrawn, to=officers_of_keepers(listing))
    return decision


@recorded
def bring_back(*, listing: Listing, by: User) -> Decision:
    """Bring back a withdrawn entry in the state that it had before, and write to its people.

    Changes that no moderator had looked at wait in the queue again. Raises DecisionRefused when it is not withdrawn
    (any more), has been merged into another, or cannot be public as it stands.
    """
    listing = locked(listing)
    refuse_unless(listing, State.WITHDRAWN)
    before = before_withdrawing(listing)
    listing.state = before.state if before else State.DRAFT
    if listing.state == State.PUBLISHED:
        listing.changed_since_review_at = before.changed_since_review_at
        if not listing.summary:
            raise DecisionRefused(f"“{listing}” has no summary, so it cannot be public. Add one first.")
    save_listing(listing=listing, by=by)
    tell_named_partners(listing)
    decision = Decision.objects.create(kind=Kind.BROUGHT_BACK, listing_id=listing.pk, decided_by=by)
    mails.tell(decision, mails.brought_back, to=officers_of_keepers(listing))
    return decision
