"""How much of the directory there is in each region, as a map and as numbers."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.db.models import Count, Q

from councils.geography import Region
from listings.models import Listing, ListingQuerySet, Participation

OUTLINES = Path(__file__).resolve().parent.parent / "councils" / "data" / "region_outlines.json"
SHADES = 4


@dataclass(frozen=True)
class RegionOnTheMap:
    """One region: its outline as an SVG path, and the listings in which an organisation from there takes part."""

    name: str
    outline: str
    projects: int
    services: int
    shade: int
    """0 for none, then 1 to SHADES by its share of the largest number."""


@cache
def outlines() -> dict[str, Any]:
    """Return the outlines of the regions, their viewBox and their licence."""
    read: dict[str, Any] = json.loads(OUTLINES.read_text(encoding="utf-8"))
    return read


def regions_on_the_map(listings: ListingQuerySet) -> list[RegionOnTheMap]:
    """Return every region with the number of `listings` that an organisation from there takes part in."""
    numbers = (
        Participation.objects.filter(listing__in=listings.order_by().values("pk"))
        .order_by()
        .values_list("organisation__region")
        .annotate(
            projects=Count("listing", distinct=True, filter=Q(listing__kind=Listing.Kind.PROJECT)),
            services=Count("listing", distinct=True, filter=Q(listing__kind=Listing.Kind.SERVICE)),
        )
    )
    counts = {region: (projects, services) for region, projects, services in numbers}
    most = max((sum(counts.get(region, (0, 0))) for region in Region.values), default=0) or 1
    return [
        RegionOnTheMap(
            name=region,
            outline=outlines()["outlines"][region],
            projects=(of_kinds := counts.get(region, (0, 0)))[0],
            services=of_kinds[1],
            shade=-(-sum(of_kinds) * SHADES // most),
        )
        for region in Region.values
    ]
