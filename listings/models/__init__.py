"""WHAT IS COMMON to projects and shared services."""

from listings.models.changes import DataChange, data_generation
from listings.models.history import (
    LinkEvent,
    ListingEvent,
    ListingOfficerEvent,
    ListingServiceArea,
    ListingServiceAreaEvent,
    ListingTopic,
    ListingTopicEvent,
    NameToResolveEvent,
    ParticipationEvent,
    RelatedListingEvent,
    SourceEvent,
    SynonymGroupEvent,
    TopicEvent,
)
from listings.models.listing import Listing, ListingQuerySet, Source
from listings.models.names import NameToResolve
from listings.models.participation import Participation
from listings.models.people import ListingOfficer
from listings.models.relations import Link, RelatedListing
from listings.models.search import SearchEntry, SearchEntryQuerySet, Word
from listings.models.subjects import ServiceArea, Topic
from listings.models.synonyms import SynonymGroup

__all__ = [
    "DataChange",
    "Link",
    "LinkEvent",
    "Listing",
    "ListingEvent",
    "ListingOfficer",
    "ListingOfficerEvent",
    "ListingQuerySet",
    "ListingServiceArea",
    "ListingServiceAreaEvent",
    "ListingTopic",
    "ListingTopicEvent",
    "NameToResolve",
    "NameToResolveEvent",
    "Participation",
    "ParticipationEvent",
    "RelatedListing",
    "RelatedListingEvent",
    "SearchEntry",
    "SearchEntryQuerySet",
    "ServiceArea",
    "Source",
    "SourceEvent",
    "SynonymGroup",
    "SynonymGroupEvent",
    "Topic",
    "TopicEvent",
    "Word",
    "data_generation",
]
