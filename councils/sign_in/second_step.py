"""Moderators show twice who they are: with a code from the mail, and with an authenticator app or a passkey."""

from collections.abc import Callable
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from councils.models import User
from councils.sign_in.return_paths import safe_path
from councils.sign_in.sessions import nobody_can_tell

STEPS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
"""What a second step can be; recovery codes stand in for one that is set up."""
ALWAYS_OPEN = ("/account/", settings.STATIC_URL)
"""Where a moderator gets to before the second step: their own account, where it is set up, and what pages look like."""
NOT_BEFORE = "/account/councils/"
"""Where people join and leave councils and name managers, under their own account: not open to moderators before it."""


class SecondStepRequired:
    """Lead moderators who did not take a second step to it, and let them do nothing else until then."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and needs_step(request.path):
            try:
                if place := place_of_missing_step(request):
                    return HttpResponseRedirect(place)
            except (OperationalError, InterfaceError) as error:
                request.user = nobody_can_tell(error)
        return self.get_response(request)


def needs_step(path: str) -> bool:
    """True for a path to which a moderator gets only after the second step."""
    return path.startswith(NOT_BEFORE) or not path.startswith(ALWAYS_OPEN)


def place_of_missing_step(request: HttpRequest) -> str:
    """Return where a moderator takes the second step that is missing, with the way back; nothing for others."""
    user = request.user
    if not user.is_authenticated or not user.is_staff or took_second_step(request, user):
        return ""
    place = reverse("mfa_reauthenticate" if has_second_step(user) else "mfa_index")
    return with_next(place, request.get_full_path() if request.method in {"GET", "HEAD"} else "")


def has_second_step(user: User) -> bool:
    """True for a person who set up an authenticator app or a passkey."""
    return Authenticator.objects.filter(user=user, type__in=STEPS).exists()


def took_second_step(request: HttpRequest, user: User) -> bool:
    """True when this person has a second step, and took it in this session."""
    records = get_authentication_records(request, user)
    return any(record["method"] == "mfa" for record in records) and has_second_step(user)


def next_of(request: HttpRequest) -> str:
    """Return the path of this site that a request wants to go on to; nothing for any other address."""
    return safe_path(request.POST.get("next") or request.GET.get("next") or "")


def with_next(place: str, path: str) -> str:
    """Return an address that goes on to `path` afterwards."""
    return f"{place}?{urlencode({'next': path}, safe='/')}" if path else place
