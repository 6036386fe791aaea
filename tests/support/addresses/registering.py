"""Addresses of registering and editing entries: the status for every kind of visitor."""

from typing import Any

from django.urls import reverse

from tests.support.answers import HERE, MEMBERS, MODERATORS, Answers, each, signed_in_only

FOR_THOSE_HERE = signed_in_only(404, (HERE, 200))
READ = Answers(get=FOR_THOSE_HERE, post=each(405))
FORM = Answers(get=FOR_THOSE_HERE, post=FOR_THOSE_HERE)
FOR_MEMBERS = signed_in_only(404, (MODERATORS, 403), (MEMBERS, 200))
BUTTON = Answers(get=signed_in_only(404, (HERE, 302)), post=signed_in_only(404, (HERE, 302)))

PAGES = {"tasks": READ, "check": READ, "sent": READ, "section": FORM, "submit": BUTTON}
ADDRESSES: dict[str, Answers] = {
    "start": Answers(get=FOR_MEMBERS, post=FOR_MEMBERS),
    **{f"{kind}-{page}": answers for kind in ("project", "service") for page, answers in PAGES.items()},
}


def address_of(name: str, things: dict[str, Any]) -> str:
    """Return the address that a name of ADDRESSES stands for."""
    slug = things["councils_organisation"].slug
    kind, _, page = name.partition("-")
    if name == "start":
        return reverse(name, args=[slug])
    listing = things["projects_project" if kind == "project" else "services_sharedservice"]
    return reverse(name, args=[slug, listing.pk, *(["what"] if page == "section" else [])])
