"""WHAT IS COMMON to projects and shared services."""

from listings.models.changes import DataChange, data_generation
from listings.models.listing import Listing, ListingQuerySet, Source
from listings.models.names import NameToResolve
from listings.models.participation import Participation
from listings.models.relations import Link, RelatedListing
from listings.models.search import SearchEntry, SearchEntryQuerySet, Word
from listings.models.subjects import ServiceArea, Topic
from listings.models.synonyms import SynonymGroup

__all__ = [
    "DataChange",
    "Link",
    "Listing",
    "ListingQuerySet",
    "NameToResolve",
    "Participation",
    "RelatedListing",
    "SearchEntry",
    "SearchEntryQuerySet",
    "ServiceArea",
    "Source",
    "SynonymGroup",
    "Topic",
    "Word",
    "data_generation",
]
