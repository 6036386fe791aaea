"""Keeps whole public pages in the memory of the process, and answers 304 to whoever has the same page already.

What is kept belongs to one edition: the generation of the data and the day. A commit makes the generation larger, so
the next request after it, on any process, is answered from the database. docs/decisions/0006-generation-cache.md says
why it is built like this.

A visitor gets the page drawn anew with `Cache-Control: no-cache` in the request, as browsers send for a hard reload.
Inside a transaction nothing is kept either, because what it has written so far counts as one change.
"""

import gzip
import hashlib
from collections.abc import Callable
from http import HTTPStatus
from typing import NamedTuple, TypeGuard

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.cache import caches
from django.core.exceptions import DisallowedHost
from django.db import Error, InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.middleware.gzip import re_accepts_gzip
from django.utils.http import parse_etags
from django.utils.timezone import localdate

from listings.models import data_generation

Handler = Callable[[HttpRequest], HttpResponseBase]

LARGEST_PAGE = 100_000
"""Bytes of a page, as it is sent, above which it is not kept."""
NOT_PAGES = ("/admin/", "/healthz", "/readyz", settings.STATIC_URL)
"""How addresses begin that are never kept."""
VARIES_BY = {"cookie", "accept-encoding"}
"""Headers of a request that a kept page may depend on: it is for visitors without our cookies, and the key knows of
compression."""
ABOUT_THE_BODY = {"Content-Type", "Content-Length", "Content-Encoding"}
"""Headers that an answer without a body (304) leaves out."""


class Edition(NamedTuple):
    """What all pages that may be shown at one moment have in common."""

    generation: int
    day: str


class Page(NamedTuple):
    """A page as it is kept."""

    edition: Edition
    headers: dict[str, str]
    body: bytes


class PageCache:
    """Answer from memory where a page of the present edition is kept; stands before everything else.

    An address is kept from the second time that somebody asks for it: most addresses that crawlers make up are asked
    for once, and pages that never touch the database do not start to.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not is_for_everybody(request):
            return self.get_response(request)
        key = key_of(request)
        page: Page | None = caches["pages"].get(key) if key else None
        edition = present_edition() if page or (key and key in caches["addresses"]) else None
        if page and page.edition == edition:
            return unless_known(request, HttpResponse(page.body, headers=page.headers))
        response = self.get_response(request)
        if not is_the_same_for_everybody(response):
            return response
        describe(response)
        if key and request.method == "GET":
            keep(key, edition, response)
        return unless_known(request, response)


def is_for_everybody(request: HttpRequest) -> bool:
    """True when whoever asks is nobody in particular: reads a page, and carries nothing that this site gave them."""
    own_cookies = {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, CookieStorage.cookie_name}
    return (
        request.method in {"GET", "HEAD"}
        and not request.path_info.startswith(NOT_PAGES)
        and "HTTP_AUTHORIZATION" not in request.META
        and ("HTTP_COOKIE" not in request.META or own_cookies.isdisjoint(request.COOKIES))
    )


def key_of(request: HttpRequest) -> str | None:
    """Return under which name the page of a request is kept; None when it may not be kept or come from memory.

    That is so for a host that is not ours, and for visitors who ask for no kept answer (RFC 9111, section 5.2.1.4).
    """
    if "no-cache" in request.META.get("HTTP_CACHE_CONTROL", ""):
        return None
    try:
        host = request.get_host()
    except DisallowedHost:
        return None
    compressed = re_accepts_gzip.search(request.META.get("HTTP_ACCEPT_ENCODING", "")) is not None
    asked = (request.scheme, host, request.path, request.META.get("QUERY_STRING", ""), compressed)
    return hashlib.sha256(repr(asked).encode(errors="backslashreplace")).hexdigest()


def present_edition() -> Edition | None:
    """Return the edition that a page drawn from now on belongs to at least, or None where that cannot be known."""
    if connection.in_atomic_block:
        return None
    try:
        return Edition(read_generation(), localdate().isoformat())
    except Error:
        return None


def read_generation() -> int:
    """Return the generation in one statement, which at the same time shows whether the connection still works.

    Django would ask that first, with a statement of its own (CONN_HEALTH_CHECKS), and double the cost of a kept page.
    """
    connection.health_check_done = True  # type: ignore[attr-defined]  # the stubs do not know of it
    try:
        return data_generation()
    except (OperationalError, InterfaceError):
        connection.close()
        return data_generation()


def is_the_same_for_everybody(response: HttpResponseBase) -> TypeGuard[HttpResponse]:
    """True for a whole page that says nothing about, and gives nothing to, the visitor who asked for it."""
    return (
        isinstance(response, HttpResponse)
        and response.status_code == HTTPStatus.OK
        and not response.cookies
        and words_in(response, "Vary") <= VARIES_BY
        and words_in(response, "Cache-Control").isdisjoint({"private", "no-store"})
        and "'nonce-" not in response.get("Content-Security-Policy", "")
    )


def words_in(response: HttpResponseBase, header: str) -> set[str]:
    """Return the comma-separated words of a header, in small letters."""
    return {word.strip() for word in response.get(header, "").lower().split(",") if word.strip()}


def describe(response: HttpResponse) -> None:
    """Let browsers ask each time whether their copy is still right: it is while the text is, however compressed."""
    is_compressed = response.get("Content-Encoding") == "gzip"
    text = gzip.decompress(response.content) if is_compressed else response.content
    response.headers["ETag"] = f'W/"{hashlib.sha256(text).hexdigest()[:32]}"'
    response.headers.setdefault("Cache-Control", "no-cache")


def keep(key: str, edition: Edition | None, response: HttpResponse) -> None:
    """Keep a page whose edition is known; of another only remember that its address was asked for."""
    if edition is None:
        caches["addresses"].set(key, "asked for")
    elif len(response.content) <= LARGEST_PAGE:
        caches["pages"].set(key, Page(edition, dict(response.items()), response.content))


def unless_known(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Return the answer, or 304 with the same headers when the visitor has its text already."""
    known = {tag.removeprefix("W/") for tag in parse_etags(request.META.get("HTTP_IF_NONE_MATCH", ""))}
    if known.isdisjoint({response["ETag"].removeprefix("W/"), "*"}):
        return response
    headers = {name: value for name, value in response.items() if name not in ABOUT_THE_BODY}
    return HttpResponseNotModified(headers=headers)
