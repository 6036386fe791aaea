"""What may keep somebody from asking to take part in an entry: apps that know more about a person say so here."""

from collections.abc import Callable

from councils.models import User
from listings.models import Listing

Check = Callable[[User, Listing, str], None]
BEFORE_ASKING: list[Check] = []


def before_somebody_asks(check: Check) -> Check:
    """Note what is looked at before somebody asks to take part, in that transaction.

    It is given the person, the entry and the words that they write, which may be empty, and raises
    listings.actions.partners.PartRefused, with a sentence for the person, where that cannot be passed on.
    """
    BEFORE_ASKING.append(check)
    return check
