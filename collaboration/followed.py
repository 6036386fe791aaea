"""What somebody follows: what it is called, its page and its feed; and filtered lists in the form that is kept."""

from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse
from django.utils.text import Truncator

from collaboration.matching import filter_of
from collaboration.models import Follow
from directory.filters import DirectoryFilter

LONGEST_QUERY = int(Follow._meta.get_field("query").max_length or 0)
LONGEST_TITLE = int(Follow._meta.get_field("title").max_length or 0)
SAYS_ITSELF = {(Follow.List.WANTED, "kind")}
"""Filters whose choices are clear without the filter's name, as in “Wanted now: Test users”."""


@dataclass(frozen=True)
class SavedSearch:
    """A list as an address asks for it, in the one way in which all who follow it have it, and its name in words."""

    list_name: str
    query: str
    title: str

    def __str__(self) -> str:
        return self.title

    @property
    def is_too_long(self) -> bool:
        """True for more filters and words than can be followed."""
        return len(self.query) > LONGEST_QUERY

    def get_absolute_url(self) -> str:
        return with_query(reverse(self.list_name), self.query)  # a list is called as its page


def saved_search(list_name: str, query: str) -> SavedSearch:
    """Return the search that a query string asks for: unknown words, sorting and pages out, the rest in one order.

    Raises KeyError for a list that is none.
    """
    return as_saved(list_name, filter_of(list_name, query))


def as_saved(list_name: str, asked: DirectoryFilter) -> SavedSearch:
    """Return what a list is filtered by in the form that is kept."""
    data = QueryDict(mutable=True)
    for word in sorted(asked.data):
        data.setlist(word, sorted(asked.data.getlist(word)))
    return SavedSearch(list_name, data.urlencode(), in_words(list_name, asked))


def in_words(list_name: str, asked: DirectoryFilter) -> str:
    """Return what a list shows: Projects matching ‘waste’: phase Alpha or Beta; region Wales."""
    name = str(Follow.List(list_name).label)
    matching = f" matching ‘{asked.words}’" if asked.words else ""
    parts = []
    for word, one in asked.filters.items():
        labels, values = asked.choices(word), asked.data.getlist(word)
        if labels and values:
            chosen = " or ".join(label for value, label in labels.items() if value in values)
            parts.append(chosen if (list_name, word) in SAYS_ITSELF else f"{one.label.lower()} {chosen}")
    if not matching and not parts:
        return "All that is wanted now" if list_name == Follow.List.WANTED else f"All {name.lower()}"
    return Truncator(f"{name}{matching}{': ' if parts else ''}{'; '.join(parts)}").chars(LONGEST_TITLE)


def page_of(follow: Follow) -> str:
    """Return the path of what is followed. Fetch follows with `listing`, `organisation` and `service_area`."""
    followed = follow.listing or follow.organisation or follow.service_area
    return followed.get_absolute_url() if followed else with_query(reverse(follow.list_name), follow.query)


def feed_of(follow: Follow) -> str:
    """Return the path of the feed of what is followed; as `page_of`."""
    if follow.listing_id:
        return reverse("entry-feed", args=[follow.listing_id])
    if follow.organisation:
        return reverse("council-feed", args=[follow.organisation.slug])
    if follow.service_area_id:
        return reverse("service-area-feed", args=[follow.service_area_id])
    return with_query(reverse(f"{follow.list_name}-feed"), follow.query)


def with_query(path: str, query: str) -> str:
    """Return a path with a query string, where there is one; its question mark may be there already."""
    return f"{path}?{query.removeprefix('?')}".removesuffix("?")
