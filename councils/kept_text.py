"""Keeps what somebody typed into a form who turned out not to be signed in any more, until they are.

A view with a form for longer text stands behind `keeps_text` in place of `login_required`:

    @keeps_text
    def write(request: RequestWithText, …) -> HttpResponse:
        form = TextForm(request.POST if request.method == "POST" else request.kept_text)

What was sent is kept for a day under the hash of a key that only that browser has, for that form alone. Whoever opens
the form there after signing in, and may open it, finds it filled in; nothing is saved before they send it. Sending it
takes the kept text away: reading never does, so that a page that did not arrive loses nothing. What somebody sends who
is signed in, but may not use the form any more, is shown to them to be copied.

Anybody may send text here, so there is an end to it: 100 KB in one form; of one client 30 forms in an hour and 1 MB in
24 hours; of all clients together 1 GB in 24 hours. What goes beyond is shown to be copied instead.
"""

import datetime
import re
import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone

from councils.actions.kept_texts import KEPT_FOR, forget_text, keep_text
from councils.models import KeptText
from councils.sign_in.clients import client_of
from councils.sign_in.limits import Limit, LimitReached, count, keyed_hash
from councils.views.access import SignedInRequest

COOKIE = "kept_text"
KEY = re.compile(r"[\w-]{43}", re.ASCII)
MOST_KEPT = 100_000
"""Bytes of one form, names and values together."""
LONGEST_PATH = 500
FOR_ONE = Limit("kept texts of a client", 30, datetime.timedelta(hours=1))
BYTES_OF_ONE = Limit("bytes of kept texts of a client", 1_000_000, KEPT_FOR)
BYTES_OF_ALL = Limit("bytes of kept texts", 1_000_000_000, KEPT_FOR)
"""Room for the texts of a thousand clients that use up theirs. Both are for as long as a text is kept."""
A_ROW = 1_000
"""Bytes that a text takes at least, however short it is."""
NOT_TYPED = {"csrfmiddlewaretoken"}

KEPT = "You were signed out before this reached us. What you typed is kept for 24 hours: sign in, and it comes back."
COMES_BACK = (
    "Nothing of this is saved yet. It is what you typed before you signed in: look through it and send it again."
)


class NotKept(Exception):
    """What was typed cannot be kept. The text is a sentence for people, `status` the status of the answer."""

    def __init__(self, why: str, status: int) -> None:
        super().__init__(why)
        self.status = status


class RequestWithText(SignedInRequest):
    """A request behind `keeps_text`. `kept_text` is what was typed into this form before signing in, if anything."""

    kept_text: QueryDict | None


