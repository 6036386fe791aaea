"""Changes of projects count as changes of what public pages are made of."""

from django.db import migrations

ATTACH = """
CREATE TRIGGER count_data_change AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON projects_project
    FOR EACH STATEMENT EXECUTE FUNCTION count_data_change();
"""


class Migration(migrations.Migration):
    dependencies = [("projects", "0002_search_trigger"), ("listings", "0003_data_changes")]
    operations = [migrations.RunSQL(ATTACH, "DROP TRIGGER count_data_change ON projects_project;")]
