"""The filter that projects and shared services have in common."""

import datetime
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from django.contrib.postgres.aggregates import BoolOr
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Case, Count, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.expressions import OrderBy
from django.http import QueryDict
from django.utils.timezone import localdate

from councils.filters import COUNCIL_KIND_CHOICES
from councils.geography import Nation, Region
from councils.models import Organisation
from councils.models.organisations import COUNCIL_KINDS
from directory.facets import Answer, Facet
from directory.filters import NOT_RECORDED, DirectoryFilter, FacetFilter, Sort
from listings.choices import names_of_areas, read_areas, read_other_names, read_slugs, read_topics, read_topics_called
from listings.models import Listing, Participation, SearchEntry
from listings.models.listing import ARCHIVED_AFTER, REVIEW_AFTER
from listings.models.search import freshest_first, number_of_adopters
from listings.remembered import Remembered
from listings.search.explain import Sought
from listings.search.meaning import Meaning, meaning_of
from listings.search.words import as_written

MOST_ORGANISATIONS = 10
"""Organisations that one address may name."""
MOST_NAMES = 6
"""Organisations that are named where a typed name may mean several."""
MOST_TOPICS = 12
"""Topics that the panel of filters offers: those that would give most results."""
FRESHNESS = [
    ("year", "Confirmed in the last 12 months"),
    ("older", "Confirmed longer ago"),
    ("never", "Not yet confirmed by its owners"),
]


class PlaceFilter(FacetFilter):
    """Keeps listings in which an organisation of one of the chosen values takes part; a role narrows who counts.

    `of_organisation` is the organisation's own column.
    """

    def __init__(self, *, of_organisation: str, **kwargs: Any) -> None:
        super().__init__(is_list=True, **kwargs)
        self.of_organisation = f"organisation__{of_organisation}"

    def condition(self, values: list[str]) -> Q:
        roles = self.parent.chosen("role")
        if not roles:
            return super().condition(values)
        return Q(Exists(taking_part(roles).filter(self.is_one_of(values))))

    def is_one_of(self, values: list[str]) -> Q:
        """Return which participations are of an organisation with one of the values."""
        return Q(**{f"{self.of_organisation}__in": values})


class NumberedFilter(FacetFilter):
    """Keeps rows whose list of numbers holds one of those that the choices stand for; see ListingFilter.numbers."""

    def condition(self, values: list[str]) -> Q:
        return super().condition([self.parent.numbers[self.word][value] for value in values])

    @property
    def word(self) -> str:
        """What the filter is called in an address."""
        return next(word for word, one in self.parent.filters.items() if one is self)


class CouncilFilter(NumberedFilter, PlaceFilter):
    """Keeps listings in which one of the chosen organisations takes part. Its choices are slugs."""


def taking_part(roles: list[str]) -> QuerySet[Participation]:
    """Return the participations of a search entry's listing in one of some roles."""
    return Participation.objects.filter(listing=OuterRef("pk"), role__in=roles, organisation__isnull=False)


