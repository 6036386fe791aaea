"""Listings and organisations as schema.org describes them, for search engines."""

from typing import Any

from django.conf import settings

from councils.models import Organisation
from listings.models import Listing, Participation


def address(thing: Any) -> str:
    """Return the full address of a page of ours."""
    return f"{settings.SITE_URL}{thing.get_absolute_url()}"


def organisation_as_linked_data(organisation: Organisation) -> dict[str, Any]:
    """Return schema.org's GovernmentOrganization for councils, Organization for others."""
    return {
        "@context": "https://schema.org",
        "@type": "GovernmentOrganization" if organisation.is_council else "Organization",
        "@id": address(organisation),
        "name": organisation.name,
        "alternateName": organisation.short_name if organisation.short_name != organisation.name else "",
        "url": "" if organisation.is_abolished else organisation.website,
        "identifier": organisation.gss_code or "",
        "foundingDate": str(organisation.start_date or ""),
        "dissolutionDate": str(organisation.end_date or ""),
    }


def part_as_linked_data(part: Participation, word: str) -> dict[str, Any]:
    """Return who takes part in a listing. `word` is the property that it stands in.

    One that only the lead names stands in a role that says so (schema.org's Role: the property repeats inside it).
    """
    organisation = {"@type": "Organization", "name": part.name}
    if part.organisation:
        organisation["@id"] = address(part.organisation)
    if not part.is_named_only:
        return organisation
    said = f"{part.get_role_display()}, {part.get_standing_display().lower()}"
    return {"@type": "OrganizationRole", "roleName": said, word: organisation}


def listing_as_linked_data(listing: Listing) -> dict[str, Any]:
    """Return schema.org's Project for projects, GovernmentService for shared services."""
    word = "provider" if listing.kind == Listing.Kind.SERVICE else "member"
    taking_part = [part_as_linked_data(part, word) for part in listing.participants("lead", "partner")]
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@id": address(listing),
        "name": listing.title,
        "description": listing.summary,
        "url": address(listing),
    }
    if listing.kind == Listing.Kind.SERVICE:
        areas = [area.label for area in listing.service_areas.all()]
        return data | {"@type": "GovernmentService", "serviceType": areas, word: taking_part}
    return data | {
        "@type": "Project",
        "foundingDate": str(listing.started),
        word: taking_part,
        "keywords": [topic.name for topic in listing.topics.all()],
    }
