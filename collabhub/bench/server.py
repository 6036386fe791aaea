"""The site as in production, served on this machine for as long as it is measured."""

import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.management import CommandError

from collabhub.bench.database import database_url

CONSTANT = "/healthz"
"""A view that returns a constant, behind the same middleware as all pages."""
WORKERS = 2
PATIENCE = 30
"""Seconds to wait for the server to answer."""


@contextmanager
def production_settings() -> Iterator[dict[str, str]]:
    """Yield the environment of a server in production on the database in use, with its static files collected."""
    with tempfile.TemporaryDirectory() as static:
        environment = os.environ | {
            "DATABASE_URL": database_url(),
            "DEBUG": "0",
            "SITE_URL": "http://127.0.0.1",
            "SECRET_KEY": secrets.token_urlsafe(50),
            "STATIC_ROOT": static,
        }
        collect = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity=0"]
        subprocess.run(collect, env=environment, cwd=settings.BASE_DIR, check=True)
        yield environment


@contextmanager
def serving(environment: dict[str, str]) -> Iterator[str]:
    """Serve the site on a free port and stop it at the end.

    Yields its address. Raises CommandError when it does not start.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    bound = ["--bind", f"127.0.0.1:{port}", "--workers", str(WORKERS), "--log-level", "warning"]
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", *bound, "collabhub.wsgi"],
        env=environment,
        cwd=settings.BASE_DIR,
    )
    try:
        wait_for(address + CONSTANT, server)
        yield address
    finally:
        server.terminate()
        try:
            server.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            server.kill()


def wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    """Return once an address answers. Raises CommandError when it does not in time, or the server ended."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(address):  # noqa: S310 - our own server, on loopback
                return
        except OSError:
            time.sleep(0.1)
    raise CommandError(f"The server did not answer at {address} within {PATIENCE} seconds.")
