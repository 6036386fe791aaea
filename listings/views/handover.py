"""Handing over: one screen for all listings whose officers do not belong to the council any more."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods

from collabhub.permissions import Action, Visitor, allowed
from councils.models import Membership, Organisation, Role
from councils.views.access import SignedInRequest, council_of
from directory.counting import counted
from directory.forms import SiteForm, dress
from listings.actions.handover import HandoverRefused, hand_over
from listings.models import Listing, ListingOfficer

MANAGERS, LATER, EACH = "managers", "later", "each"
"""Choices beside the members: all managers of the council, nobody for now, and one choice for each entry."""
ALL_TO = "all_to"


def waiting_listings(visitor: Visitor, council: Organisation) -> QuerySet[Listing]:
    """Return the listings that wait to be handed over by a council, as far as the visitor may do that."""
    waiting = ListingOfficer.objects.to_hand_over().filter(membership__organisation=council)
    found = Listing.objects.filter(pk__in=waiting.values("listing")).order_by("title", "pk")
    who_left = Prefetch("listing_officers", waiting.select_related("membership__user"), to_attr="officers_who_left")
    return allowed(visitor, Action.HAND_OVER, found.prefetch_related(who_left))


class HandoverForm(SiteForm):
    """Asks for each listing that waits who looks after it now."""

    def __init__(self, *args: Any, council: Organisation, listings: list[Listing], **kwargs: Any) -> None:
        members = list(council.memberships.current().filter(user__is_active=True).select_related("user"))
        self.members = {str(member.pk): member for member in members}
        self.managers = [member for member in members if member.role == Role.MANAGER]
        self.listings = {f"listing_{listing.pk}": listing for listing in listings}
        super().__init__(*args, **kwargs)
        if len(listings) > 1:
            self.fields[ALL_TO] = self.field_for_all()
        self.fields |= {name: self.field_for(listing) for name, listing in self.listings.items()}
        for field in self.fields.values():
            dress(field.widget)

    def who(self) -> list[tuple[str, str]]:
        """Return to whom an entry can be given."""
        managers = [(MANAGERS, "The managers")] if self.managers else []
        return managers + [(number, str(member.user)) for number, member in self.members.items()]

    def field_for_all(self) -> forms.ChoiceField:
        """Return the question who gets everything; who does not answer it chooses for each entry."""
        return forms.ChoiceField(
            label="Give all to",
            choices=[(EACH, "Choose for each entry below"), *self.who()],
            required=False,
            error_messages={"invalid_choice": "Choose somebody of the council, or choose for each entry"},
        )

    def field_for(self, listing: Listing) -> forms.ChoiceField:
        """Return the question for one listing; the managers are what is chosen beforehand."""
        return forms.ChoiceField(
            label=listing.title,
            help_text=who_had_it(listing),
            choices=[*self.who(), (LATER, "Decide later")],
            initial=MANAGERS if self.managers else LATER,
            error_messages={
                "required": f"Choose who looks after “{listing.title}”",
                "invalid_choice": f"Choose somebody of the council for “{listing.title}”",
            },
        )

    def answers(self) -> list[tuple[Listing, list[Membership]]]:
        """Return the listings that are given to somebody, each with the members who get it."""
        for_all = self.cleaned_data.get(ALL_TO) or EACH
        chosen = {name: self.cleaned_data[name] if for_all == EACH else for_all for name in self.listings}
        return [
            (self.listings[name], self.managers if answer == MANAGERS else [self.members[answer]])
            for name, answer in chosen.items()
            if answer != LATER
        ]


def who_had_it(listing: Any) -> str:
    """Return who looked after a listing, one of `waiting_listings`: "Looked after by Jo Bloggs until 3 May 2026"."""
    said = [
        f"{officer.membership.user} until {date_format(localtime(officer.membership.ended_at), 'j F Y')}"
        for officer in listing.officers_who_left
    ]
    return f"Looked after by {', '.join(said)}"


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def handover(request: SignedInRequest, slug: str) -> HttpResponse:
    """Give listings whose officers left to others, listing by listing or all at once."""
    council = council_of(request, slug, Action.MANAGE_PEOPLE)
    listings = list(waiting_listings(request.user, council))
    form = HandoverForm(request.POST if request.method == "POST" else None, council=council, listings=listings)
    if request.method == "POST" and form.is_valid():
        give(request, council, form)
        return redirect("handover", council.slug)
    return render(request, "people/handover.html", {"council": council, "form": form, "number": len(listings)})


def give(request: SignedInRequest, council: Organisation, form: HandoverForm) -> None:
    """Hand over what the form says, and tell the visitor how it went."""
    done = 0
    for listing, members in form.answers():
        try:
            hand_over(listing=listing, organisation=council, to=members, by=request.user)
            done += 1
        except HandoverRefused as refused:
            messages.error(request, str(refused))
    if done:
        messages.success(request, f"{counted(done, 'entry', 'entries')} handed over.")
    else:
        messages.info(request, "Nothing was handed over.")
