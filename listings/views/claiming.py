"""The button with which a council claims an imported entry."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from collabhub.permissions import Action
from councils.views.access import SignedInRequest, button
from listings.actions.claiming import ClaimRefused, claim
from listings.views.entries import entry_of


@button("council-area", "slug")
def claim_entry(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Make a council answer for an imported entry in which it takes part, and lead to correcting it."""
    council, listing = entry_of(request, slug, pk, council_may=Action.REGISTER)
    try:
        claim(listing=listing, organisation=council, by=request.user)
    except ClaimRefused as refused:
        messages.error(request, str(refused))
        return redirect(listing)
    messages.success(
        request, f"{council} answers for this entry now, and it shows as confirmed today. Correct what is not right."
    )
    return redirect(f"{listing.kind}-tasks", slug, pk)
