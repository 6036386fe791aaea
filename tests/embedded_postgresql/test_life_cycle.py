"""The server of the quick start: when it starts, when it stops, and what Django finds in it."""

import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import psycopg
import pytest
from environ import Env

from .processes import (
    REPOSITORY,
    SHOW_SERVER,
    WAIT,
    answer,
    client,
    django,
    ended,
    environment,
    looked_after,
    said_by,
)

pytestmark = [pytest.mark.embedded, pytest.mark.slow]


def test_a_command_that_needs_no_database_starts_no_server(var_dir: Path) -> None:
    assert django(var_dir, "check").returncode == 0
    assert not var_dir.exists()


def test_migrations_run_on_a_server_that_starts_by_itself_and_ends_with_the_command(var_dir: Path) -> None:
    migrated = django(var_dir, "migrate")
    assert "Applying auth.0001_initial... OK" in migrated.stdout, migrated.stderr
    assert looked_after("status", var_dir).stdout == "PostgreSQL is not running.\n"
    assert answer(var_dir, "print(ask('SELECT count(*) FROM auth_permission')[0][0])") == "16"


def test_two_commands_at_once_share_one_new_server(var_dir: Path) -> None:
    with client(var_dir, SHOW_SERVER + WAIT) as one, client(var_dir, SHOW_SERVER + WAIT) as other:
        assert said_by(one) == said_by(other) != ""
        assert (ended(one), ended(other)) == (0, 0)


def test_the_server_stays_while_another_command_uses_it_and_the_last_one_out_stops_it(var_dir: Path) -> None:
    script = SHOW_SERVER + WAIT
    with client(var_dir, script) as first, client(var_dir, script + SHOW_SERVER) as second:
        shown = said_by(first)
        assert said_by(second) == shown
        assert ended(first) == 0
        assert second.communicate("\n")[0].strip() == shown
    assert looked_after("status", var_dir).returncode == 3


