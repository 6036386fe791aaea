"""What stands in the database: a number for every table, which is another as soon as anything in it is."""

from functools import cache

from django.db import connection

NOBODYS = {"django_session", "listings_datachange", "cache_entry", "django_migrations"}
"""Tables of which nobody reads what they hold."""


@cache
def _asked() -> str:
    """Return the statement that asks for every table's number."""
    tables = [name for name in connection.introspection.table_names() if name not in NOBODYS]
    sums = "(SELECT ('{0}', count(*), sum(hashtextextended(t::text, 0)))::text FROM {0} t)"
    return "SELECT ARRAY[" + ", ".join(sums.format(connection.ops.quote_name(name)) for name in sorted(tables)) + "]"


def what_stands() -> set[str]:
    """Return the name of each table with the number and the sum of its rows, as this transaction sees them."""
    with connection.cursor() as cursor:
        cursor.execute(_asked())
        [found] = cursor.fetchone() or [[]]
    return set(found)


def changed(before: set[str]) -> list[str]:
    """Return the names of the tables in which something is other than it was."""
    return sorted({line.strip("(").split(",")[0].strip('"') for line in what_stands() ^ before})