class ListingFilter(DirectoryFilter):
    """What projects and shared services are both filtered by. The rows are search entries."""

    listing_model: ClassVar[type[Listing]]
    places = ("nation", "region", "kind", "council")
    typed = frozenset({"council"})
    left_out: ClassVar[dict[str, str]] = {"status": SearchEntry.Status.ARCHIVED}

    sorts: ClassVar[dict[str, Sort]] = {
        "recent": ("Most recently confirmed or updated", tuple(freshest_first())),
        "started": ("Latest start first", ("-started", "title", "pk")),
        "spread": ("Furthest apart first", (F("spread_km").desc(nulls_last=True), "title", "pk")),
        "reused": ("Most reused first", (number_of_adopters().desc(), *freshest_first())),
        "title": ("Title, A to Z", ("title", "pk")),
    }

    area = NumberedFilter(label="Service area", column="areas", is_list=True)
    wants = FacetFilter(
        label="Wanted", column="wants", choices=[*Listing.Wants.choices, (NOT_RECORDED, "Not recorded")]
    )
    nation = PlaceFilter(
        label="Nation",
        column="nations",
        counted_by=Facet("nation_bits", bits=tuple(Nation.values)),
        of_organisation="nation",
        choices=Nation.choices,
    )
    region = PlaceFilter(
        label="Region",
        column="regions",
        counted_by=Facet("region_bits", bits=tuple(Region.values)),
        of_organisation="region",
        choices=Region.choices,
    )
    kind = PlaceFilter(
        label="Council kind",
        column="council_kinds",
        counted_by=Facet("council_kind_bits", bits=COUNCIL_KINDS),
        of_organisation="kind",
        choices=COUNCIL_KIND_CHOICES,
    )
    council = CouncilFilter(label="Organisation", column="organisations", of_organisation="pk", choices=[])
    role = FacetFilter(
        label="Role",
        column="roles",
        is_list=True,
        counted_by=Facet("role_bits", bits=tuple(Participation.Role.values)),
        choices=Participation.Role.choices,
    )
    spread = FacetFilter(
        label="Distance between partners",
        column="spread",
        choices=[*SearchEntry.Spread.choices, (NOT_RECORDED, "One place, or not known")],
    )
    status = FacetFilter(label="Status", column="status", choices=SearchEntry.Status.choices)
    freshness = FacetFilter(label="Last confirmed", column="freshness", choices=FRESHNESS)
    tag = NumberedFilter(label="Topic", column="tags", is_list=True)

    class Meta:
        model = SearchEntry
        fields: list[str] = []

    def __init__(self, data: QueryDict, queryset: QuerySet[Any], remembered: Remembered | None = None) -> None:
        self.remembered = remembered or Remembered()
        self.slug_of: dict[str, str] = {}
        self.explained: set[str] = set()
        self.today = localdate()
        super().__init__(data, with_derived_columns(queryset, self.today))
        self.drop_areas_above_chosen_ones()

    # Choices from the database

    def offer_choices(self, data: QueryDict) -> None:
        self.areas = self.remembered.answer("areas", read_areas)
        self.offered["area"] = {number: area.label for number, area in self.areas.items()}
        topics = read_topics_called(data.getlist("tag")[:MOST_TOPICS])
        self.offered["tag"] = {name: name for name in topics}
        organisations = self.find_organisations(data.getlist("council")[:MOST_ORGANISATIONS])
        self.offered["council"] = {slug: name for slug, (_, name) in organisations.items()}
        self.numbers = {
            "area": {number: int(number) for number in self.areas},
            "tag": topics,
            "council": {slug: number for slug, (number, _) in organisations.items()},
        }

    def find_organisations(self, asked: list[str]) -> dict[str, tuple[int, str]]:
        """Return number and name of the organisations that an address names, by their slugs or by names people type."""
        known = self.remembered.answer("slugs", read_slugs) if asked else {}
        found = {slug: known[slug] for slug in asked if slug in known}
        for name in asked:
            if name and name not in known and (council := self.called(name)):
                self.slug_of[name] = council.slug
                found[council.slug] = (council.pk, council.name)
        return found

    def called(self, name: str) -> Organisation | None:
        """Return the one organisation that a typed name stands for; when there is not exactly one, say so."""
        named = Organisation.objects.called(name.replace("\x00", ""))
        in_force = [council for council in named if council.status == Organisation.Status.CURRENT] or named
        if len(in_force) == 1:
            return in_force[0]
        if in_force:
            names = " or ".join(council.name for council in in_force[:MOST_NAMES])
            self.ignored.append(f"“{name[:40]}” may be {names}. Type the whole name.")
            self.explained.add(name)
        return None

    def understand(self, known: QueryDict, word: str, value: str) -> None:
        if word == "council" and value in self.slug_of:
            self.is_rewritten = True
            value = self.slug_of[value]
        if word != "council" or value not in self.explained:
            super().understand(known, word, value)

    def drop_areas_above_chosen_ones(self) -> None:
        """Take out areas that hold a chosen one: the narrower choice is what somebody is after."""
        chosen = self.data.getlist("area")
        above = {parent for number in chosen for parent in self.areas_above(number)}
        if above.intersection(chosen):
            self.data.setlist("area", [number for number in chosen if number not in above])
            self.is_rewritten = True

    def areas_above(self, number: str) -> list[str]:
        """Return the areas that one belongs to, the nearest first."""
        parent = self.areas[number].parent
        return [parent, *self.areas_above(parent)] if parent else []

    def shown_choices(self, word: str, counts: Counter[str]) -> dict[str, str]:
        if word == "area":
            return {number: area.label for number, area in self.areas.items() if area.level == 1}
        if word == "tag":
            return self.most_frequent_topics(counts)
        return super().shown_choices(word, counts)

    def most_frequent_topics(self, counts: Counter[str]) -> dict[str, str]:
        """Return the topics that would give most results, and those that are chosen."""
        numbers = [int(number) for number, _ in counts.most_common(MOST_TOPICS)]
        for number, name in self.remembered.each("topic", numbers, read_topics):
            self.numbers["tag"].setdefault(name, number)
        return {name: name for name in self.numbers["tag"]}

    def choices_below(self, word: str, value: str, chosen: list[str]) -> dict[str, str]:
        if word != "area":
            return {}
        opened = {area for number in chosen for area in (number, *self.areas_above(number))}
        return {number: area.label for number, area in self.areas.items() if area.parent == value and value in opened}

    def stored_as(self, word: str, value: str) -> str:
        return str(self.numbers[word][value]) if word in self.numbers else super().stored_as(word, value)

    def ways_to_sort(self) -> dict[str, Sort]:
        """Return the ways to sort: best match, the usual one, only where there are words to match."""
        if not self.words or self.meaning.is_empty:
            return self.sorts
        return {"relevance": ("Best match", best_match_first())} | self.sorts

    # What matches

    @property
    def corrected(self) -> str:  # type: ignore[override]  # here it depends on the words
        """The search words as they were understood, when they were not taken as they stand."""
        return self.meaning.corrected

    def as_written(self) -> str:
        return as_written(self.words)

    @property
    def meaning(self) -> Meaning:
        """What the search words mean."""
        return meaning_of(self.words, self.remembered)

    def search(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        meaning = self.meaning
        return queryset if meaning.is_empty else queryset.filter(document=meaning.query()).annotate(tier=meaning.tier())

    def unless_chosen(self) -> dict[str, Q]:
        # The same as the choice that is left out, said in such a way that it costs next to nothing.
        return {"status": ~archived(self.today)}

    def facets(self) -> dict[str, Facet]:
        roles = self.chosen("role")
        counted = {word: facet for word, facet in super().facets().items() if word != "council"}
        if roles:
            counted |= {word: Facet(f"{word}_in_role", is_list=True) for word in self.places if word in counted}
        wanted = tuple(self.numbers["tag"][name] for name in self.chosen("tag"))
        counted["tag"] = Facet("tags", is_list=True, most=MOST_TOPICS + len(wanted), wanted=wanted)
        if any(self.data.getlist(word) for word in self.places):
            counted["role"] = Facet("role_of_place", is_list=True)
        return counted

    def found_by_word(self) -> dict[str, int]:
        parts = {" ".join(part.words): part for part in self.meaning.parts} if self.words else {}
        if len(parts) < 2:
            return {}
        rows = self.without_words().filter(*self.conditions().values())
        names = {f"part_{place}": words for place, words in enumerate(parts)}
        counts = {name: Count("pk", filter=Q(document=parts[words].query())) for name, words in names.items()}
        return {names[name]: number for name, number in rows.aggregate(**counts).items()}

    def without_words(self) -> QuerySet[Any]:
        searched = super().without_words()
        roles = self.chosen("role")
        if roles:
            searched = searched.annotate(
                **{f"{word}_in_role": self.values_in_roles(word, roles) for word in self.places if word != "council"}
            )
        if any(self.data.getlist(word) for word in self.places):
            searched = searched.annotate(role_of_place=self.roles_of_places())
        return searched

    def stored(self, word: str) -> list[str] | list[int]:
        """Return what the table holds for the choices in force of one filter."""
        chosen = self.data.getlist(word)
        return [self.numbers[word][value] for value in chosen] if word in self.numbers else chosen

    def values_in_roles(self, word: str, roles: list[str]) -> ArraySubquery:
        """Return the expression for the places of those who take part in one of some roles."""
        column = self.filters[word].of_organisation
        return ArraySubquery(taking_part(roles).exclude(**{column: ""}).order_by(column).values(column).distinct())

    def roles_of_places(self) -> ArraySubquery:
        """Return the expression for the roles in which every chosen place is to be found."""
        found = {}
        for word in self.places:
            if values := self.stored(word):
                found[f"in_{word}"] = BoolOr(self.filters[word].is_one_of(values))
        grouped = Participation.objects.filter(listing=OuterRef("pk"), organisation__isnull=False).order_by("role")
        return ArraySubquery(
            grouped.values("role").annotate(**found).filter(**dict.fromkeys(found, True)).values("role")
        )

    def aside(self) -> dict[str, set[str]]:
        return {"role": {"role", *self.places}} if any(map(self.data.getlist, self.places)) else {}

    def answer(self, order: Iterable[str | OrderBy], start: int, length: int) -> Answer:
        """Without search words the counts are the same until the data or the day changes, so they are remembered."""
        if self.words:
            return super().answer(order, start, length)
        asked = ("counts", self.listing_model, self.data.urlencode(), str(self.queryset.query.where), self.today)
        counted = self.remembered.answer(asked, lambda: super(ListingFilter, self).answer(["pk"], 0, 0))
        return replace(counted, ids=self.question(order, start, length).page_alone())

    def sought(self, results: Sequence[Any]) -> Sought | None:
        if not self.words or self.meaning.is_empty:
            return None
        return Sought(
            self.meaning,
            results,
            self.remembered.answer("other names", read_other_names),
            self.remembered.answer("area names", lambda: names_of_areas(self.areas)),
        )

    def fetch(self, ids: list[int]) -> list[Any]:
        return self.remembered.each(self.listing_model.__name__, ids, self.read)

    def read(self, ids: list[int]) -> dict[int, Any]:
        """Return listings by number, with all that a result shows."""
        rows = self.listing_model.objects.filter(pk__in=ids).with_people_and_subjects()
        return {row.pk: row for row in rows}


def is_true(**condition: Any) -> ExpressionWrapper:
    """Return a condition as something to sort by: rows of which it is not true come first."""
    return ExpressionWrapper(Q(**condition), BooleanField())


def best_match_first() -> tuple[str | OrderBy, ...]:
    """Return the order of a search: how well it answers, then running, confirmed and fresh before ended and stale."""
    return (
        "tier",
        "is_ended",
        OrderBy(is_true(review_date__isnull=False, review_date__lt=localdate())),
        OrderBy(is_true(confirmed_at__isnull=True)),
        *freshest_first()[1:],
    )


def archived(today: datetime.date) -> Q:
    """Return the condition for search entries of what is archived; see ListingQuerySet.archived."""
    return Q(is_published=True, review_date__lte=today - ARCHIVED_AFTER)


def with_derived_columns(entries: QuerySet[Any], today: datetime.date) -> QuerySet[Any]:
    """Add what is chosen by but not stored: `status` and `freshness`, which depend on the day."""
    return entries.annotate(
        status=Case(
            When(archived(today), then=Value(SearchEntry.Status.ARCHIVED)),
            When(funding="not-funded", then=Value(SearchEntry.Status.NOT_FUNDED)),
            When(is_ended=True, then=Value(SearchEntry.Status.ENDED)),
            default=Value(SearchEntry.Status.ACTIVE),
        ),
        freshness=Case(
            When(confirmed_at__isnull=True, then=Value("never")),
            When(confirmed_at__date__gte=today - REVIEW_AFTER, then=Value("year")),
            default=Value("older"),
        ),
    )
