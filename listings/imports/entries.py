"""An entry of a file, and how it differs from what was imported before or stands in the directory now.

Facts are one flat dictionary of JSON values: the model's fields by name, then `service_areas` (ESD identifiers),
`topics`, `links` ([kind, address]), `organisations` ([role, written name]), `follows` (keys), `source_name`,
`source_url`, `source_published` and `read_on`. What an import wrote is kept with the entry's source in the same
shape, where each organisation also has what its name stands for: [role, written name, identifiers or null].
"""

from dataclasses import dataclass
from typing import Any

from listings.models import Listing
from listings.models.listing import slug_for
from listings.partial_dates import PartialDate

type Facts = dict[str, Any]

OF_THE_SOURCE = ("key", "source_name", "source_url", "source_published", "read_on", "follows")
"""Facts that an officer does not edit: they never stand in an import's way."""

OPTIONAL = ("read_on", "follows")
"""Facts that other publishers' files do not have: where a file says nothing of them, what is known stays."""


@dataclass
class Entry:
    """An entry as a file describes it. `on` is a date on which its organisations had the names that it uses."""

    line: int
    kind: Listing.Kind
    key: str
    facts: Facts
    on: PartialDate | None

    @property
    def title(self) -> str:
        return str(self.facts["title"])

    @property
    def page_key(self) -> str:
        """The identity of an entry that has no key of its own."""
        return page_key(self.kind, self.facts)


def page_key(kind: str, facts: Facts) -> str:
    """Return what an entry without a key is known by: the address where it was read, its kind and its title.

    One page may tell of a project and of a shared service of the same name.
    """
    return f"{facts['source_url']}#{kind}:{slug_for(facts['title'])}"


def participants(organisations: list[list[Any]]) -> dict[tuple[str, int | str], str]:
    """Return the written name for each role and organisation identifier, or name while that is not resolved.

    Two names of the same organisation make one participant.
    """
    found: dict[tuple[str, int | str], str] = {}
    for role, written, ids in organisations:
        for organisation in ids or [written]:
            found.setdefault((role, organisation), written)
    return found


def comparable(name: str, value: Any) -> Any:
    """Return a form of a fact in which the order of a list and the case of topics do not count."""
    if name == "organisations":
        return sorted([role, written] for role, written, *_ in value)
    if name == "topics":
        return sorted(topic.casefold() for topic in value)
    return sorted(value) if isinstance(value, list) else value


def changes(before: Facts, after: Facts) -> dict[str, tuple[Any, Any]]:
    """Return old and new of each fact that a file states otherwise than it did before."""
    return {
        name: (before.get(name), value)
        for name, value in after.items()
        if not (name in OPTIONAL and value is None)
        and (name not in before or comparable(name, value) != comparable(name, before[name]))
    }


def edited_since(listing: Listing, imported: Facts, after: Facts) -> list[str]:
    """Return the names of the facts that a person has changed in the directory since they were imported.

    A change that says the same as the file now does is none. Expects `listing` with its relations prefetched.
    """
    if not imported:
        return ["entered by a person"]
    edited = []
    if listing.state != Listing.State.PUBLISHED:
        edited.append("state")
    if listing.confirmed_at:
        edited.append("confirmed")
    now = _facts_now(listing, imported)
    for name, value in now.items():
        if comparable(name, value) not in (comparable(name, imported[name]), comparable(name, after[name])):
            edited.append(name)
    parts = listing.participations.all()
    there = {(part.role, part.organisation_id or part.written_name) for part in parts}
    is_news = comparable("organisations", imported["organisations"]) != comparable(
        "organisations", after["organisations"]
    )
    # What an organisation or somebody else has said of a part is not to go with a name that a file leaves out.
    if there != set(participants(imported["organisations"])) or (
        is_news and any(part.is_from_people for part in parts)
    ):
        edited.append("organisations")
    return edited


def _facts_now(listing: Listing, imported: Facts) -> Facts:
    relations = {
        "service_areas": [area.pk for area in listing.service_areas.all()],
        "topics": [topic.name for topic in listing.topics.all()],
        "links": [[link.kind, link.url] for link in listing.links.all()],
    }
    known = {name for name in imported if name not in (*OF_THE_SOURCE, *relations, "organisations")}
    return {name: getattr(listing, name) for name in imported if name in known} | relations
