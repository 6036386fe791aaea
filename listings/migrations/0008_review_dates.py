"""Gives every published listing the review date, and every waiting one the moment, that the next migration asks for."""

from django.db import migrations

FILL = """
UPDATE listings_listing SET review_date = (coalesce(confirmed_at, updated_at) AT TIME ZONE 'Europe/London')::date + 365
    WHERE state = 'published' AND review_date IS NULL;
"""


class Migration(migrations.Migration):
    dependencies = [("listings", "0007_history")]
    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
