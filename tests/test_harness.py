"""The test run itself tolerates nothing: each of its promises, tried on tests that break it."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent

BREAKS_A_PROMISE = """
import socket, warnings
import pytest
from django.template import Context, Template

def test_warns():
    warnings.warn("old ways")

def test_uses_an_undefined_variable():
    Template("{{ nothing }}").render(Context())

def test_asks_the_internet():
    socket.create_connection(("192.0.2.1", 80), timeout=1)

def test_asks_the_database_unannounced():
    from councils.models import User
    User.objects.count()

def test_is_left_out():
    pytest.skip("no such program here")

def test_is_well():
    pass
"""


def run(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run tests that break promises, in this harness."""
    (folder / "test_promises.py").write_text(BREAKS_A_PROMISE)
    (folder / "conftest.py").write_text("from tests.conftest import *")
    kept = {name: value for name, value in os.environ.items() if name != "REQUIRE_ALL"}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-rA", "--rootdir", str(ROOT), "-c", "pyproject.toml", str(folder)],
        cwd=ROOT,
        env=kept | {"DEBUG": "1"} | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture(scope="module")
def an_ordinary_run(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What a run says that requires nothing."""
    return run(tmp_path_factory.mktemp("ordinary")).stdout


def test_warnings_undefined_variables_the_internet_and_silent_database_use_fail(an_ordinary_run: str) -> None:
    said = an_ordinary_run
    assert "1 skipped" in said
    assert "1 passed" in said
    assert "4 failed" in said
    assert "UserWarning: old ways" in said
    assert "Undefined template variable 'nothing'" in said
    assert "Database access not allowed" in said


def test_what_is_left_out_is_said_at_the_end_with_its_reason(an_ordinary_run: str) -> None:
    said = an_ordinary_run
    assert "left out" in said
    assert "1 of the tests: no such program here" in said


def test_what_is_left_out_fails_when_all_is_required(tmp_path: Path) -> None:
    said = run(tmp_path, REQUIRE_ALL="1").stdout
    assert "5 failed" in said
    assert "REQUIRE_ALL is set, and this was left out: no such program here" in said


def test_loopback_and_this_machines_own_sockets_are_open(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
        assert client.getpeername() == server.getsockname()
    path = str(tmp_path / "s")
    with socket.socket(socket.AF_UNIX) as server, socket.socket(socket.AF_UNIX) as client:
        server.bind(path)
        server.listen()
        client.connect(path)


def test_the_starter_entries_are_there_for_those_who_ask_and_for_nobody_else(
    starter_directory: None, request: pytest.FixtureRequest
) -> None:
    assert connection.settings_dict["NAME"].endswith("_starter")
    assert request.getfixturevalue("starter_database") == connection.settings_dict["NAME"]


def test_a_small_directory_starts_empty(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM listings_listing")
        assert cursor.fetchone() == (0,)
    assert not connection.settings_dict["NAME"].endswith("_starter")
