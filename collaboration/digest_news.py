"""What each person is told in a digest: whose is due, what is new for them, and why each is there."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.timezone import localdate

from collaboration.happenings import Happening, happenings
from collaboration.matching import Matched
from collaboration.models import AlertSettings, Digest, Follow
from collaboration.suggested import still_fitting
from collaboration.withdrawn import when_withdrawn
from councils.models import Membership
from listings.models import Participation

WEEK = datetime.timedelta(days=7)
LONGEST = datetime.timedelta(days=35)
"""Who was not written to for longer than this is told of what happened since then: the rest is in the lists."""
MOST_ENTRIES, MOST_OF_ONE, MOST_SUGGESTIONS = 20, 5, 5
"""How many entries a mail is about, how much it says of each, and how many suggestions it brings."""


@dataclass(frozen=True)
class Reader:
    """A person, by number, whose digest is due, until when they were told, and whether they want suggestions."""

    user_id: int
    since: datetime.datetime
    wants_suggestions: bool = True


def alerts_due(day: datetime.date, until: datetime.datetime) -> "QuerySet[AlertSettings]":
    """Return the settings of those who are to be told on a day of what happened until a moment.

    That is who follows something, or asked for suggestions, and wants it daily, or weekly on this weekday, or weekly
    and was left out on theirs because no worker was there. Whose mail comes back is not written to until they have
    signed in again.
    """
    follows = Exists(Follow.objects.filter(user=OuterRef("user")))
    weekly = Q(frequency=AlertSettings.Frequency.WEEKLY) & (
        Q(weekday=day.weekday()) | Q(told_until__lt=until - WEEK - datetime.timedelta(hours=12))
    )
    comes_back = Q(user__address_failed_at__isnull=False) & (
        Q(user__last_login__isnull=True) | Q(user__last_login__lt=F("user__address_failed_at"))
    )
    wanted = Q(frequency=AlertSettings.Frequency.DAILY) | weekly
    due = AlertSettings.objects.filter(
        follows | Q(suggestions=True), wanted, told_until__lt=until, user__is_active=True
    )
    return due.exclude(comes_back).order_by("user_id")


def readers_due(day: datetime.date, until: datetime.datetime) -> list[Reader]:
    """Return whose digest is due; for the arguments see `alerts_due`."""
    return [
        Reader(user, max(told_until, until - LONGEST), wants_suggestions=suggestions is not False)
        for user, told_until, suggestions in alerts_due(day, until).values_list("user_id", "told_until", "suggestions")
    ]


class News:
    """What is new for some readers until a moment, found for all of them together."""

    def __init__(self, readers: Iterable[Reader], until: datetime.datetime) -> None:
        self.readers, self.until = list(readers), until
        people = [reader.user_id for reader in self.readers]
        since = min((reader.since for reader in self.readers), default=until)
        self.by_listing: dict[int, list[Happening]] = defaultdict(list)
        told = happenings(since, until)
        for one in told:
            self.by_listing[one.listing_id].append(one)
        self.follows: dict[int, list[Follow]] = defaultdict(list)
        for follow in Follow.objects.filter(user__in=people).only(*_WHAT_IS_FOLLOWED):
            self.follows[follow.user_id].append(follow)
        all_follows = [follow for theirs in self.follows.values() for follow in theirs]
        self.matched = Matched(all_follows, told)
        self.withdrawn = when_withdrawn({follow.listing_id for follow in all_follows if follow.listing_id})
        self.councils = _councils_of(people)
        self.kept = _kept_by_councils({*self.by_listing, *self.withdrawn})
        self.suggestions = _suggestions_for(set().union(*self.councils.values()), until)
        self.suggested = _suggested_before(list(self.councils))

    def items_for(self, reader: Reader) -> dict[str, Any] | None:
        """Return what one reader is told, as numbers of rows and keys of happenings; None for nothing.

        Not what they did themselves, nor what happened to entries that their councils answer for, nor what happened
        before they followed it.
        """
        own = set().union(*(self.kept.get(council, set()) for council in self.councils.get(reader.user_id, ())))
        because: dict[int, list[Follow]] = defaultdict(list)
        for follow in self.follows.get(reader.user_id, ()):
            for listing in self.matched.listings.get(follow.pk, set()) - own:
                because[listing].append(follow)
        entries = []
        for listing, follows in because.items():
            because_of: dict[int, Follow] = {}
            new = []
            for one in self.by_listing[listing]:
                if one.at > reader.since and one.by != reader.user_id and (why := self._why(follows, one)):
                    new.append(one)
                    because_of |= why
            if new:
                told: dict[str, Any] = {
                    "listing": listing,
                    "news": [one.key for one in new[:MOST_OF_ONE]],
                    "follows": [follow.pk for follow in follows if follow.pk in because_of],
                }
                entries.append((new[0].at, listing, told))
        entries.sort(key=lambda entry: entry[:2], reverse=True)
        shown = [told for _, _, told in entries[:MOST_ENTRIES]]
        suggested = self._suggested_to(reader, {told["listing"] for told in shown})
        gone = self._gone_for(reader, own)
        if not shown and not suggested and not gone:
            return None
        return {"entries": shown, "more": len(entries) - len(shown), "suggestions": suggested, "gone": gone}

    def _gone_for(self, reader: Reader, own: set[int]) -> list[int]:
        """Return a reader's follows of entries that were withdrawn since they were last told, by number."""
        return [
            follow.pk
            for follow in self.follows.get(reader.user_id, ())
            if (gone := self.withdrawn.get(follow.listing_id or 0))
            and follow.listing_id not in own
            and max(reader.since, follow.made_at) < gone <= self.until
        ]

    def _why(self, follows: list[Follow], one: Happening) -> dict[int, Follow]:
        """Return for which of some follows something that happened is told, by number."""
        return {
            follow.pk: follow for follow in follows if follow.made_at < one.at and self.matched.is_about(follow, one)
        }

    def _suggested_to(self, reader: Reader, besides: set[int]) -> list[int]:
        """Return the best suggestions for a reader's councils that no digest of theirs has held yet, by number."""
        if not reader.wants_suggestions:
            return []
        before = self.suggested[reader.user_id]
        theirs = [one for council in self.councils.get(reader.user_id, ()) for one in self.suggestions.get(council, ())]
        new = sorted(one for one in theirs if one.pk not in before and one.listing_id not in besides)
        return [one.pk for one in new[:MOST_SUGGESTIONS]]


