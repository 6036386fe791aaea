"""However often somebody tries: nobody gets in without the mail, no mailbox is flooded, and no owner is shut out."""

import json
import logging
import random
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from councils.models import KnownBrowser, SignInCode, User
from councils.sign_in import codes
from councils.sign_in.limits import Limit, LimitReached, count
from tests.support.doors import CODE, JOIN, SIGN_IN, SIGN_OUT, ask, code_for, enter, is_signed_in, list_domain, sign_in
from tests.support.effort import as_many_as
from tests.support.factories import make_person
from tests.support.mail import code_in, deliver
from tests.support.pages import read

pytestmark = pytest.mark.django_db

NOON = "2026-05-05 12:00Z"
OWNER = "owner@exford.gov.uk"


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> Any:
    """What is written into the log of the door: level and facts of each line with this event."""
    caplog.set_level(logging.INFO, logger="collabhub.security")

    def find(event: str) -> list[tuple[int, dict[str, Any]]]:
        found = [
            (record.levelno, json.loads(record.message))
            for record in caplog.records
            if record.name == "collabhub.security"
        ]
        return [(level, facts) for level, facts in found if facts["event"].startswith(event)]

    return find


def wrong_for(code: str) -> str:
    """Return a code that is not this one."""
    return f"{(int(code.replace(' ', '')) + 1) % 10**8:08}"


# Counting


def test_so_many_in_a_period_and_not_one_more() -> None:
    three = Limit("knocking", 3, timedelta(hours=1))
    with time_machine.travel(NOON, tick=False) as clock:
        for _ in range(3):
            count(three, "somebody")
            clock.shift(timedelta(minutes=10))
        for _ in range(5):
            with pytest.raises(LimitReached) as reached:
                count(three, "somebody")
        clock.move_to(reached.value.until)
        count(three, "somebody")
        with pytest.raises(LimitReached):
            count(three, "somebody")
        count(three, "somebody else")


# Asking for codes


def test_a_mailbox_gets_five_codes_an_hour_and_twenty_a_day_however_it_is_spelt() -> None:
    list_domain("exford.gov.uk")
    spellings = ["jo.mo@exford.gov.uk", "JOMO@exford.gov.uk", "jo.mo+{}@exford.gov.uk", "j.o.m.o+{}@Exford.GOV.uk"]
    mails = []
    with time_machine.travel(NOON, tick=False) as clock:
        for hour in range(6):
            for number in range(8):
                ask(Client(), spellings[number % 4].format(number), REMOTE_ADDR=f"192.0.2.{hour * 8 + number}")
            mails.append(len(deliver()))
            clock.shift(timedelta(hours=1))
    assert mails == [5, 5, 5, 5, 0, 0]


@pytest.mark.slow
def test_many_requests_for_one_mailbox_or_from_one_network_are_a_few_mails_and_raise_an_alert(lines: Any) -> None:
    list_domain("exford.gov.uk")
    with time_machine.travel(NOON, tick=False) as clock:
        for number in range(as_many_as(1000, each_time=150)):
            ask(
                Client(),
                f"{'OWNER' if number % 2 else 'o.wner'}+{number}@exford.gov.uk",
                REMOTE_ADDR=f"10.0.{number % 250}.1",
            )
        assert len(deliver()) == 5
        clock.shift(timedelta(hours=2))
        for number in range(as_many_as(1000, each_time=150)):
            ask(Client(), f"person{number}@exford.gov.uk", REMOTE_ADDR="192.0.2.1")
        assert len(deliver()) == 100
        assert lines("alert") == []
        clock.shift(timedelta(hours=2))
        for number in range(650):
            ask(Client(), f"person{number}@exford.gov.uk", REMOTE_ADDR=f"10.0.{number % 250}.1")
        assert len(deliver()) == 600
    [(level, _)] = lines("alert")
    assert level == logging.ERROR


@pytest.mark.parametrize("address", [OWNER, "nobody@exford.gov.uk"])
def test_a_refusal_is_a_sentence_with_the_time_to_come_back_the_same_for_known_and_unknown(address: str) -> None:
    list_domain("exford.gov.uk")
    User.objects.create_user(OWNER)
    with time_machine.travel("2026-05-05 12:00:30Z", tick=False):
        for _ in range(5):
            ask(Client(), address)
        response = ask(Client(), address)
    assert (response.status_code, response["Retry-After"]) == (429, str(59 * 60 + 31))
    page = read(response)
    assert page.title == "Error: Sign in - CollabHub"
    assert "Too many codes have been asked for, for this address. Try again at 14:00." in page.text
    [field] = page.attributes("input", name="email")
    assert (field["value"], field["aria-invalid"], field["aria-describedby"]) == (address, "true", "id_email_error")


