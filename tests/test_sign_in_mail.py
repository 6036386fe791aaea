"""The mail with the code: what it says, who gets it, and what of it is kept anywhere."""

import json
import logging
import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from councils.models import SignInCode, Tally, User
from councils.tasks.sign_in import send_code
from tests.support.doors import CODE, SIGN_IN, SIGN_OUT, ask, code_for, enter, is_signed_in, list_domain, sign_in
from tests.support.factories import make_council, make_member
from tests.support.mail import code_in, deliver
from tests.support.second_step import code_shown, set_up_app

pytestmark = pytest.mark.django_db

NOON = "2026-05-05 12:00Z"


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> Any:
    """What is written into the log of the door, read as JSON."""
    caplog.set_level(logging.INFO, logger="collabhub.security")
    return lambda: [json.loads(record.message) for record in caplog.records if record.name == "collabhub.security"]


def test_the_mail_says_what_the_code_is_for_how_long_where_and_that_nobody_asks_for_it(client: Client) -> None:
    council = list_domain("exford.gov.uk")
    with time_machine.travel(NOON):
        ask(client, "mo@exford.gov.uk")
        [message] = deliver()
    code = code_in(message)
    assert message.subject == "Your code to sign in to CollabHub"
    html, _ = message.alternatives[0]
    for words in (message.body, re.sub(r"<[^>]+>", "", html)):
        assert code in words
        assert "until 13:10 today, once, and only in the browser where you asked for it at 13:00" in words
        assert council.name in words
        assert "CollabHub will never ask you for this code" in words


def test_the_mail_has_no_link_that_signs_anybody_in(client: Client) -> None:
    list_domain("exford.gov.uk")
    ask(client, "mo@exford.gov.uk")
    [message] = deliver()
    html, _ = message.alternatives[0]
    assert "http" not in message.body
    assert set(re.findall(r'href="([^"]*)"', html)) == {"http://localhost:8000"}


def test_a_code_that_ran_out_before_the_mail_could_go_is_not_sent(client: Client) -> None:
    list_domain("exford.gov.uk")
    with time_machine.travel(NOON, tick=False) as clock:
        ask(client, "mo@exford.gov.uk")
        clock.shift(timedelta(minutes=10))
        assert deliver() == []


def test_a_job_that_is_done_again_sends_another_code_and_only_that_works(client: Client) -> None:
    list_domain("exford.gov.uk")
    ask(client, "mo@exford.gov.uk")
    row = SignInCode.objects.get()
    for _ in range(2):
        send_code(code_id=row.pk)
    first, second = [code_in(message) for message in mail.outbox]
    if first != second:
        assert not enter(client, first).has_header("Location")
    assert enter(client, second).status_code == 302


def test_a_code_for_a_row_that_is_gone_is_no_error() -> None:
    send_code(code_id=0)
    assert mail.outbox == []


def test_a_code_stands_nowhere_but_in_the_mail_and_the_queue_names_nobody(client: Client, lines: Any) -> None:
    list_domain("exford.gov.uk")
    ask(client, "secret.person@exford.gov.uk")
    [job] = ProcrastinateJob.objects.all()
    assert job.args == {"code_id": SignInCode.objects.get().pk}
    [message] = deliver()
    digits = code_in(message).replace(" ", "")
    wrong = "00000000" if digits != "00000000" else "11111111"
    enter(client, wrong)
    tables = connection.introspection.table_names()
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            rows = "\n".join(row[0] for row in cursor.fetchall())
            assert digits not in rows
            assert code_in(message) not in rows
            assert table == "councils_signincode" or "secret.person" not in rows, table
    enter(client, digits)
    client.post(SIGN_OUT)
    written = json.dumps(lines())
    assert not re.search(r"secret|exford|@", written)
    assert not {digits, wrong} & set(re.findall(r"\d+", written))


def test_the_log_has_a_line_for_each_thing_that_happens_at_the_door(client: Client, lines: Any) -> None:
    list_domain("exford.gov.uk")
    sign_in(client, "mo@exford.gov.uk")
    assert [line["event"] for line in lines()] == ["code asked for", "signed in"]
    stranger = Client()
    ask(stranger, "mo@exford.gov.uk")
    enter(stranger, "00000000")
    assert [line["event"] for line in lines()[2:]] == ["code asked for", "wrong code"]
    for _ in range(4):
        ask(stranger, "mo@exford.gov.uk")
    assert lines()[-1] == {"event": "code refused", "purpose": "sign-in", "limit": "codes in an hour"}


def test_only_whoever_took_both_steps_signed_in_and_is_taken_to_work_there_still(moderator: User, lines: Any) -> None:
    long_ago = timezone.now() - timedelta(days=80)
    member = make_member(make_council(), user=moderator, confirmed_at=long_ago)
    set_up_app(moderator)
    client = Client()
    step = sign_in(client, moderator.email)["Location"]
    assert [line["event"] for line in lines()] == ["code asked for", "second step asked for"]
    member.refresh_from_db()
    assert member.confirmed_at == long_ago
    client.post(step, {"code": code_shown()})
    assert lines()[2:] == [{"event": "signed in", "user": moderator.pk}]
    member.refresh_from_db()
    assert member.confirmed_at > long_ago


def test_codes_and_counts_that_ran_out_are_cleared_and_nothing_else(client: Client) -> None:
    list_domain("exford.gov.uk")
    with time_machine.travel(NOON, tick=False) as clock:
        sign_in(Client(), "mo@exford.gov.uk")
        clock.shift(timedelta(minutes=30))
        code = code_for(client, "mo@exford.gov.uk")
        call_command("clear_sign_in")
        assert SignInCode.objects.count() == 1
        assert enter(client, code).status_code == 302
        clock.shift(timedelta(days=1, minutes=1))
        call_command("clear_sign_in")
        assert not SignInCode.objects.exists()
        assert not Tally.objects.exists()
        assert client.get(CODE).status_code in {200, 302}
        assert client.get(SIGN_IN).status_code in {200, 302}


def test_whoever_left_the_page_open_until_the_code_was_cleared_is_told_to_ask_again(client: Client) -> None:
    list_domain("exford.gov.uk")
    code = code_for(client, "mo@exford.gov.uk")
    SignInCode.objects.all().delete()
    assert client.get(CODE).status_code == 200
    assert "This code no longer works. Ask for another code" in enter(client, code).content.decode()
    assert not is_signed_in(client)
