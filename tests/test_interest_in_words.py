"""Whose turn it is and by when, in words: what the page of a conversation says to each side in each state."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django.utils.timezone import localdate

from collaboration.quoting import quoted
from collaboration.wording import next_step, title_for
from tests.support.joining import make_interest

pytestmark = pytest.mark.django_db

TODAY = localdate()
SOON, LONG_AGO = TODAY + timedelta(days=10), TODAY - timedelta(days=10)
ANSWERED = {"answered_at": timezone.now()}
TALKING = {"state": "talking", **ANSWERED}
LATER = {"state": "later", "later_month": SOON.replace(day=1), **ANSWERED}


def day(date: Any) -> str:
    """Return a day as people read it."""
    return f"{date:%-d %B %Y}"


@pytest.mark.parametrize(
    ("fields", "side", "words"),
    [
        ({"due_on": SOON}, "owners", f"It is your turn: answer by {day(SOON)}."),
        ({"due_on": LONG_AGO}, "owners", f"It is your turn: an answer was due on {day(LONG_AGO)}."),
        ({"due_on": SOON}, "sender", f"It is their turn. They are asked to answer by {day(SOON)}. If nobody does, we"),
        ({"due_on": SOON}, None, f"They are asked to answer by {day(SOON)}."),
        (
            {"due_on": LONG_AGO, "chased": "reminded", "chased_on": TODAY},
            "sender",
            f"An answer was due on {day(LONG_AGO)}. We reminded them on {day(TODAY)}.",
        ),
        (
            {"due_on": LONG_AGO, "chased": "managers", "chased_on": TODAY},
            "sender",
            f"We asked the managers of the council on {day(TODAY)}.",
        ),
        (
            {"due_on": SOON, "chased": "moderators", "chased_on": TODAY},
            "sender",
            f"Our moderators look for somebody who answers. An answer is due on {day(SOON)}.",
        ),
        (
            {"due_on": SOON, "turn": "sender", **TALKING},
            "sender",
            f"It is your turn: write by {day(SOON)}, or say what",
        ),
        ({"due_on": SOON, "turn": "sender", **TALKING}, "owners", f"It is their turn, until {day(SOON)}."),
        ({"due_on": SOON, "turn": "owners", **TALKING}, "sender", f"They are asked to write by {day(SOON)}."),
        ({"due_on": SOON, **LATER}, "owners", "You put it off to"),
        ({"due_on": SOON, **LATER}, "sender", "We ask them again then: you need not do anything."),
        ({"due_on": LONG_AGO, **LATER}, "sender", "It is their turn. They are asked to write by"),
    ],
)
def test_each_side_reads_whose_turn_it_is_and_by_when(fields: dict[str, Any], side: str | None, words: str) -> None:
    assert words in next_step(make_interest(**fields), side)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"state": "declined", "reason": "no-time", **ANSWERED}, "Not now: We have no time for it at the moment ("),
        ({"state": "declined", "reason": "other", **ANSWERED}, "Not now ("),
        ({"state": "declined", "reason": "others", **ANSWERED}, "Somebody else would be better to ask ("),
        (
            {"state": "nothing", "outcome_words": "No more messages are taken from whoever wrote this."},
            "Ended: no more messages taken (",
        ),
        ({"state": "met", **ANSWERED}, "Met or talked ("),
        ({"state": "nothing"}, "Nothing came of it ("),
        ({"state": "taken-back"}, "Withdrawn by whoever wrote it ("),
        ({"state": "stopped"}, "Stopped by a moderator ("),
    ],
)
def test_what_has_ended_says_how_and_when(fields: dict[str, Any], words: str) -> None:
    interest = make_interest(turn="", due_on=None, ended_at=timezone.now(), **fields)
    for side in ("owners", "sender", None):
        assert next_step(interest, side) == f"{words}{day(TODAY)})."
    assert title_for(interest, "sender") == "You wanted to talk"


def test_words_of_people_stand_in_a_mail_as_quoted_lines_alone() -> None:
    text = "Hello\r\n\r\nhttps://site.example/\x0b    1234 5678\u2028Bcc: a@b.example\u202etxt.exe\x00"
    assert quoted(text).splitlines() == [
        "> Hello",
        ">",
        "> https://site.example/",
        "> 1234 5678",
        "> Bcc: a@b.example txt.exe",
    ]
