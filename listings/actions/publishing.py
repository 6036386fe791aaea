"""Sending in an entry, and making it public."""

from typing import Any

from django.contrib.postgres.functions import TransactionNow
from django.utils import timezone
from django.utils.timezone import localdate

from councils.models import User
from directory.history import recorded
from listings.actions.partners import tell_named_partners
from listings.actions.saving import locked, save_listing
from listings.keepers import leads_by_their_own_word
from listings.models import Decision, Listing
from listings.moderation.last_word import is_for_moderators
from listings.required import missing_answers
from listings.reviews import next_review_date

State = Listing.State


class SubmitRefused(Exception):
    """The entry cannot be sent in; the text is a sentence for the person who sent it."""


@recorded
def submit(*, listing: Listing, by: User) -> Any:
    """Send a draft in, and return it: public at once where its leading council publishes directly, else waiting.

    What a moderator sent back or withdrew waits in any case. Sending in what waits or is public already changes
    nothing. Whoever sends it in says that it is true. Raises SubmitRefused for what is withdrawn, and while required
    answers are missing.
    """
    listing = locked(listing)
    if listing.state in (State.WAITING, State.PUBLISHED):
        return listing
    if listing.state == State.WITHDRAWN:
        raise SubmitRefused("This entry is withdrawn. Bring it back first.")
    if missing := missing_answers(listing):
        raise SubmitRefused(f"Answer these first: {', '.join(answer.question for answer in missing)}.")
    now = timezone.now()
    Decision.objects.to_mend().filter(listing=listing.pk).update(settled_at=now)
    listing.submitted_at = listing.confirmed_at = now
    listing.confirmed_by = by
    is_direct = any(council.publishes_directly for council in leads_by_their_own_word(listing))
    if is_direct and not is_for_moderators(listing):
        listing.changed_since_review_at = TransactionNow()
        publish(listing=listing, by=by)
    else:
        listing.state = State.WAITING
        save_listing(listing=listing, by=by)
    return listing


@recorded
def publish(*, listing: Listing, by: User) -> None:
    """Make an entry public that its council says is true. `listing` is locked, and is saved."""
    listing.state = State.PUBLISHED
    listing.review_date = next_review_date(listing, localdate())
    save_listing(listing=listing, by=by)
    tell_named_partners(listing)
