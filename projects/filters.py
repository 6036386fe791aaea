"""What projects are filtered by."""

from typing import Any, ClassVar

from django.db.models import Case, F, QuerySet, Value, When

from directory.filters import NOT_RECORDED, FacetFilter
from listings.filters import ListingFilter
from listings.models import SearchEntry
from listings.phases import Phase
from projects.models import Project

ENDED = "ended"


class ProjectFilter(ListingFilter):
    """Projects by phase, by what became of a bid, and by everything that listings share.

    Ended work is a phase of its own here, whichever it had reached.
    """

    noun = "project", "projects"
    listing_model: ClassVar[type[Project]] = Project

    phase = FacetFilter(
        label="Phase", column="phase_or_end", choices=[*Phase.choices, (ENDED, "Ended"), (NOT_RECORDED, "Not recorded")]
    )
    funding = FacetFilter(
        label="Funding", column="funding", choices=[*Project.FundingOutcome.choices, (NOT_RECORDED, "Not recorded")]
    )

    class Meta:
        model = SearchEntry
        fields: list[str] = []

    def without_words(self) -> QuerySet[Any]:
        return (
            super()
            .without_words()
            .annotate(phase_or_end=Case(When(is_ended=True, then=Value(ENDED)), default=F("phase")))
        )
