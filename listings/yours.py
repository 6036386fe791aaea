"""What the visitor's own councils may do with an entry, and who takes part in it in words."""

from dataclasses import dataclass
from typing import Any

from collabhub.permissions import Action, Visitor, can
from councils.models import Organisation, User
from listings.models import Listing, Participation, ParticipationRequest


@dataclass(frozen=True)
class YoursOf:
    """What a visitor may do for one of their councils: `parts` are those that it has in the entry."""

    council: Organisation
    parts: tuple[Participation, ...]
    request: ParticipationRequest | None
    may_claim: bool
    may_edit: bool
    may_doubt: bool
    may_update: bool
    may_ask: bool

    @property
    def to_answer(self) -> list[Participation]:
        """The parts that the lead alone says the council has."""
        return [part for part in self.parts if part.is_named_only and not part.left]

    @property
    def is_read_in_a_source(self) -> bool:
        """True where a part of the council is known from a source alone: nobody here has said that it is so."""
        return any(part.standing == Participation.Standing.STATED for part in self.parts)

    @property
    def roles_in_words(self) -> list[str]:
        """The roles of the council in the entry, as they stand in a sentence."""
        return [part.get_role_display().lower() for part in self.parts]


@dataclass(frozen=True)
class Yours:
    """What a visitor may do with an entry: for nobody we know, sign in; for others, something for each council."""

    is_signed_in: bool
    councils: tuple[YoursOf, ...] = ()
    tasks_page: str = ""


def yours(listing: Listing, visitor: Visitor) -> Yours | None:
    """Return what the visitor's councils may do with an entry, those that take part first; None when nothing.

    Expects `listing` with its participations and sources fetched. For nobody we know it depends on the entry alone.
    """
    is_public = listing.state == Listing.State.PUBLISHED
    if not isinstance(visitor, User):
        return Yours(is_signed_in=False) if is_public else None
    if not visitor.roles:
        return Yours(is_signed_in=True) if is_public and not visitor.is_staff else None
    mine = Organisation.objects.filter(pk__in=visitor.roles).order_by("short_name", "pk")
    open_requests = listing.participation_requests.open().select_related("organisation") if is_public else ()
    asked = {request.organisation_id: request for request in open_requests}
    found = [_yours_of(listing, visitor, council, asked.get(council.pk)) for council in mine]
    councils = sorted((each for each in found if each), key=lambda each: not each.parts)
    return Yours(is_signed_in=True, councils=tuple(councils), tasks_page=f"{listing.kind}-tasks") if councils else None


def _yours_of(
    listing: Listing, visitor: User, council: Organisation, request: ParticipationRequest | None
) -> YoursOf | None:
    """Return what a visitor may do for one council; None when nothing."""
    parts = tuple(part for part in listing.participations.all() if part.organisation_id == council.pk)
    takes_part = any(not part.left for part in parts)

    def may(action: Action) -> bool:
        return takes_part and can(visitor, action, listing)

    may_edit = any(part.is_keeper for part in parts) and may(Action.CHANGE)
    found = YoursOf(
        council=council,
        parts=parts,
        request=request,
        may_claim=may(Action.CLAIM),
        may_edit=may_edit,
        # Who answers for an entry that is theirs beyond doubt corrects it themselves.
        may_doubt=may(Action.DOUBT) and not (may_edit and not listing.is_unconfirmed),
        may_update=may(Action.POST_UPDATE),
        may_ask=not takes_part and request is None and can(visitor, Action.ASK_TO_TAKE_PART, listing),
    )
    return found if parts or request or found.may_ask else None


def parts_in_words(listing: Listing) -> list[str]:
    """Return a line for each organisation that takes part in an entry, leads first, then the words for a group."""
    parts: list[Any] = [*listing.leads, *listing.partners, *listing.others]
    return [part_in_words(part) for part in parts] + ([listing.partners_note] if listing.partners_note else [])


def part_in_words(part: Participation) -> str:
    """Return one part as "Exford Council, partner, since 2019 (named by the lead, not yet confirmed)"."""
    words = [part.name, part.get_role_display().lower()]
    words += [f"since {part.joined.in_words()}"] if part.joined else []
    words += [f"left {part.left.in_words()}"] if part.left else []
    said = ", ".join(words)
    if part.organisation_id is None:
        return f"{said} (not yet in the register)"
    return f"{said} ({part.get_standing_display().lower()})" if part.is_named_only and not part.left else said
