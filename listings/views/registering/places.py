"""Which entry a page of registering is about, and where its other pages are."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse

from collabhub.permissions import Action, allowed, can
from councils.models import Organisation, User
from councils.views.access import SignedInRequest, council_of
from listings.keepers import leads_by_their_own_word
from listings.models import Decision, Listing
from listings.registering.common import standing_lead
from listings.registering.sections import Journey, Section

CHECK = "check"
"""In the address of a section: it was opened from the page of all answers, and leads back there."""


@dataclass(frozen=True)
class Place:
    """An entry in the area of a council that answers for it, as somebody sees it who may change it."""

    journey: Journey
    council: Organisation
    listing: Any

    def address(self, page: str, *words: str) -> str:
        """Return the address of a page of this entry, such as "tasks" or "check"."""
        return reverse(f"{self.journey.kind}-{page}", args=[self.council.slug, self.listing.pk, *words])

    def address_of(self, section: Section) -> str:
        """Return the address of a section."""
        return self.address("section", section.key)

    def of(self, request: SignedInRequest, listing: Any) -> "Place":
        """Return where the entry is after a change: with the council that leads it now, if that is the visitor's."""
        lead = standing_lead(listing)
        moves = lead is not None and can(request.user, Action.ENTER, lead.organisation)
        return Place(self.journey, lead.organisation if moves else self.council, listing)

    @property
    def tasks(self) -> str:
        """The address of the task list."""
        return self.address("tasks")

    @property
    def check_address(self) -> str:
        """The address of the page of all answers."""
        return self.address("check")

    @property
    def submit_address(self) -> str:
        """The address of the button that sends it in."""
        return self.address("submit")

    @property
    def history_address(self) -> str:
        """The address of the page that says who changed what."""
        return reverse(f"{self.journey.kind}-history", args=[self.listing.pk, self.listing.slug])

    @property
    def kind_in_words(self) -> str:
        """ "project" or "shared service"."""
        return str(self.journey.kind.label).lower()

    @cached_property
    def to_mend(self) -> list[Decision]:
        """Why it was sent back, until it is sent in again."""
        return list(self.listing.decisions.to_mend())

    @property
    def may_be_sent_in(self) -> bool:
        """True for a draft, which somebody may send in."""
        return bool(self.listing.state == Listing.State.DRAFT)

    @cached_property
    def publishes_directly(self) -> bool:
        """True when sending it in makes it public at once, as `submit` decides."""
        return any(council.publishes_directly for council in leads_by_their_own_word(self.listing))

    @property
    def submit_words(self) -> str:
        """What the button does that sends it in."""
        return "Publish" if self.publishes_directly else "Send for review"


def place_of(request: SignedInRequest, journey: Journey, slug: str, pk: int) -> Place:
    """Return the entry of this number that the council answers for and the visitor may change.

    Raises Http404 for any other, whether or not it exists.
    """
    council = council_of(request, slug)
    theirs = allowed(request.user, Action.CHANGE, journey.model.objects.kept_by(council))
    return Place(journey, council, get_object_or_404(theirs.for_its_page(), pk=pk))


def may_lead(visitor: User, listing: Any) -> list[Organisation]:
    """Return the councils of which the visitor may let one lead an entry; its own lead where that is another's."""
    lead = standing_lead(listing)
    own = list(allowed(visitor, Action.REGISTER, Organisation.objects.councils()).order_by("name"))
    return own if lead is None or lead.organisation in own else [lead.organisation]
