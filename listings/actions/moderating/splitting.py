"""Making two entries of one that is about two pieces of work."""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from councils.models import User
from directory.history import recorded
from listings.actions.moderating.refused import DecisionRefused, refuse_unless
from listings.actions.moderating.rows import move
from listings.actions.partners import tell_named_partners
from listings.actions.saving import locked, save_listing
from listings.models import Decision, Link, Listing, ListingOfficer, Participation, RelatedListing, ServiceArea, Source

State = Listing.State


@dataclass(frozen=True)
class Chosen:
    """What the new entry gets: who takes part and areas are in both then, links and sources go over."""

    participations: Sequence[Participation] = ()
    service_areas: Sequence[ServiceArea] = ()
    links: Sequence[Link] = ()
    sources: Sequence[Source] = ()


@recorded
def split(*, listing: Listing, title: str, summary: str, chosen: Chosen, by: User) -> Any:
    """Make an entry of its own of a part of another, in the same state and phase, and return it; both are linked.

    Officers look after it whose council answers for it. Raises DecisionRefused for an entry that is withdrawn, when
    something that was chosen does not belong to it (any more), and when it has been split off under this title already.
    """
    listing = locked(listing)
    refuse_unless(listing, State.PUBLISHED, State.WAITING, State.DRAFT)
    _refuse_what_is_not_of(listing, chosen)
    if RelatedListing.objects.filter(earlier=listing.pk, later__title=title).exists():
        raise DecisionRefused(f"“{title}” was made of a part of this entry already. Nothing was done twice.")
    new = _like(listing, title, summary)
    save_listing(listing=new, by=by)
    for part in chosen.participations:
        both = copy(part)
        both.pk, both.listing_id, both.told_at = None, new.pk, None
        both.save(force_insert=True)
    new.service_areas.set(chosen.service_areas)
    move(chosen.links, new)
    move(chosen.sources, new)
    _let_officers_look_after(new, listing)
    RelatedListing.objects.create(earlier_id=listing.pk, later_id=new.pk)
    save_listing(listing=listing, by=by)
    tell_named_partners(listing)
    tell_named_partners(new)
    for entry, words in ((listing, f"Made of a part of it: {new}"), (new, f"Made of a part of: {listing}")):
        Decision.objects.create(kind=Decision.Kind.SPLIT, listing_id=entry.pk, words=words, decided_by=by)
    return new


def _refuse_what_is_not_of(listing: Listing, chosen: Chosen) -> None:
    """Raise DecisionRefused when something that was chosen does not belong to the entry (any more)."""
    for rows, theirs in (
        (chosen.participations, listing.participations),
        (chosen.service_areas, listing.service_areas),
        (chosen.links, listing.links),
        (chosen.sources, listing.sources),
    ):
        if theirs.filter(pk__in=[row.pk for row in rows]).count() != len(rows):
            raise DecisionRefused(f"“{listing}” has changed since you opened it. Choose again what goes over.")


def _like(listing: Any, title: str, summary: str) -> Any:
    """Return a new entry, not saved yet, of the same kind, state and phase as another."""
    new = type(listing)(title=title, summary=summary, state=listing.state, created_at=timezone.now())
    for name in ("submitted_at", "confirmed_at", "confirmed_by", "review_date", "is_ended", "end_reason"):
        setattr(new, name, getattr(listing, name))
    how_far = "phase" if listing.kind == Listing.Kind.PROJECT else "delivery_model"
    setattr(new, how_far, getattr(listing, how_far))
    return new


def _let_officers_look_after(new: Listing, listing: Listing) -> None:
    """Let those officers of an entry look after the new one whose council answers for it."""
    keepers = Participation.objects.keeping().filter(listing=new.pk).values("organisation")
    officers = ListingOfficer.objects.current().filter(listing=listing.pk, membership__organisation__in=keepers)
    for officer in officers:
        ListingOfficer.objects.create(listing_id=new.pk, membership_id=officer.membership_id)
