"""A council's own part in an entry, for its people: confirm it, correct it, leave, or say that there is none."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from collabhub.permissions import Action, allowed, can
from councils.kept_text import RequestWithText, keeps_text
from councils.models import Organisation
from councils.views.access import SignedInRequest, button
from listings.actions import own_part
from listings.models import Listing, Participation
from listings.part_forms import ReasonForm
from listings.views.entries import GET_OR_POST, attempt, entry_of
from listings.views.partners import change_page


@require_safe
@login_required
def entry_part(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Show in which roles a council takes part in an entry, and what its people may do about each."""
    council, listing = entry_of(request, slug, pk)
    theirs = Participation.objects.filter(listing=listing.pk, organisation=council)
    context = {
        "council": council,
        "listing": listing,
        "parts": list(allowed(request.user, Action.ANSWER, theirs).select_related("organisation")),
        "may_doubt": can(request.user, Action.DOUBT, listing),
    }
    return render(request, "parts/part.html", context)


def own_part_of(
    request: SignedInRequest, slug: str, pk: int, part: int
) -> tuple[Organisation, Listing, Participation | None]:
    """Return a council, an entry, and the council's part in it; where it is gone, say so and return none.

    Raises Http404 and PermissionDenied as `entry_of` does.
    """
    council, listing = entry_of(request, slug, pk, council_may=Action.REGISTER)
    theirs = Participation.objects.filter(listing=listing.pk, organisation=council)
    found = allowed(request.user, Action.ANSWER, theirs).select_related("organisation", "listing").filter(pk=part)
    if not found:
        messages.error(request, f"{council} does not have this part any more. This is what the entry says now.")
    return council, listing, found.first()


@button("entry-part", "slug", "pk")
def confirm_part(request: SignedInRequest, slug: str, pk: int, part: int) -> HttpResponse:
    """Confirm that a council takes part as named."""
    council, _, found = own_part_of(request, slug, pk, part)
    if found:
        said = f"Thank you. The entry now shows that {council} confirmed its part."
        attempt(request, said, partial(own_part.confirm_part, part=found, by=request.user))
    return redirect("entry-part", slug, pk)


@require_http_methods(GET_OR_POST)
@login_required
def change_part(request: SignedInRequest, slug: str, pk: int, part: int) -> HttpResponse:
    """Change a council's own role and dates."""
    council, listing, found = own_part_of(request, slug, pk, part)
    if found is None:
        return redirect("entry-part", slug, pk)
    return change_page(request, council, listing, found, back="entry-part")


@keeps_text
@require_http_methods(GET_OR_POST)
def decline_part(request: RequestWithText, slug: str, pk: int, part: int) -> HttpResponse:
    """Say that a council does not take part as the lead says."""
    council, listing, found = own_part_of(request, slug, pk, part)
    if found is None:
        return redirect("entry-part", slug, pk)
    form = ReasonForm(request.POST if request.method == "POST" else request.kept_text)
    if request.method == "POST" and form.is_valid():
        said = f"The entry does not name {council} as {found.get_role_display().lower()} any more. Its people are told."
        reason = form.cleaned_data["reason"]
        attempt(request, said, partial(own_part.decline_part, part=found, reason=reason, by=request.user))
        return redirect("entry-part", slug, pk)
    context = {"council": council, "listing": listing, "part": found, "form": form}
    return render(request, "parts/decline.html", context)
