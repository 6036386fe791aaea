"""One search for everything: projects, shared services, councils, whom they work with, and service areas."""

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar

from django.db.models import Case, Count, Value, When, Window
from django.db.models.functions import RowNumber
from django.http import QueryDict
from django.urls import reverse
from django.utils.text import slugify
from django.views.generic import TemplateView

from collabhub.permissions import Action, Visitor, allowed
from councils.filters import SHOWS
from councils.models import Organisation
from directory.counting import counted
from listings.filters import ListingFilter, archived, best_match_first
from listings.models import Listing, SearchEntry
from listings.portfolio import with_listing_counts
from listings.remembered import Remembered
from listings.search.meaning import Meaning, meaning_of
from listings.search.organisations import Finding, KnownOrganisation, Register
from listings.search.subjects import areas_meant
from listings.search.words import as_written

SHOWN = 5
"""Results of each kind; the lists show the rest."""
MOST_NAMED = 3
"""Organisations shown first because the search is their very name. Two may share one, such as a short name."""
GSS_CODE = re.compile(r"[EWSN]\d{8}", re.IGNORECASE)
POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]?(\s*\d[A-Z]{2})?", re.IGNORECASE)
"""A postcode, or its first half."""
EXAMPLES = ("bins", "revs and bens", "damp and mould", "Hackney", "digital planning", "E09000012")


class EverythingFilter(ListingFilter):
    """Projects and shared services by search words alone."""

    listing_model: ClassVar[type[Listing]] = Listing

    @cached_property
    def meaning(self) -> Meaning:
        """What the search words mean."""
        return meaning_of(self.words, self.remembered)

    def best_of_each_kind(self) -> tuple[dict[str, list[int]], dict[str, int], dict[str, int]]:
        """Return the best listings of each kind, how many match, and how many archived ones do, in one statement."""
        is_archived = Case(When(archived(self.today), then=Value(value=True)), default=Value(value=False))
        parts = ["kind", "is_archived"]
        place = Window(RowNumber(), partition_by=parts, order_by=list(best_match_first()))
        number = Window(Count("pk"), partition_by=parts)
        searched = self.searched().annotate(is_archived=is_archived).annotate(place=place, number=number)
        found: dict[str, list[int]] = {kind: [] for kind in Listing.Kind.values}
        numbers, left_out = dict.fromkeys(found, 0), dict.fromkeys(found, 0)
        best = searched.filter(place__lte=SHOWN).order_by("place").values_list(*parts, "pk", "number")
        for kind, is_left_out, pk, total in best:
            if is_left_out:
                left_out[kind] = total
            else:
                found[kind].append(pk)
                numbers[kind] = total
        return found, numbers, left_out

    def read(self, ids: list[int]) -> dict[int, Any]:
        """Return listings by number, with all that a result shows."""
        rows = Listing.objects.filter(pk__in=ids).select_related("project", "sharedservice")
        return {row.pk: row for row in rows.with_people_and_subjects()}


@dataclass(frozen=True)
class Area:
    """A service area among the results. `within` names what it belongs to."""

    label: str
    address: str
    within: str


