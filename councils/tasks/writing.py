"""Writing to a person who has an account."""

from typing import Any

from councils.mail import NoSuchMailbox, send
from councils.models import User


def write_to(person: User, name: str, *, context: dict[str, Any], message_id: str = "") -> None:
    """Send the mail `name` to a person. Where their mailbox is no more, their memberships and sessions end instead.

    `message_id` is what the mail is known by, where it may have to be sent again.

    Raises what `send` raises otherwise: a mail server that refuses for any other reason says nothing about a person.
    """
    try:
        send(name, to=person.email, context=context, message_id=message_id)
    except NoSuchMailbox:
        # Only here: actions make jobs of this package, so they cannot be read before it.
        from councils.actions.memberships import address_failed  # noqa: PLC0415 - see above

        address_failed(user=person, by=None)
