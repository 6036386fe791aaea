"""Says in words what a change did to a listing."""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime

from councils.models import Membership, Organisation
from listings.history.events import Change, Describe, Happening
from listings.history.words import Run, compare
from listings.models import (
    LinkEvent,
    Listing,
    ListingEvent,
    ListingOfficerEvent,
    ListingServiceAreaEvent,
    ListingTopicEvent,
    ParticipationEvent,
    PhaseChangeEvent,
    RelatedListingEvent,
    ServiceArea,
    SourceEvent,
    Topic,
    UpdateEvent,
)

SENTENCES = 300
"""Characters. A column that holds at least so many is for sentences, and is compared word for word."""
ENTRY_ADDED = "Entry added"
NOT_TOLD = {"kind", "published_at", "key", "name_to_resolve", "listing"}
NOT_TOLD |= {"submitted_at", "changed_since_review_at", "noted_at", "written_at", "written_by"}
"""Columns that nobody edits, or that say what another, or the change itself, says."""


@dataclass(frozen=True)
class Difference:
    """One thing that changed: from what, to what, or word for word."""

    label: str
    before: str = ""
    after: str = ""
    runs: tuple[Run, ...] = ()


def differences(change: Change, listing: Listing, describe: Describe) -> list[Difference]:
    """Return what a change did to a listing, each thing in words."""
    return [told for happening in change.happenings for told in _tell(happening, listing, describe)]


def _tell(happening: Happening, listing: Listing, describe: Describe) -> Iterator[Difference]:
    event = happening.event
    name_row = NAMES.get(type(event))
    if name_row is None:
        yield from _own_columns(happening, describe)
        return
    noun, name = name_row(event, listing, describe)
    if happening.before is not None:
        yield from _columns(happening, describe, of=f"{noun} {name}: ")
    elif isinstance(event, UpdateEvent):
        said = " ".join(filter(None, (event.happened, event.next_step)))
        yield Difference(f"{noun} {name} {'removed' if happening.is_removal else 'added'}", after=said)
    elif isinstance(event, ListingOfficerEvent):
        yield Difference(f"{'No longer looked' if happening.is_removal else 'Looked'} after by {name}")
    else:
        yield Difference(f"{noun} {'removed' if happening.is_removal else 'added'}", after=name)


def _own_columns(happening: Happening, describe: Describe) -> Iterator[Difference]:
    """Yield what changed in the listing's own columns; of a new listing, what is not as it would be by itself."""
    if happening.is_removal:
        yield from [Difference("Entry deleted")] if isinstance(happening.event, ListingEvent) else []
        return
    if happening.before is None and isinstance(happening.event, ListingEvent):
        yield Difference(ENTRY_ADDED)
    yield from _columns(happening, describe)


def _columns(happening: Happening, describe: Describe, *, of: str = "") -> Iterator[Difference]:
    """Yield the columns that differ; `of` says of what, where that is not the listing itself."""
    event, before = happening.event, happening.before
    for column in event._meta.concrete_fields:
        if column.name in NOT_TOLD or column.name.startswith("pgh_"):
            continue
        new = getattr(event, column.attname)
        old = getattr(before, column.attname) if before else column.get_default()
        if old == new or (before is None and not new):
            continue
        label = f"{of}{column.verbose_name}" if of else capfirst(str(column.verbose_name))
        was, is_now = (_in_words(column, value, describe) for value in (old if before else None, new))
        if was and is_now and _is_for_sentences(column):
            yield Difference(label, runs=tuple(compare(was, is_now)))
        else:
            yield Difference(label, was, is_now)


def _is_for_sentences(column: Any) -> bool:
    return column.get_internal_type() == "TextField" or (column.max_length or 0) >= SENTENCES


def _in_words(column: Any, value: Any, describe: Describe) -> str:
    """Return a value as people read it; empty for none."""
    if value is None or value == "":
        return ""
    if column.is_relation:
        return describe(column.related_model, value)
    if column.flatchoices:
        return str(dict(column.flatchoices).get(value, value))
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime.datetime):
        return date_format(localtime(value), "j F Y, H:i")
    if isinstance(value, datetime.date):
        return date_format(value, "j F Y")
    if hasattr(value, "in_words"):
        return str(value.in_words())
    return f"{value:,}" if isinstance(value, int) else str(value)


# What the rows that belong to a listing are called: a noun, and which one


def _participant(event: Any, listing: Listing, describe: Describe) -> tuple[str, str]:
    name = describe(Organisation, event.organisation_id) if event.organisation_id else event.written_name
    return event.get_role_display(), name


def _service_area(event: Any, listing: Listing, describe: Describe) -> tuple[str, str]:
    return "Service area", describe(ServiceArea, event.servicearea_id)


def _topic(event: Any, listing: Listing, describe: Describe) -> tuple[str, str]:
    return "Topic", describe(Topic, event.topic_id)


def _link(event: Any, listing: Listing, describe: Describe) -> tuple[str, str]:
    return "Link", f"{event.get_kind_display()}, {event.url}"


def _source(event: Any, listing: Listing, describe: Describe) -> tuple[str, str]:
    return "Source", f"{event.name}, {event.url}"


def _stage(event: Any, listing: Listing, describe: Describe) -> tuple[str, str]:
    if event.later_id == listing.pk:
        return "Earlier stage", describe(Listing, event.earlier_id)
    return "Later stage", describe(Listing, event.later_id)


def _officer(event: Any, listing: Listing, describe: Describe) -> tuple[str, str]:
    return "Officer", describe(Membership, event.membership_id)


def _phase_change(event: Any, listing: Listing, describe: Describe) -> tuple[str, str]:
    return "Date of a phase", f"{event.get_phase_display()}, since {event.since.in_words()}"


def _update(event: Any, listing: Listing, describe: Describe) -> tuple[str, str]:
    return "Update by", describe(Organisation, event.organisation_id)


NAMES: dict[type[Model], Callable[[Any, Listing, Describe], tuple[str, str]]] = {
    ParticipationEvent: _participant,
    ListingServiceAreaEvent: _service_area,
    ListingTopicEvent: _topic,
    LinkEvent: _link,
    SourceEvent: _source,
    RelatedListingEvent: _stage,
    ListingOfficerEvent: _officer,
    PhaseChangeEvent: _phase_change,
    UpdateEvent: _update,
}
