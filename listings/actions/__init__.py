"""The only code that writes listings and what belongs to them. `by` is the person who acts, None for a command."""

from listings.actions.imported import ImportedEntry, save_imported
from listings.actions.names import add_partner_organisations, keep_as_partner, resolve_name
from listings.actions.saving import save_listing
from listings.actions.subjects import Loaded, save_service_areas
from listings.actions.synonyms import save_synonym_group, save_synonyms

__all__ = [
    "ImportedEntry",
    "Loaded",
    "add_partner_organisations",
    "keep_as_partner",
    "resolve_name",
    "save_imported",
    "save_listing",
    "save_service_areas",
    "save_synonym_group",
    "save_synonyms",
]
