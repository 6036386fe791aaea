"""What every page may use."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, str]:
    """The site's own address, and this page's lasting one: without filters, sorting or pages.

    `section` is the part of the site that the header marks, by the first word of the address: views may name another.
    """
    return {
        "site_url": settings.SITE_URL,
        "canonical_url": f"{settings.SITE_URL}{request.path}",
        "section": request.path.split("/")[1],
    }
