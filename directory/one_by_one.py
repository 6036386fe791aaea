"""Doing something with each of many, so that what is wrong with one keeps back no other."""

import logging
from collections.abc import Callable, Iterable

from django.db import connection

log = logging.getLogger("collabhub.jobs")


class SomeFailed(RuntimeError):
    """What was done one by one could not be done with each; what went wrong is in the log."""


class OneByOne:
    """Does something with each of many, and says at its end whether all went well.

    With each in a transaction of its own. Call `end` when everything else is done: it makes a job fail, so that the
    queue tries it again later.
    """

    def __init__(self, what: str) -> None:
        """Begin with things that are called `what` in the log, such as "asks"."""
        self.what = what
        self.failed = 0

    def each[One, Done](self, found: Iterable[One], act: Callable[[One], Done]) -> list[Done]:
        """Do `act` with each that was found, and return what came of those with which it could be done.

        Raises what went wrong only where the database is lost, or what surrounds this is.
        """
        done = []
        for one in found:
            try:
                done.append(act(one))
            except Exception:
                log.exception("One of the %s could not be dealt with: %s.", self.what, one)
                self.failed += 1
                if not connection.is_usable():
                    raise
        return done

    def end(self) -> None:
        """Raise SomeFailed when something could not be done."""
        if self.failed:
            raise SomeFailed(f"{self.failed} of the {self.what} could not be dealt with; what went wrong is above.")
