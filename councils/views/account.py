"""A person's own account: overview, name, what the site holds about them, and closing it."""

import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Exists, OuterRef
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods, require_safe

from collabhub.permissions import Action, allowed
from councils.actions.accounts import close_account, rename
from councils.actions.memberships import to_confirm
from councils.forms.account import CloseForm, DetailsForm
from councils.models import Membership, MembershipRequest, User
from councils.my_data import FOUND, everything_about
from councils.retention import KEPT
from councils.sign_in.return_paths import safe_path
from councils.sign_in.second_step import has_second_step
from councils.sign_in.sessions import open_sessions
from councils.views.access import SignedInRequest
from councils.views.my_councils import invitations_of

MOST_SHOWN = 20
"""Records of one kind on the page; the file has all of them."""


@require_safe
@login_required
def overview(request: SignedInRequest) -> HttpResponse:
    """Show who is signed in, where they belong, and the ways to everything about their account."""
    user = request.user
    context = {
        "waiting": waiting_for(user),
        "memberships": user.memberships.in_force().select_related("organisation"),
        "has_second_step": has_second_step(user),
        "sessions": open_sessions(user).count(),
    }
    return render(request, "account/overview.html", context)


def waiting_for(user: User) -> dict[str, Any]:
    """Return what waits for a person, or nothing: requests to answer, invitations, and whether they still work there.

    `asking` has a row for each council that they look after and is asked, with the number of people who ask it.
    """
    asking = allowed(user, Action.ANSWER, MembershipRequest.objects.open()).filter(organisation__in=user.manages)
    by_council = asking.order_by("organisation__name").values("organisation__slug", "organisation__name")
    found: dict[str, Any] = {
        "asking": by_council.annotate(number=Count("pk")),
        "invitations": invitations_of(user).select_related("organisation"),
        "to_confirm": to_confirm(user).select_related("organisation"),
    }
    return found if any(found.values()) else {}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def details(request: SignedInRequest) -> HttpResponse:
    """Change one's name, or give it for the first time; `next` in the address is where to go on."""
    user, next_path = request.user, safe_path(request.GET.get("next", ""))
    form = DetailsForm(request.POST if request.method == "POST" else None, initial={"name": user.name})
    if form.is_valid():
        if form.cleaned_data["name"] != user.name:
            rename(user=user, name=form.cleaned_data["name"], by=user)
            messages.success(request, "Your name is saved.")
        return redirect(next_path or "account")
    return render(request, "account/details.html", {"form": form, "next_path": next_path})


@require_safe
@login_required
def my_data(request: SignedInRequest) -> HttpResponse:
    """Show in words what the site holds about the visitor, why and for how long."""
    found = everything_about(request.user)
    kinds = [
        {
            "kept": kept,
            "records": [in_words(record) for record in found[kept.key][-MOST_SHOWN:]],
            "all": len(found[kept.key]),
            "is_looked_up": kept.key in FOUND,
        }
        for kept in KEPT
    ]
    return render(request, "account/my_data.html", {"kinds": kinds, "most_shown": MOST_SHOWN})


def in_words(record: dict[str, Any]) -> list[tuple[str, str]]:
    """Return what is filled in a record: each label with its value, as people read them."""
    return [(label.replace("_", " ").capitalize(), words_of(value)) for label, value in record.items() if value]


def words_of(value: Any) -> str:
    """Return a value as people read it."""
    if isinstance(value, datetime.datetime):
        return date_format(timezone.localtime(value), "j F Y, H:i")
    if isinstance(value, list):
        return ", ".join(value)
    return "Yes" if value is True else str(value)


@require_safe
@login_required
def my_data_file(request: SignedInRequest) -> HttpResponse:
    """Give the visitor a file with everything the site holds about them."""
    found = everything_about(request.user)
    data = {
        "about": request.user.email,
        "made": timezone.now(),
        "what_the_site_holds": [
            {
                "name": kept.name,
                "what": kept.what,
                "why": kept.why,
                "how_long": kept.how_long,
                "who_sees": kept.who_sees,
                "records": found[kept.key],
            }
            for kept in KEPT
        ],
    }
    response = JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = 'attachment; filename="my-collabhub-data.json"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def close(request: SignedInRequest) -> HttpResponse:
    """Close one's account, after saying what that means and typing the word."""
    user = request.user
    form = CloseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        close_account(user=user, by=user)
        logout(request)
        return redirect("account-closed")
    context = {
        "form": form,
        "memberships": user.memberships.current().select_related("organisation"),
        "only_manager_of": [each.organisation for each in only_manager_of(user)],
    }
    return render(request, "account/close.html", context)


def only_manager_of(user: User) -> list[Membership]:
    """Return the memberships of a person without whom nobody would look after the council."""
    managers = Membership.objects.in_force().managers().filter(user__is_active=True)
    others = managers.filter(organisation=OuterRef("organisation")).exclude(user=user)
    return list(managers.filter(user=user).exclude(Exists(others)).select_related("organisation"))


@require_safe
def closed(request: HttpRequest) -> HttpResponse:
    """Say that an account is closed; it says the same to everybody."""
    return render(request, "account/closed.html")
