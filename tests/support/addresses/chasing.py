"""Addresses of messages that should not be, and of what of them waits for moderators, for every kind of visitor."""

from typing import Any

from django.urls import reverse

from tests.support.addresses.moderating import FILLED_IN, SEEN
from tests.support.answers import MEMBERS, MODERATORS, Answers, each, signed_in_only

ADDRESSES: dict[str, Answers] = {
    # Moderators see a conversation once somebody reported it. Only those who answer for the entry block whoever wrote.
    "report-interest": Answers(
        get=signed_in_only(404, (MEMBERS, 200), (MODERATORS, 200)),
        post=signed_in_only(404, (MEMBERS, 200), (MODERATORS, 200)),
    ),
    "block-sender": Answers(
        get=signed_in_only(404, (MEMBERS, 200), (MODERATORS, 403)),
        post=signed_in_only(404, (MEMBERS, 302), (MODERATORS, 403)),
    ),
    **dict.fromkeys(["interest-queue", "report-queue"], SEEN),
    "moderate-report": FILLED_IN,
    "let-write-again": Answers(get=each(405), post=signed_in_only(404, (MODERATORS, 302))),
}


def address_of(name: str, things: dict[str, Any]) -> str:
    """Return the address that a name of ADDRESSES stands for."""
    if name.endswith("queue"):
        return reverse(name)
    if name == "let-write-again":
        return reverse(name, args=[things["block"].pk])
    return reverse(name, args=[things["reported_interest"].pk])
