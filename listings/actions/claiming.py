"""Claiming an imported entry: a council that takes part says that it is right to be there, and answers for it."""

from typing import Any

from django.utils import timezone
from django.utils.timezone import localdate

from councils.models import Organisation, User
from directory.history import recorded
from listings.actions.looking_after import LookAfterRefused, look_after
from listings.actions.partners import PartRefused
from listings.actions.saving import locked, save_listing
from listings.keepers import people_of_other_keepers
from listings.models import Listing, Participation
from listings.reviews import next_review_date
from listings.tasks import keepers as mails


class ClaimRefused(PartRefused):
    """What was asked for cannot be done; the text is a sentence for the person who asked."""


@recorded
def claim(*, listing: Listing, organisation: Organisation, by: User) -> Any:
    """Make a council that takes part in an unconfirmed entry answer for it, and return the entry, confirmed today.

    The officer who claims it looks after it. Others that answer for it, such as its lead, are told by mail. Claiming
    what the council has claimed already changes nothing. Raises ClaimRefused when the council does not take part, when
    the officer does not belong to it, and when the entry is not public or somebody else has confirmed it.
    """
    listing = locked(listing)
    parts = listing.participations.filter(organisation=organisation, left="")
    membership = organisation.memberships.in_force().filter(user=by).first()
    if membership is None:
        raise ClaimRefused(f"Only the people of {organisation} can claim an entry for it.")
    if not parts.exists():
        raise ClaimRefused(f"{organisation} does not take part in this entry, or not any more.")
    if parts.filter(claimed_at__isnull=False).exists():
        return listing
    if listing.state != Listing.State.PUBLISHED:
        raise ClaimRefused("This entry is not public any more, so it cannot be claimed.")
    if not listing.is_unconfirmed:
        raise ClaimRefused("Another council has confirmed this entry already. You can still confirm your own part.")
    now = timezone.now()
    parts.update(claimed_at=now, standing=Participation.Standing.CONFIRMED)
    try:
        look_after(listing=listing, membership=membership, by=by)
    except LookAfterRefused as refused:
        raise ClaimRefused(str(refused)) from None
    listing.confirmed_at, listing.confirmed_by = now, by
    listing.review_date = next_review_date(listing, localdate(now))
    save_listing(listing=listing, by=by)
    for person in people_of_other_keepers(listing, by=by, besides=[organisation.pk]):
        mails.entry_claimed.defer(listing_id=listing.pk, organisation_id=organisation.pk, to_id=person.pk)
    return listing
