"""The two sides of an interest: who is on which, and who gets its mails.

Where the council for which somebody wrote has been abolished, those of the councils that took over from it go on.
"""

from collections.abc import Collection

from django.utils.timezone import localdate

from collaboration.models import Interest
from collaboration.recipients import (
    managers_of,
    managers_to_tell,
    moderators,
    people_of_adopter,
    people_who_answer,
)
from councils.models import Membership, Organisation, Succession, User
from listings.keepers import with_one_of
from listings.models import Listing

Side = Interest.Side


def side_of(interest: Interest, person: User) -> Side | None:
    """Return for which side somebody speaks; None for who belongs to neither.

    Managers of the council that is interested, or of one that took over from it, speak for it, too. Moderators speak
    for those who are asked: they step in when nobody else answers.
    """
    if interest.sender_id == person.pk:
        return Side.SENDER
    if is_asked(interest, person):
        return Side.OWNERS
    if not councils_of_sender(interest).isdisjoint(person.manages):
        return Side.SENDER
    return Side.OWNERS if person.is_staff else None


def reads_as(interest: Interest, person: User) -> Side | None:
    """Return in which side's words somebody reads a conversation.

    Managers who can stand in for whoever wrote read the names of both sides, as if they belonged to neither.
    """
    side = side_of(interest, person)
    return None if side == Side.SENDER and interest.sender_id != person.pk else side


def has_left(interest: Interest, person: User) -> bool:
    """True for who is interested for an organisation to which they do not belong any more, nor to a successor of it."""
    if interest.sender_id != person.pk or interest.organisation_id is None:
        return False
    return interest.organisation_id not in person.roles and councils_of_sender(interest).isdisjoint(person.roles)


def councils_of_sender(interest: Interest) -> set[int]:
    """Return by number for whom somebody is interested: once it is abolished, the councils that took over from it."""
    council = interest.organisation
    if council is None:
        return set()
    if not council.is_abolished:
        return {council.pk}
    return {one.pk for one in Organisation.objects.filter(pk=council.pk).taken_over_by()}


def with_predecessors(councils: Collection[int]) -> set[int]:
    """Return councils by number, and the abolished ones from which they took over, by however many reorganisations."""
    found, later = set(councils), set(councils)
    while later:
        done = Succession.objects.filter(successor__in=later, status=Succession.Status.DONE, date__lte=localdate())
        abolished = done.filter(predecessor__status=Organisation.Status.ABOLISHED)
        later = set(abolished.values_list("predecessor", flat=True)) - found
        found |= later
    return found


def other_side(side: Side) -> Side:
    """Return the one that is not this one."""
    return Side.OWNERS if side == Side.SENDER else Side.SENDER


def is_asked(interest: Interest, person: User) -> bool:
    """True for the people of those who are asked: an adopter, where one is, else who answers for the entry."""
    if interest.adopter_id is not None:
        return interest.adopter_id in person.roles
    return answers_for(interest.listing, person)


def answers_for(listing: Listing, person: User) -> bool:
    """True for who belongs to a council that answers for a listing."""
    return any(part.is_keeper and part.organisation_id in person.roles for part in listing.participations.all())


def people_asked(interest: Interest) -> list[User]:
    """Return who is asked to answer, without the moderators, who stand in for nobody, and without whoever wrote."""
    asked = people_of_adopter(interest.adopter) if interest.adopter else people_who_answer(interest.listing)
    return [person for person in asked if person != interest.sender]


def managers_of_those_asked(interest: Interest) -> list[User]:
    """Return the managers of those who are asked, without whoever wrote."""
    managers = managers_of(interest.adopter) if interest.adopter else managers_to_tell(interest.listing)
    return [person for person in managers if person != interest.sender]


def may_read_entry(listing: Listing, person: User) -> bool:
    """True for who may read an entry as it is now, for mails: what is not public is read by its people alone."""
    return listing.state == Listing.State.PUBLISHED or person.is_staff or answers_for(listing, person)


def people_of_side(interest: Interest, side: str, *, but: User | None = None) -> list[User]:
    """Return who on a side gets its mails.

    `but` is left out: whoever acts knows already.
    """
    people = _of_sender(interest) if side == Side.SENDER else _of_owners(interest)
    return [person for person in people if person != but]


def _of_sender(interest: Interest) -> list[User]:
    """Return whoever is interested, managers who wrote for them, and all managers once they left their council."""
    sender = interest.sender
    found = [sender] if sender and sender.is_active else []
    managers = Membership.objects.in_force().managers().filter(organisation__in=councils_of_sender(interest))
    if sender and not has_left(interest, sender):
        managers = managers.filter(user__in=interest.messages.filter(side=Side.SENDER).values("author"))
    return found + [person for person in with_one_of(managers) if person != sender]


def _of_owners(interest: Interest) -> list[User]:
    """Return whoever gets what is written about the entry, and who has answered or written already and still may.

    Moderators are among them only where they have stepped in, or where nobody else is there.
    """
    wrote = interest.messages.filter(side=Side.OWNERS).values("author")
    people = User.objects.open().filter(pk__in=wrote) | User.objects.open().filter(pk=interest.answered_by_id)
    found = [person for person in people.distinct() if side_of(interest, person) == Side.OWNERS]
    reached = people_asked(interest) or [person for person in moderators() if person != interest.sender]
    found += [person for person in reached if person not in found and is_asked(interest, person)]
    return sorted(found or reached, key=lambda person: person.pk)