def test_accounts_at_other_addresses_are_three_mails_a_day_for_a_mailbox_and_ten_an_hour_for_a_network() -> None:
    mails = 0
    with time_machine.travel(NOON, tick=False) as clock:
        for _ in range(2):
            for number in range(5):
                ask(Client(), "mo@example.org", JOIN, REMOTE_ADDR=f"192.0.2.{number}")
            mails += len(deliver())
            clock.shift(timedelta(hours=2))
        assert mails == 3
        answers = [ask(Client(), f"mo{number}@example.org", JOIN, REMOTE_ADDR="192.0.2.1") for number in range(15)]
        assert len(deliver()) == 10
    assert "Too many accounts are being made from your network. Try again at 18:00." in read(answers[-1]).text


def test_many_people_of_one_network_sign_in_and_a_stranger_there_cannot_shut_out_who_is_known() -> None:
    list_domain("exford.gov.uk")
    known = Client()
    with time_machine.travel(NOON, tick=False) as clock:
        sign_in(known, OWNER, REMOTE_ADDR="192.0.2.1")
        known.post(SIGN_OUT)
        clock.shift(timedelta(hours=1))
        answers = [ask(Client(), f"p{number}@exford.gov.uk", REMOTE_ADDR="192.0.2.1") for number in range(101)]
        assert Counter(answer.status_code for answer in answers) == {302: 100, 429: 1}
        assert "Too many codes have been asked for from your network." in read(answers[-1]).text
        deliver()
        assert sign_in(known, OWNER, REMOTE_ADDR="192.0.2.1").status_code == 302
        assert is_signed_in(known)


# Trying codes


def test_ten_tries_an_hour_for_a_mailbox_in_whatever_browsers() -> None:
    list_domain("exford.gov.uk")
    with time_machine.travel(NOON, tick=False) as clock:
        browsers = [Client() for _ in range(3)]
        right = [code_for(browser, OWNER, REMOTE_ADDR=f"192.0.2.{n}") for n, browser in enumerate(browsers)]
        for browser, code in zip(browsers[:2], right[:2], strict=True):
            for _ in range(5):
                enter(browser, wrong_for(code))
        response = enter(browsers[2], right[2])
        assert response.status_code == 429
        assert "Too many codes have been tried for this address. Try again at 14:00." in read(response).text
        clock.shift(timedelta(hours=1))
        assert sign_in(Client(), OWNER).status_code == 302


@pytest.mark.slow
def test_guessing_from_twenty_clients_lets_nobody_in_while_the_owner_gets_in(lines: Any) -> None:
    """Ten minutes of guesses, three for each request; new cookies and another forwarded-for each time."""
    chance, requests = random.Random(4), as_many_as(667, each_time=60)
    list_domain("exford.gov.uk")
    known, mails = Client(), 0
    with time_machine.travel(NOON, tick=False) as clock:
        sign_in(known, OWNER)
        known.post(SIGN_OUT)
        clock.shift(timedelta(hours=2))
        began = len(lines("signed in"))
        for number in range(requests):
            forged = ".".join(str(chance.randrange(256)) for _ in range(4))
            where = {"REMOTE_ADDR": f"198.51.100.{number % 20}", "HTTP_X_FORWARDED_FOR": forged}
            stranger = Client()
            ask(stranger, OWNER, **where)
            for _ in range(3):
                enter(stranger, f"{chance.randrange(10**8):08}", **where)
            mails += len(deliver())
            clock.shift(timedelta(minutes=10) / requests)
        assert lines("signed in")[began:] == []
        assert mails == 5
        compared = Counter(facts["code"] for _, facts in lines("wrong code"))
        assert max(compared.values()) <= 5
        assert sum(compared.values()) <= 10
        assert sign_in(known, OWNER).status_code == 302
        assert is_signed_in(known)
        clock.move_to("2026-05-05 15:00Z")
        new = Client()
        assert sign_in(new, OWNER).status_code == 302
        assert is_signed_in(new)


@pytest.mark.slow
def test_hundreds_of_wrong_codes_in_a_row_let_nobody_in_and_mail_the_owner_a_handful_of_times() -> None:
    list_domain("exford.gov.uk")
    chance = random.Random(5)
    tried, mails, strangers = 0, 0, [Client() for _ in range(8)]
    with time_machine.travel(NOON, tick=False):
        while tried < as_many_as(1000, each_time=240):
            stranger, where = strangers[tried % 8], f"203.0.113.{tried % 8}"
            if tried % 40 < 8:
                ask(stranger, OWNER, REMOTE_ADDR=where)
                mails += len(deliver())
            enter(stranger, f"{chance.randrange(10**8):08}", REMOTE_ADDR=where)
            tried += 1
        assert not any(is_signed_in(stranger) for stranger in strangers)
    assert mails == 5
    assert not User.objects.filter(last_login__isnull=False).exists()


