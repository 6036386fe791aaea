"""What is new in what somebody follows, and why each is there."""

import datetime
from dataclasses import dataclass

from collaboration.happenings import Happening, happenings
from collaboration.matching import matches
from collaboration.models import Follow

SHOWN_FROM = datetime.timedelta(days=30)
MOST = 200
"""Of each kind of happening, in the whole directory, that are looked at: the newest."""


@dataclass(frozen=True)
class New:
    """What happened to one listing, newest first, and the follows for which it is told."""

    listing_id: int
    happenings: list[Happening]
    because: list[Follow]


def news_for(follows: list[Follow], now: datetime.datetime) -> list[New]:
    """Return what happened lately to the listings that `follows` are about, that of which there is news first."""
    by_listing: dict[int, list[Happening]] = {}
    for one in happenings(now - SHOWN_FROM, now, most=MOST):
        by_listing.setdefault(one.listing_id, []).append(one)
    found = matches(follows, by_listing.keys())
    because = {listing: [follow for follow in follows if listing in found.get(follow.pk, ())] for listing in by_listing}
    return [New(listing, told, because[listing]) for listing, told in by_listing.items() if because[listing]]
