"""The page of alerts: what somebody follows, in groups, each with what is new in it since they were last told."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from collaboration.followed import feed_of, page_of
from collaboration.happenings import Happening
from collaboration.models import Follow
from collaboration.news import NewsOfFollow, news_by_follow
from collaboration.templatetags.titles import is_hidden, title_for
from councils.models import User
from listings.models import Listing

MOST_ENTRIES, MOST_OF_ONE = 10, 3
"""Of how many entries an alert tells the news, and how much of each; its feed has the rest."""
FOLDED_FROM = 6
"""How many alerts a group has when those in which nothing is new are folded."""


@dataclass(frozen=True)
class Told:
    """An entry of which an alert tells, the newest of its news, and whether some came after the last digest."""

    listing: Any
    happenings: list[Happening]
    is_new: bool


@dataclass(frozen=True)
class Alert:
    """One thing that is followed, as its row shows it."""

    follow: Follow
    name: str
    is_hidden: bool
    page: str
    feed: str
    told: list[Told]
    new: int
    lately: int

    @property
    def more(self) -> int:
        """Of how many further entries there is news."""
        return self.lately - len(self.told)


@dataclass(frozen=True)
class AlertGroup:
    """The alerts of one kind; those with news first. `folded` are those of a long group in which nothing is new."""

    label: str
    alerts: list[Alert]
    folded: list[Alert]

    @property
    def number(self) -> int:
        """How many alerts it has."""
        return len(self.alerts) + len(self.folded)


def alerts_of(
    follows: Iterable[Follow], reader: User, since: datetime.datetime, now: datetime.datetime
) -> list[AlertGroup]:
    """Return what a reader follows in groups, with what is new since the moment until which they were told.

    Fetch follows with `listing`, `organisation` and `service_area`.
    """
    follows = list(follows)
    news = news_by_follow(follows, since, now)
    told = {number for one in news.values() for number in list(one.happenings)[:MOST_ENTRIES]}
    listings = Listing.objects.published().in_bulk(told)
    groups: dict[str, list[Alert]] = {name: [] for name in ("Lists", "Entries", "Organisations", "Service areas")}
    for follow in follows:
        groups[_group_of(follow)].append(_alert(follow, reader, news[follow.pk], listings))
    return [_grouped(name, alerts) for name, alerts in groups.items() if alerts]


# Steps of the above


def _group_of(follow: Follow) -> str:
    if follow.list_name:
        return "Lists"
    return "Entries" if follow.listing_id else "Organisations" if follow.organisation_id else "Service areas"


def _alert(follow: Follow, reader: User, news: NewsOfFollow, listings: dict[int, Listing]) -> Alert:
    in_order = sorted(news.happenings, key=lambda number: number not in news.is_new)
    shown = [number for number in in_order if number in listings][:MOST_ENTRIES]
    return Alert(
        follow,
        title_for(follow, reader),
        is_hidden(follow.listing, reader),
        page_of(follow),
        feed_of(follow),
        [Told(listings[number], news.happenings[number][:MOST_OF_ONE], number in news.is_new) for number in shown],
        len(news.is_new),
        len(news.happenings),
    )


def _grouped(label: str, alerts: list[Alert]) -> AlertGroup:
    with_news = sorted(alerts, key=lambda alert: not alert.new)
    if len(alerts) < FOLDED_FROM:
        return AlertGroup(label, with_news, [])
    return AlertGroup(label, [one for one in with_news if one.new], [one for one in with_news if not one.new])
