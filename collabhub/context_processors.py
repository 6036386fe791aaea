"""What every page may use."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, str]:
    """The site's own address, and this page's lasting one: without filters, sorting or pages."""
    return {"site_url": settings.SITE_URL, "canonical_url": f"{settings.SITE_URL}{request.path}"}
