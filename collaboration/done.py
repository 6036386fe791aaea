"""What was done in a conversation besides writing, read from its history: the answer, what came of it, its end."""

import datetime
import itertools
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.utils.formats import date_format

from collaboration.answers import REASONS
from collaboration.models import Interest, InterestEvent
from collaboration.wording import is_by_block

State, Side = Interest.State, Interest.Side
READ = (
    "pgh_created_at",
    "pgh_context__metadata",
    "state",
    "later_month",
    "reason",
    "report_answer",
    "answered_at",
    "answered_by",
    "ended_at",
    "ended_by",
)


class Done(NamedTuple):
    """One thing that was done: what, when and by whom, by their number, with the words that went with it.

    `side` is given where what was done tells it. What is `is_nameless` is done in the name of a council alone.
    """

    what: str
    at: datetime.datetime
    by: int | None
    words: str = ""
    side: str = ""
    is_nameless: bool = False
    is_of_moderators: bool = False


def done_in(interest: Interest, *, knows_of_report: bool) -> list[Done]:
    """Return what was done in a conversation, the oldest first.

    What moderators decided about a report is for who `knows_of_report` alone.
    """
    rows = list(InterestEvent.objects.filter(pgh_obj_id=interest.pk).order_by("pgh_id").values(*READ))
    found: list[Done] = []
    for before, row in itertools.pairwise(rows):
        found += _moved(interest, before, row)
        if knows_of_report and row["report_answer"] == Interest.ReportAnswer.FINE != before["report_answer"]:
            found.append(Done("found nothing wrong with this", row["pgh_created_at"], None, is_of_moderators=True))
    return found


# Steps of the above


def _moved(interest: Interest, before: dict[str, Any], row: dict[str, Any]) -> Iterator[Done]:
    """Return the move that lies between two rows of the history, where there is one."""
    state = row["state"]
    if (state, row["later_month"]) == (before["state"], before["later_month"]):
        return
    at, by = _when_and_by_whom(before, row)
    words = _words(interest, state)
    if state == State.TALKING:
        yield Done("let’s talk", at, by, side=Side.OWNERS)
    elif state == State.LATER:
        yield Done(f"later, in {date_format(row['later_month'], 'F Y')}", at, by, side=Side.OWNERS)
    elif state == State.DECLINED:
        yield Done(_no(row["reason"]), at, by, words, side=Side.OWNERS)
    elif state == State.TAKEN_BACK:
        yield Done("withdrew this", at, by, side=Side.SENDER)
    elif state == State.STOPPED:
        yield Done("stopped this conversation", at, by, is_of_moderators=True)
    elif is_by_block(interest):
        yield Done("ended this conversation", at, by, words, side=Side.OWNERS, is_nameless=True)
    elif row["ended_at"] is not None:
        yield Done(_outcome(interest, state), at, by, words)


def _when_and_by_whom(before: dict[str, Any], row: dict[str, Any]) -> tuple[datetime.datetime, int | None]:
    """Return when a move was made and by whom: as the conversation has it, else as its history does."""
    if before["ended_at"] is None and row["ended_at"] is not None:
        return row["ended_at"], row["ended_by"]
    if before["answered_at"] is None and row["answered_at"] is not None:
        return row["answered_at"], row["answered_by"]
    return row["pgh_created_at"], (row["pgh_context__metadata"] or {}).get("user")


def _words(interest: Interest, state: str) -> str:
    """Return the words that went with the end of a conversation."""
    if state != interest.state:
        return ""
    return interest.reason_words if state == State.DECLINED else interest.outcome_words


def _no(reason: str) -> str:
    """Return a no with its reason, in the middle of a sentence."""
    if reason == "others":
        return REASONS[reason][0].lower() + REASONS[reason][1:]
    return f"not now. {REASONS[reason]}" if reason in REASONS and reason != "other" else "not now"


def _outcome(interest: Interest, state: str) -> str:
    """Return what came of it."""
    return {
        State.MET: "met or talked",
        State.JOINED: f"{interest.who} takes part now",
        State.REUSED: f"{interest.who} reuses what was made",
        State.NOTHING: "nothing came of it",
    }.get(State(state), State(state).label)
