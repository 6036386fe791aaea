"""What is sent many times at the same moment: one code lets in once, and is compared five times at most."""

import json
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.db import connections, transaction
from django.test import Client

from councils.models import Membership, User
from councils.sign_in.limits import Limit, LimitReached, count
from tests.support.doors import ask, code_for, enter, is_signed_in, list_domain
from tests.support.mail import deliver

pytestmark = pytest.mark.django_db(transaction=True)

AT_ONCE = 25
"""Requests at the same moment; each has a connection to the database."""


def at_the_same_moment[Answer](what: Callable[[int], Answer], times: int) -> list[Answer]:
    """Do something so many times, `AT_ONCE` of them at each moment; return all answers."""
    start = Barrier(min(AT_ONCE, times))

    def do(number: int) -> Answer:
        if number < AT_ONCE:
            start.wait()
        try:
            return what(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as threads:
        return list(threads.map(do, range(times)))


def same_browser(client: Client) -> Client:
    """Return a client with the cookies that this one has now."""
    other = Client()
    other.cookies.load({name: morsel.value for name, morsel in client.cookies.items()})
    return other


@pytest.fixture
def compared(caplog: pytest.LogCaptureFixture) -> Any:
    """How many codes were compared and found wrong so far."""
    caplog.set_level(logging.INFO, logger="collabhub.security")
    return lambda: sum(json.loads(record.message)["event"] == "wrong code" for record in caplog.records)


def test_fifty_posts_of_the_right_code_at_once_sign_in_exactly_once(client: Client) -> None:
    list_domain("exford.gov.uk")
    code = code_for(client, "mo@exford.gov.uk")
    browsers = [same_browser(client) for _ in range(50)]
    answers = at_the_same_moment(lambda number: enter(browsers[number], code), 50)
    assert sum(answer.get("Location", "").endswith("/manage/") for answer in answers) == 1
    assert sum(is_signed_in(browser) for browser in browsers) == 1
    assert UserSession.objects.count() == 1
    assert Membership.objects.count() == 1


def test_fifty_wrong_codes_at_once_are_compared_five_times_at_most(client: Client, compared: Any) -> None:
    list_domain("exford.gov.uk")
    code = code_for(client, "mo@exford.gov.uk")
    wrong = int(code.replace(" ", "")) + 1
    browsers = [same_browser(client) for _ in range(50)]
    at_the_same_moment(lambda number: enter(browsers[number], f"{(wrong + number) % 10**8:08}"), 50)
    assert compared() == 5
    assert not is_signed_in(client)


def test_wrong_codes_in_many_browsers_at_once_are_compared_ten_times_in_all(compared: Any) -> None:
    list_domain("exford.gov.uk")
    asked = [Client() for _ in range(5)]
    for number, browser in enumerate(asked):
        ask(browser, "mo@exford.gov.uk", REMOTE_ADDR=f"192.0.2.{number}")
    browsers = [same_browser(asked[number % 5]) for number in range(50)]
    at_the_same_moment(lambda number: enter(browsers[number], f"{number:08}"), 50)
    assert compared() == 10


def test_two_who_meet_where_one_stretch_of_time_ends_and_the_next_begins_do_not_both_get_through() -> None:
    limit = Limit("tests", 1, timedelta(hours=1))

    def next_minute() -> str:
        try:
            count(limit)
        except LimitReached:
            return "refused"
        finally:
            connections.close_all()
        return "let through"

    with time_machine.travel("2026-05-05 12:00:59Z", tick=False) as clock, ThreadPoolExecutor(1) as other:
        with transaction.atomic():
            count(limit)
            clock.shift(timedelta(seconds=1))
            answer = other.submit(next_minute)
            wait([answer], timeout=1)
        assert answer.result() == "refused"


def test_fifty_requests_for_one_mailbox_at_once_are_five_mails() -> None:
    list_domain("exford.gov.uk")
    answers = at_the_same_moment(
        lambda number: ask(Client(), f"m.o+{number}@exford.gov.uk", REMOTE_ADDR=f"192.0.2.{number}"), 50
    )
    assert sorted(answer.status_code for answer in answers) == [302] * 5 + [429] * 45
    assert len(deliver()) == 5


def test_two_browsers_at_once_make_one_account_and_one_membership() -> None:
    list_domain("exford.gov.uk")
    browsers = [Client() for _ in range(4)]
    right = [code_for(browser, "mo@exford.gov.uk") for browser in browsers]
    answers = at_the_same_moment(lambda number: enter(browsers[number], right[number]), 4)
    assert all(answer["Location"].endswith("/manage/") for answer in answers)
    assert User.objects.count() == Membership.objects.count() == 1


def test_counting_at_once_never_exceeds_a_limit() -> None:
    limit = Limit("knocking", 40, timedelta(hours=1))

    def knock(number: int) -> bool:
        try:
            count(limit, "somebody")
        except LimitReached:
            return False
        return True

    assert sum(at_the_same_moment(knock, 100)) == 40
