"""The page of one listing."""

from typing import Any, cast

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import DetailView

from collabhub.permissions import Action, allowed, can
from listings.linked_data import listing_as_linked_data
from listings.models import ListingQuerySet
from listings.similar.finding import similar_to
from listings.similar.work import Work
from listings.stages import visible_stages


class ListingDetailView(DetailView):
    """One listing, at an address whose words may be old or wrong: then it redirects to the lasting one."""

    context_object_name = "listing"

    def get_queryset(self) -> QuerySet[Any]:
        listings = cast(ListingQuerySet, super().get_queryset())
        return allowed(self.request.user, Action.VIEW, listings).for_its_page()

    def get_object(self, queryset: QuerySet[Any] | None = None) -> Any:
        self.kwargs.pop("slug", None)
        return super().get_object(queryset)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        if request.path != self.object.get_absolute_url():
            return redirect(self.object, permanent=True)
        stages = visible_stages(self.object, request.user)
        context = self.get_context_data(
            object=self.object,
            stages=stages,
            similar=similar_to(Work.of(self.object, stages), request.user),
            linked_data=listing_as_linked_data(self.object),
            may_see_history=can(request.user, Action.SEE_HISTORY, self.object),
        )
        return self.render_to_response(context)
