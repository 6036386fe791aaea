"""What one organisation takes part in, and with whom: the facts behind its page."""

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import Case, Count, Min, Q, QuerySet, Value, When
from django.utils.timezone import localdate

from collabhub.permissions import Action, Visitor, allowed
from councils.models import Organisation, Succession
from listings.models import Listing, Participation
from listings.models.listing import ARCHIVED_AFTER
from listings.phases import Phase

MOST_PARTNERS = 8
"""Organisations named under "works with most"."""
MOST_SHOWN = 20
"""Listings shown of each group; the lists show the rest."""


def with_listing_counts(organisations: QuerySet[Organisation]) -> QuerySet[Any]:
    """Add `listing_count`: the published listings in which each takes part, in any role, without the archived."""
    fresh_enough = Q(listings__review_date__gt=localdate() - ARCHIVED_AFTER)
    return organisations.annotate(
        listing_count=Count("listings", filter=Q(listings__state=Listing.State.PUBLISHED) & fresh_enough, distinct=True)
    )


class Entry(NamedTuple):
    """As much of a listing as it takes to sort it into a portfolio.

    `role` is the organisation's first in it; `is_named_only` while the lead says so and the organisation has not.
    """

    pk: int
    kind: str
    is_ended: bool
    phase: str
    started: str
    title: str
    role: str
    is_named_only: bool


@dataclass(frozen=True)
class PortfolioGroup:
    """Listings of one kind in which the organisation has one of some roles: the first of them, and how many in all.

    `named_only` are those of the first in which the organisation has not confirmed that it takes part.
    """

    title: str
    kind: str
    roles: tuple[str, ...]
    listings: list[Any]
    number: int
    named_only: list[Any] = field(default_factory=list)

    @property
    def has_more(self) -> bool:
        return self.number > len(self.listings)


GROUPS = [
    ("Projects it leads", "project", ("lead",)),
    ("Projects it takes part in", "project", ("partner",)),
    ("Projects it funds or supplies", "project", ("funder", "supplier")),
    ("Shared services", "service", ("lead", "partner", "funder", "supplier")),
]
"""What an organisation reuses of others' work stands by itself, with what it says of that."""


@dataclass
class Portfolio:
    """An organisation's work as `visitor` may see it, without what is archived; `left_out` counts that by kind."""

    organisation: Organisation
    visitor: Visitor
    entries: list[Entry] = field(init=False)

    def __post_init__(self) -> None:
        roles = Participation.Role.values
        first = Min(Case(*(When(role=role, then=Value(place)) for place, role in enumerate(roles))))
        named = Participation.objects.filter(organisation=self.organisation, listing__in=self.visible()).order_by()
        columns = ("listing", "listing__kind", "listing__is_ended", "listing__project__phase", "listing__started")
        certain = Count("pk", filter=~Q(standing=Participation.Standing.NAMED))
        rows = named.values_list(*columns, "listing__title").annotate(first=first, certain=certain)
        entries = [
            Entry(pk, kind, is_ended, phase or "", str(started), title, roles[first], not certain)
            for pk, kind, is_ended, phase, started, title, first, certain in rows
        ]
        by_title = sorted(entries, key=lambda entry: entry.title)
        self.entries = sorted(sorted(by_title, key=lambda entry: entry.started, reverse=True), key=place)

    def visible(self) -> QuerySet[Listing]:
        """Return the listings in which the organisation takes part."""
        taking_part = Listing.objects.without_archived(localdate()).filter(organisations=self.organisation)
        return allowed(self.visitor, Action.VIEW, taking_part)

    def left_out(self) -> Counter[str]:
        """How many listings of each kind are left out because nobody has confirmed them for long."""
        archived = Listing.objects.archived(localdate()).with_part_of(self.organisation)
        return Counter(allowed(self.visitor, Action.VIEW, archived).order_by().values_list("kind", flat=True))

    @cached_property
    def groups(self) -> list[PortfolioGroup]:
        """Listings by kind and role; a listing stands once, under the organisation's first role in it."""
        members = [
            (title, kind, roles, [entry.pk for entry in self.entries if entry.kind == kind and entry.role in roles])
            for title, kind, roles in GROUPS
        ]
        shown = [pk for *_, pks in members for pk in pks[:MOST_SHOWN]]
        found = Listing.objects.select_related("project", "sharedservice").with_people_and_subjects().in_bulk(shown)
        uncertain = {entry.pk for entry in self.entries if entry.is_named_only}
        groups = []
        for title, kind, roles, pks in members:
            first = [found[pk] for pk in pks[:MOST_SHOWN]]
            named_only = [listing for listing in first if listing.pk in uncertain]
            groups += [PortfolioGroup(title, kind, roles, first, len(pks), named_only)] if pks else []
        return groups

    def phases(self) -> list[tuple[str, int]]:
        """How many projects are in each phase, in the order in which they are listed."""
        return list(Counter(phase_in_words(entry) for entry in self.entries if entry.kind == "project").items())

    @cached_property
    def shared_with(self) -> dict[int, int]:
        """In how many of its listings each other organisation takes part, by number."""
        others = Participation.objects.filter(listing__in=self.visible()).exclude(organisation=self.organisation)
        known = others.exclude(organisation=None).order_by()
        return dict(known.values_list("organisation").annotate(together=Count("listing", distinct=True)))

    def works_with_most(self) -> list[tuple[Organisation, int]]:
        """The organisations that share the most listings with this one, with how many."""
        most = sorted(self.shared_with.items(), key=lambda shared: -shared[1])
        least = most[:MOST_PARTNERS][-1][1] if most else 0
        partners = Organisation.objects.in_bulk([pk for pk, together in most if together >= least])
        named = sorted(partners.values(), key=lambda partner: (-self.shared_with[partner.pk], partner.short_name))
        return [(partner, self.shared_with[partner.pk]) for partner in named[:MOST_PARTNERS]]

    def inherited(self) -> PortfolioGroup:
        """Listings of the councils that this one took over from, which it does not itself take part in."""
        predecessors = Succession.objects.filter(successor=self.organisation).values("predecessor")
        of_predecessors = Listing.objects.without_archived(localdate()).filter(organisations__in=predecessors)
        visible = allowed(self.visitor, Action.VIEW, of_predecessors)
        found = visible.exclude(organisations=self.organisation).distinct().order_by("is_ended", "title")
        shown = found.select_related("project", "sharedservice").with_people_and_subjects()[:MOST_SHOWN]
        return PortfolioGroup("From the councils before it", "", (), list(shown), found.count())


def place(entry: Entry) -> tuple[bool, int]:
    """Where an entry stands in its group: running before ended, then by phase; projects of no phase come last."""
    return entry.is_ended, Phase.values.index(entry.phase) if entry.phase else len(Phase)


def phase_in_words(entry: Entry) -> str:
    """The phase of a project as its page calls it."""
    if entry.is_ended:
        return "Ended"
    return Phase(entry.phase).label if entry.phase else "Phase not recorded"
