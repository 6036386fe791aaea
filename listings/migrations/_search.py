"""The functions and triggers that keep search entries and words true.

Every trigger stands for a whole statement, so writing many rows at once costs one refresh. A transaction that sets
`collabhub.search_later` to "on" says that it will do the refresh itself, once for all at its end; see
listings/search/refresh.py.
"""

FOLDED = r"""
CREATE FUNCTION search_folded(words text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT regexp_replace(
        lower(regexp_replace(normalize(words, NFKD), '[\u0300-\u036f''’]', '', 'g')),
        '[^a-z0-9\u00c0-\u1fff\u2c00-\U0010ffff]+', ' ', 'g'
    )
$$;
COMMENT ON FUNCTION search_folded IS
    'Small letters without accents and apostrophes, other punctuation as spaces; listings.search.words does the same.';

CREATE FUNCTION search_vector(words text, weight "char") RETURNS tsvector LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$
    SELECT setweight(ts_delete(
        to_tsvector('pg_catalog.english', parted) || to_tsvector('pg_catalog.simple', parted), 'xbreakx'
    ), weight)
    FROM concat('xbreakx ', search_folded(words)) AS parted
$$;
COMMENT ON FUNCTION search_vector IS 'Stems and words as written, all of one weight. No phrase runs over the word xbreakx, which parts two texts.';

CREATE FUNCTION search_bits(found text[], among text[]) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(sum(1::bigint << (place - 1)::integer), 0)::bigint
    FROM unnest(among) WITH ORDINALITY AS one (value, place) WHERE value = ANY (found)
$$;
COMMENT ON FUNCTION search_bits IS 'A sum of powers of two: which of some values are found, the first being 1.';

CREATE FUNCTION search_tier(head tsvector, sought tsquery, either tsquery, stems tsquery, written tsquery)
RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE
        WHEN NOT head @@ sought THEN CASE WHEN ts_filter(head, '{a}') @@ either THEN 12 ELSE 15 END
        ELSE CASE
            WHEN ts_filter(head, '{a}') @@ sought THEN 0
            WHEN ts_filter(head, '{a,b}') @@ sought THEN 3
            WHEN ts_filter(head, '{a}') @@ either THEN 6
            ELSE 9
        END + CASE WHEN head @@ written THEN 0 WHEN head @@ stems THEN 1 ELSE 2 END
    END
$$;
COMMENT ON FUNCTION search_tier IS
    'How well a match answers, 0 the best: where the words stand, then whether as written, by stem or by synonym.';
"""

