"""The task list of an entry, and its sections."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from councils.kept_text import RequestWithText, keeps_text
from councils.views.access import SignedInRequest
from listings.actions.registering import SaveRefused, SectionConflict, save_section
from listings.models import Listing, ServiceArea
from listings.moderation.reasons import in_words, rule_of
from listings.registering.areas import exactly_called, suggested_areas
from listings.registering.common import AREAS, AreasForm
from listings.registering.conflicts import OPENED, chosen, compared, opened
from listings.registering.sections import Journey, Section, SectionForm
from listings.similar.finding import similar_to
from listings.similar.work import Work
from listings.views.registering.places import CHECK, Place, may_lead, place_of

FROM = "from"
FIND = "find"
"""The button that looks for service areas without saving."""


@require_safe
@login_required
def tasks(request: SignedInRequest, slug: str, pk: int, journey: Journey) -> HttpResponse:
    """Show what is asked about an entry, and how far it has come."""
    place = place_of(request, journey, slug, pk)
    rows = [task(place, section) for section in journey.sections]
    context = {
        **about(place),
        "required": [row for row in rows if row["section"].is_required],
        "optional": [row for row in rows if not row["section"].is_required],
        "missing": [row for row in rows if row["section"].is_required and not row["is_done"]],
        "partners": len({part.name for part in place.listing.participations.all() if part.role != "lead"}),
        "partners_to_mend": any(one.field == "partners" for one in place.to_mend),
        "to_mend": [{"sentences": in_words(one), "rule": rule_of(one)} for one in place.to_mend],
    }
    return render(request, "registering/tasks.html", context)


def task(place: Place, section: Section) -> dict[str, Any]:
    """Return a row of the task list."""
    to_mend = [place.journey.section_about(one.field) for one in place.to_mend]
    return {
        "section": section,
        "address": place.address_of(section),
        "is_done": section.is_answered(place.listing),
        "is_to_mend": section in to_mend,
    }


def about(place: Place) -> dict[str, Any]:
    """Return what every page of an entry's registering shows."""
    return {"place": place, "council": place.council, "listing": place.listing, "State": Listing.State}


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_text
def section(request: RequestWithText, slug: str, pk: int, key: str, journey: Journey) -> HttpResponse:
    """Ask what a section asks, and save the answers."""
    place = place_of(request, journey, slug, pk)
    asked = journey.section(key)
    if asked is None:
        raise Http404
    if request.method == "POST":
        return save(request, place, asked, chosen(request.POST))
    now = asked.form.values(place.listing)
    form = form_of(request, place, asked, initial=now)
    token = opened(now)
    if request.kept_text is not None:
        typed = typed_in(form, request.kept_text)
        form, token = form_of(request, place, asked, initial=now | typed), request.kept_text.get(OPENED, "")
    return show(request, place, asked, form, token)


def typed_in(form: SectionForm, kept: QueryDict) -> dict[str, Any]:
    """Return what was typed into a form before its sender signed in again, as the form shows it."""
    return {
        name: field.widget.value_from_datadict(kept, {}, name) for name, field in form.fields.items() if name in kept
    }


def form_of(request: SignedInRequest, place: Place, asked: Section, **kwargs: Any) -> SectionForm:
    """Return the form of a section for this visitor."""
    if asked is AREAS:
        kwargs["suggestions"] = suggestions(request, place)
    return asked.form(listing=place.listing, councils=may_lead(request.user, place.listing), **kwargs)


def suggestions(request: SignedInRequest, place: Place) -> list[str]:
    """Return the numbers of service areas in which an entry may lie."""
    listing = place.listing
    similar = [one.listing.pk for one in similar_to(Work.of(listing), request.user)]
    theirs = ServiceArea.objects.filter(listings__in=similar).values_list("pk", flat=True)
    return suggested_areas(f"{listing.title} {listing.summary}", theirs)


def show(request: SignedInRequest, place: Place, asked: Section, form: SectionForm, token: str) -> HttpResponse:
    """Show the page of a section. `token` says how the answers stood when it was first opened."""
    mend = [one for one in place.to_mend if place.journey.section_about(one.field) == asked]
    query = f"?{FROM}={CHECK}" if request.GET.get(FROM) == CHECK else ""
    context = {
        **about(place),
        "section": asked,
        "form": form,
        "opened": token,
        "to_mend": [{"sentences": in_words(one), "rule": rule_of(one)} for one in mend],
        "action": f"{place.address_of(asked)}{query}",
        "back": place.address("check") if query else place.tasks,
    }
    return render(request, asked.template, context)


def save(request: SignedInRequest, place: Place, asked: Section, data: QueryDict) -> HttpResponse:
    """Save what was sent and lead on; or show what is wrong, or what somebody else has saved in the meantime."""
    token = data.get(OPENED, "")
    if FIND in data and issubclass(asked.form, AreasForm):
        return show(request, place, asked, form_of(request, place, asked, initial=looked_for(data)), token)
    form = form_of(request, place, asked, data=data)
    if not form.is_valid():
        return show(request, place, asked, form, token)
    try:
        listing = save_section(listing=place.listing, section=asked, sent=form.sent(), opened=token, by=request.user)
    except SaveRefused as refused:
        form.add_error(None, str(refused))
        return show(request, place, asked, form, token)
    except SectionConflict as both:
        context = compared(both.differences, form=form, now=both.now)
        more = {"title": asked.title, "back": place.tasks}
        return render(request, "registering/conflict.html", about(place) | context | more)
    return redirect(after(request, place.of(request, listing), asked))


def looked_for(data: QueryDict) -> dict[str, Any]:
    """Return what the page of service areas shows next: what was ticked, and what is looked for.

    Who typed the very name of one has found it: it is ticked.
    """
    words, ticked = data.get("words", ""), data.getlist("service_areas")
    if found := exactly_called(words):
        return {"service_areas": [*ticked, found]}
    return {"words": words, "service_areas": ticked}


def after(request: SignedInRequest, place: Place, asked: Section) -> str:
    """Return where a saved section leads: back to all answers, on to the next that is required, or to the tasks."""
    if request.GET.get(FROM) == CHECK:
        return place.address("check")
    following = place.journey.next_unanswered(place.listing) if asked.is_required else None
    return place.address_of(following) if following else place.tasks
