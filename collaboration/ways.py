"""The ways into an entry: which kinds of interest it takes, and which of them is its clear next action."""

from typing import Any

from collaboration.models import Interest
from listings.models import Listing

Kind, Wants = Interest.Kind, Listing.Wants

MEANING = {
    Kind.TALK: "Ask a question, or share what you know",
    Kind.JOIN: "Work on it with them, or become a member",
    Kind.REUSE: "Take what they have made, and use it at your council",
    Kind.FUND: "Pay for a part of it, or bid for funding together",
    Kind.SUPPLY: "Sell something to them. It is marked as an offer of a supplier",
}
"""One plain line for each kind of interest."""
AFTER_THE_END = (Kind.TALK, Kind.REUSE)
"""What there still is to do with work that has ended."""
BY_WANTS = {
    Wants.READY_TO_REUSE: Kind.REUSE,
    Wants.SHARE_FUNDING: Kind.FUND,
    Wants.PARTNERS: Kind.JOIN,
}


def ways_into(listing: Any) -> list[Interest.Kind]:
    """Return the kinds of interest that a project or shared service takes, its clear next action first."""
    first = _next_action(listing)
    kinds = AFTER_THE_END if listing.is_ended else tuple(Kind)
    return [first, *(kind for kind in kinds if kind != first)]


def _next_action(listing: Any) -> Interest.Kind:
    """Return what the state of an entry, and what its people want, makes the best thing to do next."""
    if listing.is_ended:
        return Kind.REUSE if listing.wants == Wants.READY_TO_REUSE else Kind.TALK
    if listing.kind == Listing.Kind.SERVICE and listing.specific.open_to_new_members:
        return Kind.JOIN
    return BY_WANTS.get(listing.wants, Kind.TALK)
