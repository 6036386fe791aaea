"""Measure how fast pages are, against a constant answer of the same server in the same run."""

import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from listings.models import Listing

CONSTANT = "/healthz"
WORKERS = 2
CONNECTIONS = 8
PATIENCE = 30
"""Seconds to wait for the server to answer."""


@dataclass(frozen=True)
class Figures:
    """What one run against one page gave. Times in milliseconds."""

    requests_a_second: float
    p50: float
    p99: float


def in_milliseconds(text: str) -> float:
    """Return wrk's "1.23ms", "456.00us" or "1.20s" as milliseconds."""
    number, unit = re.fullmatch(r"([\d.]+)(us|ms|s)", text).groups()  # type: ignore[union-attr]  # wrk's own format
    return float(number) * {"us": 0.001, "ms": 1, "s": 1000}[unit]


def measure(address: str, seconds: int) -> Figures:
    """Load one address for some seconds and return the figures. Raises CommandError when an answer is an error."""
    command = ["wrk", "--latency", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-H", "Accept-Encoding: gzip", address]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in printed or "Socket errors" in printed:
        raise CommandError(f"{address} did not answer well under load:\n{printed}")
    rate = re.search(r"Requests/sec:\s+([\d.]+)", printed)
    shares = dict(re.findall(r"(50|99)%\s+([\d.]+\w+)", printed))
    if rate is None:
        raise CommandError(f"wrk printed no rate for {address}:\n{printed}")
    return Figures(float(rate[1]), in_milliseconds(shares["50"]), in_milliseconds(shares["99"]))


@contextmanager
def serving() -> Iterator[str]:
    """Serve the site as in production, on a free port of this machine, and stop it at the end."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory() as static:
        environment = os.environ | {
            "DEBUG": "0",
            "SITE_URL": address,
            "SECRET_KEY": secrets.token_urlsafe(50),
            "STATIC_ROOT": static,
        }
        collect = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity=0"]
        subprocess.run(collect, env=environment, cwd=settings.BASE_DIR, check=True)
        bound = ["--bind", f"127.0.0.1:{port}", "--workers", str(WORKERS), "--log-level", "warning"]
        server = subprocess.Popen([sys.executable, "-m", "gunicorn", *bound, "collabhub.wsgi"], env=environment)
        try:
            wait_for(address + CONSTANT)
            yield address
        finally:
            server.terminate()
            server.wait()


def wait_for(address: str) -> None:
    """Return once an address answers. Raises CommandError when it does not in time."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(address):  # noqa: S310 - our own server, on loopback
                return
        except OSError:
            time.sleep(0.2)
    raise CommandError(f"The server did not answer at {address} within {PATIENCE} seconds.")


def statements_and_bytes(path: str) -> tuple[int, int]:
    """Return how many SQL statements a page takes, and its size compressed."""
    client = Client(HTTP_HOST="localhost", headers={"accept-encoding": "gzip"})
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        response = client.get(path)
    return len(queries), len(response.content)


class Command(BaseCommand):
    help = "Print how fast pages are (needs wrk), each against a constant answer of the same server in the same run."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seconds", type=int, default=5, help="how long to load each page")

    def handle(self, *args: Any, **options: Any) -> None:
        if shutil.which("wrk") is None:
            raise CommandError("wrk is not installed: on Debian and Ubuntu, apt install wrk.")
        database = connection.get_connection_params()
        os.environ.setdefault("DATABASE_URL", address_of(database))
        listing = Listing.objects.published().order_by("id").first()
        if listing is None:
            raise CommandError("There is nothing to measure: run bin/run once, or manage.py prepare.")
        pages = {
            "constant answer": CONSTANT,
            "front page": "/",
            "list, no filter": "/projects/",
            "list, two filters": "/projects/?phase=discovery&region=London",
            "list, search words": "/projects/?q=housing",
            "one listing": listing.get_absolute_url(),
            "one council": "/councils/southwark/",
        }
        self.stdout.write(f"{Listing.objects.count()} listings, {WORKERS} workers, {CONNECTIONS} connections\n\n")
        self.stdout.write("| page | requests/s | ratio | p50 ms | p99 ms | SQL | bytes gzip |")
        self.stdout.write("|---|---|---|---|---|---|---|")
        with serving() as address:
            constant = 0.0
            for name, path in pages.items():
                wait_for(address + path)
                found = measure(address + path, options["seconds"])
                constant = constant or found.requests_a_second
                statements, size = statements_and_bytes(path)
                self.stdout.write(
                    f"| {name} | {found.requests_a_second:.0f} | {found.requests_a_second / constant:.3f} "
                    f"| {found.p50:.1f} | {found.p99:.1f} | {statements} | {size} |"
                )


def address_of(database: dict[str, Any]) -> str:
    """Return a DATABASE_URL for connection parameters, so that a server started here uses the same database."""
    user, password = (quote(str(database.get(part) or ""), safe="") for part in ("user", "password"))
    where = urlencode({"host": database.get("host") or "localhost", "port": database.get("port") or 5432})
    return f"postgres://{user}{f':{password}' if password else ''}@/{database['dbname']}?{where}"
