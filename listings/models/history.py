"""The history of listings and of everything that belongs to them."""

from directory.history import tracked
from listings.models.listing import Listing, Source
from listings.models.moderation import Doubt
from listings.models.names import NameToResolve
from listings.models.participation import Participation
from listings.models.people import ListingOfficer
from listings.models.progress import PhaseChange, Update
from listings.models.relations import Link, RelatedListing
from listings.models.requests import ParticipationRequest
from listings.models.subjects import Topic
from listings.models.synonyms import SynonymGroup


class ListingServiceArea(Listing.service_areas.through):  # type: ignore[name-defined]  # made at run time
    """A service area of a listing, so that its coming and going can be tracked."""

    class Meta:
        proxy = True
        default_permissions = ()


class ListingTopic(Listing.topics.through):  # type: ignore[name-defined]  # made at run time
    """A topic of a listing, so that its coming and going can be tracked."""

    class Meta:
        proxy = True
        default_permissions = ()


# The words of the address follow from the title, the moments are those of the events, and the key is a form's.
ListingEvent = tracked(Listing, without=["slug", "created_at", "updated_at", "start_key"])
# The facts as imported are large, and are the file's, not a person's.
SourceEvent = tracked(Source, without=["imported"], looked_up_by=["listing"])
ParticipationEvent = tracked(Participation, without=["told_at"], looked_up_by=["listing"])
LinkEvent = tracked(Link, looked_up_by=["listing"])
RelatedListingEvent = tracked(RelatedListing, looked_up_by=["earlier", "later"])
ListingServiceAreaEvent = tracked(ListingServiceArea, looked_up_by=["listing"])
ListingTopicEvent = tracked(ListingTopic, looked_up_by=["listing"])
ListingOfficerEvent = tracked(ListingOfficer, looked_up_by=["listing"])
UpdateEvent = tracked(Update, without=["key"], looked_up_by=["listing"])
PhaseChangeEvent = tracked(PhaseChange, looked_up_by=["listing"])
# What people wrote to each other in their own words may name them.
ParticipationRequestEvent = tracked(ParticipationRequest, without=["words", "reason"], looked_up_by=["listing"])
DoubtEvent = tracked(Doubt, without=["words", "answer_words", "held"], looked_up_by=["listing"])
TopicEvent = tracked(Topic)
NameToResolveEvent = tracked(NameToResolve)
SynonymGroupEvent = tracked(SynonymGroup)
