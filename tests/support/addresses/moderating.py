"""Addresses of moderating in the admin: the status for every kind of visitor."""

from typing import Any

from django.urls import reverse

from listings.models import Decision, Doubt
from tests.support.answers import MODERATORS, Answers, each, signed_in_only

ONLY_MODERATORS = signed_in_only(404, (MODERATORS, 200))
SEEN = Answers(get=ONLY_MODERATORS, post=each(405))
FILLED_IN = Answers(get=ONLY_MODERATORS, post=ONLY_MODERATORS)

ADDRESSES: dict[str, Answers] = {
    **dict.fromkeys(["queues", "queue", "moderate-entry"], SEEN),
    **dict.fromkeys(["decide", "moderate-doubt"], FILLED_IN),
    # Empty forms: giving a council the right to publish directly needs no words.
    "direct-publishing": Answers(get=ONLY_MODERATORS, post=signed_in_only(404, (MODERATORS, 302))),
    "show-statement": Answers(get=each(405), post=signed_in_only(404, (MODERATORS, 302))),
}


def address_of(name: str, things: dict[str, Any]) -> str:
    """Return the address that a name of ADDRESSES stands for."""
    council, project = things["councils_organisation"], things["projects_project"]
    if name == "moderate-doubt":
        doubt, _ = Doubt.objects.get_or_create(
            listing_id=project.pk, organisation=council, statement="description", words="It is not so."
        )
        return reverse(name, args=[doubt.pk])
    if name == "show-statement":
        hidden, _ = Decision.objects.get_or_create(
            kind="hidden", listing_id=project.pk, field="description", words="It is not so.", held={"description": "A"}
        )
        return reverse(name, args=[hidden.pk])
    words: dict[str, list[Any]] = {
        "queues": [],
        "queue": ["waiting"],
        "decide": [project.pk, "withdraw"],
        "direct-publishing": [council.slug],
    }
    return reverse(name, args=words.get(name, [project.pk]))
