"""Pages for when something cannot be shown. None of them touches the database."""

from typing import Any

from django.core.exceptions import BadRequest, DisallowedHost, RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.middleware.csrf import get_token
from django.template.loader import render_to_string

from councils.kept_text import typed_fields, typed_texts


def error_page(status: int, template: str = "", context: dict[str, Any] | None = None) -> HttpResponse:
    """Return the page for an HTTP status, drawn without the request: nobody is looked up.

    `template` is for a status with several causes; without it, it is the one called like the status.
    """
    response = HttpResponse(render_to_string(template or f"errors/{status}.html", context), status=status)
    response["Cache-Control"] = "no-store"
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request itself is broken; 413 when a form holds more than the site takes."""
    if isinstance(exception, RequestDataTooBig):
        return error_page(413)
    return error_page(400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: you may know of it but not do this."""
    return error_page(403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that was open too long or came from elsewhere.

    What somebody typed into a page of this site is shown to be copied, or to be sent again by pressing a button. What
    came from another site is never shown: it could make people send what a stranger wrote.
    """
    context: dict[str, Any] = {}
    try:
        if is_from_this_site(request) and not request.path.startswith("/account/") and (texts := typed_texts(request)):
            sent = [(name, value) for name, values in typed_fields(request).items() for value in values]
            again = [] if request.FILES else sent
            context = {
                "texts": texts,
                "again": again,
                "path": request.get_full_path(),
                "csrf_token": get_token(request),
            }
    except (BadRequest, SuspiciousOperation, UnreadablePostError):
        pass  # what cannot be read cannot be shown
    return error_page(403, "errors/403_csrf.html", context)


def is_from_this_site(request: HttpRequest) -> bool:
    """True for a form of which the browser says that a page of this very site sent it. Other sites cannot say so."""
    try:
        own = f"{request.scheme}://{request.get_host()}"
    except DisallowedHost:
        return False
    return request.headers.get("Origin") == own


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: nothing here, or nothing you may know of."""
    return error_page(404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault."""
    return error_page(500)


def service_unavailable(request: HttpRequest) -> HttpResponse:
    """503: the database cannot be reached; says when to come back."""
    response = error_page(503)
    response["Retry-After"] = "30"
    return response
