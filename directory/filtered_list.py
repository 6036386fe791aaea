"""What a page shows of a filter: its groups of choices with counts, what is chosen, and the addresses without it."""

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import QueryDict

from directory.counting import counted
from directory.facets import Answer
from directory.filters import DirectoryFilter

PER_PAGE = 20
MOST_PAGES = 100_000


@dataclass(frozen=True)
class Option:
    """One choice of a group: `number` is how many results it gives, if known, `below` are those of an open one."""

    value: str
    label: str
    is_chosen: bool
    number: int | None = 0
    below: "list[Option]" = field(default_factory=list)

    @property
    def is_disabled(self) -> bool:
        """True for a choice that would give nothing, unless it is the choice in force."""
        return self.number == 0 and not self.is_chosen

    @property
    def is_open(self) -> bool:
        """True when something is chosen here or below."""
        return self.is_chosen or any(option.is_open for option in self.below)


@dataclass(frozen=True)
class Group:
    """One filter with its choices, as a fieldset shows it. `is_typed` when a choice is found by typing its name."""

    word: str
    label: str
    options: list[Option]
    takes_one: bool = False
    is_typed: bool = False

    @property
    def is_open(self) -> bool:
        return any(option.is_open for option in self.options)


@dataclass(frozen=True)
class ChosenFilter:
    """A choice that is in force, and the query string of the same list without it."""

    label: str
    value: str
    query_without: str

    @property
    def removal(self) -> str:
        """The words of the link that takes it away."""
        return f"Remove {self.label.lower()}: {self.value}"


@dataclass(frozen=True)
class WayOut:
    """A list that is like an empty one but asks for less, in words, and how many results it has."""

    words: str
    query: str
    number: int


