"""Pages on which officers say that work has ended or goes on, withdraw an entry, and bring it back."""

import re
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from collabhub.permissions import Action, Visitor, allowed
from councils.kept_text import RequestWithText, keeps_text
from councils.models import Organisation
from councils.views.access import SignedInRequest, button, council_of
from listings.actions.endings import (
    EndingRefused,
    bring_back,
    end_listing,
    ending_of,
    go_on,
    state_after,
    withdraw,
)
from listings.actions.registering import SectionConflict
from listings.actions.stages import unlink
from listings.forms import DateField, TextField
from listings.models import Listing
from listings.registering.conflicts import OPENED, chosen, compared, opened
from listings.registering.sections import Answers, SectionForm
from listings.views.entries import GET_OR_POST

NUMBER_IN_ADDRESS = re.compile(r"/(projects|services)/(\d{1,18})(/|$)", re.ASCII)


class EndForm(SectionForm):
    """When and why work ended, and what its people would tell others."""

    not_kept: ClassVar[Any] = ["other"]

    end_reason = forms.ChoiceField(
        label="Why did it end?",
        help_text="Every reason is a normal one, and helps whoever starts something like it. Shown on the public page, "
        "like all below.",
        choices=Listing.EndReason.choices,
        error_messages={"required": "Choose why it ended", "invalid_choice": "Choose one of these reasons"},
        widget=forms.RadioSelect,
    )
    ended = DateField(
        label="When did it end?",
        help_text="A year, a month or a day, such as March 2026.",
        is_past=True,
    )
    end_note = TextField(label="What happened?", help_text="In a sentence or two.", rows=3, longest=500)
    would_do_differently = TextField(
        label="What would you do differently?",
        help_text="What you would tell people of another council who start the same today.",
        rows=5,
        longest=1000,
    )
    other = TextField(
        label="Which entry did it become part of, or was it replaced by?",
        help_text="If there is one: the address of its page on CollabHub. The two pages then point to each other.",
        longest=500,
        validators=[],
    )

    def __init__(self, *args: Any, visitor: Visitor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.visitor = visitor

    @classmethod
    def values(cls, listing: Any) -> Answers:
        return ending_of(listing)

    def clean_other(self) -> Listing | None:
        """Return the entry whose address was given. Raises ValidationError when there is none to be seen."""
        written = self.cleaned_data["other"]
        if not written:
            return None
        found = NUMBER_IN_ADDRESS.search(written)
        entries = allowed(self.visitor, Action.VIEW, Listing.objects.filter(pk=found[2])) if found else None
        other = entries.first() if entries is not None else None
        if other is None:
            raise ValidationError("No entry has this address: open its page, and copy the address from there")
        if other.pk == self.listing.pk:
            raise ValidationError("This is the address of this entry itself: enter that of the other one")
        return other


def entry_of(request: SignedInRequest, council: Organisation, pk: int) -> Any:
    """Return an entry that a council answers for and the visitor may change. Raises Http404 for any other."""
    theirs = allowed(request.user, Action.CHANGE, Listing.objects.kept_by(council))
    return get_object_or_404(theirs, pk=pk).specific


@require_http_methods(GET_OR_POST)
@keeps_text
def end(request: RequestWithText, slug: str, pk: int) -> HttpResponse:
    """Say that work has ended, or change what is said about its end."""
    council = council_of(request, slug)
    listing = entry_of(request, council, pk)
    now = ending_of(listing)
    context = {"council": council, "listing": listing, "back": reverse("council-area", args=[council.slug])}
    context["linked"] = linked_with(listing, request.user)
    if request.method == "POST":
        return save_end(request, context, chosen(request.POST))
    kept = request.kept_text
    initial = now if listing.is_ended else now | {"ended": localdate().isoformat()}
    form = EndForm(kept, listing=listing, visitor=request.user, initial=initial)
    token = kept.get(OPENED, "") if kept else opened(now)
    return render(request, "progress/end.html", context | {"form": form, "opened": token})


def save_end(request: SignedInRequest, context: dict[str, Any], data: Any) -> HttpResponse:
    """Save what was said about an end; or show what is wrong, or what somebody else has said in the meantime."""
    listing, token = context["listing"], data.get(OPENED, "")
    form = EndForm(data, listing=listing, visitor=request.user)
    if form.is_valid():
        other = form.cleaned_data["other"]
        try:
            end_listing(listing=listing, sent=form.sent(), opened=token, other=other, by=request.user)
        except EndingRefused as refused:
            form.add_error(None, str(refused))
        except SectionConflict as both:
            shown = compared(both.differences, form=form, now=both.now) | {"title": "How it ended"}
            shown["kept"] += format_html('<input type="hidden" name="other" value="{}">', data.get("other", ""))
            return render(request, "registering/conflict.html", context | shown)
        else:
            messages.success(request, f"“{listing}” is shown as ended. Thank you: others learn from it.")
            return redirect(listing)
    return render(request, "progress/end.html", context | {"form": form, "opened": token})


def linked_with(listing: Listing, visitor: Visitor) -> QuerySet[Listing]:
    """Return the entries of the same piece of work that lead to an entry or follow it, and that a visitor may see."""
    either_way = Q(later_stages__later=listing.pk) | Q(earlier_stages__earlier=listing.pk)
    return allowed(visitor, Action.VIEW, Listing.objects.filter(either_way)).distinct()


@button("end-entry", "slug", "pk")
def remove_link(request: SignedInRequest, slug: str, pk: int, other: int) -> HttpResponse:
    """Take the link to another entry away; it is no longer shown on the pages of either."""
    listing = entry_of(request, council_of(request, slug), pk)
    if unlink(listing=listing, other=Listing(pk=other), by=request.user):
        messages.success(request, "The link is removed: the pages of the two entries do not name each other any more.")
    else:
        messages.info(request, "The two entries are not linked any more.")
    return redirect("end-entry", slug, pk)


@button("end-entry", "slug", "pk")
def goes_on(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Say that work which was said to have ended goes on after all."""
    listing = entry_of(request, council_of(request, slug), pk)
    try:
        listing = go_on(listing=listing, by=request.user)
        messages.success(request, f"“{listing}” goes on. The history keeps what was said about its end.")
    except EndingRefused as refused:
        messages.error(request, str(refused))
        return redirect("council-area", slug)
    return redirect(listing)


@require_http_methods(GET_OR_POST)
@login_required
def take_off(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Withdraw an entry, after a page that says what this means."""
    council = council_of(request, slug)
    listing = entry_of(request, council, pk)
    if request.method == "POST":
        try:
            withdraw(listing=listing, by=request.user)
        except EndingRefused as refused:
            messages.error(request, str(refused))
            return redirect("council-area", council.slug)
        messages.success(request, f"“{listing}” is withdrawn. You can bring it back at any time.")
        return redirect("bring-back-entry", council.slug, listing.pk)
    if listing.state == Listing.State.WITHDRAWN:
        return redirect("bring-back-entry", council.slug, listing.pk)
    context = {"council": council, "listing": listing, "is_public": listing.state == Listing.State.PUBLISHED}
    return render(request, "progress/withdraw.html", context)


@require_http_methods(GET_OR_POST)
@login_required
def back(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Bring a withdrawn entry back, after a page that says in which state it comes back."""
    council = council_of(request, slug)
    listing = entry_of(request, council, pk)
    if request.method == "POST":
        try:
            listing = bring_back(listing=listing, by=request.user)
        except EndingRefused as refused:
            messages.error(request, str(refused))
            return redirect("council-area", council.slug)
        messages.success(request, f"“{listing}” is back: {IS_BACK[listing.state]}")
        return redirect(after_coming_back(council, listing))
    context = {
        "council": council,
        "listing": listing,
        "is_withdrawn": listing.state == Listing.State.WITHDRAWN,
        "would_be": state_after(listing),
        "State": Listing.State,
    }
    return render(request, "progress/bring_back.html", context)


def after_coming_back(council: Organisation, listing: Any) -> str:
    """Return where to go on with an entry that is back."""
    if listing.state == Listing.State.PUBLISHED:
        return str(listing.get_absolute_url())
    return reverse(f"{listing.kind}-tasks", args=[council.slug, listing.pk])


IS_BACK = {
    Listing.State.PUBLISHED: "it is public again.",
    Listing.State.WAITING: "a moderator looks at it before it is public again.",
    Listing.State.DRAFT: "it is a draft, and you can go on with it.",
}
