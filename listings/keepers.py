"""Who is written to about a listing."""

from councils.models import Membership, Organisation, User
from councils.models.memberships import MembershipQuerySet
from listings.models import Listing


def people_of_keepers(listing: Listing, *, but: User | None = None) -> list[User]:
    """Return who answers for a listing: the officers who look after it for the councils that keep it.

    Where there are none, those councils' managers, and where there are none either, the moderators. `but` is left out:
    whoever acts knows already.
    """
    councils = listing.participations.keeping().values("organisation")
    theirs = Membership.objects.in_force().filter(organisation__in=councils)
    found = (
        with_one_of(theirs.filter(listings_looked_after__listing=listing.pk))
        or with_one_of(theirs.managers())
        or list(User.objects.open().filter(is_staff=True))
    )
    return [person for person in found if person != but]


def people_of(organisation: Organisation) -> list[User]:
    """Return whom a council's mail goes to: its managers, else its officers; nobody where it has no people."""
    theirs = Membership.objects.in_force().filter(organisation=organisation)
    return with_one_of(theirs.managers()) or with_one_of(theirs)


def with_one_of(memberships: MembershipQuerySet) -> list[User]:
    """Return the people who have one of these memberships and may sign in, each once."""
    return list(User.objects.open().filter(pk__in=memberships.values("user")))
