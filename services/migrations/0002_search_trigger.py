"""Keeps what search entries know of shared services."""

from django.db import migrations

IS_OPEN = "CASE service.open_to_new_members WHEN true THEN 'yes' WHEN false THEN 'no' ELSE '' END"
FUNCTION = f"""
CREATE FUNCTION search_service_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE listings_searchentry AS entry SET model = service.delivery_model, is_open = {IS_OPEN}
    FROM new_rows AS service
    WHERE entry.listing_id = service.listing_ptr_id
    AND (entry.model, entry.is_open) IS DISTINCT FROM (service.delivery_model, {IS_OPEN});
    RETURN NULL;
END
$$;
CREATE TRIGGER search_service_changed_on_insert AFTER INSERT ON services_sharedservice
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION search_service_changed();
CREATE TRIGGER search_service_changed_on_update AFTER UPDATE ON services_sharedservice
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION search_service_changed();
"""
FILL = f"""
UPDATE listings_searchentry AS entry SET model = service.delivery_model, is_open = {IS_OPEN}
FROM services_sharedservice AS service WHERE entry.listing_id = service.listing_ptr_id;
"""


class Migration(migrations.Migration):
    dependencies = [("services", "0001_initial"), ("listings", "0005_search_triggers")]
    operations = [migrations.RunSQL([FUNCTION, FILL], ["DROP FUNCTION search_service_changed() CASCADE;"])]
