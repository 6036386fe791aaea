"""What one organisation takes part in, and with whom: the facts behind its page."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q, QuerySet

from collabhub.permissions import Action, Visitor, allowed
from councils.models import Organisation, Succession
from listings.models import Listing, Participation

MOST_PARTNERS = 8
"""Organisations named under "works with most"."""


def with_listing_counts(organisations: QuerySet[Organisation]) -> QuerySet[Any]:
    """Add `listing_count`: the published listings in which each takes part, in any role."""
    return organisations.annotate(
        listing_count=Count("listings", filter=Q(listings__state=Listing.State.PUBLISHED), distinct=True)
    )


@dataclass(frozen=True)
class PortfolioGroup:
    """Listings of one kind in which the organisation has one role."""

    title: str
    listings: list[Any]


@dataclass
class Portfolio:
    """An organisation's work as `visitor` may see it."""

    organisation: Organisation
    visitor: Visitor
    listings: list[Any] = field(init=False)

    def __post_init__(self) -> None:
        visible = allowed(self.visitor, Action.VIEW, Listing.objects.filter(organisations=self.organisation))
        found = visible.distinct().select_related("project", "sharedservice").with_people_and_subjects()
        self.listings = sorted(found.order_by("-started", "title"), key=self.place)

    def place(self, listing: Any) -> tuple[bool, int]:
        """Where a listing stands in its group: running before ended, then by phase."""
        is_project = listing.kind == Listing.Kind.PROJECT
        return listing.is_ended, listing.project.phase_position if is_project else 0

    def groups(self) -> list[PortfolioGroup]:
        """Listings by kind and role; a listing stands once, under the organisation's first role in it."""
        groups = [
            PortfolioGroup("Projects it leads", self.of("project", "lead")),
            PortfolioGroup("Projects it takes part in", self.of("project", "partner", "adopter")),
            PortfolioGroup("Projects it funds or supplies", self.of("project", "funder", "supplier")),
            PortfolioGroup("Shared services", self.of("service", "lead", "partner", "adopter", "funder", "supplier")),
        ]
        return [group for group in groups if group.listings]

    def of(self, kind: str, *roles: str) -> list[Any]:
        """Listings of one kind in which the organisation's first role is one of `roles`."""
        return [listing for listing in self.listings if listing.kind == kind and self.role_in(listing) in roles]

    def role_in(self, listing: Any) -> str:
        """The organisation's first role in a listing, in the order lead, partner, funder, supplier, adopter."""
        roles = {part.role for part in listing.participations.all() if part.organisation_id == self.organisation.pk}
        return next(role for role in Participation.Role.values if role in roles)

    def phases(self) -> list[tuple[str, int]]:
        """How many projects are in each phase, in the order in which they are listed."""
        counts: dict[str, int] = {}
        for listing in self.listings:
            if listing.kind == Listing.Kind.PROJECT:
                phase = listing.project.phase_in_words
                counts[phase] = counts.get(phase, 0) + 1
        return list(counts.items())

    def works_with_most(self) -> list[Any]:
        """The organisations that share the most listings with this one, with `together` counted."""
        ids = [listing.pk for listing in self.listings]
        return list(
            Organisation.objects.filter(listings__in=ids)
            .exclude(pk=self.organisation.pk)
            .annotate(together=Count("listings", filter=Q(listings__in=ids), distinct=True))
            .order_by("-together", "short_name")[:MOST_PARTNERS]
        )

    def inherited(self) -> list[Any]:
        """Listings of the councils that this one took over from, which it does not itself take part in."""
        predecessors = Succession.objects.filter(successor=self.organisation).values("predecessor")
        visible = allowed(self.visitor, Action.VIEW, Listing.objects.filter(organisations__in=predecessors))
        return list(
            visible.exclude(organisations=self.organisation)
            .distinct()
            .select_related("project", "sharedservice")
            .with_people_and_subjects()
            .order_by("is_ended", "title")
        )
