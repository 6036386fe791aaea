"""What projects are filtered by."""

from directory.filters import NOT_RECORDED, RecordedChoiceFilter
from listings.filters import ListingFilter
from projects.models import Phase, Project

ENDED = "ended"


class PhaseFilter(RecordedChoiceFilter):
    """Keeps projects in the chosen phases. Ended work is a phase of its own here, whichever it had reached."""

    def filter(self, qs, value):  # type: ignore[no-untyped-def]  # typed by the base class
        phases = [choice for choice in value if choice != ENDED]
        running = super().filter(qs.filter(is_ended=False), phases) if phases else qs.none()
        if ENDED not in value:
            return running if value else qs
        return running | qs.filter(is_ended=True)


class ProjectFilter(ListingFilter):
    """Projects by phase and by everything that listings share."""

    noun = "project", "projects"

    phase = PhaseFilter(label="Phase", choices=[*Phase.choices, (ENDED, "Ended"), (NOT_RECORDED, "Not recorded")])

    class Meta:
        model = Project
        fields: list[str] = []
