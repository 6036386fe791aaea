"""The outbox while workers are killed and the mail server refuses: nothing is lost, and nothing is another mail twice.

In the suite it is a small one. FIRE=1000 sends so many mails and kills twenty times.
"""

import os
import random
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from collabhub.bench.mail_sink import Sink, running_sink
from councils.actions.outbox import post, send_round, send_waiting
from councils.models import OutgoingMail
from tests.support.factories import make_person
from tests.support.mail_server import accepting_server
from tests.support.news_letters import with_its_template
from tests.test_worker import ROOT, address_of_the_database, empty_the_queue, eventually

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

MAILS = int(os.environ.get("FIRE", "60"))
KILLS = 20 if MAILS >= 1000 else 3
ROUND = """
import django; django.setup()
from tests.support import news_letters
from councils.actions.outbox import send_round
send_round()
"""


@pytest.fixture(autouse=True)
def _empty_queue() -> Iterator[None]:
    empty_the_queue()
    with with_its_template():
        yield
    empty_the_queue()


def start(*words: str, mail_server: str) -> subprocess.Popen[bytes]:
    """Start Python in a process of its own on the database of this test."""
    given = {
        "DATABASE_URL": address_of_the_database(),
        "DEBUG": "1",
        "DJANGO_SETTINGS_MODULE": "tests.support.news_settings",
        "EMAIL_URL": mail_server,
    }
    return subprocess.Popen(
        [sys.executable, *words], cwd=ROOT, env=os.environ | given, stderr=subprocess.DEVNULL, start_new_session=True
    )


@contextmanager
def a_worker_that_is_started_again(sink: Sink) -> Iterator[Any]:
    """Run a worker; yields a function that kills it as `kill -9` does, after which there is another."""
    running = [start("manage.py", "work", mail_server=sink.address)]

    def kill() -> None:
        running[0].send_signal(signal.SIGKILL)
        running[0].wait()
        running[0] = start("manage.py", "work", mail_server=sink.address)

    try:
        yield kill
    finally:
        running[0].kill()
        running[0].wait()


def test_killed_workers_and_refusals_lose_no_mail_and_repeat_none_but_under_its_own_name(settings: Any) -> None:
    chance = random.Random(20)
    mails = [post(to=make_person(), mail="plain_news", about={}) for _ in range(MAILS)]
    gone = {mail.user.email for mail in mails[::50]}
    reached = sorted(chance.sample(range(1, int(MAILS * 0.9)), KILLS))
    kills: list[int] = []
    with running_sink() as sink:
        sink.refuses = lambda to: "550 5.1.1 unknown" if to in gone else chance.choice(["451 later"] + [""] * 9)
        with a_worker_that_is_started_again(sink) as kill:
            for number in reached:
                assert eventually(lambda number=number: len(sink.taken) >= number)
                kill()
                kills.append(number)
            settings.MAILERS = sink.mailer
            assert eventually(all_came_to_an_end)
    sent = {mail.message_id: mail.user.email for mail in mails if mail.user.email not in gone}
    assert {one.message_id: one.to for one in sink.taken} == sent
    assert len(sink.taken) - len(sent) <= len(kills) * 2  # a worker of the tests does two jobs at once
    states = Counter(OutgoingMail.objects.values_list("state", flat=True))
    assert states == {"sent": len(sent), "failed": len(gone)}
    print(f"{MAILS} mails, {len(kills)} kills, {sink.replies}: {len(sink.twice())} mails taken twice")  # noqa: T201 - with -s


def all_came_to_an_end() -> bool:
    """Look for whatever is due, as happens every minute, and say whether nothing waits any more.

    What waits for another try is due now, so that nobody waits for hours.
    """
    OutgoingMail.objects.waiting().filter(due_at__gt=timezone.now()).update(due_at=timezone.now())
    send_round()
    return not OutgoingMail.objects.waiting().exists()


def test_a_sender_killed_while_the_mail_server_takes_the_mail_leaves_it_to_the_next() -> None:
    mail = post(to=make_person(), mail="plain_news", about={})
    with accepting_server() as server:
        sending = start("-c", ROUND, mail_server=server.address)
        assert server.has_read.wait(60)
        sending.send_signal(signal.SIGKILL)
        assert sending.wait() == -signal.SIGKILL
        server.may_answer.set()
        assert start("-c", ROUND, mail_server=server.address).wait() == 0
        assert start("-c", ROUND, mail_server=server.address).wait() == 0
        known_by = [one.split("Message-ID: ")[1].split("\r\n")[0] for one in server.mails]
    mail.refresh_from_db()
    assert mail.state == "sent"
    assert known_by == [mail.message_id]


def test_several_senders_at_the_same_moment_send_each_mail_once(settings: Any) -> None:
    mails = [post(to=make_person(), mail="plain_news", about={}) for _ in range(12)]
    begin = threading.Barrier(3)

    def send() -> None:
        begin.wait()
        try:
            send_waiting()
        finally:
            connection.close()

    with running_sink() as sink:
        settings.MAILERS = sink.mailer
        threads = [threading.Thread(target=send) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(one.message_id for one in sink.taken) == sorted(mail.message_id for mail in mails)
    assert set(OutgoingMail.objects.values_list("state", flat=True)) == {"sent"}
