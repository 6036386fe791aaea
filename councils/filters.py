"""What organisations are filtered by."""

import django_filters
from django.db.models import F

from councils.geography import Nation, Region
from councils.models import Organisation
from councils.models.organisations import COUNCIL_KINDS, Kind, OrganisationQuerySet
from directory.filters import DirectoryFilter

COUNCIL_KIND_CHOICES = [choice for choice in Kind.choices if choice[0] in COUNCIL_KINDS]
SHOWS = {
    "councils": "Councils in force",
    "strategic": "Strategic authorities",
    "planned": "Planned councils",
    "abolished": "Former councils",
    "partners": "Partner organisations",
}


class ShowFilter(django_filters.ChoiceFilter):
    """Which part of the register: without a choice, the principal councils in force today."""

    def filter(self, qs: OrganisationQuerySet, value: str) -> OrganisationQuerySet:
        match value:
            case "strategic":
                return qs.strategic_authorities()
            case "planned":
                return qs.filter(status=Organisation.Status.PLANNED)
            case "abolished":
                return qs.filter(status=Organisation.Status.ABOLISHED)
            case "partners":
                return qs.partner_organisations()
            case _:
                return qs.principal_councils()


class OrganisationFilter(DirectoryFilter):
    """Organisations by name, part of the register, kind and place."""

    sorts = {
        "name": ("Name, A to Z", ("short_name", "id")),
        "listings": ("Most entries first", ("-listing_count", "short_name", "id")),
        "population": ("Largest population first", (F("population").desc(nulls_last=True), "short_name", "id")),
    }

    usual = {"show": "councils"}

    show = ShowFilter(label="Show", choices=list(SHOWS.items()))
    kind = django_filters.MultipleChoiceFilter(label="Council kind", choices=COUNCIL_KIND_CHOICES)
    nation = django_filters.MultipleChoiceFilter(label="Nation", choices=Nation.choices)
    region = django_filters.MultipleChoiceFilter(label="Region", choices=Region.choices)

    class Meta:
        model = Organisation
        fields: list[str] = []

    @property
    def noun(self) -> tuple[str, str]:  # type: ignore[override]  # here it depends on what is shown
        """What the results are called."""
        return {
            "strategic": ("strategic authority", "strategic authorities"),
            "planned": ("planned council", "planned councils"),
            "abolished": ("former council", "former councils"),
            "partners": ("partner organisation", "partner organisations"),
        }.get(self.data.get("show", ""), ("council", "councils"))
