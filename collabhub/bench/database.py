"""A database of the measurement's own, beside the configured one, which is gone afterwards."""

import io
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection

LONGEST_NAME = 63
"""Characters that PostgreSQL keeps of a name."""
RANDOM_PAGE_COST = 1.1
"""As docker-compose.yml and the embedded PostgreSQL set it: the default of 4 is for disks that turn."""


@contextmanager
def own_database(*, keep: bool, warn: Callable[[str], object]) -> Iterator[str]:
    """Make a database and let this process use it; drop it at the end, whatever happened. Yields its name.

    With `keep` it stays, and `warn` is called with a sentence that says where it is; so it is when dropping fails.
    Raises CommandError when it cannot be made.
    """
    ours = connection.settings_dict["NAME"]
    suffix = f"_bench_{os.getpid()}"
    name = ours[: LONGEST_NAME - len(suffix)] + suffix
    with _ended_by_kill_as_by_ctrl_c():
        _create(name)
        try:
            _use(name)
            yield name
        finally:
            _use(ours)
            if keep:
                warn(f"The database {name} was kept.")
            else:
                _drop(name, warn)


def fill_with_starter_entries() -> None:
    """Bring the database in use up to date, with the register, the service areas and the starter entries."""
    call_command("prepare", stdout=io.StringIO())


def database_url() -> str:
    """Return a DATABASE_URL for the database in use, so that a server started from here uses the same."""
    given = os.environ.get("DATABASE_URL")
    if given:
        return urlsplit(given)._replace(path=f"/{quote(connection.settings_dict['NAME'], safe='')}").geturl()
    return address_of(connection.get_connection_params())


def address_of(database: dict[str, Any]) -> str:
    """Return a DATABASE_URL for connection parameters."""
    user, password = (quote(str(database.get(part) or ""), safe="") for part in ("user", "password"))
    where = urlencode({"host": database.get("host") or "localhost", "port": database.get("port") or 5432})
    return f"postgres://{user}{f':{password}' if password else ''}@/{quote(database['dbname'], safe='')}?{where}"


def _use(name: str) -> None:
    """Let the next statement of this process go to the database of this name."""
    connection.close()
    connection.settings_dict["NAME"] = name


def _create(name: str) -> None:
    quoted = connection.ops.quote_name(name)
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {quoted}")
            cursor.execute(f"ALTER DATABASE {quoted} SET random_page_cost = {RANDOM_PAGE_COST}")
    except DatabaseError as error:
        raise CommandError(
            f"No database could be made to measure in: {str(error).strip()}. Measuring needs an account that may make "
            "databases: ALTER ROLE … CREATEDB."
        ) from error


def _drop(name: str, warn: Callable[[str], object]) -> None:
    """Drop a database, and whoever is still connected to it. A second Ctrl-C does not stop this."""
    quoted = connection.ops.quote_name(name)
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {quoted} WITH (FORCE)")
    except DatabaseError as error:
        warn(f"The database {name} could not be dropped ({str(error).strip()}). Do it by hand: DROP DATABASE {quoted};")
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def _ended_by_kill_as_by_ctrl_c() -> Iterator[None]:
    """Let `kill` and a closed terminal end this process in order, by an exception."""
    told = (signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, lambda got, _frame: sys.exit(128 + got)) for number in told}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
