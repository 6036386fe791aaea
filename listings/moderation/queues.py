"""What waits for a moderator: each queue with its oldest first, and what a moderator should know before opening it."""

import datetime
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.timezone import localdate

from councils.models import Membership, MembershipRequest, Organisation
from listings.models import Decision, Doubt, Listing, NameToResolve
from listings.reviews import unanswered_reviews

ADDRESS_OR_NUMBER = re.compile(r"[\w.+-]+@[\w-]+\.\w|(?<![\d£.,])(?:\+44|\(?0)(?:[ ()-]?\d){9,10}\b")
"""What looks like an email address, or a British telephone number."""


@dataclass(frozen=True)
class Waiting:
    """Something in a queue: where it is decided, what it is, whose, since when, and what stands out."""

    pk: int
    address: str
    title: str
    council: str
    what: str
    since: datetime.date
    flags: Sequence[str] = ()


@dataclass(frozen=True)
class Queue:
    """Things of one kind that wait for moderators. `find` returns them oldest first."""

    key: str
    title: str
    meaning: str
    find: Callable[[], QuerySet[Any]]
    show: Callable[[Sequence[Any]], list[Waiting]]

    def first(self, number: int, *, after: int = 0) -> list[Waiting]:
        """Return so many of those that wait longest, without the first `after`."""
        return self.show(list(self.find()[after : after + number]))

    def next_after(self, pk: int) -> Waiting | None:
        """Return what comes after something in this queue, from the beginning again after the last."""
        waiting = list(self.find().values_list("pk", flat=True))
        place = waiting.index(pk) + 1 if pk in waiting else 0
        others = [one for one in (*waiting[place:], *waiting[:place]) if one != pk]
        found = self.show(list(self.find().filter(pk__in=others[:1])))
        return found[0] if found else None


# Entries


def with_flags(listings: QuerySet[Any]) -> QuerySet[Any]:
    """Return listings with what `flags_of` asks for, in a fixed number of statements."""
    sent_back = Decision.objects.filter(listing=OuterRef("pk"), kind=Decision.Kind.SENT_BACK)
    return listings.annotate(was_sent_back=Exists(sent_back)).prefetch_related(
        "participations__organisation__decisions", "links", "start_check__offered"
    )


def _waiting() -> QuerySet[Any]:
    return with_flags(Listing.objects.filter(state=Listing.State.WAITING).order_by("submitted_at", "pk"))


def _changed() -> QuerySet[Any]:
    changed = Listing.objects.published().filter(changed_since_review_at__isnull=False)
    return with_flags(changed.order_by("changed_since_review_at", "pk"))


def _stale() -> QuerySet[Any]:
    return with_flags(unanswered_reviews(localdate()))


def _show_entries(since: str, queue: str, word: str) -> Callable[[Sequence[Any]], list[Waiting]]:
    """Return what shows listings as rows of a queue.

    `since` is the column that says since when each waits, `word` what stands before the kind of each: "New project".
    """

    def show(listings: Sequence[Any]) -> list[Waiting]:
        return [
            Waiting(
                listing.pk,
                f"{reverse('moderate-entry', args=[listing.pk])}?queue={queue}",
                listing.title,
                listing.lead_in_words or "No lead known",
                f"{word} {listing.get_kind_display().lower()}",
                getattr(listing, since),
                flags_of(listing),
            )
            for listing in listings
        ]

    return show


def flags_of(listing: Any) -> list[str]:
    """Return what a moderator should know of an entry before reading it."""
    flags = []
    if listing.state == Listing.State.WAITING:
        flags += [_why_it_waits(part.organisation) for part in listing.leads if part.organisation]
    if listing.was_sent_back:
        flags.append("Sent back before")
    if links := len(listing.links.all()):
        flags.append(f"{links} link{'s' if links > 1 else ''}")
    check = getattr(listing, "start_check", None)
    if check is not None and check.choice != check.Choice.NOTHING_SIMILAR:
        offered = get_text_list([f"“{other}”" for other in check.offered.all()], "and")
        flags.append(f"{check.get_choice_display()}: {offered}")
    texts = (
        listing.title,
        listing.summary,
        listing.description,
        listing.learnt,
        listing.wants_note,
        listing.offers_note,
    )
    if any(ADDRESS_OR_NUMBER.search(text) for text in texts):
        flags.append("An email address or telephone number in its text")
    return [flag for flag in flags if flag]


