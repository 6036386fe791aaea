"""The five answers without which an entry is not sent in. All others are optional."""

from typing import NamedTuple

from listings.models import Listing


class Required(NamedTuple):
    """A required answer: the field of the entry, and the question as people call it."""

    field: str
    question: str


def missing_answers(listing: Listing) -> list[Required]:
    """Return the required answers that a project or shared service does not have yet, in the order of asking."""
    phase = "phase" if listing.kind == Listing.Kind.PROJECT else "delivery_model"
    has = {
        Required("title", "title"): bool(listing.title),
        Required("summary", "summary"): bool(listing.summary),
        Required("service_areas", "service area"): listing.service_areas.exists(),
        Required(phase, phase.replace("_", " ")): bool(getattr(listing, phase)),
        Required("lead", "lead"): any(part.organisation_id and not part.left for part in listing.leads),
    }
    return [answer for answer, is_there in has.items() if not is_there]
