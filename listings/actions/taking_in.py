"""Giving an organisation a part in an entry that both sides have said yes to."""

from typing import Any

from councils.models import Organisation, User
from listings.actions.saving import save_listing
from listings.models import Participation
from listings.partial_dates import PartialDate


def take_in(
    *, listing: Any, organisation: Organisation, role: str, by: User, joined: PartialDate | str = ""
) -> Participation:
    """Give an organisation a confirmed part in an entry; one that it had before and left goes on.

    `listing` is locked already (listings.actions.saving). `joined` is since when, where that is known.
    """
    part = listing.participations.filter(organisation=organisation, role=role).first()
    part = part or Participation(listing_id=listing.pk, organisation=organisation, role=role)
    if part.left:
        # Who left has stopped answering for the entry: coming back is to take part, no more.
        part.claimed_at = None
    part.left, part.standing, part.joined = "", Participation.Standing.CONFIRMED, joined or part.joined
    part.save()
    save_listing(listing=listing, by=by)
    return part