REFRESH = r"""
CREATE FUNCTION {name}(changed bigint[]) RETURNS void LANGUAGE plpgsql {planned} AS $$
BEGIN
    -- Of two transactions that write parts of one listing, the second waits here and then sees what the first wrote.
    PERFORM FROM listings_searchentry WHERE listing_id = ANY (changed) ORDER BY listing_id FOR UPDATE;
    WITH area AS (
        SELECT chosen.listing_id,
               array_agg(DISTINCT above.esd_id ORDER BY above.esd_id) AS ids,
               string_agg(DISTINCT above.label, ' xbreakx ') AS labels
        FROM listings_listing_service_areas AS chosen
        JOIN listings_servicearea AS area ON area.esd_id = chosen.servicearea_id
        LEFT JOIN listings_servicearea AS parent ON parent.esd_id = area.parent_id
        JOIN LATERAL (VALUES (area.esd_id), (parent.esd_id), (parent.parent_id)) AS line (esd_id) ON true
        JOIN listings_servicearea AS above ON above.esd_id = line.esd_id
        WHERE chosen.listing_id = ANY (changed)
        GROUP BY chosen.listing_id
    ), topic AS (
        SELECT chosen.listing_id,
               array_agg(topic.id ORDER BY topic.id) AS ids,
               string_agg(topic.name, ' xbreakx ') AS names
        FROM listings_listing_topics AS chosen
        JOIN listings_topic AS topic ON topic.id = chosen.topic_id
        WHERE chosen.listing_id = ANY (changed)
        GROUP BY chosen.listing_id
    ), alias AS (
        SELECT organisation_id, string_agg(name, ' xbreakx ') AS names FROM councils_organisationalias GROUP BY organisation_id
    ), part AS (
        SELECT part.listing_id, part.role, part.written_name,
               organisation.id, organisation.nation, organisation.region, organisation.kind,
               organisation.name || ' xbreakx ' || organisation.short_name AS names, alias.names AS other_names,
               radians(organisation.latitude::float8) AS latitude, radians(organisation.longitude::float8) AS longitude
        FROM listings_participation AS part
        LEFT JOIN councils_organisation AS organisation ON organisation.id = part.organisation_id
        LEFT JOIN alias ON alias.organisation_id = organisation.id
        WHERE part.listing_id = ANY (changed)
    ), people AS (
        SELECT listing_id,
               array_agg(DISTINCT id) FILTER (WHERE id IS NOT NULL) AS organisations,
               array_agg(DISTINCT role) AS roles,
               array_agg(DISTINCT nation) FILTER (WHERE nation <> '') AS nations,
               array_agg(DISTINCT region) FILTER (WHERE region <> '') AS regions,
               array_agg(DISTINCT kind) FILTER (WHERE kind <> '') AS council_kinds,
               string_agg(DISTINCT concat_ws(' xbreakx ', coalesce(names, written_name), other_names), ' xbreakx ') AS names
        FROM part GROUP BY listing_id
    ), place AS (
        SELECT DISTINCT listing_id, id, region, latitude, longitude
        FROM part WHERE role IN ('lead', 'partner') AND latitude IS NOT NULL
    ), spread AS (
        SELECT one.listing_id,
               bool_and(one.region = other.region) AS is_one_region,
               round(max(2 * 6371 * asin(least(1, sqrt(
                   sin((other.latitude - one.latitude) / 2) ^ 2
                   + cos(one.latitude) * cos(other.latitude) * sin((other.longitude - one.longitude) / 2) ^ 2
               )))))::integer AS furthest
        FROM place AS one JOIN place AS other ON other.listing_id = one.listing_id AND other.id > one.id
        GROUP BY one.listing_id
    )
    INSERT INTO listings_searchentry AS entry (
        listing_id, kind, is_published, title, is_ended, wants, started, fresh_at, confirmed_at, review_date,
        spread, spread_km, areas, tags, organisations, roles, nations, regions, council_kinds,
        role_bits, nation_bits, region_bits, council_kind_bits, head, document
    )
    SELECT
        listing.id, listing.kind, listing.state = 'published', listing.title, listing.is_ended, listing.wants,
        listing.started, greatest(listing.updated_at, listing.confirmed_at), listing.confirmed_at, listing.review_date,
        CASE
            WHEN spread.furthest IS NULL THEN ''
            WHEN spread.furthest <= 50 THEN 'neighbours'
            WHEN spread.is_one_region THEN 'region'
            ELSE 'country'
        END,
        spread.furthest,
        coalesce(area.ids, '{{}}'), coalesce(topic.ids, '{{}}'), coalesce(people.organisations, '{{}}'),
        coalesce(people.roles, '{{}}'), coalesce(people.nations, '{{}}'), coalesce(people.regions, '{{}}'),
        coalesce(people.council_kinds, '{{}}'),
        search_bits(people.roles, '{{lead,partner,funder,supplier,adopter}}'),
        search_bits(people.nations, '{{England,Scotland,Wales,Northern Ireland}}'),
        search_bits(people.regions, '{{
            North East,North West,Yorkshire and The Humber,East Midlands,West Midlands,East of England,London,
            South East,South West,Scotland,Wales,Northern Ireland
        }}'),
        search_bits(people.council_kinds, '{{
            london-borough,metropolitan-district,unitary,county,non-metropolitan-district,scottish,welsh,
            northern-irish,combined-authority,sui-generis
        }}'),
        head.vector,
        head.vector || search_vector(concat_ws(' xbreakx ', listing.description, listing.learnt, listing.offers_note, listing.technology, area.labels), 'D')
    FROM listings_listing AS listing
    LEFT JOIN area ON area.listing_id = listing.id
    LEFT JOIN topic ON topic.listing_id = listing.id
    LEFT JOIN people ON people.listing_id = listing.id
    LEFT JOIN spread ON spread.listing_id = listing.id
    CROSS JOIN LATERAL (
        SELECT search_vector(listing.title, 'A')
            || search_vector(concat_ws(' xbreakx ', topic.names, people.names), 'B')
            || search_vector(listing.summary, 'C') AS vector
        OFFSET 0
    ) AS head
    WHERE listing.id = ANY (changed)
    ON CONFLICT (listing_id) DO UPDATE SET (
        kind, is_published, title, is_ended, wants, started, fresh_at, confirmed_at, review_date,
        spread, spread_km, areas, tags, organisations, roles, nations, regions, council_kinds,
        role_bits, nation_bits, region_bits, council_kind_bits, head, document
    ) = (
        excluded.kind, excluded.is_published, excluded.title, excluded.is_ended, excluded.wants, excluded.started,
        excluded.fresh_at, excluded.confirmed_at, excluded.review_date, excluded.spread, excluded.spread_km,
        excluded.areas, excluded.tags, excluded.organisations, excluded.roles, excluded.nations, excluded.regions,
        excluded.council_kinds, excluded.role_bits, excluded.nation_bits, excluded.region_bits,
        excluded.council_kind_bits, excluded.head, excluded.document
    );
    PERFORM search_learn(string_agg(concat_ws(' ', title, summary, description, learnt, offers_note, technology), ' '))
    FROM listings_listing WHERE id = ANY (changed) AND state = 'published';
    PERFORM search_learn(string_agg(DISTINCT topic.name, ' '))
    FROM listings_topic AS topic
    JOIN listings_listing_topics AS chosen ON chosen.topic_id = topic.id
    JOIN listings_listing AS listing ON listing.id = chosen.listing_id
    WHERE listing.id = ANY (changed) AND listing.state = 'published';
END
$$;
COMMENT ON FUNCTION {name} IS
    'Writes the search entries of some listings. Neighbours are at most 50 km apart; see listings.models.search.';
"""
"""The same function twice: planned once for the few listings of a save, and each time anew for the many of an import."""
FEW = REFRESH.format(name="search_refresh_few", planned="")
MANY = REFRESH.format(name="search_refresh_many", planned="SET plan_cache_mode = force_custom_plan")

