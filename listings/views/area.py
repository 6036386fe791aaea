"""The area of a council: what its people see first."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from collabhub.permissions import Action, Visitor, allowed, can
from councils.models import Membership, Organisation
from councils.views.access import SignedInRequest, council_of
from listings.models import Listing, ListingOfficer
from listings.views.handover import waiting_listings

STATES = [Listing.State.DRAFT, Listing.State.WAITING, Listing.State.PUBLISHED, Listing.State.WITHDRAWN]
MOST_SHOWN = 50
"""Listings of each state; the lists show the rest of what is published."""


@require_safe
@login_required
def council_area(request: SignedInRequest, slug: str) -> HttpResponse:
    """Show who the visitor is to a council, its listings in every state, and what waits for somebody."""
    council = council_of(request, slug)
    user = request.user
    may_manage = can(user, Action.MANAGE_PEOPLE, council)
    own = council.memberships.current().filter(user=user).first()
    context = {
        "council": council,
        "own": own,
        "own_entries": set(own.listings_looked_after.values_list("listing_id", flat=True)) if own else set(),
        "may_manage": may_manage,
        "members": allowed(user, Action.VIEW, council.memberships.current()).count(),
        "requests": allowed(user, Action.ANSWER, council.membership_requests.open()).count(),
        "waiting": waiting_listings(user, council).count() if may_manage else 0,
        "groups": groups(user, council),
    }
    return render(request, "people/area.html", context)


def groups(visitor: Visitor, council: Organisation) -> list[dict[str, Any]]:
    """Return a council's listings by their state, the states in which there are any.

    Each comes with the officers who look after it, as far as the visitor may see them: another council's stay hidden.
    """
    found = allowed(visitor, Action.VIEW, Listing.objects.kept_by(council)).select_related("project", "sharedservice")
    members = allowed(visitor, Action.VIEW, Membership.objects.current())
    officers = ListingOfficer.objects.filter(membership__in=members).select_related("membership__user")
    looked_after = found.prefetch_related(Prefetch("listing_officers", officers)).order_by("title", "pk")
    counted = {state: looked_after.filter(state=state) for state in STATES}
    return [
        {"state": state, "label": state.label, "number": number, "listings": listings[:MOST_SHOWN]}
        for state, listings in counted.items()
        if (number := listings.count())
    ]
