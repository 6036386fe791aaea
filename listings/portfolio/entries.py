"""The entries of a council's portfolio, with what it takes to say what each waits for: in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet

from collabhub.permissions import Action, Visitor, allowed
from councils.models import Organisation
from listings.models import (
    Decision,
    Link,
    Listing,
    ListingOfficer,
    Participation,
    ParticipationRequest,
    Source,
    Update,
)
from listings.phases import Phase

LONG = ("description", "learnt")
"""Texts that no row shows; only whether there is one is asked."""

HAS_LEFT, NO_PHASE, SERVICE, ENDED = "left", "no-phase", "service", "ended"
GROUPS = {
    Listing.State.DRAFT.value: Listing.State.DRAFT.label,
    Listing.State.WAITING.value: Listing.State.WAITING.label,
    **dict(Phase.choices),
    NO_PHASE: "Phase not recorded",
    SERVICE: "Shared services",
    ENDED: "Ended",
    HAS_LEFT: "No longer takes part",
    Listing.State.WITHDRAWN.value: Listing.State.WITHDRAWN.label,
}
"""What the rows are grouped by, in the order of the page: how far an entry is on its way, then how far its work is."""


@dataclass(frozen=True)
class Part:
    """What a council is to one entry, of all its roles in it: the first of Participation.Role counts.

    `left` is when it stopped taking part, empty while it still does in some role.
    """

    role: str
    is_keeper: bool
    is_named_only: bool
    left: str

    @classmethod
    def of(cls, participations: Iterable[Participation]) -> "Part":
        """Return what participations of one council in one entry come to. There has to be one."""
        now = [part for part in participations if not part.left]
        counted = now or list(participations)
        return cls(
            role=min((part.role for part in counted), key=Participation.Role.values.index),
            is_keeper=any(part.is_keeper for part in counted),
            is_named_only=bool(now) and all(part.is_named_only for part in now),
            left="" if now else max(part.left for part in counted),
        )

    @property
    def role_in_words(self) -> str:
        """Its role as people read it: "Lead", "Partner, answers for it"."""
        label = str(Participation.Role(self.role).label)
        return f"{label}, answers for it" if self.is_keeper and self.role != Participation.Role.LEAD else label


@dataclass(frozen=True)
class Facts:
    """What there is of an entry besides its own columns."""

    has_description: bool = False
    has_learnt: bool = False
    has_areas: bool = False
    has_links: bool = False
    has_others: bool = False
    has_updates: bool = False
    has_source: bool = False
    has_officer: bool = False


@dataclass(frozen=True)
class OwnEntry:
    """One row of a portfolio. `listing` is a project or shared service whose LONG texts are not loaded."""

    listing: Any
    part: Part
    facts: Facts = Facts()
    sent_back: Decision | None = None
    requests: tuple[ParticipationRequest, ...] = ()

    @property
    def is_unconfirmed(self) -> bool:
        """True for a published entry that was imported and that no officer has claimed or confirmed."""
        is_published = self.listing.state == Listing.State.PUBLISHED
        return is_published and self.facts.has_source and self.listing.confirmed_at is None

    @property
    def group(self) -> str:
        """The key of GROUPS that it stands under."""
        if self.listing.state != Listing.State.PUBLISHED:
            return str(self.listing.state)
        if self.part.left:
            return HAS_LEFT
        if self.listing.is_ended:
            return ENDED
        return SERVICE if self.listing.kind == Listing.Kind.SERVICE else self.listing.phase or NO_PHASE


def own_entries(visitor: Visitor, council: Organisation) -> list[OwnEntry]:
    """Return the entries that a council answers for, in every state, and those published ones it has a part in."""
    parts = defaultdict(list)
    for part in Participation.objects.filter(organisation=council).order_by("pk"):
        parts[part.listing_id].append(part)
    kept = Q(pk__in=Listing.objects.kept_by(council).values("pk"))
    found = Listing.objects.with_part_of(council).filter(kept | Q(state=Listing.State.PUBLISHED))
    listings = list(with_facts(allowed(visitor, Action.VIEW, found), council))
    numbers = [listing.pk for listing in listings]
    sent_back = {decision.listing_id: decision for decision in Decision.objects.to_mend().filter(listing__in=numbers)}
    requests = defaultdict(list)
    asked = ParticipationRequest.objects.open().filter(listing__in=numbers).select_related("organisation")
    for request in allowed(visitor, Action.ANSWER, asked):
        requests[request.listing_id].append(request)
    return [
        OwnEntry(
            listing=listing.specific,
            part=Part.of(parts[listing.pk]),
            facts=Facts(**{name: getattr(listing, name) for name in Facts.__dataclass_fields__}),
            sent_back=sent_back.get(listing.pk),
            requests=tuple(requests[listing.pk]),
        )
        for listing in listings
    ]


def with_facts(listings: QuerySet[Listing], council: Organisation) -> QuerySet[Any]:
    """Add the columns of `Facts` to listings; whether they have an officer is asked of this council alone."""

    def is_there(rows: QuerySet[Any]) -> Exists:
        return Exists(rows.filter(listing=OuterRef("pk")))

    others = Participation.objects.exclude(organisation=council).filter(left="")
    written = {f"has_{name}": ExpressionWrapper(~Q(**{name: ""}), BooleanField()) for name in LONG}
    return (
        listings.select_related("project", "sharedservice")
        .defer(*LONG)
        .annotate(
            **written,
            has_areas=is_there(Listing.service_areas.through.objects.all()),
            has_links=is_there(Link.objects.all()),
            has_others=is_there(others),
            has_updates=is_there(Update.objects.all()),
            has_source=is_there(Source.objects.all()),
            has_officer=is_there(ListingOfficer.objects.current().filter(membership__organisation=council)),
        )
    )
