"""What is new about published listings between two moments: what digests, feeds and follows tell."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, TextChoices
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localdate

from collaboration.adopters import still_in_entries
from collaboration.models import Call, CallEntry
from collaboration.wanted import shown_asks
from councils.mail import one_line
from directory.history import AS_IT_STOOD
from listings.models import (
    Decision,
    Listing,
    Participation,
    ParticipationEvent,
    PhaseChange,
    PhaseChangeEvent,
    Update,
)

SETTLED_AFTER = datetime.timedelta(minutes=5)
"""A change bears the moment when its transaction began, and is seen once that ended: so long none should take."""

EVENTS_OF_A_JOINING = 4
"""Where only the newest are wanted, so many events are looked at for each: dates of a part may be changed later."""

Window = tuple[datetime.datetime, datetime.datetime]
Listings = QuerySet[Any] | Collection[int]


class Kind(TextChoices):
    """What can happen to a listing, as far as others are told."""

    NEW = "new", "New entries"
    UPDATE = "update", "Updates"
    PHASE = "phase", "New phases"
    ENDED = "ended", "Ended"
    JOINED = "joined", "Who joined"
    REUSED = "reused", "Who reuses it"
    WANTED = "wanted", "What is wanted"
    CALL = "call", "Going for a call"
    MERGED = "merged", "Merged"


@dataclass(frozen=True)
class Happening:
    """One thing that is new about a listing. `words` say it in one line of plain text, without the listing's title.

    `by` is the number of the person who did it, where that is known; `key` names it for good, such as "update-12".
    """

    listing_id: int
    kind: Kind
    at: datetime.datetime
    by: int | None
    words: str
    key: str

    @property
    def row(self) -> int:
        """The number of the row that it is read from."""
        return int(self.key.rpartition("-")[2])


def settled(now: datetime.datetime | None = None) -> datetime.datetime:
    """Return the moment until which everything that happened can be seen: what to take for `until`, and keep."""
    return (now or timezone.now()) - SETTLED_AFTER


def happenings(
    since: datetime.datetime,
    until: datetime.datetime,
    listings: Listings | None = None,
    *,
    most: int | None = None,
) -> list[Happening]:
    """Return what happened to published listings after `since` and not after `until`, newest first.

    `listings` are those that count, as rows or as numbers; all without. `most` is the largest number of each kind, the
    newest. Never more than nine queries. What is not public now, or no longer so, is not told: not an update that
    was removed, an ask that is over, or who has left.
    """
    window = since, until
    told = chain(
        _new(window, listings, most),
        _updates(window, listings, most),
        _phases(window, listings, most),
        *_who_came(window, listings, most),
        _wanted(window, listings, most),
        _calls(window, listings, most),
        _mergings(window, listings, most),
    )
    return sorted(told, key=lambda one: (one.at, one.listing_id, one.key), reverse=True)


def _newest(rows: QuerySet[Any], moment: str, window: Window, listings: Listings | None, most: int | None) -> Any:
    """Return the rows of published listings whose `moment` is in the window, newest first."""
    since, until = window
    found = rows.filter(Q((f"{moment}__gt", since), (f"{moment}__lte", until)), listing__state=Listing.State.PUBLISHED)
    if listings is not None:
        found = found.filter(listing__in=listings)
    return found.order_by(f"-{moment}", "-pk")[:most]


def _new(window: Window, listings: Listings | None, most: int | None) -> Iterator[Happening]:
    since, until = window
    found = Listing.objects.published().filter(published_at__gt=since, published_at__lte=until)
    if listings is not None:
        found = found.filter(pk__in=listings)
    rows: QuerySet[Any] = found.order_by("-published_at", "-pk").values_list("pk", "published_at")
    for pk, at in rows[:most]:
        yield Happening(pk, Kind.NEW, at, None, "New entry", f"new-{pk}")


def _updates(window: Window, listings: Listings | None, most: int | None) -> Iterator[Happening]:
    rows = Update.objects.select_related("organisation")
    for update in _newest(rows, "written_at", window, listings, most):
        following = f" Next: {update.next_step}" if update.next_step else ""
        words = f"Update by {update.organisation}: {update.happened}{following}"
        yield Happening(
            update.listing_id, Kind.UPDATE, update.written_at, update.written_by_id, _line(words), _key(update)
        )


def _phases(window: Window, listings: Listings | None, most: int | None) -> Iterator[Happening]:
    """Yield the phases that were reached after an entry became public: the one it began with is part of that."""
    noted = PhaseChangeEvent.objects.filter(pgh_obj=OuterRef("pk"), pgh_label="insert").order_by("pgh_id")
    rows = PhaseChange.objects.select_related("listing").annotate(
        began=Subquery(noted.values("pgh_created_at")[:1]),
        by=Subquery(noted.values("pgh_context__metadata__user")[:1]),
    )
    rows = rows.filter(Q(began__isnull=True) | Q(began__gt=F("listing__published_at")))
    for change in _newest(rows, "noted_at", window, listings, most):
        kind, words = Kind.PHASE, f"Now in the {change.get_phase_display().lower()} phase"
        if change.phase == "ended":
            kind, words = Kind.ENDED, _end_in_words(change.listing)
        yield Happening(change.listing_id, kind, change.noted_at, _number(change.by), words, f"phase-{change.pk}")


def _end_in_words(listing: Listing) -> str:
    return f"Ended: {listing.get_end_reason_display()}" if listing.end_reason else "Ended"


def _who_came(window: Window, listings: Listings | None, most: int | None) -> Iterator[list[Happening]]:
    """Yield who reuses a listing, and who joined it; who does both by saying so is told once."""
    adoptions = list(_newest(still_in_entries().select_related("organisation"), "answered_at", window, listings, most))
    yield [
        Happening(one.listing_id, Kind.REUSED, one.answered_at, one.answered_by_id, _reuse_in_words(one), _key(one))
        for one in adoptions
    ]
    reused_by = {(one.listing_id, one.organisation_id) for one in adoptions}
    yield [
        Happening(
            event.listing_id,
            Kind.JOINED,
            event.pgh_created_at,
            _number(event.by),
            _joined_in_words(event),
            f"joined-{event.pgh_id}",
        )
        for event in _joinings(window, listings, most)
        if event.role != Participation.Role.ADOPTER or (event.listing_id, event.organisation_id) not in reused_by
    ]


def _reuse_in_words(adoption: Any) -> str:
    since = f" since {adoption.since.in_words()}" if adoption.since else ""
    if adoption.left:
        return f"{adoption.organisation} reused it until {adoption.left.in_words()}"
    return f"{adoption.organisation} reuses it{since}"


def _joinings(window: Window, listings: Listings | None, most: int | None) -> list[Any]:
    """Return the events by which an organisation came to take part in a listing that was public already.

    Who is only named by others has not joined; who is still there, or was there the moment before, did not come. What
    was before is looked up afterwards, for few rows: asked with each row, it would cost more than all the rest.
    """
    there = Participation.objects.filter(left="").exclude(standing=Participation.Standing.NAMED)
    rows = (
        ParticipationEvent.objects.filter(pgh_obj__in=there.values("pk"), left="", organisation__isnull=False)
        .exclude(pgh_label__in=[AS_IT_STOOD, "delete"])
        .exclude(standing=Participation.Standing.NAMED)
        .annotate(by=F("pgh_context__metadata__user"))
        .filter(pgh_created_at__gt=F("listing__published_at"))
        .select_related("organisation")
    )
    found = list(_newest(rows, "pgh_created_at", window, listings, most and most * EVENTS_OF_A_JOINING))
    of_these = ParticipationEvent.objects.filter(pgh_obj__in={event.pgh_obj_id for event in found})
    stood: dict[int, list[tuple[int, bool]]] = defaultdict(list)
    for part, number, left, standing in of_these.order_by("pgh_id").values_list(
        "pgh_obj", "pgh_id", "left", "standing"
    ):
        stood[part].append((number, not left and standing != Participation.Standing.NAMED))
    came = [event for event in found if not _was_there(stood[event.pgh_obj_id], event.pgh_id)]
    return came[:most]


def _was_there(stood: list[tuple[int, bool]], number: int) -> bool:
    """Return whether an organisation took part right before an event, given its events in order."""
    before = [is_there for event, is_there in stood if event < number]
    return bool(before) and before[-1]


def _joined_in_words(event: Any) -> str:
    verb = "is named" if event.standing == Participation.Standing.STATED else "joined"
    return f"{event.organisation} {verb} as {event.get_role_display().lower()}"


def _wanted(window: Window, listings: Listings | None, most: int | None) -> Iterator[Happening]:
    for ask in _newest(shown_asks(localdate()), "asked_at", window, listings, most):
        wanted = ask.get_kind_display()
        words = f"Wanted by {date_format(ask.deadline, 'j F Y')}: {wanted[0].lower()}{wanted[1:]}. {ask.words}"
        yield Happening(ask.listing_id, Kind.WANTED, ask.asked_at, ask.asked_by_id, _line(words), _key(ask))


def _calls(window: Window, listings: Listings | None, most: int | None) -> Iterator[Happening]:
    rows = CallEntry.objects.filter(call__in=Call.objects.open(localdate())).select_related("call")
    for entry in _newest(rows, "attached_at", window, listings, most):
        goes = "Goes to" if entry.call.kind == Call.Kind.EVENT else "Applies to"
        words = f"{goes} “{entry.call}”, by {date_format(entry.call.deadline, 'j F Y')}"
        if entry.looks_for_partners:
            words += f", and looks for partners{f': {entry.words}' if entry.words else ''}"
        yield Happening(entry.listing_id, Kind.CALL, entry.attached_at, entry.attached_by_id, _line(words), _key(entry))


def _mergings(window: Window, listings: Listings | None, most: int | None) -> Iterator[Happening]:
    """Yield when an entry that was public went into another: whoever followed it follows that one now."""
    was_public = Listing.objects.filter(merged_into=OuterRef("listing"), published_at__isnull=False)
    rows = Decision.objects.filter(Exists(was_public), kind=Decision.Kind.MERGED, listing__isnull=False)
    for one in _newest(rows, "decided_at", window, listings, most):
        words = "Another entry about the same work became part of this one"
        yield Happening(one.listing_id, Kind.MERGED, one.decided_at, one.decided_by_id, words, _key(one))


def _line(words: str) -> str:
    """Return words from people as one line, with single spaces."""
    return " ".join(one_line(words).split())


def _key(row: Any) -> str:
    return f"{row._meta.model_name}-{row.pk}"


def _number(user: Any) -> int | None:
    """Return the number of a person as the history notes it; None for nobody."""
    return int(user) if user is not None else None
