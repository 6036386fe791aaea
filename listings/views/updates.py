"""Pages on which officers write what happened and what is next, and change what they wrote."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from collabhub.permissions import Action, allowed, can
from councils.kept_text import RequestWithText, keeps_text
from councils.models import Organisation
from councils.views.access import SignedInRequest, council_of
from directory.forms import SiteForm
from listings.actions.updates import UpdateRefused, change_update, post_update, remove_update
from listings.forms import TextField
from listings.models import Listing, Participation, Update
from listings.views.entries import GET_OR_POST

BEFORE = ("happened_before", "next_step_before")
"""Hidden fields: what an update said when the form was opened."""


class UpdateForm(SiteForm):
    """What happened, and what is next."""

    happened = TextField(
        label="What happened?",
        help_text="A few plain sentences for people of other councils. Shown on the public page with the name of your "
        "council and today’s date, without your name.",
        rows=5,
        longest=1000,
        required=True,
        error_messages={"required": "Enter what happened"},
    )
    next_step = TextField(
        label="What is next?",
        help_text="Such as: we try it with two more services until May. Shown on the public page.",
        rows=3,
        longest=500,
    )


@require_http_methods(GET_OR_POST)
@keeps_text
def updates(request: RequestWithText, slug: str, pk: int) -> HttpResponse:
    """Show the updates of an entry, and publish another one for the council."""
    council = council_of(request, slug)
    listing = entry_with_part_of(request, council, pk)
    form = UpdateForm(request.POST if request.method == "POST" else request.kept_text)
    key = key_in(request)
    if request.method == "POST" and form.is_valid():
        try:
            post_update(listing=listing, organisation=council, key=key, by=request.user, **form.cleaned_data)
        except UpdateRefused as refused:
            form.add_error("happened", str(refused))
            key = uuid4()
        else:
            messages.success(request, "Your update is on the public page.")
            return redirect("entry-updates", council.slug, listing.pk)
    written = listing.updates.select_related("organisation")
    own = set(allowed(request.user, Action.CHANGE, written.filter(organisation=council)).values_list("pk", flat=True))
    context = {"council": council, "listing": listing, "form": form, "key": key, "updates": written, "own": own}
    theirs = removable_by(council).filter(listing=listing.pk)
    context["removable"] = set(allowed(request.user, Action.REMOVE, theirs).values_list("pk", flat=True))
    return render(request, "progress/updates.html", context)


def entry_with_part_of(request: SignedInRequest, council: Organisation, pk: int) -> Any:
    """Return an entry in which a council takes part and about which the visitor may write updates.

    Raises Http404 for any other that they may not see, and PermissionDenied where they may see it but not write.
    """
    parts = Participation.objects.filter(organisation=council, left="")
    entries = Listing.objects.filter(pk__in=parts.values("listing")).prefetch_related("participations")
    listing = get_object_or_404(allowed(request.user, Action.VIEW, entries), pk=pk).specific
    if not can(request.user, Action.POST_UPDATE, listing):
        raise PermissionDenied
    return listing


def key_in(request: RequestWithText) -> UUID:
    """Return the key of the form that was sent, or one for a new form."""
    sent = request.POST if request.method == "POST" else request.kept_text
    try:
        return UUID(sent.get("key", "") if sent else "")
    except ValueError:
        return uuid4()


def update_of(request: SignedInRequest, slug: str, pk: int, number: int) -> Update:
    """Return an update that a council wrote and the visitor may change.

    Raises Http404 for any other, and for one of an entry that the visitor may not see.
    """
    council = council_of(request, slug)
    written = council.updates.filter(listing=pk).select_related("listing", "organisation")
    update = get_object_or_404(allowed(request.user, Action.VIEW, written), pk=number)
    if not can(request.user, Action.CHANGE, update):
        raise Http404
    return update


def update_to_remove(request: SignedInRequest, slug: str, pk: int, number: int) -> tuple[Organisation, Update]:
    """Return a council, and an update that it wrote, or that others wrote about an entry for which it answers.

    Raises Http404 for any other, and for one that the visitor may not remove.
    """
    council = council_of(request, slug)
    written = removable_by(council).filter(listing=pk).select_related("listing", "organisation")
    return council, get_object_or_404(allowed(request.user, Action.REMOVE, written), pk=number)


def removable_by(council: Organisation) -> Any:
    """Return the updates that a council wrote, and those of the entries that it answers for."""
    return Update.objects.filter(Q(organisation=council) | Q(listing__in=Listing.objects.kept_by(council)))


@require_http_methods(GET_OR_POST)
@keeps_text
def change(request: RequestWithText, slug: str, pk: int, number: int) -> HttpResponse:
    """Change what an update of the council says."""
    update = update_of(request, slug, pk, number)
    stands = {"happened": update.happened, "next_step": update.next_step}
    data = request.POST if request.method == "POST" else request.kept_text
    form = UpdateForm(data, initial=stands)
    before = [data.get(name, "").replace("\r\n", "\n") for name in BEFORE] if data else list(stands.values())
    if request.method == "POST" and form.is_valid():
        try:
            change_update(update=update, before=(before[0], before[1]), by=request.user, **form.cleaned_data)
        except UpdateRefused as refused:
            form.add_error("happened", str(refused))
            update.refresh_from_db()
            before = [update.happened, update.next_step]
        else:
            messages.success(request, "The update is changed.")
            return redirect("entry-updates", slug, pk)
    hidden = zip(BEFORE, before, strict=True)
    context = {"council": update.organisation, "listing": update.listing, "update": update, "form": form}
    return render(request, "progress/change_update.html", context | {"before": list(hidden)})


@require_http_methods(GET_OR_POST)
@login_required
def remove(request: SignedInRequest, slug: str, pk: int, number: int) -> HttpResponse:
    """Take an update out, of the council or of an entry that it answers for, after a page that shows it once more."""
    council, update = update_to_remove(request, slug, pk, number)
    if request.method == "POST":
        remove_update(update=update, by=request.user)
        messages.success(request, "The update is removed.")
        return redirect("entry-updates", slug, pk)
    context = {"council": council, "listing": update.listing, "update": update}
    return render(request, "progress/remove_update.html", context)
