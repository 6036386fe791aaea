"""Deciding about many entries at once, from the admin's lists: a page names each before anything is done."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from councils.models import User
from listings.actions.moderating import DecisionRefused, bring_back, look_at, withdraw
from listings.admin.common import acting
from listings.admin.moderating.access import moment_of, page
from listings.admin.moderating.forms import ReasonForm
from listings.models import Listing

MOST_NAMED = 10
"""Entries whose refusal is told one by one; the rest are counted."""


class Bulk(NamedTuple):
    """A decision about many entries: its words, to which states it applies, and what it does to one of them."""

    name: str
    button: str
    will: str
    done: str
    states: Sequence[str]
    act: Callable[[Any, HttpRequest, dict[str, Any], User], Any]
    needs_reason: bool = False


def _look_at(listing: Any, request: HttpRequest, asked: dict[str, Any], by: User) -> Any:
    seen = moment_of(request.POST.get(f"seen-{listing.pk}", ""))
    if seen is None:
        raise DecisionRefused(f"“{listing}” was not on the page that you confirmed.")
    return look_at(listing=listing, seen=seen, by=by)


LOOK_AT = Bulk(
    "look_at_all",
    "I have looked at these",
    "leave the queue of changes",
    "Looked at",
    (Listing.State.PUBLISHED,),
    _look_at,
)
WITHDRAW = Bulk(
    "withdraw_all",
    "Withdraw these",
    "leave the public pages, and their people get the reason by email",
    "Withdrawn",
    (Listing.State.PUBLISHED, Listing.State.WAITING, Listing.State.DRAFT),
    lambda listing, _request, asked, by: withdraw(listing=listing, by=by, **asked),
    needs_reason=True,
)
BRING_BACK = Bulk(
    "bring_back_all",
    "Bring these back",
    "come back as they were before they were withdrawn, and their people are told",
    "Brought back",
    (Listing.State.WITHDRAWN,),
    lambda listing, _request, _asked, by: bring_back(listing=listing, by=by),
)


@admin.action(description="Changes looked at…", permissions=["moderate"])
def look_at_all(model_admin: Any, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
    """Note of the chosen entries that somebody looked at what changed."""
    return _decide(LOOK_AT, model_admin, request, queryset.filter(changed_since_review_at__isnull=False))


@admin.action(description="Withdraw…", permissions=["moderate"])
def withdraw_all(model_admin: Any, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
    """Take the chosen entries off the public pages, for one reason."""
    return _decide(WITHDRAW, model_admin, request, queryset)


@admin.action(description="Bring back…", permissions=["moderate"])
def bring_back_all(model_admin: Any, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
    """Bring the chosen entries back."""
    return _decide(BRING_BACK, model_admin, request, queryset.filter(merged_into__isnull=True))


def _decide(bulk: Bulk, model_admin: Any, request: HttpRequest, chosen: QuerySet[Any]) -> HttpResponse | None:
    """Show what would be done, or do it once that is confirmed; None leads back to the list."""
    entries = list(chosen.filter(state__in=bulk.states).order_by("pk"))
    form = ReasonForm(request.POST if "confirmed" in request.POST else None) if bulk.needs_reason else None
    if "confirmed" in request.POST and (form is None or form.is_valid()):
        asked = form.cleaned_data if form else {}
        _do(bulk, request, entries, asked)
        return None
    if not entries:
        messages.warning(request, "None of these can be decided about like this. Nothing was changed.")
        return None
    return page(
        request,
        "bulk",
        f"{bulk.button}: {len(entries):,} {'entry' if len(entries) == 1 else 'entries'}",
        bulk=bulk,
        entries=entries,
        left_out=len(request.POST.getlist("_selected_action")) - len(entries),
        form=form,
        opts=model_admin.opts,
    )


def _do(bulk: Bulk, request: HttpRequest, entries: Sequence[Any], asked: dict[str, Any]) -> None:
    """Decide about each entry by itself, and say how many it was, and why not the others."""
    refused = []
    for entry in entries:
        try:
            bulk.act(entry, request, asked, acting(request))
        except DecisionRefused as error:
            refused.append(str(error))
    number = len(entries) - len(refused)
    if number:
        messages.success(request, f"{bulk.done}: {number:,} {'entry' if number == 1 else 'entries'}.")
    for sentence in refused[:MOST_NAMED]:
        messages.error(request, sentence)
    if len(refused) > MOST_NAMED:
        messages.error(request, f"And {len(refused) - MOST_NAMED:,} more could not be decided about.")
    if not entries:
        messages.warning(request, "Somebody has decided about these already. Nothing was changed.")
