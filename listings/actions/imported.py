"""Writing what an import has read: many entries at once, in a number of statements that does not grow with them."""

import datetime
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import DEFAULT_DB_ALIAS, models
from django.db.models.constants import OnConflict
from django.db.models.sql import InsertQuery
from django.utils import timezone

from councils.models import User
from directory.history import recorded
from listings.imports.entries import OF_THE_SOURCE, Facts, participants
from listings.models import Link, Listing, NameToResolve, Participation, RelatedListing, Source, Topic
from listings.models.listing import REVIEW_AFTER, slug_for
from listings.search.refresh import refreshed_once

BATCH = 500


@dataclass
class ImportedEntry:
    """An entry to write: its listing and source, new or as they stand, and its facts.

    `before` holds the facts as last imported, None for a new entry, and `changed` names those that differ. In both
    each organisation is [role, written name, identifiers or None]; see listings.imports.entries.
    """

    listing: Listing
    source: Source
    facts: Facts
    before: Facts | None
    changed: frozenset[str]

    @property
    def is_new(self) -> bool:
        return self.before is None


@recorded
def save_imported(
    *, entries: Sequence[ImportedEntry], kind: Listing.Kind, reasons: Mapping[str, str], by: User | None
) -> None:
    """Write entries of one kind, their relations and their sources.

    New entries are published and not confirmed; they come up for review like any other, REVIEW_AFTER from now.
    `reasons` says for each name that waits for a moderator why it does.
    """
    with refreshed_once() as changed:
        _save_imported(entries, kind, reasons)
        changed.update(entry.listing.pk for entry in entries)


def _save_imported(entries: Sequence[ImportedEntry], kind: Listing.Kind, reasons: Mapping[str, str]) -> None:
    now = timezone.now()
    for entry in entries:
        _fill(entry, kind, now)
    new = [entry for entry in entries if entry.is_new]
    _insert([entry.listing for entry in new])
    _update([entry for entry in entries if not entry.is_new])
    _write_participations(entries, reasons)
    _write_links(entries)
    _write_subjects(entries)
    for entry in new:
        entry.source.listing = entry.listing
    Source.objects.bulk_create(
        [entry.source for entry in entries],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["key", "name", "url", "published", "read_on", "imported"],
    )
    _link_stages(entries)


def _fill(entry: ImportedEntry, kind: Listing.Kind, now: datetime.datetime) -> None:
    """Set the fields of listing and source from the facts."""
    facts, listing, source = entry.facts, entry.listing, entry.source
    for name in _field_names(facts):
        setattr(listing, name, facts[name])
    listing.slug = slug_for(listing.title)
    if entry.is_new:
        listing.kind = kind
        listing.state = Listing.State.PUBLISHED
        listing.created_at = listing.updated_at = listing.published_at = now
        listing.review_date = timezone.localdate(now) + REVIEW_AFTER
    else:
        listing.updated_at = now
    source.name, source.url = facts["source_name"], facts["source_url"]
    source.published = facts["source_published"]
    if facts["read_on"]:
        source.read_on = datetime.date.fromisoformat(facts["read_on"])
    elif entry.is_new:
        source.read_on = timezone.localdate(now)
    source.imported = facts


def _field_names(facts: Facts) -> list[str]:
    relations = {"service_areas", "topics", "links", "organisations"}
    return [name for name in facts if name not in relations and name not in OF_THE_SOURCE]


def _insert(listings: Sequence[Listing]) -> None:
    """Insert listings with the rows of their own model."""
    parents = [_parent_of(listing) for listing in listings]
    Listing.objects.bulk_create(parents, batch_size=BATCH)
    for listing, parent in zip(listings, parents, strict=True):
        listing.pk = listing.id = parent.pk
    _write_own_rows(listings, InsertQuery)


def _update(entries: Sequence[ImportedEntry]) -> None:
    """Update listings that changed. One INSERT that turns into an update is far faster here than bulk_update."""
    listings = [entry.listing for entry in entries if entry.changed - set(OF_THE_SOURCE)]
    Listing.objects.bulk_create(
        [_parent_of(listing) for listing in listings],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=[field.name for field in Listing._meta.concrete_fields if not field.primary_key],
    )
    _write_own_rows(listings, partial(InsertQuery, on_conflict=OnConflict.UPDATE))


def _parent_of(listing: Listing) -> Listing:
    """Return the part of a project or shared service that is kept in the table of all listings."""
    return Listing(**{field.attname: getattr(listing, field.attname) for field in Listing._meta.concrete_fields})


def _write_own_rows(listings: Sequence[Listing], make_query: Callable[..., InsertQuery]) -> None:
    """Write the rows of the listings' own model: Django's bulk_create refuses a model that extends another."""
    for start in range(0, len(listings), BATCH):
        batch: list[models.Model] = list(listings[start : start + BATCH])
        fields = type(batch[0])._meta.local_concrete_fields
        own = [field for field in fields if not field.primary_key]
        query = make_query(type(batch[0]), update_fields=own, unique_fields=[type(batch[0])._meta.pk])
        query.insert_values(fields, batch)
        query.get_compiler(DEFAULT_DB_ALIAS).execute_sql()


