"""The directory as `bin/run` makes it, loaded once for many tests; and what is written, undone.

The starter entries live in a database of their own, a copy of the empty test database: tests on a small directory never
see them, and tests on the starter entries share one load. Every test still runs in a transaction that is undone.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db import connection, transaction

COMMANDS = ("load_register", "load_service_areas", "load_synonyms", "import_projects", "import_services")


@contextmanager
def using_database(name: str) -> Iterator[None]:
    """Let every thread's next connection go to the database of this name.

    Raises RuntimeError inside a transaction: it would go on in the database that was left.
    """
    if connection.in_atomic_block:
        raise RuntimeError("Ask for the starter entries before anything else that uses the database.")
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


def copy_database(original: str, suffix: str) -> str:
    """Copy a database that nobody else uses at this moment; return the name of the copy."""
    with using_database(original):
        connection.creation.clone_test_db(suffix, verbosity=0, autoclobber=True)
    return f"{original}_{suffix}"


def drop_copy(original: str, suffix: str) -> None:
    """Drop what `copy_database` made."""
    with using_database(original):
        connection.creation.destroy_test_db(suffix=suffix, verbosity=0)


def load_starter_entries() -> None:
    """Fill an empty database with the register, the service areas, the synonyms and the starter entries."""
    for command in COMMANDS:
        call_command(command, verbosity=0, stdout=io.StringIO())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # else the planner takes tables for empty that it last saw so


@contextmanager
def undone() -> Iterator[None]:
    """Undo whatever was written."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def reading_only() -> Iterator[None]:
    """Make the database refuse every statement that writes; undone at the end."""
    with undone():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL transaction_read_only = on")
        yield
