import os
import signal
import subprocess
import sys
import threading
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from collabhub.worker import gives_up_after
from councils import demo

PATIENCE = 5
"""Seconds that a process may take to end, once its worker has."""


class Command(BaseCommand):
    help = "Serve the site to this machine with a worker beside it, for trying it out. Either ends with the other."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("address", nargs="?", default="localhost:8000", help="host:port")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("This is for trying the site with DEBUG=1: docs/deployment.md says how to run it.")
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda told, _frame: sys.exit(128 + told))
        os.environ.setdefault("DJANGO_RUNSERVER_HIDE_WARNING", "true")
        self.stdout.write(demo.introduction())
        with worker_beside():
            call_command("runserver", options["address"], use_reloader=False, stdout=self.stdout, stderr=self.stderr)


@contextmanager
def worker_beside() -> Iterator[None]:
    """Run a worker that ends when this process does, however that ends; and end this process when the worker does."""
    is_over = threading.Event()
    # In a session of its own, so that Ctrl-C reaches this process alone, which then tells the worker.
    worker = subprocess.Popen(
        [sys.executable, sys.argv[0], "work", "--until-input-ends"], stdin=subprocess.PIPE, start_new_session=True
    )

    def watch() -> None:
        worker.wait()
        if not is_over.is_set():
            sys.stderr.write("The worker has ended, and the site with it.\n")
            os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True).start()
    try:
        yield
    finally:
        is_over.set()
        if worker.stdin:
            worker.stdin.close()
        worker.wait(gives_up_after() + PATIENCE)
