"""A council's portfolio as a table: chosen, counted, in groups, and page by page."""

import datetime
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Prefetch, prefetch_related_objects
from django.utils.formats import date_format

from collabhub.permissions import Action, Visitor, allowed
from councils.models import Membership, Organisation
from listings.models import Listing, ListingOfficer, Participation, Source
from listings.models.listing import in_one_phrase
from listings.portfolio.entries import GROUPS, OwnEntry, own_entries
from listings.portfolio.improving import what_would_make_it_better
from listings.portfolio.needs import Kind, Need, day, needs_of

PAGE_SIZE = 50
MOST_PRESSING = 8
"""Rows at the top of the page, before one is led to all that wait."""

KEEPS, TAKES_PART = "keeps", "takes-part"
ROLES = {KEEPS: "Leads or answers for", TAKES_PART: "Takes part in"}

URGENCY = {kind: place for place, kind in enumerate(Kind)}
NOT_URGENT = len(URGENCY)


@dataclass(frozen=True)
class Row:
    """An entry of a portfolio with what it waits for and what would make it better."""

    entry: OwnEntry
    needs: list[Need]
    better: str

    @property
    def listing(self) -> Any:
        """The project or shared service."""
        return self.entry.listing

    @property
    def role(self) -> str:
        """The key of ROLES that it stands under."""
        return KEEPS if self.entry.part.is_keeper else TAKES_PART

    @property
    def urgency(self) -> int:
        """How early it stands among those that wait: 0 for the most pressing kind."""
        return min((URGENCY[need.kind] for need in self.needs), default=NOT_URGENT)

    @property
    def with_whom(self) -> str:
        """The other organisations in one phrase, those that lead it first; after `with_names` alone."""
        roles = Participation.Role.values
        others = sorted(self.listing.other_parts, key=lambda part: roles.index(part.role))
        return in_one_phrase(list(dict.fromkeys(map(name_in_table, others)))) or self.listing.partners_note

    @property
    def officers(self) -> str:
        """Who looks after it, as far as the visitor may see them; after `with_names` alone."""
        return in_one_phrase([str(officer.membership.user) for officer in self.listing.seen_officers])

    @property
    def age_in_words(self) -> str:
        """How fresh it is; of what is not public yet, since when it is there or waits."""
        if self.listing.state == Listing.State.DRAFT:
            return f"Begun {day(self.listing.created_at)}"
        if self.listing.state == Listing.State.WAITING:
            return f"Sent in {day(self.listing.submitted_at)}"
        return str(self.listing.age_in_words)

    @property
    def next_check_in_words(self) -> str:
        """When its people are next asked whether it is true; empty for what is not public."""
        if self.listing.state != Listing.State.PUBLISHED or self.listing.review_date is None:
            return ""
        date = date_format(self.listing.review_date, "j F Y")
        if self.listing.is_archived:
            return f"Was due {date}. Kept out of the usual lists"
        return f"Was due {date}" if self.listing.review_is_overdue else date


@dataclass(frozen=True)
class Group:
    """Rows under one heading, and how many there are of them on all pages."""

    label: str
    number: int
    rows: list[Row]


@dataclass(frozen=True)
class Section:
    """The groups of one role."""

    label: str
    number: int
    groups: list[Group]


CHOICES: dict[str, Callable[[Row], list[str]]] = {
    "role": lambda row: [row.role],
    "phase": lambda row: [row.entry.group],
    "needs": lambda row: [need.kind for need in row.needs],
}
"""The filters by their word in the address, and the values that a row has for each."""


class OwnPortfolio:
    """All entries of a council as `visitor` may see them, on one day."""

    def __init__(self, visitor: Visitor, council: Organisation, today: datetime.date) -> None:
        self.visitor, self.council = visitor, council
        rows = [
            Row(entry, needs_of(entry, today), what_would_make_it_better(entry))
            for entry in own_entries(visitor, council)
        ]
        self.rows = sorted(rows, key=in_order)

    def chosen(self, wanted: Mapping[str, str]) -> list[Row]:
        """Return the rows that have each wanted value: {"role": …, "phase": …, "needs": …}, empty for any."""
        words = wanted.get("q", "").casefold().split()
        return [
            row
            for row in self.rows
            if all(wanted[word] in values(row) for word, values in CHOICES.items() if wanted.get(word))
            and all(word in row.listing.title.casefold() for word in words)
        ]

    @cached_property
    def waiting(self) -> list[Row]:
        """The rows that wait for somebody, most pressing first."""
        return sorted((row for row in self.rows if row.needs), key=lambda row: row.urgency)

    def counts(self, word: str) -> dict[str, int]:
        """Return how many rows have each value of a filter, those that any has."""
        return dict(Counter(value for row in self.rows for value in CHOICES[word](row)))

    @cached_property
    def in_groups(self) -> list[tuple[str, int]]:
        """How many rows there are of each group, in the order of the page."""
        counts = self.counts("phase")
        return [(label, counts[group]) for group, label in GROUPS.items() if group in counts]

    def page(self, rows: list[Row], number: str | int, size: int = PAGE_SIZE) -> Page[Row]:
        """Return one page of rows, the nearest that there is."""
        return Paginator(rows, size).get_page(number)

    def sections(self, rows: list[Row], counted: list[Row]) -> list[Section]:
        """Return rows, those of one page, by role and group; `counted` are those of all pages."""
        in_group = Counter((row.role, row.entry.group) for row in counted)
        in_role = Counter(row.role for row in counted)
        return [
            Section(
                label=ROLES[role],
                number=in_role[role],
                groups=[
                    Group(GROUPS[group], in_group[role, group], list(found))
                    for group, found in groupby(of_role, key=lambda row: row.entry.group)
                ],
            )
            for role, of_role in groupby(rows, key=lambda row: row.role)
        ]

    def with_names(self, rows: list[Row]) -> list[Row]:
        """Fetch who else takes part in rows, their sources and officers: the same queries for however many."""
        others = Participation.objects.exclude(organisation=self.council).filter(left="").select_related("organisation")
        members = allowed(self.visitor, Action.VIEW, Membership.objects.current())
        officers = ListingOfficer.objects.filter(membership__in=members).select_related("membership__user")
        prefetch_related_objects(
            [row.listing for row in rows],
            Prefetch("participations", others, to_attr="other_parts"),
            Prefetch("listing_officers", officers, to_attr="seen_officers"),
            Prefetch("sources", Source.objects.defer("imported")),
        )
        return rows


def name_in_table(part: Participation) -> str:
    """Return who else takes part, with what has to be said of it in few words."""
    if part.is_named_only:
        return f"{part.name} (not yet confirmed)"
    return f"{part.name} (lead)" if part.role == Participation.Role.LEAD else part.name


def in_order(row: Row) -> tuple[int, int, int, str, int]:
    """Where a row stands: by role, by group, and there what waits first, then by title."""
    place = list(ROLES).index(row.role), list(GROUPS).index(row.entry.group)
    return *place, row.urgency, row.listing.title.casefold(), row.listing.pk