def keeps_text(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let only people in who are signed in, and keep what the others send until they are."""

    @wraps(view)
    def keep_or_show(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return keep_and_sign_in(request) if request.method == "POST" else redirect_to_login(request.get_full_path())
        is_sent = request.method == "POST"
        text = None if is_sent else kept_for(request)
        cast(RequestWithText, request).kept_text = text
        if text is not None:
            messages.warning(request, COMES_BACK)
        try:
            response = view(request, *args, **kwargs)
        except (Http404, PermissionDenied) as refused:
            if is_sent and (texts := typed_texts(request)):
                return show_to_copy(request, texts, is_there=isinstance(refused, PermissionDenied))
            raise
        if is_sent and COOKIE in request.COOKIES:
            forget_text(key_hash=hash_of(key_of(request), request.path))
        return response

    return keep_or_show


def keep_and_sign_in(request: HttpRequest) -> HttpResponse:
    """Keep what was sent, and lead to sign-in and back to the form; or show what cannot be kept, to be copied."""
    path = request.get_full_path()
    try:
        key = keep(request)
    except NotKept as refused:
        return show_before_signing_in(request, str(refused), status=refused.status)
    messages.warning(request, KEPT)
    response = redirect_to_login(path)
    secure = settings.SESSION_COOKIE_SECURE
    response.set_cookie(COOKIE, key, max_age=KEPT_FOR, secure=secure, httponly=True, samesite="Lax")
    return response


def show_before_signing_in(request: HttpRequest, why: str, *, status: int) -> HttpResponse:
    """Show what somebody typed who is not signed in any more, for them to copy, with the way to sign-in and back."""
    context = {"why": why, "texts": typed_texts(request), "path": request.get_full_path()}
    return render(request, "errors/text_not_kept.html", context, status=status)


def show_to_copy(request: HttpRequest, texts: list[tuple[str, str]], *, is_there: bool) -> HttpResponse:
    """Show what somebody typed into a form that is not theirs, or not there, any more."""
    context = {"texts": texts, "is_there": is_there}
    return render(request, "errors/text_not_saved.html", context, status=403 if is_there else 404)


def keep(request: HttpRequest) -> str:
    """Keep the fields of a form that was sent, in place of what this browser sent there before; return its key.

    Raises NotKept for what is too large, and for clients that send very many.
    """
    fields = typed_fields(request)
    size = size_of(fields)
    if size > MOST_KEPT or len(request.path) > LONGEST_PATH:
        raise NotKept("You are not signed in, and this is too much text to keep until you are.", 413)
    try:
        client = keyed_hash("kept texts", client_of(request))
        count(FOR_ONE, client)
        count(BYTES_OF_ONE, client, more=A_ROW + size)
        count(BYTES_OF_ALL, more=A_ROW + size)
    except LimitReached:
        raise NotKept("You are not signed in, and no more text can be kept for you at the moment.", 429) from None
    key = key_of(request) or secrets.token_urlsafe(32)
    keep_text(key_hash=hash_of(key, request.path), path=request.path, fields=fields)
    return key


def kept_for(request: HttpRequest) -> QueryDict | None:
    """Return what this browser's visitor typed into the form of this page before signing in, if anything is kept."""
    since = timezone.now() - KEPT_FOR
    kept = KeptText.objects.filter(key_hash=hash_of(key_of(request), request.path), kept_at__gt=since)
    found = kept.first() if key_of(request) else None
    if found is None:
        return None
    text = QueryDict(mutable=True)
    for name, values in found.fields.items():
        text.setlist(name, values)
    return text


def key_of(request: HttpRequest) -> str:
    """Return the key that we gave this browser, or nothing."""
    key = request.COOKIES.get(COOKIE, "")
    return key if KEY.fullmatch(key) else ""


def hash_of(key: str, path: str) -> str:
    """Return under what the text of one form is kept: a key opens each form by itself."""
    return keyed_hash("kept text", f"{key} {path}")


def typed_fields(request: HttpRequest) -> dict[str, list[str]]:
    """Return the fields of a form that was sent, but for its token, in characters that can be stored and shown.

    Names are cleaned like values: whoever sends them may have written them themselves.
    """
    fields: dict[str, list[str]] = {}
    for name, values in request.POST.lists():
        if name not in NOT_TYPED:
            fields.setdefault(storable(name), []).extend(storable(value) for value in values)
    return fields


def storable(text: str) -> str:
    """Return a text without NUL, and with “?” for each half of a character: neither can be stored, nor halves sent."""
    return text.replace("\x00", "").encode(errors="replace").decode()


def size_of(fields: dict[str, list[str]]) -> int:
    """Return how many bytes fields take, names and values together."""
    return sum(len(text.encode()) for name, values in fields.items() for text in (name, *values))


def typed_texts(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the longer texts of a form that was sent, with a name for each, for people to copy; none of a huge form.

    Short answers and what the page itself had put into the form are left out: nobody minds typing them again.
    """
    fields = typed_fields(request)
    if size_of(fields) > MOST_KEPT:
        return []
    return [
        (name.replace("_", " ").replace("-", " ").capitalize(), value)
        for name, values in fields.items()
        for value in values
        if " " in value.strip()
    ]
