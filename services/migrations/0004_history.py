"""Begins the history of what people edit: docs/decisions/0010-history.md."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from directory.history import note_what_stands


class Migration(migrations.Migration):

    dependencies = [
        ('pghistory', '0007_auto_20250421_0444'),
        ('services', '0003_data_changes'),
    ]

    operations = [
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
                ('pgh_context', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='services.sharedservice')),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sharedservice',
            trigger=pgtrigger.compiler.Trigger(name='history_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM new_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "services_sharedserviceevent" ("annual_saving_gbp", "delivery_model", "open_to_new_members", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "total_saving_gbp") SELECT new_values."annual_saving_gbp", new_values."delivery_model", new_values."open_to_new_members", _pgh_attached_context.value, NOW(), \'insert\', new_values."listing_ptr_id", new_values."total_saving_gbp" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='e49dfec6acdf3095b47d25b3d7e1139d1bf90d46', level='STATEMENT', operation='INSERT', pgid='pgtrigger_history_insert_757e2', referencing='REFERENCING NEW TABLE AS new_values ', table='services_sharedservice', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sharedservice',
            trigger=pgtrigger.compiler.Trigger(name='history_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values JOIN new_values ON (old_values."listing_ptr_id") = (new_values."listing_ptr_id") WHERE (old_values."annual_saving_gbp" IS DISTINCT FROM (new_values."annual_saving_gbp") OR old_values."delivery_model" IS DISTINCT FROM (new_values."delivery_model") OR old_values."open_to_new_members" IS DISTINCT FROM (new_values."open_to_new_members") OR old_values."total_saving_gbp" IS DISTINCT FROM (new_values."total_saving_gbp"))) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "services_sharedserviceevent" ("annual_saving_gbp", "delivery_model", "open_to_new_members", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "total_saving_gbp") SELECT new_values."annual_saving_gbp", new_values."delivery_model", new_values."open_to_new_members", _pgh_attached_context.value, NOW(), \'update\', new_values."listing_ptr_id", new_values."total_saving_gbp" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."listing_ptr_id") = (new_values."listing_ptr_id") WHERE (old_values."annual_saving_gbp" IS DISTINCT FROM (new_values."annual_saving_gbp") OR old_values."delivery_model" IS DISTINCT FROM (new_values."delivery_model") OR old_values."open_to_new_members" IS DISTINCT FROM (new_values."open_to_new_members") OR old_values."total_saving_gbp" IS DISTINCT FROM (new_values."total_saving_gbp")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='b3be25a365a6f91cd076f15325f8b12809950131', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_history_update_8dfee', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='services_sharedservice', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sharedservice',
            trigger=pgtrigger.compiler.Trigger(name='history_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "services_sharedserviceevent" ("annual_saving_gbp", "delivery_model", "open_to_new_members", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "total_saving_gbp") SELECT old_values."annual_saving_gbp", old_values."delivery_model", old_values."open_to_new_members", _pgh_attached_context.value, NOW(), \'delete\', old_values."listing_ptr_id", old_values."total_saving_gbp" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='8bf10a0b3273f4527d9013abd1fd6952b68220ea', level='STATEMENT', operation='DELETE', pgid='pgtrigger_history_delete_26083', referencing='REFERENCING OLD TABLE AS old_values ', table='services_sharedservice', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sharedserviceevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='ac5bc1ff7848b4211bcd1d5f98ae5f6a7d071dd8', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_ab2e7', table='services_sharedserviceevent', when='BEFORE')),
        ),
        migrations.RunPython(note_what_stands("services"), migrations.RunPython.noop),
    ]
