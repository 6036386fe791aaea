"""Pages of service areas."""

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.views.generic import DetailView, TemplateView

from collabhub.permissions import Action, allowed
from listings.models import Listing, ServiceArea

SHOWN = 10
"""Listings on the page of a service area; the lists show the rest."""


def below(area: ServiceArea) -> Q:
    """The condition for listings in a service area or anything under it."""
    return Q(service_areas=area) | Q(service_areas__parent=area) | Q(service_areas__parent__parent=area)


class ServiceAreaListView(TemplateView):
    """The first level of the standard list, with how much stands under each."""

    template_name = "listings/service_area_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        visible = allowed(self.request.user, Action.VIEW, Listing.objects.without_archived(localdate()))
        areas = ServiceArea.objects.top_level().prefetch_related("children")
        return super().get_context_data(section="areas", areas_with_counts=with_counts(areas, visible), **kwargs)


def with_counts(areas: QuerySet[ServiceArea], listings: QuerySet[Listing]) -> list[tuple[ServiceArea, int]]:
    """Return each first-level area with the number of `listings` in it or below, each listing once."""
    top = Coalesce("service_areas__parent__parent", "service_areas__parent", "service_areas")
    counted = listings.filter(service_areas__isnull=False).annotate(top=top).order_by().values("top")
    numbers = {row["top"]: row["number"] for row in counted.annotate(number=Count("pk", distinct=True))}
    return [(area, numbers.get(area.pk, 0)) for area in areas]


class ServiceAreaDetailView(DetailView):
    """One service area: the work in it, and the areas above and below."""

    template_name = "listings/service_area_detail.html"
    context_object_name = "area"
    queryset = ServiceArea.objects.select_related("parent__parent").prefetch_related("children")

    def get_object(self, queryset: QuerySet[ServiceArea] | None = None) -> ServiceArea:
        self.kwargs.pop("slug", None)
        return super().get_object(queryset)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        if request.path != self.object.get_absolute_url():
            return redirect(self.object, permanent=True)
        under_it = Listing.objects.without_archived(localdate()).filter(below(self.object))
        visible = allowed(request.user, Action.VIEW, under_it)
        listings = (
            visible.distinct()
            .select_related("project", "sharedservice")
            .with_people_and_subjects()
            .order_by("is_ended", "-updated_at", "title")
        )
        projects = listings.filter(kind=Listing.Kind.PROJECT)
        services = listings.filter(kind=Listing.Kind.SERVICE)
        return self.render_to_response(
            self.get_context_data(
                section="areas",
                projects=projects[:SHOWN],
                services=services[:SHOWN],
                project_count=projects.count(),
                service_count=services.count(),
            )
        )
