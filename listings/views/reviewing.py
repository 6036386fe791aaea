"""Saying that entries are still true: by the link in a mail, without signing in, and in a council's area."""

from typing import Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from collabhub.permissions import Action, allowed, can
from councils.views.access import SignedInRequest, button, council_of
from listings.actions.reviewing import ConfirmRefused, confirm
from listings.keepers import keeper_among
from listings.models import Listing, ReviewMail
from listings.review_mails import entries_of, mail_of, was_confirmed

NOT_FOUND = 404


class Asked(NamedTuple):
    """An entry on the page of a mail. `council` is the one of its councils through whose area its reader changes it."""

    listing: Any
    is_confirmed: bool
    council: Any

    @property
    def change_url(self) -> str:
        """Where the entry is changed."""
        return reverse(f"{self.listing.kind}-tasks", args=[self.council.slug, self.listing.pk])

    @property
    def end_url(self) -> str:
        """Where it is said that it has ended."""
        return reverse("end-entry", args=[self.council.slug, self.listing.pk])


# By the link in a mail


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def review(request: HttpRequest, token: str) -> HttpResponse:
    """Show the entries of a review mail, and confirm those whose button is pressed. Looking at it changes nothing."""
    mail = mail_of(token)
    if mail is None:
        return kept_to_oneself(render(request, "reviews/no_such_link.html", status=NOT_FOUND))
    if request.method == "POST":
        confirm_those(request, mail)
        return kept_to_oneself(redirect("review", token))
    asked = asked_in(mail)
    context = {
        "open": [one for one in asked if not one.is_confirmed],
        "confirmed": [one for one in asked if one.is_confirmed],
    }
    return kept_to_oneself(render(request, "reviews/review.html", context))


def asked_in(mail: ReviewMail) -> list[Asked]:
    """Return the entries of a mail that its reader may confirm now."""
    entries = entries_of(mail)
    may = set(allowed(mail.user, Action.CONFIRM, Listing.objects.filter(pk__in=[one.pk for one in entries])))
    return [
        Asked(one, was_confirmed(one, mail), keeper_among(one, mail.user.roles))
        for one in entries
        if Listing(pk=one.pk) in may
    ]


def confirm_those(request: HttpRequest, mail: ReviewMail) -> None:
    """Confirm the entries that were sent, as far as they stand on the page of the mail and still wait for it."""
    sent = set(request.POST.getlist("listing"))
    for one in asked_in(mail):
        if str(one.listing.pk) in sent and not one.is_confirmed:
            try:
                confirm(listing=one.listing, by=mail.user)
            except ConfirmRefused:  # withdrawn in this very moment: the page does not show it any more
                continue


def kept_to_oneself(response: HttpResponse) -> HttpResponse:
    """Let no search engine keep a page whose address is a key, and no other site learn the address.

    Not "no-referrer": browsers then send forms without saying which site they come from, and those are refused.
    """
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "same-origin"
    return response


# In a council's area


@button("council-area", "slug")
def confirm_entry(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Note that the visitor says that an entry of their council is still true."""
    council = council_of(request, slug)
    listing = get_object_or_404(allowed(request.user, Action.VIEW, Listing.objects.kept_by(council)), pk=pk)
    if not can(request.user, Action.CONFIRM, listing):
        raise PermissionDenied
    try:
        confirmed = confirm(listing=listing, by=request.user)
        messages.success(request, in_words(listing, confirmed))
    except ConfirmRefused as refused:
        messages.error(request, str(refused))
    return redirect("council-area", slug)


def in_words(before: Listing, after: Any) -> str:
    """Return what confirming an entry did."""
    until = f"We ask again before {date_format(after.review_date, 'j F Y')}."
    if before.confirmed_at == after.confirmed_at:
        return f"“{after}” was confirmed today already. {until}"
    back = ", and is back in the lists" if before.is_archived else ""
    return f"“{after}” is confirmed{back}. {until}"
