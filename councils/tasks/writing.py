"""Writing to a person who has an account."""

from typing import Any

from councils.mail import NoSuchMailbox, send
from councils.models import User


def write_to(person: User, name: str, *, context: dict[str, Any]) -> None:
    """Send the mail `name` to a person. Where their mailbox is no more, their memberships and sessions end instead.

    Raises what `send` raises otherwise: a mail server that refuses for any other reason says nothing about a person.
    """
    try:
        send(name, to=person.email, context=context)
    except NoSuchMailbox:
        # Only here: actions make jobs of this package, so they cannot be read before it.
        from councils.actions.memberships import address_failed  # noqa: PLC0415 - see above

        address_failed(user=person, by=None)
