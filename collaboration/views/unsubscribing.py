"""Ending an alert from within a mail: by a person who presses a button, or by a mail program for them."""

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from collaboration.actions.following import settings_of
from collaboration.actions.following import unsubscribe as end
from collaboration.models import AlertSettings, Follow
from collaboration.templatetags.titles import title_for
from collaboration.unsubscribing import Named, NoSuchToken, read_token
from councils.models import User
from listings.views.entries import GET_OR_POST


@csrf_exempt
@never_cache
@require_http_methods(GET_OR_POST)
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Show what the link ends, with the button that ends it; end it on POST, and say so.

    Mail programs send that POST by themselves, without cookies (RFC 8058), so it asks for neither a session nor a form
    of ours: the token is the proof. It is safe to be opened, and to be sent, twice.
    """
    try:
        named = read_token(token)
    except NoSuchToken:
        return _page(request, {"state": "unknown"}, status=404)
    context = {"named": named, "name": _name_of(named), "state": "asked" if _is_on(named) else "ended"}
    if request.method == "POST":
        end(named=named, by=None)
        context["state"] = "ended"
    return _page(request, context)


def _is_on(named: Named) -> bool:
    """True while there is something to end."""
    user = User.objects.filter(pk=named.user_id, is_active=True).first()
    if named.follow_id is not None:
        return Follow.objects.filter(pk=named.follow_id, user=named.user_id).exists()
    if user is None:
        return False
    settings = settings_of(user)
    wants_them = settings.suggestions is not False or not named.is_of_suggestions
    return wants_them and settings.frequency != AlertSettings.Frequency.NONE


def _name_of(named: Named) -> str:
    """Return what the follow is called that is named, to anybody; nothing for all, and for one that is gone."""
    if named.follow_id is None:
        return ""
    follows = Follow.objects.select_related("listing", "organisation", "service_area")
    follow = follows.filter(pk=named.follow_id, user=named.user_id).first()
    return title_for(follow, AnonymousUser()) if follow else ""


def _page(request: HttpRequest, context: dict[str, object], status: int = 200) -> HttpResponse:
    page = {"named": None, "name": "", **context}
    response = render(request, "joining/following/unsubscribe.html", page, status=status)
    response["X-Robots-Tag"] = "noindex"
    return response