class FilteredList:
    """One list as an address asks for it: what matches, in which order, which page, and how to say so.

    Arguments: the filter, the query string, and the words in the order in which their groups are shown.
    """

    def __init__(self, filterset: DirectoryFilter, data: QueryDict, words: tuple[str, ...]) -> None:
        self.filterset = filterset
        self.words = words
        self.ways_to_sort = filterset.ways_to_sort()
        self.sort = data.get("sort", "")
        if self.sort not in self.ways_to_sort:
            if self.sort:
                filterset.ignored.append(f"“{self.sort[:40]}” is not a way to sort this list.")
            self.sort = next(iter(self.ways_to_sort))
        self.asked_page = data.get("page", "1")
        says_nothing = any(not value for values in data.lists() for value in values[1])
        self.is_tidy = not (says_nothing or filterset.is_rewritten or data.get("sort") == next(iter(self.ways_to_sort)))

    @property
    def ignored(self) -> list[str]:
        """Sentences about what the address asked for and this list does not know."""
        return self.filterset.ignored

    @cached_property
    def number(self) -> int | None:
        """The page asked for, from 1; None when it is no number that a page can have."""
        asked = self.asked_page
        number = int(asked) if asked.isdecimal() and len(asked) <= len(str(MOST_PAGES)) else 0
        return number if 1 <= number <= MOST_PAGES else None

    @cached_property
    def answer(self) -> Answer:
        """What the database says, asked once."""
        start = ((self.number or 1) - 1) * PER_PAGE
        return self.filterset.answer(self.ways_to_sort[self.sort][1], start, PER_PAGE)

    def page(self) -> Page[Any] | None:
        """The page asked for; None when there is no such page."""
        paginator: Paginator[Any] = Paginator(range(self.answer.total), PER_PAGE)
        if self.number is None or self.number > paginator.num_pages:
            return None
        return Page(self.filterset.fetch(self.answer.ids), self.number, paginator)

    def groups(self) -> list[Group]:
        """The groups of choices, in the order of the panel."""
        return [self.group(word) for word in self.words if self.is_counted(word) or self.filterset.chosen(word)]

    def is_counted(self, word: str) -> bool:
        """True unless a group's choices are too many to count among so many results."""
        return word in self.answer.counts or word in self.filterset.typed

    def group(self, word: str) -> Group:
        """One group: choices that would give nothing come last."""
        label = self.filterset.filters[word].label
        chosen = self.filterset.chosen(word)
        if word in self.filterset.typed:
            labels = self.filterset.choices(word) or {}
            return Group(
                word, label, [Option(slug, labels[slug], is_chosen=True, number=None) for slug in chosen], is_typed=True
            )
        counts = self.answer.counts.get(word)
        options = [
            self.option(word, value, name, chosen, counts)
            for value, name in self.filterset.shown_choices(word, counts or Counter()).items()
        ]
        return Group(word, label, sorted(options, key=lambda one: not one.number), word in self.filterset.usual)

    def option(self, word: str, value: str, label: str, chosen: list[str], counts: Counter[str] | None) -> Option:
        """One choice, with the narrower ones when it or one of them is chosen."""
        below = [
            self.option(word, narrower, name, chosen, counts)
            for narrower, name in self.filterset.choices_below(word, value, chosen).items()
        ]
        number = None if counts is None else counts[self.filterset.stored_as(word, value)]
        return Option(value, label, value in chosen, number, [one for one in below if one.number or one.is_open])

    def sorts(self) -> list[Option]:
        """The ways to sort, the first being the usual one."""
        return [Option(word, label, word == self.sort) for word, (label, _) in self.ways_to_sort.items()]

    def query(self, **changes: list[str]) -> str:
        """Return the query string of this list with some words changed; an empty list takes a word away."""
        data = self.filterset.data.copy()
        if self.sort != next(iter(self.ways_to_sort)):
            data["sort"] = self.sort
        for word, values in changes.items():
            data.setlist(word, values)
        return f"?{data.urlencode()}"

    def page_query(self, number: int) -> str:
        """The query string of another page of this list; the first page needs no number."""
        return self.query(page=[str(number)] if number > 1 else [])

    def query_as_written(self) -> str:
        """The query string of this list with its search words taken letter by letter."""
        return self.query(q=[self.filterset.as_written()])

    def query_without_words(self) -> str:
        """The query string of this list without its search words."""
        return self.query(q=[])

    def chosen(self) -> list[ChosenFilter]:
        """Every choice in force, search words apart, each with the list as it is without it."""
        found = []
        for word in dict.fromkeys([*self.words, *self.filterset.filters]):
            labels = self.filterset.choices(word)
            if labels is None:
                continue
            values = self.filterset.data.getlist(word)
            for value in values:
                without = self.query(**{word: [other for other in values if other != value]})
                found.append(ChosenFilter(self.filterset.filters[word].label, labels[value], without))
        return found

    def query_without_filters(self) -> str:
        """The query string that keeps the search words and nothing else."""
        data = QueryDict(mutable=True)
        if self.filterset.words:
            data["q"] = self.filterset.words
        return f"?{data.urlencode()}"

    def ways_out(self) -> list[WayOut]:
        """What to do when nothing was found: each link with the number of results it leads to, none without any."""
        without = self.filterset.found_without()
        ways = [
            WayOut(f"remove {self.filterset.filters[word].label.lower()}", self.query(**{word: []}), number)
            for word, number in without.items()
            if word != "q" and self.filterset.data.getlist(word)
        ]
        if "q" in without:
            ways.append(WayOut("search without these words", self.query_without_words(), without["q"]))
        for word, number in self.filterset.found_by_word().items():
            ways.append(WayOut(f"search for “{word}” only", self.query(q=[word]), number))
        return [way for way in ways if way.number]

    def left_out(self) -> list[WayOut]:
        """What the list leaves out by itself: each link leads to it, with the number that there are."""
        return [
            WayOut((self.filterset.choices(word) or {})[value], self.query(**{word: [value]}), number)
            for word, value in self.filterset.left_out.items()
            if not self.filterset.chosen(word) and (number := self.answer.counts.get(word, Counter())[value])
        ]

    def hidden(self) -> list[tuple[str, str]]:
        """What the form must carry along although the panel shows no group for it."""
        return [
            (word, value)
            for word in self.filterset.filters
            if word not in self.words and word != "q"
            for value in self.filterset.data.getlist(word)
        ]

    def heading(self) -> str:
        """The number of results in words: "57 projects matching “waste”"."""
        words = self.filterset.corrected or self.filterset.words
        matching = f" matching “{words}”" if words else ""
        return f"{counted(self.answer.total, *self.filterset.noun)}{matching}"

    def sort_in_words(self) -> str:
        """How the list is sorted."""
        return self.ways_to_sort[self.sort][0]
