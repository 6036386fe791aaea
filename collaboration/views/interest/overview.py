"""All conversations of a person: those whose turn is theirs first."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from collabhub.permissions import Action, allowed
from collaboration.models import Interest
from collaboration.sides import reads_as
from collaboration.wording import next_step, title_for
from councils.views.access import SignedInRequest

MOST_SHOWN = 50
"""Conversations of each kind on the page: nobody has more that are open; of those that ended, the newest."""


@require_safe
@login_required
def mine(request: SignedInRequest) -> HttpResponse:
    """Show the visitor's conversations: where it is their turn, where it is the others', and what has ended.

    A manager sees those of their people, too, and can go on with them for their council.
    """
    user = request.user
    theirs = allowed(user, Action.ANSWER, Interest.objects.all()) | Interest.objects.filter(sender=user)
    seen = allowed(user, Action.VIEW, Interest.objects.open()).exclude(pk__in=theirs.values("pk"))
    interests = whole(theirs)
    is_their_turn = Q(sender=user, turn=Interest.Side.SENDER) | ~Q(sender=user) & Q(turn=Interest.Side.OWNERS)
    open_ones = interests.open().order_by("due_on", "pk")
    is_put_off = Q(state=Interest.State.LATER, later_month__gt=localdate())
    context = {
        "yours": rows(open_ones.filter(is_their_turn).exclude(is_put_off), request),
        "others": rows(open_ones.exclude(is_their_turn).exclude(is_put_off), request),
        "put_off": rows(open_ones.filter(is_put_off), request),
        "colleagues": rows(whole(seen), request),
        "ended": rows(interests.filter(ended_at__isnull=False).order_by("-ended_at", "-pk"), request),
        "most": MOST_SHOWN,
    }
    return render(request, "joining/interest/mine.html", context)


def whole(interests: Any) -> Any:
    """Fetch what the page shows of each interest, in a fixed number of queries."""
    found = interests.select_related("listing", "organisation", "sender", "adopter")
    return found.prefetch_related("listing__participations__organisation")


def rows(interests: Any, request: SignedInRequest) -> list[dict[str, Any]]:
    """Return what the page shows of each interest, as its side sees it."""
    found = []
    for interest in interests[:MOST_SHOWN]:
        side = reads_as(interest, request.user)
        found.append({"interest": interest, "title": title_for(interest, side), "next_step": next_step(interest, side)})
    return found
