"""How long a session lasts, and how all sessions of a person end.

The limits are those of ASVS 5.0 (7.3.1 and 7.3.2) as this site sets them: moderators and administrators, who may change
everything, have shorter ones than everybody else.
"""

import datetime
import time
from collections.abc import Callable
from typing import Any, NamedTuple

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout, update_session_auth_hash
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.models import Session
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.dispatch import receiver
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from councils.models import User

MINUTE, HOUR, DAY = 60, 60 * 60, 24 * 60 * 60

BEGAN, LAST_USED = "began_at", "last_used_at"
"""Words of a session's data: seconds since 1970."""
WRITE_AFTER = 5 * MINUTE
"""A session's last use is written when the one that is written is older: reading pages does not write each time."""


class Limits(NamedTuple):
    """Seconds after which a session ends: since it was last used, and since it began."""

    idle: int
    whole: int
    why_idle: str
    why_whole: str


FOR_EVERYBODY = Limits(
    12 * HOUR,
    14 * DAY,
    "You were signed out because you had not used CollabHub for 12 hours. Sign in again to go on.",
    "You were signed out because you had been signed in for 14 days. Sign in again to go on.",
)
FOR_MODERATORS = Limits(
    30 * MINUTE,
    12 * HOUR,
    "You were signed out because you had not used CollabHub for 30 minutes. Sign in again to go on.",
    "You were signed out because you had been signed in for 12 hours. Sign in again to go on.",
)
WHY_ELSEWHERE = "Your session has ended. If you were signed in, sign in again to go on."
"""Said also to somebody who only asked for a code: of a session that is gone nobody knows whose it was."""


class SessionLimits:
    """End sessions that have lain idle, or lasted, for too long, and say so on the next page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.session_ended_because = ""  # type: ignore[attr-defined]  # for process_view, once messages are there
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            try:
                request.session_ended_because = end_or_keep(request)  # type: ignore[attr-defined]  # as above
            except (OperationalError, InterfaceError) as error:
                request.user = nobody_can_tell(error)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> None:
        """Leave the sentence why for whichever page is drawn next; most often it is the one to sign in."""
        if why := request.session_ended_because:  # type: ignore[attr-defined]  # written above
            messages.warning(request, why)


def nobody_can_tell(error: Exception) -> Any:
    """Return a visitor of whom nothing can be said without the database: whatever asks fails, and nothing is let in."""

    def fail() -> User:
        raise error

    return SimpleLazyObject(fail)


def end_or_keep(request: HttpRequest) -> str:
    """End this request's session when it is over, else note that it was used; return why it ended, or nothing."""
    if not request.user.is_authenticated:
        was_theirs = SESSION_KEY in request.session
        if was_theirs:  # of somebody who may not sign in any more
            logout(request)
        return "" if request.session.session_key and not was_theirs else WHY_ELSEWHERE
    now = time.time()
    began = request.session.setdefault(BEGAN, now)
    last_used = request.session.setdefault(LAST_USED, now)
    limits = limits_of(request.user)
    if why := limits.why_whole if now - began >= limits.whole else limits.why_idle * (now - last_used >= limits.idle):
        end_session(request)
        return why
    if now - last_used >= WRITE_AFTER:
        request.session[LAST_USED] = now
        UserSession.objects.filter(session_key=request.session.session_key).update(last_seen_at=timezone.now())
    return ""


def limits_of(user: User) -> Limits:
    """Return how long the sessions of this person last."""
    return FOR_MODERATORS if user.is_staff else FOR_EVERYBODY


@receiver(user_logged_in)
def begin(sender: type[User], request: HttpRequest, **_: Any) -> None:
    """Note when a session begins."""
    request.session[BEGAN] = request.session[LAST_USED] = time.time()


def signed_in_just_now(request: HttpRequest) -> bool:
    """True for as long after signing in as nobody is asked to show once more that it is they."""
    return bool(time.time() - request.session.get(BEGAN, 0) < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)


def end_session(request: HttpRequest) -> None:
    """End the session of this request, and forget it."""
    UserSession.objects.filter(session_key=request.session.session_key).delete()
    logout(request)


def open_sessions(user: User) -> QuerySet[UserSession]:
    """Return the sessions in which this person is signed in at this moment, the last used first."""
    limits, now = limits_of(user), timezone.now()
    stored = Session.objects.filter(session_key=OuterRef("session_key"), expire_date__gt=now)
    return UserSession.objects.filter(
        Exists(stored),
        user=user,
        created_at__gt=now - datetime.timedelta(seconds=limits.whole),
        last_seen_at__gt=now - datetime.timedelta(seconds=limits.idle),
    ).order_by("-last_seen_at", "-pk")


@transaction.atomic
def end_one(*, session: UserSession) -> None:
    """End one session: its browser is signed out at its next request."""
    Session.objects.filter(session_key=session.session_key).delete()
    session.delete()


@transaction.atomic
def end_sessions(*, user: User, but_this: HttpRequest | None = None) -> None:
    """End all sessions of a person at once, at their next request; `but_this` request's own session goes on.

    Each session holds a keyed hash of the person's unusable password: a new one breaks them all, whatever is stored
    where.
    """
    kept = but_this.session.session_key if but_this else None
    theirs = UserSession.objects.filter(user=user).exclude(session_key=kept)
    Session.objects.filter(session_key__in=theirs.values("session_key")).delete()
    theirs.delete()
    user.set_unusable_password()
    user.save(update_fields=["password"])
    if but_this:
        update_session_auth_hash(but_this, user)
        UserSession.objects.filter(session_key=kept).update(session_key=but_this.session.session_key)


def forget_ended_sessions() -> int:
    """Delete what is kept of sessions that are over, with the network addresses in it; return how many there were."""
    Session.objects.filter(expire_date__lte=timezone.now()).delete()
    stored = Session.objects.filter(session_key=OuterRef("session_key"))
    longest = timezone.now() - datetime.timedelta(seconds=FOR_EVERYBODY.whole)
    ended = UserSession.objects.filter(~Exists(stored)) | UserSession.objects.filter(created_at__lte=longest)
    return ended.delete()[0]
