"""The buttons in a council's area with which its people take on an entry, and give it up."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect

from collabhub.permissions import Action, allowed, can
from councils.models import Membership
from councils.views.access import SignedInRequest, button, council_of
from listings.actions.looking_after import LookAfterRefused, look_after, stop_looking_after
from listings.models import Listing


@button("council-area", "slug")
def take_on(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Make the visitor look after an entry that their council answers for."""
    listing, own = entry_and_membership(request, slug, pk)
    try:
        look_after(listing=listing, membership=own, by=request.user)
        messages.success(request, f"You now look after “{listing}”.")
    except LookAfterRefused as refused:
        messages.error(request, str(refused))
    return redirect("council-area", slug)


@button("council-area", "slug")
def give_up(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """End the visitor's looking after an entry."""
    listing, own = entry_and_membership(request, slug, pk)
    stop_looking_after(listing=listing, membership=own, by=request.user)
    messages.success(request, f"You no longer look after “{listing}”.")
    return redirect("council-area", slug)


def entry_and_membership(request: SignedInRequest, slug: str, pk: int) -> tuple[Listing, Membership]:
    """Return an entry that a council answers for, and the visitor's membership of that council.

    Raises Http404 for another council's area or entry, and PermissionDenied for who does not belong to the council.
    """
    council = council_of(request, slug)
    listing = get_object_or_404(allowed(request.user, Action.VIEW, Listing.objects.kept_by(council)), pk=pk)
    own = council.memberships.current().filter(user=request.user).first()
    if own is None or not can(request.user, Action.LOOK_AFTER, listing):
        raise PermissionDenied
    return listing, own
