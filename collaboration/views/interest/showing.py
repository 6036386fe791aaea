"""Showing interest in an entry."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods

from collabhub.permissions import Action, allowed, can
from collaboration.actions.interest.showing import show_interest
from collaboration.actions.interest.steps import next_due, nobody_answers_for
from collaboration.adopters import adopters_to_ask, who_uses
from collaboration.interest_forms import InterestForm
from collaboration.models import Interest
from collaboration.sides import answers_for
from collaboration.views.interest.access import why_not
from collaboration.ways import asks_of, ways_into
from collaboration.wording import asked_in_words, keepers_in_words
from councils.kept_text import RequestWithText, keeps_text
from councils.models import Organisation
from listings.actions.partners import PartRefused
from listings.models import Listing
from listings.views.entries import GET_OR_POST


@keeps_text
@require_http_methods(GET_OR_POST)
def show(request: RequestWithText, pk: int) -> HttpResponse:
    """Write to those who answer for an entry: to talk, join, reuse, offer money or supply."""
    entries = Listing.objects.select_related("project", "sharedservice").with_people_and_subjects()
    listing: Listing = get_object_or_404(allowed(request.user, Action.VIEW, entries), pk=pk)
    if not can(request.user, Action.SHOW_INTEREST, listing):
        raise PermissionDenied
    adopter = adopter_named(request, listing)
    if adopter is None and "adopter" in request.GET:
        messages.error(request, "They take no questions about their use of this any more.")
        return redirect(listing)
    is_own = adopter.pk in request.user.roles if adopter else answers_for(listing, request.user)
    earlier = Interest.objects.open().filter(listing=listing.pk, sender=request.user, adopter=adopter).first()
    refusal = why_not(request.user, listing, adopter)
    asks = [] if adopter else asks_of(listing)
    form = form_for(request, [] if adopter else ways_into(listing, asks))
    if request.method == "POST" and form.is_valid():
        try:
            interest = show_interest(listing=listing, adopter=adopter, by=request.user, **form.cleaned_data)
        except PartRefused as refused:
            form.add_error("message", str(refused))
        else:
            messages.success(request, sent_in_words(interest))
            return redirect("interest", interest.pk)
    context = {
        "listing": listing,
        "form": form,
        "asks": asks,
        "adopter": adopter,
        "is_own": is_own,
        "earlier": earlier,
        "refusal": refusal if request.method != "POST" else "",
        "last": Interest.objects.filter(sender=request.user).first() if refusal else None,
        "keepers": adopter.name if adopter else keepers_in_words(listing),
        "is_for_moderators": nobody_answers_for(listing, adopter),
        "due_on": next_due(listing, adopter),
        "may_use_it": councils_of(request) if request.GET.get("kind") == Interest.Kind.REUSE else [],
    }
    return render(request, "joining/interest/show.html", context)


def adopter_named(request: RequestWithText, listing: Listing) -> Organisation | None:
    """Return the adopter that the address names, who is asked about their use; None where none of them talks.

    What was typed to one who does not talk about it any more is not lost: the action refuses it.
    """
    slug = request.GET.get("adopter")
    if not slug:
        return None
    everyone = [use.part.organisation for use in who_uses(listing)]
    known = everyone if request.method == "POST" else adopters_to_ask(listing)
    return next((one for one in known if one and one.slug == slug), None)


def form_for(request: RequestWithText, ways: Sequence[Interest.Kind]) -> InterestForm:
    """Return the form with what was sent or typed before, else with the kind that the address names chosen."""
    given: Any = request.POST if request.method == "POST" else request.kept_text
    wanted = request.GET.get("kind", "")
    initial = {"kind": wanted if wanted in ways else ways[0].value} if ways else None
    return InterestForm(given, ways=ways, councils=councils_of(request), initial=initial)


def councils_of(request: RequestWithText) -> QuerySet[Organisation]:
    """Return the visitor's councils, for which they can write."""
    return Organisation.objects.filter(pk__in=request.user.roles).order_by("short_name", "pk")


def sent_in_words(interest: Interest) -> str:
    """Return what happens next with what was just sent, in the words of what this site does."""
    by = date_format(interest.due_on, "j F Y") if interest.due_on else ""
    if interest.chased == Interest.Chased.MODERATORS:
        return f"Your message is with our moderators, who look for the right person by {by}. You get an email then."
    asked = asked_in_words(interest)
    return f"Your message is sent. {asked} is asked to answer by {by}, and you get an email when they do."