WHICH = r"""
CREATE FUNCTION search_refresh(changed bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF cardinality(changed) > 100 THEN
        PERFORM search_refresh_many(changed);
    ELSE
        PERFORM search_refresh_few(changed);
    END IF;
END
$$;

CREATE FUNCTION search_announce(added bigint[]) RETURNS void LANGUAGE sql AS $$
    INSERT INTO listings_searchentry (
        listing_id, kind, is_published, title, is_ended, wants, started, fresh_at,
        spread, areas, tags, organisations, roles, nations, regions, council_kinds,
        role_bits, nation_bits, region_bits, council_kind_bits, head, document
    )
    SELECT id, kind, false, title, is_ended, wants, started, updated_at,
           '', '{}', '{}', '{}', '{}', '{}', '{}', '{}', 0, 0, 0, 0, '', ''
    FROM listings_listing WHERE id = ANY (added)
    ON CONFLICT DO NOTHING
$$;
COMMENT ON FUNCTION search_announce IS 'Makes room for what projects and services note, until the refresh to come.';

CREATE FUNCTION search_learn(words text) RETURNS void LANGUAGE sql AS $$
    INSERT INTO listings_word (word, stem)
    SELECT DISTINCT word, coalesce((ts_lexize('pg_catalog.english_stem', word))[1], word)
    FROM unnest(string_to_array(search_folded(words), ' ')) AS found (word)
    WHERE word ~ '^[^0-9]' AND length(word) BETWEEN 3 AND 40
    AND NOT EXISTS (SELECT FROM listings_word AS known WHERE known.word = found.word)
$$;
COMMENT ON FUNCTION search_learn IS 'Notes the words that spelling help may lead to. Two at once may note the same: nobody waits for a word.';

CREATE FUNCTION search_is_later() RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT current_setting('collabhub.search_later', true) IS NOT DISTINCT FROM 'on'
$$;

CREATE FUNCTION search_refresh_unless_later(changed bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF changed IS NOT NULL AND NOT search_is_later() THEN
        PERFORM search_refresh(changed);
    END IF;
END
$$;
"""

