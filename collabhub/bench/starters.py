"""What the starter entries are like: read from a database that was just prepared, and kept to draw from."""

import random
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

from councils.models import Organisation
from listings.models import Listing, Participation, ServiceArea
from projects.models import Project
from services.models import SharedService

UNSEEN = 0.5
"""What an organisation counts beside its participations, so that those that take part in nothing yet take part too."""


class Weighted[Thing: Hashable]:
    """Things to draw from, each as often as its weight says. Raises ValueError when there are none."""

    def __init__(self, weights: Mapping[Thing, float]) -> None:
        if not weights:
            raise ValueError("There is nothing to draw from.")
        self.things = list(weights)
        self.weights = list(accumulate(weights.values()))

    def draw(self, chance: random.Random) -> Thing:
        """Return one of the things."""
        return chance.choices(self.things, cum_weights=self.weights)[0]


@dataclass(frozen=True)
class Starter:
    """One starter entry: the columns of its two tables, and what belongs to it."""

    common: dict[str, Any]
    own: dict[str, Any]
    areas: tuple[int, ...]
    topics: int
    leads: int
    partners: int
    links: tuple[tuple[str, str], ...]
    source: tuple[str, str, str] | None


@dataclass
class Starters:
    """All starter entries, by kind, and who takes part in them how often.

    `region_of` holds organisations that lie in a region; `near` is the share of partners from the lead's own region.
    """

    projects: list[Starter]
    services: list[Starter]
    topics: list[str]
    areas: list[int]
    leads: Weighted[int]
    partners: Weighted[int]
    partners_in: dict[str, Weighted[int]]
    region_of: dict[int, str]
    near: float
    texts: list[str] = field(init=False)

    def __post_init__(self) -> None:
        everything = [*self.projects, *self.services]
        self.texts = [starter.common[name] for starter in everything for name in ("title", "summary")]


def read_starters() -> Starters:
    """Return what the database holds. Raises ValueError when it holds no projects, services or participations."""
    topic_of = Listing.topics.through.objects.order_by("id").values_list("topic__name", flat=True)
    # A region also stands for a nation outside England.
    regions = dict(Organisation.objects.exclude(region="").values_list("id", "region"))
    leads, partners, near = _participations(regions)
    # Who is only planned takes part in nothing yet.
    there = Organisation.objects.exclude(status=Organisation.Status.PLANNED).order_by("id").values_list("id", flat=True)
    weights = {organisation: partners[organisation] + UNSEEN for organisation in there}
    by_region: dict[str, dict[int, float]] = {}
    for organisation, weight in weights.items():
        if organisation in regions:
            by_region.setdefault(regions[organisation], {})[organisation] = weight
    councils = set(Organisation.objects.councils().values_list("id", flat=True))
    return Starters(
        projects=_starters(Project),
        services=_starters(SharedService),
        topics=list(topic_of),
        areas=list(ServiceArea.objects.order_by("esd_id").values_list("esd_id", flat=True)),
        leads=Weighted({one: leads[one] + (UNSEEN if one in councils else 0) for one in there}),
        partners=Weighted(weights),
        partners_in={region: Weighted(within) for region, within in by_region.items()},
        region_of=regions,
        near=near,
    )


def _participations(regions: Mapping[int, str]) -> tuple[Counter[int], Counter[int], float]:
    """Return how often each organisation leads and partners, and the share of partners from the lead's region."""
    rows = Participation.objects.filter(organisation__isnull=False).order_by("id")
    leads: Counter[int] = Counter()
    partners: Counter[int] = Counter()
    led_from: dict[int, str] = {}
    for listing, organisation in rows.filter(role="lead").values_list("listing_id", "organisation_id"):
        leads[organisation] += 1
        led_from[listing] = regions.get(organisation, "")
    same: list[bool] = []
    for listing, organisation in rows.exclude(role="lead").values_list("listing_id", "organisation_id"):
        partners[organisation] += 1
        if led_from.get(listing) and organisation in regions:
            same.append(regions[organisation] == led_from[listing])
    return leads, partners, sum(same) / len(same) if same else 0


def _starters(model: Any) -> list[Starter]:
    """Return all entries of one kind."""
    return [_starter(listing) for listing in model.objects.for_its_page().order_by("id")]


def _starter(listing: Any) -> Starter:
    roles = Counter(part.role == Participation.Role.LEAD for part in listing.participations.all())
    sources: Sequence[Any] = listing.sources.all()
    return Starter(
        common=_columns(listing, Listing._meta.concrete_fields),
        own=_columns(listing, type(listing)._meta.local_concrete_fields),
        areas=tuple(area.pk for area in listing.service_areas.all()),
        topics=len(listing.topics.all()),
        leads=roles[True],
        partners=roles[False],
        links=tuple((link.kind, link.url) for link in listing.links.all()),
        source=next(((source.name, source.url, str(source.published)) for source in sources), None),
    )


def _columns(listing: Any, fields: Any) -> dict[str, Any]:
    """Return the values that a table keeps of a listing; what the database itself computes is left out."""
    return {one.attname: getattr(listing, one.attname) for one in fields if not one.generated}
