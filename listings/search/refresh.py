"""Writing search entries once for many changes."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def refreshed_once() -> Iterator[set[int]]:
    """Let an action that writes many listings in several steps refresh their search entries once, at the end.

    Yields the set to which the action adds the identifiers of the listings it changed. Works inside a transaction only;
    without this, every statement refreshes what it touched.
    """
    changed: set[int] = set()
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('collabhub.search_later', 'on', true)")
        yield changed
        cursor.execute("SELECT set_config('collabhub.search_later', 'off', true)")
        cursor.execute("SELECT search_refresh(%s)", [sorted(changed)])
