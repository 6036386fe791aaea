"""Writes made-up entries into the database, by COPY, and then their search entries."""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from itertools import batched
from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.db import connection, transaction
from django.db.models import Field, Max, Model
from django.utils import timezone

from collabhub.bench.synthetic import Entry, Synthesiser
from listings.models import Link, Listing, Participation, SearchEntry, Source, Topic
from projects.models import Project
from services.models import SharedService

BATCH = 5_000
"""Entries held in memory at once."""
REFRESHED = 1_000
"""Entries whose search entries one statement makes."""
REFRESHERS = 2
"""Connections that make them."""
KINDS: dict[type[Model], str] = {Project: Listing.Kind.PROJECT, SharedService: Listing.Kind.SERVICE}


def add_entries(synthesiser: Synthesiser, size: int) -> list[int]:
    """Add entries, without search entries, until the directory holds `size` listings; return their identifiers.

    Raises ValueError when it holds more already.
    """
    missing = size - Listing.objects.count()
    if missing < 0:
        raise ValueError(f"The starter entries alone are more than {size} listings.")
    first = (Listing.objects.aggregate(last=Max("id"))["last"] or 0) + 1
    numbers = range(first, first + missing)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('collabhub.search_later', 'on', true)")
        for batch in batched(map(synthesiser.make, numbers), BATCH):
            _write(batch)
        _continue_numbering(Listing, Topic)
    return list(numbers)


def add_search_entries(listings: Sequence[int]) -> None:
    """Make the search entries of listings, and leave all tables as autovacuum would after a while.

    Several connections share the work, and the large indexes are built afterwards, as a restored backup builds them:
    kept up to date row by row they would take most of the time of a run.
    """
    tidy_up()
    large = [index for index in SearchEntry._meta.indexes if isinstance(index, GinIndex)]
    with _built_afterwards(large), ThreadPoolExecutor(REFRESHERS) as pool:
        list(pool.map(_refresh, batched(listings, REFRESHED)))
    tidy_up()


def tidy_up() -> None:
    """Count the rows of all tables for the planner, and mark pages as wholly visible."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")


def _refresh(listings: Sequence[int]) -> None:
    """Make the search entries of some listings, on a connection of their own."""
    with closing(connection.copy()) as own, own.cursor() as cursor:
        cursor.execute("SELECT search_refresh(%s)", [list(listings)])


@contextmanager
def _built_afterwards(indexes: Sequence[GinIndex]) -> Iterator[None]:
    """Do without some indexes of search entries for a while."""
    with connection.schema_editor() as editor:
        for index in indexes:
            editor.remove_index(SearchEntry, index)
    yield
    with connection.schema_editor() as editor:
        editor.execute("SET LOCAL maintenance_work_mem = '256MB'")
        for index in indexes:
            editor.add_index(SearchEntry, index)


def _write(entries: Sequence[Entry]) -> None:
    """Write entries and what belongs to them."""
    _copy_columns(Listing, [entry.common for entry in entries])
    for model in (Project, SharedService):
        own = [entry.own for entry in entries if entry.common["kind"] == KINDS[model]]
        _copy_columns(model, own)
    numbered = [(entry.common["id"], entry) for entry in entries]
    topics = _topic_ids(topic for entry in entries for topic in entry.topics)
    _copy(
        Participation,
        ["listing_id", "organisation_id", "role"],
        ((number, who, role) for number, entry in numbered for who, role in entry.participations),
    )
    _copy(
        Listing.service_areas.through,
        ["listing_id", "servicearea_id"],
        ((number, area) for number, entry in numbered for area in entry.areas),
    )
    _copy(
        Listing.topics.through,
        ["listing_id", "topic_id"],
        ((number, topics[topic]) for number, entry in numbered for topic in entry.topics),
    )
    _copy(
        Link,
        ["listing_id", "kind", "url"],
        ((number, kind, url) for number, entry in numbered for kind, url in entry.links),
    )
    _copy(Source, ["listing_id", "key", "name", "url", "published", "read_on", "imported"], _sources(numbered))


def _sources(numbered: Sequence[tuple[int, Entry]]) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of sources; nothing in them was imported from the address that they name."""
    today = timezone.localdate()
    for number, entry in numbered:
        if entry.source:
            yield (number, f"synthetic-{number}", *entry.source, today, "{}")


def _topic_ids(names: Iterable[str]) -> dict[str, int]:
    """Return identifiers by name, adding the topics that are not there yet."""
    known: dict[str, int] = dict(Topic.objects.values_list("name", "id"))
    last = max(known.values(), default=0)
    new = {name: last + place for place, name in enumerate(sorted(set(names) - known.keys()), start=1)}
    _copy(Topic, ["id", "name"], ((number, name) for name, number in new.items()))
    return known | new


def _copy_columns(model: type[Model], rows: Sequence[dict[str, Any]]) -> None:
    """Write rows that are given as values by the names of the model's attributes."""
    if rows:
        columns = {one.attname: str(one.column) for one in model._meta.local_concrete_fields if one.attname in rows[0]}
        _copy(model, list(columns.values()), ([row[name] for name in columns] for row in rows))


def _copy(model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write rows into a table. Columns that are not named, and may not be empty, get what the model begins with."""
    others = {str(one.column): one.get_default() for one in _may_not_be_empty(model) if one.column not in columns}
    names = ", ".join(map(connection.ops.quote_name, [*columns, *others]))
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row([*row, *others.values()])


def _may_not_be_empty(model: type[Model]) -> "list[Field[Any, Any]]":
    """Return the columns of a model's own table that hold a value in every row, and do not number themselves."""
    return [one for one in model._meta.local_concrete_fields if not (one.null or one.primary_key)]


def _continue_numbering(*models: type[Model]) -> None:
    """Let the next row that the site adds have the next identifier: we gave our own."""
    with connection.cursor() as cursor:
        for model in models:
            table = connection.ops.quote_name(model._meta.db_table)
            cursor.execute(f"SELECT setval(pg_get_serial_sequence(%s, 'id'), max(id)) FROM {table}", [table])  # noqa: S608 - names of our own tables
