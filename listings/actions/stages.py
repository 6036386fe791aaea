"""Links between entries that are about one piece of work: the earlier one leads to the later one."""

from django.db.models import Q, QuerySet

from councils.models import User
from directory.history import Door, recorded
from listings.actions.saving import locked, save_listing
from listings.models import Listing, RelatedListing, RelatedListingEvent


def is_pointed(listing: Listing, other: Listing) -> bool:
    """True when an entry leads to another, and to no other that was named at its end."""
    is_there = RelatedListing.objects.filter(earlier=listing.pk, later=other.pk).exists()
    return is_there and not _named_at_its_end(listing).exclude(later=other.pk).exists()


def point(listing: Listing, other: Listing) -> None:
    """Let a locked entry lead to the one that was named at its end, in place of one that was named there before."""
    _named_at_its_end(listing).exclude(later=other.pk).delete()
    RelatedListing.objects.get_or_create(earlier_id=listing.pk, later_id=other.pk)


def _named_at_its_end(listing: Listing) -> QuerySet[RelatedListing]:
    """Return the links that an officer made with the form about an end: sources and moderators link otherwise."""
    made = RelatedListingEvent.objects.filter(
        earlier=listing.pk, pgh_label="insert", pgh_context__metadata__door=Door.FORM
    )
    return RelatedListing.objects.filter(earlier=listing.pk, pk__in=made.values("pgh_obj"))


@recorded
def unlink(*, listing: Listing, other: Listing, by: User) -> bool:
    """Take the link between an entry and another away, whichever came first; False when there is none (any more).

    The people of either may: nobody else's word makes two entries one piece of work.
    """
    listing = locked(listing)
    either_way = Q(earlier=listing.pk, later=other.pk) | Q(earlier=other.pk, later=listing.pk)
    removed, _ = RelatedListing.objects.filter(either_way).delete()
    if removed:
        save_listing(listing=listing, by=by)
    return bool(removed)
