"""What stands in front of every page."""

from collections.abc import Callable

import psycopg
from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from procrastinate.exceptions import ConnectorException

from collabhub.views.errors import service_unavailable

Handler = Callable[[HttpRequest], HttpResponse]


class AnswerWithoutDatabase:
    """Answer 503 in words, with a time to come back, when the database cannot be reached."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, ConnectorException):  # the queue's own word for what its connection met
            away = isinstance(exception.__cause__, psycopg.OperationalError | psycopg.InterfaceError)
        else:
            away = isinstance(exception, OperationalError | InterfaceError)
        return service_unavailable(request) if away else None


class PrivatePages:
    """Let nobody keep a copy of what was shown to a person who signed in, or of the way in."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES or request.path_info.startswith("/account/"):
            patch_cache_control(response, private=True, no_store=True)
        return response
