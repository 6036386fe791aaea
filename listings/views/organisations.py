"""Pages of organisations: the list, and each one's portfolio."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.views.generic import DetailView

from collabhub.permissions import Action, allowed, can
from councils.alike import Alike, councils_like
from councils.models import Organisation
from directory.views import FilteredListView
from listings.linked_data import organisation_as_linked_data
from listings.portfolio import Portfolio, with_listing_counts
from listings.search.organisations import RegisterFilter


class OrganisationListView(FilteredListView):
    """Councils and the bodies they work with."""

    template_name = "councils/list.html"
    filterset_class = RegisterFilter
    filter_words = ("show", "kind", "nation", "region")
    title = "Councils"
    section = "councils"

    def get_queryset(self) -> QuerySet[Any]:
        return with_listing_counts(allowed(self.request.user, Action.VIEW, Organisation.objects.all()))


class OrganisationDetailView(DetailView):
    """One organisation: what it works on, with whom, and where it stands among the others."""

    template_name = "councils/detail.html"
    context_object_name = "organisation"

    def get_queryset(self) -> QuerySet[Organisation]:
        visible = allowed(self.request.user, Action.VIEW, Organisation.objects.all())
        return visible.select_related("county", "strategic_authority").prefetch_related("aliases")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        organisation = self.object
        portfolio = Portfolio(organisation, self.request.user)
        return super().get_context_data(
            section="councils",
            may_enter=organisation.is_council and can(self.request.user, Action.ENTER, organisation),
            is_signed_in=self.request.user.is_authenticated,
            can_be_joined=organisation.is_council and not organisation.is_abolished,
            portfolio=portfolio,
            phases=portfolio.phases(),
            works_with_most=portfolio.works_with_most(),
            alike=self.alike(portfolio.shared_with),
            inherited=portfolio.inherited(),
            left_out=portfolio.left_out(),
            predecessors=organisation.successions_to.select_related("predecessor"),
            successors=organisation.successions_from.select_related("successor"),
            districts=organisation.districts.filter(status=organisation.status),
            councils_in_area=organisation.councils_in_area.current(),
            linked_data=organisation_as_linked_data(organisation),
            **kwargs,
        )

    def alike(self, in_common: Mapping[int, int]) -> list[Alike]:
        """The councils most like this one; `in_common` counts the listings that it shares with each other."""
        visible = allowed(self.request.user, Action.VIEW, Organisation.objects.all())
        return councils_like(self.object, visible, in_common)
