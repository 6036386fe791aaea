"""Funding calls and events, and the entries that go for them."""

from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from collabhub.permissions import Action, Visitor, allowed, can
from collaboration.actions.calls import attach, leave
from collaboration.models import Call, CallEntry
from collaboration.wanted import shown_asks
from collaboration.wanted_forms import CallEntryForm
from councils.kept_text import RequestWithText, keeps_text
from councils.models import User
from councils.views.access import SignedInRequest, button
from listings.keepers import keeper_among
from listings.models import Listing, Participation
from listings.models.listing import ARCHIVED_AFTER
from listings.views.entries import GET_OR_POST, attempt, entry_of

CLOSED_ON_A_PAGE = 20
PARTS = "entries__listing__participations"
"""From a call to who takes part in what goes for it."""
MOST_OWN = 10
"""Entries of the visitor that the page of a call offers to attach; the rest are reached from their council's area."""


@require_safe
def calls(request: HttpRequest) -> HttpResponse:
    """List the open calls with how many councils look for partners, and those that have closed, page by page."""
    today = localdate()
    public = Q(entries__listing__state=Listing.State.PUBLISHED)
    running = Q(entries__listing__is_ended=False, entries__listing__review_date__gt=today - ARCHIVED_AFTER)
    leads = {"role": Participation.Role.LEAD, "left": ""}
    led = Q(**{f"{PARTS}__{name}": value for name, value in leads.items()})
    named = Q(**{f"{PARTS}__standing": Participation.Standing.NAMED})
    looking = Count(
        f"{PARTS}__organisation",
        distinct=True,
        filter=public & running & led & ~named & Q(entries__looks_for_partners=True),
    )
    counted = allowed(request.user, Action.VIEW, Call.objects.all()).annotate(
        going=Count("entries", filter=public, distinct=True), looking=looking
    )
    open_calls = counted.open(today).order_by("deadline", "id")
    closed = counted.exclude(pk__in=Call.objects.open(today).values("pk")).order_by("-deadline", "-id")
    page = Paginator(closed, CLOSED_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"open_calls": open_calls, "page": page, "section": "wanted"}
    return render(request, "joining/calls/list.html", context)


@require_safe
def call(request: HttpRequest, pk: int, slug: str = "") -> HttpResponse:
    """Show a call, who looks for partners for it, and who goes for it besides."""
    found = get_object_or_404(allowed(request.user, Action.VIEW, Call.objects.select_related("topic")), pk=pk)
    if request.path != found.get_absolute_url():
        return redirect(found, permanent=True)
    entries = list(public_entries(request.user, found))
    looking = [entry for entry in entries if entry.looks_for_partners and still_runs(entry.listing)]
    asks = shown_asks(localdate()).filter(call=found).select_related("listing", "organisation")
    context = {
        "call": found,
        "looking": looking,
        "others": [entry for entry in entries if entry not in looking],
        "asks": allowed(request.user, Action.VIEW, asks).prefetch_related("listing__service_areas"),
        "own": own_entries(request.user) if found.is_open else [],
        "section": "wanted",
    }
    return render(request, "joining/calls/detail.html", context)


def still_runs(listing: Listing) -> bool:
    """True unless an entry has ended or is archived, so that nobody can be expected to answer for it."""
    return not listing.is_ended and not listing.is_archived


def public_entries(visitor: Visitor, found: Call) -> QuerySet[CallEntry]:
    """Return the public entries that go for a call, with what the page shows of them."""
    entries = found.entries.filter(listing__state=Listing.State.PUBLISHED).select_related("listing")
    return allowed(visitor, Action.VIEW, entries).prefetch_related(
        "listing__participations__organisation", "listing__service_areas"
    )


def own_entries(visitor: Visitor) -> list[dict[str, Any]]:
    """Return the running entries that the visitor may attach to a call, the latest first, each with their council."""
    if not isinstance(visitor, User) or not visitor.roles:
        return []
    running = Listing.objects.filter(is_ended=False).prefetch_related("participations__organisation")
    own = allowed(visitor, Action.SAY_WHAT_IS_WANTED, running).order_by("-updated_at", "-id")[:MOST_OWN]
    return [{"listing": listing, "council": keeper_among(listing, visitor.roles)} for listing in own]


@keeps_text
@require_http_methods(GET_OR_POST)
def entry_calls(request: RequestWithText, slug: str, pk: int) -> HttpResponse:
    """List the calls that an entry goes for, and attach it to another one, or change what is said there."""
    council, listing = entry_of(request, slug, pk, Action.CHANGE)
    open_calls = list(allowed(request.user, Action.VIEW, Call.objects.open(localdate())))
    attached = list(listing.call_entries.select_related("call").order_by("call__deadline", "id"))
    may_attach = can(request.user, Action.SAY_WHAT_IS_WANTED, listing)
    if request.method == "POST" and not may_attach:
        raise PermissionDenied
    data = request.POST if request.method == "POST" else request.kept_text
    form = CallEntryForm(data, calls=open_calls, initial=as_it_stands(request.GET.get("call", ""), attached))
    if request.method == "POST" and form.is_valid():
        said = f"The entry is on the page of “{form.cleaned_data['call']}”."
        attempt(request, said, partial(attach, listing=listing, by=request.user, **form.cleaned_data))
        return redirect("entry-calls", slug, pk)
    context = {
        "council": council,
        "listing": listing,
        "form": form,
        "attached": attached,
        "has_calls": bool(open_calls),
        "may_attach": may_attach and not listing.is_ended,
    }
    return render(request, "joining/calls/entry_calls.html", context)


def as_it_stands(asked: str, attached: list[CallEntry]) -> dict[str, Any]:
    """Return what the form begins with for the call that an address names: what is said there already, if anything."""
    entry = next((entry for entry in attached if str(entry.call_id) == asked), None)
    said = {"looks_for_partners": entry.looks_for_partners, "words": entry.words} if entry else {}
    return {"call": asked, **said}


@button("entry-calls", "slug", "pk")
def leave_call(request: SignedInRequest, slug: str, pk: int, call: int) -> HttpResponse:
    """Take an entry off a call."""
    _, listing = entry_of(request, slug, pk)
    found = Call.objects.filter(pk=call).first()
    if found is None:
        raise Http404
    entry = CallEntry(call=found, listing=listing)
    if not can(request.user, Action.REMOVE, entry):
        raise PermissionDenied
    attempt(
        request,
        f"The entry is off the page of “{found}”.",
        partial(leave, listing=listing, call=found, by=request.user),
    )
    return redirect("entry-calls", slug, pk)
