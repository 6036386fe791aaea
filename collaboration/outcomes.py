"""What came of joining in, in numbers that anybody may read: no names, no verdicts."""

import datetime
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django.db.models import Count, Q, QuerySet

from collaboration.adopters import still_in_entries
from collaboration.figures import Figures
from collaboration.models import Ask, Interest, Introduction
from collaboration.working_days import nation_of_interest
from directory.working_days import days_until

State, Came = Interest.State, Introduction.Outcome
OVERDUE, LEFT = "overdue", "left"
"""States of messages that only these figures know: not answered in time, and ended without an answer."""
MESSAGES = {
    State.JOINED: "Joined the work, as partner, funder or supplier",
    State.REUSED: "Reuses what others made, as adopter",
    State.MET: "Met",
    State.TALKING: "In conversation now",
    State.LATER: "Put off to a later month",
    State.DECLINED: "Answered with “Not now”",
    State.NOTHING: "Nothing came of it",
    State.TAKEN_BACK: "Taken back after an answer",
    State.WAITING: "Waiting for an answer that is not due yet",
    OVERDUE: "Waiting for an answer past the day it was due",
    LEFT: "Ended without an answer: whoever wrote left, wrote twice or may not write any more",
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


class Messages(NamedTuple):
    """First messages by what became of them, and how those of them were answered that were to be."""

    counts: Outcomes
    answering: Figures
    not_due: int


def of_messages(today: datetime.date) -> Messages:
    """Return how many first messages were sent, what became of them, and how they were answered; one statement.

    The same messages are in both: each is answered, overdue, not due yet, or of somebody who has gone.
    """
    numbers: Counter[str] = Counter()
    waited = []
    rows = Interest.objects.counted().values_list("state", "sent_at", "answered_at", "due_on", nation_of_interest())
    for state, sent, answered, due, nation in rows.iterator():
        came = _came_of_message(state, answered is not None, is_due=due is not None and due < today)
        numbers[came] += 1
        if came not in (State.WAITING, LEFT):
            waited.append(days_until(sent, answered, nation))
    return Messages(_outcomes(MESSAGES, numbers), Figures.of(waited), numbers[State.WAITING])


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


def _came_of_message(state: str, is_answered: bool, *, is_due: bool) -> str:
    """Return what became of a message: its state, or in which way it has no answer."""
    if is_answered:
        return state
    if state == State.WAITING:
        return OVERDUE if is_due else state
    return LEFT


def _outcomes(words: Mapping[Any, str], numbers: Mapping[str, int]) -> Outcomes:
    return Outcomes([(said, numbers.get(str(key), 0)) for key, said in words.items()])


def _numbers(rows: QuerySet[Any], column: str) -> dict[str, int]:
    return dict(rows.order_by().values_list(column).annotate(Count("pk")))
