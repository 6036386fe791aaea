"""Pages of projects."""

from typing import Any

from django.db.models import QuerySet

from collabhub.permissions import Action, allowed
from directory.views import FilteredListView
from listings.views.details import ListingDetailView
from projects.filters import ProjectFilter
from projects.models import Project


class ProjectListView(FilteredListView):
    """All projects, filtered."""

    template_name = "projects/list.html"
    filterset_class = ProjectFilter
    filter_words = ("phase", "area", "nation", "region", "kind")
    title = "Projects"
    section = "projects"

    def get_queryset(self) -> QuerySet[Any]:
        return allowed(self.request.user, Action.VIEW, Project.objects.with_people_and_subjects())


class ProjectDetailView(ListingDetailView):
    """One project."""

    model = Project
    template_name = "projects/detail.html"
    extra_context = {"section": "projects"}
