"""An introduction, for those who are introduced: who the others are, and what came of it."""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from collabhub.permissions import Action, allowed, can
from collaboration.actions.introducing import MODERATORS_ASKED, say_what_came, share_address
from collaboration.introduction_forms import OutcomeForm
from collaboration.models import Introduction
from collaboration.parties import is_due, named_once, own_of, parties_of
from councils.kept_text import RequestWithText, keeps_text
from councils.views.access import SignedInRequest, button
from listings.models.listing import in_one_phrase
from listings.views.entries import GET_OR_POST, attempt


def introduction_of(request: SignedInRequest, pk: int) -> Introduction:
    """Return an introduction that the visitor may see. Raises Http404."""
    return get_object_or_404(allowed(request.user, Action.VIEW, Introduction.objects.all()), pk=pk)


@keeps_text
@require_http_methods(GET_OR_POST)
def introduction(request: RequestWithText, pk: int) -> HttpResponse:
    """Show who was introduced and why, and take what came of it."""
    found = introduction_of(request, pk)
    may_say = can(request.user, Action.CHANGE, found)
    if request.method == "POST" and not may_say:
        raise PermissionDenied
    parties = parties_of(found)
    own = own_of(request.user, parties)
    shown = {"outcome": found.outcome, "words": found.outcome_words, "seen": found.outcome}
    data = request.POST if request.method == "POST" else request.kept_text
    form = OutcomeForm(data, initial=shown, of_us=bool(own))
    if request.method == "POST" and form.is_valid():
        act = partial(say_what_came, introduction=found, by=request.user, **form.cleaned_data)
        attempt(request, "Thank you. It is noted, and counts among what came of introductions.", act)
        return redirect("introduction", pk)
    others = [party for party in parties if party not in own] or parties
    context = {
        "introduction": found,
        "form": form,
        "own": own,
        "others": others,
        "names": in_one_phrase([str(party) for party in named_once(others)]),
        "may_share": bool(own) and own != parties and any(party.people for party in others),
        "is_due": is_due(found, localdate()),
        "is_moderating": request.user.is_staff and not own,
        "with_moderators": found.times_asked >= MODERATORS_ASKED,
        "section": "account",
    }
    return render(request, "joining/introductions/introduction.html", context)


@button("introduction", "pk")
def share_own_address(request: SignedInRequest, pk: int) -> HttpResponse:
    """Let the people of the other parties have the visitor's own address."""
    found = introduction_of(request, pk)
    said = "They get your address by email, and can write to you directly."
    attempt(request, said, partial(share_address, introduction=found, by=request.user))
    return redirect("introduction", pk)
