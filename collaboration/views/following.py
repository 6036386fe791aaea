"""Following something, and one's page of alerts."""

from functools import partial
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import get_text_list
from django.views.decorators.http import require_http_methods

from collabhub.permissions import Action, allowed
from collaboration.actions import following as actions
from collaboration.alerts import alerts_of
from collaboration.followed import saved_search
from collaboration.following_forms import AlertsForm, NameForm
from collaboration.models import AlertSettings, Follow
from collaboration.news import SHOWN_FROM
from collaboration.templatetags.titles import title_for
from councils.models import Membership, Organisation, User
from councils.sign_in.return_paths import safe_path
from councils.views.access import SignedInRequest, button
from listings.models import Listing, ServiceArea
from listings.views.entries import GET_OR_POST, attempt

LONGEST_NUMBER = 9
"""Digits of a number in an address; the database has none that are longer."""


@require_http_methods(GET_OR_POST)
@login_required
def follow(request: SignedInRequest) -> HttpResponse:
    """Follow what the address names. Whoever comes by a link, such as after signing in, is asked first."""
    target = target_of(request)
    if request.method == "POST":
        act = partial(actions.follow, target=target, by=request.user)
        attempt(request, f"You follow “{target}” now. {when_told(request.user)}", act)
        return redirect(target)
    followed = Follow.objects.of(request.user).filter(**actions.columns_of(target)).first()
    context = {"target": target, "followed": followed, "when": when_told(request.user)}
    return render(request, "joining/following/follow.html", context)


def target_of(request: HttpRequest) -> actions.Target:
    """Return what an address asks to follow. Raises Http404 where that is nothing that the visitor may see."""
    asked = request.GET
    if asked.get("list") in Follow.List.values:
        return saved_search(asked["list"], asked.get("query", ""))
    things: QuerySet[Any]
    for word, things in (
        ("listing", Listing.objects.all()),
        ("organisation", Organisation.objects.all()),
        ("area", ServiceArea.objects.all()),
    ):
        if number := asked.get(word):
            if not number.isdecimal() or len(number) > LONGEST_NUMBER:
                raise Http404
            found: Any = get_object_or_404(allowed(request.user, Action.VIEW, things), pk=number)
            return cast(actions.Target, found)
    raise Http404


def when_told(user: User) -> str:
    """Return in a sentence when a person is told what is new."""
    settings = actions.settings_of(user)
    if settings.frequency == AlertSettings.Frequency.NONE:
        return "You get no email about it: you have turned them off in your alerts."
    is_weekly = settings.frequency == AlertSettings.Frequency.WEEKLY
    when = f"on {settings.get_weekday_display()}s" if is_weekly else "each day"
    return f"You get one email {when} about all that you follow, if there is something new."


@require_http_methods(GET_OR_POST)
@login_required
def alerts(request: SignedInRequest) -> HttpResponse:
    """Show what the visitor follows and what is new in it, and let them choose how often they are told."""
    settings = actions.settings_of(request.user)
    councils = council_names(request.user)
    follows = list(follows_of(request).select_related("listing", "organisation", "service_area"))
    form = AlertsForm(
        request.POST if request.method == "POST" else None,
        councils=councils,
        initial={
            "frequency": settings.frequency,
            "weekday": settings.weekday,
            "suggestions": bool(follows) if settings.suggestions is None else settings.suggestions,
        },
    )
    if form.is_valid():
        actions.choose_alerts(**form.cleaned_data, by=request.user)
        messages.success(request, f"Saved. {when_told(request.user)}")
        return redirect("alerts")
    now = timezone.now()
    since = max(settings.told_until, now - SHOWN_FROM)
    groups = alerts_of(follows, request.user, since, now)
    context = {
        "form": form,
        "groups": groups,
        "number": len(follows),
        "with_news": sum(1 for group in groups for alert in group.alerts if alert.new),
        "since": since,
        "feed_key": "" if settings._state.adding or not follows else settings.feed_key,
        "when": when_told(request.user),
    }
    return render(request, "joining/following/alerts.html", context)


def council_names(user: User) -> str:
    """Return the councils that a person belongs to in one phrase; empty for none."""
    memberships = Membership.objects.in_force().filter(user=user).select_related("organisation")
    return str(get_text_list([str(one.organisation) for one in memberships], "and"))


def follows_of(request: SignedInRequest) -> QuerySet[Follow]:
    """Return what the visitor follows."""
    return allowed(request.user, Action.VIEW, Follow.objects.all())


@require_http_methods(GET_OR_POST)
@login_required
def rename_follow(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give something that the visitor follows another name."""
    found = get_object_or_404(follows_of(request).select_related("listing", "organisation", "service_area"), pk=pk)
    name = title_for(found, request.user)
    form = NameForm(request.POST if request.method == "POST" else None, initial={"title": name})
    if form.is_valid():
        actions.rename_follow(follow=found, title=form.cleaned_data["title"], by=request.user)
        messages.success(request, "The name is saved.")
        return redirect("alerts")
    return render(request, "joining/following/rename.html", {"form": form, "name": name})


@button("alerts")
def stop_following(request: SignedInRequest, pk: int) -> HttpResponse:
    """Stop following something; one that is not followed any more stays so. `next` is where the button stood."""
    found = follows_of(request).select_related("listing", "organisation", "service_area").filter(pk=pk).first()
    if found:
        name = title_for(found, request.user)
        actions.stop_following(follow_id=found.pk, by=request.user)
        messages.success(request, f"You do not follow “{name}” any more.")
    return redirect(safe_path(request.POST.get("next", "")) or "alerts")


@button("alerts")
def change_feed_address(request: SignedInRequest) -> HttpResponse:
    """Give the visitor's own feed another secret address."""
    actions.change_feed_address(by=request.user)
    messages.success(request, "Your feed has a new address. The one before leads nowhere any more.")
    return redirect("alerts")
