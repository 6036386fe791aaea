"""Keeps the connection to the database from one test to the next.

Django closes it after each class of tests, and each of our tests is a class of its own: PostgreSQL would begin every
time with an empty memory of the tables. What a test wrote is undone before that, as ever.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.test import TestCase


@contextmanager
def kept_connections() -> Iterator[None]:
    """Leave the connection open after a test whose transaction was undone."""
    as_shipped = TestCase.__dict__["tearDownClass"]

    def undo_alone(cls: Any) -> None:
        cls._rollback_atomics(cls.cls_atomics)
        super(TestCase, cls).tearDownClass()

    TestCase.tearDownClass = classmethod(undo_alone)
    try:
        yield
    finally:
        TestCase.tearDownClass = as_shipped
