"""`bin/run` serves the site with a worker beside it, and leaves nothing behind."""

import os
import signal
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from tests.deployment.loopback import free_port

from .processes import REPOSITORY, looked_after

PATIENCE = 300
"""Seconds for a first start on a machine that has other work to do."""
NOT_RUNNING = 3

pytestmark = [pytest.mark.embedded, pytest.mark.slow]


def within_patience(happened: Callable[[], object]) -> bool:
    """Wait until something happened; return False when it does not."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if happened():
            return True
        time.sleep(0.2)
    return False


def shown(port: int, address: str) -> str:
    """Return a page of the site, or nothing while it does not answer."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{address}") as answer:
            return answer.read().decode()
    except OSError:
        return ""


@contextmanager
def quick_start(var_dir: Path, said: Path) -> Iterator[tuple[subprocess.Popen[bytes], psutil.Process, int]]:
    """Run `bin/run`; yields it, its worker and its port once the site answers."""
    port = free_port()
    ours = {"DATABASE_URL", "SITE_URL", "EMAIL_URL", "CACHE_URL", "SECRET_KEY", "ALLOWED_HOSTS"}
    environment = {name: value for name, value in os.environ.items() if name not in ours}
    environment |= {"PORT": str(port), "VAR_DIR": str(var_dir), "PYTHONUNBUFFERED": "1"}
    with said.open("wb") as output:
        process = subprocess.Popen(
            ["bin/run"], cwd=REPOSITORY, env=environment, stdout=output, stderr=output, start_new_session=True
        )
    try:
        assert within_patience(lambda: process.poll() is not None or shown(port, "/healthz")), said.read_text()
        assert process.poll() is None, said.read_text()
        [worker] = [child for child in psutil.Process(process.pid).children() if "work" in child.cmdline()]
        yield process, worker, port
    finally:
        process.kill()
        process.wait()


def check_worker(var_dir: Path) -> bool:
    """True when the worker gives signs of life."""
    environment = {**os.environ, "DEBUG": "1", "VAR_DIR": str(var_dir)}
    environment.pop("DATABASE_URL", None)
    done = subprocess.run(
        [REPOSITORY / ".venv/bin/python", "manage.py", "check_worker"],
        cwd=REPOSITORY,
        env=environment,
        capture_output=True,
        check=False,
    )
    return done.returncode == 0


def is_over(worker: psutil.Process, var_dir: Path) -> bool:
    """True when neither the worker nor the database runs any more."""
    return not worker.is_running() and looked_after("status", var_dir).returncode == NOT_RUNNING


def test_the_quick_start_serves_works_and_ends_without_a_trace(var_dir: Path, tmp_path: Path) -> None:
    said = tmp_path / "said"
    with quick_start(var_dir, said) as (process, worker, port):
        assert within_patience(lambda: check_worker(var_dir))
        assert "No email yet." in shown(port, "/dev/mail/")
        for told in ("officer@hackney.example", f"http://localhost:{port}/dev/mail/", "second"):
            assert told in said.read_text()
        # As a terminal does it: to all processes of the group in front.
        os.killpg(process.pid, signal.SIGINT)
        assert process.wait(PATIENCE) == 0
        assert within_patience(lambda: is_over(worker, var_dir))
    assert "Traceback" not in said.read_text()

    with quick_start(var_dir, said) as (process, worker, _):
        assert "0 added, 4 there already" in said.read_text()
        worker.kill()
        assert process.wait(PATIENCE) != 0
        assert within_patience(lambda: is_over(worker, var_dir))
    assert "The worker has ended, and the site with it." in said.read_text()

    with quick_start(var_dir, said) as (process, worker, _):
        process.kill()
        assert within_patience(lambda: is_over(worker, var_dir))
