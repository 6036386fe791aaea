"""When the owners of an entry are next asked whether it is still true."""

import datetime

from listings.models.listing import REVIEW_AFTER, Listing
from listings.phases import Phase

BY_PHASE: dict[str, datetime.timedelta] = {
    Phase.IDEA: datetime.timedelta(days=182),
    Phase.DISCOVERY: datetime.timedelta(days=91),
    Phase.ALPHA: datetime.timedelta(days=91),
    Phase.BETA: datetime.timedelta(days=182),
    Phase.LIVE: REVIEW_AFTER,
}
"""How long a confirmation lasts: 3 months where much changes, 12 where little does, also for all that has ended."""


def next_review_date(listing: Listing, today: datetime.date) -> datetime.date:
    """Return the review date of an entry, as its own model, that is confirmed today."""
    phase = "" if listing.is_ended else getattr(listing, "phase", "")
    return today + BY_PHASE.get(phase, REVIEW_AFTER)
