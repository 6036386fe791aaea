"""Atom feeds (RFC 4287): every entry has an id that never changes, whatever becomes of its title or address."""

import datetime
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html
from django.utils.text import Truncator

from collaboration.followed import in_words, with_query
from collaboration.happenings import Happening, Kind, happenings
from directory.filtered_list import FilteredList
from listings.models import Listing
from projects.models import Project

SHOWN = 50
"""What is new in a feed, the newest first: what was there before, readers have kept."""
LONGEST_TITLE = 200
LOOKS_BACK = datetime.timedelta(days=365)
BEFORE_ANYTHING = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
"""When a feed was updated in which nothing stands: always the same, so that it is the same feed."""
NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML 1.0 document can hold (section 2.2)."""


@dataclass(frozen=True)
class Entry:
    """One entry of a feed. `key` is its id for good, `path` its page, `words` plain text."""

    key: str
    path: str
    title: str
    words: str
    published: datetime.datetime
    updated: datetime.datetime
    subjects: tuple[str, ...] = ()


@dataclass(frozen=True)
class Feed:
    """A feed: what it is called, the page that shows the same to people, its id for good, and its own address.

    `further` are the addresses of its other pages by their relation, such as "next" (RFC 5005). All without the site.
    """

    title: str
    subtitle: str
    page: str
    key: str
    path: str
    entries: list[Entry]
    further: dict[str, str] = field(default_factory=dict)


class _Atom(Atom1Feed):
    """Django's Atom feed, with the pages of a long one, and with a moment of its own when it is empty."""

    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        for relation, address in self.feed["further"].items():
            handler.addQuickElement("link", "", {"rel": relation, "href": address})

    def latest_post_date(self) -> datetime.datetime:
        return super().latest_post_date() if self.items else BEFORE_ANYTHING


def as_atom(feed: Feed) -> HttpResponse:
    """Return a feed as the answer to whoever asked for it."""
    atom = _Atom(
        title=_clean(feed.title),
        link=settings.SITE_URL + feed.page,
        description="",
        subtitle=_clean(feed.subtitle),
        language="en-GB",
        author_name="CollabHub",
        author_link=settings.SITE_URL,
        feed_url=settings.SITE_URL + feed.path,
        feed_guid=settings.SITE_URL + feed.key,
        further={relation: settings.SITE_URL + path for relation, path in feed.further.items()},
    )
    for entry in feed.entries:
        atom.add_item(
            title=_clean(entry.title),
            link=settings.SITE_URL + entry.path,
            description=format_html("<p>{}</p>", _clean(entry.words)),
            unique_id=settings.SITE_URL + entry.key,
            pubdate=entry.published,
            updateddate=entry.updated,
            categories=tuple(map(_clean, entry.subjects)),
        )
    return HttpResponse(atom.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def list_as_atom(
    request: HttpRequest, list_name: str, filtered: FilteredList, entry_of: Callable[[Any], Entry]
) -> HttpResponse:
    """Return a filtered list as a feed, with the same filters, order and pages as the page of its name.

    Whoever asks for a page that it does not have, or for a list that is better said otherwise, is led there.
    """
    page = filtered.page() if filtered.is_tidy or filtered.ignored else None
    if page is None:
        return redirect(with_query(request.path, filtered.query()))
    others = {"next": page.number + 1} if page.has_next() else {}
    others |= {"previous": page.number - 1} if page.has_previous() else {}
    return as_atom(
        Feed(
            title=f"{in_words(list_name, filtered.filterset)} - CollabHub",
            subtitle=" ".join([f"Sorted by: {filtered.sort_in_words()}.", *filtered.ignored]),
            page=with_query(reverse(list_name), filtered.page_query(page.number)),
            key=with_query(request.path, filtered.page_query(1)),
            path=with_query(request.path, filtered.page_query(page.number)),
            entries=[entry_of(row) for row in page],
            further={name: with_query(request.path, filtered.page_query(number)) for name, number in others.items()},
        )
    )


def entry_of_listing(listing: Any) -> Entry:
    """Return a listing as an entry of the feed of its list. It is fetched with its people and subjects."""
    moments = [listing.published_at, listing.confirmed_at, listing.updated_at]
    standing = _project_of(listing).phase_in_words if listing.kind == Listing.Kind.PROJECT else "Shared service"
    leads = f", led by {listing.lead_in_words}" if listing.lead_in_words else ""
    return Entry(
        key=_lasting(listing),
        path=listing.get_absolute_url(),
        title=listing.title,
        words=f"{standing}{leads}. {listing.summary}",
        published=listing.published_at,
        updated=max(filter(None, moments)),
        subjects=tuple(area.label for area in listing.service_areas.all()),
    )


def _project_of(listing: Any) -> Project:
    """Return the project that a listing is: itself, where a list is of projects alone."""
    return listing if isinstance(listing, Project) else listing.project


def news_of(listings: QuerySet[Listing], now: datetime.datetime) -> list[Entry]:
    """Return what is new about some listings as entries, the newest first, up to `now`."""
    return entries_of(happenings(now - LOOKS_BACK, now, listings, most=SHOWN)[:SHOWN])


def entries_of(told: Iterable[Happening]) -> list[Entry]:
    """Return what happened as entries of a feed, in the same order."""
    told = list(told)
    listings = Listing.objects.published().in_bulk({one.listing_id for one in told})
    return [_entry_of_happening(one, listings[one.listing_id]) for one in told if one.listing_id in listings]


def _entry_of_happening(happening: Happening, listing: Listing) -> Entry:
    return Entry(
        key=f"{_lasting(listing)}#{happening.key}",
        path=listing.get_absolute_url(),
        title=Truncator(f"{listing.title}: {happening.words}").chars(LONGEST_TITLE),
        words=happening.words if happening.kind != Kind.NEW else f"{happening.words}: {listing.summary}",
        published=happening.at,
        updated=happening.at,
        subjects=(happening.kind.label,),
    )


def _lasting(listing: Listing) -> str:
    """Return the address of a listing that keeps when its title changes."""
    return reverse(f"{listing.kind}-by-number", args=[listing.pk])


def _clean(text: str) -> str:
    return NO_XML.sub(" ", text)
