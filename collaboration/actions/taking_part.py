"""Whoever asks to take part writes to people who did not ask for it: what keeps messages out keeps that out, too."""

from collaboration.actions.interest.outcomes import LONGEST
from collaboration.actions.interest.steps import SHORTEST_REPLY
from collaboration.limits import refuse_if_blocked, refuse_if_unsuitable
from councils.models import User
from listings.before_asking import before_somebody_asks
from listings.models import Listing


@before_somebody_asks
def refuse_as_a_message(by: User, listing: Listing, words: str) -> None:
    """Raise InterestRefused for who is blocked, by the moderators or a council that is asked, and for unfit words."""
    refuse_if_blocked(by=by, listing=listing)
    if words.strip():
        refuse_if_unsuitable(words, most=LONGEST, least=SHORTEST_REPLY)
