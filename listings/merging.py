"""What else goes along when two entries become one: apps that know more about an entry say so here."""

from collections.abc import Callable

from councils.models import User
from listings.models import Listing

Merging = Callable[[Listing, Listing, User], None]
MERGINGS: list[Merging] = []


def when_entries_are_merged(merging: Merging) -> Merging:
    """Note what is to be done when one entry goes into another, by a moderator, in that transaction.

    It is given the entry that goes, the one that stays, and the moderator, once the participations have gone along.
    """
    MERGINGS.append(merging)
    return merging
