"""Which follows some listings belong to: each saved search is run once, however many people follow it."""

import datetime
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import partial
from itertools import batched
from typing import Any, ClassVar, NamedTuple

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.http import QueryDict
from django.utils.timezone import localdate

from collaboration.filters import AskFilter
from collaboration.happenings import Happening, Kind
from collaboration.models import Follow
from collaboration.wanted import shown_asks
from directory.filters import DirectoryFilter, Sort
from listings.filters import ListingFilter
from listings.models import Listing, Participation, SearchEntry
from listings.remembered import Remembered
from projects.filters import ProjectFilter
from services.filters import SharedServiceFilter


class WordsFilter(ListingFilter):
    """Projects and shared services by search words alone, as the page that searches everything takes them."""

    listing_model: ClassVar[type[Listing]] = Listing
    noun = "project or shared service", "projects and shared services"

    def choices(self, word: str) -> dict[str, str] | None:
        """Return nothing to choose: that page has no filters."""
        return None if word == "q" else {}

    def ways_to_sort(self) -> dict[str, Sort]:
        """Return the one order of its feed: whoever reads that wants what is new."""
        return {"recent": self.sorts["recent"]}

    def read(self, ids: Iterable[int]) -> dict[int, Any]:
        """Return listings by number, with all that a feed says of them."""
        rows = Listing.objects.filter(pk__in=ids).select_related("project", "sharedservice")
        return {row.pk: row for row in rows.with_people_and_subjects()}


class FollowedList(NamedTuple):
    """A list that can be followed: what it is filtered by, and the rows of it that everybody may read today."""

    filterset: type[DirectoryFilter]
    rows: Callable[[], QuerySet[Any]]


def _public(*kinds: Listing.Kind) -> QuerySet[Any]:
    return SearchEntry.objects.published().filter(kind__in=kinds)


LISTS: dict[str, FollowedList] = {
    Follow.List.PROJECTS: FollowedList(ProjectFilter, partial(_public, Listing.Kind.PROJECT)),
    Follow.List.SERVICES: FollowedList(SharedServiceFilter, partial(_public, Listing.Kind.SERVICE)),
    Follow.List.SEARCH: FollowedList(WordsFilter, partial(_public, *Listing.Kind)),
    Follow.List.WANTED: FollowedList(AskFilter, lambda: shown_asks(localdate())),
}
"""The lists by their names, which are those of their pages. All but that of what is wanted hold listings."""

Numbers = set[int]
Search = tuple[str, str]
"""A saved search: the name of its list, and its query string."""
AT_ONCE = 200
"""Saved searches that one statement looks up: as many as one person may follow."""


class Matched:
    """Which follows are told of what happened. `told` is all that happened; see `matches` for what it takes."""

    def __init__(self, follows: Iterable[Follow], told: Iterable[Happening]) -> None:
        follows, told = list(follows), list(told)
        self.listings = matches(follows, {one.listing_id for one in told})
        """The listings of each follow by its number. Of those of what is wanted, nothing but that is told."""
        self._asks = _by_wish(follows, [one for one in told if one.kind == Kind.WANTED])
        for follow in follows:
            if asks := self._asks.get((follow.list_name, follow.query)):
                self.listings[follow.pk] = {one.listing_id for one in asks}

    def is_about(self, follow: Follow, one: Happening) -> bool:
        """True when something that happened is told for a follow."""
        if follow.list_name == Follow.List.WANTED:
            return one in self._asks.get((follow.list_name, follow.query), ())
        return one.listing_id in self.listings.get(follow.pk, ())


def matches(follows: Iterable[Follow], changed: Collection[int]) -> dict[int, Numbers]:
    """Return for each follow, by its number, which of the `changed` listings it is about; none where there are none.

    Only published listings count. Follows of what is wanted are about asks, and not among them (see `Matched`). Takes
    four statements and those that find what the words of saved searches mean, and these once for the same data.
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
    filterset, rows = LISTS[list_name]
    return filterset(QueryDict(query), rows(), remembered=remembered)


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


def _by_search(follows: list[Follow], public: Numbers) -> dict[Search, Numbers]:
    """Return which of the listings each saved search finds."""
    of_listings = [follow for follow in follows if follow.list_name != Follow.List.WANTED]
    return _found(of_listings, frozenset(public))


def _by_wish(follows: list[Follow], wanted: list[Happening]) -> dict[Search, set[Happening]]:
    """Return which of what is newly wanted each saved search of that finds."""
    of_asks = [follow for follow in follows if follow.list_name == Follow.List.WANTED]
    asks = {one.row: one for one in wanted}
    if not of_asks or not asks:
        return {}
    found = _found(of_asks, frozenset(asks))
    return {search: {asks[number] for number in numbers} for search, numbers in found.items() if numbers}


def _found(follows: list[Follow], among: frozenset[int]) -> dict[Search, Numbers]:
    """Return which of some rows each saved search finds; looked up once until the data or the day changes."""
    remembered, today = Remembered(), localdate()
    searches = sorted({(follow.list_name, follow.query) for follow in follows if follow.list_name})
    if not searches or not among:
        return {}

    def look_up(asked: list[tuple[Search, frozenset[int], datetime.date]]) -> dict[Any, Numbers]:
        found: dict[Any, Numbers] = {}
        for some in batched(asked, AT_ONCE):
            rows = [_rows_of(filter_of(*search, remembered)) for search, *_ in some]
            found |= zip(some, numbers_among(rows, among), strict=True)
        return found

    found = remembered.each("saved search", [(search, among, today) for search in searches], look_up)
    return dict(zip(searches, found, strict=True))


def _rows_of(asked: DirectoryFilter) -> QuerySet[Any]:
    return asked.searched().filter(*asked.conditions().values())


def numbers_among(rows: Sequence[QuerySet[Any]], among: Collection[int]) -> list[Numbers]:
    """Return for each of some querysets which of the numbers `among` it holds, all in one statement.

    The numbers are given once for all of them. Nothing that a visitor sends goes into the text of the statement.
    """
    one_of_them = RawSQL("SELECT number FROM among", ())
    parts: list[str] = []
    parameters: list[Any] = [list(among)]
    for place, queryset in enumerate(rows):
        sql, given = queryset.filter(pk__in=one_of_them).order_by().values("pk").query.sql_with_params()
        parts.append(f"SELECT {place} AS place, ARRAY({sql}) AS numbers")
        parameters += given
    numbers = "WITH among AS MATERIALIZED (SELECT unnest(%s::bigint[]) AS number)"
    with connection.cursor() as cursor:
        cursor.execute(f"{numbers} {' UNION ALL '.join(parts)} ORDER BY place", parameters)
        return [set(found) for _, found in cursor.fetchall()]
