"""WHAT IS COMMON to projects and shared services."""

from listings.models.changes import DataChange, data_generation
from listings.models.history import (
    DoubtEvent,
    LinkEvent,
    ListingEvent,
    ListingOfficerEvent,
    ListingServiceArea,
    ListingServiceAreaEvent,
    ListingTopic,
    ListingTopicEvent,
    NameToResolveEvent,
    ParticipationEvent,
    ParticipationRequestEvent,
    PhaseChangeEvent,
    RelatedListingEvent,
    SourceEvent,
    SynonymGroupEvent,
    TopicEvent,
    UpdateEvent,
)
from listings.models.listing import Listing, ListingQuerySet, Source
from listings.models.moderation import Decision, Doubt
from listings.models.names import NameToResolve
from listings.models.participation import Participation
from listings.models.people import ListingOfficer
from listings.models.progress import PhaseChange, Update
from listings.models.relations import Link, RelatedListing
from listings.models.requests import ParticipationRequest, StartCheck
from listings.models.reviews import ReviewMail, ReviewNotice
from listings.models.search import SearchEntry, SearchEntryQuerySet, Word
from listings.models.subjects import ServiceArea, Topic
from listings.models.synonyms import SynonymGroup
from listings.models.uploads import ImportUpload

__all__ = [
    "DataChange",
    "Decision",
    "Doubt",
    "DoubtEvent",
    "ImportUpload",
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
    "ParticipationRequest",
    "ParticipationRequestEvent",
    "PhaseChange",
    "PhaseChangeEvent",
    "RelatedListing",
    "RelatedListingEvent",
    "ReviewMail",
    "ReviewNotice",
    "SearchEntry",
    "SearchEntryQuerySet",
    "ServiceArea",
    "Source",
    "SourceEvent",
    "StartCheck",
    "SynonymGroup",
    "SynonymGroupEvent",
    "Topic",
    "TopicEvent",
    "Update",
    "UpdateEvent",
    "Word",
    "data_generation",
]