WHEN_CHANGED = r"""
CREATE FUNCTION search_listing_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF search_is_later() THEN
        PERFORM search_announce((SELECT array_agg(id) FROM new_rows));
    ELSE
        PERFORM search_refresh(array_agg(id)) FROM new_rows HAVING count(*) > 0;
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION search_listing_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM listings_searchentry WHERE listing_id IN (SELECT id FROM old_rows);
    RETURN NULL;
END
$$;

CREATE FUNCTION search_part_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed bigint[];
BEGIN
    CASE TG_OP
        WHEN 'INSERT' THEN changed := (SELECT array_agg(DISTINCT listing_id) FROM new_rows);
        WHEN 'DELETE' THEN changed := (SELECT array_agg(DISTINCT listing_id) FROM old_rows);
        ELSE changed := (
            SELECT array_agg(listing_id)
            FROM (SELECT listing_id FROM old_rows UNION SELECT listing_id FROM new_rows) AS both_rows
        );
    END CASE;
    PERFORM search_refresh_unless_later(changed);
    RETURN NULL;
END
$$;

CREATE FUNCTION search_organisations_changed(changed bigint[]) RETURNS void LANGUAGE sql AS $$
    SELECT search_learn(string_agg(concat_ws(' ', short_name, name), ' '))
    FROM councils_organisation WHERE id = ANY (changed);
    SELECT search_learn(string_agg(name, ' ')) FROM councils_organisationalias WHERE organisation_id = ANY (changed);
    SELECT search_refresh_unless_later(array_agg(DISTINCT listing_id))
    FROM listings_participation WHERE organisation_id = ANY (changed)
$$;

CREATE FUNCTION search_organisation_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM search_organisations_changed((SELECT array_agg(id) FROM new_rows));
    ELSE
        PERFORM search_organisations_changed((
            SELECT array_agg(now.id)
            FROM new_rows AS now JOIN old_rows AS before ON before.id = now.id
            WHERE (now.name, now.short_name, now.kind, now.nation, now.region, now.latitude, now.longitude)
                IS DISTINCT FROM
                (before.name, before.short_name, before.kind, before.nation, before.region, before.latitude,
                 before.longitude)
        ));
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION search_alias_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed bigint[];
BEGIN
    CASE TG_OP
        WHEN 'INSERT' THEN changed := (SELECT array_agg(DISTINCT organisation_id) FROM new_rows);
        WHEN 'DELETE' THEN changed := (SELECT array_agg(DISTINCT organisation_id) FROM old_rows);
        ELSE changed := (
            SELECT array_agg(organisation_id)
            FROM (SELECT organisation_id FROM old_rows UNION SELECT organisation_id FROM new_rows) AS both_rows
        );
    END CASE;
    PERFORM search_organisations_changed(changed);
    RETURN NULL;
END
$$;

CREATE FUNCTION search_topic_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM search_refresh_unless_later((
        SELECT array_agg(DISTINCT listing_id) FROM listings_listing_topics WHERE topic_id IN (SELECT id FROM new_rows)
    ));
    RETURN NULL;
END
$$;

CREATE FUNCTION search_area_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM search_learn(string_agg(label, ' ')) FROM new_rows;
    PERFORM search_refresh_unless_later((
        SELECT array_agg(DISTINCT chosen.listing_id)
        FROM listings_listing_service_areas AS chosen
        JOIN listings_servicearea AS area ON area.esd_id = chosen.servicearea_id
        LEFT JOIN listings_servicearea AS parent ON parent.esd_id = area.parent_id
        JOIN new_rows AS changed ON changed.esd_id IN (area.esd_id, parent.esd_id, parent.parent_id)
    ));
    RETURN NULL;
END
$$;
"""

WATCHED = [
    ("listings_listing", "search_listing_changed", ["INSERT", "UPDATE"]),
    ("listings_listing", "search_listing_deleted", ["DELETE"]),
    ("listings_participation", "search_part_changed", ["INSERT", "UPDATE", "DELETE"]),
    ("listings_listing_service_areas", "search_part_changed", ["INSERT", "UPDATE", "DELETE"]),
    ("listings_listing_topics", "search_part_changed", ["INSERT", "UPDATE", "DELETE"]),
    ("councils_organisation", "search_organisation_changed", ["INSERT", "UPDATE"]),
    ("councils_organisationalias", "search_alias_changed", ["INSERT", "UPDATE", "DELETE"]),
    ("listings_topic", "search_topic_changed", ["UPDATE"]),
    ("listings_servicearea", "search_area_changed", ["INSERT", "UPDATE"]),
]
ROWS = {"INSERT": "NEW TABLE AS new_rows", "DELETE": "OLD TABLE AS old_rows"}
FUNCTIONS = [
    "search_area_changed()",
    "search_topic_changed()",
    "search_alias_changed()",
    "search_organisation_changed()",
    "search_organisations_changed(bigint[])",
    "search_part_changed()",
    "search_listing_deleted()",
    "search_listing_changed()",
    "search_refresh_unless_later(bigint[])",
    "search_is_later()",
    "search_announce(bigint[])",
    "search_learn(text)",
    "search_refresh(bigint[])",
    "search_refresh_few(bigint[])",
    "search_refresh_many(bigint[])",
    "search_bits(text[], text[])",
    "search_tier(tsvector, tsquery, tsquery, tsquery, tsquery)",
    'search_vector(text, "char")',
    "search_folded(text)",
]


def triggers() -> str:
    """Return the statements that attach the functions to what they watch."""
    return "\n".join(
        f"CREATE TRIGGER {function}_on_{event.lower()} AFTER {event} ON {table} "
        f"REFERENCING {ROWS.get(event) or ' '.join(reversed(ROWS.values()))} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {function}();"
        for table, function, events in WATCHED
        for event in events
    )


NARROW = """
ALTER TABLE listings_searchentry ALTER COLUMN document SET STORAGE EXTERNAL;
ALTER TABLE listings_searchentry ALTER COLUMN head SET STORAGE MAIN;
ALTER TABLE listings_searchentry SET (toast_tuple_target = 1024);
"""
"""The document is looked at through its index only, so it is kept out of the rows that lists read by the thousand."""

CREATE = [FOLDED, FEW, MANY, WHICH, WHEN_CHANGED, triggers(), NARROW]
DROP = [f"DROP FUNCTION {function} CASCADE;" for function in FUNCTIONS]
