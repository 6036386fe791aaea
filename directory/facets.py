"""Answering a filtered list in one statement: how many match, which stand on the page, what each choice would give.

The statement is put together from parts. Only names of filters go into its text, never what a visitor sends.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import BooleanField, ExpressionWrapper, F, Q, QuerySet
from django.db.models.expressions import OrderBy

BETWEEN = "\x1f"
"""Stands between the values of a list on their way from the database; no value holds it."""
TOTAL, PAGE, TOGETHER = "total", "page", "together"


@dataclass(frozen=True)
class Facet:
    """A column by which rows are counted.

    It holds one value in each row; or with `is_list` a list of them; or with `bits` the sum of a power of two for each
    of these values that the row has, the first being 1. `most` counts only that many values of a list, those of most
    rows and the `wanted` ones, and none at all when words find more than `most_rows` rows.
    """

    column: str
    is_list: bool = False
    bits: tuple[str, ...] = ()
    most: int = 0
    wanted: tuple[int, ...] = ()
    most_rows: int = 2_000


@dataclass(frozen=True)
class Answer:
    """What a list found. `counts` holds for each facet the rows of each value, its own choice left aside."""

    total: int
    ids: list[int]
    counts: dict[str, Counter[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Question:
    """What is asked of a queryset.

    `facets` are counted; `conditions` narrow the rows. When a facet is counted, the condition of its own name is left
    aside, or those that `aside` names. `order` sorts, and `start` and `length` cut out the page.
    `once` finds the rows once and keeps them for all counts, which is faster when finding them costs more than
    counting: with search words, not without.
    """

    queryset: QuerySet[Any]
    facets: Mapping[str, Facet]
    conditions: Mapping[str, Q]
    aside: Mapping[str, set[str]]
    order: Sequence[str | OrderBy]
    start: int
    length: int
    once: bool

    def answer(self) -> Answer:
        """Ask the database, in one statement."""
        sql, parameters = self.matches().query.sql_with_params()
        kept = "MATERIALIZED" if self.once else "NOT MATERIALIZED"
        parts = " UNION ALL ".join([self.page(), self.counts_of_the_rest(), *self.counts_of_the_chosen()])
        with connection.cursor() as cursor:
            cursor.execute(f"WITH matches AS {kept} ({sql}) {parts}", parameters)
            return self.read(cursor.fetchall())

    def page_alone(self) -> list[int]:
        """Return the rows of the page and count nothing."""
        kept = self.queryset.filter(*self.conditions.values()).order_by(*self.order)
        return list(kept.values_list("pk", flat=True)[self.start : self.start + self.length])

    def matches(self) -> QuerySet[Any]:
        """Return the rows before any condition, with a column for each facet, condition and part of the order."""
        columns: dict[str, Any] = {"row": F("pk")}
        columns |= {f"facet_{name}": F(facet.column) for name, facet in self.facets.items()}
        columns |= {
            f"keeps_{name}": ExpressionWrapper(condition, BooleanField()) for name, condition in self.conditions.items()
        }
        columns |= {f"order_{place}": part.expression for place, part in enumerate(self.sorted_by())}
        return self.queryset.order_by().annotate(**columns).values(*columns)

    def sorted_by(self) -> list[OrderBy]:
        """Return the order as expressions; names may start with a hyphen, as Django's do."""
        return [
            part if isinstance(part, OrderBy) else OrderBy(F(part.lstrip("-")), descending=part.startswith("-"))
            for part in self.order
        ]

    def left_aside(self, name: str) -> set[str]:
        """Return the conditions in force that are left aside when a facet is counted."""
        return self.aside.get(name, {name}).intersection(self.conditions)

    def kept(self, aside: Iterable[str] = ()) -> str:
        """Return the condition for rows that stay, some conditions left aside."""
        return " AND ".join(f"keeps_{name}" for name in self.conditions if name not in aside) or "true"

    def page(self) -> str:
        """Return the part of the statement that finds the rows of the page."""
        order = ", ".join(
            f"order_{place}{' DESC' if part.descending else ''}{' NULLS LAST' if part.nulls_last else ''}"
            for place, part in enumerate(self.sorted_by())
        )
        rows = f"SELECT row FROM matches WHERE {self.kept()} ORDER BY {order} LIMIT {self.length} OFFSET {self.start}"
        return f"(SELECT '{PAGE}', array_to_string(ARRAY({rows}), '{BETWEEN}'), 0::bigint)"

    def counted_by_all(self) -> list[str]:
        """Return the facets that are counted among all rows that stay: they leave no condition aside."""
        return [name for name, facet in self.facets.items() if not facet.most and not self.left_aside(name)]

    def counted_together(self) -> list[str]:
        """Return those of them of which each row has one of a few values: their combinations are few as well."""
        return [name for name in self.counted_by_all() if not self.facets[name].is_list and not self.facets[name].bits]

    def counts_of_the_rest(self) -> str:
        """Return the part that counts all rows that stay, and by each facet that leaves no condition aside."""
        names, together = self.counted_by_all(), self.counted_together()
        if not names:
            return f"(SELECT '{TOTAL}', '', count(*) FROM matches WHERE {self.kept()})"
        groups = {name: [name] for name in names if name not in together} | ({TOGETHER: together} if together else {})
        columns = ", ".join(f"facet_{name}" for name in names)
        masks = {
            group: sum(2 ** (len(names) - 1 - place) for place, name in enumerate(names) if name not in members)
            for group, members in groups.items()
        }
        which = " ".join(f"WHEN {mask} THEN '{group}'" for group, mask in masks.items())
        value = " ".join(f"WHEN {masks[group]} THEN {self.as_text(*members)}" for group, members in groups.items())
        sets = ", ".join(f"({', '.join(f'facet_{name}' for name in members)})" for members in groups.values())
        return (
            f"(SELECT CASE GROUPING({columns}) {which} ELSE '{TOTAL}' END, CASE GROUPING({columns}) {value} END,"
            f" count(*) FROM matches WHERE {self.kept()} GROUP BY GROUPING SETS ({sets}, ()))"
        )

    def counts_of_the_chosen(self) -> Iterable[str]:
        """Return a part for each facet that something is chosen of: its counts ignore that choice."""
        for name, facet in self.facets.items():
            aside = self.left_aside(name)
            if facet.most:
                yield self.counts_of_most(name, facet, aside)
            elif aside:
                yield (
                    f"(SELECT '{name}', {self.as_text(name)}, count(*) FROM matches WHERE {self.kept(aside)}"
                    f" GROUP BY facet_{name})"
                )

    def counts_of_most(self, name: str, facet: Facet, aside: set[str]) -> str:
        """Return the part that counts the values of lists, each by itself, and leaves out the rare ones."""
        enough = f"LIMIT {facet.most_rows + 1}" if self.once else ""
        rows = f"SELECT facet_{name} FROM matches WHERE {self.kept(aside)} {enough}"
        wanted = ", ".join(map(str, facet.wanted)) or "NULL"
        return (
            f"(SELECT '{name}', value::text, count(*)"
            f" FROM (SELECT unnest(facet_{name}) AS value FROM ({rows}) AS rows) AS every"
            f" GROUP BY value ORDER BY value IN ({wanted}) DESC NULLS LAST, count(*) DESC, value LIMIT {facet.most})"
        )

    def as_text(self, *names: str) -> str:
        """Return the expression for the values of facets as one text."""
        facet = self.facets[names[0]]
        if facet.is_list and not facet.most:
            return f"array_to_string(facet_{names[0]}, '{BETWEEN}')"
        return f"concat_ws('{BETWEEN}', {', '.join(f'facet_{name}' for name in names)})"

    def read(self, rows: Iterable[tuple[str, str | None, int]]) -> Answer:
        """Return what the statement found. Rows come for each combination of values of a list: they are added up."""
        total, ids = 0, []
        counts: dict[str, Counter[str]] = {name: Counter() for name in self.facets}
        together = self.counted_together()
        for name, text, number in rows:
            if name == TOTAL:
                total = number
            elif name == PAGE:
                ids = [int(row) for row in text.split(BETWEEN)] if text else []
            elif name == TOGETHER:
                for each, value in zip(together, (text or "").split(BETWEEN), strict=True):
                    counts[each][value] += number
            else:
                for value in self.values(self.facets[name], text or ""):
                    counts[name][value] += number
        for name, facet in self.facets.items():
            if facet.most and self.once and total > facet.most_rows:
                del counts[name]
        return Answer(total, ids, counts)

    @staticmethod
    def values(facet: Facet, text: str) -> Iterable[str]:
        """Return the values that a row of counts stands for."""
        if facet.bits:
            return [value for place, value in enumerate(facet.bits) if int(text) >> place & 1]
        if facet.is_list and not facet.most:
            return text.split(BETWEEN) if text else []
        return [text]
