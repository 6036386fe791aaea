"""Which follows some listings belong to: each saved search is run once, however many people follow it."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from functools import partial

from django.http import QueryDict
from django.utils.timezone import localdate

from collaboration.models import Follow
from directory.filters import DirectoryFilter
from listings.models import Listing, Participation, SearchEntry
from listings.remembered import Remembered
from projects.filters import ProjectFilter
from services.filters import SharedServiceFilter

LISTS: dict[str, tuple[type[DirectoryFilter], Listing.Kind]] = {
    Follow.List.PROJECTS: (ProjectFilter, Listing.Kind.PROJECT),
    Follow.List.SERVICES: (SharedServiceFilter, Listing.Kind.SERVICE),
}
"""What each list is filtered by, and what it holds."""

Numbers = set[int]


def matches(follows: Iterable[Follow], changed: Collection[int]) -> dict[int, Numbers]:
    """Return for each follow, by its number, which of the `changed` listings it is about; none where there are none.

    Only published listings count. Each different saved search takes its queries, once for the same data; all else
    takes four.
    """
    follows, changed = list(follows), set(changed)
    if not follows or not changed:
        return {}
    entries = SearchEntry.objects.published().filter(pk__in=changed)
    areas = dict(entries.values_list("pk", "areas"))
    public = set(areas)
    by_area = _turned(areas)
    by_council = _by_council(follows, public)
    by_search = _by_search(follows, public)
    found: dict[int, Numbers] = {}
    for follow in follows:
        if follow.listing_id:
            numbers = {follow.listing_id} & public
        elif follow.organisation_id:
            numbers = by_council.get(follow.organisation_id, set())
        elif follow.service_area_id:
            numbers = by_area.get(follow.service_area_id, set())
        else:
            numbers = by_search.get((follow.list_name, follow.query), set())
        if numbers:
            found[follow.pk] = numbers
    return found


def filter_of(list_name: str, query: str, remembered: Remembered | None = None) -> DirectoryFilter:
    """Return the filter of a list as a query string asks for it, over what everybody may read."""
    filterset, kind = LISTS[list_name]
    return filterset(QueryDict(query), SearchEntry.objects.published().of_kind(kind), remembered=remembered)


def _turned(areas: dict[int, list[int]]) -> dict[int, Numbers]:
    """Return the listings in each service area, and in whatever stands below it."""
    found: dict[int, Numbers] = defaultdict(set)
    for listing, numbers in areas.items():
        for area in numbers:
            found[area].add(listing)
    return found


def _by_council(follows: list[Follow], public: Numbers) -> dict[int, Numbers]:
    """Return in which of the listings each followed organisation takes part; who has left does not."""
    found: dict[int, Numbers] = defaultdict(set)
    followed = {follow.organisation_id for follow in follows if follow.organisation_id}
    parts = Participation.objects.filter(organisation__in=followed, listing__in=public, left="")
    for organisation, listing in parts.values_list("organisation", "listing"):
        if organisation is not None:
            found[organisation].add(listing)
    return found


def _by_search(follows: list[Follow], public: Numbers) -> dict[tuple[str, str], Numbers]:
    """Return which of the listings each saved search finds; looked up once until the data or the day changes."""
    remembered, among, today = Remembered(), frozenset(public), localdate()

    def find(list_name: str, query: str) -> Numbers:
        asked = filter_of(list_name, query, remembered)
        rows = asked.searched().filter(*asked.conditions().values(), pk__in=public)
        return set(rows.values_list("pk", flat=True))

    searches = {(follow.list_name, follow.query) for follow in follows if follow.list_name}
    return {
        search: remembered.answer(("saved search", *search, among, today), partial(find, *search))
        for search in searches
    }
