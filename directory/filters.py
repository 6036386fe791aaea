"""Filters that forgive: what they do not know they leave out, and say so."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.db.models.expressions import OrderBy
from django.http import QueryDict

NOT_RECORDED = "unknown"
LONGEST_QUERY = 200
"""Characters of search words that count; the rest is left out with a notice."""


class RecordedChoiceFilter(django_filters.MultipleChoiceFilter):
    """Several choices of one column, with "Not recorded" for rows where it is empty."""

    def filter(self, qs: QuerySet[Any], value: list[str]) -> QuerySet[Any]:
        stored = ["" if choice == NOT_RECORDED else choice for choice in value]
        return qs.filter(**{f"{self.field_name}__in": stored}) if stored else qs


class DirectoryFilter(django_filters.FilterSet):
    """A filter that ignores what it does not know, and says so, instead of failing.

    `ignored` lists sentences for people. Subclasses name their sorts: word in the address to label and columns.
    """

    sorts: dict[str, tuple[str, tuple[str | OrderBy, ...]]] = {}
    noun: tuple[str, str] = ("entry", "entries")
    usual: dict[str, str] = {}
    """Filters of which exactly one choice is in force, and the choice that is when none is made."""

    q = django_filters.CharFilter(label="Search words", method="search")

    def __init__(self, data: QueryDict, queryset: QuerySet[Any], **kwargs: Any) -> None:
        self.ignored: list[str] = []
        super().__init__(None, queryset, **kwargs)
        self.offer_choices(data)
        self.data = self.understood(data)
        self.is_bound = True

    def offer_choices(self, data: QueryDict) -> None:
        """Fill in choices that come from the database; what `data` asks for may narrow what is read."""

    def search(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Keep the rows that hold every word."""
        matching: QuerySet[Any] = queryset.matching(value)  # type: ignore[attr-defined]  # every QuerySet here has it
        return matching

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
        if len(values) < 2 or isinstance(self.filters[word], django_filters.MultipleChoiceFilter):
            return values
        self.ignored.append(f"“{word}” can be asked for only once, so the last one was used.")
        return values[-1:]

    def understand(self, known: QueryDict, word: str, value: str) -> None:
        """Add a value to what is `known`, or note why it is left out. The usual choice needs no saying."""
        allowed = self.choices(word)
        if allowed is None:
            known.appendlist(word, self.readable_words(value))
        elif value in allowed and value != self.usual.get(word):
            known.appendlist(word, value)
        elif value and value not in allowed:
            self.ignored.append(f"“{value[:40]}” is not a choice of {self.filters[word].label.lower()}.")

    def readable_words(self, value: str) -> str:
        """Return search words without null bytes, and no longer than anybody would type."""
        words = value.replace("\x00", " ").strip()
        if len(words) > LONGEST_QUERY:
            self.ignored.append(f"Only the first {LONGEST_QUERY} characters of your search words were used.")
        return words[:LONGEST_QUERY]

    def choices(self, word: str) -> dict[str, str] | None:
        """Return a filter's values and their labels; None for free text."""
        field = self.filters[word].field
        if not hasattr(field, "choices"):
            return None
        return {str(value): str(label) for value, label in field.choices if value != ""}

    @property
    def words(self) -> str:
        """The search words."""
        return self.data.get("q", "")
