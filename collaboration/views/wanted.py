"""What is wanted now, of all entries: as a page, and as a feed."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.views.decorators.http import conditional_page, require_safe

from collabhub.permissions import Action, Visitor, allowed
from collaboration.feeds import Entry, Feed, as_atom
from collaboration.filters import AskFilter
from collaboration.models import Ask
from collaboration.wanted import shown_asks
from directory.filtered_list import FilteredList
from directory.views import FilteredListView


def visible_asks(visitor: Visitor) -> QuerySet[Any]:
    """Return the asks that are shown today, as far as the visitor may see them."""
    return allowed(visitor, Action.VIEW, shown_asks(localdate()))


class WantedView(FilteredListView):
    """All open asks, filtered."""

    template_name = "joining/wanted/list.html"
    filterset_class = AskFilter
    filter_words = ("kind", "due", "area", "nation", "region", "call")
    title = "Wanted now"
    section = "wanted"

    def get_queryset(self) -> QuerySet[Any]:
        return visible_asks(self.request.user)

    def in_words(self, filtered: FilteredList, page: Any) -> dict[str, Any]:
        feed = _with(reverse("wanted-feed"), filtered.page_query(1))
        return super().in_words(filtered, page) | {"feed_address": feed}


@require_safe
@conditional_page
def wanted_feed(request: HttpRequest) -> HttpResponse:
    """What is wanted now as a feed for everybody: the same filters, order and pages as the page."""
    filtered = FilteredList(AskFilter(request.GET, visible_asks(AnonymousUser())), request.GET, ())
    page = filtered.page() if filtered.is_tidy or filtered.ignored else None
    if page is None:
        return redirect(f"{request.path}{filtered.query()}".rstrip("?"))
    others = {"next": page.number + 1} if page.has_next() else {}
    others |= {"previous": page.number - 1} if page.has_previous() else {}
    return as_atom(
        Feed(
            title="Wanted now - CollabHub",
            subtitle=" ".join([f"{filtered.heading()}, sorted by: {filtered.sort_in_words()}.", *filtered.ignored]),
            page=_with(reverse("wanted"), filtered.page_query(page.number)),
            key=_with(request.path, filtered.page_query(1)),
            path=_with(request.path, filtered.page_query(page.number)),
            entries=[entry_of_ask(ask) for ask in page],
            further={name: _with(request.path, filtered.page_query(number)) for name, number in others.items()},
        )
    )


def entry_of_ask(ask: Ask) -> Entry:
    """Return an ask as an entry of a feed. Its id stays when its words or its last day change."""
    listing, until = ask.listing, date_format(ask.deadline, "j F Y")
    return Entry(
        key=f"{reverse('wanted')}#{ask.pk}",
        path=listing.get_absolute_url(),
        title=ask.words,
        words=f"{ask.get_kind_display()}, by {until}. {ask.organisation}, for “{listing}”.",
        published=ask.asked_at,
        updated=ask.asked_at,
        subjects=tuple(area.label for area in listing.service_areas.all()),
    )


def _with(path: str, query: str) -> str:
    """Return an address with its query string, without one that asks for nothing."""
    return f"{path}{query}".rstrip("?")
