"""What is wanted now, of all entries: as a page, and as a feed."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.views.decorators.http import conditional_page, require_safe

from collabhub.permissions import Action, Visitor, allowed
from collaboration.feeds import Entry, list_as_atom
from collaboration.filters import AskFilter
from collaboration.followed import with_query
from collaboration.models import Ask, Follow
from collaboration.wanted import shown_asks
from directory.filtered_list import FilteredList
from directory.views import FilteredListView

NOTHING = "Nothing is wanted now"


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
        feed = with_query(reverse("wanted-feed"), filtered.page_query(1))
        said = super().in_words(filtered, page) | {"feed_address": feed}
        if not filtered.answer.total and not filtered.filterset.words:
            said |= {"heading": NOTHING, "page_title": NOTHING}
        return said


@require_safe
@conditional_page
def wanted_feed(request: HttpRequest) -> HttpResponse:
    """What is wanted now as a feed for everybody: the same filters, order and pages as the page."""
    filtered = FilteredList(AskFilter(request.GET, visible_asks(AnonymousUser())), request.GET, ())
    return list_as_atom(request, Follow.List.WANTED, filtered, entry_of_ask)


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
