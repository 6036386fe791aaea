"""What is said to somebody whose interest, message or answer cannot be taken."""

from listings.actions.partners import PartRefused


class InterestRefused(PartRefused):
    """What was asked for cannot be done; the text is a sentence for the person who asked."""


class TooMany(InterestRefused):
    """They wrote as much as one person may."""


class Unsuitable(InterestRefused):
    """It is no message: empty, very long, or nothing but links."""


class Blocked(InterestRefused):
    """Nobody, or a council that answers for the entry, takes messages from them."""
