"""Looking after a listing for one's council: an officer takes it on, and gives it up."""

from councils.models import Membership, User
from directory.history import recorded
from listings.models import Listing, ListingOfficer


class LookAfterRefused(Exception):
    """What was asked for cannot be done; the text is a sentence for the person who asked."""


@recorded
def look_after(*, listing: Listing, membership: Membership, by: User | None) -> ListingOfficer:
    """Note that a member looks after a listing that their council answers for; who does already goes on.

    Raises LookAfterRefused when the membership has ended, and when the council does not answer for the listing
    (any more).
    """
    council = membership.organisation
    # Ending a membership waits for this, and the other way round: nobody takes on anything while they leave.
    if not Membership.objects.current().select_for_update(no_key=True, of=["self"]).filter(pk=membership.pk):
        raise LookAfterRefused(f"{membership.user} does not belong to {council} any more.")
    if not Listing.objects.kept_by(council).filter(pk=listing.pk).exists():
        raise LookAfterRefused(f"{council} does not answer for “{listing}”, so nobody looks after it there.")
    officer, _ = ListingOfficer.objects.get_or_create(listing_id=listing.pk, membership=membership)
    return officer


@recorded
def stop_looking_after(*, listing: Listing, membership: Membership, by: User) -> None:
    """Note that a member does not look after a listing any more. Who did not anyway changes nothing."""
    ListingOfficer.objects.filter(listing=listing.pk, membership=membership).delete()
