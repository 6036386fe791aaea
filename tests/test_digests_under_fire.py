"""A run of digests while its worker is killed again and again, and PostgreSQL once: each mail goes out once.

In the suite it is a small one. FIRE=10000 has so many followers of 500 saved searches, and 1,000 changes; pytest's
option -s prints what became of them.
"""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest
from django.db import DatabaseError, connection
from procrastinate.contrib.django.models import ProcrastinateJob

from collabhub.bench.digest_world import add_changes, add_followers, add_searches, expected_readers
from collabhub.bench.mail_sink import Sink, running_sink
from collaboration.actions.digests import in_words
from collaboration.daily import send_digests
from collaboration.models import Digest, DigestRun
from councils.models import OutgoingMail
from tests.support.factories import make_area, make_council, make_project
from tests.support.own_server import OwnServer, own_server
from tests.test_worker import ROOT, address_of_the_database, empty_the_queue, eventually

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("killed")]

FOLLOWERS = int(os.environ.get("FIRE", "120"))
SEARCHES, CHANGES = min(500, FOLLOWERS // 6), min(1000, FOLLOWERS // 6)
KILLS = 5 if FOLLOWERS >= 1000 else 2
PHASES = ("idea", "discovery", "alpha", "beta", "live")


@pytest.fixture
def postgresql(django_db_setup: None, django_db_blocker: Any) -> Iterator[OwnServer]:
    """A server of PostgreSQL that may be killed, in use."""
    with django_db_blocker.unblock(), own_server() as own, own.in_use():
        yield own


class Workers:
    """A worker that is started again whenever it has ended, as whatever runs it in production does."""

    def __init__(self, sink: Sink) -> None:
        self.environment = os.environ | {
            "DATABASE_URL": address_of_the_database(),
            "DEBUG": "1",
            "DJANGO_SETTINGS_MODULE": "tests.support.fire_settings",
            "EMAIL_URL": sink.address,
        }
        self.start()

    def start(self) -> None:
        """Start it."""
        words = [sys.executable, "manage.py", "work"]
        self.process = subprocess.Popen(words, cwd=ROOT, env=self.environment, stderr=subprocess.DEVNULL)

    def kill(self) -> None:
        """Kill it, as `kill -9` does, and start another."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.start()

    def look_after(self) -> None:
        """Start another where it has ended by itself, as it does when it loses the database."""
        if self.process.poll() is not None:
            self.start()

    def end(self) -> None:
        """End it."""
        self.process.kill()
        self.process.wait()


def go_on() -> None:
    """Put the job of the day into the queue, unless it waits there: the rescue of the killed one is not waited for."""
    if not ProcrastinateJob.objects.filter(status="todo", task_name="collaboration.send_digests").exists():
        send_digests.defer(timestamp=int(time.time()))


def has_ended(workers: Workers) -> bool:
    """Say whether the run has come to its end."""
    workers.look_after()
    with suppress(DatabaseError):
        return DigestRun.objects.filter(ended_at__isnull=False).exists()
    connection.close()
    return False


def in_time(happened: Callable[[], Any]) -> bool:
    """Wait until something happened; return False when it does not, although thousands of mails take their time."""
    return any(eventually(happened) for _ in range(1 + FOLLOWERS // 1000))


def make_world(chance: random.Random) -> None:
    """Make entries in service areas, people who follow searches for some of them, and news of every second entry."""
    areas = [make_area() for _ in range(max(12, SEARCHES // 6))]
    council = make_council()
    for number in range(2 * CHANGES):
        make_project(areas=chance.sample(areas, 2), phase=PHASES[number % 5], partners=[council] * (number < 3))
    add_followers(FOLLOWERS, add_searches(SEARCHES))
    add_changes(CHANGES)


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_tell_everybody_once() -> None:
    make_world(random.Random(23))
    with running_sink() as sink:
        given = os.environ | {"DATABASE_URL": address_of_the_database(), "DEBUG": "1", "EMAIL_URL": sink.address}
        command = [sys.executable, "manage.py", "send_digests"]
        running = [subprocess.Popen(command, cwd=ROOT, env=given, stdout=subprocess.DEVNULL) for _ in range(2)]
        assert [process.wait() for process in running] == [0, 0]
    assert Counter(one.to for one in sink.taken) == Counter(expected_readers())
    assert DigestRun.objects.get().sent == len(sink.taken)


@pytest.mark.embedded
def test_a_run_that_is_killed_again_and_again_tells_everybody_once(postgresql: OwnServer) -> None:
    chance = random.Random(24)
    make_world(chance)
    expected = expected_readers()
    assert len(expected) > FOLLOWERS // 2
    empty_the_queue()
    go_on()
    reached = sorted(chance.sample(range(len(expected) * 9 // 10), KILLS + 1))
    of_postgresql = chance.choice(reached)
    with running_sink() as sink:
        workers, began = Workers(sink), time.monotonic()
        try:
            for number in reached:
                assert in_time(lambda number=number: workers.look_after() or len(sink.taken) >= number)
                if number == of_postgresql:
                    postgresql.kill_and_start()
                else:
                    workers.kill()
                go_on()
            assert in_time(lambda: has_ended(workers))
        finally:
            workers.end()
    told = Counter(one.to for one in sink.taken)
    assert set(told) == expected
    sent = {mail.message_id: mail.user.email for mail in OutgoingMail.objects.select_related("user")}
    assert {one.message_id: one.to for one in sink.taken} == sent
    assert Counter(Digest.objects.values_list("user__email", flat=True)) == Counter(expected)
    run = DigestRun.objects.get()
    assert (run.people, run.nothing_new) == (FOLLOWERS, FOLLOWERS - len(expected))
    assert (run.sent, run.skipped, run.failed) == (len(expected), 0, 0)
    assert len(sink.taken) - len(expected) <= (KILLS + 1) * 4  # of a worker's four jobs each may be about to note one
    print(  # noqa: T201 - with -s
        f"{FOLLOWERS} followers of {SEARCHES} searches, {CHANGES} changes: {len(expected)} mails, {len(sink.twice())} "
        f"of them taken twice under one Message-ID; worker killed {KILLS} times, PostgreSQL once, at {reached} mails; "
        f"{time.monotonic() - began:.0f} s. {in_words(run)}"
    )
