"""Beginning an entry: what it is, then what others do or did that is like it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from collabhub.permissions import Action, allowed, can
from councils.kept_text import RequestWithText, keeps_text
from councils.models import Organisation, User
from councils.views.access import SignedInRequest, council_of
from directory.forms import SiteForm
from listings.actions.registering import StartRefused, start_listing
from listings.forms import Explained, ExplainedRadios
from listings.models import Listing
from listings.registering.common import WHAT, summary_field, title_field
from listings.registering.conflicts import opened
from listings.registering.sections import Journey
from listings.search.synonyms import roots
from listings.search.words import fold
from listings.similar.finding import similar_to
from listings.similar.work import Work
from listings.views.registering.places import Place
from listings.views.registering.sections import show

MOST_SIMILAR = 5
MOST_DRAFTS = 200
"""The council's own drafts that are looked through."""
GO_ON, BACK, LINK = "go-on", "back", "link"
"""The buttons below similar work, which begin the entry all the same or lead back, and the work to point to."""


class StartForm(SiteForm):
    """What an entry is, before there is one. `key` makes it one entry however often it is sent."""

    title = title_field()
    summary = summary_field()
    kind = forms.ChoiceField(
        label="What is it?",
        choices=[
            (Listing.Kind.PROJECT.value, Explained("A project", "Work with a beginning and an end, or an idea for it")),
            (
                Listing.Kind.SERVICE.value,
                Explained("A shared service", "Something that councils run together, with no end planned"),
            ),
        ],
        error_messages={
            "required": "Choose whether it is a project or a shared service",
            "invalid_choice": "Choose whether it is a project or a shared service",
        },
        widget=ExplainedRadios,
    )
    key = forms.UUIDField(widget=forms.HiddenInput)


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_text
def start(request: RequestWithText, slug: str, journeys: Sequence[Journey]) -> HttpResponse:
    """Ask what somebody is working on, show what is like it, and begin an entry."""
    council = council_of(request, slug, Action.REGISTER)
    if request.method == "POST":
        return begin(request, council, {journey.kind.value: journey for journey in journeys})
    kept = request.kept_text
    initial = {name: kept.get(name, "") for name in ("title", "summary", "kind")} if kept else {}
    return ask(request, council, StartForm(initial=initial | {"key": uuid4()}))


def ask(request: SignedInRequest, council: Organisation, form: StartForm) -> HttpResponse:
    """Show the first page."""
    return render(request, "registering/start.html", {"council": council, "form": form})


def begin(request: SignedInRequest, council: Organisation, journeys: dict[str, Journey]) -> HttpResponse:
    """Begin the entry that was sent, unless something is wrong, it is there already, or similar work is to be seen."""
    form = StartForm(with_a_key(request))
    if not form.is_valid() or BACK in request.POST:
        return ask(request, council, form)
    said = form.cleaned_data
    begun = allowed(request.user, Action.CHANGE, Listing.objects.kept_by(council))
    listing = begun.filter(start_key=said["key"]).first()
    if listing is None:
        similar = similar_work(request.user, council, said)
        if similar and GO_ON not in request.POST:
            offers = [offer(request, council, one, reason) for one, reason in similar.items()]
            return render(request, "registering/similar.html", {"council": council, "form": form, "offers": offers})
        linked = set(request.POST.getlist(LINK))
        try:
            listing = start_listing(
                **{name: said[name] for name in ("kind", "title", "summary", "key")},
                council=council,
                offered=list(similar),
                linked=[one for one in similar if str(one.pk) in linked and one.state == Listing.State.PUBLISHED],
                by=request.user,
            )
        except StartRefused as refused:
            messages.error(request, str(refused))
            return ask(request, council, StartForm(initial=said | {"key": uuid4()}))
    return go_on_with(request, Place(journeys[listing.kind], council, listing.specific), said)


def with_a_key(request: SignedInRequest) -> QueryDict:
    """Return what was sent; a key that is none, which no page of ours sends, is replaced."""
    data = request.POST.copy()
    try:
        UUID(data.get("key", ""))
    except ValueError:
        data["key"] = str(uuid4())
    return data


def go_on_with(request: SignedInRequest, place: Place, said: dict[str, Any]) -> HttpResponse:
    """Lead on from an entry that has just begun.

    Who comes back to the first page and says otherwise is asked whether that is to be saved.
    """
    typed = {"title": said["title"], "summary": said["summary"]}
    now = WHAT.form.values(place.listing)
    if typed == now:
        following = place.journey.next_unanswered(place.listing)
        return redirect(place.address_of(following) if following else place.tasks)
    messages.warning(request, "You have begun this entry already. What you typed now is below: Continue saves it.")
    return show(request, place, WHAT, WHAT.form(initial=typed, listing=place.listing), opened(now))


def similar_work(visitor: User, council: Organisation, said: dict[str, Any]) -> dict[Listing, str]:
    """Return what is like the work that somebody speaks of, with the reason: the council's own drafts, then others."""
    work = Work(title=said["title"], problem=said["summary"], leads=[council])
    found = dict.fromkeys(drafts_like(visitor, council, said["title"]), "Your council has begun this already.")
    return found | {one.listing: one.reason for one in similar_to(work, visitor, MOST_SIMILAR)}


def drafts_like(visitor: User, council: Organisation, title: str) -> list[Listing]:
    """Return the council's entries that are not public yet and share most words of their title with this one."""
    not_public = Listing.objects.kept_by(council).filter(state__in=[Listing.State.DRAFT, Listing.State.WAITING])
    words = set(roots(fold(title).split()))
    drafts = allowed(visitor, Action.CHANGE, not_public).order_by("-updated_at")[:MOST_DRAFTS]
    close = [one for one in drafts if 2 * len(words.intersection(roots(fold(one.title).split()))) > len(words)]
    return close[:MOST_SIMILAR]


def offer(request: SignedInRequest, council: Organisation, listing: Listing, reason: str) -> dict[str, Any]:
    """Return a similar entry as the page shows it: what it is, why it is alike, and what one may do about it."""
    parts = [part.organisation_id for part in listing.participations.all() if not part.left]
    is_own = council.pk in parts and can(request.user, Action.CHANGE, listing)
    may_join = council.pk not in parts and can(request.user, Action.ASK_TO_TAKE_PART, listing)
    return {
        "listing": listing,
        "specific": listing.specific,
        "reason": reason,
        "is_public": listing.state == Listing.State.PUBLISHED,
        "own": reverse(f"{listing.kind}-tasks", args=[council.slug, listing.pk]) if is_own else "",
        "join": reverse("join-entry", args=[council.slug, listing.pk]) if may_join and not listing.is_ended else "",
    }
