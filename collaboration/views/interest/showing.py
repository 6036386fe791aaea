"""Showing interest in an entry."""

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
from collaboration.interest_forms import InterestForm
from collaboration.models import Interest
from collaboration.sides import answers_for
from collaboration.ways import ways_into
from collaboration.wording import keepers_in_words
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
    is_own = answers_for(listing, request.user)
    earlier = Interest.objects.open().filter(listing=listing.pk, sender=request.user).first()
    form = form_for(request, listing)
    if request.method == "POST" and form.is_valid():
        try:
            interest = show_interest(listing=listing, by=request.user, **form.cleaned_data)
        except PartRefused as refused:
            form.add_error("message", str(refused))
        else:
            messages.success(request, sent_in_words(interest))
            return redirect("interest", interest.pk)
    context = {
        "listing": listing,
        "form": form,
        "is_own": is_own,
        "earlier": earlier,
        "keepers": keepers_in_words(listing),
        "is_for_moderators": nobody_answers_for(listing),
        "due_on": next_due(),
        "may_use_it": councils_of(request) if request.GET.get("kind") == Interest.Kind.REUSE else [],
    }
    return render(request, "joining/interest/show.html", context)


def form_for(request: RequestWithText, listing: Listing) -> InterestForm:
    """Return the form with what was sent or typed before, else with the kind that the address names chosen."""
    given: Any = request.POST if request.method == "POST" else request.kept_text
    ways = ways_into(listing)
    wanted = request.GET.get("kind", "")
    initial = {"kind": wanted if wanted in ways else ways[0].value}
    return InterestForm(given, ways=ways, councils=councils_of(request), initial=initial)


def councils_of(request: RequestWithText) -> QuerySet[Organisation]:
    """Return the visitor's councils, for which they can write."""
    return Organisation.objects.filter(pk__in=request.user.roles).order_by("short_name", "pk")


def sent_in_words(interest: Interest) -> str:
    """Return what happens next with what was just sent, in the words of what this site does."""
    by = date_format(interest.due_on, "j F Y") if interest.due_on else ""
    if interest.chased == Interest.Chased.MODERATORS:
        return f"Your message is with our moderators, who look for the right person by {by}. You get an email then."
    return f"Your message is sent. They are asked to answer by {by}, and you get an email when they do."
