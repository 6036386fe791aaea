"""What the officer of the quick start looks after, so that handing over can be tried."""

from councils.demo import PEOPLE
from councils.models import Membership, Role, User
from directory.history import recorded
from listings.actions.looking_after import look_after
from listings.models import Listing

MOST = 2


@recorded
def give_demo_officer_entries(*, by: User | None) -> int:
    """Let the demo officer look after the first entries that their council leads; return how many.

    None where there is no such officer, and where they look after something already.
    """
    addresses = [person.address for person in PEOPLE if person.role == Role.OFFICER]
    membership = Membership.objects.current().filter(user__email__in=addresses).select_related("organisation").first()
    if membership is None or membership.listings_looked_after.exists():
        return 0
    entries = list(Listing.objects.kept_by(membership.organisation).order_by("title", "pk")[:MOST])
    for listing in entries:
        look_after(listing=listing, membership=membership, by=by)
    return len(entries)
