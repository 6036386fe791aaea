"""Where the server of the quick start keeps its data, and whose it is."""

import os
import pwd
import shutil
from pathlib import Path

import pytest

from collabhub.embedded_postgresql.server import wheel_programs

from .processes import (
    REPOSITORY,
    answer,
    as_nobody,
    django,
    looked_after,
    looked_after_by_nobody,
    only_as_root,
    place_of,
    postmaster,
)

pytestmark = [pytest.mark.embedded, pytest.mark.slow]


def test_a_folder_with_a_space_and_an_apostrophe_in_its_name_holds_the_data(folder: Path) -> None:
    var_dir = folder / "my project's site" / "var"
    assert answer(var_dir, "print(ask('SELECT 1')[0][0])") == "1"
    assert (var_dir / "postgresql" / "data" / "PG_VERSION").exists()
    assert not (var_dir / "postgresql-location").exists()


@pytest.mark.parametrize("name", ["one,two", "$HOME"])
def test_a_folder_whose_name_means_something_else_to_postgresql_has_its_data_elsewhere(folder: Path, name: str) -> None:
    assert answer(folder / name / "var", "print(ask('SELECT 1')[0][0])") == "1"
    assert (place_of(folder / name / "var") / "data" / "PG_VERSION").exists()
    assert not place_of(folder / name / "var").is_relative_to(folder)


def test_a_project_that_moves_takes_its_data_along(folder: Path, var_dir: Path) -> None:
    answer(var_dir, "ask('CREATE TABLE kept AS SELECT 42 AS number')")
    var_dir.rename(folder / "moved")
    assert answer(folder / "moved", "print(ask('SELECT number FROM kept')[0][0])") == "42"


def test_a_folder_too_long_for_a_socket_has_its_data_elsewhere_said_once_and_found_again(
    folder: Path,
) -> None:
    var_dir = folder / ("long" * 25) / "var"
    said = django(var_dir, "migrate", "contenttypes").stderr
    elsewhere = Path((var_dir / "postgresql-location").read_text())
    assert said == (
        f"The database is kept in {elsewhere}: {var_dir}/postgresql cannot hold it, "
        "because its path is too long for a socket.\n"
    )
    assert elsewhere.stat().st_mode & 0o777 == 0o700
    assert not (var_dir / "postgresql").exists()
    again = django(var_dir, "dbshell", "--", "-tAc", "SELECT count(*) FROM django_content_type")
    assert (again.stdout, again.stderr) == ("1\n", "")
    assert looked_after("start", var_dir).stdout == f"PostgreSQL is running. Its data is in {elsewhere}.\n"
    assert place_of(var_dir) == elsewhere


@only_as_root
def test_a_folder_that_the_server_may_not_enter_is_left_closed_and_the_data_is_kept_elsewhere(
    folder: Path,
) -> None:
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    started = looked_after("start", closed / "var")
    elsewhere = (closed / "var" / "postgresql-location").read_text()
    assert started.stdout == f"PostgreSQL is running. Its data is in {elsewhere}.\n"
    assert "may not enter it" in started.stderr
    assert closed.stat().st_mode & 0o777 == 0o700
    assert answer(closed / "var", "print(ask('SELECT 1')[0][0])") == "1"


@only_as_root
def test_programs_that_the_server_may_not_reach_are_copied_beside_its_data(folder: Path, var_dir: Path) -> None:
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    wheel = wheel_programs().parents[1]
    (closed / wheel.name).symlink_to(wheel)
    (closed / f"{wheel.name}.libs").symlink_to(wheel.with_name(f"{wheel.name}.libs"))
    started = looked_after("start", var_dir, PYTHONPATH=f"{REPOSITORY}{os.pathsep}{closed}")
    assert started.returncode == 0, started.stderr
    assert Path(f"/proc/{postmaster(var_dir)}/exe").resolve().is_relative_to(var_dir)
    assert closed.stat().st_mode & 0o777 == 0o700


