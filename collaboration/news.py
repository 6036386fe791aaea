"""What is new in what somebody follows, and why each is there."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from collaboration.happenings import Happening, happenings
from collaboration.matching import Matched
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
    told = happenings(now - SHOWN_FROM, now, most=MOST)
    matched = Matched(follows, told)
    found: dict[int, New] = {}
    for one in told:
        if because := [follow for follow in follows if matched.is_about(follow, one)]:
            new = found.setdefault(one.listing_id, New(one.listing_id, [], []))
            new.happenings.append(one)
            new.because.extend(follow for follow in because if follow not in new.because)
    return list(found.values())


@dataclass(frozen=True)
class NewsOfFollow:
    """What happened lately in one follow: by listing, that of which there is news first.

    `is_new` are the numbers of the listings of which something is newer than the last digest.
    """

    happenings: dict[int, list[Happening]]
    is_new: set[int]


def news_by_follow(
    follows: Iterable[Follow], since: datetime.datetime, now: datetime.datetime
) -> dict[int, NewsOfFollow]:
    """Return what happened lately in each of `follows`, by number; what is newer than `since` and the follow is new."""
    follows = list(follows)
    told = happenings(now - SHOWN_FROM, now, most=MOST)
    matched = Matched(follows, told)
    found = {follow.pk: NewsOfFollow({}, set()) for follow in follows}
    for one in told:
        for follow in follows:
            if matched.is_about(follow, one):
                found[follow.pk].happenings.setdefault(one.listing_id, []).append(one)
                if one.at > max(since, follow.made_at):
                    found[follow.pk].is_new.add(one.listing_id)
    return found
