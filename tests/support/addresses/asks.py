"""Addresses of what is wanted now, and of calls: the status for every kind of visitor."""

from typing import Any

from django.urls import reverse

from tests.support.addresses.parts import FOR_THOSE_HERE, LED_AWAY
from tests.support.answers import MEMBERS, MODERATORS, PAGE, SHORT_ADDRESS, Answers, each, signed_in_only

# Moderators see what an entry wants and close it, but do not ask for it.
SAID_BY_MEMBERS = signed_in_only(404, (MODERATORS, 403), (MEMBERS, 200))

ADDRESSES: dict[str, Answers] = {
    **dict.fromkeys(["wanted", "wanted-feed", "calls", "call"], PAGE),
    "call-by-number": SHORT_ADDRESS,
    **dict.fromkeys(["entry-asks", "entry-calls"], Answers(get=FOR_THOSE_HERE, post=SAID_BY_MEMBERS)),
    "close-ask": Answers(get=FOR_THOSE_HERE, post=FOR_THOSE_HERE),
    "leave-call": Answers(get=each(302), post=LED_AWAY),
}


def address_of(name: str, things: dict[str, Any]) -> str:
    """Return the address that a name of ADDRESSES stands for."""
    council, project, call = (
        things[word] for word in ("councils_organisation", "projects_project", "collaboration_call")
    )
    words: dict[str, list[Any]] = {
        "call": [call.pk, "digital-fund"],
        "call-by-number": [call.pk],
        "entry-asks": [council.slug, project.pk],
        "entry-calls": [council.slug, project.pk],
        "close-ask": [council.slug, project.pk, things["ask"].pk],
        "leave-call": [council.slug, project.pk, call.pk],
    }
    return reverse(name, args=words.get(name, []))