@only_as_root
def test_a_copy_that_root_made_of_a_project_works_with_the_data_of_its_own(folder: Path, var_dir: Path) -> None:
    answer(var_dir, "ask('CREATE TABLE kept AS SELECT 42 AS number')")
    shutil.copytree(var_dir, folder / "copy", ignore=shutil.ignore_patterns(".s.PGSQL.*"))
    assert (folder / "copy" / "postgresql" / "data").stat().st_uid == 0
    assert answer(folder / "copy", "print(ask('SELECT number FROM kept')[0][0])") == "42"


@only_as_root
def test_root_has_the_server_run_by_another_account(var_dir: Path) -> None:
    assert looked_after("start", var_dir).returncode == 0
    assert Path(f"/proc/{postmaster(var_dir)}").stat().st_uid != 0


@only_as_root
def test_an_ordinary_user_has_a_server_of_their_own_which_root_may_use_too(folder: Path) -> None:
    nobody = pwd.getpwnam("nobody").pw_uid
    home = folder / "home"
    home.mkdir()
    os.chown(home, nobody, -1)
    var_dir = home / "var"
    assert looked_after_by_nobody("start", var_dir).returncode == 0
    assert Path(f"/proc/{postmaster(var_dir)}").stat().st_uid == nobody
    assert answer(var_dir, "print(ask('SELECT 1')[0][0])") == "1"
    assert looked_after_by_nobody("stop", var_dir).stdout == "PostgreSQL is stopped.\n"
    assert answer(var_dir, "print(ask('SELECT 1')[0][0])") == "1"
    assert {found.stat().st_uid for found in var_dir.rglob("*")} == {nobody}
    assert looked_after_by_nobody("start", var_dir).returncode == 0


@only_as_root
@pytest.mark.parametrize("writable", [True, False])
def test_an_ordinary_user_keeps_data_elsewhere_at_home_or_if_that_is_read_only_beside_it(
    folder: Path, writable: bool
) -> None:
    nobody = pwd.getpwnam("nobody").pw_uid
    home = folder / "home"
    project = home / ("long" * 25)
    project.mkdir(parents=True)
    os.chown(project, nobody, -1)
    if writable:
        os.chown(home, nobody, -1)
    var_dir = project / "var"
    started = looked_after_by_nobody("start", var_dir, HOME=str(home))
    assert started.returncode == 0, started.stderr
    assert place_of(var_dir).parent == (home / ".local/state" if writable else Path("/var/tmp"))
    assert place_of(var_dir).stat().st_uid == nobody


@only_as_root
def test_other_accounts_get_in_neither_by_the_folder_nor_past_the_servers_own_rule(var_dir: Path) -> None:
    looked_after("start", var_dir)
    url = looked_after("url", var_dir).stdout.strip()
    intrusion = f"psycopg.connect({url!r})"
    assert "Permission denied" in as_nobody(intrusion, var_dir).stderr
    place_of(var_dir).chmod(0o777)
    (place_of(var_dir) / ".s.PGSQL.5432").chmod(0o777)
    assert "Peer authentication failed" in as_nobody(intrusion, var_dir).stderr


@only_as_root
def test_a_folder_that_a_stranger_made_is_not_used(folder: Path, var_dir: Path) -> None:
    planted = folder / "planted"
    (planted / "data").mkdir(parents=True)
    os.chown(planted, pwd.getpwnam("nobody").pw_uid, -1)
    var_dir.mkdir()
    (var_dir / "postgresql-location").write_text(str(planted))
    started = looked_after("start", var_dir)
    assert started.returncode == 1
    assert started.stderr.startswith(f"The database in {planted} belongs to the account nobody: ")


@only_as_root
def test_a_user_who_meets_the_database_of_another_is_told_whose_it_is(var_dir: Path) -> None:
    looked_after("start", var_dir)
    looked_after("stop", var_dir)
    refused = looked_after_by_nobody("start", var_dir)
    assert refused.returncode == 1
    assert refused.stderr == (
        f"The folder {var_dir} cannot be used (Permission denied): set VAR_DIR to one that you may write to.\n"
    )
