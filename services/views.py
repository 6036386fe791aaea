"""Pages of shared services."""

from typing import Any

from django.db.models import QuerySet

from collabhub.permissions import Action, allowed
from directory.views import FilteredListView
from listings.models import Listing, SearchEntry
from listings.views.details import ListingDetailView
from services.filters import SharedServiceFilter
from services.models import SharedService


class SharedServiceListView(FilteredListView):
    """All shared services, filtered."""

    template_name = "services/list.html"
    filterset_class = SharedServiceFilter
    filter_words = (
        "model",
        "open",
        "area",
        "wants",
        "nation",
        "region",
        "kind",
        "council",
        "role",
        "spread",
        "status",
        "tag",
        "freshness",
    )
    title = "Shared services"
    section = "services"

    def get_queryset(self) -> QuerySet[Any]:
        return allowed(self.request.user, Action.VIEW, SearchEntry.objects.of_kind(Listing.Kind.SERVICE))


class SharedServiceDetailView(ListingDetailView):
    """One shared service."""

    model = SharedService
    template_name = "services/detail.html"
    extra_context = {"section": "services"}
