"""Browsers in which a person signed in before.

Strangers can use up what is allowed for an address, but not what is allowed for such a browser: it has an allowance of
its own. Nothing else comes with it; a code is needed all the same.
"""

import datetime
import secrets

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from councils.models import KnownBrowser, User
from councils.sign_in.limits import keyed_hash

COOKIE = "known_browser"
PATH = "/account/"
KNOWN_FOR = datetime.timedelta(days=365)
"""After the last sign-in."""


def token_of(request: HttpRequest) -> str:
    """Return what we once gave this browser, or nothing; whatever we did not write ourselves counts for nothing."""
    return request.get_signed_cookie(COOKIE, default="", salt=COOKIE, max_age=KNOWN_FOR) or ""


def is_known_browser(request: HttpRequest, address: str) -> bool:
    """True where the person with this address signed in before, in this browser."""
    token = token_of(request)
    known = KnownBrowser.objects.filter(user__email=address, user__is_active=True)
    return bool(token) and known.filter(token_hash=keyed_hash("browser", token)).exists()


@transaction.atomic
def remember_browser(*, request: HttpRequest, response: HttpResponse, user: User) -> None:
    """Note that a person proved in this browser that they read their mail, and let the browser keep that."""
    token = token_of(request)
    theirs = KnownBrowser.objects.filter(user=user, token_hash=keyed_hash("browser", token))
    if not token or not theirs.update(last_seen_at=timezone.now()):
        token = secrets.token_urlsafe(32)
        KnownBrowser.objects.create(user=user, token_hash=keyed_hash("browser", token))
    response.set_signed_cookie(
        COOKIE,
        token,
        salt=COOKIE,
        max_age=KNOWN_FOR,
        path=PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
