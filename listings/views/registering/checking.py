"""All answers on one page, sending an entry in, and what happens then."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from councils.views.access import SignedInRequest
from directory.working_days import working_days_after
from listings.actions.publishing import SubmitRefused, submit
from listings.models import Listing
from listings.registering.sections import Journey, Section
from listings.required import missing_answers
from listings.views.registering.places import CHECK, Place, place_of
from listings.views.registering.sections import FROM, about
from listings.yours import parts_in_words

ANSWERED_WITHIN = 5
"""Working days within which moderators mean to answer."""


@require_safe
@login_required
def check(request: SignedInRequest, slug: str, pk: int, journey: Journey) -> HttpResponse:
    """Show every answer with a way to change it, and the button that sends the entry in."""
    place = place_of(request, journey, slug, pk)
    sections = [{"section": section, "answers": answers(place, section)} for section in journey.sections]
    missing = [
        {"question": one.question, "address": place.address_of(section)}
        for one in missing_answers(place.listing)
        if (section := journey.section_about(one.field))
    ]
    context = {
        **about(place),
        "sections": sections,
        "missing": missing,
        "parts": parts_in_words(place.listing),
    }
    return render(request, "registering/check.html", context)


def answers(place: Place, section: Section) -> list[dict[str, Any]]:
    """Return the answers of a section in words, each with the address at which it is changed."""
    form = section.form(listing=place.listing)
    values = section.form.values(place.listing)
    address = f"{place.address_of(section)}?{FROM}={CHECK}"
    return [
        {
            "question": form.fields[name].label,
            "lines": form.in_words(name, values[name]),
            "address": f"{address}#{form.anchor(name)}",
        }
        for name in section.form.questions()
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def send_in(request: SignedInRequest, slug: str, pk: int, journey: Journey) -> HttpResponse:
    """Send an entry in. Who gets here without pressing the button is led to the page that has it."""
    place = place_of(request, journey, slug, pk)
    if request.method != "POST":
        return redirect(place.address("check"))
    try:
        submit(listing=place.listing, by=request.user)
    except SubmitRefused as refused:
        messages.error(request, str(refused))
        return redirect(place.address("check"))
    return redirect(place.address("sent"))


@require_safe
@login_required
def sent(request: SignedInRequest, slug: str, pk: int, journey: Journey) -> HttpResponse:
    """Say that an entry was sent in, and what happens next. Reloading it changes nothing."""
    place = place_of(request, journey, slug, pk)
    listing = place.listing
    if listing.state not in (Listing.State.WAITING, Listing.State.PUBLISHED):
        return redirect(place.tasks)
    day, nation = listing.submitted_at, place.council.nation
    by_when = working_days_after(localdate(day), ANSWERED_WITHIN, nation) if day else None
    return render(request, "registering/sent.html", about(place) | {"by_when": by_when})
