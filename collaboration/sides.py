"""The two sides of an interest: who is on which, and who gets its mails."""

from collaboration.models import Interest
from collaboration.recipients import people_to_reach
from councils.models import Membership, User
from listings.keepers import with_one_of
from listings.models import Listing

Side = Interest.Side


def side_of(interest: Interest, person: User) -> Side | None:
    """Return for which side somebody speaks; None for who belongs to neither.

    Managers of the council that is interested speak for it, too. Moderators speak for those who answer for the entry:
    they are asked when nobody else does.
    """
    if interest.sender_id == person.pk:
        return Side.SENDER
    if answers_for(interest.listing, person):
        return Side.OWNERS
    if interest.organisation_id in person.manages:
        return Side.SENDER
    return Side.OWNERS if person.is_staff else None


def reads_as(interest: Interest, person: User) -> Side | None:
    """Return in which side's words somebody reads a conversation.

    Managers who can stand in for whoever wrote read the names of both sides, as if they belonged to neither.
    """
    side = side_of(interest, person)
    return None if side == Side.SENDER and interest.sender_id != person.pk else side


def has_left(interest: Interest, person: User) -> bool:
    """True for who is interested for an organisation to which they do not belong any more."""
    is_for_others = interest.organisation_id is not None and interest.organisation_id not in person.roles
    return interest.sender_id == person.pk and is_for_others


def other_side(side: Side) -> Side:
    """Return the one that is not this one."""
    return Side.OWNERS if side == Side.SENDER else Side.SENDER


def answers_for(listing: Listing, person: User) -> bool:
    """True for who belongs to a council that answers for a listing."""
    return any(part.is_keeper and part.organisation_id in person.roles for part in listing.participations.all())


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
    managers = Membership.objects.in_force().managers().filter(organisation=interest.organisation_id)
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
    reached = people_to_reach(interest.listing, but=interest.sender)
    found += [person for person in reached if person not in found and answers_for(interest.listing, person)]
    return sorted(found or reached, key=lambda person: person.pk)
