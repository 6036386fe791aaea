"""The page on which two entries are compared before one goes into the other."""

from typing import Any

from django import forms
from django.http import HttpRequest

from listings.admin.moderating.forms import MergeForm
from listings.models import Listing
from listings.similar.finding import similar_to
from listings.similar.work import Work

MOST_OFFERED = 8


def merge_context(request: HttpRequest, listing: Listing, form: forms.Form) -> dict[str, Any]:
    """Return what the page shows: entries that may be meant, or the two side by side and what goes along."""
    is_asked = "into" in request.GET and request.method != "POST"
    asked = MergeForm(request.GET if is_asked else None)
    chosen = asked.cleaned_data["into"] if asked.is_valid() else None
    if chosen is not None and chosen.pk == listing.pk:
        asked.add_error("into", "This is the entry itself: choose another")
        chosen = None
    return {
        "search": form if form.is_bound and not is_asked else asked,
        "into": chosen,
        "offered": [] if chosen else _offered(request, listing),
        "goes_along": _goes_along(listing),
        "compared": [_facts(listing), _facts(chosen)] if chosen else [],
    }


def _offered(request: HttpRequest, listing: Listing) -> list[dict[str, Any]]:
    """Return entries that may be about the same work, with the reason."""
    alike = similar_to(Work.of(listing), request.user, limit=MOST_OFFERED)
    return [{"listing": one.listing, "reason": one.reason} for one in alike]


def _goes_along(listing: Listing) -> list[tuple[str, int]]:
    """Return what belongs to an entry, each with its number; without what there is none of."""
    found = [
        ("who takes part", listing.participations.count()),
        ("who looks after it", listing.listing_officers.count()),
        ("links", listing.links.count()),
        ("sources", listing.sources.count()),
        ("service areas", listing.service_areas.count()),
        ("topics", listing.topics.count()),
        ("updates", listing.updates.count()),
        ("dates of phases", listing.phase_changes.count()),
        ("stages", listing.later_stages.count() + listing.earlier_stages.count()),
        ("requests to take part", listing.participation_requests.count()),
    ]
    return [(name, number) for name, number in found if number]


def _facts(listing: Listing) -> dict[str, Any]:
    """Return what tells whether two entries are about the same work."""
    return {
        "listing": listing,
        "areas": [area.label for area in listing.service_areas.all()],
        "sources": list(listing.sources.all()),
    }
