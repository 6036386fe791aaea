"""Pages of projects."""

from typing import Any

from django.db.models import QuerySet

from collabhub.permissions import Action, allowed
from directory.views import FilteredListView
from listings.models import Listing, SearchEntry
from listings.views.details import ListingDetailView
from projects.filters import ProjectFilter
from projects.models import Project


class ProjectListView(FilteredListView):
    """All projects, filtered."""

    template_name = "projects/list.html"
    filterset_class = ProjectFilter
    filter_words = (
        "phase",
        "area",
        "wants",
        "nation",
        "region",
        "kind",
        "council",
        "role",
        "spread",
        "status",
        "funding",
        "tag",
        "freshness",
    )
    title = "Projects"
    section = "projects"

    def get_queryset(self) -> QuerySet[Any]:
        return allowed(self.request.user, Action.VIEW, SearchEntry.objects.of_kind(Listing.Kind.PROJECT))


class ProjectDetailView(ListingDetailView):
    """One project."""

    model = Project
    template_name = "projects/detail.html"
    extra_context = {"section": "projects"}
