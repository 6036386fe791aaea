"""What came of joining in, in numbers that anybody may read: no names, no verdicts."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django.db.models import Count, Q, QuerySet
from django.utils.timezone import localdate

from collaboration.adopters import still_in_entries
from collaboration.figures import LOOKS_BACK, Figures
from collaboration.models import Ask, Interest, Introduction
from collaboration.working_days import working_days_between

State, Came = Interest.State, Introduction.Outcome
INTEREST = {
    State.JOINED: "Joined, as partner, funder, supplier or adopter",
    State.REUSED: "Reused what others made",
    State.MET: "Met",
    State.TALKING: "In conversation now",
    State.LATER: "Put off to a later month",
    State.DECLINED: "Answered with a no",
    State.NOTHING: "Nothing came of it",
    State.TAKEN_BACK: "Taken back after an answer",
    State.WAITING: "Waiting for an answer",
}
INTRODUCTIONS = {
    Came.JOINED: "One joined the other’s work",
    Came.REUSED: "One reuses what the other made",
    Came.MET: "They met",
    Came.NOTHING: "Nothing came of it",
    "": "Nobody has said yet",
}
ASKS = {
    Ask.Outcome.FOUND: "Found",
    Ask.Outcome.NOT_FOUND: "Not found",
    Ask.Outcome.NOT_NEEDED: "Not needed any more",
}
"""What became of each, in words, in the order in which it is told."""


class Outcomes(NamedTuple):
    """Things of one kind, counted by what became of them: the words and number of each."""

    rows: Sequence[tuple[str, int]]

    @property
    def total(self) -> int:
        """How many there are in all."""
        return sum(number for _, number in self.rows)


def of_interest() -> Outcomes:
    """Return how much interest was shown, and what became of it."""
    return _outcomes(INTEREST, _numbers(Interest.objects.counted(), "state"))


def of_introductions() -> Outcomes:
    """Return how many introductions moderators made, and what became of them."""
    return _outcomes(INTRODUCTIONS, _numbers(Introduction.objects.all(), "outcome"))


def of_asks(today: datetime.date) -> Outcomes:
    """Return what was asked for, and whether it was found; `today` says what is still open."""
    closed = _outcomes(ASKS, _numbers(Ask.objects.filter(closed_at__isnull=False), "outcome"))
    waiting = Ask.objects.filter(closed_at__isnull=True)
    numbers = waiting.aggregate(now=Count("pk", Q(deadline__gte=today)), past=Count("pk", Q(deadline__lt=today)))
    past = ("Past its day, and nobody has said", numbers["past"])
    return Outcomes([*closed.rows, past, ("Open now", numbers["now"])])


def of_adoptions() -> Outcomes:
    """Return how often somebody reuses what others made, as both sides say, now or until some day."""
    numbers = still_in_entries().aggregate(now=Count("pk", Q(left="")), past=Count("pk", ~Q(left="")))
    return Outcomes([("In use now", numbers["now"]), ("In use until it was replaced or ended", numbers["past"])])


def answering(now: datetime.datetime) -> Figures:
    """Return how messages about all entries were answered in the last two years; see `collaboration.figures`."""
    today = localdate(now)
    recent = Interest.objects.counted().filter(sent_at__gt=now - LOOKS_BACK)
    return Figures.of(
        working_days_between(localdate(sent), localdate(answered)) if answered else None
        for sent, answered, due in recent.values_list("sent_at", "answered_at", "due_on")
        if answered or (due is not None and due < today)
    )


def _outcomes(words: Mapping[Any, str], numbers: Mapping[str, int]) -> Outcomes:
    return Outcomes([(said, numbers.get(str(key), 0)) for key, said in words.items()])


def _numbers(rows: QuerySet[Any], column: str) -> dict[str, int]:
    return dict(rows.order_by().values_list(column).annotate(Count("pk")))
