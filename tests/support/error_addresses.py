"""The site's addresses, and some for what otherwise only a fault would show."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import path

from collabhub.urls import handler400, handler403, handler404, handler500
from collabhub.urls import urlpatterns as addresses
from collabhub.views.errors import csrf_failure, error_page

STATUSES = (400, 403, 404, 413, 429, 500, 503)
ERROR_PAGES = {f"error {status}": f"/error/{status}/" for status in STATUSES} | {"error 403 csrf": "/error/403/form/"}

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


def show(request: HttpRequest, status: int) -> HttpResponse:
    """Show the page for a status."""
    return error_page(status)


def fail(request: HttpRequest) -> HttpResponse:
    """Fail in a way that nobody foresaw."""
    raise ValueError("a secret detail")


def refuse(request: HttpRequest) -> HttpResponse:
    """Refuse whoever asks."""
    raise PermissionDenied


urlpatterns = [
    *addresses,
    path("error/<int:status>/", show),
    path("error/403/form/", csrf_failure),
    path("fail/", fail),
    path("refuse/", refuse),
]
