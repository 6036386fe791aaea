"""Who gets what is written about a listing, or to a council: never nobody."""

from councils.models import Membership, Organisation, Role, User
from listings.keepers import officers_of_keepers, people_of, with_one_of
from listings.models import Listing


def people_to_reach(listing: Listing, *, but: User | None = None) -> list[User]:
    """Return who gets what others write about a listing.

    Those of the way that its owners chose; else who looks after it, else the managers, else all officers of the
    councils that answer for it; else the moderators. `but` is left out, unless nobody else is there.
    """
    return people_who_answer(listing, but=but) or [person for person in moderators() if person != but]


def people_who_answer(listing: Listing, *, but: User | None = None) -> list[User]:
    """Return the same without the moderators, who stand in for nobody here: nobody where a listing has no people."""
    found = _chosen(listing) or officers_of_keepers(listing)
    return [person for person in found if person != but]


def people_of_council(council: Organisation) -> list[User]:
    """Return who gets what is written to a council: its managers, else its officers, else the moderators."""
    return people_of(council) or moderators()


def people_of_adopter(council: Organisation) -> list[User]:
    """Return who answers questions about what a council uses: its officers, else its managers; else nobody."""
    theirs = Membership.objects.in_force().filter(organisation=council)
    return with_one_of(theirs.filter(role=Role.OFFICER)) or with_one_of(theirs.managers())


def managers_of(council: Organisation) -> list[User]:
    """Return the managers of a council."""
    return with_one_of(Membership.objects.in_force().managers().filter(organisation=council))


def managers_to_tell(listing: Listing) -> list[User]:
    """Return the managers of the councils that answer for a listing."""
    councils = listing.participations.keeping().values("organisation")
    return with_one_of(Membership.objects.in_force().managers().filter(organisation__in=councils))


def moderators() -> list[User]:
    """Return everybody who looks after the directory."""
    return list(User.objects.open().filter(is_staff=True).order_by("pk"))


def _chosen(listing: Listing) -> list[User]:
    is_managers = listing.contact_route == Listing.ContactRoute.MANAGERS
    return managers_to_tell(listing) if is_managers else []
