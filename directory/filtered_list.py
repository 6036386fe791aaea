"""What a page shows of a filter: its groups of choices, what is chosen, and the addresses that take a choice away."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import QueryDict

from directory.counting import counted
from directory.filters import DirectoryFilter

PER_PAGE = 20


@dataclass(frozen=True)
class Option:
    """One choice of a group."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class Group:
    """One filter with its choices, as a fieldset shows it."""

    word: str
    label: str
    options: list[Option]
    takes_one: bool

    @property
    def chosen(self) -> list[Option]:
        return [option for option in self.options if option.is_chosen]


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


class FilteredList:
    """One list as an address asks for it: what matches, in which order, which page, and how to say so.

    Arguments: the filter, the query string, and the words in the order in which their groups are shown.
    """

    def __init__(self, filterset: DirectoryFilter, data: QueryDict, words: tuple[str, ...]) -> None:
        self.filterset = filterset
        self.words = words
        self.sort = data.get("sort", "")
        if self.sort not in filterset.sorts:
            if self.sort:
                filterset.ignored.append(f"“{self.sort[:40]}” is not a way to sort this list.")
            self.sort = next(iter(filterset.sorts))
        self.asked_page = data.get("page", "1")

    @property
    def ignored(self) -> list[str]:
        """Sentences about what the address asked for and this list does not know."""
        return self.filterset.ignored

    def results(self) -> QuerySet[Any]:
        """Everything that matches, in order."""
        ordered: QuerySet[Any] = self.filterset.qs.order_by(*self.filterset.sorts[self.sort][1])
        return ordered

    def page(self) -> Page[Any] | None:
        """The page asked for; None when there is no such page."""
        paginator = Paginator(self.results(), PER_PAGE)
        if not self.asked_page.isdecimal() or len(self.asked_page) > len(str(paginator.num_pages)):
            return None
        number = int(self.asked_page)
        return paginator.page(number) if 1 <= number <= paginator.num_pages else None

    def groups(self) -> list[Group]:
        """The groups of choices, in the order of the panel."""
        return [self.group(word) for word in self.words]

    def group(self, word: str) -> Group:
        """One group; of the service areas only the first level, and what is chosen below it."""
        usual = self.filterset.usual.get(word)
        chosen = self.filterset.data.getlist(word) or [usual or ""]
        shown = getattr(self.filterset, "top_level_areas", None) if word == "area" else None
        options = [
            Option(value, label, value in chosen)
            for value, label in (self.filterset.choices(word) or {}).items()
            if shown is None or value in shown or value in chosen
        ]
        return Group(word, self.filterset.filters[word].label, options, takes_one=usual is not None)

    def sorts(self) -> list[Option]:
        """The ways to sort, the first being the usual one."""
        return [Option(word, label, word == self.sort) for word, (label, _) in self.filterset.sorts.items()]

    def query(self, **changes: list[str]) -> str:
        """Return the query string of this list with some words changed; an empty list takes a word away."""
        data = self.filterset.data.copy()
        if self.sort != next(iter(self.filterset.sorts)):
            data["sort"] = self.sort
        for word, values in changes.items():
            data.setlist(word, values)
        return f"?{data.urlencode()}"

    def page_query(self, number: int) -> str:
        """The query string of another page of this list; the first page needs no number."""
        return self.query(page=[str(number)] if number > 1 else [])

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

    def hidden(self) -> list[tuple[str, str]]:
        """What the form must carry along although the panel shows no group for it."""
        return [
            (word, value)
            for word in self.filterset.filters
            if word not in self.words and word != "q"
            for value in self.filterset.data.getlist(word)
        ]

    def heading(self, number: int) -> str:
        """The number of results in words: "57 projects matching “waste”"."""
        words = f" matching “{self.filterset.words}”" if self.filterset.words else ""
        return f"{counted(number, *self.filterset.noun)}{words}"

    def sort_in_words(self) -> str:
        """How the list is sorted."""
        return self.filterset.sorts[self.sort][0]
