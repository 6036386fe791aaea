"""Atom feeds of lists, entries, councils and service areas, and each person's own behind a secret address.

Public ones are kept and answered as public pages are: with 304 for a reader that has the same already.
"""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from collabhub.permissions import Action, allowed
from collaboration.feeds import Entry, Feed, as_atom, entries_of, entry_of_listing, list_as_atom, news_of
from collaboration.matching import LISTS
from collaboration.models import AlertSettings, Follow
from collaboration.news import news_for
from councils.models import Organisation
from directory.filtered_list import FilteredList
from listings.models import Listing, SearchEntry, ServiceArea

NOBODY = AnonymousUser()
"""Feeds show what everybody may read, whoever asks for them."""


@require_safe
def list_feed(request: HttpRequest, list_name: str) -> HttpResponse:
    """A list of entries as a feed: with the same filters, order and pages as its page where that is one list."""
    filterset_class, rows = LISTS[list_name]
    filtered = FilteredList(filterset_class(request.GET, allowed(NOBODY, Action.VIEW, rows())), request.GET, ())
    return list_as_atom(request, list_name, filtered, entry_of_listing)


@require_safe
def entry_feed(request: HttpRequest, pk: int) -> HttpResponse:
    """What is new about one entry."""
    listing = get_object_or_404(_visible(), pk=pk)
    return _news(request, listing.title, listing.get_absolute_url(), Listing.objects.filter(pk=pk))


@require_safe
def council_feed(request: HttpRequest, slug: str) -> HttpResponse:
    """What is new about the entries in which an organisation takes part."""
    organisation = get_object_or_404(allowed(NOBODY, Action.VIEW, Organisation.objects.all()), slug=slug)
    listings = Listing.objects.filter(participations__organisation=organisation, participations__left="")
    return _news(request, organisation.name, organisation.get_absolute_url(), listings)


@require_safe
def service_area_feed(request: HttpRequest, pk: int) -> HttpResponse:
    """What is new about the entries of a service area, and of all that stand below it."""
    area = get_object_or_404(allowed(NOBODY, Action.VIEW, ServiceArea.objects.all()), pk=pk)
    entries = SearchEntry.objects.filter(areas__contains=[area.pk])
    return _news(request, area.label, area.get_absolute_url(), Listing.objects.filter(pk__in=entries.values("pk")))


@require_safe
def my_feed(request: HttpRequest, key: str) -> HttpResponse:
    """What is new in everything that one person follows. Whoever has the secret address may read it."""
    if not key.isprintable():
        raise Http404
    settings = get_object_or_404(AlertSettings.objects.select_related("user"), feed_key=key, user__is_active=True)
    follows = Follow.objects.of(settings.user)
    told = [one for new in news_for(list(follows), timezone.now()) for one in new.happenings]
    newest_first = sorted(told, key=lambda one: one.at, reverse=True)
    response = _feed(request, "What you follow", reverse("alerts"), entries_of(newest_first))
    patch_cache_control(response, private=True, no_store=True)
    response["X-Robots-Tag"] = "noindex"
    return response


def _visible() -> QuerySet[Any]:
    return allowed(NOBODY, Action.VIEW, Listing.objects.all())


def _news(request: HttpRequest, name: str, page: str, listings: QuerySet[Any]) -> HttpResponse:
    """Return the feed of what is new about some listings, of those that everybody may read."""
    return _feed(request, name, page, news_of(allowed(NOBODY, Action.VIEW, listings), timezone.now()))


def _feed(request: HttpRequest, name: str, page: str, entries: list[Entry]) -> HttpResponse:
    subtitle = "What is new: entries, updates, phases, who joined or reuses it, and what is wanted."
    return as_atom(Feed(f"{name} - CollabHub", subtitle, page, request.path, request.path, entries))
