"""What is suggested to a council, for its people: why, and what is not for it."""

from functools import partial

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from collabhub.permissions import Action, allowed, can
from collaboration.actions.suggesting import dismiss, take_back_dismissal
from collaboration.models import Suggestion
from collaboration.suggested import still_fitting, with_listings
from councils.views.access import SignedInRequest, button, council_of
from listings.views.entries import attempt


@require_safe
@login_required
def suggestions(request: SignedInRequest, slug: str) -> HttpResponse:
    """Show what is suggested to a council, and what it said is not for it."""
    council = council_of(request, slug, Action.REGISTER)
    theirs = allowed(request.user, Action.VIEW, still_fitting(localdate()).filter(organisation=council))
    dismissed = allowed(request.user, Action.VIEW, Suggestion.objects.filter(organisation=council)).filter(
        dismissed_at__isnull=False, listing__state="published"
    )
    context = {
        "council": council,
        "suggestions": with_listings(theirs),
        "dismissed": dismissed.select_related("listing").order_by("-dismissed_at"),
        "has_entries": council.participations.filter(left="").exists(),
    }
    return render(request, "joining/introductions/suggestions.html", context)


@button("council-suggestions", "slug")
def dismiss_suggestion(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Say that something is not for a council, or, with `undo`, that it may be suggested after all."""
    council = council_of(request, slug)
    seen = allowed(request.user, Action.VIEW, Suggestion.objects.filter(organisation=council))
    found = get_object_or_404(seen.select_related("listing", "organisation"), pk=pk)
    if not can(request.user, Action.DISMISS, found):
        raise PermissionDenied
    if "undo" in request.POST:
        said = f"“{found.listing}” may be suggested again."
        attempt(request, said, partial(take_back_dismissal, suggestion=found, by=request.user))
    else:
        said = f"“{found.listing}” is not suggested to {council} again. You can undo that at the end of this page."
        attempt(request, said, partial(dismiss, suggestion=found, by=request.user))
    return redirect("council-suggestions", slug)
