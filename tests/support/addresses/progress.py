"""Addresses of updates and endings: the status for every kind of visitor."""

from typing import Any

from django.urls import reverse

from tests.support.answers import HERE, MEMBERS, Answers, each, signed_in_only

FOR_MEMBERS = signed_in_only(404, (HERE, 403), (MEMBERS, 200))
ASKED = signed_in_only(404, (HERE, 200))
DONE = signed_in_only(404, (HERE, 302))

ADDRESSES: dict[str, Answers] = {
    "entry-updates": Answers(get=FOR_MEMBERS, post=FOR_MEMBERS),
    "change-update": Answers(get=ASKED, post=ASKED),
    "remove-update": Answers(get=ASKED, post=DONE),
    "end-entry": Answers(get=ASKED, post=ASKED),
    "remove-linked-entry": Answers(get=each(302), post=DONE),
    "entry-goes-on": Answers(get=each(302), post=DONE),
    "withdraw-entry": Answers(get=ASKED, post=DONE),
    "bring-back-entry": Answers(get=ASKED, post=DONE),
}


def address_of(name: str, things: dict[str, Any]) -> str:
    """Return the address that a name of ADDRESSES stands for."""
    words = [things["councils_organisation"].slug, things["projects_project"].pk]
    if name == "remove-linked-entry":
        return reverse(name, args=[*words, things["services_sharedservice"].pk])
    return reverse(name, args=[*words, things["update"].pk] if name.endswith("-update") else words)
