"""The worker: does the jobs that wait in the database, beside the web processes. `manage.py work` runs it."""

import asyncio
import datetime
import os
import signal
import sys
from contextlib import suppress

from django.conf import settings
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker

LAST_WORDS = 5
"""Seconds for writing down how far jobs came, after those that can be stopped were stopped."""
TELLS_TO_STOP = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class WorkerError(RuntimeError):
    """The worker cannot work. The message is a sentence that says what to do."""


def stalled_after() -> float:
    """Return the seconds without a sign of life after which a worker counts as gone."""
    return float(settings.PROCRASTINATE_WORKER_DEFAULTS["stalled_worker_timeout"])


def gives_up_after() -> float:
    """Return the seconds from being told to stop until a job that still runs is left to another worker."""
    return float(settings.PROCRASTINATE_WORKER_DEFAULTS["shutdown_graceful_timeout"]) + LAST_WORDS


def work(*, until_input_ends: bool = False) -> None:
    """Do jobs until told to stop by a signal, or by the end of standard input; those that were begun are finished.

    Raises WorkerError when the database has no queue, or is lost on the way.
    """
    connection.ensure_connection()
    if not app.check_connection():
        raise WorkerError("The database waits for migrations. Run: python manage.py migrate")
    connector = app.connector.get_worker_connector()  # type: ignore[attr-defined]  # the one of Django has it
    connection.close()
    with app.replace_connector(connector):
        was_told = asyncio.run(_work(until_input_ends=until_input_ends))
    if not was_told:
        raise WorkerError("The worker lost the database: start it again.")


async def _work(*, until_input_ends: bool) -> bool:
    """Run procrastinate's worker; return True when it ended because it was told to."""
    loop, told = asyncio.get_running_loop(), asyncio.Event()
    async with app.open_async():
        worker = asyncio.create_task(app.run_worker_async(install_signal_handlers=False))

        def stop() -> None:
            if not told.is_set():
                told.set()
                worker.cancel()
                loop.call_later(gives_up_after(), _give_up)

        def look_at_input() -> None:
            if not os.read(sys.stdin.fileno(), 1024):
                loop.remove_reader(sys.stdin.fileno())
                stop()

        for number in TELLS_TO_STOP:
            loop.add_signal_handler(number, stop)
        if until_input_ends:
            loop.add_reader(sys.stdin.fileno(), look_at_input)
        with suppress(asyncio.CancelledError):
            await worker
    return told.is_set()


def _give_up() -> None:
    """End at once. The thread of a job cannot be stopped from outside, and Python would wait for it."""
    sys.stderr.write("A job did not end in time: it is left to another worker.\n")
    sys.stderr.flush()
    os._exit(1)


def describe() -> tuple[bool, str]:
    """Return whether a worker gives signs of life, and a sentence about it and the jobs that are due."""
    now = timezone.now()
    alive = ProcrastinateWorker.objects.filter(last_heartbeat__gt=now - datetime.timedelta(seconds=stalled_after()))
    due = ProcrastinateJob.objects.filter(status="todo").exclude(scheduled_at__gt=now).count()
    waiting = f"{due} job{'' if due == 1 else 's'} waiting"
    if alive.exists():
        return True, f"A worker is there; {waiting}."
    return False, f"No worker has given a sign of life for {stalled_after():.0f} seconds; {waiting}."
