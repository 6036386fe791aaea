"""Filters that forgive: what they do not know they leave out, and say so."""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import reduce
from operator import and_
from typing import Any, ClassVar

import django_filters
from django.db.models import Count, Q, QuerySet
from django.db.models.expressions import OrderBy
from django.http import QueryDict

from directory.facets import Answer, Facet, Question

NOT_RECORDED = "unknown"
LONGEST_QUERY = 200
"""Characters of search words that count; the rest is left out with a notice."""
Sort = tuple[str, tuple[str | OrderBy, ...]]
"""What a way to sort is called, and the columns."""


class FacetFilter(django_filters.MultipleChoiceFilter):
    """Several choices of one column, each with the number of rows that it would leave.

    `column` is a column or annotation of the filtered rows; with `is_list` it holds a list of values in each row.
    `counted_by` is the facet to count by, where it is another.
    """

    def __init__(self, *, column: str, is_list: bool = False, counted_by: Facet | None = None, **kwargs: Any) -> None:
        super().__init__(field_name=column, **kwargs)
        self.column, self.is_list = column, is_list
        self.facet = counted_by or Facet(column, is_list)

    def condition(self, values: list[str]) -> Q:
        """Return which rows have one of the values."""
        stored = ["" if value == NOT_RECORDED else value for value in values]
        return Q(**{f"{self.column}__{'overlap' if self.is_list else 'in'}": stored})

    def filter(self, qs: QuerySet[Any], value: list[str]) -> QuerySet[Any]:
        return qs.filter(self.condition(value)) if value else qs


