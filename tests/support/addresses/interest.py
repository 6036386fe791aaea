"""Addresses of showing interest and of the conversation that follows: the status for every kind of visitor."""

from typing import Any

from django.urls import reverse

from collaboration.interest_links import token_of
from tests.support.answers import MEMBERS, Answers, each, signed_in_only

# Those of the council answer for the entry. Moderators come in once nobody else answers, or somebody reports it.
FOR_BOTH_SIDES = signed_in_only(404, (MEMBERS, 200))
LED_TO_THE_PAGE = signed_in_only(404, (MEMBERS, 302))

ADDRESSES: dict[str, Answers] = {
    "show-interest": Answers(get=signed_in_only(200), post=signed_in_only(200)),
    "my-interests": Answers(get=signed_in_only(200), post=each(405)),
    "interest": Answers(get=FOR_BOTH_SIDES, post=each(405)),
    **dict.fromkeys(
        ["answer-interest", "write-in-interest", "end-interest"], Answers(get=LED_TO_THE_PAGE, post=FOR_BOTH_SIDES)
    ),
    # Only whoever wrote takes it back.
    "take-back-interest": Answers(get=signed_in_only(404, (MEMBERS, 403)), post=signed_in_only(404, (MEMBERS, 403))),
    # The link is the key: it is for its reader, whoever opens it.
    "interest-by-mail": Answers(get=each(200), post=each(200)),
}


def address_of(name: str, things: dict[str, Any]) -> str:
    """Return the address that a name of ADDRESSES stands for."""
    if name == "my-interests":
        return reverse(name)
    if name == "show-interest":
        return reverse(name, args=[things["projects_project"].pk])
    interest = things["interest"]
    if name == "interest-by-mail":
        return reverse(name, args=[token_of(interest, things["councils_membership"].user)])
    return reverse(name, args=[interest.pk])
