"""Finding similar work: the entries that share the most telling traits with it.

docs/decisions/0007-similar-work.md says how this was chosen and how it was judged.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection
from django.db.models import Prefetch

from collabhub.permissions import Action, Visitor, allowed
from listings.models import Listing, Participation, SearchEntry, SearchEntryQuerySet, SynonymGroup
from listings.remembered import Remembered
from listings.search.synonyms import SynonymTable
from listings.similar.reasons import Shared
from listings.similar.work import Kind, Trait, Work

COUNTED = 100
"""Entries with a rare trait that are counted; of common ones PostgreSQL knows how many there are."""
FEWEST_IN_ALL = 200
"""In a directory of fewer entries than this, that a trait is rare or common may be chance."""
MOST_FOUND = 600
"""Entries that the rarest traits together may lead to."""
MOST_OF_EACH = 300
"""Entries that one trait may lead to."""
MOST_COMPARED = 40
"""Entries that are compared in every trait."""

BY_PLACE = {"title": 1.0, "summary": 0.6, "topics": 0.4}
"""How much a shared wording counts, by where the other entry has it."""
OF_AN_AREA_ABOVE = 0.5
"""How much it counts that both lie in a service area that is above this work's own."""
SAME_LEAD = 0.5
SHARE_OF_THE_BEST = 1 / 3
"""Of the score of the entry most alike, what others need so as to be named beside it, unless they share a topic."""

HOW_MANY_HAVE = """
WITH common AS MATERIALIZED (
    SELECT attname AS part, element, round(frequency * greatest(reltuples, 0)) AS number
    FROM pg_class
    JOIN pg_stats ON schemaname = relnamespace::regnamespace::text AND tablename = relname
    CROSS JOIN unnest(most_common_elems::text::text[], most_common_elem_freqs) AS common (element, frequency)
    WHERE pg_class.oid = 'listings_searchentry'::regclass AND attname IN ('head', 'tags', 'areas')
),
total AS (SELECT greatest(reltuples, 0) AS number FROM pg_class WHERE oid = 'listings_searchentry'::regclass)
SELECT 'wording', place, query::text, '', total.number, coalesce(common.number, (
    SELECT count(*) FROM (SELECT FROM listings_searchentry WHERE document @@ together LIMIT %s) AS found
))
FROM total CROSS JOIN unnest(%s::text[]) WITH ORDINALITY AS given (ways, place)
CROSS JOIN websearch_to_tsquery('pg_catalog.english', given.ways) AS query
CROSS JOIN CAST(regexp_replace(query::text, '<(-|[0-9]+)>', '&', 'g') AS tsquery) AS together
LEFT JOIN common ON common.part = 'head' AND common.element = trim('''' FROM query::text)
WHERE numnode(query) > 0
UNION ALL
SELECT 'topic', 0, topic.id::text, topic.name, total.number, coalesce(common.number, (
    SELECT count(*) FROM (SELECT FROM listings_searchentry WHERE tags @> ARRAY[topic.id] LIMIT %s) AS found
))
FROM total CROSS JOIN listings_topic AS topic
LEFT JOIN common ON common.part = 'tags' AND common.element = topic.id::text
WHERE topic.id = ANY (%s)
UNION ALL
SELECT 'area', 0, area.id::text, area.label, total.number, coalesce(common.number, (
    SELECT count(*) FROM (SELECT FROM listings_searchentry WHERE areas @> ARRAY[area.id] LIMIT %s) AS found
))
FROM total CROSS JOIN (
    SELECT DISTINCT above.esd_id AS id, above.label
    FROM listings_servicearea AS area
    LEFT JOIN listings_servicearea AS parent ON parent.esd_id = area.parent_id
    JOIN listings_servicearea AS above ON above.esd_id IN (area.esd_id, parent.esd_id, parent.parent_id)
    WHERE area.esd_id = ANY (%s)
) AS area
LEFT JOIN common ON common.part = 'areas' AND common.element = area.id::text
"""
"""How many entries have each trait, and how many there are in all. Takes what `weighed` gives.

Of what is common the planner's statistics know it, which saves counting long lists.
"""

WHICH_SHARE_MOST = """
WITH entry AS NOT MATERIALIZED ({visible}),
found AS (
    SELECT listing_id, sum(weight) AS weight
    FROM (
        SELECT listing_id, weight
        FROM unnest(%s::text[], %s::float8[]) AS wording (query, weight)
        CROSS JOIN LATERAL (SELECT listing_id FROM entry WHERE document @@ query::tsquery LIMIT %s) AS has_it
        UNION ALL
        SELECT listing_id, weight
        FROM unnest(%s::bigint[], %s::float8[]) AS topic (id, weight)
        CROSS JOIN LATERAL (SELECT listing_id FROM entry WHERE tags @> ARRAY[topic.id] LIMIT %s) AS has_it
        UNION ALL
        SELECT listing_id, weight
        FROM unnest(%s::integer[], %s::float8[]) AS area (id, weight)
        CROSS JOIN LATERAL (SELECT listing_id FROM entry WHERE areas @> ARRAY[area.id] LIMIT %s) AS has_it
    ) AS posting
    GROUP BY listing_id
    ORDER BY weight DESC, listing_id DESC
    LIMIT %s
)
SELECT entry.listing_id, entry.tags, entry.areas,
    ARRAY(
        SELECT part.organisation_id
        FROM listings_participation AS part
        WHERE part.listing_id = entry.listing_id AND part.role = 'lead' AND part.organisation_id = ANY (%s)
    ),
    ARRAY(
        SELECT CASE
            WHEN NOT entry.head @@ query::tsquery THEN ''
            WHEN ts_filter(entry.head, '{{a}}') @@ query::tsquery THEN 'title'
            WHEN ts_filter(entry.head, '{{c}}') @@ query::tsquery THEN 'summary'
            ELSE 'topics'
        END
        FROM unnest(%s::text[]) WITH ORDINALITY AS wording (query, place)
        ORDER BY place
    )
FROM found JOIN entry ON entry.listing_id = found.listing_id
"""
"""The entries that the rarest traits lead to, and what they share in all. Takes what `compared` gives."""


