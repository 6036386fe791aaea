import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('councils', '0004_history'),
    ]

    operations = [
        migrations.CreateModel(
            name='KeptText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key_hash', models.CharField(help_text='Of the key, which only the browser has.', max_length=64, unique=True)),
                ('path', models.CharField(max_length=500)),
                ('fields', models.JSONField()),
                ('kept_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['kept_at', 'id'],
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='organisation',
            name='history_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='organisation',
            name='history_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='organisation',
            name='history_delete',
        ),
        migrations.AddField(
            model_name='organisation',
            name='publishes_directly',
            field=models.BooleanField(default=False, help_text='Its entries are public once they are sent in. So it is after its first one was approved.'),
        ),
        migrations.AddField(
            model_name='organisationevent',
            name='publishes_directly',
            field=models.BooleanField(default=False, help_text='Its entries are public once they are sent in. So it is after its first one was approved.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organisation',
            trigger=pgtrigger.compiler.Trigger(name='history_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM new_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "councils_organisationevent" ("announcement", "code3", "county_id", "end_date", "gov_uk_slug", "gss_code", "hex_q", "hex_r", "kind", "latitude", "longitude", "map_x", "map_y", "name", "nation", "notes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "population", "population_year", "publishes_directly", "region", "short_name", "slug", "start_date", "status", "strategic_authority_id", "tier", "website") SELECT new_values."announcement", new_values."code3", new_values."county_id", new_values."end_date", new_values."gov_uk_slug", new_values."gss_code", new_values."hex_q", new_values."hex_r", new_values."kind", new_values."latitude", new_values."longitude", new_values."map_x", new_values."map_y", new_values."name", new_values."nation", new_values."notes", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."population", new_values."population_year", new_values."publishes_directly", new_values."region", new_values."short_name", new_values."slug", new_values."start_date", new_values."status", new_values."strategic_authority_id", new_values."tier", new_values."website" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='e33925a239448682d45800dd21222ed2fb40dbfb', level='STATEMENT', operation='INSERT', pgid='pgtrigger_history_insert_c73d5', referencing='REFERENCING NEW TABLE AS new_values ', table='councils_organisation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organisation',
            trigger=pgtrigger.compiler.Trigger(name='history_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."announcement" IS DISTINCT FROM (new_values."announcement") OR old_values."code3" IS DISTINCT FROM (new_values."code3") OR old_values."county_id" IS DISTINCT FROM (new_values."county_id") OR old_values."end_date" IS DISTINCT FROM (new_values."end_date") OR old_values."gov_uk_slug" IS DISTINCT FROM (new_values."gov_uk_slug") OR old_values."gss_code" IS DISTINCT FROM (new_values."gss_code") OR old_values."hex_q" IS DISTINCT FROM (new_values."hex_q") OR old_values."hex_r" IS DISTINCT FROM (new_values."hex_r") OR old_values."kind" IS DISTINCT FROM (new_values."kind") OR old_values."latitude" IS DISTINCT FROM (new_values."latitude") OR old_values."longitude" IS DISTINCT FROM (new_values."longitude") OR old_values."map_x" IS DISTINCT FROM (new_values."map_x") OR old_values."map_y" IS DISTINCT FROM (new_values."map_y") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."nation" IS DISTINCT FROM (new_values."nation") OR old_values."notes" IS DISTINCT FROM (new_values."notes") OR old_values."population" IS DISTINCT FROM (new_values."population") OR old_values."population_year" IS DISTINCT FROM (new_values."population_year") OR old_values."publishes_directly" IS DISTINCT FROM (new_values."publishes_directly") OR old_values."region" IS DISTINCT FROM (new_values."region") OR old_values."short_name" IS DISTINCT FROM (new_values."short_name") OR old_values."slug" IS DISTINCT FROM (new_values."slug") OR old_values."start_date" IS DISTINCT FROM (new_values."start_date") OR old_values."status" IS DISTINCT FROM (new_values."status") OR old_values."strategic_authority_id" IS DISTINCT FROM (new_values."strategic_authority_id") OR old_values."tier" IS DISTINCT FROM (new_values."tier") OR old_values."website" IS DISTINCT FROM (new_values."website"))) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "councils_organisationevent" ("announcement", "code3", "county_id", "end_date", "gov_uk_slug", "gss_code", "hex_q", "hex_r", "kind", "latitude", "longitude", "map_x", "map_y", "name", "nation", "notes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "population", "population_year", "publishes_directly", "region", "short_name", "slug", "start_date", "status", "strategic_authority_id", "tier", "website") SELECT new_values."announcement", new_values."code3", new_values."county_id", new_values."end_date", new_values."gov_uk_slug", new_values."gss_code", new_values."hex_q", new_values."hex_r", new_values."kind", new_values."latitude", new_values."longitude", new_values."map_x", new_values."map_y", new_values."name", new_values."nation", new_values."notes", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."population", new_values."population_year", new_values."publishes_directly", new_values."region", new_values."short_name", new_values."slug", new_values."start_date", new_values."status", new_values."strategic_authority_id", new_values."tier", new_values."website" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."announcement" IS DISTINCT FROM (new_values."announcement") OR old_values."code3" IS DISTINCT FROM (new_values."code3") OR old_values."county_id" IS DISTINCT FROM (new_values."county_id") OR old_values."end_date" IS DISTINCT FROM (new_values."end_date") OR old_values."gov_uk_slug" IS DISTINCT FROM (new_values."gov_uk_slug") OR old_values."gss_code" IS DISTINCT FROM (new_values."gss_code") OR old_values."hex_q" IS DISTINCT FROM (new_values."hex_q") OR old_values."hex_r" IS DISTINCT FROM (new_values."hex_r") OR old_values."kind" IS DISTINCT FROM (new_values."kind") OR old_values."latitude" IS DISTINCT FROM (new_values."latitude") OR old_values."longitude" IS DISTINCT FROM (new_values."longitude") OR old_values."map_x" IS DISTINCT FROM (new_values."map_x") OR old_values."map_y" IS DISTINCT FROM (new_values."map_y") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."nation" IS DISTINCT FROM (new_values."nation") OR old_values."notes" IS DISTINCT FROM (new_values."notes") OR old_values."population" IS DISTINCT FROM (new_values."population") OR old_values."population_year" IS DISTINCT FROM (new_values."population_year") OR old_values."publishes_directly" IS DISTINCT FROM (new_values."publishes_directly") OR old_values."region" IS DISTINCT FROM (new_values."region") OR old_values."short_name" IS DISTINCT FROM (new_values."short_name") OR old_values."slug" IS DISTINCT FROM (new_values."slug") OR old_values."start_date" IS DISTINCT FROM (new_values."start_date") OR old_values."status" IS DISTINCT FROM (new_values."status") OR old_values."strategic_authority_id" IS DISTINCT FROM (new_values."strategic_authority_id") OR old_values."tier" IS DISTINCT FROM (new_values."tier") OR old_values."website" IS DISTINCT FROM (new_values."website")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='f7f18a478f0fea00c5fbf3ba8d456545501348ce', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_history_update_c5edc', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='councils_organisation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organisation',
            trigger=pgtrigger.compiler.Trigger(name='history_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "councils_organisationevent" ("announcement", "code3", "county_id", "end_date", "gov_uk_slug", "gss_code", "hex_q", "hex_r", "kind", "latitude", "longitude", "map_x", "map_y", "name", "nation", "notes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "population", "population_year", "publishes_directly", "region", "short_name", "slug", "start_date", "status", "strategic_authority_id", "tier", "website") SELECT old_values."announcement", old_values."code3", old_values."county_id", old_values."end_date", old_values."gov_uk_slug", old_values."gss_code", old_values."hex_q", old_values."hex_r", old_values."kind", old_values."latitude", old_values."longitude", old_values."map_x", old_values."map_y", old_values."name", old_values."nation", old_values."notes", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."population", old_values."population_year", old_values."publishes_directly", old_values."region", old_values."short_name", old_values."slug", old_values."start_date", old_values."status", old_values."strategic_authority_id", old_values."tier", old_values."website" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='f568150e95d44463169f0aed27dbe8af3cb06ceb', level='STATEMENT', operation='DELETE', pgid='pgtrigger_history_delete_30f65', referencing='REFERENCING OLD TABLE AS old_values ', table='councils_organisation', when='AFTER')),
        ),
    ]
