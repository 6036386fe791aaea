"""The ways into an entry, for its page."""

from typing import Any

from django import template

from collabhub.permissions import Action, Visitor, can
from collaboration.models import Interest
from collaboration.sides import answers_for
from collaboration.ways import ways_into
from councils.models import User
from listings.models import Listing

register = template.Library()


@register.simple_tag
def ways_to_get_involved(listing: Listing, visitor: Visitor) -> dict[str, Any]:
    """Return what the visitor can do to get involved in an entry.

    `ways` are the kinds of interest that it takes, its clear next action first; none for who answers for it, for whom
    `waiting` is the number of people who wait for their word; nor for who has an `open` conversation about it.
    """
    if listing.state != Listing.State.PUBLISHED:
        return {"ways": [], "open": None, "waiting": None}
    if isinstance(visitor, User):
        if answers_for(listing, visitor):
            theirs = Interest.objects.open().filter(listing=listing.pk, turn=Interest.Side.OWNERS)
            return {"ways": [], "open": None, "waiting": theirs.count()}
        if found := Interest.objects.open().filter(listing=listing.pk, sender=visitor).first():
            return {"ways": [], "open": found, "waiting": None}
        if not can(visitor, Action.SHOW_INTEREST, listing):
            return {"ways": [], "open": None, "waiting": None}
    return {"ways": ways_into(listing), "open": None, "waiting": None}
