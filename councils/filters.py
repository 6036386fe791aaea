"""What organisations are filtered by."""

from typing import Any, ClassVar

from django.db.models import Case, F, Q, QuerySet, Value, When

from councils.geography import Nation, Region
from councils.models import Organisation
from councils.models.organisations import COUNCIL_KINDS, PRINCIPAL_TIERS, Kind, Tier
from directory.filters import DirectoryFilter, FacetFilter, Sort

COUNCIL_KIND_CHOICES = [choice for choice in Kind.choices if choice[0] in COUNCIL_KINDS]
SHOWS = {
    "councils": "Councils in force",
    "strategic": "Strategic authorities",
    "planned": "Planned councils",
    "abolished": "Former councils",
    "partners": "Partner organisations",
}


PART_OF_THE_REGISTER = Case(
    When(~Q(kind__in=COUNCIL_KINDS), then=Value("partners")),
    When(status=Organisation.Status.ABOLISHED, then=Value("abolished")),
    When(status=Organisation.Status.PLANNED, then=Value("planned")),
    When(tier=Tier.STRATEGIC, then=Value("strategic")),
    When(tier__in=PRINCIPAL_TIERS, then=Value("councils")),
    default=Value(""),
)
"""Which of SHOWS an organisation belongs to: exactly one, or none."""


class OrganisationFilter(DirectoryFilter):
    """Organisations by name, part of the register, kind and place."""

    sorts: ClassVar[dict[str, Sort]] = {
        "name": ("Name, A to Z", ("short_name", "pk")),
        "listings": ("Most entries first", ("-listing_count", "short_name", "pk")),
        "population": ("Largest population first", (F("population").desc(nulls_last=True), "short_name", "pk")),
    }

    usual: ClassVar[dict[str, str]] = {"show": "councils"}

    show = FacetFilter(label="Show", column="part", choices=list(SHOWS.items()))
    kind = FacetFilter(label="Council kind", column="kind", choices=COUNCIL_KIND_CHOICES)
    nation = FacetFilter(label="Nation", column="nation", choices=Nation.choices)
    region = FacetFilter(label="Region", column="region", choices=Region.choices)

    class Meta:
        model = Organisation
        fields: list[str] = []

    def without_words(self) -> QuerySet[Any]:
        return super().without_words().annotate(part=PART_OF_THE_REGISTER)

    @property
    def noun(self) -> tuple[str, str]:  # type: ignore[override]  # here it depends on what is shown
        """What the results are called."""
        return {
            "strategic": ("strategic authority", "strategic authorities"),
            "planned": ("planned council", "planned councils"),
            "abolished": ("former council", "former councils"),
            "partners": ("partner organisation", "partner organisations"),
        }.get(self.data.get("show", ""), ("council", "councils"))
