"""Showing why a result is one: the words that matched are marked, and what matched out of sight is named."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import prefetch_related_objects
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from listings.search.meaning import Meaning, Part
from listings.search.words import fold, stem

WORD = re.compile(r"[\w'’]+")


class Spot(NamedTuple):
    """A word of a text: where it begins and ends, how it reads when folded, and its stem."""

    start: int
    end: int
    word: str
    stem: str


@lru_cache(maxsize=20_000)
def spots_of(text: str) -> tuple[Spot, ...]:
    """Return the words of a text."""
    found = ((match, fold(match[0])) for match in WORD.finditer(text))
    return tuple(Spot(match.start(), match.end(), word, stem(word)) for match, word in found)


def starts_of(sought: Sequence[str], there: Sequence[str]) -> list[int]:
    """Return the places at which a row of words begins among others."""
    first, length = sought[0], len(sought)
    return [
        place
        for place, word in enumerate(there)
        if word == first and (length == 1 or list(there[place : place + length]) == list(sought))
    ]


def places_of(part: Part, spots: Sequence[Spot]) -> set[int]:
    """Return the places in a text of the words of one part of a search, or of those that may stand in their place."""
    words, stems = [spot.word for spot in spots], [spot.stem for spot in spots]
    rows: list[tuple[Sequence[str], list[str]]] = []
    rows += [(part.words, words)] if part.is_phrase else [((stem(word),), stems) for word in part.words]
    rows += [([stem(word) for word in other], stems) for other in part.others]
    found = {
        start + step for sought, there in rows for start in starts_of(sought, there) for step in range(len(sought))
    }
    if part.is_beginning:
        found |= {place for place, word in enumerate(words) if word.startswith(part.words[-1])}
    return found


def answers(part: Part, texts: Iterable[str]) -> bool:
    """True when texts hold every word of one part of a search, together if it is a phrase, or what stands for them."""
    seen: set[str] = set()
    for text in texts:
        spots = spots_of(text)
        places = places_of(part, spots)
        if not places:
            continue
        if part.is_phrase or part.is_beginning or len(part.words) == 1:
            return True
        seen |= {spots[place].stem for place in places}
        if any(starts_of([stem(word) for word in other], [spot.stem for spot in spots]) for other in part.others):
            return True
    return seen.issuperset(stem(word) for word in part.words) and bool(seen)


class Sought:
    """What was searched for, and why each result is one.

    `results` are the listings of the page; `other_names` are those of organisations, and `area_names` those of service
    areas with all that they belong to, by number.
    """

    def __init__(
        self,
        meaning: Meaning,
        results: Sequence[Any],
        other_names: Mapping[int, Sequence[str]],
        area_names: Mapping[int, Sequence[str]],
    ) -> None:
        self.parts = meaning.parts
        self.other_names = other_names
        self.area_names = area_names
        out_of_sight = {
            result.pk: missing
            for result in results
            if (missing := [part for part in self.parts if not answers(part, in_sight(result))])
        }
        prefetch_related_objects([result for result in results if result.pk in out_of_sight], "topics")
        self.reasons = {
            result.pk: list(
                dict.fromkeys(filter(None, (self.reason(part, result) for part in out_of_sight[result.pk])))
            )
            for result in results
            if result.pk in out_of_sight
        }

    def reason(self, part: Part, result: Any) -> str:
        """Return in words where a result answers a part that its visible text does not; empty when nobody can say."""
        for participation in result.participations.all():
            role = participation.get_role_display().lower()
            if answers(part, [participation.name]):
                return f"{role}: {participation.name}"
            for name in self.other_names.get(participation.organisation_id, ()):
                if answers(part, [name]):
                    return f"{role}: {participation.name}, also called {name}"
        for topic in result.topics.all():
            if answers(part, [topic.name]):
                return f"topic: {topic.name}"
        for area in result.service_areas.all():
            for name in self.area_names.get(area.pk, ()):
                if answers(part, [name]):
                    return f"service area: {name}"
        texts = {"in its description": result.description, "in what has been learnt": result.learnt}
        texts |= {"in what is offered": result.offers_note, "in the technology in use": result.technology}
        return next((where for where, text in texts.items() if answers(part, [text])), "")

    def why(self, result: Any) -> list[str]:
        """Return the reasons for a result whose visible text does not hold all that was searched for."""
        return self.reasons.get(result.pk, [])

    def mark(self, text: str) -> SafeString:
        """Return a text as HTML with the words marked that matched."""
        spots = spots_of(text)
        places = set().union(*(places_of(part, spots) for part in self.parts))
        html, end = [], 0
        for place in sorted(places):
            start, stop = spots[place][:2]
            html += [conditional_escape(text[end:start]), format_html("<mark>{}</mark>", text[start:stop])]
            end = stop
        return mark_safe("".join([*html, conditional_escape(text[end:])]))  # noqa: S308 - every piece is escaped above


def in_sight(result: Any) -> list[str]:
    """Return the texts that a result shows of a listing."""
    areas = [area.label for area in result.service_areas.all()]
    return [result.title, result.summary, result.lead_in_words, result.partners_in_words, *areas]
