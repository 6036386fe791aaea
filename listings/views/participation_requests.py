"""Asking to take part in an entry, and answering that."""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from collabhub.permissions import Action, allowed, can
from councils.kept_text import RequestWithText, keeps_text
from councils.models import Organisation
from councils.views.access import SignedInRequest, button
from listings.actions import participation_requests as requests
from listings.models import Listing, ParticipationRequest
from listings.part_forms import AnswerForm, JoinForm
from listings.views.entries import GET_OR_POST, attempt, entry_of


@keeps_text
@require_http_methods(GET_OR_POST)
def join_entry(request: RequestWithText, slug: str, pk: int) -> HttpResponse:
    """Ask those who answer for an entry to name a council in it."""
    council, listing = entry_of(request, slug, pk, Action.ASK_TO_TAKE_PART, council_may=Action.REGISTER)
    form = JoinForm(request.POST if request.method == "POST" else request.kept_text, roles=requests.TO_ASK_FOR)
    waiting = listing.participation_requests.open().filter(organisation=council).first()
    takes_part = any(part.organisation_id == council.pk and not part.left for part in listing.participations.all())
    if request.method == "POST" and form.is_valid():
        said = "Your request is sent. You get an email when somebody has answered."
        ask = partial(requests.ask_to_take_part, listing=listing, organisation=council, by=request.user)
        if attempt(request, said, partial(ask, **form.cleaned_data)):
            return redirect(listing)
    context = {"council": council, "listing": listing, "form": form, "waiting": waiting, "takes_part": takes_part}
    return render(request, "parts/join.html", context)


def request_of(request: SignedInRequest, slug: str, pk: int, asked: int) -> tuple[Organisation, ParticipationRequest]:
    """Return a council and a request about an entry: one that it answers, or one that it made.

    Raises Http404 for any other, and as `entry_of` does.
    """
    council, listing = entry_of(request, slug, pk)
    theirs = Q(organisation=council) | Q(listing__in=Listing.objects.kept_by(council))
    seen = allowed(request.user, Action.VIEW, ParticipationRequest.objects.filter(theirs, listing=listing.pk))
    return council, get_object_or_404(seen.select_related("organisation", "listing", "asked_by"), pk=asked)


@keeps_text
@require_http_methods(GET_OR_POST)
def answer_participation_request(request: RequestWithText, slug: str, pk: int, asked: int) -> HttpResponse:
    """Show a request to take part, to be answered by those who answer for the entry, or taken back by who asked."""
    council, found = request_of(request, slug, pk, asked)
    may_answer = can(request.user, Action.ANSWER, found)
    if request.method == "POST" and not may_answer:
        raise PermissionDenied
    form = AnswerForm(request.POST if request.method == "POST" else request.kept_text)
    if request.method == "POST" and form.is_valid():
        accept, reason = form.cleaned_data["answer"] == "yes", form.cleaned_data["reason"]
        said = (
            f"{found.organisation} {'takes part now' if accept else 'was not added'}, and gets an email that says so."
        )
        act = partial(requests.answer_participation_request, request=found, by=request.user)
        attempt(request, said, partial(act, accept=accept, reason=reason))
        return redirect("answer-participation-request", slug, pk, asked)
    context = {
        "council": council,
        "listing": found.listing,
        "asked": found,
        "form": form,
        "may_answer": may_answer and not found.answered_at,
        "may_take_back": can(request.user, Action.TAKE_BACK, found) and not found.answered_at,
        "may_change": can(request.user, Action.CHANGE, found.listing),
    }
    return render(request, "parts/request.html", context)


@button("answer-participation-request", "slug", "pk", "asked")
def take_back_participation_request(request: SignedInRequest, slug: str, pk: int, asked: int) -> HttpResponse:
    """Take back what a council asked for."""
    _, found = request_of(request, slug, pk, asked)
    if not can(request.user, Action.TAKE_BACK, found):
        raise PermissionDenied
    act = partial(requests.take_back_participation_request, request=found, by=request.user)
    attempt(request, "The request is taken back.", act)
    return redirect("answer-participation-request", slug, pk, asked)
