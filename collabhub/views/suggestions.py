"""What a search field suggests while somebody types."""

from collections.abc import Iterator
from itertools import chain, islice
from typing import NamedTuple

from django.contrib.postgres.search import SearchQuery
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from directory.filters import LONGEST_QUERY
from listings.choices import read_areas
from listings.models import Listing, SearchEntry, Topic
from listings.models.listing import slug_for
from listings.remembered import Remembered
from listings.search.organisations import Register
from listings.search.words import fold

MOST = 8
"""Suggestions in all."""
SHORTEST = 2
"""Letters from which anything is suggested."""
SHORTEST_OF_TITLE = 3
"""Letters from which titles are: shorter beginnings are those of too many."""
ENOUGH = 200
"""Titles among which the freshest are looked for. To sort all that share a common beginning would take too long."""
ROOM = {"organisations": 3, "areas": 2, "topics": 2}
"""How many of a kind there may be when other kinds need the room; titles take the rest."""


class Suggestion(NamedTuple):
    """One line below the field. `is_words` when it is something to search for rather than a page to go to."""

    kind: str
    label: str
    address: str
    is_words: bool = False


@require_safe
def suggestions(request: HttpRequest) -> JsonResponse:
    """Return what begins like `q`, for everybody the same; with `only` "councils" or "areas" only names of these."""
    words = fold(request.GET.get("q", "").replace("\x00", " ")[:LONGEST_QUERY]).split()
    found: list[Suggestion] = []
    if len("".join(words)) >= SHORTEST:
        remembered = Remembered()
        only = request.GET.get("only")
        if only == "areas":
            found = list(islice(areas_like(words, remembered), MOST))
        else:
            names = list(islice(organisations_like(words, remembered), MOST))
            found = names if only == "councils" else fitted(names, words, remembered)
    return JsonResponse({"suggestions": [suggestion._asdict() for suggestion in found]})


def fitted(names: list[Suggestion], words: list[str], remembered: Remembered) -> list[Suggestion]:
    """Return suggestions of every kind, as many as there is room for."""
    areas = list(islice(areas_like(words, remembered), MOST))
    topics = list(islice(topics_like(words, remembered), MOST))
    first = [*names[: ROOM["organisations"]], *areas[: ROOM["areas"]], *topics[: ROOM["topics"]]]
    titles = list(islice(titles_like(words), MOST - len(first)))
    more = chain(names[ROOM["organisations"] :], areas[ROOM["areas"] :], topics[ROOM["topics"] :])
    return [*first, *titles, *islice(more, MOST - len(first) - len(titles))]


def organisations_like(words: list[str], remembered: Remembered) -> Iterator[Suggestion]:
    """Yield organisations by any of their names, the best first."""
    for one in Register.of_today(remembered).find(" ".join(words)).found:
        yield Suggestion("Council" if one.is_council else "Organisation", one.name, reverse("council", args=[one.slug]))


def areas_like(words: list[str], remembered: Remembered) -> Iterator[Suggestion]:
    """Yield service areas, the general ones before those that they hold."""
    for number, area in sorted(remembered.answer("areas", read_areas).items(), key=lambda pair: pair[1].level):
        if begins_like(area.label, words):
            address = reverse("service-area", args=[number, slugify(area.label)])
            yield Suggestion("Service area", area.label, address)


def topics_like(words: list[str], remembered: Remembered) -> Iterator[Suggestion]:
    """Yield topics that some published entry has."""
    for name in remembered.answer("topics in use", read_topics_in_use):
        if begins_like(name, words):
            yield Suggestion("Topic", name, f"{reverse('search')}?{urlencode({'q': name})}", is_words=True)


def read_topics_in_use() -> list[str]:
    """Return the names of the topics of published entries."""
    in_use = Topic.objects.filter(listings__state=Listing.State.PUBLISHED)
    return list(in_use.order_by("name").values_list("name", flat=True).distinct())


def titles_like(words: list[str]) -> Iterator[Suggestion]:
    """Yield published entries by the words of their titles, running before ended, the freshest first."""
    if len(max(words, key=len)) < SHORTEST_OF_TITLE:
        return
    beginnings = " & ".join(f"'{word}':*A" for word in words)
    matching = SearchEntry.objects.published().filter(
        document=SearchQuery(beginnings, config="simple", search_type="raw")
    )
    some = SearchEntry.objects.filter(pk__in=matching.values("pk")[:ENOUGH])
    best = some.order_by("is_ended", "-fresh_at", "pk")[:MOST]
    for pk, kind, title in best.values_list("pk", "kind", "title"):
        yield Suggestion(Listing.Kind(kind).label, title, reverse(kind, args=[pk, slug_for(title)]))


def begins_like(label: str, words: list[str]) -> bool:
    """True when every word is the beginning of one in a label."""
    known = fold(label).split()
    return all(any(one.startswith(word) for one in known) for word in words)
