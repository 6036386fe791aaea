"""Reads the events of one listing from the tables of its history, one page of changes at a time."""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Model, OuterRef, Q, QuerySet, Subquery

from directory.history import AS_IT_STOOD, EVENTS
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
    SourceEvent,
    UpdateEvent,
)

CHANGES_ON_A_PAGE = 50

Moment = tuple[datetime.datetime, uuid.UUID | None]
"""When a transaction began, and the context in which it wrote: what tells one change from another."""


@dataclass(frozen=True)
class Table:
    """A table of events, and the columns in which they name their listing."""

    events: Any
    of: tuple[str, ...] = ("listing",)

    def of_listing(self, listing: Listing) -> QuerySet[Any]:
        """The events of a listing, but for the rows that were there before the table had a history."""
        named = [Q(**{column: listing.pk}) for column in self.of]
        ours = named[0] if len(named) == 1 else named[0] | named[1]
        return self.events.objects.filter(ours).exclude(pgh_label=AS_IT_STOOD)


BELONGING = (
    Table(ParticipationEvent),
    Table(ListingServiceAreaEvent),
    Table(ListingTopicEvent),
    Table(LinkEvent),
    Table(SourceEvent),
    Table(RelatedListingEvent, of=("earlier", "later")),
    Table(ListingOfficerEvent),
    Table(PhaseChangeEvent),
    Table(UpdateEvent),
)


@dataclass
class Happening:
    """What was written to one row, and what the row was before; None for a new row."""

    event: Any
    before: Any

    @property
    def is_removal(self) -> bool:
        return self.event.pgh_label == "delete"


@dataclass
class Change:
    """All that one person or command did at one time."""

    when: datetime.datetime
    user: int | None
    door: str
    happenings: list[Happening] = field(default_factory=list)


def page_of_changes(listing: Listing, number: Any) -> tuple[Page[Moment], list[Change]]:
    """Return a page of a listing's history, newest first: where it stands among the others, and its changes.

    `listing` is a project or a shared service. A number that is no page leads to the nearest.
    """
    tables = (Table(ListingEvent, of=("pgh_obj",)), Table(EVENTS[type(listing)], of=("pgh_obj",)), *BELONGING)
    moments = [table.of_listing(listing).values_list("pgh_created_at", "pgh_context_id") for table in tables]
    newest_first = moments[0].union(*moments[1:]).order_by("-pgh_created_at", "pgh_context_id")
    page = Paginator(newest_first, CHANGES_ON_A_PAGE).get_page(number)
    shown: list[Moment] = list(page)
    happenings = _happenings(listing, tables, shown) if shown else {}
    return page, [_change(list(together), happenings) for _, together in groupby(shown, _transaction_or_context)]


def _transaction_or_context(moment: Moment) -> Any:
    """Return what changes that belong together have in common."""
    return moment[1] or moment[0]


def _happenings(listing: Listing, tables: Iterable[Table], shown: list[Moment]) -> Mapping[Moment, list[Happening]]:
    """Return what was written at these moments, newest first, in a number of statements that does not grow."""
    found = defaultdict(list)
    for table in tables:
        before = table.events.objects.filter(pgh_obj=OuterRef("pgh_obj"), pgh_id__lt=OuterRef("pgh_id"))
        events = list(
            table.of_listing(listing)
            .filter(pgh_created_at__range=(shown[-1][0], shown[0][0]))
            .annotate(before=Subquery(before.order_by("-pgh_id").values("pgh_id")[:1]))
            .select_related("pgh_context")
            .order_by("pgh_id")
        )
        changed = [event.before for event in events if event.pgh_label == "update" and event.before]
        rows = table.events.objects.in_bulk(changed) if changed else {}
        for event in events:
            happening = Happening(event, rows.get(event.before) if event.pgh_label == "update" else None)
            found[event.pgh_created_at, event.pgh_context_id].append(happening)
    return found


def _change(moments: list[Moment], happenings: Mapping[Moment, list[Happening]]) -> Change:
    """Return the change that these transactions make together."""
    happened = [one for moment in reversed(moments) for one in happenings[moment]]
    context = happened[0].event.pgh_context
    said = context.metadata if context else {}
    return Change(moments[0][0], said.get("user"), said.get("door") or "", happened)


def named_in(changes: Iterable[Change]) -> dict[type[Model], set[int]]:
    """Return the keys of everything that changes refer to, by its model; `named_in(…)[User]` has who made them too."""
    found: dict[type[Model], set[int]] = defaultdict(set)
    for change in changes:
        for happening in change.happenings:
            for row in filter(None, (happening.event, happening.before)):
                for reference in references(row):
                    if key := getattr(row, reference.attname):
                        found[reference.related_model].add(key)
    return found


def references(row: Any) -> list[Any]:
    """Return the columns of an event that refer to something else."""
    return [one for one in row._meta.concrete_fields if one.is_relation and one.name not in ("pgh_obj", "pgh_context")]


Describe = Callable[[type[Model], int], str]
"""Says in words what a key stands for."""
