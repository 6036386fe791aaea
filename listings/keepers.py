"""Who answers for a listing, and who is written to about it."""

from collections.abc import Collection

from councils.models import Membership, Organisation, User
from councils.models.memberships import MembershipQuerySet
from listings.models import Listing, Participation


def keeper_among(listing: Listing, councils: Collection[int]) -> Organisation | None:
    """Return that one of these councils, by number, which answers for a listing, its lead first; None for none."""
    theirs = [part for part in listing.participations.all() if part.is_keeper and part.organisation_id in councils]
    theirs.sort(key=lambda part: part.role != Participation.Role.LEAD)
    return theirs[0].organisation if theirs else None


def people_of_keepers(listing: Listing, *, but: User | None = None) -> list[User]:
    """Return who answers for a listing: the people of the councils that keep it, the moderators where there are none.

    `but` is left out: whoever acts knows already.
    """
    found = officers_of_keepers(listing) or list(User.objects.open().filter(is_staff=True))
    return [person for person in found if person != but]


def people_of_other_keepers(listing: Listing, *, by: User, besides: Collection[int] = ()) -> list[User]:
    """Return who is told what somebody does in the name of one keeper of a listing: the people of each other one.

    Of each council who looks after the listing there, else its managers, else all its officers; the moderators where
    none of them has people; nobody where there is no other keeper. `besides` are councils, by number, left out too.
    """
    others = listing.participations.keeping().exclude(organisation__in=[*by.roles, *besides])
    councils = set(others.values_list("organisation", flat=True))
    if not councils:
        return []
    found: dict[int, User] = {}
    for council in councils:
        theirs = Membership.objects.in_force().filter(organisation=council)
        own = theirs.filter(listings_looked_after__listing=listing.pk)
        told = with_one_of(own) or with_one_of(theirs.managers()) or with_one_of(theirs)
        found |= {person.pk: person for person in told}
    people = list(found.values()) or list(User.objects.open().filter(is_staff=True))
    return [person for person in people if person != by]


def lead_of_others(listing: Listing, councils: Collection[int]) -> Organisation | None:
    """Return a council in force that leads a listing while none of `councils`, by number, does; None for none."""
    leads = [part for part in listing.participations.all() if part.is_keeper and part.role == Participation.Role.LEAD]
    if any(part.organisation_id in councils for part in leads):
        return None
    organisations = [part.organisation for part in leads if part.organisation]
    return next((one for one in organisations if one.is_council and not one.is_abolished), None)


def leads_by_their_own_word(listing: Listing) -> list[Organisation]:
    """Return the councils in force that lead a listing and have said so themselves: their word can publish it."""
    confirmed = [part for part in listing.leads if part.standing == Participation.Standing.CONFIRMED and not part.left]
    leads = [part.organisation for part in confirmed if part.organisation]
    return [one for one in leads if one.is_council and not one.is_abolished]


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
