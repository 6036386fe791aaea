"""The list of closed accounts outside the database: after a backup is brought back, they are erased once more.

Each line is the number of an account and when it was closed, and says nothing about the person. `ERASURE_LIST` names
the file; without it there is none.
"""

import datetime
import os
from pathlib import Path

from django.conf import settings
from django.db import transaction

from councils.models import User


class ListUnreadable(ValueError):
    """A line of the list is not a number and a moment; the text names the line."""


def note_erasure(*, user: User) -> None:
    """Add a closed account to the list once the transaction is committed; a list that fails is in the log."""
    file = settings.ERASURE_LIST
    if file and user.closed_at:
        line = f"{user.pk} {user.closed_at.isoformat()}\n"
        transaction.on_commit(lambda: append(Path(file), line), robust=True)


def append(file: Path, line: str) -> None:
    """Write one line at the end, in one piece, and make sure that it lies on the disk. Raises OSError."""
    number = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(number, line.encode())
        os.fsync(number)
    finally:
        os.close(number)


def read_erasures(file: Path) -> list[tuple[int, datetime.datetime]]:
    """Return the numbers of the accounts in the list, each with when it was closed.

    Raises OSError, and ListUnreadable for a line that is something else.
    """
    found = []
    for place, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            number, moment = line.split()
            found.append((int(number), datetime.datetime.fromisoformat(moment)))
        except ValueError:
            raise ListUnreadable(f"Line {place} of {file.name} is not a number and a moment.") from None
    return found


def still_to_erase(file: Path) -> list[User]:
    """Return the people of the list whose account is open, as it is after an older backup came back.

    A number that was given to somebody else since then is left alone: that account is younger than the closing.
    Raises OSError and ListUnreadable.
    """
    closed = dict(read_erasures(file))
    people = User.objects.filter(closed_at__isnull=True).in_bulk(closed)
    return [person for number, person in people.items() if person.joined_at < closed[number]]
