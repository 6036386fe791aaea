"""People who act at the same moment."""

import threading
from collections.abc import Callable
from typing import Any

from django.db import connection


def at_once(*actions: Callable[[], Any], refused: type[Exception]) -> list[str]:
    """Do all of it at the same moment, each on a connection of its own; return what was `refused`, in words."""
    refusals: list[str] = []
    start = threading.Barrier(len(actions))

    def act(action: Callable[[], Any]) -> None:
        start.wait()
        try:
            action()
        except refused as why:
            refusals.append(str(why))
        finally:
            connection.close()

    threads = [threading.Thread(target=act, args=[action]) for action in actions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refusals
