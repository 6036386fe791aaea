"""Saving a listing that a person has edited."""

from typing import Any

from django.contrib.postgres.functions import TransactionNow
from django.db.models.functions import Least
from django.utils import timezone
from django.utils.timezone import localdate

from councils.models import User
from directory.history import recorded
from listings.models import Listing, ListingEvent, PhaseChange
from listings.models.listing import slug_for
from listings.reviews import next_review_date


def locked(listing: Listing) -> Any:
    """Return the entry as it stands, as the project or shared service that it is, kept from others until the end.

    For use inside a transaction. Raises Listing.DoesNotExist.
    """
    return Listing.objects.select_for_update(no_key=True).get(pk=listing.pk).specific


@recorded
def save_listing(*, listing: Listing, by: User | None, phase_since: str = "") -> None:
    """Save a project or shared service as its own model, and note when it changed and which phase it has reached.

    Every action that changes what an entry says, in whatever table, ends with this. Sets the words of its address from
    the title and, when it becomes public for the first time, the day. What officers change in a public entry joins the
    moderators' queue. `phase_since` is the day, month or year since which it is in its phase; else it is today.
    """
    now = timezone.now()
    listing.slug = slug_for(listing.title)
    is_public = listing.state == Listing.State.PUBLISHED
    before = _phase_noted(listing)
    if is_public:
        listing.published_at = listing.published_at or now
        listing.review_date = listing.review_date or next_review_date(listing, localdate(now))
    if is_public and by is not None and not by.is_staff:
        # Whoever saved before may have begun later than this transaction, whose events bear when it began.
        waits_since = listing.changed_since_review_at
        listing.changed_since_review_at = Least(waits_since, TransactionNow()) if waits_since else TransactionNow()
    listing.updated_at = max(now, listing.created_at)
    listing.save()
    after = _phase_of(listing) if is_public else ""
    if after and after != before:
        PhaseChange.objects.create(listing_id=listing.pk, phase=after, since=phase_since or localdate(now).isoformat())


def before_withdrawing(listing: Listing) -> Any:
    """Return the event of a withdrawn entry that says how it stood before; None when it never stood otherwise."""
    return ListingEvent.objects.filter(pgh_obj=listing.pk).exclude(state=Listing.State.WITHDRAWN).last()


def _phase_noted(listing: Listing) -> str:
    """Return the phase that an entry is known to have reached: as last dated, else as it stood since it was public."""
    if listing.pk is None:
        return ""
    if dated := PhaseChange.objects.filter(listing=listing.pk).last():
        return dated.phase
    stood = type(listing).objects.filter(pk=listing.pk).first() if listing.published_at else None
    return _phase_of(stood) if stood else ""


def _phase_of(listing: Listing) -> str:
    """Return the phase of a project, "ended" for all that has ended, and nothing otherwise."""
    return "ended" if listing.is_ended else getattr(listing, "phase", "")
