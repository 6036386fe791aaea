"""Following from where one reads: the button, and the feed beside it."""

from typing import Any

from django import template
from django.template.context import RequestContext
from django.urls import reverse
from django.utils.http import urlencode

from collaboration.actions.following import Target, columns_of, settings_of
from collaboration.followed import SavedSearch, as_saved, with_query
from collaboration.matching import LISTS
from collaboration.models import AlertSettings, Follow
from councils.models import Organisation, User
from directory.filtered_list import FilteredList
from directory.filters import DirectoryFilter
from listings.models import Listing, ServiceArea

register = template.Library()
LIST_OF = {one.filterset: name for name, one in LISTS.items()}


@register.inclusion_tag("joining/following/block.html", takes_context=True)
def follow_this(context: RequestContext, thing: Listing | Organisation | ServiceArea) -> dict[str, Any]:
    """Follow an entry that is public, an organisation or a service area: `{% follow_this listing %}`."""
    if isinstance(thing, Listing):
        words = {"word": "listing", "what": "this entry", "feed": reverse("entry-feed", args=[thing.pk])}
    elif isinstance(thing, Organisation):
        what = "this council" if thing.is_council else "this organisation"
        words = {"word": "organisation", "what": what, "feed": reverse("council-feed", args=[thing.slug])}
    else:
        words = {"word": "area", "what": "this service area", "feed": reverse("service-area-feed", args=[thing.pk])}
    is_public = not isinstance(thing, Listing) or thing.state == Listing.State.PUBLISHED
    return {"is_public": is_public, **words, **_standing(context, thing, {words["word"]: thing.pk})}


@register.inclusion_tag("joining/following/line.html", takes_context=True)
def follow_list(context: RequestContext, filtered: FilteredList) -> dict[str, Any]:
    """Follow a filtered list: `{% follow_list list %}`. Nothing for a list that cannot be followed."""
    list_name = LIST_OF.get(type(filtered.filterset))
    if list_name is None:
        return {"list_name": ""}
    search = as_saved(list_name, filtered.filterset)
    feed = with_query(reverse(f"{list_name}-feed"), filtered.query())
    return _line(context, search, feed, is_empty=not filtered.answer.total)


@register.inclusion_tag("joining/following/line.html", takes_context=True)
def follow_search(context: RequestContext, asked: DirectoryFilter, number: int) -> dict[str, Any]:
    """Follow a search of everything, which finds `number` projects and services: `{% follow_search filterset 3 %}`."""
    search = as_saved(Follow.List.SEARCH, asked)
    return _line(context, search, feed_of_search(asked), is_empty=not number)


@register.simple_tag
def feed_of_search(asked: DirectoryFilter) -> str:
    """The address of the feed of a search of everything: `{% feed_of_search filterset %}`."""
    return with_query(reverse("search-feed"), as_saved(Follow.List.SEARCH, asked).query)


def _line(context: RequestContext, search: SavedSearch, feed: str, *, is_empty: bool) -> dict[str, Any]:
    """Return what the line under a list says, which may have nothing in it now."""
    return {
        "list_name": search.list_name,
        "what": "search" if search.list_name == Follow.List.SEARCH else "list",
        "feed": feed,
        "is_empty": is_empty,
        **_standing(context, search, {"list": search.list_name, "query": search.query}),
    }


@register.simple_tag
def gets_suggestions(user: User) -> bool:
    """True for whom emails say what would suit their councils: `{% gets_suggestions user as by_email %}`."""
    settings = settings_of(user)
    if settings.frequency == AlertSettings.Frequency.NONE:
        return False
    return Follow.objects.of(user).exists() if settings.suggestions is None else settings.suggestions


@register.simple_tag
def feed_of_list(filtered: FilteredList) -> str:
    """The address of the feed of a filtered list; empty where there is none."""
    list_name = LIST_OF.get(type(filtered.filterset))
    return with_query(reverse(f"{list_name}-feed"), filtered.query()) if list_name else ""


def _standing(context: RequestContext, target: Target, asked: dict[str, Any]) -> dict[str, Any]:
    """Return where to follow something, and whether the visitor does."""
    request = context.get("request")
    user = getattr(request, "user", None)
    is_signed_in = user is not None and user.is_authenticated
    return {
        "address": f"{reverse('follow')}?{urlencode(asked)}",
        "is_signed_in": is_signed_in,
        "followed": Follow.objects.of(user).filter(**columns_of(target)).first() if user and is_signed_in else None,
        "here": request.get_full_path() if request else "",
        "csrf_token": context.get("csrf_token"),
    }
