"""Mails about taking part, claiming and doubting: what sends each, by the name of its template."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from listings.models import Doubt, Participation, ParticipationRequest
from listings.tasks import keepers, parts
from tests.support.factories import make_council, make_manager, make_project


def make_doubt(**fields: Any) -> Doubt:
    """Return an open doubt of a new council that it takes part in a new entry, unless `fields` say otherwise."""
    council = fields.get("organisation") or make_council()
    given: dict[str, Any] = {
        "organisation": council,
        "statement": "our-part",
        "words": "We never did.",
        "held": {"partner": {}},
    }
    listing = fields.pop("listing", None) or make_project(leads=[make_council()])
    return Doubt.objects.create(listing_id=listing.pk, **given | fields)


def make_participation_request(**fields: Any) -> ParticipationRequest:
    """Return the open request of a new council to take part in a new entry, unless `fields` say otherwise."""
    listing = fields.pop("listing", None) or make_project(leads=[make_council()])
    given: dict[str, Any] = {"organisation": fields.get("organisation") or make_council(), "words": "We do this too."}
    return ParticipationRequest.objects.create(listing_id=listing.pk, **given | fields)


def make_named_part(**fields: Any) -> Participation:
    """Return the part of a new council that only the lead of a new public entry names."""
    listing = fields.pop("listing", None) or make_project(leads=[make_council()])
    given: dict[str, Any] = {"organisation": fields.get("organisation") or make_council(), "role": "partner"}
    return Participation.objects.create(listing_id=listing.pk, standing="named", **given | fields)


def mails() -> dict[str, Callable[[], None]]:
    """Return what sends each mail."""
    reader = make_manager(make_council())
    answered = {"answered_at": timezone.now(), "answered_by": reader}
    entry = make_project(leads=[make_council()])
    between = {"listing_id": entry.pk, "organisation_id": make_council().pk, "to_id": reader.pk}
    return {
        "entry_claimed": lambda: keepers.entry_claimed(**between),
        "entry_withdrawn": lambda: keepers.entry_withdrawn(**between),
        "lead_added": lambda: keepers.lead_added(participation_id=entry.participations.get().pk, to_id=reader.pk),
        "partner_named": lambda: parts.partner_named(participation_id=make_named_part().pk, to_id=reader.pk),
        "part_declined": lambda: parts.part_declined(
            doubt_id=make_doubt(answer="stays-out", **answered).pk, to_id=reader.pk
        ),
        "entry_doubted": lambda: parts.entry_doubted(doubt_id=make_doubt().pk, to_id=reader.pk),
        "doubt_answered": lambda: parts.doubt_answered(
            doubt_id=make_doubt(answer="put-back", answer_words="It is in the minutes.", said_by=reader, **answered).pk
        ),
        "participation_request": lambda: parts.participation_request(
            request_id=make_participation_request().pk, to_id=reader.pk
        ),
        "participation_answered": lambda: parts.participation_answered(
            request_id=make_participation_request(answer="no", reason="It is over.", asked_by=reader, **answered).pk
        ),
    }
