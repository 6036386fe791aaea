"""The page of one listing."""

from typing import Any, cast

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import DetailView

from collabhub.permissions import Action, Visitor, allowed, belongs_to, can
from listings.keepers import keeper_among
from listings.linked_data import listing_as_linked_data
from listings.models import Listing, ListingQuerySet
from listings.similar.finding import similar_to
from listings.similar.work import Work
from listings.stages import visible_stages
from listings.timeline import timeline
from listings.yours import yours

LAST_OF_THE_WAY = """
WITH RECURSIVE way (id, merged_into_id) AS (
    SELECT id, merged_into_id FROM listings_listing WHERE id = %s AND merged_into_id IS NOT NULL
    UNION
    SELECT next.id, next.merged_into_id FROM listings_listing AS next JOIN way ON next.id = way.merged_into_id
)
SELECT listing.* FROM listings_listing AS listing JOIN way ON way.id = listing.id WHERE way.merged_into_id IS NULL
"""
"""A circle has no last one, so nothing is found; UNION ends the walk where it began."""


class ListingDetailView(DetailView):
    """One listing, at an address whose words may be old or wrong: then it redirects to the lasting one.

    The address of a listing that was merged into another leads there, for everybody.
    """

    context_object_name = "listing"

    def get_queryset(self) -> QuerySet[Any]:
        listings = cast(ListingQuerySet, super().get_queryset())
        return allowed(self.request.user, Action.VIEW, listings).for_its_page()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        listing = self.get_queryset().filter(pk=kwargs["pk"]).first()
        if listing is None or listing.merged_into_id:
            successor = merged_into(kwargs["pk"], request.user)
            if successor:
                return redirect(successor, permanent=True)
        if listing is None:
            raise Http404
        self.object = listing
        if request.path != listing.get_absolute_url():
            return redirect(listing, permanent=True)
        stages = visible_stages(listing, request.user)
        context = self.get_context_data(
            object=listing,
            stages=stages,
            timeline=timeline(listing, request.user),
            yours=yours(listing, request.user),
            similar=similar_to(Work.of(listing, stages), request.user),
            linked_data=listing_as_linked_data(listing),
            may_see_history=can(request.user, Action.SEE_HISTORY, listing),
            edit_address=edit_address(listing, request.user),
        )
        return self.render_to_response(context)


def edit_address(listing: Any, visitor: Visitor) -> str:
    """Return where the visitor changes a listing; empty when they may not.

    That is in the area of their council, where it answers for the listing, and else, for moderators, in the admin.
    """
    if not can(visitor, Action.CHANGE, listing):
        return ""
    if council := keeper_among(listing, belongs_to(visitor)):
        return reverse(f"{listing.kind}-tasks", args=[council.slug, listing.pk])
    return reverse(f"admin:{listing._meta.app_label}_{listing._meta.model_name}_change", args=[listing.pk])


def merged_into(pk: int, visitor: Visitor) -> Listing | None:
    """Return the entry into which the one with this number was merged, after however many mergers.

    None when it was not merged, and when what it was merged into is not there for the visitor.
    """
    found = next(iter(Listing.objects.raw(LAST_OF_THE_WAY, [pk])), None)
    return found if found and can(visitor, Action.VIEW, found) else None