@pytest.mark.parametrize("told", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_command_that_is_told_to_end_stops_the_server_too(var_dir: Path, told: signal.Signals) -> None:
    # Whoever started the tests may ignore these signals, and a process inherits that.
    heeding = "import signal\nsignal.signal(signal.SIGINT, signal.default_int_handler)\n"
    heeding += "for order in (signal.SIGTERM, signal.SIGHUP): signal.signal(order, signal.SIG_DFL)\n"
    with client(var_dir, heeding + SHOW_SERVER + WAIT) as command:
        assert said_by(command)
        command.send_signal(told)
        assert command.wait(timeout=60) != 0
    assert looked_after("status", var_dir).returncode == 3


def test_a_command_with_an_order_of_its_own_for_a_signal_keeps_it(var_dir: Path) -> None:
    script = "import os, signal; signal.signal(signal.SIGTERM, lambda *_: os.write(1, b'told\\n'))" + SHOW_SERVER
    with client(var_dir, script + WAIT) as command:
        assert said_by(command)
        command.send_signal(signal.SIGTERM)
        assert said_by(command) == "told"
        assert ended(command) == 0


def test_a_forked_child_that_ends_does_not_take_the_server_from_its_parent(var_dir: Path) -> None:
    script = """
        import os
        ask("SELECT 1")
        if os.fork() == 0:
            sys.exit()
        os.wait()
        print(ask("SELECT 2")[0][0])
    """
    assert answer(var_dir, script) == "2"


def test_a_server_started_by_name_outlives_its_users_until_it_is_stopped(var_dir: Path) -> None:
    started = looked_after("start", var_dir)
    assert started.stdout == f"PostgreSQL is running. Its data is in {var_dir}/postgresql.\n"
    shown = answer(var_dir, SHOW_SERVER)
    assert answer(var_dir, SHOW_SERVER) == shown
    assert looked_after("stop", var_dir).stdout == "PostgreSQL is stopped.\n"
    assert looked_after("status", var_dir).stdout == "PostgreSQL is not running.\n"


def test_stopping_by_name_leaves_the_server_to_a_command_that_still_uses_it(var_dir: Path) -> None:
    looked_after("start", var_dir)
    with client(var_dir, SHOW_SERVER + WAIT + SHOW_SERVER) as user:
        shown = said_by(user)
        assert looked_after("stop", var_dir).stdout == "PostgreSQL is in use: it stops when its last user ends.\n"
        assert user.communicate("\n")[0].strip() == shown
    assert looked_after("status", var_dir).returncode == 3


def test_the_printed_address_serves_as_database_url(var_dir: Path) -> None:
    looked_after("start", var_dir)
    url = looked_after("url", var_dir).stdout.strip()
    with psycopg.connect(url) as connection:
        assert connection.info.dbname == "collabhub"
    parsed = Env.db_url_config(url)
    assert (parsed["NAME"], parsed["OPTIONS"]["host"]) == ("collabhub", f"{var_dir}/postgresql")


def test_no_address_is_printed_without_a_server(var_dir: Path) -> None:
    asked = looked_after("url", var_dir)
    assert (asked.returncode, asked.stdout, asked.stderr) == (3, "", "PostgreSQL is not running.\n")


def test_the_database_shell_of_django_opens(var_dir: Path) -> None:
    shown = django(var_dir, "dbshell", "--", "--tuples-only", "--no-align", text="SELECT current_database();\n")
    assert shown.stdout == "collabhub\n", shown.stderr


def test_tests_run_in_parallel_in_databases_of_their_own(folder: Path, var_dir: Path) -> None:
    (folder / "pytest.ini").write_text("[pytest]\n")
    (folder / "test_inside.py").write_text(
        textwrap.dedent("""
        import pytest
        from django.contrib.auth.models import Group
        from django.db import connection

        @pytest.mark.django_db
        @pytest.mark.parametrize("number", range(4))
        def test_inside(number):
            Group.objects.create(name="one")
            with connection.cursor() as cursor:
                cursor.execute("SELECT current_database()")
                assert cursor.fetchone()[0].startswith("test_collabhub_gw")
        """)
    )
    ran = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-n",
            "2",
            "-p",
            "no:cacheprovider",
            "-p",
            "no:hypothesispytest",
        ],
        cwd=folder,
        env={**environment(var_dir), "PYTHONWARNINGS": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "4 passed" in ran.stdout, ran.stdout + ran.stderr
    databases = "print([name for (name,) in ask('SELECT datname FROM pg_database ORDER BY 1')])"
    assert answer(var_dir, databases) == "['collabhub', 'postgres', 'template0', 'template1']"


def test_the_server_keeps_data_safe_and_listens_on_no_network(var_dir: Path) -> None:
    names = (
        "fsync",
        "synchronous_commit",
        "full_page_writes",
        "listen_addresses",
        "random_page_cost",
        "TimeZone",
    )
    printed = answer(var_dir, f"print([ask('SHOW ' + name)[0][0] for name in {names}])")
    assert printed == "['on', 'on', 'on', '', '1.1', 'UTC']"


def test_text_is_sorted_folded_and_cut_into_words_as_in_a_c_utf8_database(var_dir: Path) -> None:
    script = """
        print(ask("SELECT string_agg(x, ' ' ORDER BY x) FROM unnest('{b,a,B,é,Ŵ,z,_,1,’}'::text[]) x")[0][0])
        print(ask("SELECT upper('ynys môn ŵ'), lower('ÉCOLE Ŷ'), 'É' ILIKE 'é'")[0])
        print(ask("SELECT to_tsvector('simple', 'housing–care “council’s” Llŷn')::text")[0][0])
        print(ask("SHOW server_encoding")[0][0], ask("SHOW default_text_search_config")[0][0])
    """
    assert answer(var_dir, script).splitlines() == [
        "1 B _ a b z é Ŵ ’",
        "('YNYS MÔN Ŵ', 'école ŷ', True)",
        "'care':2 'council':3 'housing':1 'llŷn':5 's':4",
        "UTF8 pg_catalog.english",
    ]


def test_the_settings_of_the_project_use_this_server_when_no_database_is_named(var_dir: Path) -> None:
    shown = subprocess.run(
        [sys.executable, "manage.py", "dbshell", "--", "-tAc", "SHOW unix_socket_directories"],
        cwd=REPOSITORY,
        env={**environment(var_dir), "DJANGO_SETTINGS_MODULE": "collabhub.settings", "DEBUG": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert shown.stdout == "..\n", shown.stderr
    assert (var_dir / "postgresql" / "data").exists()
