"""What asks are filtered by."""

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from typing import Any, ClassVar

from django.contrib.postgres.search import SearchVectorField
from django.db.models import Case, F, Func, QuerySet, Value, When
from django.db.models.functions import Coalesce, Concat
from django.http import QueryDict
from django.utils.timezone import localdate

from collaboration.models import Ask, Call
from councils.geography import Nation, Region
from directory.facets import Facet
from directory.filters import DirectoryFilter, FacetFilter, Sort
from listings.choices import read_areas
from listings.filters import NumberedFilter
from listings.remembered import Remembered
from listings.search.meaning import Meaning, meaning_of
from listings.search.words import as_written

SOON, LATER = timedelta(days=14), timedelta(days=42)
DUE = {"soon": "In the next 2 weeks", "weeks": "In 2 to 6 weeks", "later": "Later"}
"""When an ask ends, in words."""
DOCUMENT = Func(
    F("listing__search_entry__document"),
    Func(
        Concat("words", Value(" "), "kind"),
        template="search_vector(%(expressions)s, 'D'::\"char\")",
        output_field=SearchVectorField(),
    ),
    template="(%(expressions)s)",
    arg_joiner=" || ",
    output_field=SearchVectorField(),
)
"""What is searched: all that the search knows of the entry, and what the ask says."""


class AskFilter(DirectoryFilter):
    """Asks by what is wanted, by when, for what, and where the council is that asks."""

    noun = "thing wanted now", "things wanted now"
    sorts: ClassVar[dict[str, Sort]] = {
        "deadline": ("Deadline, soonest first", ("deadline", "pk")),
        "newest": ("Most recently asked first", ("-asked_at", "-pk")),
    }

    kind = FacetFilter(label="What is wanted", column="kind", choices=Ask.Kind.choices)
    due = FacetFilter(label="Deadline", column="due", choices=list(DUE.items()))
    area = NumberedFilter(label="Service area", column="listing__search_entry__areas", is_list=True)
    nation = FacetFilter(label="Nation", column="organisation__nation", choices=Nation.choices)
    region = FacetFilter(label="Region", column="organisation__region", choices=Region.choices)
    call = FacetFilter(label="Call or event", column="call", counted_by=Facet("for_call"), choices=[])

    class Meta:
        model = Ask
        fields: list[str] = []

    def __init__(self, data: QueryDict, queryset: QuerySet[Any], remembered: Remembered | None = None) -> None:
        self.remembered = remembered or Remembered()
        self.today = localdate()
        due = Case(
            When(deadline__lte=self.today + SOON, then=Value("soon")),
            When(deadline__lte=self.today + LATER, then=Value("weeks")),
            default=Value("later"),
        )
        super().__init__(data, queryset.annotate(due=due, for_call=Coalesce("call", Value(0))))

    def offer_choices(self, data: QueryDict) -> None:
        self.areas = self.remembered.answer("areas", read_areas)
        self.offered["area"] = {number: area.label for number, area in self.areas.items()}
        self.offered["call"] = self.remembered.answer(("open calls", self.today), self.read_calls)
        self.numbers = {"area": {number: int(number) for number in self.areas}}

    def read_calls(self) -> dict[str, str]:
        """Return the open calls by number."""
        return {str(number): title for number, title in Call.objects.open(self.today).values_list("pk", "title")}

    def shown_choices(self, word: str, counts: Counter[str]) -> dict[str, str]:
        """Return the choices of a filter: of service areas the first level, and narrower ones that are chosen."""
        choices = super().shown_choices(word, counts)
        if word != "area":
            return choices
        chosen = self.chosen(word)
        return {number: name for number, name in choices.items() if self.areas[number].level == 1 or number in chosen}

    def facets(self) -> dict[str, Facet]:
        """Return the facets; without an open call there is nothing to choose among."""
        found = super().facets()
        return found if self.offered["call"] else {word: facet for word, facet in found.items() if word != "call"}

    # What matches

    @property
    def meaning(self) -> Meaning:
        """What the search words mean."""
        return meaning_of(self.words, self.remembered)

    @property
    def corrected(self) -> str:  # type: ignore[override]  # here it depends on the words
        """The search words as they were understood, when they were not taken as they stand."""
        return self.meaning.corrected if self.words else ""

    def as_written(self) -> str:
        return as_written(self.words)

    def search(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        meaning = self.meaning
        return queryset if meaning.is_empty else queryset.annotate(searched=DOCUMENT).filter(searched=meaning.query())

    def fetch(self, ids: list[int]) -> list[Any]:
        return self.remembered.each("ask", ids, self.read)

    def read(self, ids: Iterable[int]) -> dict[int, Ask]:
        """Return asks by number, with all that a result shows."""
        rows = Ask.objects.filter(pk__in=ids).select_related("listing", "organisation", "call")
        return {row.pk: row for row in rows.prefetch_related("listing__service_areas")}
