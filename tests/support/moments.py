"""Lets something happen at one moment of what a test tries: as if somebody else were quicker by a blink."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

LOCKING_A_PERSON = r'FROM "councils_user" .*FOR (NO KEY )?UPDATE'
"""The statement that lets nobody else change a person until the end of the transaction."""


@contextmanager
def just_before(statement: str, act: Callable[[], Any]) -> Iterator[None]:
    """Do `act` once, right before the first statement that looks like this pattern is sent to the database.

    Raises AssertionError when no such statement came.
    """
    happened = False

    def watch(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal happened
        if not happened and re.search(statement, sql):
            happened = True
            act()
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield
    assert happened, f"No statement looked like {statement}."
