"""Who is written to about a listing."""

from councils.models import Membership, Organisation, User
from councils.models.memberships import MembershipQuerySet
from listings.models import Listing


def people_of_keepers(listing: Listing, *, but: User | None = None) -> list[User]:
    """Return who answers for a listing: the people of the councils that keep it, the moderators where there are none.

    `but` is left out: whoever acts knows already.
    """
    found = officers_of_keepers(listing) or list(User.objects.open().filter(is_staff=True))
    return [person for person in found if person != but]


def officers_of_keepers(listing: Listing) -> list[User]:
    """Return who looks after a listing for the councils that keep it, else their managers, else all their officers."""
    councils = listing.participations.keeping().values("organisation")
    theirs = Membership.objects.in_force().filter(organisation__in=councils)
    own = theirs.filter(listings_looked_after__listing=listing.pk)
    return with_one_of(own) or with_one_of(theirs.managers()) or with_one_of(theirs)


def people_of(organisation: Organisation) -> list[User]:
    """Return whom a council's mail goes to: its managers, else its officers; nobody where it has no people."""
    theirs = Membership.objects.in_force().filter(organisation=organisation)
    return with_one_of(theirs.managers()) or with_one_of(theirs)


def with_one_of(memberships: MembershipQuerySet) -> list[User]:
    """Return the people who have one of these memberships and may sign in, each once."""
    return list(User.objects.open().filter(pk__in=memberships.values("user")))
