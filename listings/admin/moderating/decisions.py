"""Deciding about an entry: with one press, or on a page that asks for a reason."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from councils.models import User
from listings.actions.moderating import (
    Chosen,
    DecisionRefused,
    approve,
    bring_back,
    change_lead,
    hide_statement,
    look_at,
    merge,
    send_back,
    split,
    withdraw,
)
from listings.admin.common import acting
from listings.admin.moderating.access import (
    done,
    entry_to_moderate,
    for_moderators,
    moment_of,
    next_in_queue,
    page,
    refused,
)
from listings.admin.moderating.forms import HideForm, LeadForm, MergeForm, ReasonForm, SendBackForm, SplitForm
from listings.admin.moderating.merging import merge_context
from listings.models import Listing

Asked = dict[str, Any]


class Page(NamedTuple):
    """A decision with a page of its own: its heading and button, its form, what it does, and what is said then."""

    heading: str
    button: str
    form: Callable[[Any, Listing], forms.Form]
    act: Callable[[Listing, Asked, User], Any]
    said: str
    template: str = "decide"


def _of(form: type[forms.Form]) -> Callable[[Any, Listing], forms.Form]:
    return lambda data, _listing: form(data)


def _split(listing: Listing, asked: Asked, by: User) -> Any:
    rows = {name: list(asked[name]) for name in ("participations", "service_areas", "links", "sources")}
    return split(listing=listing, title=asked["title"], summary=asked["summary"], chosen=Chosen(**rows), by=by)


PAGES = {
    "send-back": Page(
        "Send back “{}”",
        "Send back",
        _of(SendBackForm),
        lambda listing, asked, by: send_back(listing=listing, by=by, **asked),
        "Sent back, with your reason by email to its people: “{}”.",
    ),
    "withdraw": Page(
        "Withdraw “{}”",
        "Withdraw",
        _of(ReasonForm),
        lambda listing, asked, by: withdraw(listing=listing, by=by, **asked),
        "Withdrawn: “{}”. You can bring it back on its page.",
    ),
    "hide": Page(
        "Hide a statement of “{}”",
        "Hide",
        _of(HideForm),
        lambda listing, asked, by: hide_statement(listing=listing, by=by, **asked),
        "Hidden in “{}”. You can show it again on its page.",
    ),
    "lead": Page(
        "Change who leads “{}”",
        "Change the lead",
        _of(LeadForm),
        lambda listing, asked, by: change_lead(listing=listing, by=by, **asked),
        "The lead of “{}” is changed.",
    ),
    "merge": Page(
        "Merge “{}” into another entry",
        "Merge",
        _of(MergeForm),
        lambda listing, asked, by: merge(listing=listing, by=by, **asked),
        "Merged: “{}”. Its old address leads to the entry that stays.",
        "merge",
    ),
    "split": Page(
        "Make an entry of its own of a part of “{}”",
        "Split",
        lambda data, listing: SplitForm(data, listing=listing),
        _split,
        "Split: “{}” and the new entry are linked as stages of one piece of work.",
        "split",
    ),
}


def _as_seen(act: Callable[..., Any]) -> Callable[[Listing, HttpRequest], Any]:
    """Return what decides about an entry as it stood on the page on which the button was."""

    def decide_as_seen(listing: Listing, request: HttpRequest) -> Any:
        seen = moment_of(request.POST.get("seen", ""))
        if seen is None:
            raise DecisionRefused("Open the entry, read it, then decide.")
        return act(listing=listing, seen=seen, by=acting(request))

    return decide_as_seen


PRESSES: dict[str, tuple[Callable[[Listing, HttpRequest], Any], str]] = {
    "approve": (_as_seen(approve), "Approved: “{}” is public now."),
    "look-at": (_as_seen(look_at), "Looked at: “{}”."),
    "bring-back": (
        lambda listing, request: bring_back(listing=listing, by=acting(request)),
        "Brought back: “{}” is as it was.",
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
@for_moderators
def decide(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Take a decision, or show the page that asks for what it needs."""
    listing = entry_to_moderate(request, pk)
    back = reverse("moderate-entry", args=[pk])
    if name in PRESSES:
        return _press(request, listing, name, back)
    if name not in PAGES:
        raise Http404
    asked = PAGES[name]
    form = asked.form(request.POST if request.method == "POST" else None, listing)
    if request.method == "POST" and form.is_valid():
        following = next_in_queue(request, pk)
        try:
            asked.act(listing, form.cleaned_data, acting(request))
        except DecisionRefused as error:
            return refused(request, error, back)
        return done(request, asked.said.format(listing), following, back)
    context = {"listing": listing, "form": form, "button": asked.button, "media": form.media, "name": name}
    if name == "merge":
        context |= merge_context(request, listing, form)
    return page(request, asked.template, asked.heading.format(listing), **context)


def _press(request: HttpRequest, listing: Listing, name: str, back: str) -> HttpResponse:
    """Do what needs one press; somebody who only opens its address is led to the entry."""
    if request.method != "POST":
        return redirect(back)
    act, said = PRESSES[name]
    following = next_in_queue(request, listing.pk)
    try:
        act(listing, request)
    except DecisionRefused as error:
        return refused(request, error, back)
    return done(request, said.format(listing), following, back)
