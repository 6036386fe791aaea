"""Keeps what search entries know of projects."""

from django.db import migrations

FUNCTION = """
CREATE FUNCTION search_project_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE listings_searchentry AS entry SET phase = project.phase, funding = project.funding_outcome
    FROM new_rows AS project
    WHERE entry.listing_id = project.listing_ptr_id
    AND (entry.phase, entry.funding) IS DISTINCT FROM (project.phase, project.funding_outcome);
    RETURN NULL;
END
$$;
CREATE TRIGGER search_project_changed_on_insert AFTER INSERT ON projects_project
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION search_project_changed();
CREATE TRIGGER search_project_changed_on_update AFTER UPDATE ON projects_project
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION search_project_changed();
"""
FILL = """
UPDATE listings_searchentry AS entry SET phase = project.phase, funding = project.funding_outcome
FROM projects_project AS project WHERE entry.listing_id = project.listing_ptr_id;
"""


class Migration(migrations.Migration):
    dependencies = [("projects", "0001_initial"), ("listings", "0005_search_triggers")]
    operations = [migrations.RunSQL([FUNCTION, FILL], ["DROP FUNCTION search_project_changed() CASCADE;"])]
