"""Addresses of taking part, claiming and doubting: the status for every kind of visitor."""

from typing import Any

from django.urls import reverse

from tests.support.answers import HERE, MEMBERS, MODERATORS, Answers, each, signed_in_only

FOR_THOSE_HERE = signed_in_only(404, (HERE, 200))
LED_AWAY = signed_in_only(404, (HERE, 302))
FOR_MEMBERS = signed_in_only(404, (MODERATORS, 403), (MEMBERS, 200))
MEMBERS_LED_AWAY = signed_in_only(404, (MODERATORS, 403), (MEMBERS, 302))

ADDRESSES: dict[str, Answers] = {
    "entry-partners": Answers(get=FOR_THOSE_HERE, post=each(405)),
    "note-partners": Answers(get=LED_AWAY, post=LED_AWAY),
    "add-partner": Answers(get=FOR_THOSE_HERE, post=FOR_THOSE_HERE),
    "change-partner": Answers(get=FOR_THOSE_HERE, post=FOR_THOSE_HERE),
    "remove-partner": Answers(get=FOR_THOSE_HERE, post=LED_AWAY),
    "entry-part": Answers(get=FOR_THOSE_HERE, post=each(405)),
    "confirm-part": Answers(get=each(302), post=MEMBERS_LED_AWAY),
    "change-part": Answers(get=FOR_MEMBERS, post=FOR_MEMBERS),
    "decline-part": Answers(get=FOR_MEMBERS, post=MEMBERS_LED_AWAY),
    "claim-entry": Answers(get=each(302), post=MEMBERS_LED_AWAY),
    "doubt-entry": Answers(get=FOR_MEMBERS, post=FOR_MEMBERS),
    "join-entry": Answers(get=FOR_MEMBERS, post=FOR_MEMBERS),
    "answer-participation-request": Answers(get=FOR_THOSE_HERE, post=FOR_THOSE_HERE),
    # Only the council that asked takes it back.
    "take-back-participation-request": Answers(get=each(302), post=signed_in_only(404, (HERE, 403))),
}
OF_A_PART = {"change-partner": "Berkshire", "remove-partner": "Berkshire"}
"""Whose part each page is about; the others are about the council's own."""


def address_of(name: str, things: dict[str, Any]) -> str:
    """Return the address that a name of ADDRESSES stands for."""
    project = things["projects_project"]
    words = [things["councils_organisation"].slug, project.pk]
    if name.endswith("request"):
        words.append(things["participation_request"].pk)
    if name in OF_A_PART or (name.endswith("-part") and name != "entry-part"):
        wanted = OF_A_PART.get(name, things["councils_organisation"].name)
        words.append(next(part.pk for part in project.participations.all() if part.name == wanted))
    return reverse(name, args=words)
