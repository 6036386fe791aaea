"""Councils like another: whom its officers would compare it with, and why."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from councils.geography import Region
from councils.models import Organisation
from councils.models.organisations import Kind, OrganisationQuerySet
from directory.counting import counted

MOST_NAMED = 5
SAME_KIND, SAME_POPULATION, SAME_NATION, SAME_REGION, NEAR = 2.0, 4.0, 1.0, 1.0, 0.5
IN_COMMON, MOST_IN_COMMON = 0.5, 4
"""What each entry in common counts, and how many of them do."""
NEAR_KM = 50
"""Neighbours, as the filter for the spread of a partnership has it."""
HARDLY_DIFFERENT = 0.02
"""Share by which populations may differ and still be called the same: estimates are not more exact."""
EARTH_RADIUS_KM = 6371
WITH_ARTICLE = (
    Region.NORTH_EAST,
    Region.NORTH_WEST,
    Region.EAST_MIDLANDS,
    Region.WEST_MIDLANDS,
    Region.EAST,
    Region.SOUTH_EAST,
    Region.SOUTH_WEST,
)
SAYS_WHERE = (Kind.LONDON_BOROUGH, Kind.SCOTTISH, Kind.WELSH, Kind.NORTHERN_IRISH)
"""Kinds whose name says where they are."""


@dataclass(frozen=True)
class Alike:
    """How like one council another is. `in_common` is how many entries both take part in."""

    council: Organisation
    other: Organisation
    in_common: int

    @property
    def score(self) -> float:
        """The higher, the more alike."""
        one, other = self.council, self.other
        return (
            SAME_KIND * (one.kind == other.kind != Kind.SUI_GENERIS)
            + SAME_POPULATION * self.population_closeness
            + SAME_NATION * (one.nation == other.nation)
            + SAME_REGION * (one.region == other.region)
            + NEAR * self.is_near
            + IN_COMMON * min(self.in_common, MOST_IN_COMMON)
        )

    @property
    def population_closeness(self) -> float:
        """The smaller population as a share of the larger; 0 when one is not known."""
        smaller, larger = sorted([self.council.population or 0, self.other.population or 0])
        return smaller / larger if larger else 0.0

    @property
    def distance_km(self) -> int | None:
        """Between their middles, in whole kilometres; None when a place is not known."""
        places = [self.council.latitude, self.council.longitude, self.other.latitude, self.other.longitude]
        known = [math.radians(place) for place in places if place is not None]
        if len(known) < len(places):
            return None
        north, east, other_north, other_east = known
        half_chord = (
            math.sin((other_north - north) / 2) ** 2
            + math.cos(north) * math.cos(other_north) * math.sin((other_east - east) / 2) ** 2
        )
        return round(2 * EARTH_RADIUS_KM * math.asin(math.sqrt(half_chord)))

    @property
    def is_near(self) -> bool:
        """True for neighbours."""
        return self.distance_km is not None and self.distance_km <= NEAR_KM

    @property
    def reason(self) -> str:
        """In words: "Unitary authority in the South West, population 9% larger, 2 entries in common"."""
        other = self.other
        where = f" in {'the ' * (other.region in WITH_ARTICLE)}{other.region}"
        facts = [
            f"{other.get_kind_display()}{'' if other.kind in SAYS_WHERE else where}",
            self.population_in_words(),
            f"{self.distance_km} km away" if self.is_near else "",
            f"{counted(self.in_common, 'entry', 'entries')} in common" if self.in_common else "",
        ]
        return ", ".join(fact for fact in facts if fact)

    def population_in_words(self) -> str:
        """How the other's population compares; empty when one is not known."""
        if not self.council.population or not self.other.population:
            return ""
        ratio = self.other.population / self.council.population
        if abs(ratio - 1) <= HARDLY_DIFFERENT:
            return "about the same population"
        if ratio >= 2:
            return f"{ratio:.1f} times the population".replace(".0", "")
        return f"population {abs(ratio - 1):.0%} {'larger' if ratio > 1 else 'smaller'}"


def councils_like(council: Organisation, among: OrganisationQuerySet, in_common: Mapping[int, int]) -> list[Alike]:
    """Return the councils in force most like one, of those in `among`, the most alike first; one statement.

    `in_common` says by identifier how many entries another takes part in with this one. Only councils of the same tier
    are compared: they do the same work. Nothing is like a council that is abolished or only planned, nor like an
    organisation that is no council.
    """
    if not council.is_council or council.status != Organisation.Status.CURRENT:
        return []
    same_tier = among.councils().current().filter(tier=council.tier).exclude(pk=council.pk)
    alike = [Alike(council, other, in_common.get(other.pk, 0)) for other in same_tier]
    return sorted(alike, key=lambda one: (-one.score, one.other.short_name))[:MOST_NAMED]
