"""What every page of moderating has in common: who gets in, how it is shown, and where it leads next."""

import datetime
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.dateparse import parse_datetime

from collabhub.permissions import Action, can, is_moderator
from listings.models import Listing
from listings.moderation.queues import BY_KEY, Waiting


def for_moderators(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Make a view one of the admin's: for everybody but moderators it is not there."""
    inside = admin.site.admin_view(view)

    @wraps(view)
    def guarded(request: HttpRequest, **words: Any) -> HttpResponse:
        if request.user.is_authenticated and not is_moderator(request.user):
            raise Http404
        return inside(request, **words)

    return guarded


def entry_to_moderate(request: HttpRequest, pk: int) -> Listing:
    """Return an entry that the visitor may decide about. Raises Http404."""
    listing = Listing.objects.filter(pk=pk).first()
    if listing is None or not can(request.user, Action.MODERATE, listing):
        raise Http404
    return listing


def page(request: HttpRequest, template: str, title: str, **context: Any) -> TemplateResponse:
    """Return a page of the admin."""
    common = {"title": title, "queue_key": queue_key(request), "media": "", "form": None}
    context = admin.site.each_context(request) | common | context
    return TemplateResponse(request, f"admin/moderating/{template}.html", context)


def queue_key(request: HttpRequest) -> str:
    """Return the key of the queue from which the moderator came; empty for none."""
    key = request.POST.get("queue") or request.GET.get("queue") or ""
    return key if key in BY_KEY else ""


def moment_of(text: str) -> datetime.datetime | None:
    """Return the moment that a page carried along, None for what is none."""
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    return moment if moment is not None and moment.tzinfo is not None else None


def next_in_queue(request: HttpRequest, pk: int) -> Waiting | None:
    """Return what comes next in the queue from which the moderator came. Ask before deciding."""
    key = queue_key(request)
    return BY_KEY[key].next_after(pk) if key else None


def done(request: HttpRequest, sentence: str, following: Waiting | None, otherwise: str) -> HttpResponseRedirect:
    """Say what was done, and lead to the next in the queue; without one to the queue, or where nobody came from one."""
    messages.success(request, sentence)
    if following is not None:
        return redirect(following.address)
    key = queue_key(request)
    return redirect(reverse("queue", args=[key]) if key else otherwise)


def refused(request: HttpRequest, error: Exception, back: str) -> HttpResponseRedirect:
    """Say why it could not be done, and lead back to where the moderator sees what is so now."""
    messages.error(request, str(error))
    key = queue_key(request)
    return redirect(f"{back}?queue={key}" if key else back)
