"""Who reuses what, as anybody reads it: only what an entry says in public, with what its adopter added.

Whether an organisation reuses a listing is said by its part as adopter; a confirmed adoption adds who supports it and
whether they are happy to talk. Entries read from sources have such parts without an adoption.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from collaboration.models import Adoption
from collaboration.models.adoption import AdoptionQuerySet
from councils.models import Organisation
from listings.models import Listing, Participation
from listings.models.listing import ListingQuerySet
from listings.partial_dates import PartialDate

ADOPTER = Participation.Role.ADOPTER


@dataclass(frozen=True)
class Reuse:
    """One organisation's reuse of one listing: its part, and the adoption where its people have said more."""

    part: Participation
    adoption: Adoption | None

    @property
    def since(self) -> PartialDate:
        """Since when; empty where nobody said."""
        return self.part.joined

    @property
    def until(self) -> PartialDate:
        """Until when; empty while it goes on."""
        return self.part.left

    @property
    def supported_by(self) -> str:
        """Who looks after it for them; empty where nobody said."""
        return self.adoption.supported_by if self.adoption else ""

    @property
    def is_happy_to_talk(self) -> bool:
        """True when they said that others may ask them, and still reuse it."""
        return bool(self.adoption and self.adoption.happy_to_talk and not self.until)


def who_uses(listing: Listing) -> list[Reuse]:
    """Return who reuses a listing, those that stopped last; expects its participations fetched.

    One query, and none where nobody does.
    """
    return _with_adoptions(listing.participants(ADOPTER))


def adopters_to_ask(listing: Listing) -> list[Organisation]:
    """Return who reuses a listing and is happy to talk about it; as `who_uses` otherwise."""
    happy = [use.part.organisation for use in who_uses(listing) if use.is_happy_to_talk]
    return [organisation for organisation in happy if organisation is not None]


def what_it_reuses(organisation: Organisation, listings: ListingQuerySet) -> list[Reuse]:
    """Return what an organisation reuses of some `listings`, what it stopped reusing last, by title; two queries."""
    parts = Participation.objects.filter(organisation=organisation, role=ADOPTER, listing__in=listings)
    found = parts.select_related("listing", "organisation").order_by("listing__title", "pk")
    return _with_adoptions(sorted(found, key=lambda part: bool(part.left)))


def said_by(councils: Collection[int], listing: Listing) -> dict[int, Adoption]:
    """Return what each of some organisations, by number, says of its reuse of a listing: it waits, or is in the entry.

    Expects the participations of the listing fetched. For the people of the organisations, not for everybody.
    """
    if not councils:
        return {}
    in_entry = {part.organisation_id for part in listing.participants(ADOPTER)}
    said = Adoption.objects.filter(listing=listing.pk, organisation__in=councils, withdrawn_at=None)
    standing = said.exclude(answer=Adoption.Answer.NO).select_related("organisation")
    return {one.organisation_id: one for one in standing if not one.answer or one.organisation_id in in_entry}


def still_in_entries() -> AdoptionQuerySet:
    """Return the confirmed adoptions that the entry, or the one it was merged into, still names.

    Each has `left`: until when, as the entry says; empty while it goes on.
    """
    named = Participation.objects.filter(
        listing=Coalesce(OuterRef("listing__merged_into"), OuterRef("listing")),
        organisation=OuterRef("organisation"),
        role=ADOPTER,
    )
    said = Adoption.objects.confirmed().filter(withdrawn_at=None)
    return said.annotate(left=Subquery(named.values("left")[:1])).filter(left__isnull=False)


def _with_adoptions(parts: Iterable[Any]) -> list[Reuse]:
    """Return parts with the confirmed adoption that belongs to each: of its entry, else of one merged into that."""
    parts = list(parts)
    if not parts:
        return []
    listings = {part.listing_id for part in parts}
    of_them = Q(listing__in=listings) | Q(listing__merged_into__in=listings)
    confirmed = Adoption.objects.confirmed().filter(
        of_them, withdrawn_at=None, organisation__in={part.organisation_id for part in parts}
    )
    said: dict[tuple[int, int | None], Adoption] = {}
    for adoption in confirmed.select_related("listing").order_by("pk"):
        own = (adoption.listing_id, adoption.organisation_id)
        said.setdefault((adoption.listing.merged_into_id or adoption.listing_id, adoption.organisation_id), adoption)
        if adoption.listing_id in listings:
            said[own] = adoption
    return [Reuse(part, said.get((part.listing_id, part.organisation_id))) for part in parts]
