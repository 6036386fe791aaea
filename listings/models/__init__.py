"""WHAT IS COMMON to projects and shared services."""

from listings.models.listing import Listing, ListingQuerySet, Source
from listings.models.names import NameToResolve
from listings.models.participation import Participation
from listings.models.relations import Link, RelatedListing
from listings.models.subjects import ServiceArea, Topic

__all__ = [
    "Link",
    "Listing",
    "ListingQuerySet",
    "NameToResolve",
    "Participation",
    "RelatedListing",
    "ServiceArea",
    "Source",
    "Topic",
]
