"""Mails about confirming from a mail: what sends each, by the name of its template."""

from collections.abc import Callable


def mails() -> dict[str, Callable[[], None]]:
    """Return what sends each mail."""
    return {}