def _write_participations(entries: Sequence[ImportedEntry], reasons: Mapping[str, str]) -> None:
    """Bring participations in line with the facts; those that stay keep their dates."""
    entries = [entry for entry in entries if "organisations" in entry.changed]
    if not entries:
        return
    unresolved = {name for entry in entries for _, name, ids in entry.facts["organisations"] if not ids}
    known = set(NameToResolve.objects.filter(name__in=unresolved).values_list("name", flat=True))
    NameToResolve.objects.bulk_create(
        NameToResolve(name=name, reason=reasons[name]) for name in sorted(unresolved - known)
    )
    waiting = NameToResolve.objects.in_bulk(unresolved, field_name="name")
    wanted = {}
    for entry in entries:
        for (role, who), written in participants(entry.facts["organisations"]).items():
            wanted[entry.listing.pk, role, who] = Participation(
                listing_id=entry.listing.pk,
                role=role,
                written_name=written,
                **({"name_to_resolve": waiting[who]} if isinstance(who, str) else {"organisation_id": who}),
            )
    _replace(
        Participation.objects.filter(listing__in=_changed_before(entries)),
        lambda row: (row.listing_id, row.role, row.organisation_id or row.written_name),
        wanted,
    )
    NameToResolve.objects.filter(participations=None).delete()


def _write_links(entries: Sequence[ImportedEntry]) -> None:
    entries = [entry for entry in entries if "links" in entry.changed]
    wanted = {
        (entry.listing.pk, kind, url): Link(listing_id=entry.listing.pk, kind=kind, url=url)
        for entry in entries
        for kind, url in entry.facts["links"]
    }
    _replace(
        Link.objects.filter(listing__in=_changed_before(entries)),
        lambda row: (row.listing_id, row.kind, row.url),
        wanted,
    )


def _write_subjects(entries: Sequence[ImportedEntry]) -> None:
    """Bring service areas and topics in line with the facts; a topic that differs only in case is the same."""
    with_areas = [entry for entry in entries if "service_areas" in entry.changed]
    area_of = Listing.service_areas.through
    _replace(
        area_of.objects.filter(listing__in=_changed_before(with_areas)),
        lambda row: (row.listing_id, row.servicearea_id),
        {
            (entry.listing.pk, area): area_of(listing_id=entry.listing.pk, servicearea_id=area)
            for entry in with_areas
            for area in entry.facts["service_areas"]
        },
    )
    with_topics = [entry for entry in entries if "topics" in entry.changed]
    ids = _topic_ids(name for entry in with_topics for name in entry.facts["topics"])
    topic_of = Listing.topics.through
    _replace(
        topic_of.objects.filter(listing__in=_changed_before(with_topics)),
        lambda row: (row.listing_id, row.topic_id),
        {
            (entry.listing.pk, ids[name.casefold()]): topic_of(
                listing_id=entry.listing.pk, topic_id=ids[name.casefold()]
            )
            for entry in with_topics
            for name in entry.facts["topics"]
        },
    )


def _topic_ids(names: Iterable[str]) -> dict[str, int]:
    """Return identifiers by name in lower case, adding the topics that are not there yet."""
    wanted: dict[str, str] = {}
    for name in names:
        wanted.setdefault(name.casefold(), name)
    if not wanted:
        return {}
    known = {name.casefold() for name in Topic.objects.values_list("name", flat=True)}
    Topic.objects.bulk_create(Topic(name=name) for folded, name in wanted.items() if folded not in known)
    return {name.casefold(): pk for name, pk in Topic.objects.values_list("name", "pk")}


def _changed_before(entries: Sequence[ImportedEntry]) -> list[int]:
    """Return the listings that may have rows already."""
    return [entry.listing.pk for entry in entries if not entry.is_new]


def _replace(
    existing: models.QuerySet[Any], key: Callable[[Any], Hashable], wanted: Mapping[Any, models.Model]
) -> None:
    """Delete rows that are not wanted and add those that are missing; rows that are both stay untouched."""
    there = {key(row): row.pk for row in existing}
    existing.model._default_manager.filter(pk__in=[pk for place, pk in there.items() if place not in wanted]).delete()
    existing.model._default_manager.bulk_create(
        [row for place, row in wanted.items() if place not in there], batch_size=BATCH
    )


def _link_stages(entries: Sequence[ImportedEntry]) -> None:
    """Link entries to the earlier stages that they newly name, whichever of the two came first.

    An entry may name one that is imported later, so those that came before are asked whether they wait for a new key.
    """
    new_keys = {entry.source.key: entry.listing.pk for entry in entries if "key" in entry.changed}
    named, dropped = set(), set()
    for entry in entries:
        before, after = set((entry.before or {}).get("follows", [])), set(entry.facts["follows"])
        named |= {(key, entry.listing.pk) for key in after - before}
        dropped |= {(key, entry.listing.pk) for key in before - after}
    waiting = (
        Source.objects.filter(imported__follows__has_any_keys=list(new_keys)) if new_keys else Source.objects.none()
    )
    for listing, keys in waiting.values_list("listing_id", "imported__follows"):
        named |= {(key, listing) for key in keys if key in new_keys}
    listings = dict(Source.objects.filter(key__in={key for key, _ in named | dropped}).values_list("key", "listing_id"))
    pairs = {(listings[key], later) for key, later in named if listings.get(key, later) != later}
    RelatedListing.objects.bulk_create(
        (RelatedListing(earlier_id=earlier, later_id=later) for earlier, later in sorted(pairs)),
        ignore_conflicts=True,
    )
    gone = {(listings[key], later) for key, later in dropped if key in listings}
    links = RelatedListing.objects.filter(later__in={later for _, later in gone})
    links.filter(pk__in=[link.pk for link in links if (link.earlier_id, link.later_id) in gone]).delete()
