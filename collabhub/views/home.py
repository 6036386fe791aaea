"""The front page."""

from typing import Any

from django.db.models import Count, QuerySet
from django.utils.timezone import localdate
from django.views.generic import TemplateView

from collabhub.permissions import Action, allowed
from councils.models import Organisation
from listings.models import Listing, Participation, ServiceArea
from listings.phases import Phase
from listings.regions import outlines, regions_on_the_map
from projects.models import Project
from services.models import SharedService

NEWEST = 5
WANTED = 3


class HomeView(TemplateView):
    """What this is, how much is in it, and three ways in: by words, by phase, by what is wanted."""

    template_name = "home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = localdate()
        projects = allowed(self.request.user, Action.VIEW, Project.objects.without_archived(today))
        services = allowed(self.request.user, Action.VIEW, SharedService.objects.without_archived(today))
        everything = Listing.objects.without_archived(today).select_related("project", "sharedservice")
        listings = allowed(self.request.user, Action.VIEW, everything)
        newest = listings.filter(kind=Listing.Kind.PROJECT, is_ended=False).with_people_and_subjects()
        return super().get_context_data(
            project_count=projects.count(),
            service_count=services.count(),
            council_count=Organisation.objects.principal_councils().count(),
            active_count=councils_taking_part(),
            phases=phases_with_counts(projects),
            ended_count=projects.filter(is_ended=True).count(),
            newest=newest.order_by("-started", "-id")[:NEWEST],
            wanted=listings.exclude(wants="", wants_note="").filter(is_ended=False)[:WANTED],
            joinable=services.filter(is_ended=False).open_to_new_members()[:WANTED],
            regions=regions_on_the_map(listings),
            map=outlines(),
            areas=ServiceArea.objects.top_level(),
            **kwargs,
        )


def phases_with_counts(projects: QuerySet[Project]) -> list[tuple[Phase, int]]:
    """Return every phase with the number of running projects in it."""
    running = projects.filter(is_ended=False).order_by().values_list("phase")
    numbers = dict(running.annotate(Count("pk")))
    return [(phase, numbers.get(phase, 0)) for phase in Phase]


def councils_taking_part() -> int:
    """How many councils, of any time, take part in at least one published listing."""
    return (
        Participation.objects.filter(
            listing__state=Listing.State.PUBLISHED, organisation__in=Organisation.objects.councils()
        )
        .values("organisation")
        .distinct()
        .count()
    )
