"""Answers what a list is asked by plain Python, entry by entry: what the database's answers are held against.

Nothing here reads what search keeps beside listings: all is worked out from the listings and those who take part.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from django.utils.timezone import localdate, localtime

from councils.models import Organisation
from listings.models import Listing, Participation, ServiceArea
from listings.models.listing import ARCHIVED_AFTER, REVIEW_AFTER
from listings.search.words import fold

PLACES = ("nation", "region", "kind", "council")
EARTH = 6371
"""The mean radius in kilometres."""
NEIGHBOURS = 50
Asked = dict[str, list[str]]


@dataclass(frozen=True)
class Facts:
    """What is known of one entry: its words, the values that each filter looks at, and who takes part in which role."""

    title: str
    is_ended: bool
    words: frozenset[str]
    values: dict[str, set[str]]
    taking_part: tuple[tuple[str, dict[str, str]], ...]

    def matches(self, asked: Asked) -> bool:
        """True when every word is there, of every filter one of the chosen values, and nothing leaves it out."""
        return (
            self.is_wanted(asked)
            and self.has_words(asked.get("q", []))
            and all(
                self.has_place(name, chosen, asked.get("role", []))
                if name in PLACES
                else bool(self.values[name] & set(chosen))
                for name, chosen in asked.items()
                if name != "q" and chosen
            )
        )

    def is_wanted(self, asked: Asked) -> bool:
        """True unless it is archived and no status is asked for."""
        return bool(asked.get("status")) or "archived" not in self.values["status"]

    def has_words(self, texts: list[str]) -> bool:
        """True when no word with a hyphen before it is there and every other one is."""
        words = " ".join(texts).split()
        wanted = {word for word in words if not word.startswith("-")}
        return wanted <= self.words and not {word[1:] for word in words if word.startswith("-")} & self.words

    def has_place(self, name: str, chosen: list[str], roles: list[str]) -> bool:
        """True when somebody of a chosen place takes part, in one of `roles` where some are chosen."""
        return any(person[name] in chosen for role, person in self.taking_part if not roles or role in roles)


@dataclass(frozen=True)
class Directory:
    """Entries that anyone may read, and for each service area the areas above it."""

    entries: tuple[Facts, ...]
    above: dict[str, set[str]]

    def found(self, asked: Asked) -> list[Facts]:
        """Return the entries that match; of a chosen service area and one above it, only the narrower counts."""
        areas = asked.get("area", [])
        above = {number for area in areas for number in self.above[area]}
        understood = asked | {"area": [area for area in areas if area not in above]}
        return [facts for facts in self.entries if facts.matches(understood)]

    def count_beside(self, asked: Asked, name: str, value: str) -> int:
        """Return how many entries there would be if this were the only choice of its group."""
        return len(self.found(asked | {name: [value]}))


def directory_of(listings: Iterable[Any]) -> Directory:
    """Return what plain Python knows of those of some listings that anyone may read."""
    above = {str(area.pk): areas_above(area) for area in ServiceArea.objects.all()}
    published = [listing for listing in listings if listing.state == Listing.State.PUBLISHED]
    return Directory(tuple(facts_of(listing, above) for listing in published), above)


def areas_above(area: ServiceArea) -> set[str]:
    """Return the numbers of the areas that one belongs to, on every level."""
    return {str(area.parent.pk)} | areas_above(area.parent) if area.parent else set()


def facts_of(listing: Any, above: dict[str, set[str]]) -> Facts:
    """Read from a listing, row by row, what a list may narrow it by."""
    parts = list(listing.participations.all())
    people = [part for part in parts if part.organisation]
    areas = {pk for area in listing.service_areas.all() for pk in {str(area.pk), *above[str(area.pk)]}}
    topics = {topic.name for topic in listing.topics.all()}
    values = {
        "area": areas,
        "tag": topics,
        "role": {part.role for part in parts},
        "wants": {listing.wants or "unknown"},
        "spread": {spread_of(people)},
        "freshness": {freshness_of(listing)},
    }
    texts = [listing.title, listing.summary, listing.description, *topics, *map(name_of, parts)]
    texts += [area.label for area in ServiceArea.objects.filter(pk__in=areas)]
    return Facts(
        listing.title,
        listing.is_ended,
        frozenset(fold(" ".join(texts)).split()),
        values
        | (values_of_a_project(listing) if listing.kind == Listing.Kind.PROJECT else values_of_a_service(listing)),
        tuple((part.role, places_of(part.organisation)) for part in people),
    )


def values_of_a_project(project: Any) -> dict[str, set[str]]:
    """Return what only projects are narrowed by; ended work is a phase of its own."""
    outcome = project.funding_outcome
    active = "ended" if project.is_ended else "active"
    return {
        "phase": {"ended" if project.is_ended else project.phase or "unknown"},
        "funding": {outcome or "unknown"},
        "status": {"archived" if is_archived(project) else "not-funded" if outcome == "not-funded" else active},
    }


def values_of_a_service(service: Any) -> dict[str, set[str]]:
    """Return what only shared services are narrowed by."""
    return {
        "model": {service.delivery_model or "unknown"},
        "open": {{True: "yes", False: "no", None: "unknown"}[service.open_to_new_members]},
        "status": {"archived" if is_archived(service) else "ended" if service.is_ended else "active"},
    }


def is_archived(listing: Any) -> bool:
    """True for what nobody has confirmed for so long after it was due that lists leave it out."""
    return listing.review_date is not None and localdate() - listing.review_date >= ARCHIVED_AFTER


def places_of(organisation: Organisation) -> dict[str, str]:
    """Return where an organisation is, and which it is."""
    return {name: getattr(organisation, name) for name in ("nation", "region", "kind")} | {"council": organisation.slug}


def name_of(part: Participation) -> str:
    """Return every name by which somebody who takes part is known."""
    if part.organisation is None:
        return part.written_name
    aliases = [alias.name for alias in part.organisation.aliases.all()]
    return " ".join([part.organisation.name, part.organisation.short_name, *aliases])


def freshness_of(listing: Any) -> str:
    """Return how long ago an entry was confirmed."""
    if listing.confirmed_at is None:
        return "never"
    return "year" if localtime(listing.confirmed_at).date() >= localdate() - REVIEW_AFTER else "older"


def spread_of(parts: list[Participation]) -> str:
    """Return how far apart those who lead and their partners are, as far as it is known where they are."""
    people = {part.organisation for part in parts if part.role in {"lead", "partner"}}
    placed = [one for one in people if one and one.latitude is not None]
    distances = [round(distance(one, other)) for one, other in combinations(placed, 2)]
    if not distances:
        return "unknown"
    if max(distances) <= NEIGHBOURS:
        return "neighbours"
    return "region" if len({one.region for one in placed}) == 1 else "country"


def distance(one: Organisation, other: Organisation) -> float:
    """Return the kilometres between two organisations along the sphere, by the law of cosines."""
    here, there = (tuple(map(math.radians, map(float, (at.latitude, at.longitude)))) for at in (one, other))  # type: ignore[arg-type]
    cosine = math.sin(here[0]) * math.sin(there[0])
    cosine += math.cos(here[0]) * math.cos(there[0]) * math.cos(here[1] - there[1])
    return EARTH * math.acos(min(1.0, cosine))
