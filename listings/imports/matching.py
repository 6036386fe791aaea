"""Entries of a file beside what was imported of them before."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from listings.actions import ImportedEntry
from listings.imports.entries import OF_THE_SOURCE, Entry, Facts, changes, edited_since, page_key
from listings.imports.mapping import Layout
from listings.imports.names import WrittenNames
from listings.models import Source


@dataclass
class Match:
    """An entry and the source that it was imported from before, None for an entry that is new."""

    entry: Entry
    source: Source | None

    @property
    def before(self) -> Facts:
        return self.source.imported if self.source else {}

    @cached_property
    def changes(self) -> dict[str, tuple[Any, Any]]:
        """Old and new of each fact that the file states otherwise than it did before, a new key included."""
        found = changes(self.before, self.entry.facts)
        if self.source and self.entry.key and self.entry.key != self.source.key:
            found["key"] = (self.source.key, self.entry.key)
        return found

    @property
    def first_facts(self) -> dict[str, tuple[Any, Any]]:
        """What a new entry says, as changes from nothing."""
        return {name: (None, value) for name, value in self.entry.facts.items() if value not in (None, "", [], False)}

    @property
    def edited(self) -> list[str]:
        """What a person has changed in the directory since, when the file has news for the listing itself.

        Expects the source's listing with its relations.
        """
        if self.source is None or not self.changes.keys() - {*OF_THE_SOURCE}:
            return []
        return edited_since(self.source.listing, self.before, self.entry.facts)

    @property
    def settled(self) -> dict[tuple[str, str], list[int]]:
        """What is known already of the entry's names, by role and name: decisions of moderators among them."""
        return {(role, written): ids for role, written, ids in self.before.get("organisations", []) if ids}

    @property
    def open_names(self) -> list[str]:
        """The names that have to be looked up: none while the file says nothing new of them."""
        if "organisations" not in self.changes:
            return []
        settled = self.settled
        return [written for role, written in self.entry.facts["organisations"] if (role, written) not in settled]

    def prepared(self, layout: Layout, names: WrittenNames) -> ImportedEntry:
        """Return what is to be written, with what the names stand for."""
        facts, before, settled = self.entry.facts, self.before, self.settled
        organisations = before.get("organisations", [])
        if "organisations" in self.changes:
            organisations = [
                [role, written, settled.get((role, written)) or names.organisations(written, self.entry.on)]
                for role, written in facts["organisations"]
            ]
        full = facts | {
            "organisations": organisations,
            "follows": before.get("follows", []) if facts["follows"] is None else facts["follows"],
            "read_on": facts["read_on"] or before.get("read_on"),
        }
        changed = frozenset(self.changes)
        if self.source:
            self.source.key = self.entry.key or self.source.key
            return ImportedEntry(self.source.listing, self.source, full, before, changed)
        source = Source(key=self.entry.key or self.entry.page_key)
        return ImportedEntry(layout.model(), source, full, None, changed | {"key"})


def match(entries: Sequence[Entry], layout: Layout) -> list[Match]:
    """Return each entry with its source, if it has one. Nothing is locked yet: see `locked`."""
    known = _known_sources(entries, layout)
    return [Match(entry, _source_of(entry, known)) for entry in entries]


def _known_sources(entries: Sequence[Entry], layout: Layout) -> dict[str, Source]:
    """Return the sources that these entries may come from, by key and, where that is free, by address and title."""
    keys = {key for entry in entries for key in (entry.key, entry.page_key) if key}
    addresses = {entry.facts["source_url"] for entry in entries if not entry.key}
    sources = Source.objects.select_related("listing").order_by("id")
    known = {source.key: source for source in sources.filter(key__in=keys)}
    for source in sources.filter(url__in=addresses, listing__kind=layout.kind, imported__has_key="title"):
        known.setdefault(page_key(layout.kind, source.imported), source)
    return known


def _source_of(entry: Entry, known: dict[str, Source]) -> Source | None:
    """Return the source that an entry was imported from before.

    An entry that is given a key is found by address and title once more, as long as its source has no key.
    """
    if not entry.key:
        return known.get(entry.page_key)
    source = known.get(entry.key) or known.get(entry.page_key)
    return source if source and source.key in (entry.key, entry.page_key) else None


def locked(matches: Sequence[Match], layout: Layout) -> list[Match]:
    """Return the matches with sources and listings as they are now; nobody else may change them until we end."""
    sources = Source.objects.select_for_update().in_bulk([each.source.pk for each in matches if each.source])
    listings = (
        layout.model._default_manager.select_for_update()
        .prefetch_related("participations", "links", "service_areas", "topics")
        .in_bulk([source.listing_id for source in sources.values()])
    )
    for source in sources.values():
        source.listing = listings[source.listing_id]
    return [Match(each.entry, sources[each.source.pk] if each.source else None) for each in matches]
