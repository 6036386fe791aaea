"""Jobs are done by real workers on a real database, whatever becomes of a worker."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker
from procrastinate.jobs import Job

from collabhub import tasks, worker
from councils.tasks.retries import MAIL

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 120
"""Seconds until something that must happen counts as missing."""


def address_of_the_database() -> str:
    """Return the address of the test database, for a process of its own."""
    given = {name: quote(connection.settings_dict[name], safe="") for name in ("NAME", "USER", "PASSWORD", "HOST")}
    port = connection.settings_dict["PORT"] or 5432
    return f"postgres://{given['USER']}:{given['PASSWORD']}@/{given['NAME']}?host={given['HOST']}&port={port}"


@contextmanager
def a_worker(*arguments: str, **options: Any) -> Iterator[subprocess.Popen[str]]:
    """Run a worker; whatever happens, it is gone at the end."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.support.worker_settings",
        "DATABASE_URL": address_of_the_database(),
        "DEBUG": "1",
    }
    process = subprocess.Popen(
        [sys.executable, "-W", "error", "manage.py", "work", *arguments],
        cwd=ROOT,
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
        **options,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def eventually(happened: Callable[[], Any]) -> bool:
    """Wait until something happened; return False when it does not."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if happened():
            return True
        time.sleep(0.05)
    return False


def defer(task: str, **arguments: str) -> int:
    """Put a job into the queue, and return its number."""
    return app.configure_task(task, allow_unknown=True).defer(**arguments)


def status(job: int) -> str:
    """Return how far a job is."""
    return ProcrastinateJob.objects.get(pk=job).status


def lines(file: Path) -> list[str]:
    """Return what jobs wrote."""
    return file.read_text().split() if file.exists() else []


@pytest.fixture
def queue(transactional_db: None, settings: Any) -> Iterator[None]:
    """An empty queue that other processes see."""
    settings.PROCRASTINATE_WORKER_DEFAULTS = {**settings.PROCRASTINATE_WORKER_DEFAULTS, "stalled_worker_timeout": 2}
    empty_the_queue()
    yield
    empty_the_queue()


def empty_the_queue() -> None:
    """Django's own flush leaves tables out that are not its own."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")


@pytest.mark.slow
@pytest.mark.usefixtures("queue")
def test_a_worker_does_what_waits_and_what_comes_later_and_ends_when_told(tmp_path: Path) -> None:
    first = defer("tests.quick", file=str(tmp_path / "first"))
    with a_worker() as process:
        assert eventually(lambda: status(first) == "succeeded")
        second = defer("tests.quick", file=str(tmp_path / "second"))
        assert eventually(lambda: status(second) == "succeeded")
        call_command("check_worker")
        process.terminate()
        assert process.wait(PATIENCE) == 0
        assert process.stderr.read() == ""
    assert not ProcrastinateWorker.objects.exists()
    with pytest.raises(CommandError, match="No worker has given a sign of life"):
        call_command("check_worker")


@pytest.mark.slow
@pytest.mark.usefixtures("queue")
def test_a_worker_that_is_told_to_stop_finishes_the_job_at_hand_and_begins_no_other(tmp_path: Path) -> None:
    jobs = [defer("tests.long", file=str(tmp_path / name), until=str(tmp_path / "go")) for name in "abc"]
    with a_worker() as process:
        assert eventually(lambda: lines(tmp_path / "a") and lines(tmp_path / "b"))
        process.terminate()
        (tmp_path / "go").touch()
        assert process.wait(PATIENCE) == 0
    assert [status(job) for job in jobs] == ["succeeded", "succeeded", "todo"]


@pytest.mark.slow
@pytest.mark.usefixtures("queue")
def test_a_job_that_never_ends_cannot_keep_a_worker_from_ending_and_is_done_by_another(tmp_path: Path) -> None:
    job = defer("tests.long", file=str(tmp_path / "file"), until=str(tmp_path / "go"))
    with a_worker() as process:
        assert eventually(lambda: lines(tmp_path / "file"))
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 1
        assert "left to another worker" in process.stderr.read()
    (tmp_path / "go").touch()
    rescued(job)
    assert lines(tmp_path / "file") == ["began", "began", "done"]


@pytest.mark.slow
@pytest.mark.usefixtures("queue")
def test_what_a_killed_worker_was_at_is_done_by_another(tmp_path: Path) -> None:
    job = defer("tests.long", file=str(tmp_path / "file"), until=str(tmp_path / "go"))
    with a_worker() as process:
        assert eventually(lambda: lines(tmp_path / "file"))
        process.kill()
    assert status(job) == "doing"
    (tmp_path / "go").touch()
    rescued(job)
    assert lines(tmp_path / "file") == ["began", "began", "done"]


def rescued(job: int) -> None:
    """Let a second worker come once the first is given up, a minute later as the periodic jobs see it."""
    assert eventually(lambda: not worker.describe()[0])
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_periodic_defers")
    with a_worker():
        assert eventually(lambda: status(job) == "succeeded")


@pytest.mark.slow
@pytest.mark.usefixtures("queue")
def test_a_job_that_always_fails_is_tried_again_and_then_given_up_while_others_go_on(tmp_path: Path) -> None:
    bad = defer("tests.failing", file=str(tmp_path / "bad"))
    with a_worker() as process:
        assert eventually(lambda: lines(tmp_path / "bad"))
        good = defer("tests.quick", file=str(tmp_path / "good"))
        assert eventually(lambda: status(good) == "succeeded")
        assert eventually(lambda: status(bad) == "failed")
        process.terminate()
        said = process.communicate(timeout=PATIENCE)[1]
    assert lines(tmp_path / "bad") == ["began"] * 3
    assert "tests.failing" in said
    assert "The mail server is away." in said


@pytest.mark.slow
@pytest.mark.usefixtures("queue")
def test_a_worker_ends_with_what_started_it() -> None:
    with a_worker("--until-input-ends", stdin=subprocess.PIPE) as process:
        assert eventually(ProcrastinateWorker.objects.exists)
        process.stdin.close()
        process.stdin = None
        assert process.wait(PATIENCE) == 0


@pytest.mark.slow
@pytest.mark.usefixtures("queue")
def test_a_worker_says_that_the_database_is_away_and_ends() -> None:
    environment = os.environ | {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/nothing", "DEBUG": "1"}
    done = subprocess.run(
        [sys.executable, "manage.py", "work"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr.startswith("CommandError: The database cannot be reached: ")


def test_mail_is_tried_again_after_ever_longer_waits_for_more_than_a_day() -> None:
    job = Job(id=1, queue="default", lock=None, queueing_lock=None, task_name="councils.send_code")
    away, now = OSError("The mail server is away."), timezone.now()
    decisions = [MAIL.get_retry_decision(exception=away, job=job.evolve(attempts=number)) for number in range(9)]
    moments = [decision.retry_at for decision in decisions if decision]
    assert len(moments) == 8
    assert moments == sorted(moments)
    assert sum((moment - now for moment in moments), timedelta()) > timedelta(days=1)
    assert MAIL.get_retry_decision(exception=ValueError("a fault of ours"), job=job) is None


@pytest.mark.slow
@pytest.mark.usefixtures("queue")
def test_jobs_that_ended_a_week_ago_are_forgotten_and_no_others(tmp_path: Path) -> None:
    names = ("old", "failed long ago", "new", "waiting")
    jobs = {name: defer("tests.quick", file=str(tmp_path / name)) for name in names}
    with connection.cursor() as cursor:
        for name, state in (("old", "succeeded"), ("failed long ago", "failed"), ("new", "succeeded")):
            cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = %s", [jobs[name]])
            cursor.execute("UPDATE procrastinate_jobs SET status = %s WHERE id = %s", [state, jobs[name]])
        cursor.execute(
            "UPDATE procrastinate_events SET at = now() - interval '8 days' WHERE job_id = ANY(%s)",
            [[jobs["old"], jobs["failed long ago"], jobs["waiting"]]],
        )
    forgetting = tasks.remove_old_jobs.defer(timestamp=0)
    with a_worker():
        assert eventually(lambda: status(forgetting) == "succeeded")
    left = set(ProcrastinateJob.objects.filter(task_name="tests.quick").values_list("pk", flat=True))
    assert left >= {jobs["new"], jobs["waiting"]}
    assert not left & {jobs["old"], jobs["failed long ago"]}


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("queue")
def test_a_job_that_waits_already_does_not_keep_others_of_a_killed_worker_from_being_done_again(tmp_path: Path) -> None:
    lock = {"queueing_lock": "the same", "allow_unknown": True}
    left, other = defer_locked(lock, tmp_path / "left"), defer("tests.quick", file=str(tmp_path / "other"))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = ANY(%s)", [[left, other]])
    defer_locked(lock, tmp_path / "waits")
    with app.replace_connector(app.connector.get_worker_connector()) as worker_app:
        asyncio.run(retry_stalled_jobs(worker_app))
    with connection.cursor() as cursor:
        cursor.execute("SELECT job_id FROM procrastinate_events WHERE type = 'deferred_for_retry'")
        assert cursor.fetchall() == [(other,)]
    assert status(left) == "failed"


def defer_locked(lock: dict[str, Any], file: Path) -> int:
    """Put a job into the queue, unless one with the same lock waits, and return its number."""
    return app.configure_task("tests.quick", **lock).defer(file=str(file))


async def retry_stalled_jobs(worker_app: Any) -> None:
    """Do what a worker does every minute about jobs of workers that were killed."""
    async with worker_app.open_async():
        await tasks.retry_stalled_jobs.func(SimpleNamespace(app=worker_app), timestamp=0)
