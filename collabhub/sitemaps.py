"""What search engines are told about."""

import datetime
from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse

from councils.models import Organisation
from listings.models import Listing, ServiceArea

PAGES = [
    "home",
    "projects",
    "services",
    "councils",
    "service-areas",
    "wanted",
    "calls",
    "outcomes",
    "about",
    "rules",
    "accessibility",
    "privacy",
    "data",
]


class SiteMap(Sitemap):
    """A part of the map, with this site's own address in every entry."""

    protocol = "https" if settings.HTTPS else "http"

    def get_domain(self, site: Any = None) -> str:
        return settings.SITE_URL.partition("://")[2]


class PagesMap(SiteMap):
    def items(self) -> list[str]:
        return PAGES

    def location(self, item: str) -> str:
        return reverse(item)


class ListingsMap(SiteMap):
    def items(self) -> QuerySet[Listing]:
        return Listing.objects.published().only("id", "kind", "slug", "updated_at").order_by("id")

    def lastmod(self, item: Listing) -> datetime.datetime:
        return item.updated_at


class OrganisationsMap(SiteMap):
    def items(self) -> QuerySet[Organisation]:
        return Organisation.objects.only("id", "slug").order_by("id")


class ServiceAreasMap(SiteMap):
    def items(self) -> QuerySet[ServiceArea]:
        return ServiceArea.objects.all()


SITEMAPS = {
    "pages": PagesMap,
    "listings": ListingsMap,
    "organisations": OrganisationsMap,
    "service-areas": ServiceAreasMap,
}
