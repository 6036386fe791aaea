"""The admin for what projects and shared services have in common."""

from listings.admin.listings import ListingAdmin
from listings.admin.names import NameToResolveAdmin
from listings.admin.subjects import ServiceAreaAdmin, TopicAdmin
from listings.admin.synonyms import SynonymGroupAdmin
from listings.admin.uploads import ImportUploadAdmin

__all__ = [
    "ImportUploadAdmin",
    "ListingAdmin",
    "NameToResolveAdmin",
    "ServiceAreaAdmin",
    "SynonymGroupAdmin",
    "TopicAdmin",
]