@dataclass
class Everything:
    """All that one search finds, as `visitor` may see it."""

    text: str
    visitor: Visitor
    remembered: Remembered = field(default_factory=Remembered)

    def __post_init__(self) -> None:
        entries = allowed(self.visitor, Action.VIEW, SearchEntry.objects.all())
        asked = QueryDict(mutable=True)
        asked["q"] = self.text
        self.filterset = EverythingFilter(asked, entries, self.remembered)
        self.words = self.filterset.words
        self.asks_for_something = bool(self.words) and not self.filterset.meaning.is_empty
        if self.asks_for_something:
            self.find()

    def find(self) -> None:
        """Look everywhere; what is shown is fetched at once for all kinds."""
        self.corrected = self.filterset.corrected
        best, self.numbers, self.left_out = self.filterset.best_of_each_kind()
        self.listings = self.filterset.fetch([pk for kind in best.values() for pk in kind])
        self.sought = self.filterset.sought(self.listings)
        is_about_names = bool(self.filterset.meaning.parts)
        self.finding = Register.of_today(self.remembered).find(self.understood) if is_about_names else Finding()
        shown = [*self.finding.named[:MOST_NAMED], *self.others[:SHOWN]]
        self.organisations = with_listing_counts(
            allowed(self.visitor, Action.VIEW, Organisation.objects.all())
        ).in_bulk([one.pk for one in shown])
        labels = {number: area.label for number, area in self.filterset.areas.items()}
        self.areas_found = areas_meant(self.filterset.meaning, labels)

    # Projects and shared services

    @property
    def projects(self) -> list[Any]:
        """The best projects."""
        return [listing for listing in self.listings if listing.kind == Listing.Kind.PROJECT]

    @property
    def services(self) -> list[Any]:
        """The best shared services."""
        return [listing for listing in self.listings if listing.kind == Listing.Kind.SERVICE]

    @property
    def project_count(self) -> int:
        """How many projects match."""
        return self.numbers[Listing.Kind.PROJECT]

    @property
    def service_count(self) -> int:
        """How many shared services match."""
        return self.numbers[Listing.Kind.SERVICE]

    # Organisations

    @property
    def others(self) -> list[KnownOrganisation]:
        """Organisations that match, without those that stand above all else."""
        return [one for one in self.finding.found if one not in self.finding.named[:MOST_NAMED]]

    @property
    def named(self) -> list[Organisation]:
        """Organisations whose very name the search is."""
        return [self.organisations[one.pk] for one in self.finding.named[:MOST_NAMED]]

    @property
    def best_of_others(self) -> list[Organisation]:
        """The best of the other organisations."""
        return [self.organisations[one.pk] for one in self.others[:SHOWN]]

    @property
    def parts_of_the_register(self) -> list[tuple[str, str, int]]:
        """Where the list of organisations shows them: its word, label and number for each part that has any."""
        numbers = Counter(one.part for one in self.finding.found)
        return [(word, label, numbers[word]) for word, label in SHOWS.items() if numbers[word]]

    # Service areas

    @property
    def areas(self) -> list[Area]:
        """The service areas that match best."""
        known = self.filterset.areas
        return [
            Area(
                known[number].label,
                reverse("service-area", args=[number, slugify(known[number].label)]),
                known[parent].label if (parent := known[number].parent) else "",
            )
            for number in self.areas_found[:SHOWN]
        ]

    # In words

    @property
    def total(self) -> int:
        """How much was found in all."""
        return self.project_count + self.service_count + len(self.finding.found) + len(self.areas_found)

    @property
    def heading(self) -> str:
        """The number of results in words."""
        return f"{counted(self.total, 'result')} matching “{self.understood}”"

    @property
    def understood(self) -> str:
        """The search words with those that were meant in the place of misspelt ones."""
        return self.corrected or self.words

    @property
    def as_written(self) -> str:
        """The search words to be taken letter by letter."""
        return as_written(self.words)

    @property
    def unknown_code(self) -> str:
        """The GSS code that was searched for, when no organisation has it."""
        return self.words.upper() if GSS_CODE.fullmatch(self.words) and not self.finding.found else ""

    @property
    def is_postcode(self) -> bool:
        """True when the search looks like a postcode and nothing in the register is called so."""
        return bool(POSTCODE.fullmatch(self.words)) and not self.finding.named


class SearchView(TemplateView):
    """Everything that matches some words, by kind; without words, where to begin."""

    template_name = "search/results.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        search = Everything(self.request.GET.get("q", ""), self.request.user)
        return super().get_context_data(
            section="search",
            search=search,
            remembered=search.remembered,
            sought=search.sought if search.asks_for_something else None,
            page_title=search.heading if search.asks_for_something else "Search",
            examples=EXAMPLES,
            **kwargs,
        )