@dataclass(frozen=True)
class Similar:
    """An entry that is like some work, how much so, and why. Scores compare within one answer only."""

    listing: Any
    score: float
    shared: Shared

    @property
    def reason(self) -> str:
        """Why it is similar, in sentences."""
        return " ".join(self.shared.reasons())


def similar_to(work: Work, visitor: Visitor, limit: int = 5) -> list[Similar]:
    """Return the entries most like `work` of those that `visitor` may see, the most alike first, at most `limit`.

    Ended and refused work counts like any other. The number of statements is the same however much there is.
    """
    visible = allowed(visitor, Action.VIEW, SearchEntry.objects.all()).exclude(pk__in=work.entries)
    alike = sorted(compared(work, weighed(work), visible), key=lambda one: (-one[1], -one[0]))
    enough = [
        one for one in alike if one[2].topics or (one[2].is_enough() and one[1] >= alike[0][1] * SHARE_OF_THE_BEST)
    ][:limit]
    listings = (
        Listing.objects.select_related("project", "sharedservice")
        .prefetch_related(Prefetch("participations", Participation.objects.select_related("organisation")))
        .in_bulk([pk for pk, _, _ in enough])
    )
    return [Similar(listings[pk], score, shared) for pk, score, shared in enough if pk in listings]


def weighed(work: Work) -> list[Trait]:
    """Return the traits of some work, the most telling first; those that no entry has are left out."""
    table = Remembered().answer("synonyms", lambda: SynonymTable(SynonymGroup.objects.in_use()))
    wordings = work.wordings(table)
    own_areas = {str(area.pk) for area in work.areas}
    asked: list[Any] = [COUNTED, [wording.key for wording in wordings]]
    asked += [COUNTED, [topic.pk for topic in work.topics], COUNTED, [area.pk for area in work.areas]]
    traits = []
    for kind, place, key, name, total, number in rows_of(HOW_MANY_HAVE, asked):
        if number:
            trait = wordings[place - 1] if kind == Kind.WORDING else Trait(Kind(kind), key, name, 1.0)
            telling = math.log(1 + max(total, number, FEWEST_IN_ALL) / number) * trait.weight
            if kind == Kind.AREA and key not in own_areas:
                telling *= OF_AN_AREA_ABOVE
            traits.append(replace(trait, key=key, weight=telling, number=number))
    return sorted(traits, key=lambda trait: (-trait.weight, trait.name))


def rarest(traits: Sequence[Trait]) -> list[Trait]:
    """Return the rarest traits, as many as lead to no more entries than can be compared quickly, at least one."""
    chosen: list[Trait] = []
    found = 0
    for trait in sorted(traits, key=lambda trait: trait.number):
        found += trait.number
        if chosen and found > MOST_FOUND:
            break
        chosen.append(trait)
    return chosen


def compared(work: Work, traits: Sequence[Trait], visible: SearchEntryQuerySet) -> Iterable[tuple[int, float, Shared]]:
    """Yield the entries that share the rarest traits: each with its score and all that it shares."""
    wordings = [trait for trait in traits if trait.kind == Kind.WORDING]
    chosen = rarest(traits)
    names = {lead.pk: lead.name for lead in work.leads}
    asked: list[Any] = []
    for kind in (Kind.WORDING, Kind.TOPIC, Kind.AREA):
        of_kind = [trait for trait in chosen if trait.kind == kind]
        asked += [[trait.words_together for trait in of_kind], [trait.weight for trait in of_kind], MOST_OF_EACH]
    asked += [MOST_COMPARED, list(names), [wording.key for wording in wordings]]
    own_areas = {str(area.pk) for area in work.areas}
    sql, before = visible.values("listing_id", "document", "head", "tags", "areas").query.sql_with_params()
    for pk, tags, areas, leads, places in rows_of(WHICH_SHARE_MOST.format(visible=sql), [*before, *asked]):
        topics = [trait for trait in traits if trait.kind == Kind.TOPIC and int(trait.key) in tags]
        shared_areas = [trait for trait in traits if trait.kind == Kind.AREA and int(trait.key) in areas]
        area = max(shared_areas, key=lambda trait: trait.weight, default=None)
        wording = [
            (trait, trait.weight * BY_PLACE[place]) for trait, place in zip(wordings, places, strict=True) if place
        ]
        score = sum(trait.weight for trait in topics) + sum(worth for _, worth in wording)
        score += (area.weight if area else 0) + (SAME_LEAD if leads else 0)
        own = area if area and area.key in own_areas else None
        yield pk, score, Shared(own, topics, wording, [names[lead] for lead in leads])


def rows_of(statement: str, parameters: Sequence[Any]) -> list[Any]:
    """Return the rows that a statement finds."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall()