def _why_it_waits(council: Organisation) -> str:
    """Return why entries of a council that leads wait; empty where they would not."""
    if council.publishes_directly:
        return ""
    was_taken_back = any(one.kind == Decision.Kind.NO_DIRECT_PUBLISHING for one in council.decisions.all())
    return f"{council} does not publish directly any more" if was_taken_back else f"First entry of {council}"


# Everything else


def _doubts() -> QuerySet[Any]:
    return Doubt.objects.open().select_related("listing", "organisation").order_by("said_at", "pk")


def _show_doubts(doubts: Sequence[Any]) -> list[Waiting]:
    return [
        Waiting(
            doubt.pk,
            f"{reverse('moderate-doubt', args=[doubt.pk])}?queue=doubted",
            doubt.listing.title,
            str(doubt.organisation),
            f"Doubt: {doubt.get_statement_display().lower()}",
            doubt.said_at,
        )
        for doubt in doubts
    ]


def _names() -> QuerySet[Any]:
    waiting = NameToResolve.objects.annotate(entries=Count("participations__listing", distinct=True))
    return waiting.filter(entries__gt=0).order_by("first_seen_at", "pk")


def _show_names(names: Sequence[Any]) -> list[Waiting]:
    return [
        Waiting(
            name.pk,
            reverse("admin:listings_nametoresolve_change", args=[name.pk]),
            name.name,
            "",
            name.get_reason_display(),
            name.first_seen_at,
            [f"{name.entries} {'entry waits' if name.entries == 1 else 'entries wait'}"],
        )
        for name in names
    ]


def _requests() -> QuerySet[Any]:
    managers = Membership.objects.current().managers().filter(user__is_active=True)
    has_manager = Exists(managers.filter(organisation=OuterRef("organisation")))
    waiting = MembershipRequest.objects.open().exclude(has_manager)
    return waiting.select_related("organisation").order_by("asked_at", "pk")


def _show_requests(requests: Sequence[Any]) -> list[Waiting]:
    return [
        Waiting(
            request.pk,
            reverse("answer-request", args=[request.organisation.slug, request.pk]),
            "Somebody asks to join",
            str(request.organisation),
            "No manager there yet",
            request.asked_at,
        )
        for request in requests
    ]


QUEUES = (
    Queue(
        "waiting",
        "Waiting for a first look",
        "New entries of councils that do not publish directly. Nobody sees them until one of you approves.",
        _waiting,
        _show_entries("submitted_at", "waiting", "New"),
    ),
    Queue(
        "changed",
        "Changed since somebody looked",
        "Public already. Old stands beside new, field by field.",
        _changed,
        _show_entries("changed_since_review_at", "changed", "Changed"),
    ),
    Queue(
        "doubted",
        "Doubted",
        "A council says that something is wrong. It is taken out until one of you answers.",
        _doubts,
        _show_doubts,
    ),
    Queue(
        "names",
        "Names to resolve",
        "Written names that may mean several organisations, or none that we know.",
        _names,
        _show_names,
    ),
    Queue(
        "first-manager",
        "Councils that ask for a first manager",
        "People who ask to join a council that nobody manages yet.",
        _requests,
        _show_requests,
    ),
    Queue(
        "stale",
        "Reviews that nobody answers",
        "Past their review date, and nobody has said that they are still true.",
        _stale,
        _show_entries("review_date", "stale", "Stale"),
    ),
)
BY_KEY = {queue.key: queue for queue in QUEUES}
