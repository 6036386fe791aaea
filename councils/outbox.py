"""What the mails of the outbox say: each kind is put together from its rows when it is sent.

An action posts a mail (councils.actions.outbox) in its own transaction; an app says here how its kinds are written.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from councils.models import OutgoingMail


@dataclass(frozen=True)
class Letter:
    """What a mail of the outbox says: what its template names, and headers besides the usual."""

    context: dict[str, Any]
    headers: dict[str, str] = field(default_factory=dict)


Writer = Callable[[OutgoingMail], Letter | None]
"""Returns the letter, or None where there is nothing to say any more, as it does by raising ObjectDoesNotExist."""
WRITERS: dict[str, Writer] = {}


def writes(mail: str) -> Callable[[Writer], Writer]:
    """Say that a function writes the mails of this name, which is that of their template, too."""

    def note(writer: Writer) -> Writer:
        WRITERS[mail] = writer
        return writer

    return note
