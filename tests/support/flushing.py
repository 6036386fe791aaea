"""Empties the tables after a test whose transactions were real: as Django does it, at a tenth of the price.

Django truncates all tables, which makes hundreds of files anew, and takes most of a second. A few rows are deleted
sooner.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.backends.postgresql.operations import DatabaseOperations

# As TRUNCATE does, it waits for whoever still writes, fires no trigger of a row, and counts as a change of what public
# pages are made of: the last statement finds nothing and is counted all the same.
EMPTY = """
DO $$
DECLARE
    name text;
BEGIN
    LOCK TABLE {tables} IN ACCESS EXCLUSIVE MODE;
    SET LOCAL session_replication_role = replica;
    FOREACH name IN ARRAY ARRAY[{names}] LOOP
        EXECUTE format('DELETE FROM %I', name);
    END LOOP;
    SET LOCAL session_replication_role = origin;
    DELETE FROM listings_topic;
END
$$
"""


def may_leave_triggers_out() -> bool:
    """Say whether the role of the tests is a superuser, as in CI and on the embedded server: no other may."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        return cursor.fetchone() == (True,)


@contextmanager
def cheap_flushing() -> Iterator[None]:
    """Let `flush` delete rows, where the role of the tests may."""
    as_shipped = DatabaseOperations.sql_flush

    def sql_flush(self: DatabaseOperations, style: Any, tables: list[str], **how: Any) -> list[str]:
        if not tables or how.get("reset_sequences") or not may_leave_triggers_out():
            return as_shipped(self, style, tables, **how)
        names = ", ".join(f"'{table}'" for table in tables)
        return [EMPTY.format(tables=", ".join(map(self.quote_name, tables)), names=names)]

    DatabaseOperations.sql_flush = sql_flush
    try:
        yield
    finally:
        DatabaseOperations.sql_flush = as_shipped
