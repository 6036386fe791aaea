"""What moderators have not seen yet of an entry: what it said before beside what it says now, field by field.

Read from the history (docs/decisions/0010-history.md). A transaction's events bear the moment at which it began, and so
does `changed_since_review_at`: what an entry said before is, in each table, each row's last event before that moment.
Who looks after an entry is left out, and whoever confirmed it: names of people are nobody's business here.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.text import capfirst

from directory.history import EVENTS
from listings.history.events import Change, Describe, Happening
from listings.history.telling import differences
from listings.history.words import Run, What
from listings.models import (
    LinkEvent,
    Listing,
    ListingEvent,
    ListingServiceAreaEvent,
    ListingTopicEvent,
    ParticipationEvent,
    RelatedListingEvent,
    UpdateEvent,
)

NOT_SAID = (
    "state",
    "confirmed_at",
    "confirmed_by",
    "review_date",
    "submitted_at",
    "changed_since_review_at",
    "merged_into",
)
"""Columns of a listing that are about the entry, not about the work."""
BELONGING: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (ParticipationEvent, ("listing",)),
    (ListingServiceAreaEvent, ("listing",)),
    (ListingTopicEvent, ("listing",)),
    (LinkEvent, ("listing",)),
    (RelatedListingEvent, ("earlier", "later")),
    (UpdateEvent, ("listing",)),
)
"""What belongs to a listing, and the columns in which its events name the listing."""
UPDATE = "Update"


@dataclass(frozen=True)
class Row:
    """One thing that an entry says: what, in which words before, and in which now. Empty for nothing."""

    label: str
    old: tuple[Run, ...] = ()
    new: tuple[Run, ...] = ()


def unseen(listing: Listing) -> Change:
    """Return what moderators have not seen of an entry, as one change: everything of one that was never public before.

    `listing` is a project or a shared service. What came and went again in between is not in it.
    """
    since = listing.changed_since_review_at
    if since is None:
        return everything(listing)
    before = _latest(ListingEvent.objects.filter(pgh_obj=listing.pk, pgh_created_at__lt=since), "pgh_obj_id").first()
    if before is None or before.state != Listing.State.PUBLISHED:
        return everything(listing)
    return _change(listing, since)


def everything(listing: Listing) -> Change:
    """Return all that an entry says, as one change from nothing."""
    return _change(listing, None)


def side_by_side(change: Change, listing: Listing, describe: Describe) -> list[Row]:
    """Return a change as rows of a table, each with the words before and the words now."""
    left_out = {capfirst(str(ListingEvent._meta.get_field(name).verbose_name)) for name in NOT_SAID}
    updates = [one for one in change.happenings if isinstance(one.event, UpdateEvent)]
    others = [one for one in change.happenings if not isinstance(one.event, UpdateEvent)]
    told = differences(Change(change.when, None, "", others), listing, describe)
    rows = [_row(one.label, one.before, one.after, one.runs) for one in told if one.label not in left_out]
    return [*(row for row in rows if row.old or row.new), *map(_of_update, updates)]


def _change(listing: Listing, since: datetime.datetime | None) -> Change:
    """Return what became of an entry since a moment, or since ever, as one change."""
    happenings: list[Happening] = []
    for events, columns in ((ListingEvent, ("pgh_obj",)), (EVENTS[type(listing)], ("pgh_obj",)), *BELONGING):
        named = [Q(**{column: listing.pk}) for column in columns]
        happenings += _net(events.objects.filter(Q(*named, _connector=Q.OR)), since)
    return Change(since or listing.created_at, None, "", happenings)


def _net(events: QuerySet[Any], since: datetime.datetime | None) -> Iterator[Happening]:
    """Yield for each row what it is now and what it was before, where that differs."""
    before = {}
    if since is not None:
        before = {event.pgh_obj_id: event for event in _latest(events.filter(pgh_created_at__lt=since), "pgh_obj_id")}
    for event in _latest(events, "pgh_obj_id"):
        was = before.get(event.pgh_obj_id)
        was = None if was is None or was.pgh_label == "delete" else was
        is_gone = event.pgh_label == "delete"
        if (was is None and is_gone) or (was is not None and was.pgh_id == event.pgh_id):
            continue
        # A removal is told by its own event; anything else by what the row was before.
        yield Happening(event, None if is_gone else was)


def _latest(events: QuerySet[Any], row: str) -> QuerySet[Any]:
    """Return the last of these events of each row."""
    return events.order_by(row, "-pgh_id").distinct(row)


def _row(label: str, before: str, after: str, runs: tuple[Run, ...]) -> Row:
    """Return a difference as the history tells it, as two columns."""
    if runs:
        old = tuple(run for run in runs if run.what != What.ADDED)
        return Row(label, old, tuple(run for run in runs if run.what != What.REMOVED))
    if label.endswith(" removed"):
        return Row(label.removesuffix(" removed"), old=(Run(What.REMOVED, after),))
    old = (Run(What.REMOVED, before),) if before else ()
    return Row(label.removesuffix(" added"), old, (Run(What.ADDED, after),) if after else ())


def _of_update(happening: Happening) -> Row:
    """Return an update that was written, changed or taken away."""

    def words(event: Any, what: What) -> tuple[Run, ...]:
        return (Run(what, " ".join(filter(None, [event.happened, event.next_step]))),) if event else ()

    if happening.is_removal:
        return Row(UPDATE, old=words(happening.event, What.REMOVED))
    return Row(UPDATE, words(happening.before, What.REMOVED), words(happening.event, What.ADDED))
