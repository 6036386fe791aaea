"""Following from where one reads: the button, and the feed beside it."""

from typing import Any

from django import template
from django.template.context import RequestContext
from django.urls import reverse
from django.utils.http import urlencode

from collaboration.actions.following import Target, columns_of
from collaboration.followed import as_saved, with_query
from collaboration.matching import LISTS
from collaboration.models import Follow
from councils.models import Organisation
from directory.filtered_list import FilteredList
from listings.models import Listing, ServiceArea

register = template.Library()
LIST_OF = {filterset: name for name, (filterset, _) in LISTS.items()}


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
    feed = with_query(reverse(f"{list_name}-feed"), filtered.query().removeprefix("?"))
    asked = {"list": list_name, "query": search.query}
    return {
        "list_name": list_name,
        "feed": feed,
        "is_empty": not filtered.answer.total,
        **_standing(context, search, asked),
    }


@register.simple_tag
def feed_of_list(filtered: FilteredList) -> str:
    """The address of the feed of a filtered list; empty where there is none."""
    list_name = LIST_OF.get(type(filtered.filterset))
    return with_query(reverse(f"{list_name}-feed"), filtered.query().removeprefix("?")) if list_name else ""


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