# Known browsers


def test_a_browser_is_known_to_one_person_only_and_only_by_a_cookie_that_we_wrote(client: Client) -> None:
    list_domain("exford.gov.uk")
    sign_in(client, OWNER)
    cookie = client.cookies["known_browser"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/account/", True, "Lax")
    client.post(SIGN_OUT)
    ask(client, "other@exford.gov.uk")
    ask(client, OWNER)
    client.cookies["known_browser"] = cookie.value.partition(":")[0] + ":forged:signature"
    ask(client, OWNER)
    assert [code.is_from_known_browser for code in SignInCode.objects.order_by("pk")] == [False, False, True, False]


def test_a_known_browser_stays_one_and_has_limits_of_its_own(client: Client) -> None:
    list_domain("exford.gov.uk")
    with time_machine.travel(NOON, tick=False):
        sign_in(client, OWNER)
        client.post(SIGN_OUT)
        sign_in(client, OWNER)
        client.post(SIGN_OUT)
        assert KnownBrowser.objects.count() == 1
        assert [ask(client, OWNER).status_code for _ in range(5)] == [302] * 4 + [429]
        right = [code_in(message) for message in deliver()][-1]
        assert [enter(client, wrong_for(right)).status_code for _ in range(6)] == [200] * 6


def test_tries_in_a_known_browser_are_limited_too(client: Client) -> None:
    list_domain("exford.gov.uk")
    with time_machine.travel(NOON, tick=False):
        sign_in(client, OWNER)
        client.post(SIGN_OUT)
        for _ in range(2):
            code = code_for(client, OWNER)
            for _ in range(5):
                assert enter(client, wrong_for(code)).status_code == 200
        code = code_for(client, OWNER)
        assert enter(client, code).status_code == 429


def test_the_limits_are_those_that_were_decided() -> None:
    hour, day = timedelta(hours=1), timedelta(days=1)
    decided = [(5, hour), (20, day), (10, hour), (100, hour), (200, hour), (600, hour)]
    limits = [
        codes.CODES_IN_AN_HOUR,
        codes.CODES_IN_A_DAY,
        codes.TRIES_IN_AN_HOUR,
        codes.CODES_FOR_CLIENT,
        codes.TRIES_FROM_CLIENT,
        codes.CODES_FOR_ALL,
    ]
    assert [(limit.most, limit.period) for limit in limits] == decided
    assert codes.TRIES == 5
    assert timedelta(minutes=10) == codes.LASTS


# Alike for known and unknown


def answers_of(address: str, page: str = SIGN_IN) -> list[Any]:
    """Ask for a code in a new browser, open the page that takes it, and enter a wrong one; return the answers."""
    browser = Client()
    return [ask(browser, address, page), browser.get(CODE), enter(browser, "0000 0000")]


def without(address: str, response: Any) -> tuple[Any, ...]:
    """Return what an answer gives away, but for the address and what differs each time (cookies' values, tokens)."""
    body = response.content.decode().replace(address, "ADDRESS")
    tokens = (
        [field["value"] for field in read(response).attributes("input", name="csrfmiddlewaretoken")] if body else []
    )
    for token in tokens:
        body = body.replace(token, "TOKEN")
    headers = {name: value for name, value in response.headers.items() if name != "ETag"}
    return response.status_code, headers, sorted(response.cookies), body


@pytest.mark.parametrize("page", [SIGN_IN, JOIN])
def test_known_and_unknown_addresses_are_answered_alike_with_as_many_statements(page: str) -> None:
    list_domain("exford.gov.uk")
    User.objects.create_user("known1@exford.gov.uk")
    User.objects.create_user("ended1@exford.gov.uk", is_active=False)
    seen, statements = set(), set()
    with time_machine.travel(NOON, tick=False):
        for address in ("known1@exford.gov.uk", "nobody@exford.gov.uk", "ended1@exford.gov.uk"):
            with CaptureQueriesContext(connection) as captured:
                answers = answers_of(address, page)
            statements.add(len(captured))
            seen.add(json.dumps([without(address, answer) for answer in answers], sort_keys=True))
    assert len(seen) == 1
    assert len(statements) == 1


def test_all_addresses_that_are_no_councils_are_answered_alike() -> None:
    known = make_person("Mo")
    stranger = known.email.replace("mo-", "no-")
    with time_machine.travel(NOON, tick=False):
        seen = [[without(address, answer) for answer in answers_of(address)] for address in (known.email, stranger)]
        assert [mail.to for mail in deliver()] == [[known.email]]
    assert seen[0] == seen[1]
