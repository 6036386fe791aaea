"""Keeps crawlers that try out combinations of filters from using up the site, and people from noticing.

There are more combinations of filters than anybody could ever read, and programs follow every link. What people do is
never limited: up to three filters, and the first fifty pages of a list. Beyond that an address may go on at the pace of
a person, and all visitors together at one that the site can bear. Pages that are kept (collabhub.page_cache) never get
here, nor are people who signed in limited. Counted in the memory of each process: a refusal costs no statement.
"""

import contextlib
import functools
import time

from django.conf import settings
from django.core.cache import caches
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase

from collabhub.page_cache import Handler
from collabhub.views.errors import error_page
from councils.sign_in.clients import client_of

NO_FILTERS = {"q", "sort", "page"}
"""Words of a query string that choose nothing."""
FREE_FILTERS = 3
"""Chosen values up to which nobody is ever limited."""
MOST_FILTERS = 12
"""Chosen values beyond which only people who signed in get an answer."""
FREE_PAGES = 50
"""Pages of a list up to which nobody is ever limited."""
A_MINUTE = 20
"""Limited pages for one address, by each process. Several people may share an address, so it is no one person's."""
A_MINUTE_FOR_ALL = 60
"""Limited pages for all addresses together, by each process."""
RETRY_AFTER = "60"
"""Seconds."""


class CrawlerLimit:
    """Answer 429 in words, with the way to all the data, to what no person would ask for so often."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if settings.LIMIT_CRAWLERS and is_too_much(request):
            headers = {"Cache-Control": "no-store", "Retry-After": RETRY_AFTER}
            return HttpResponse(drawn_once(), status=429, headers=headers)
        return self.get_response(request)


def is_too_much(request: HttpRequest) -> bool:
    """True for what no person would ask for, or not so often; counts a page that goes deep as opened."""
    filters = filters_in(request.GET)
    if filters <= FREE_FILTERS and not is_far_down(request.GET.get("page", "")):
        return False
    if is_signed_in(request):
        return False
    if filters > MOST_FILTERS:
        return True
    return not (is_within_pace(client_of(request), A_MINUTE) and is_within_pace("everybody", A_MINUTE_FOR_ALL))


def filters_in(query: QueryDict) -> int:
    """Return how many values a query string chooses; what a form sends empty chooses nothing."""
    return sum(bool(value) for name, values in query.lists() if name not in NO_FILTERS for value in values)


def is_far_down(page: str) -> bool:
    """True for the number of a page that is far down a list."""
    digits = page.lstrip("0")
    return digits.isdecimal() and (len(digits) > len(str(FREE_PAGES)) or int(digits) > FREE_PAGES)


def is_signed_in(request: HttpRequest) -> bool:
    """True for a person with an account. Whoever sends no session cookie costs no statement.

    Without the database nobody is: then the page itself says what is wrong.
    """
    with contextlib.suppress(OperationalError, InterfaceError):
        return request.user.is_authenticated
    return False


def is_within_pace(who: str, a_minute: int) -> bool:
    """True while `who` opens at most `a_minute` pages at once and, from then on, as many each minute."""
    now = time.time()
    left, then = caches["visitors"].get(who, (a_minute, now))
    left = min(a_minute, left + max(now - then, 0) * a_minute / 60)
    if left < 1:
        return False
    caches["visitors"].set(who, (left - 1, now))
    return True


@functools.cache
def drawn_once() -> bytes:
    """The page that says how to go on, and where all the data can be had; the same for everybody."""
    return error_page(429).content
