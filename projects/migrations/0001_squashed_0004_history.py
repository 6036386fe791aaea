"""Projects and their history, made at once as in councils."""

import django.db.models.deletion
import pgtrigger.compiler
from django.db import migrations, models

SEARCH = """
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
"""Keeps what search entries know of projects."""
COUNT = """
CREATE TRIGGER count_data_change AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON projects_project
    FOR EACH STATEMENT EXECUTE FUNCTION count_data_change();
"""
"""Changes of projects count as changes of what public pages are made of."""


class Migration(migrations.Migration):

    replaces = [
        ('projects', '0001_initial'),
        ('projects', '0002_search_trigger'),
        ('projects', '0003_data_changes'),
        ('projects', '0004_history'),
    ]

    initial = True

    dependencies = [
        ('listings', '0001_squashed_0012_hidden_statements'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='Project',
            fields=[
                ('listing_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='listings.listing')),
                ('phase', models.CharField(blank=True, choices=[('idea', 'Idea'), ('discovery', 'Discovery'), ('alpha', 'Alpha'), ('beta', 'Beta'), ('live', 'Live')], help_text='How far it has come, or came before it ended.', max_length=10)),
                ('funding_source', models.CharField(blank=True, max_length=120, verbose_name='fund')),
                ('funding_amount_gbp', models.PositiveBigIntegerField(blank=True, null=True, verbose_name='award in whole pounds')),
                ('funding_outcome', models.CharField(blank=True, choices=[('funded', 'Funded'), ('invited-to-apply', 'Invited to apply'), ('not-funded', 'Not funded'), ('withdrawn', 'Withdrawn')], max_length=20)),
                ('funding_reason', models.CharField(blank=True, max_length=500, verbose_name='reason given')),
                ('budget_band', models.CharField(blank=True, choices=[('staff-time', 'No cost but staff time'), ('0-50k', 'Up to £50,000'), ('50k-100k', '£50,000 to £100,000'), ('100k-250k', '£100,000 to £250,000'), ('250k-500k', '£250,000 to £500,000'), ('500k-1m', '£500,000 to £1 million'), ('over-1m', 'Over £1 million')], max_length=10)),
                ('budget_note', models.CharField(blank=True, max_length=120, verbose_name='budget, in words')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('phase__in', ['', 'idea', 'discovery', 'alpha', 'beta', 'live'])), name='project_phase_is_known'), models.CheckConstraint(condition=models.Q(('funding_outcome__in', ['', 'funded', 'invited-to-apply', 'not-funded', 'withdrawn'])), name='project_funding_outcome_is_known')],
                'triggers': [pgtrigger.compiler.Trigger(name='history_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM new_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "projects_projectevent" ("budget_band", "budget_note", "funding_amount_gbp", "funding_outcome", "funding_reason", "funding_source", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phase") SELECT new_values."budget_band", new_values."budget_note", new_values."funding_amount_gbp", new_values."funding_outcome", new_values."funding_reason", new_values."funding_source", _pgh_attached_context.value, NOW(), \'insert\', new_values."listing_ptr_id", new_values."phase" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='33155780d5d4f5d5326e020fcbbd49961dfde9a8', level='STATEMENT', operation='INSERT', pgid='pgtrigger_history_insert_75a04', referencing='REFERENCING NEW TABLE AS new_values ', table='projects_project', when='AFTER')), pgtrigger.compiler.Trigger(name='history_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values JOIN new_values ON (old_values."listing_ptr_id") = (new_values."listing_ptr_id") WHERE (old_values."budget_band" IS DISTINCT FROM (new_values."budget_band") OR old_values."budget_note" IS DISTINCT FROM (new_values."budget_note") OR old_values."funding_amount_gbp" IS DISTINCT FROM (new_values."funding_amount_gbp") OR old_values."funding_outcome" IS DISTINCT FROM (new_values."funding_outcome") OR old_values."funding_reason" IS DISTINCT FROM (new_values."funding_reason") OR old_values."funding_source" IS DISTINCT FROM (new_values."funding_source") OR old_values."phase" IS DISTINCT FROM (new_values."phase"))) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "projects_projectevent" ("budget_band", "budget_note", "funding_amount_gbp", "funding_outcome", "funding_reason", "funding_source", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phase") SELECT new_values."budget_band", new_values."budget_note", new_values."funding_amount_gbp", new_values."funding_outcome", new_values."funding_reason", new_values."funding_source", _pgh_attached_context.value, NOW(), \'update\', new_values."listing_ptr_id", new_values."phase" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."listing_ptr_id") = (new_values."listing_ptr_id") WHERE (old_values."budget_band" IS DISTINCT FROM (new_values."budget_band") OR old_values."budget_note" IS DISTINCT FROM (new_values."budget_note") OR old_values."funding_amount_gbp" IS DISTINCT FROM (new_values."funding_amount_gbp") OR old_values."funding_outcome" IS DISTINCT FROM (new_values."funding_outcome") OR old_values."funding_reason" IS DISTINCT FROM (new_values."funding_reason") OR old_values."funding_source" IS DISTINCT FROM (new_values."funding_source") OR old_values."phase" IS DISTINCT FROM (new_values."phase")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='edc2bfc2ecf7d33ec04dab20a6148b566824163e', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_history_update_6b717', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='projects_project', when='AFTER')), pgtrigger.compiler.Trigger(name='history_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "projects_projectevent" ("budget_band", "budget_note", "funding_amount_gbp", "funding_outcome", "funding_reason", "funding_source", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phase") SELECT old_values."budget_band", old_values."budget_note", old_values."funding_amount_gbp", old_values."funding_outcome", old_values."funding_reason", old_values."funding_source", _pgh_attached_context.value, NOW(), \'delete\', old_values."listing_ptr_id", old_values."phase" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='341655413353739212680421ba60e12e190eb29b', level='STATEMENT', operation='DELETE', pgid='pgtrigger_history_delete_19ddd', referencing='REFERENCING OLD TABLE AS old_values ', table='projects_project', when='AFTER'))],
            },
            bases=('listings.listing',),
        ),
        migrations.CreateModel(
            name='ProjectEvent',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('phase', models.CharField(blank=True, choices=[('idea', 'Idea'), ('discovery', 'Discovery'), ('alpha', 'Alpha'), ('beta', 'Beta'), ('live', 'Live')], help_text='How far it has come, or came before it ended.', max_length=10)),
                ('funding_source', models.CharField(blank=True, max_length=120, verbose_name='fund')),
                ('funding_amount_gbp', models.PositiveBigIntegerField(blank=True, null=True, verbose_name='award in whole pounds')),
                ('funding_outcome', models.CharField(blank=True, choices=[('funded', 'Funded'), ('invited-to-apply', 'Invited to apply'), ('not-funded', 'Not funded'), ('withdrawn', 'Withdrawn')], max_length=20)),
                ('funding_reason', models.CharField(blank=True, max_length=500, verbose_name='reason given')),
                ('budget_band', models.CharField(blank=True, choices=[('staff-time', 'No cost but staff time'), ('0-50k', 'Up to £50,000'), ('50k-100k', '£50,000 to £100,000'), ('100k-250k', '£100,000 to £250,000'), ('250k-500k', '£250,000 to £500,000'), ('500k-1m', '£500,000 to £1 million'), ('over-1m', 'Over £1 million')], max_length=10)),
                ('budget_note', models.CharField(blank=True, max_length=120, verbose_name='budget, in words')),
                ('pgh_context', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='projects.project')),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='1e539f9fdce38ce92bafc8b1e4a452e7eeeec59d', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_bce67', table='projects_projectevent', when='BEFORE'))],
            },
        ),
        migrations.RunSQL(SEARCH, "DROP FUNCTION search_project_changed() CASCADE;"),
        migrations.RunSQL(COUNT, "DROP TRIGGER count_data_change ON projects_project;"),
    ]
