"""Finding the service areas of an entry by typing, and guessing them from what has been said already."""

import csv
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache

from listings.choices import Area, names_of_areas, read_areas
from listings.imports.service_areas import LABELS
from listings.remembered import Remembered
from listings.search.meaning import meaning_of
from listings.search.subjects import areas_meant
from listings.search.synonyms import roots
from listings.search.words import STOP_WORDS, fold

MOST_FOUND = 12
MOST_SUGGESTED = 5
SHORTEST_TELLING = 4
"""Letters of a word that may lead from a title to a service area."""
MOST_LABELS = 8
"""Service areas that a word may lead to: "service" would lead to very many."""
ENOUGH = 2
"""Similar entries that make a service area likely; a word of its name does so alone."""


@cache
def everyday_names() -> Mapping[str, list[str]]:
    """Return the everyday labels that imports know, folded, with the numbers of the service areas they stand for."""
    with LABELS.open(encoding="utf-8", newline="") as file:
        return {fold(row["label"]): row["esd_ids"].split(";") for row in csv.DictReader(file)}


def known_areas() -> dict[str, Area]:
    """Return the standard list by number."""
    return Remembered().answer("areas", read_areas)


def full_name(number: str, areas: Mapping[str, Area]) -> str:
    """Return the name of a service area with what it belongs to: "Waste collection (Waste management)"."""
    area = areas[number]
    return f"{area.label} ({areas[area.parent].label})" if area.parent else area.label


def found_areas(words: str) -> list[str]:
    """Return the numbers of the service areas that some words may mean, at most MOST_FOUND, the likeliest first."""
    remembered = Remembered()
    areas = remembered.answer("areas", read_areas)
    folded = fold(words)
    exact = [number for number, area in areas.items() if fold(area.label) == folded]
    begun = [number for number, area in areas.items() if _begins_like(area.label, folded)]
    everyday = everyday_names().get(folded, []) if folded else []
    labels = {number: area.label for number, area in areas.items()}
    meant = areas_meant(meaning_of(words, remembered), labels) if folded else []
    found = [*exact, *everyday, *sorted([*begun, *meant], key=lambda number: areas[number].level)]
    if folded and not found:
        names = remembered.answer("names of areas", lambda: names_of_areas(areas))
        held = {str(number): " ".join(above) for number, above in names.items()}
        found = areas_meant(meaning_of(words, remembered), held)
    return [number for number in dict.fromkeys(found) if number in areas][:MOST_FOUND]


def exactly_called(words: str) -> str:
    """Return the number of the one service area of exactly this name, with or without what it belongs to; else ""."""
    areas = known_areas()
    folded = fold(words)
    found = [number for number, area in areas.items() if folded in (fold(area.label), fold(full_name(number, areas)))]
    return found[0] if len(found) == 1 else ""


def suggested_areas(text: str, of_similar: Iterable[int]) -> list[str]:
    """Return the numbers of service areas that work may lie in: by its own words, and where similar entries lie.

    The general ones, when nothing points to any.
    """
    areas = known_areas()
    labels = {number: set(roots(fold(area.label).split())) for number, area in areas.items()}
    common = Counter(stem for stems in labels.values() for stem in stems)
    words = [word for word in fold(text).split() if len(word) >= SHORTEST_TELLING and word not in STOP_WORDS]
    stems = {stem for word in words for stem in roots([word]) if common[stem] <= MOST_LABELS}
    scores = Counter(str(number) for number in of_similar)
    for number, label in labels.items():
        scores[number] += ENOUGH * len(stems & label)
    likely = sorted((one for one in scores if scores[one] >= ENOUGH), key=lambda one: (-scores[one], int(one)))
    general = sorted((one for one, area in areas.items() if area.level == 1), key=lambda one: areas[one].label)
    return [one for one in likely if one in areas][:MOST_SUGGESTED] or general


def _begins_like(label: str, folded: str) -> bool:
    known = fold(label).split()
    return bool(folded) and all(any(one.startswith(word) for one in known) for word in folded.split())
