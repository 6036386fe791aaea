"""Pages for when something cannot be shown. None of them touches the database."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string


def error_page(status: int, template: str = "") -> HttpResponse:
    """Return the page for an HTTP status, drawn without the request: nobody is looked up.

    `template` is for a status with several causes; without it, it is the one called like the status.
    """
    response = HttpResponse(render_to_string(template or f"errors/{status}.html"), status=status)
    response["Cache-Control"] = "no-store"
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request itself is broken."""
    return error_page(400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: you may know of it but not do this."""
    return error_page(403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that was open too long or came from elsewhere."""
    return error_page(403, "errors/403_csrf.html")


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
