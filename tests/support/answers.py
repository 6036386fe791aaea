"""The statuses that kinds of visitors get: what the table of addresses is written in."""

from collections.abc import Iterable
from typing import NamedTuple

VISITORS = (
    "visitor",
    "reader",
    "former officer",
    "officer elsewhere",
    "officer",
    "manager",
    "moderator",
    "administrator",
)
"""Nobody we know; people who signed in: without a council, no longer of this council, of another, of this one; its
manager; who looks after the directory; who may do everything."""
PEOPLE = VISITORS[1:]
MODERATORS = VISITORS[6:]
OFFICERS = VISITORS[3:6]
"""Who belongs to a council now, and so comes into the admin."""


class Answers(NamedTuple):
    """The status for each of VISITORS, for reading and for sending an empty form."""

    get: dict[str, int]
    post: dict[str, int]


def each(otherwise: int, *special: tuple[Iterable[str], int]) -> dict[str, int]:
    """Return a status for each of VISITORS: the last of `special` that names them, else `otherwise`."""
    return {name: next((code for names, code in reversed(special) if name in names), otherwise) for name in VISITORS}


def signed_in_only(status: int, *special: tuple[Iterable[str], int]) -> dict[str, int]:
    """Return a status for people; a visitor is sent to sign in."""
    return each(status, *special, (["visitor"], 302))


def moderated(moderators: int, administrators: int | None = None, officers: int = 403) -> dict[str, int]:
    """Return the statuses of the admin: officers of councils may not go everywhere, others are sent away."""
    return each(302, (OFFICERS, officers), (MODERATORS, moderators), (["administrator"], administrators or moderators))


PAGE = Answers(get=each(200), post=each(405))
FILE = Answers(get=each(200), post=each(200))
SHORT_ADDRESS = Answers(get=each(301), post=each(405))
OFFICE = Answers(get=moderated(200, officers=200), post=moderated(200, officers=200))
MODERATED = Answers(get=moderated(200), post=moderated(200))
NEEDS_A_RIGHT = Answers(get=moderated(403, 200), post=moderated(403, 200))
NOBODY_MAY = Answers(get=moderated(403), post=moderated(403))
READ_ONLY = Answers(get=moderated(200), post=moderated(403))

HERE, CARETAKERS = ("officer", "manager", *MODERATORS), ("manager", *MODERATORS)
MEMBERS = ("officer", "manager")


def for_caretakers(status: int) -> dict[str, int]:
    """Return a status for those who look after a council's people: its officers may not, others do not learn of it."""
    return signed_in_only(404, (HERE, 403), (CARETAKERS, status))
