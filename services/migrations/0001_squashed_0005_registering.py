"""Shared services and their history, made at once as in councils."""

import django.db.models.deletion
import listings.partial_dates
import pgtrigger.compiler
from django.db import migrations, models

IS_OPEN = "CASE service.open_to_new_members WHEN true THEN 'yes' WHEN false THEN 'no' ELSE '' END"
SEARCH = f"""
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
"""Keeps what search entries know of shared services."""
COUNT = """
CREATE TRIGGER count_data_change AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON services_sharedservice
    FOR EACH STATEMENT EXECUTE FUNCTION count_data_change();
"""
"""Changes of shared services count as changes of what public pages are made of."""


class Migration(migrations.Migration):

    replaces = [
        ('services', '0001_initial'),
        ('services', '0002_search_trigger'),
        ('services', '0003_data_changes'),
        ('services', '0004_history'),
        ('services', '0005_registering'),
    ]

    initial = True

    dependencies = [
        ('listings', '0001_squashed_0012_hidden_statements'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='SharedService',
            fields=[
                ('listing_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='listings.listing')),
                ('delivery_model', models.CharField(blank=True, choices=[('lead-authority', 'Lead authority'), ('joint-committee', 'Joint committee'), ('council-owned-company', 'Council-owned company'), ('joint-venture', 'Joint venture'), ('shared-service', 'Shared service (form not stated)'), ('shared-management', 'Shared management'), ('shared-workforce', 'Shared workforce'), ('network', 'Network or consortium'), ('jointly-funded-team', 'Jointly funded team'), ('statutory-joint-authority', 'Statutory joint authority'), ('national-shared-service', 'National shared service'), ('co-operative', 'Co-operative')], max_length=30)),
                ('open_to_new_members', models.BooleanField(blank=True, choices=[(None, 'Not recorded'), (True, 'Yes'), (False, 'No')], null=True)),
                ('annual_saving_gbp', models.PositiveBigIntegerField(blank=True, null=True, verbose_name='saving a year, as claimed, in pounds')),
                ('total_saving_gbp', models.PositiveBigIntegerField(blank=True, null=True, verbose_name='saving in all, as claimed, in pounds')),
                ('benefits', models.TextField(blank=True, max_length=2000)),
                ('benefits_basis', models.CharField(blank=True, choices=[('measured', 'Measured'), ('estimated', 'Estimated'), ('expected', 'Expected'), ('not-measured', 'Not measured')], max_length=20)),
                ('agreement_review', listings.partial_dates.PartialDateField(blank=True, help_text='A year, a month or a day, such as 2019, 2019-03 or 2019-03-31.', verbose_name='next review of the agreement')),
                ('notice_by', listings.partial_dates.PartialDateField(blank=True, help_text='A year, a month or a day, such as 2019, 2019-03 or 2019-03-31.', verbose_name='last day to give notice')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('delivery_model__in', ['', 'lead-authority', 'joint-committee', 'council-owned-company', 'joint-venture', 'shared-service', 'shared-management', 'shared-workforce', 'network', 'jointly-funded-team', 'statutory-joint-authority', 'national-shared-service', 'co-operative'])), name='service_delivery_model_is_known'), models.CheckConstraint(condition=models.Q(('benefits_basis__in', ['', 'measured', 'estimated', 'expected', 'not-measured'])), name='service_benefits_basis_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('agreement_review', ''), ('agreement_review__regex', '^(1[89]|20|21)\\d\\d(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\\d|3[01]))?)?$'), _connector='OR'), models.Q(('notice_by', ''), ('notice_by__regex', '^(1[89]|20|21)\\d\\d(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\\d|3[01]))?)?$'), _connector='OR')), name='service_dates_are_years_months_or_days')],
                'triggers': [pgtrigger.compiler.Trigger(name='history_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM new_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "services_sharedserviceevent" ("agreement_review", "annual_saving_gbp", "benefits", "benefits_basis", "delivery_model", "notice_by", "open_to_new_members", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "total_saving_gbp") SELECT new_values."agreement_review", new_values."annual_saving_gbp", new_values."benefits", new_values."benefits_basis", new_values."delivery_model", new_values."notice_by", new_values."open_to_new_members", _pgh_attached_context.value, NOW(), \'insert\', new_values."listing_ptr_id", new_values."total_saving_gbp" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='f6f8d9bd90c2f505071e0d973686744da3f0b197', level='STATEMENT', operation='INSERT', pgid='pgtrigger_history_insert_757e2', referencing='REFERENCING NEW TABLE AS new_values ', table='services_sharedservice', when='AFTER')), pgtrigger.compiler.Trigger(name='history_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values JOIN new_values ON (old_values."listing_ptr_id") = (new_values."listing_ptr_id") WHERE (old_values."agreement_review" IS DISTINCT FROM (new_values."agreement_review") OR old_values."annual_saving_gbp" IS DISTINCT FROM (new_values."annual_saving_gbp") OR old_values."benefits" IS DISTINCT FROM (new_values."benefits") OR old_values."benefits_basis" IS DISTINCT FROM (new_values."benefits_basis") OR old_values."delivery_model" IS DISTINCT FROM (new_values."delivery_model") OR old_values."notice_by" IS DISTINCT FROM (new_values."notice_by") OR old_values."open_to_new_members" IS DISTINCT FROM (new_values."open_to_new_members") OR old_values."total_saving_gbp" IS DISTINCT FROM (new_values."total_saving_gbp"))) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "services_sharedserviceevent" ("agreement_review", "annual_saving_gbp", "benefits", "benefits_basis", "delivery_model", "notice_by", "open_to_new_members", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "total_saving_gbp") SELECT new_values."agreement_review", new_values."annual_saving_gbp", new_values."benefits", new_values."benefits_basis", new_values."delivery_model", new_values."notice_by", new_values."open_to_new_members", _pgh_attached_context.value, NOW(), \'update\', new_values."listing_ptr_id", new_values."total_saving_gbp" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."listing_ptr_id") = (new_values."listing_ptr_id") WHERE (old_values."agreement_review" IS DISTINCT FROM (new_values."agreement_review") OR old_values."annual_saving_gbp" IS DISTINCT FROM (new_values."annual_saving_gbp") OR old_values."benefits" IS DISTINCT FROM (new_values."benefits") OR old_values."benefits_basis" IS DISTINCT FROM (new_values."benefits_basis") OR old_values."delivery_model" IS DISTINCT FROM (new_values."delivery_model") OR old_values."notice_by" IS DISTINCT FROM (new_values."notice_by") OR old_values."open_to_new_members" IS DISTINCT FROM (new_values."open_to_new_members") OR old_values."total_saving_gbp" IS DISTINCT FROM (new_values."total_saving_gbp")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='4972a2fc1dfd48d9089db0e2fa6343f359a03f2c', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_history_update_8dfee', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='services_sharedservice', when='AFTER')), pgtrigger.compiler.Trigger(name='history_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "services_sharedserviceevent" ("agreement_review", "annual_saving_gbp", "benefits", "benefits_basis", "delivery_model", "notice_by", "open_to_new_members", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "total_saving_gbp") SELECT old_values."agreement_review", old_values."annual_saving_gbp", old_values."benefits", old_values."benefits_basis", old_values."delivery_model", old_values."notice_by", old_values."open_to_new_members", _pgh_attached_context.value, NOW(), \'delete\', old_values."listing_ptr_id", old_values."total_saving_gbp" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='b161e83b5736f5b498c351777a714729acc67d52', level='STATEMENT', operation='DELETE', pgid='pgtrigger_history_delete_26083', referencing='REFERENCING OLD TABLE AS old_values ', table='services_sharedservice', when='AFTER'))],
            },
            bases=('listings.listing',),
        ),
        migrations.CreateModel(
            name='SharedServiceEvent',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('delivery_model', models.CharField(blank=True, choices=[('lead-authority', 'Lead authority'), ('joint-committee', 'Joint committee'), ('council-owned-company', 'Council-owned company'), ('joint-venture', 'Joint venture'), ('shared-service', 'Shared service (form not stated)'), ('shared-management', 'Shared management'), ('shared-workforce', 'Shared workforce'), ('network', 'Network or consortium'), ('jointly-funded-team', 'Jointly funded team'), ('statutory-joint-authority', 'Statutory joint authority'), ('national-shared-service', 'National shared service'), ('co-operative', 'Co-operative')], max_length=30)),
                ('open_to_new_members', models.BooleanField(blank=True, choices=[(None, 'Not recorded'), (True, 'Yes'), (False, 'No')], null=True)),
                ('annual_saving_gbp', models.PositiveBigIntegerField(blank=True, null=True, verbose_name='saving a year, as claimed, in pounds')),
                ('total_saving_gbp', models.PositiveBigIntegerField(blank=True, null=True, verbose_name='saving in all, as claimed, in pounds')),
                ('benefits', models.TextField(blank=True, max_length=2000)),
                ('benefits_basis', models.CharField(blank=True, choices=[('measured', 'Measured'), ('estimated', 'Estimated'), ('expected', 'Expected'), ('not-measured', 'Not measured')], max_length=20)),
                ('agreement_review', listings.partial_dates.PartialDateField(blank=True, help_text='A year, a month or a day, such as 2019, 2019-03 or 2019-03-31.', verbose_name='next review of the agreement')),
                ('notice_by', listings.partial_dates.PartialDateField(blank=True, help_text='A year, a month or a day, such as 2019, 2019-03 or 2019-03-31.', verbose_name='last day to give notice')),
                ('pgh_context', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='services.sharedservice')),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='ac5bc1ff7848b4211bcd1d5f98ae5f6a7d071dd8', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_ab2e7', table='services_sharedserviceevent', when='BEFORE'))],
            },
        ),
        migrations.RunSQL(SEARCH, "DROP FUNCTION search_service_changed() CASCADE;"),
        migrations.RunSQL(COUNT, "DROP TRIGGER count_data_change ON services_sharedservice;"),
    ]
