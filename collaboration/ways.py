"""The ways into an entry: which kinds of interest it takes, and which of them is its clear next action."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.timezone import localdate

from collaboration.models import Ask, Interest
from collaboration.wanted import ANSWERS, shown_asks
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
    Wants.NOT_NOW: Kind.TALK,
}
"""What follows from what an entry says that it wants; its other answers leave it open."""


def ways_into(listing: Any, asks: Iterable[Ask]) -> list[Interest.Kind]:
    """Return the kinds of interest that a project or shared service takes, its clear next action first.

    First comes what its state and its people say, then what answers its open `asks`, as they are in order.
    """
    taken = kinds_taken(listing)
    return [kind for kind in dict.fromkeys([*_said(listing), *map(_answer_to, asks), *taken]) if kind in taken]


def kinds_taken(listing: Listing) -> tuple[Interest.Kind, ...]:
    """Return the kinds of interest that an entry takes: all, until its work has ended."""
    return AFTER_THE_END if listing.is_ended else tuple(Kind)


def asks_of(listing: Any) -> list[Ask]:
    """Return what an entry asks for now, the soonest day first; one statement however often it is asked on a page."""
    shown = shown_asks(localdate()).select_related("call", "listing", "organisation")
    prefetch_related_objects([listing], Prefetch("asks", shown, to_attr="open_asks"))
    found: list[Ask] = listing.open_asks
    return found


def _said(listing: Any) -> Iterator[Interest.Kind]:
    """Yield what the state of an entry, and what its people say that they want, makes the best thing to do next."""
    if listing.is_ended:
        yield Kind.REUSE if listing.wants == Wants.READY_TO_REUSE else Kind.TALK
        return
    if listing.kind == Listing.Kind.SERVICE and listing.specific.open_to_new_members:
        yield Kind.JOIN
    if listing.wants in BY_WANTS:
        yield BY_WANTS[listing.wants]


def _answer_to(ask: Ask) -> Interest.Kind:
    """Return the kind of interest that answers an ask."""
    return ANSWERS[Ask.Kind(ask.kind)].kind