class DirectoryFilter(django_filters.FilterSet):
    """A filter that ignores what it does not know, and says so, instead of failing.

    `ignored` lists sentences for people. Subclasses name their sorts, the usual one first.
    """

    sorts: ClassVar[dict[str, Sort]] = {}
    noun: tuple[str, str] = ("entry", "entries")
    usual: ClassVar[dict[str, str]] = {}
    """Filters of which exactly one choice is in force, and the choice that is when none is made."""
    typed: ClassVar[frozenset[str]] = frozenset()
    """Filters with so many choices that one is found by typing its name."""
    left_out: ClassVar[dict[str, str]] = {}
    """Choices that no list shows unless somebody asks for them: the word of the filter, and the choice of it."""
    is_rewritten: bool = False
    """True when the address can be said better: then people are led there."""
    corrected: str = ""
    """The search words as they were understood, when they were not taken as they stand."""

    q = django_filters.CharFilter(label="Search words", method="search")

    def __init__(self, data: QueryDict, queryset: QuerySet[Any], **kwargs: Any) -> None:
        self.ignored: list[str] = []
        self.offered: dict[str, dict[str, str]] = {}
        super().__init__(None, queryset, **kwargs)
        self.offer_choices(data)
        self.data = self.understood(data)
        self.is_bound = True

    def offer_choices(self, data: QueryDict) -> None:
        """Fill in `offered`, the choices that come from the database; what `data` asks for may narrow what is read."""

    # What matches

    def search(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Keep the rows that match the search words."""
        raise NotImplementedError

    def as_written(self) -> str:
        """Return the search words in such a way that they are taken letter by letter."""
        return f'"{self.words}"'

    def searched(self) -> QuerySet[Any]:
        """Return the rows that match the search words, before any filter."""
        return self.search(self.without_words(), "q", self.words) if self.words else self.without_words()

    def without_words(self) -> QuerySet[Any]:
        """Return the rows before search words and filters, with whatever columns the filters need."""
        return self.queryset

    def facets(self) -> dict[str, Facet]:
        """Return the facet of each filter that has one."""
        return {word: one.facet for word, one in self.filters.items() if hasattr(one, "facet")}

    def conditions(self) -> dict[str, Q]:
        """Return the condition of each filter of which something is chosen, or that leaves something out by itself."""
        return self.unless_chosen() | {
            word: one.condition(chosen)
            for word, one in self.filters.items()
            if hasattr(one, "condition") and (chosen := self.chosen(word))
        }

    def unless_chosen(self) -> dict[str, Q]:
        """Return the conditions of filters that leave something out until something of them is chosen."""
        return {word: ~self.filters[word].condition([value]) for word, value in self.left_out.items()}

    def aside(self) -> dict[str, set[str]]:
        """Return for facets whose counts leave aside more than their own choice, which conditions they leave aside."""
        return {}

    def chosen(self, word: str) -> list[str]:
        """Return the choices in force of one filter."""
        return self.data.getlist(word) or [usual for usual in [self.usual.get(word)] if usual]

    def question(self, order: Iterable[str | OrderBy], start: int, length: int) -> Question:
        """Return what is asked of the database for a page of `length` rows that starts at row `start`, from 0."""
        return Question(
            self.searched(),
            self.facets(),
            self.conditions(),
            self.aside(),
            list(order),
            start,
            length,
            once=bool(self.words),
        )

    def answer(self, order: Iterable[str | OrderBy], start: int, length: int) -> Answer:
        """Return how many rows match, which stand on the page, and what each choice would give."""
        return self.question(order, start, length).answer()

    def found_without(self) -> dict[str, int]:
        """Return for each filter that is chosen how many rows there would be without it; under "q" without words."""
        conditions = self.conditions()
        by_itself = self.unless_chosen()
        others = {
            word: reduce(and_, [one for other, one in conditions.items() if other != word], by_itself.get(word, Q()))
            for word in conditions
            if self.data.getlist(word)
        }
        counts = {f"without_{word}": Count("pk", filter=one) for word, one in others.items()}
        found = {name.removeprefix("without_"): number for name, number in self.searched().aggregate(**counts).items()}
        if self.words:
            found["q"] = self.without_words().filter(*conditions.values()).count()
        return found

    def found_by_word(self) -> dict[str, int]:
        """Return for each of several search words how many rows there would be if it stood alone."""
        return {}

    def ways_to_sort(self) -> dict[str, Sort]:
        """Return the ways to sort, the usual one first."""
        return self.sorts

    def shown_choices(self, word: str, counts: Counter[str]) -> dict[str, str]:
        """Return the choices of a filter that its group begins with; `counts` has the rows of each as stored."""
        return self.choices(word) or {}

    def choices_below(self, word: str, value: str, chosen: list[str]) -> dict[str, str]:
        """Return the narrower choices that one choice opens to, given what is chosen."""
        return {}

    def stored_as(self, word: str, value: str) -> str:
        """Return under which text a choice is counted."""
        return "" if value == NOT_RECORDED else value

    def sought(self, results: Sequence[Any]) -> Any:
        """Return what marks the words in results and says why each is one; None without search words."""
        return None

    def fetch(self, ids: list[int]) -> list[Any]:
        """Return what a page shows, in the order of `ids`."""
        rows = self.queryset.in_bulk(ids)
        return [rows[pk] for pk in ids if pk in rows]

    # What the address says

    def understood(self, data: QueryDict) -> QueryDict:
        """Return the part of the address that makes sense, and note the rest in `ignored`."""
        known = QueryDict(mutable=True)
        for word, values in data.lists():
            if word in {"sort", "page"}:
                continue
            if word not in self.filters:
                self.ignored.append(f"There is no filter called “{word[:40]}”.")
                continue
            for value in self.once(word, list(dict.fromkeys(values))):
                self.understand(known, word, value)
        return known

    def once(self, word: str, values: list[str]) -> list[str]:
        """Return the values that count: of a word that takes one only the last, with a notice about the others."""
        takes_many = isinstance(self.filters[word], django_filters.MultipleChoiceFilter) and word not in self.usual
        if len(values) < 2 or takes_many:
            return values
        self.ignored.append(f"“{word}” can be asked for only once, so the last one was used.")
        return values[-1:]

    def understand(self, known: QueryDict, word: str, value: str) -> None:
        """Add a value to what is `known`, or note why it is left out. The usual choice needs no saying."""
        allowed = self.choices(word)
        if allowed is None:
            if words := self.readable_words(value):
                known.appendlist(word, words)
        elif value in allowed and value != self.usual.get(word):
            known.appendlist(word, value)
        elif value and value not in allowed:
            self.ignored.append(self.refusal(word, value[:40]))

    def refusal(self, word: str, value: str) -> str:
        """Return the sentence about a value that a filter does not know."""
        if word in self.typed:
            return f"No {self.filters[word].label.lower()} is called “{value}”."
        return f"“{value}” is not a choice of {self.filters[word].label.lower()}."

    def readable_words(self, value: str) -> str:
        """Return search words without null bytes, and no longer than anybody would type."""
        words = value.replace("\x00", " ").strip()
        if len(words) > LONGEST_QUERY:
            self.ignored.append(f"Only the first {LONGEST_QUERY} characters of your search words were used.")
        return words[:LONGEST_QUERY]

    def choices(self, word: str) -> dict[str, str] | None:
        """Return a filter's values and their labels; None for free text."""
        if word in self.offered:
            return self.offered[word]
        if "choices" in self.filters[word].extra:
            return {str(value): str(label) for value, label in self.filters[word].extra["choices"]}
        return None

    @property
    def words(self) -> str:
        """The search words."""
        return self.data.get("q", "")
