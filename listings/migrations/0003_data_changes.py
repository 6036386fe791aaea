"""Counts the transactions that change what public pages are made of: docs/decisions/0006-generation-cache.md."""

from django.db import migrations, models

COUNT = """
CREATE FUNCTION count_data_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    newest bigint;
BEGIN
    -- Once in a transaction. Where a savepoint is rolled back, this mark goes together with the row.
    IF current_setting('collabhub.change_is_counted', true) = 'yes' THEN
        RETURN NULL;
    END IF;
    PERFORM set_config('collabhub.change_is_counted', 'yes', true);
    INSERT INTO listings_datachange (weight) VALUES (1 + floor(random() * 1000000000)::bigint)
        RETURNING id INTO newest;
    -- Now and then the rows become one of the same weight. What others hold at this moment stays for the next time.
    IF newest % 64 = 0 THEN
        WITH folded AS (
            DELETE FROM listings_datachange WHERE id IN (
                SELECT id FROM listings_datachange FOR UPDATE SKIP LOCKED
            ) RETURNING weight
        )
        INSERT INTO listings_datachange (weight) SELECT sum(weight) FROM folded;
    END IF;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION count_data_change IS
    'Makes the generation of the data larger: attach it to every table that public pages are made of.';
"""
TABLES = [
    "councils_organisation",
    "councils_organisationalias",
    "councils_formercode",
    "councils_succession",
    "listings_listing",
    "listings_listing_service_areas",
    "listings_listing_topics",
    "listings_participation",
    "listings_servicearea",
    "listings_topic",
    "listings_source",
    "listings_link",
    "listings_relatedlisting",
    "listings_nametoresolve",
    "listings_synonymgroup",
]
ATTACH = """
CREATE TRIGGER count_data_change AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION count_data_change();
"""


class Migration(migrations.Migration):
    dependencies = [("listings", "0002_synonyms")]
    operations = [
        migrations.CreateModel(
            name="DataChange",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "weight",
                    models.BigIntegerField(
                        help_text="A random number, so that two histories never have the same sum."
                    ),
                ),
            ],
            options={"default_permissions": ()},
        ),
        migrations.RunSQL(COUNT, "DROP FUNCTION count_data_change() CASCADE;"),
        migrations.RunSQL([ATTACH.format(table=table) for table in TABLES], migrations.RunSQL.noop),
    ]
