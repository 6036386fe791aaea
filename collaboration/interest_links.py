"""The link in a mail by which one person answers one interest, once, without signing in."""

from datetime import timedelta
from typing import NamedTuple

from django.core import signing

from collaboration.models import Interest
from councils.models import User

LINK_LASTS = timedelta(days=60)
"""How long the link lets its reader answer, from when the mail was written."""
SALT = "collaboration.interest_links"
"""What is signed for anything else is no such link."""
ANSWERED_BY_LINK = (Interest.State.WAITING, Interest.State.LATER)


class Linked(NamedTuple):
    """What a link stands for. `is_open` while its reader can still answer by it."""

    interest: Interest
    reader: User
    is_open: bool


def token_of(interest: Interest, reader: User) -> str:
    """Return what stands in the address of the page by which `reader` answers an interest that waits for an answer.

    It names the day by which the answer is due, so it dies with the answer: each answer sets another, or none.
    """
    return signing.TimestampSigner(sep=".", salt=SALT).sign(f"{interest.pk}-{reader.pk}-{_turn(interest)}")


def linked_by(token: str) -> Linked | None:
    """Return what a link stands for; None for a forged or old one, and when its reader is gone."""
    try:
        words = signing.TimestampSigner(sep=".", salt=SALT).unsign(token, max_age=LINK_LASTS)
    except signing.BadSignature:
        return None
    interest_id, reader_id, turn = words.split("-")
    reader = User.objects.open().filter(pk=reader_id).first()
    interests = Interest.objects.select_related("listing", "organisation", "sender", "adopter")
    interest = interests.prefetch_related("listing__participations__organisation").filter(pk=interest_id).first()
    if reader is None or interest is None:
        return None
    is_open = interest.state in ANSWERED_BY_LINK and _turn(interest) == turn
    return Linked(interest, reader, is_open)


def _turn(interest: Interest) -> str:
    return str(interest.due_on.toordinal()) if interest.due_on else ""
