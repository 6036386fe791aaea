"""What came of joining in: counted for everybody, without names, and honest while there is nothing yet."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.timezone import localdate

from tests.support.factories import take_part
from tests.support.introductions import make_moderator
from tests.support.joining import make_adoption, make_ask, make_interest, make_introduction
from tests.support.pages import Page
from tests.support.visits import show, signed_in

pytestmark = pytest.mark.django_db
PAGE = "/outcomes/"


@pytest.fixture(autouse=True)
def _in_a_month_without_bank_holidays() -> Iterator[None]:
    with time_machine.travel("2026-11-24 12:00Z"):
        yield


def rows(page: Page) -> dict[str, str]:
    """Return the numbers of every table of the page, by its words."""
    cells = [" ".join(text.split()) for text in page.classes["govuk-table__row"]]
    return dict(cell.rsplit(" ", 1) for cell in cells if cell != "What came of it How many")


def answered(days: int, **fields: Any) -> Any:
    """Return an interest that was answered so many days after it was shown on a Monday."""
    now = timezone.now()
    monday = now - timedelta(days=now.weekday() + 14)
    given = {"sent_at": monday, "answered_at": monday + timedelta(days=days)}
    if fields.get("state") in ("talking", "later"):
        return make_interest(**given | fields)
    return make_interest(**given | {"ended_at": now, "due_on": None, "turn": ""} | fields)


def test_while_there_is_nothing_the_page_says_so(client: Client) -> None:
    text = show(client, PAGE).text
    for sentence in (
        "Nobody has sent a message about an entry yet.",
        "Moderators have not introduced anybody yet.",
        "No reuse is confirmed yet.",
        "Nobody has asked for anything yet.",
    ):
        assert sentence in text


def test_interest_is_counted_by_what_came_of_it(client: Client) -> None:
    make_interest()
    answered(1, state="joined"), answered(2, state="declined"), answered(2, state="declined")
    make_interest(state="taken-back", ended_at=timezone.now(), due_on=None, turn="")
    make_interest(state="stopped", ended_at=timezone.now(), due_on=None, turn="")
    found = rows(show(client, PAGE))
    assert found["Joined the work, as partner, funder or supplier"] == "1"
    assert found["Answered with “Not now”"] == "2"
    assert found["Waiting for an answer that is not due yet"] == "1"
    assert found["All"] == "4", "what was taken back unanswered, or stopped, is no part of it"


def test_the_typical_time_to_answer_stands_from_three_answers_up(client: Client) -> None:
    answered(1, state="met"), answered(2, state="met")
    assert "usually" not in show(client, PAGE).text
    answered(4, state="declined")
    assert "Answered 3 of 3 messages, usually within 2 working days." in show(client, PAGE).text


def test_what_is_answered_and_what_waits_add_up_and_one_sentence_says_what_counts(client: Client) -> None:
    for state in ("met", "declined", "talking"):
        answered(2, state=state)
    make_interest(), make_interest()
    page = show(client, PAGE)
    counts = (
        "Answered 3 of 3 messages, usually within 2 working days. A message counts here once it is answered, or once "
        "the day by which it was to be answered has gone by: 2 more are not due yet."
    )
    assert counts in page.text
    assert rows(page)["Waiting for an answer that is not due yet"] == "2"
    make_interest(due_on=localdate() - timedelta(days=1))
    make_interest(state="nothing", ended_at=timezone.now(), due_on=None, turn="")
    page = show(client, PAGE)
    found = rows(page)
    assert "Answered 3 of 4 messages" in page.text
    assert "2 more are not due yet" in page.text
    assert found["Waiting for an answer past the day it was due"] == "1"
    assert found["Ended without an answer: whoever wrote left, wrote twice or may not write any more"] == "1"
    assert found["All"] == "7"


def test_introductions_reuse_and_asks_are_counted_by_what_came_of_them(client: Client) -> None:
    now = timezone.now()
    make_introduction()
    make_introduction(outcome="met", ended_at=now, due_on=None)
    for dates in ({}, {"left": "2025"}, None):
        said = make_adoption(answer="yes", answered_at=now, since="2024")
        if dates is not None:
            take_part(said.listing, "adopter", [said.organisation], **dates)
    make_adoption()
    make_ask()
    make_ask(outcome="found", closed_at=now)
    make_ask(deadline=localdate() - timedelta(days=1))
    found = rows(show(client, PAGE))
    assert (found["They met"], found["Nobody has said yet"]) == ("1", "1")
    assert (found["In use now"], found["In use until it was replaced or ended"]) == ("1", "1"), (
        "what the owner has not confirmed, and what the entry does not name any more, does not count"
    )
    assert (found["Found"], found["Open now"], found["Past its day, and nobody has said"]) == ("1", "1", "1")


def test_the_page_takes_as_many_statements_however_much_there_is(client: Client) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            show(client, PAGE)
        return len(asked)

    make_interest(), make_introduction()
    few = statements()
    for _ in range(5):
        make_interest(), make_introduction(), make_ask(), make_adoption()
    assert statements() == few


@pytest.mark.ignore_template_errors  # Django's own admin templates count on undefined variables being empty
def test_it_is_found_from_what_this_is_about_and_from_the_moderators_queues(client: Client) -> None:
    assert PAGE in [link.href for link in show(client, "/about/").links]
    assert PAGE in [link.href for link in show(signed_in(make_moderator()), "/admin/queues/").links]
