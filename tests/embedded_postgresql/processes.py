"""Real commands and real servers, started and killed as people and machines do."""

import fcntl
import os
import pwd
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

REPOSITORY = Path(__file__).resolve().parent.parent.parent
AS_ROOT = os.geteuid() == 0
only_as_root = pytest.mark.skipif(not AS_ROOT, reason="only root can act as another account")

SETTINGS = """
import os
SECRET_KEY = "for these tests only"
INSTALLED_APPS = ["django.contrib.contenttypes", "django.contrib.auth"]
DATABASES = {"default": {
    "ENGINE": "collabhub.embedded_postgresql", "NAME": "collabhub", "OPTIONS": {"var_dir": os.environ["VAR_DIR"]},
}}
"""
CONNECT = """
import django, sys
django.setup()
from django.db import connection
def ask(question):
    with connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchall() if cursor.description else None
"""
SHOW_SERVER = """
print(ask("SELECT pg_postmaster_start_time() || ' ' || system_identifier FROM pg_control_system()")[0][0], flush=True)
"""
WAIT = "\nsys.stdin.readline()\n"


def environment(var_dir: Path) -> dict[str, str]:
    """What a command is told by its environment: little, and some of it misleading."""
    project = next((parent for parent in var_dir.parents if (parent / "settings_for_test.py").exists()), REPOSITORY)
    measured = {name: value for name, value in os.environ.items() if name.startswith("COV")}
    return {
        **measured,
        "PATH": os.environ["PATH"],
        "HOME": os.environ.get("HOME", "/"),
        "PYTHONPATH": f"{REPOSITORY}{os.pathsep}{project}",
        "PYTHONWARNINGS": "error",
        "PYTHONDONTWRITEBYTECODE": "1",
        "DJANGO_SETTINGS_MODULE": "settings_for_test",
        "VAR_DIR": str(var_dir),
        # What people set for other servers, and a country that this machine does not know.
        "PGPORT": "1",
        "PGDATABASE": "somewhere-else",
        "LC_MONETARY": "tlh_XX.UTF-8",
    }


def looked_after(command: str, var_dir: Path, **changes: str) -> subprocess.CompletedProcess[str]:
    """Run `python -m collabhub.embedded_postgresql`."""
    return subprocess.run(
        [sys.executable, "-m", "collabhub.embedded_postgresql", command, "--var-dir", var_dir],
        env={**environment(var_dir), **changes},
        capture_output=True,
        text=True,
        check=False,
    )


def django(var_dir: Path, *command: str, text: str = "") -> subprocess.CompletedProcess[str]:
    """Run one of Django's commands."""
    return subprocess.run(
        [sys.executable, "-m", "django", *command],
        env=environment(var_dir),
        input=text,
        capture_output=True,
        text=True,
        check=False,
    )


def client(var_dir: Path, script: str) -> subprocess.Popen[str]:
    """Start a process that connects through Django."""
    return subprocess.Popen(
        [sys.executable, "-c", CONNECT + textwrap.dedent(script)],
        env=environment(var_dir),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def answer(var_dir: Path, script: str) -> str:
    """Return what a process that connects through Django prints."""
    with client(var_dir, script) as process:
        printed, _ = process.communicate()
    assert process.returncode == 0
    return printed.strip()


def said_by(process: subprocess.Popen[str]) -> str:
    """Return the next line that a client prints."""
    return process.stdout.readline().strip()


def ended(process: subprocess.Popen[str]) -> int:
    """Let a waiting client go on to its end, and return its exit code."""
    process.communicate("\n")
    return process.returncode


def place_of(var_dir: Path) -> Path:
    """Return the folder with the data."""
    recorded = var_dir / "postgresql-location"
    return Path(recorded.read_text()) if recorded.exists() else var_dir / "postgresql"


def postmaster(var_dir: Path) -> int:
    """Return the number of the server's first process."""
    return int((place_of(var_dir) / "data" / "postmaster.pid").read_text().split()[0])


def kill_server(var_dir: Path) -> None:
    """Kill every process of the server at once, as a power cut would."""
    first = psutil.Process(postmaster(var_dir))
    for process in (first, *first.children()):
        process.kill()


def is_locked(path: Path) -> bool:
    """Whether some process holds the lock of a file."""
    with path.open() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def eventually(happened: Callable[[], bool], tries: int = 2000) -> bool:
    """Wait until something happened; return False if it never does."""
    for _ in range(tries):
        if happened():
            return True
        time.sleep(0.005)
    return False


def as_nobody(call: str, folder: Path, **changes: str) -> subprocess.CompletedProcess[str]:
    """Run Python as an ordinary account that is not the one of the tests; its modules are read beforehand."""
    entry = pwd.getpwnam("nobody")
    script = f"""
        import os, sys, runpy, psycopg
        import collabhub.embedded_postgresql.__main__ as command_line
        os.setgroups([])
        os.setgid({entry.pw_gid})
        os.setuid({entry.pw_uid})
        {call}
    """
    # Coverage is not measured: that account may not write where the figures are kept.
    told = {name: value for name, value in environment(folder).items() if not name.startswith("COV")}
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script)],
        env={**told, **changes},
        capture_output=True,
        text=True,
        check=False,
    )


def looked_after_by_nobody(command: str, var_dir: Path, **changes: str) -> subprocess.CompletedProcess[str]:
    """Run `python -m collabhub.embedded_postgresql` as an ordinary account."""
    call = f"sys.argv[1:] = [{command!r}, '--var-dir', {str(var_dir)!r}]; sys.exit(command_line.main())"
    return as_nobody(call, var_dir, **changes)