_WHAT_IS_FOLLOWED = ("user_id", "listing_id", "organisation_id", "service_area_id", "list_name", "query", "made_at")


@dataclass(frozen=True, order=True)
class _Suggested:
    """A suggestion, in the order of how well it fits."""

    place: int
    pk: int
    listing_id: int


def _councils_of(people: list[int]) -> dict[int, set[int]]:
    """Return the councils of each of these people."""
    found: dict[int, set[int]] = defaultdict(set)
    for user, council in Membership.objects.in_force().filter(user__in=people).values_list("user", "organisation"):
        found[user].add(council)
    return found


def _kept_by_councils(listings: set[int]) -> dict[int, set[int]]:
    """Return which of these listings each organisation answers for."""
    found: dict[int, set[int]] = defaultdict(set)
    keeping = Participation.objects.keeping().filter(listing__in=listings)
    for council, listing in keeping.values_list("organisation", "listing"):
        if council is not None:
            found[council].add(listing)
    return found


def _suggestions_for(councils: set[int], until: datetime.datetime) -> dict[int, list[_Suggested]]:
    """Return what is suggested to each of these councils, and was first found lately."""
    found: dict[int, list[_Suggested]] = defaultdict(list)
    rows = still_fitting(localdate()).filter(organisation__in=councils, made_on__gt=localdate(until - LONGEST))
    of_all = rows.order_by("-weight", "pk").values_list("pk", "organisation", "listing")
    for place, (pk, council, listing) in enumerate(of_all):
        found[council].append(_Suggested(place, pk, listing))
    return found


def _suggested_before(people: list[int]) -> dict[int, set[int]]:
    """Return which suggestions each of these people was told: digests are kept for longer than those are new."""
    found: dict[int, set[int]] = defaultdict(set)
    digests = Digest.objects.filter(user__in=people, items__suggestions__0__isnull=False)
    for user, suggestions in digests.values_list("user", "items__suggestions"):
        found[user].update(suggestions)
    return found
