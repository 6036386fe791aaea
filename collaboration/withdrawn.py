"""Followed entries that were taken off the public pages: whoever follows one is told once that no news will come."""

import datetime
from collections import defaultdict
from collections.abc import Collection
from itertools import pairwise

from listings.models import Listing, ListingEvent

State = Listing.State


def when_withdrawn(listings: Collection[int]) -> dict[int, datetime.datetime]:
    """Return since when those of some listings are not public any more that were withdrawn, by number.

    One that was merged into another is not among them: its followers follow that one. Two queries at most.
    """
    gone = Listing.objects.filter(pk__in=listings, state=State.WITHDRAWN, merged_into__isnull=True)
    numbers = list(gone.filter(published_at__isnull=False).values_list("pk", flat=True))
    stood: dict[int, list[tuple[str, datetime.datetime]]] = defaultdict(list)
    events = ListingEvent.objects.filter(pgh_obj__in=numbers).order_by("pgh_id") if numbers else []
    for event in events:
        stood[event.pgh_obj_id].append((event.state, event.pgh_created_at))
    return {number: when for number, events in stood.items() if (when := _last_withdrawal(events))}


def _last_withdrawal(stood: list[tuple[str, datetime.datetime]]) -> datetime.datetime | None:
    """Return when a public listing was withdrawn last, given how it stood in turn; None where it was not public."""
    found = None
    for (before, _), (after, when) in pairwise(stood):
        if after == State.WITHDRAWN and before == State.PUBLISHED:
            found = when
    return found
