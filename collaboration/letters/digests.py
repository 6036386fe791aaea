"""The digest: what is new in what somebody follows, by entry, each with why it is there."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator, get_text_list
from django.utils.timezone import localdate, localtime

from collaboration.happenings import Happening, happenings
from collaboration.models import AlertSettings, Digest, Follow
from collaboration.suggested import still_fitting
from collaboration.templatetags.titles import title_for
from collaboration.unsubscribing import headers_of, link_of, token_of, token_of_all, token_of_suggestions
from councils.mail import one_line
from councils.models import OutgoingMail
from councils.outbox import Letter, writes
from councils.tasks.memberships import link
from listings.models import Listing

LONGEST_LINE = 220
MOST_REASONS = 4
TOGETHER = 200
"""Digests that are read together."""
GOOD_FOR = timedelta(seconds=30)
"""How long what was read is taken for true: an entry that was withdrawn is told for so long and no longer."""


@dataclass(frozen=True)
class Entry:
    """One entry of a digest: what it is called, what it is, what is new about it, and why that is told."""

    title: str
    what: str
    link: str
    news: list[str]
    because: list[Follow]

    @property
    def why(self) -> str:
        """For what its reader is told, in words: the entry itself first."""
        itself = ["this entry" for follow in self.because if follow.listing_id]
        return _in_words(itself + [f"“{one_line(str(follow))}”" for follow in self.because if not follow.listing_id])


@dataclass(frozen=True)
class SuggestedEntry:
    """One entry that is suggested: what it is called, what it is, where it is, and why."""

    title: str
    what: str
    link: str
    why: str


@dataclass(frozen=True)
class Fitting:
    """What is suggested to one of the reader's councils."""

    council: str
    entries: list[SuggestedEntry]


@writes(mail="digest")
def digest(mail: OutgoingMail) -> Letter | None:
    """Write a digest, of what still is so; None once nothing is, or when its reader wants none any more."""
    read = _AHEAD.read_for(mail)
    told = read.digests[mail.pk]
    reader, alerts = told.user, told.user.alert_settings
    if alerts.frequency == AlertSettings.Frequency.NONE:
        return None
    follows = read.follows.get(reader.pk, {})
    entries = read.entries(told, follows)
    fitting = read.fitting(told) if alerts.suggestions is not False else []
    gone = read.gone(told, follows)
    if not entries and not fitting and not gone:
        return None
    named = {follow.pk: follow for entry in entries for follow in entry.because}
    named |= {follow.pk: follow for follow in gone}
    everything = token_of_all(reader)
    context = {
        "entries": entries,
        "more": told.items["more"],
        "since": date_format(localtime(told.since), "j F Y"),
        "fitting": fitting,
        "number_fitting": sum(len(group.entries) for group in fitting),
        "councils": str(get_text_list([group.council for group in fitting], "and")),
        "asked_for_fitting": bool(alerts.suggestions),
        "no_fitting": link_of(token_of_suggestions(reader)),
        "gone": [
            {"name": _public_name(follow), "since": date_format(localtime(follow.made_at), "j F Y")} for follow in gone
        ],
        "is_daily": alerts.frequency == AlertSettings.Frequency.DAILY,
        "weekday": alerts.get_weekday_display(),
        "number": len(follows),
        "link": link("alerts"),
        "stops": [(_public_name(follow), link_of(token_of(follow))) for follow in named.values()],
        "stop_all": link_of(everything),
    }
    return Letter(context, headers_of(everything))


# What it is made of


