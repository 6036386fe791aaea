"""Saying that an entry is still true."""

from typing import Any

from django.utils import timezone
from django.utils.timezone import localdate, localtime

from councils.models import User
from directory.history import recorded
from listings.actions.saving import locked
from listings.models import Listing
from listings.reviews import next_review_date


class ConfirmRefused(Exception):
    """An entry cannot be confirmed; the text is a sentence for the person who wanted to."""


@recorded
def confirm(*, listing: Listing, by: User) -> Any:
    """Note that somebody of its councils says that an entry is still true, and return it.

    It counts as confirmed from now, is next asked about at the review date of its phase, and if it had been left out
    of the usual lists it is back. Once a day is enough: a second time on the same day changes nothing. What the entry
    says stays as it is, so nothing joins the moderators' queue.

    Raises ConfirmRefused for an entry that is not public.
    """
    listing = locked(listing)
    if listing.state != Listing.State.PUBLISHED:
        raise ConfirmRefused(f"“{listing}” is not public, so there is nothing to confirm.")
    now = timezone.now()
    review_date = next_review_date(listing, localdate(now))
    was_today = listing.confirmed_at is not None and localtime(listing.confirmed_at).date() == localdate(now)
    if was_today and listing.review_date == review_date:
        return listing
    listing.confirmed_at, listing.confirmed_by, listing.review_date = now, by, review_date
    listing.save(update_fields=["confirmed_at", "confirmed_by", "review_date"])
    return listing
