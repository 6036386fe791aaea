"""Saving a listing that a person has edited."""

from django.utils import timezone

from councils.models import User
from directory.history import recorded
from listings.models import Listing
from listings.models.listing import slug_for


@recorded
def save_listing(*, listing: Listing, by: User | None) -> None:
    """Save a project or shared service as its own model, and note when it changed.

    Sets the words of its address from the title and, when it becomes public for the first time, the day.
    """
    now = timezone.now()
    listing.slug = slug_for(listing.title)
    if listing.state == Listing.State.PUBLISHED and listing.published_at is None:
        listing.published_at = now
    listing.updated_at = max(now, listing.created_at)
    listing.save()
