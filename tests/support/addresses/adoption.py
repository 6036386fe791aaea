"""Addresses of saying that a council reuses an entry: the status for every kind of visitor."""

from typing import Any

from django.urls import reverse

from tests.support.addresses.parts import FOR_MEMBERS, FOR_THOSE_HERE, MEMBERS_LED_AWAY
from tests.support.answers import MEMBERS, MODERATORS, Answers, each, signed_in_only

ADDRESSES: dict[str, Answers] = {
    "adopt-entry": Answers(get=FOR_MEMBERS, post=FOR_MEMBERS),
    # The council of these visitors said it, and those who answer for the entry, or moderators, answer.
    "adoption": Answers(get=FOR_THOSE_HERE, post=signed_in_only(404, (MEMBERS, 403), (MODERATORS, 200))),
    "change-adoption": Answers(get=FOR_MEMBERS, post=FOR_MEMBERS),
    "take-back-adoption": Answers(get=each(302), post=MEMBERS_LED_AWAY),
}


def address_of(name: str, things: dict[str, Any]) -> str:
    """Return the address that a name of ADDRESSES stands for."""
    council, project, adoption = (things[word] for word in ("councils_organisation", "projects_project", "adoption"))
    if name == "adopt-entry":
        return reverse(name, args=[council.slug, project.pk])
    return reverse(name, args=[council.slug, adoption.listing_id, adoption.pk])