class Read:
    """What the digest of a mail is written from, and those of the mails after it in the same run, all read together.

    One by one, reading would take most of the time of a run. Raises Digest.DoesNotExist for a mail that is of none.
    """

    def __init__(self, mail: OutgoingMail) -> None:
        self.good_until = timezone.now() + GOOD_FOR
        run, until = Digest.objects.values_list("run", "until").get(mail=mail)
        waiting = Digest.objects.filter(run=run, mail__gte=mail.pk, mail__state=OutgoingMail.State.WAITING)
        rows = list(waiting.select_related("user__alert_settings").order_by("mail")[:TOGETHER])
        self.digests = {told.mail_id: told for told in rows}
        self.follows: dict[int, dict[int, Follow]] = defaultdict(dict)
        theirs = Follow.objects.filter(user__in=[told.user_id for told in rows])
        for follow in theirs.select_related("listing", "organisation", "service_area"):
            self.follows[follow.user_id][follow.pk] = follow
        numbers = {item["listing"] for told in rows for item in told.items["entries"]}
        since = min(told.since for told in rows)
        self.news = {one.key: _line(one) for one in happenings(since, until, listings=numbers)}
        suggested = {pk for told in rows for pk in told.items["suggestions"]}
        fitting = still_fitting(localdate()).filter(pk__in=suggested).select_related("organisation")
        self.suggestions = {one.pk: one for one in fitting} if suggested else {}
        named = numbers | {one.listing_id for one in self.suggestions.values()}
        public = Listing.objects.published().filter(pk__in=named).with_people_and_subjects()
        self.listings = {listing.pk: _facts(listing) for listing in public}

    def entries(self, told: Digest, follows: dict[int, Follow]) -> list[Entry]:
        """Return the entries of a digest that are still public, about which something still is new to its reader."""
        entries = []
        for item in told.items["entries"]:
            facts = self.listings.get(item["listing"])
            news = [self.news[key] for key in item["news"] if key in self.news]
            because = [follows[pk] for pk in item["follows"] if pk in follows]
            if facts is not None and news and because:
                entries.append(Entry(*facts, news, because))
        return entries

    def gone(self, told: Digest, follows: dict[int, Follow]) -> list[Follow]:
        """Return the follows of entries that were withdrawn, as far as they still are."""
        found = [follows[pk] for pk in told.items.get("gone", ()) if pk in follows]
        return [one for one in found if one.listing and one.listing.state == Listing.State.WITHDRAWN]

    def fitting(self, told: Digest) -> list[Fitting]:
        """Return what is suggested to each of the reader's councils, as far as it still makes sense."""
        found: dict[str, list[SuggestedEntry]] = defaultdict(list)
        for one in (self.suggestions[pk] for pk in told.items["suggestions"] if pk in self.suggestions):
            if one.organisation_id in told.user.roles and (facts := self.listings.get(one.listing_id)):
                why = one_line(str(one.reasons[0])) if one.reasons else ""
                found[one_line(str(one.organisation))].append(SuggestedEntry(*facts, why))
        return [Fitting(council, entries) for council, entries in found.items()]


class Ahead:
    """What was read last, for as long as it holds the mail at hand and may still be taken for true."""

    def __init__(self) -> None:
        self._last: Read | None = None

    def read_for(self, mail: OutgoingMail) -> Read:
        """Return what a mail is written from."""
        last = self._last
        if last is None or mail.pk not in last.digests or timezone.now() > last.good_until:
            last = self._last = Read(mail)
        return last


_AHEAD = Ahead()


def _facts(listing: Any) -> tuple[str, str, str]:
    """Return what a listing is called, what it is, and its address."""
    lead = listing.lead_in_words
    what = f"{listing.get_kind_display()}{f' led by {lead}' if lead else ''}"
    return one_line(listing.title), one_line(what), settings.SITE_URL + listing.get_absolute_url()


def _line(one: Happening) -> str:
    return f"{date_format(localtime(one.at), 'j F')}: {Truncator(one.words).chars(LONGEST_LINE)}"


def _public_name(follow: Follow) -> str:
    """Return what somebody follows, as they call it or as everybody may read it."""
    return one_line(title_for(follow, AnonymousUser()))


def _in_words(names: list[str]) -> str:
    """Return names as people list them, the first few of very many."""
    if len(names) > MOST_REASONS:
        names = [*names[: MOST_REASONS - 1], f"{len(names) - MOST_REASONS + 1} other alerts"]
    return str(get_text_list(names, "and"))
