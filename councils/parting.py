"""What else is done when somebody closes their account: apps that know more about a person say so here."""

from collections.abc import Callable

from councils.models import User

Parting = Callable[[User], None]
PARTINGS: list[Parting] = []


def when_an_account_closes(parting: Parting) -> Parting:
    """Note what is to be done for a person whose account is being closed, in that transaction, before the name goes."""
    PARTINGS.append(parting)
    return parting
