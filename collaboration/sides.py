"""The two sides of an interest: who is on which, and who gets its mails."""

from collaboration.models import Interest
from collaboration.recipients import people_to_reach
from councils.models import User
from listings.models import Listing

Side = Interest.Side


def side_of(interest: Interest, person: User) -> Side | None:
    """Return for which side somebody speaks; None for who belongs to neither.

    Moderators speak for those who answer for the entry: they are asked when nobody else does.
    """
    if interest.sender_id == person.pk:
        return Side.SENDER
    return Side.OWNERS if person.is_staff or answers_for(interest.listing, person) else None


def other_side(side: Side) -> Side:
    """Return the one that is not this one."""
    return Side.OWNERS if side == Side.SENDER else Side.SENDER


def answers_for(listing: Listing, person: User) -> bool:
    """True for who belongs to a council that answers for a listing."""
    return any(part.is_keeper and part.organisation_id in person.roles for part in listing.participations.all())


def people_of_side(interest: Interest, side: str, *, but: User | None = None) -> list[User]:
    """Return who on a side gets its mails.

    Of those who answer for the entry, whoever has answered or written already and still may; before that, and when
    none of them is left, whoever gets what is written about the entry. `but` is left out: whoever acts knows already.
    """
    if side == Side.SENDER:
        sender = interest.sender
        return [sender] if sender and sender.is_active and sender != but else []
    people = _in_the_conversation(interest) or people_to_reach(interest.listing, but=interest.sender)
    return [person for person in people if person != but]


def _in_the_conversation(interest: Interest) -> list[User]:
    """Return those of the owners' side who have answered or written, and may still."""
    wrote = interest.messages.filter(side=Side.OWNERS).values("author")
    people = User.objects.open().filter(pk__in=wrote) | User.objects.open().filter(pk=interest.answered_by_id)
    return [person for person in people.distinct().order_by("pk") if side_of(interest, person) == Side.OWNERS]
