"""Addresses of suggestions, introductions and what came of them: the status for every kind of visitor."""

from typing import Any

from django.urls import reverse

from collaboration.models import Introduction, Suggestion
from tests.support.addresses.moderating import FILLED_IN, SEEN
from tests.support.answers import HERE, MEMBERS, MODERATORS, PAGE, Answers, each, signed_in_only
from tests.support.factories import make_council
from tests.support.joining import make_introduction, make_suggestion

ADDRESSES: dict[str, Answers] = {
    "outcomes": PAGE,
    "council-suggestions": Answers(get=signed_in_only(404, (MODERATORS, 403), (MEMBERS, 200)), post=each(405)),
    # Moderators come into the area, but what is suggested there is for the council's people.
    "dismiss-suggestion": Answers(get=each(302), post=signed_in_only(404, (MEMBERS, 302))),
    "introduction": Answers(get=signed_in_only(404, (HERE, 200)), post=signed_in_only(404, (HERE, 200))),
    "share-address": Answers(get=each(302), post=signed_in_only(404, (HERE, 302))),
    "introductions": SEEN,
    "introduce": FILLED_IN,
}


def address_of(name: str, things: dict[str, Any]) -> str:
    """Return the address that a name of ADDRESSES stands for."""
    council = things["councils_organisation"]
    if name in ("introduction", "share-address"):
        found = Introduction.objects.first() or make_introduction(councils=[council, make_council()])
        return reverse(name, args=[found.pk])
    if name == "council-suggestions":
        return reverse(name, args=[council.slug])
    if name == "dismiss-suggestion":
        one = Suggestion.objects.filter(organisation=council).first() or make_suggestion(organisation=council)
        return reverse(name, args=[council.slug, one.pk])
    return reverse(name)
