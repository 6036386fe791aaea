"""Suggestions are found while something is killed, or twice at once, and come out as if nothing had happened."""

import os
import signal
import subprocess
import sys
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone
from django.utils.timezone import localdate

from collaboration.actions.suggesting import suggest
from collaboration.models import Suggestion
from councils.models import Organisation
from tests.support.factories import make_area, make_council, make_project
from tests.test_worker import ROOT, address_of_the_database, eventually

pytestmark = pytest.mark.django_db(transaction=True)
COUNCILS = 6


@pytest.fixture(autouse=True)
def directory() -> None:
    """Councils that all work on the same."""
    waste = make_area("Waste")
    for number in range(COUNCILS):
        make_project(f"Sorting {number}", leads=[make_council()], areas=[waste])


def start() -> subprocess.Popen[bytes]:
    """Start the command in a process of its own."""
    given = {"DATABASE_URL": address_of_the_database(), "DEBUG": "1", "DJANGO_SETTINGS_MODULE": "collabhub.settings"}
    return subprocess.Popen([sys.executable, "manage.py", "suggest"], cwd=ROOT, env=os.environ | given)


def what_is_suggested() -> list[Any]:
    """Return what every council is told, and why."""
    return list(
        Suggestion.objects.order_by("organisation", "listing").values_list("organisation", "listing", "reasons")
    )


def somebody_waits() -> bool:
    """True when another connection waits for a lock that this test holds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE pg_backend_pid() = ANY(pg_blocking_pids(pid))")
        return bool(cursor.fetchone()[0])


def test_a_night_that_is_killed_half_way_is_finished_by_the_next() -> None:
    fourth = Organisation.objects.order_by("pk")[3]
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=fourth.pk)
        process = start()
        try:
            assert eventually(somebody_waits)
            process.send_signal(signal.SIGKILL)
            assert process.wait() == -signal.SIGKILL
        finally:
            process.kill()
            process.wait()
    done = set(Suggestion.objects.values_list("organisation", flat=True))
    assert len(done) == 3, "each council is a transaction of its own"
    suggest(today=localdate())
    found = what_is_suggested()
    assert len(found) == COUNCILS * 5
    Suggestion.objects.all().delete()
    suggest(today=localdate())
    assert what_is_suggested() == found


def test_two_nights_at_once_suggest_everything_once() -> None:
    processes = [start() for _ in range(2)]
    assert [process.wait() for process in processes] == [0, 0]
    assert len(what_is_suggested()) == COUNCILS * 5
    assert Suggestion.objects.standing().count() == COUNCILS * 5


def test_what_is_sent_away_while_the_night_thinks_stays_away() -> None:
    suggest(today=localdate())
    first = Organisation.objects.order_by("pk")[0]
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=first.pk)
        process = start()
        assert eventually(somebody_waits)
        gone = Suggestion.objects.filter(organisation=first)[0]
        Suggestion.objects.filter(pk=gone.pk).update(dismissed_at=timezone.now())
    assert process.wait() == 0
    gone.refresh_from_db()
    assert (gone.dismissed_at is not None, gone.is_current) == (True, False)
    assert Suggestion.objects.standing().filter(organisation=first).count() == 4
