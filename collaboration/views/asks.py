"""What an entry wants of others: officers say it, and say what came of it."""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from collabhub.permissions import Action, allowed, can
from collaboration.actions.asks import close_ask, keep_asking, say_what_is_wanted
from collaboration.models import Ask, Call
from collaboration.wanted import usual_last_day
from collaboration.wanted_forms import AGAIN, AskForm, OutcomeForm
from councils.kept_text import RequestWithText, keeps_text
from listings.views.entries import GET_OR_POST, attempt, entry_of

SHOWN = 20
"""Closed asks that the page of an entry lists, the latest first."""


@keeps_text
@require_http_methods(GET_OR_POST)
def entry_asks(request: RequestWithText, slug: str, pk: int) -> HttpResponse:
    """List what an entry wants and wanted, and say what else it wants."""
    council, listing = entry_of(request, slug, pk, Action.CHANGE)
    today = localdate()
    calls = list(allowed(request.user, Action.VIEW, Call.objects.open(today)))
    for_call = next((call for call in calls if str(call.pk) == request.GET.get("call")), None)
    first = {"call": str(for_call.pk) if for_call else ""}
    form = AskForm(request.POST if request.method == "POST" else request.kept_text, calls=calls, initial=first)
    may_ask = can(request.user, Action.SAY_WHAT_IS_WANTED, listing) and not listing.is_ended
    if request.method == "POST" and not can(request.user, Action.SAY_WHAT_IS_WANTED, listing):
        raise PermissionDenied
    if request.method == "POST" and form.is_valid():
        ask = partial(say_what_is_wanted, listing=listing, organisation=council, by=request.user)
        until = date_format(form.cleaned_data["deadline"], "j F Y")
        said = f"Shown until {until} on the entry’s page and on Wanted now."
        attempt(request, said, partial(ask, **form.cleaned_data))
        return redirect("entry-asks", slug, pk)
    asks = allowed(request.user, Action.VIEW, Ask.objects.filter(listing=pk)).select_related("call", "organisation")
    context = {
        "council": council,
        "listing": listing,
        "form": form,
        "may_ask": may_ask,
        "open_asks": asks.filter(closed_at__isnull=True, deadline__gte=today),
        "expired": asks.expired(today),
        "closed": asks.filter(closed_at__isnull=False).order_by("-closed_at", "-id")[:SHOWN],
        "has_calls": bool(calls),
        "chosen_call": for_call,
    }
    return render(request, "joining/wanted/entry_asks.html", context)


@keeps_text
@require_http_methods(GET_OR_POST)
def close(request: RequestWithText, slug: str, pk: int, ask: int) -> HttpResponse:
    """Say what came of an ask, or go on asking."""
    council, listing = entry_of(request, slug, pk)
    asks = Ask.objects.filter(listing=pk).select_related("call", "organisation", "listing")
    found = get_object_or_404(allowed(request.user, Action.CHANGE, asks), pk=ask)
    first = {"deadline": usual_last_day(localdate(), found.call if found.call and found.call.is_open else None)}
    form = OutcomeForm(request.POST if request.method == "POST" else request.kept_text, initial=first)
    if request.method == "POST" and form.is_valid():
        answer = form.cleaned_data["answer"]
        if answer == AGAIN:
            deadline = form.cleaned_data["deadline"] or first["deadline"]
            act = partial(keep_asking, ask=found, deadline=deadline, by=request.user)
            attempt(request, "It is shown again.", act)
        else:
            act = partial(close_ask, ask=found, outcome=answer, by=request.user)
            attempt(request, "Thank you. It is not shown any more.", act)
        return redirect("entry-asks", slug, pk)
    context = {"council": council, "listing": listing, "ask": found, "form": form}
    return render(request, "joining/wanted/close.html", context)
