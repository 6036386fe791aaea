"""The table of the cache that all workers share, unless CACHE_URL names another: as `createcachetable` makes it."""

from django.db import migrations

CREATE = """
CREATE TABLE cache_entry (
    cache_key varchar(255) NOT NULL PRIMARY KEY,
    value text NOT NULL,
    expires timestamp with time zone NOT NULL
);
CREATE INDEX cache_entry_expires ON cache_entry (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("councils", "0002_people")]
    operations = [migrations.RunSQL(CREATE, "DROP TABLE cache_entry;")]
