"""Listings with all that belongs to them, search, and their history, made at once as in councils: it is much faster."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
import django.db.models.lookups
import django.utils.timezone
import listings.partial_dates
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.conf import settings
from django.db import migrations, models

from listings.migrations import _search

# Changes of what public pages are made of are counted: docs/decisions/0006-generation-cache.md.
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
SHOWN = [
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
    "listings_update",
    "listings_phasechange",
]
"""What public pages are made of."""
ATTACH = """
CREATE TRIGGER count_data_change AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION count_data_change();
"""


class Migration(migrations.Migration):

    replaces = [
        ('listings', '0001_initial'),
        ('listings', '0002_synonyms'),
        ('listings', '0003_data_changes'),
        ('listings', '0004_search_entries'),
        ('listings', '0005_search_triggers'),
        ('listings', '0006_officers'),
        ('listings', '0007_history'),
        ('listings', '0008_review_dates'),
        ('listings', '0009_registering'),
        ('listings', '0010_search_more_fields'),
        ('listings', '0011_partners_told'),
        ('listings', '0012_hidden_statements'),
    ]

    initial = True

    dependencies = [
        ('councils', '0001_squashed_0005_registering'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='DataChange',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('weight', models.BigIntegerField(help_text='A random number, so that two histories never have the same sum.')),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='ImportUpload',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('project', 'Project'), ('service', 'Shared service')], max_length=10)),
                ('file_name', models.CharField(max_length=200)),
                ('content', models.TextField()),
                ('uploaded_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('imported_at', models.DateTimeField(null=True)),
                ('uploaded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-uploaded_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='NameToResolve',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, unique=True, verbose_name='name as written')),
                ('reason', models.CharField(choices=[('ambiguous', 'It may mean more than one organisation'), ('unknown', 'No organisation of this name is known'), ('proposed', 'An officer proposes it as a new organisation')], max_length=10)),
                ('first_seen_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                'verbose_name': 'name to resolve',
                'verbose_name_plural': 'names to resolve',
                'ordering': ['name'],
                'constraints': [models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='name_to_resolve_is_not_empty')],
                'triggers': [pgtrigger.compiler.Trigger(name='history_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM new_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "listings_nametoresolveevent" ("first_seen_at", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason") SELECT new_values."first_seen_at", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."reason" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='937626cf7fa5da02d312112e999f702036a48a33', level='STATEMENT', operation='INSERT', pgid='pgtrigger_history_insert_ea238', referencing='REFERENCING NEW TABLE AS new_values ', table='listings_nametoresolve', when='AFTER')), pgtrigger.compiler.Trigger(name='history_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."first_seen_at" IS DISTINCT FROM (new_values."first_seen_at") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."reason" IS DISTINCT FROM (new_values."reason"))) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "listings_nametoresolveevent" ("first_seen_at", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason") SELECT new_values."first_seen_at", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."reason" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."first_seen_at" IS DISTINCT FROM (new_values."first_seen_at") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."reason" IS DISTINCT FROM (new_values."reason")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='e64fa5b19880f4ea11174b2efd77ebf2abead3b0', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_history_update_af6ef', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='listings_nametoresolve', when='AFTER')), pgtrigger.compiler.Trigger(name='history_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "listings_nametoresolveevent" ("first_seen_at", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason") SELECT old_values."first_seen_at", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."reason" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='6a3c834ca2ccc6bc6370f97f9ad65267fbaafc3d', level='STATEMENT', operation='DELETE', pgid='pgtrigger_history_delete_3de6d', referencing='REFERENCING OLD TABLE AS old_values ', table='listings_nametoresolve', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='NameToResolveEvent',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=200, verbose_name='name as written')),
                ('reason', models.CharField(choices=[('ambiguous', 'It may mean more than one organisation'), ('unknown', 'No organisation of this name is known'), ('proposed', 'An officer proposes it as a new organisation')], max_length=10)),
                ('first_seen_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('pgh_context', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='listings.nametoresolve')),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='177a807104c9e298d9e7f3741d2ba2d8673b183b', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_bf16c', table='listings_nametoresolveevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='ReviewMail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stage', models.CharField(choices=[('asked', 'Asked before the date'), ('reminded', 'Reminded once'), ('managers', 'Managers asked')], max_length=10)),
                ('day', models.DateField(help_text='The day on which it was to be sent.')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('message_id', models.CharField(help_text='The same however often sending is tried.', max_length=200, unique=True)),
                ('sent_at', models.DateTimeField(null=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='review_mails', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['made_at', 'id'],
                'constraints': [models.UniqueConstraint(fields=('user', 'stage', 'day'), name='review_mail_once_a_day_and_stage')],
            },
        ),
        migrations.CreateModel(
            name='ServiceArea',
            fields=[
                ('esd_id', models.PositiveIntegerField(primary_key=True, serialize=False, verbose_name='ESD identifier')),
                ('label', models.CharField(max_length=120)),
                ('level', models.PositiveSmallIntegerField()),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='listings.servicearea')),
            ],
            options={
                'ordering': ['label', 'esd_id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('level', 1), ('parent__isnull', True)), models.Q(('level__in', [2, 3]), ('parent__isnull', False)), _connector='OR'), name='service_area_has_a_parent_below_the_top')],
            },
        ),
        migrations.CreateModel(
            name='SynonymGroup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('terms', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=80), help_text='One term on each line, at least two.')),
                ('direction', models.CharField(choices=[('two-way', 'Each finds all the others'), ('one-way', 'The first finds the others, but they do not find it'), ('misspelt', 'The first is a misspelling of the second, and is read as it')], default='two-way', max_length=10)),
                ('note', models.CharField(blank=True, help_text='Why, or where the words come from.', max_length=200)),
                ('is_used', models.BooleanField(default=True, help_text='Switch a group off rather than delete it: then no update brings it back.', verbose_name='used')),
                ('key', models.CharField(blank=True, editable=False, max_length=80)),
                ('is_edited', models.BooleanField(default=False, editable=False, verbose_name='changed by a moderator')),
            ],
            options={
                'verbose_name': 'group of synonyms',
                'verbose_name_plural': 'synonyms',
                'ordering': ['terms', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('terms__len__gte', 2)), name='synonym_group_has_two_terms'), models.UniqueConstraint(condition=models.Q(('key', ''), _negated=True), fields=('key',), name='synonym_group_stands_once')],
                'triggers': [pgtrigger.compiler.Trigger(name='history_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM new_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "listings_synonymgroupevent" ("direction", "is_edited", "is_used", "key", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "terms") SELECT new_values."direction", new_values."is_edited", new_values."is_used", new_values."key", new_values."note", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."terms" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='e1499d637403d87c5d2601fddc82b5afc9224905', level='STATEMENT', operation='INSERT', pgid='pgtrigger_history_insert_99cc6', referencing='REFERENCING NEW TABLE AS new_values ', table='listings_synonymgroup', when='AFTER')), pgtrigger.compiler.Trigger(name='history_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."direction" IS DISTINCT FROM (new_values."direction") OR old_values."is_edited" IS DISTINCT FROM (new_values."is_edited") OR old_values."is_used" IS DISTINCT FROM (new_values."is_used") OR old_values."key" IS DISTINCT FROM (new_values."key") OR old_values."note" IS DISTINCT FROM (new_values."note") OR old_values."terms" IS DISTINCT FROM (new_values."terms"))) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "listings_synonymgroupevent" ("direction", "is_edited", "is_used", "key", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "terms") SELECT new_values."direction", new_values."is_edited", new_values."is_used", new_values."key", new_values."note", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."terms" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."direction" IS DISTINCT FROM (new_values."direction") OR old_values."is_edited" IS DISTINCT FROM (new_values."is_edited") OR old_values."is_used" IS DISTINCT FROM (new_values."is_used") OR old_values."key" IS DISTINCT FROM (new_values."key") OR old_values."note" IS DISTINCT FROM (new_values."note") OR old_values."terms" IS DISTINCT FROM (new_values."terms")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='14bb2dccb03e70186c49ca1f3cd80d712588cdc2', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_history_update_ff239', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='listings_synonymgroup', when='AFTER')), pgtrigger.compiler.Trigger(name='history_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "listings_synonymgroupevent" ("direction", "is_edited", "is_used", "key", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "terms") SELECT old_values."direction", old_values."is_edited", old_values."is_used", old_values."key", old_values."note", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."terms" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='e1cb344cec04f441ece2a2e52814f921737bc18e', level='STATEMENT', operation='DELETE', pgid='pgtrigger_history_delete_b5c5d', referencing='REFERENCING OLD TABLE AS old_values ', table='listings_synonymgroup', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='SynonymGroupEvent',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('terms', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=80), help_text='One term on each line, at least two.')),
                ('direction', models.CharField(choices=[('two-way', 'Each finds all the others'), ('one-way', 'The first finds the others, but they do not find it'), ('misspelt', 'The first is a misspelling of the second, and is read as it')], default='two-way', max_length=10)),
                ('note', models.CharField(blank=True, help_text='Why, or where the words come from.', max_length=200)),
                ('is_used', models.BooleanField(default=True, help_text='Switch a group off rather than delete it: then no update brings it back.', verbose_name='used')),
                ('key', models.CharField(blank=True, editable=False, max_length=80)),
                ('is_edited', models.BooleanField(default=False, editable=False, verbose_name='changed by a moderator')),
                ('pgh_context', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='listings.synonymgroup')),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='2a3000a934c5b494545e7b8665868a16524d8a13', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_c1000', table='listings_synonymgroupevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Topic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, unique=True)),
            ],
            options={
                'ordering': ['name'],
                'constraints': [models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='topic_is_not_empty')],
                'triggers': [pgtrigger.compiler.Trigger(name='history_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM new_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "listings_topicevent" ("name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='b6bb443cea0d52938f81465f5549f4b9e4e9d9e7', level='STATEMENT', operation='INSERT', pgid='pgtrigger_history_insert_e9bf3', referencing='REFERENCING NEW TABLE AS new_values ', table='listings_topic', when='AFTER')), pgtrigger.compiler.Trigger(name='history_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."name" IS DISTINCT FROM (new_values."name"))) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "listings_topicevent" ("name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."name" IS DISTINCT FROM (new_values."name")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='f38e429c3a8bac37708a3f86f5b71a6534713d85', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_history_update_05261', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='listings_topic', when='AFTER')), pgtrigger.compiler.Trigger(name='history_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "listings_topicevent" ("name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='23769b2290bf5095ded46ea16b5fdbeea1538ff1', level='STATEMENT', operation='DELETE', pgid='pgtrigger_history_delete_896d0', referencing='REFERENCING OLD TABLE AS old_values ', table='listings_topic', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='Listing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('project', 'Project'), ('service', 'Shared service')], editable=False, max_length=10)),
                ('title', models.CharField(max_length=200)),
                ('slug', models.SlugField(editable=False, max_length=100)),
                ('summary', models.CharField(help_text='One or two plain sentences: what it is and for whom.', max_length=500)),
                ('description', models.TextField(blank=True, help_text='Markdown.', max_length=20000)),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('waiting', 'Waiting for a moderator'), ('published', 'Published'), ('withdrawn', 'Withdrawn')], default='draft', max_length=10)),
                ('partners_note', models.CharField(blank=True, help_text='Partners known only as a group, such as “all 32 Scottish councils”.', max_length=300)),
                ('wants', models.CharField(blank=True, choices=[('share-ideas', 'Wants to share ideas'), ('open-to-conversation', 'Open to conversation'), ('share-funding', 'Wants to share funding'), ('partners', 'Looking for partners'), ('ready-to-reuse', 'Ready to reuse'), ('not-now', 'Not open to others now')], max_length=30, verbose_name='wanted')),
                ('wants_note', models.CharField(blank=True, max_length=300, verbose_name='wanted, in words')),
                ('offers_note', models.CharField(blank=True, max_length=300, verbose_name='offered, in words')),
                ('learnt', models.TextField(blank=True, help_text='Markdown.', max_length=10000, verbose_name='what has been learnt so far')),
                ('technology', models.CharField(blank=True, max_length=300, verbose_name='technology in use')),
                ('contact_route', models.CharField(choices=[('officers', 'The people who look after this entry'), ('managers', 'The council’s managers'), ('page', 'A page on the web')], default='officers', max_length=10)),
                ('contact_url', models.URLField(blank=True, max_length=500, verbose_name='contact page')),
                ('started', listings.partial_dates.PartialDateField(blank=True, help_text='A year, a month or a day, such as 2019, 2019-03 or 2019-03-31.')),
                ('ended', listings.partial_dates.PartialDateField(blank=True, help_text='A year, a month or a day, such as 2019, 2019-03 or 2019-03-31.', verbose_name='ended or due to end')),
                ('is_ended', models.BooleanField(default=False, verbose_name='has ended')),
                ('end_reason', models.CharField(blank=True, choices=[('completed', 'Completed'), ('merged', 'Merged with other work'), ('superseded', 'Replaced by other work'), ('not-funded', 'Not funded'), ('partner-withdrew', 'Stopped by its partners, or a partner withdrew'), ('evidence-said-no', 'Stopped because the evidence said no'), ('reorganisation', 'Local government reorganisation')], max_length=20)),
                ('end_note', models.CharField(blank=True, max_length=500, verbose_name='what happened')),
                ('would_do_differently', models.CharField(blank=True, max_length=1000, verbose_name='what we would do differently')),
                ('confirmed_at', models.DateTimeField(blank=True, help_text='When its owners last said it is true.', null=True)),
                ('review_date', models.DateField(blank=True, help_text='When its owners are next asked.', null=True)),
                ('submitted_at', models.DateTimeField(blank=True, editable=False, help_text='When it was last sent in.', null=True)),
                ('published_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('changed_since_review_at', models.DateTimeField(blank=True, editable=False, help_text='The first change that no moderator has looked at: when its transaction began.', null=True)),
                ('start_key', models.UUIDField(blank=True, editable=False, help_text='Of the form that began it: sent twice, it is one entry.', null=True, unique=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('updated_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('confirmed_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('merged_into', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged_from', to='listings.listing')),
                ('service_areas', models.ManyToManyField(blank=True, related_name='listings', to='listings.servicearea')),
                ('topics', models.ManyToManyField(blank=True, related_name='listings', to='listings.topic')),
            ],
            options={
                'ordering': ['-updated_at', '-id'],
                'indexes': [models.Index(condition=models.Q(('state', 'published')), fields=['-updated_at', '-id'], name='listing_published_newest')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('title', ''), _negated=True), models.Q(('slug', ''), _negated=True)), name='listing_has_a_title'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'published'), _negated=True), models.Q(models.Q(('summary', ''), _negated=True), ('published_at__isnull', False)), _connector='OR'), name='listing_published_has_summary_and_date'), models.CheckConstraint(condition=models.Q(models.Q(('started', ''), ('started__regex', '^(1[89]|20|21)\\d\\d(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\\d|3[01]))?)?$'), _connector='OR'), models.Q(('ended', ''), ('ended__regex', '^(1[89]|20|21)\\d\\d(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\\d|3[01]))?)?$'), _connector='OR')), name='listing_dates_are_years_months_or_days'), models.CheckConstraint(condition=models.Q(('started', ''), ('ended', ''), django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Left('started', django.db.models.functions.comparison.Least(django.db.models.functions.text.Length('started'), django.db.models.functions.text.Length('ended'))), django.db.models.functions.text.Left('ended', django.db.models.functions.comparison.Least(django.db.models.functions.text.Length('started'), django.db.models.functions.text.Length('ended')))), _connector='OR'), name='listing_ends_after_it_starts', violation_error_message='The end is before the start.'), models.CheckConstraint(condition=models.Q(('is_ended', True), ('end_reason', ''), _connector='OR'), name='listing_end_reason_only_when_ended', violation_error_message='Only work that has ended has a reason for ending.'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'waiting'), _negated=True), ('submitted_at__isnull', False), _connector='OR'), name='listing_waits_since_it_was_sent_in'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'published'), _negated=True), ('review_date__isnull', False), _connector='OR'), name='listing_published_has_a_review_date'), models.CheckConstraint(condition=models.Q(('merged_into__isnull', True), models.Q(('state', 'withdrawn'), models.Q(('merged_into', models.F('id')), _negated=True)), _connector='OR'), name='listing_merged_is_withdrawn'), models.CheckConstraint(condition=models.Q(('contact_url', ''), ('contact_url__regex', '^https?://'), _connector='OR'), name='listing_contact_is_a_web_address'), models.CheckConstraint(condition=models.Q(('changed_since_review_at__isnull', True), ('state', 'published'), _connector='OR'), name='listing_changed_since_review_is_published'), models.CheckConstraint(condition=models.Q(('updated_at__gte', models.F('created_at'))), name='listing_updated_after_it_was_created')],
                'triggers': [pgtrigger.compiler.Trigger(name='history_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM new_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "listings_listingevent" ("changed_since_review_at", "confirmed_at", "confirmed_by_id", "contact_route", "contact_url", "description", "end_note", "end_reason", "ended", "is_ended", "kind", "learnt", "merged_into_id", "offers_note", "partners_note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "review_date", "started", "state", "submitted_at", "summary", "technology", "title", "wants", "wants_note", "would_do_differently") SELECT new_values."changed_since_review_at", new_values."confirmed_at", new_values."confirmed_by_id", new_values."contact_route", new_values."contact_url", new_values."description", new_values."end_note", new_values."end_reason", new_values."ended", new_values."is_ended", new_values."kind", new_values."learnt", new_values."merged_into_id", new_values."offers_note", new_values."partners_note", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."published_at", new_values."review_date", new_values."started", new_values."state", new_values."submitted_at", new_values."summary", new_values."technology", new_values."title", new_values."wants", new_values."wants_note", new_values."would_do_differently" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='d41482a2cce738fc66883ec59b604780a8914f8b', level='STATEMENT', operation='INSERT', pgid='pgtrigger_history_insert_30847', referencing='REFERENCING NEW TABLE AS new_values ', table='listings_listing', when='AFTER')), pgtrigger.compiler.Trigger(name='history_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."changed_since_review_at" IS DISTINCT FROM (new_values."changed_since_review_at") OR old_values."confirmed_at" IS DISTINCT FROM (new_values."confirmed_at") OR old_values."confirmed_by_id" IS DISTINCT FROM (new_values."confirmed_by_id") OR old_values."contact_route" IS DISTINCT FROM (new_values."contact_route") OR old_values."contact_url" IS DISTINCT FROM (new_values."contact_url") OR old_values."description" IS DISTINCT FROM (new_values."description") OR old_values."end_note" IS DISTINCT FROM (new_values."end_note") OR old_values."end_reason" IS DISTINCT FROM (new_values."end_reason") OR old_values."ended" IS DISTINCT FROM (new_values."ended") OR old_values."is_ended" IS DISTINCT FROM (new_values."is_ended") OR old_values."kind" IS DISTINCT FROM (new_values."kind") OR old_values."learnt" IS DISTINCT FROM (new_values."learnt") OR old_values."merged_into_id" IS DISTINCT FROM (new_values."merged_into_id") OR old_values."offers_note" IS DISTINCT FROM (new_values."offers_note") OR old_values."partners_note" IS DISTINCT FROM (new_values."partners_note") OR old_values."published_at" IS DISTINCT FROM (new_values."published_at") OR old_values."review_date" IS DISTINCT FROM (new_values."review_date") OR old_values."started" IS DISTINCT FROM (new_values."started") OR old_values."state" IS DISTINCT FROM (new_values."state") OR old_values."submitted_at" IS DISTINCT FROM (new_values."submitted_at") OR old_values."summary" IS DISTINCT FROM (new_values."summary") OR old_values."technology" IS DISTINCT FROM (new_values."technology") OR old_values."title" IS DISTINCT FROM (new_values."title") OR old_values."wants" IS DISTINCT FROM (new_values."wants") OR old_values."wants_note" IS DISTINCT FROM (new_values."wants_note") OR old_values."would_do_differently" IS DISTINCT FROM (new_values."would_do_differently"))) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "listings_listingevent" ("changed_since_review_at", "confirmed_at", "confirmed_by_id", "contact_route", "contact_url", "description", "end_note", "end_reason", "ended", "is_ended", "kind", "learnt", "merged_into_id", "offers_note", "partners_note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "review_date", "started", "state", "submitted_at", "summary", "technology", "title", "wants", "wants_note", "would_do_differently") SELECT new_values."changed_since_review_at", new_values."confirmed_at", new_values."confirmed_by_id", new_values."contact_route", new_values."contact_url", new_values."description", new_values."end_note", new_values."end_reason", new_values."ended", new_values."is_ended", new_values."kind", new_values."learnt", new_values."merged_into_id", new_values."offers_note", new_values."partners_note", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."published_at", new_values."review_date", new_values."started", new_values."state", new_values."submitted_at", new_values."summary", new_values."technology", new_values."title", new_values."wants", new_values."wants_note", new_values."would_do_differently" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."changed_since_review_at" IS DISTINCT FROM (new_values."changed_since_review_at") OR old_values."confirmed_at" IS DISTINCT FROM (new_values."confirmed_at") OR old_values."confirmed_by_id" IS DISTINCT FROM (new_values."confirmed_by_id") OR old_values."contact_route" IS DISTINCT FROM (new_values."contact_route") OR old_values."contact_url" IS DISTINCT FROM (new_values."contact_url") OR old_values."description" IS DISTINCT FROM (new_values."description") OR old_values."end_note" IS DISTINCT FROM (new_values."end_note") OR old_values."end_reason" IS DISTINCT FROM (new_values."end_reason") OR old_values."ended" IS DISTINCT FROM (new_values."ended") OR old_values."is_ended" IS DISTINCT FROM (new_values."is_ended") OR old_values."kind" IS DISTINCT FROM (new_values."kind") OR old_values."learnt" IS DISTINCT FROM (new_values."learnt") OR old_values."merged_into_id" IS DISTINCT FROM (new_values."merged_into_id") OR old_values."offers_note" IS DISTINCT FROM (new_values."offers_note") OR old_values."partners_note" IS DISTINCT FROM (new_values."partners_note") OR old_values."published_at" IS DISTINCT FROM (new_values."published_at") OR old_values."review_date" IS DISTINCT FROM (new_values."review_date") OR old_values."started" IS DISTINCT FROM (new_values."started") OR old_values."state" IS DISTINCT FROM (new_values."state") OR old_values."submitted_at" IS DISTINCT FROM (new_values."submitted_at") OR old_values."summary" IS DISTINCT FROM (new_values."summary") OR old_values."technology" IS DISTINCT FROM (new_values."technology") OR old_values."title" IS DISTINCT FROM (new_values."title") OR old_values."wants" IS DISTINCT FROM (new_values."wants") OR old_values."wants_note" IS DISTINCT FROM (new_values."wants_note") OR old_values."would_do_differently" IS DISTINCT FROM (new_values."would_do_differently")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='3c2c78ecaf1fd353e1eb2eff60c67a33fa76b06e', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_history_update_a2f3e', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='listings_listing', when='AFTER')), pgtrigger.compiler.Trigger(name='history_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "listings_listingevent" ("changed_since_review_at", "confirmed_at", "confirmed_by_id", "contact_route", "contact_url", "description", "end_note", "end_reason", "ended", "is_ended", "kind", "learnt", "merged_into_id", "offers_note", "partners_note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "review_date", "started", "state", "submitted_at", "summary", "technology", "title", "wants", "wants_note", "would_do_differently") SELECT old_values."changed_since_review_at", old_values."confirmed_at", old_values."confirmed_by_id", old_values."contact_route", old_values."contact_url", old_values."description", old_values."end_note", old_values."end_reason", old_values."ended", old_values."is_ended", old_values."kind", old_values."learnt", old_values."merged_into_id", old_values."offers_note", old_values."partners_note", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."published_at", old_values."review_date", old_values."started", old_values."state", old_values."submitted_at", old_values."summary", old_values."technology", old_values."title", old_values."wants", old_values."wants_note", old_values."would_do_differently" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='69701a25ce03aeb89e4df40ec8173e46ef5a55b0', level='STATEMENT', operation='DELETE', pgid='pgtrigger_history_delete_022df', referencing='REFERENCING OLD TABLE AS old_values ', table='listings_listing', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('approved', 'Approved'), ('sent-back', 'Sent back'), ('looked-at', 'Changes looked at'), ('withdrawn', 'Withdrawn'), ('brought-back', 'Brought back'), ('hidden', 'Statement hidden'), ('shown-again', 'Statement shown again'), ('merged', 'Merged'), ('split', 'Split'), ('lead-changed', 'Lead changed'), ('no-direct-publishing', 'Publishes directly no longer'), ('direct-publishing', 'Publishes directly')], max_length=20)),
                ('reason', models.CharField(blank=True, help_text='The key of a kept reason: listings.moderation.reasons.', max_length=30)),
                ('field', models.CharField(blank=True, help_text='The field that the officer is to look at.', max_length=30)),
                ('words', models.CharField(blank=True, max_length=1000, verbose_name='in words')),
                ('decided_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('settled_at', models.DateTimeField(editable=False, help_text='When the entry was sent in again, or the statement shown again.', null=True)),
                ('held', models.JSONField(default=dict, editable=False, help_text='What was hidden, as it is shown again: {column: value} of the listing.')),
                ('decided_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='decisions', to='councils.organisation')),
                ('listing', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='decisions', to='listings.listing')),
            ],
            options={
                'ordering': ['-decided_at', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('listing__isnull', False), ('organisation__isnull', False), _connector='OR'), name='decision_is_about_something'), models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['sent-back', 'no-direct-publishing']), _negated=True), models.Q(('reason', ''), _negated=True), models.Q(('words', ''), _negated=True), _connector='OR'), name='decision_against_somebody_has_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='Doubt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('statement', models.CharField(choices=[('our-part', 'That we take part'), ('description', 'The description'), ('money', 'What it says about money'), ('dates', 'The dates'), ('ending', 'That it has ended, or why'), ('wanted', 'What is wanted or offered'), ('all', 'The whole entry')], max_length=20)),
                ('words', models.CharField(max_length=1000, verbose_name='what is wrong')),
                ('held', models.JSONField(default=dict, editable=False)),
                ('said_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('answer', models.CharField(blank=True, choices=[('stays-out', 'Stays out'), ('put-back', 'Put back')], max_length=10)),
                ('answer_words', models.CharField(blank=True, max_length=1000, verbose_name='reason')),
                ('answered_at', models.DateTimeField(editable=False, null=True)),
                ('answered_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(help_text='Whose officer says so.', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='councils.organisation')),
                ('said_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('listing', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='doubts', to='listings.listing')),
            ],
            options={
                'ordering': ['said_at', 'id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('answered_at__isnull', True)), fields=('listing', 'organisation', 'statement'), name='doubt_open_once'), models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at__isnull', True)), models.Q(('answered_at__isnull', False), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='doubt_answer_has_a_moment')],
                'triggers': [pgtrigger.compiler.Trigger(name='history_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM new_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "listings_doubtevent" ("answer", "answered_at", "answered_by_id", "listing_id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "said_at", "said_by_id", "statement") SELECT new_values."answer", new_values."answered_at", new_values."answered_by_id", new_values."listing_id", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."said_at", new_values."said_by_id", new_values."statement" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='5eaebe8ba335c1be4008ba721e713a6bb2e140a0', level='STATEMENT', operation='INSERT', pgid='pgtrigger_history_insert_68e43', referencing='REFERENCING NEW TABLE AS new_values ', table='listings_doubt', when='AFTER')), pgtrigger.compiler.Trigger(name='history_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."answer" IS DISTINCT FROM (new_values."answer") OR old_values."answered_at" IS DISTINCT FROM (new_values."answered_at") OR old_values."answered_by_id" IS DISTINCT FROM (new_values."answered_by_id") OR old_values."listing_id" IS DISTINCT FROM (new_values."listing_id") OR old_values."organisation_id" IS DISTINCT FROM (new_values."organisation_id") OR old_values."said_at" IS DISTINCT FROM (new_values."said_at") OR old_values."said_by_id" IS DISTINCT FROM (new_values."said_by_id") OR old_values."statement" IS DISTINCT FROM (new_values."statement"))) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "listings_doubtevent" ("answer", "answered_at", "answered_by_id", "listing_id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "said_at", "said_by_id", "statement") SELECT new_values."answer", new_values."answered_at", new_values."answered_by_id", new_values."listing_id", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."said_at", new_values."said_by_id", new_values."statement" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."answer" IS DISTINCT FROM (new_values."answer") OR old_values."answered_at" IS DISTINCT FROM (new_values."answered_at") OR old_values."answered_by_id" IS DISTINCT FROM (new_values."answered_by_id") OR old_values."listing_id" IS DISTINCT FROM (new_values."listing_id") OR old_values."organisation_id" IS DISTINCT FROM (new_values."organisation_id") OR old_values."said_at" IS DISTINCT FROM (new_values."said_at") OR old_values."said_by_id" IS DISTINCT FROM (new_values."said_by_id") OR old_values."statement" IS DISTINCT FROM (new_values."statement")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='2fefdcae6704dda421c0c641c89e39d1daca3d1c', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_history_update_f9fd4', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='listings_doubt', when='AFTER')), pgtrigger.compiler.Trigger(name='history_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "listings_doubtevent" ("answer", "answered_at", "answered_by_id", "listing_id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "said_at", "said_by_id", "statement") SELECT old_values."answer", old_values."answered_at", old_values."answered_by_id", old_values."listing_id", old_values."organisation_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."said_at", old_values."said_by_id", old_values."statement" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='c33b0c68c8b5af10e12b9bd325e2695a73e05beb', level='STATEMENT', operation='DELETE', pgid='pgtrigger_history_delete_03804', referencing='REFERENCING OLD TABLE AS old_values ', table='listings_doubt', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='DoubtEvent',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('statement', models.CharField(choices=[('our-part', 'That we take part'), ('description', 'The description'), ('money', 'What it says about money'), ('dates', 'The dates'), ('ending', 'That it has ended, or why'), ('wanted', 'What is wanted or offered'), ('all', 'The whole entry')], max_length=20)),
                ('said_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('answer', models.CharField(blank=True, choices=[('stays-out', 'Stays out'), ('put-back', 'Put back')], max_length=10)),
                ('answered_at', models.DateTimeField(editable=False, null=True)),
                ('answered_by', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='councils.organisation')),
                ('pgh_context', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='listings.doubt')),
                ('said_by', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('listing', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='listings.listing')),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='fa6055a08dce523ae68bdc6bb3bd523613d28844', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_6dfdc', table='listings_doubtevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Link',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('url', models.URLField(max_length=500, verbose_name='address')),
                ('kind', models.CharField(choices=[('source', 'Where this was read'), ('website', 'Website'), ('code', 'Code'), ('document', 'Document'), ('page', 'Further page')], default='page', max_length=10)),
                ('listing', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links', to='listings.listing')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('listing', 'url'), name='link_once_in_a_listing'), models.CheckConstraint(condition=models.Q(('url__regex', '^https?://')), name='link_is_a_web_address')],
                'triggers': [pgtrigger.compiler.Trigger(name='history_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM new_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "listings_linkevent" ("kind", "listing_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "url") SELECT new_values."kind", new_values."listing_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."url" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='3d27a630f7a6038b6d2d852d7c313a6f79b36d94', level='STATEMENT', operation='INSERT', pgid='pgtrigger_history_insert_e5c98', referencing='REFERENCING NEW TABLE AS new_values ', table='listings_link', when='AFTER')), pgtrigger.compiler.Trigger(name='history_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."kind" IS DISTINCT FROM (new_values."kind") OR old_values."listing_id" IS DISTINCT FROM (new_values."listing_id") OR old_values."url" IS DISTINCT FROM (new_values."url"))) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "listings_linkevent" ("kind", "listing_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "url") SELECT new_values."kind", new_values."listing_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."url" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."kind" IS DISTINCT FROM (new_values."kind") OR old_values."listing_id" IS DISTINCT FROM (new_values."listing_id") OR old_values."url" IS DISTINCT FROM (new_values."url")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='b4cd500269c125ab450b431c296967a1aea3b5a3', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_history_update_b5db7', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='listings_link', when='AFTER')), pgtrigger.compiler.Trigger(name='history_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "listings_linkevent" ("kind", "listing_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "url") SELECT old_values."kind", old_values."listing_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."url" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='0cf50ff537f1a2d8e0f614210c9e908413544961', level='STATEMENT', operation='DELETE', pgid='pgtrigger_history_delete_3c144', referencing='REFERENCING OLD TABLE AS old_values ', table='listings_link', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='LinkEvent',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('url', models.URLField(max_length=500, verbose_name='address')),
                ('kind', models.CharField(choices=[('source', 'Where this was read'), ('website', 'Website'), ('code', 'Code'), ('document', 'Document'), ('page', 'Further page')], default='page', max_length=10)),
                ('pgh_context', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='listings.link')),
                ('listing', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='listings.listing')),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='da7fa457a7dd3743ab496ea4547858d42f3aa5ce', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_71645', table='listings_linkevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='ListingEvent',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('project', 'Project'), ('service', 'Shared service')], editable=False, max_length=10)),
                ('title', models.CharField(max_length=200)),
                ('summary', models.CharField(help_text='One or two plain sentences: what it is and for whom.', max_length=500)),
                ('description', models.TextField(blank=True, help_text='Markdown.', max_length=20000)),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('waiting', 'Waiting for a moderator'), ('published', 'Published'), ('withdrawn', 'Withdrawn')], default='draft', max_length=10)),
                ('partners_note', models.CharField(blank=True, help_text='Partners known only as a group, such as “all 32 Scottish councils”.', max_length=300)),
                ('wants', models.CharField(blank=True, choices=[('share-ideas', 'Wants to share ideas'), ('open-to-conversation', 'Open to conversation'), ('share-funding', 'Wants to share funding'), ('partners', 'Looking for partners'), ('ready-to-reuse', 'Ready to reuse'), ('not-now', 'Not open to others now')], max_length=30, verbose_name='wanted')),
                ('wants_note', models.CharField(blank=True, max_length=300, verbose_name='wanted, in words')),
                ('offers_note', models.CharField(blank=True, max_length=300, verbose_name='offered, in words')),
                ('learnt', models.TextField(blank=True, help_text='Markdown.', max_length=10000, verbose_name='what has been learnt so far')),
                ('technology', models.CharField(blank=True, max_length=300, verbose_name='technology in use')),
                ('contact_route', models.CharField(choices=[('officers', 'The people who look after this entry'), ('managers', 'The council’s managers'), ('page', 'A page on the web')], default='officers', max_length=10)),
                ('contact_url', models.URLField(blank=True, max_length=500, verbose_name='contact page')),
                ('started', listings.partial_dates.PartialDateField(blank=True, help_text='A year, a month or a day, such as 2019, 2019-03 or 2019-03-31.')),
                ('ended', listings.partial_dates.PartialDateField(blank=True, help_text='A year, a month or a day, such as 2019, 2019-03 or 2019-03-31.', verbose_name='ended or due to end')),
                ('is_ended', models.BooleanField(default=False, verbose_name='has ended')),
                ('end_reason', models.CharField(blank=True, choices=[('completed', 'Completed'), ('merged', 'Merged with other work'), ('superseded', 'Replaced by other work'), ('not-funded', 'Not funded'), ('partner-withdrew', 'Stopped by its partners, or a partner withdrew'), ('evidence-said-no', 'Stopped because the evidence said no'), ('reorganisation', 'Local government reorganisation')], max_length=20)),
                ('end_note', models.CharField(blank=True, max_length=500, verbose_name='what happened')),
                ('would_do_differently', models.CharField(blank=True, max_length=1000, verbose_name='what we would do differently')),
                ('confirmed_at', models.DateTimeField(blank=True, help_text='When its owners last said it is true.', null=True)),
                ('review_date', models.DateField(blank=True, help_text='When its owners are next asked.', null=True)),
                ('submitted_at', models.DateTimeField(blank=True, editable=False, help_text='When it was last sent in.', null=True)),
                ('published_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('changed_since_review_at', models.DateTimeField(blank=True, editable=False, help_text='The first change that no moderator has looked at: when its transaction began.', null=True)),
                ('confirmed_by', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('merged_into', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='listings.listing')),
                ('pgh_context', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='listings.listing')),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='2fc2614dca86ab458faaa55ff0f1dcf1c0e27fa7', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_54156', table='listings_listingevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='ListingOfficer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('listing', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='listing_officers', to='listings.listing')),
                ('membership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='listings_looked_after', to='councils.membership')),
            ],
            options={
                'ordering': ['since', 'id'],
                'constraints': [models.UniqueConstraint(fields=('listing', 'membership'), name='listing_officer_once')],
                'triggers': [pgtrigger.compiler.Trigger(name='history_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM new_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "listings_listingofficerevent" ("listing_id", "membership_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "since") SELECT new_values."listing_id", new_values."membership_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."since" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='2ed58c0c389fd800ec6327016da641ec74136c41', level='STATEMENT', operation='INSERT', pgid='pgtrigger_history_insert_30687', referencing='REFERENCING NEW TABLE AS new_values ', table='listings_listingofficer', when='AFTER')), pgtrigger.compiler.Trigger(name='history_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."listing_id" IS DISTINCT FROM (new_values."listing_id") OR old_values."membership_id" IS DISTINCT FROM (new_values."membership_id") OR old_values."since" IS DISTINCT FROM (new_values."since"))) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "listings_listingofficerevent" ("listing_id", "membership_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "since") SELECT new_values."listing_id", new_values."membership_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."since" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."listing_id" IS DISTINCT FROM (new_values."listing_id") OR old_values."membership_id" IS DISTINCT FROM (new_values."membership_id") OR old_values."since" IS DISTINCT FROM (new_values."since")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='fbfa9db2aceb82e30fcb7d9e5cc04ddc9bea50cc', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_history_update_445d2', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='listings_listingofficer', when='AFTER')), pgtrigger.compiler.Trigger(name='history_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "listings_listingofficerevent" ("listing_id", "membership_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "since") SELECT old_values."listing_id", old_values."membership_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."since" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='e9f9ee5ad9a97e6c6a006a65dc67db8f397bad59', level='STATEMENT', operation='DELETE', pgid='pgtrigger_history_delete_1f01d', referencing='REFERENCING OLD TABLE AS old_values ', table='listings_listingofficer', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='ListingOfficerEvent',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('since', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('listing', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='listings.listing')),
                ('membership', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='councils.membership')),
                ('pgh_context', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='listings.listingofficer')),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='52a78550afc0df73816a476cc8be2a397cb88e87', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_ef5a9', table='listings_listingofficerevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='ListingServiceArea',
            fields=[
            ],
            options={
                'proxy': True,
                'default_permissions': (),
            },
            bases=('listings.listing_service_areas',),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='listingservicearea',
            trigger=pgtrigger.compiler.Trigger(name='history_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM new_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "listings_listingserviceareaevent" ("listing_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "servicearea_id") SELECT new_values."listing_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."servicearea_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='91e57dd7575f43a5a9c74026c0c9db52a54a0772', level='STATEMENT', operation='INSERT', pgid='pgtrigger_history_insert_48d4d', referencing='REFERENCING NEW TABLE AS new_values ', table='listings_listing_service_areas', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='listingservicearea',
            trigger=pgtrigger.compiler.Trigger(name='history_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."listing_id" IS DISTINCT FROM (new_values."listing_id") OR old_values."servicearea_id" IS DISTINCT FROM (new_values."servicearea_id"))) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "listings_listingserviceareaevent" ("listing_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "servicearea_id") SELECT new_values."listing_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."servicearea_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."listing_id" IS DISTINCT FROM (new_values."listing_id") OR old_values."servicearea_id" IS DISTINCT FROM (new_values."servicearea_id")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='15b2e78852dad8f29fbe136dac539b3674bc79ca', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_history_update_f123f', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='listings_listing_service_areas', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='listingservicearea',
            trigger=pgtrigger.compiler.Trigger(name='history_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "listings_listingserviceareaevent" ("listing_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "servicearea_id") SELECT old_values."listing_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."servicearea_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='9bf1e0cee3c73363d71f05f39f1440b422315c3c', level='STATEMENT', operation='DELETE', pgid='pgtrigger_history_delete_dfbbb', referencing='REFERENCING OLD TABLE AS old_values ', table='listings_listing_service_areas', when='AFTER')),
        ),
        migrations.CreateModel(
            name='ListingServiceAreaEvent',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('listing', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='listings.listing')),
                ('pgh_context', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='pghistory.context')),
                ('servicearea', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='listings.servicearea')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='listings.listingservicearea')),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='897d7183f4a78b3e38cdcec334c97a8e813b82d2', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_c9e02', table='listings_listingserviceareaevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='ListingTopic',
            fields=[
            ],
            options={
                'proxy': True,
                'default_permissions': (),
            },
            bases=('listings.listing_topics',),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='listingtopic',
            trigger=pgtrigger.compiler.Trigger(name='history_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM new_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "listings_listingtopicevent" ("listing_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "topic_id") SELECT new_values."listing_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."topic_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='df065e9456e4b0ea1582ed747d1dc9ed8b023bff', level='STATEMENT', operation='INSERT', pgid='pgtrigger_history_insert_a6b90', referencing='REFERENCING NEW TABLE AS new_values ', table='listings_listing_topics', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='listingtopic',
            trigger=pgtrigger.compiler.Trigger(name='history_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."listing_id" IS DISTINCT FROM (new_values."listing_id") OR old_values."topic_id" IS DISTINCT FROM (new_values."topic_id"))) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "listings_listingtopicevent" ("listing_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "topic_id") SELECT new_values."listing_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."topic_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."listing_id" IS DISTINCT FROM (new_values."listing_id") OR old_values."topic_id" IS DISTINCT FROM (new_values."topic_id")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='a36b38847de8402472e28be4014ba3ccdb566351', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_history_update_c208e', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='listings_listing_topics', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='listingtopic',
            trigger=pgtrigger.compiler.Trigger(name='history_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "listings_listingtopicevent" ("listing_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "topic_id") SELECT old_values."listing_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."topic_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='9ccbcb5613406cefe80b803cf8c66abb03409152', level='STATEMENT', operation='DELETE', pgid='pgtrigger_history_delete_5e9a9', referencing='REFERENCING OLD TABLE AS old_values ', table='listings_listing_topics', when='AFTER')),
        ),
        migrations.CreateModel(
            name='ListingTopicEvent',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('listing', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='listings.listing')),
                ('pgh_context', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='pghistory.context')),
                ('topic', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='listings.topic')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='listings.listingtopic')),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='54aa75106ab8798f41605f328d4fa619dd0ffd3e', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_033c1', table='listings_listingtopicevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Participation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('lead', 'Lead'), ('partner', 'Partner'), ('funder', 'Funder'), ('supplier', 'Supplier'), ('adopter', 'Adopter')], max_length=10)),
                ('joined', listings.partial_dates.PartialDateField(blank=True, help_text='A year, a month or a day, such as 2019, 2019-03 or 2019-03-31.')),
                ('left', listings.partial_dates.PartialDateField(blank=True, help_text='A year, a month or a day, such as 2019, 2019-03 or 2019-03-31.')),
                ('standing', models.CharField(choices=[('stated', 'As stated by the source or the lead'), ('named', 'Named by the lead, not yet confirmed'), ('confirmed', 'Confirmed by the organisation')], default='stated', editable=False, max_length=10)),
                ('claimed_at', models.DateTimeField(blank=True, editable=False, help_text='When its officers said that the organisation answers for the entry.', null=True)),
                ('told_at', models.DateTimeField(blank=True, editable=False, help_text='When its people were told by email that it is named here.', null=True)),
                ('written_name', models.CharField(blank=True, editable=False, help_text='The name exactly as the source writes it.', max_length=200)),
                ('listing', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='participations', to='listings.listing')),
                ('name_to_resolve', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='participations', to='listings.nametoresolve')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='participations', to='councils.organisation')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('listing', 'organisation', 'role'), name='participation_once_in_a_role'), models.UniqueConstraint(fields=('listing', 'name_to_resolve', 'role'), name='participation_once_for_a_written_name'), models.CheckConstraint(condition=models.Q(models.Q(('name_to_resolve__isnull', True), ('organisation__isnull', False)), models.Q(('name_to_resolve__isnull', False), ('organisation__isnull', True), models.Q(('written_name', ''), _negated=True)), _connector='OR'), name='participation_has_an_organisation_or_a_name_to_resolve'), models.CheckConstraint(condition=models.Q(('standing__in', ['stated', 'named', 'confirmed'])), name='participation_standing_is_known'), models.CheckConstraint(condition=models.Q(('organisation__isnull', False), models.Q(('claimed_at__isnull', True), ('standing', 'stated')), _connector='OR'), name='participation_only_an_organisation_speaks_for_itself'), models.CheckConstraint(condition=models.Q(models.Q(('joined', ''), ('joined__regex', '^(1[89]|20|21)\\d\\d(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\\d|3[01]))?)?$'), _connector='OR'), models.Q(('left', ''), ('left__regex', '^(1[89]|20|21)\\d\\d(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\\d|3[01]))?)?$'), _connector='OR')), name='participation_dates_are_years_months_or_days'), models.CheckConstraint(condition=models.Q(('joined', ''), ('left', ''), django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Left('joined', django.db.models.functions.comparison.Least(django.db.models.functions.text.Length('joined'), django.db.models.functions.text.Length('left'))), django.db.models.functions.text.Left('left', django.db.models.functions.comparison.Least(django.db.models.functions.text.Length('joined'), django.db.models.functions.text.Length('left')))), _connector='OR'), name='participation_leaves_after_it_joins', violation_error_message='An organisation cannot leave before it joins.')],
                'triggers': [pgtrigger.compiler.Trigger(name='history_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM new_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "listings_participationevent" ("claimed_at", "joined", "left", "listing_id", "name_to_resolve_id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "standing", "written_name") SELECT new_values."claimed_at", new_values."joined", new_values."left", new_values."listing_id", new_values."name_to_resolve_id", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."role", new_values."standing", new_values."written_name" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='bdf8548f20e06e8954b1677398c84632b4a8afb4', level='STATEMENT', operation='INSERT', pgid='pgtrigger_history_insert_580c0', referencing='REFERENCING NEW TABLE AS new_values ', table='listings_participation', when='AFTER')), pgtrigger.compiler.Trigger(name='history_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."claimed_at" IS DISTINCT FROM (new_values."claimed_at") OR old_values."joined" IS DISTINCT FROM (new_values."joined") OR old_values."left" IS DISTINCT FROM (new_values."left") OR old_values."listing_id" IS DISTINCT FROM (new_values."listing_id") OR old_values."name_to_resolve_id" IS DISTINCT FROM (new_values."name_to_resolve_id") OR old_values."organisation_id" IS DISTINCT FROM (new_values."organisation_id") OR old_values."role" IS DISTINCT FROM (new_values."role") OR old_values."standing" IS DISTINCT FROM (new_values."standing") OR old_values."written_name" IS DISTINCT FROM (new_values."written_name"))) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "listings_participationevent" ("claimed_at", "joined", "left", "listing_id", "name_to_resolve_id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "standing", "written_name") SELECT new_values."claimed_at", new_values."joined", new_values."left", new_values."listing_id", new_values."name_to_resolve_id", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."role", new_values."standing", new_values."written_name" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."claimed_at" IS DISTINCT FROM (new_values."claimed_at") OR old_values."joined" IS DISTINCT FROM (new_values."joined") OR old_values."left" IS DISTINCT FROM (new_values."left") OR old_values."listing_id" IS DISTINCT FROM (new_values."listing_id") OR old_values."name_to_resolve_id" IS DISTINCT FROM (new_values."name_to_resolve_id") OR old_values."organisation_id" IS DISTINCT FROM (new_values."organisation_id") OR old_values."role" IS DISTINCT FROM (new_values."role") OR old_values."standing" IS DISTINCT FROM (new_values."standing") OR old_values."written_name" IS DISTINCT FROM (new_values."written_name")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='20f74c6730bb59427574b85b4bc067bbde10a031', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_history_update_2de13', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='listings_participation', when='AFTER')), pgtrigger.compiler.Trigger(name='history_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "listings_participationevent" ("claimed_at", "joined", "left", "listing_id", "name_to_resolve_id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "standing", "written_name") SELECT old_values."claimed_at", old_values."joined", old_values."left", old_values."listing_id", old_values."name_to_resolve_id", old_values."organisation_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."role", old_values."standing", old_values."written_name" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='45f2667a5f05d4532da77a2722107f2a2d93ca36', level='STATEMENT', operation='DELETE', pgid='pgtrigger_history_delete_9594e', referencing='REFERENCING OLD TABLE AS old_values ', table='listings_participation', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='ParticipationEvent',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('role', models.CharField(choices=[('lead', 'Lead'), ('partner', 'Partner'), ('funder', 'Funder'), ('supplier', 'Supplier'), ('adopter', 'Adopter')], max_length=10)),
                ('joined', listings.partial_dates.PartialDateField(blank=True, help_text='A year, a month or a day, such as 2019, 2019-03 or 2019-03-31.')),
                ('left', listings.partial_dates.PartialDateField(blank=True, help_text='A year, a month or a day, such as 2019, 2019-03 or 2019-03-31.')),
                ('standing', models.CharField(choices=[('stated', 'As stated by the source or the lead'), ('named', 'Named by the lead, not yet confirmed'), ('confirmed', 'Confirmed by the organisation')], default='stated', editable=False, max_length=10)),
                ('claimed_at', models.DateTimeField(blank=True, editable=False, help_text='When its officers said that the organisation answers for the entry.', null=True)),
                ('written_name', models.CharField(blank=True, editable=False, help_text='The name exactly as the source writes it.', max_length=200)),
                ('listing', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='listings.listing')),
                ('name_to_resolve', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='listings.nametoresolve')),
                ('organisation', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='councils.organisation')),
                ('pgh_context', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='listings.participation')),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='a76c593f62c52c4edb54f56e89e7b0db43e3a26b', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_f2039', table='listings_participationevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='ParticipationRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('lead', 'Lead'), ('partner', 'Partner'), ('funder', 'Funder'), ('supplier', 'Supplier'), ('adopter', 'Adopter')], default='partner', max_length=10)),
                ('words', models.CharField(blank=True, max_length=500, verbose_name='message')),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('answer', models.CharField(blank=True, choices=[('yes', 'Taken in'), ('no', 'Not taken in'), ('taken-back', 'Taken back')], max_length=10)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('answered_at', models.DateTimeField(editable=False, null=True)),
                ('answered_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('asked_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('listing', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='participation_requests', to='listings.listing')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='participation_requests', to='councils.organisation')),
            ],
            options={
                'ordering': ['asked_at', 'id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('answered_at__isnull', True)), fields=('listing', 'organisation'), name='participation_request_open_once'), models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at__isnull', True)), models.Q(('answered_at__isnull', False), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='participation_request_answer_has_a_moment')],
                'triggers': [pgtrigger.compiler.Trigger(name='history_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM new_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "listings_participationrequestevent" ("answer", "answered_at", "answered_by_id", "asked_at", "asked_by_id", "listing_id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role") SELECT new_values."answer", new_values."answered_at", new_values."answered_by_id", new_values."asked_at", new_values."asked_by_id", new_values."listing_id", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."role" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='eb40d20ec75b48870379c8d6809516913a64e1cf', level='STATEMENT', operation='INSERT', pgid='pgtrigger_history_insert_3feae', referencing='REFERENCING NEW TABLE AS new_values ', table='listings_participationrequest', when='AFTER')), pgtrigger.compiler.Trigger(name='history_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."answer" IS DISTINCT FROM (new_values."answer") OR old_values."answered_at" IS DISTINCT FROM (new_values."answered_at") OR old_values."answered_by_id" IS DISTINCT FROM (new_values."answered_by_id") OR old_values."asked_at" IS DISTINCT FROM (new_values."asked_at") OR old_values."asked_by_id" IS DISTINCT FROM (new_values."asked_by_id") OR old_values."listing_id" IS DISTINCT FROM (new_values."listing_id") OR old_values."organisation_id" IS DISTINCT FROM (new_values."organisation_id") OR old_values."role" IS DISTINCT FROM (new_values."role"))) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "listings_participationrequestevent" ("answer", "answered_at", "answered_by_id", "asked_at", "asked_by_id", "listing_id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role") SELECT new_values."answer", new_values."answered_at", new_values."answered_by_id", new_values."asked_at", new_values."asked_by_id", new_values."listing_id", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."role" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."answer" IS DISTINCT FROM (new_values."answer") OR old_values."answered_at" IS DISTINCT FROM (new_values."answered_at") OR old_values."answered_by_id" IS DISTINCT FROM (new_values."answered_by_id") OR old_values."asked_at" IS DISTINCT FROM (new_values."asked_at") OR old_values."asked_by_id" IS DISTINCT FROM (new_values."asked_by_id") OR old_values."listing_id" IS DISTINCT FROM (new_values."listing_id") OR old_values."organisation_id" IS DISTINCT FROM (new_values."organisation_id") OR old_values."role" IS DISTINCT FROM (new_values."role")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='8208299ba17ad2cef36a978d1854c0f24efe4975', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_history_update_46617', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='listings_participationrequest', when='AFTER')), pgtrigger.compiler.Trigger(name='history_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "listings_participationrequestevent" ("answer", "answered_at", "answered_by_id", "asked_at", "asked_by_id", "listing_id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role") SELECT old_values."answer", old_values."answered_at", old_values."answered_by_id", old_values."asked_at", old_values."asked_by_id", old_values."listing_id", old_values."organisation_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."role" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='6ea8cf2d8d8caa9c4debcec738b37c11e4460e01', level='STATEMENT', operation='DELETE', pgid='pgtrigger_history_delete_773c2', referencing='REFERENCING OLD TABLE AS old_values ', table='listings_participationrequest', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='ParticipationRequestEvent',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('role', models.CharField(choices=[('lead', 'Lead'), ('partner', 'Partner'), ('funder', 'Funder'), ('supplier', 'Supplier'), ('adopter', 'Adopter')], default='partner', max_length=10)),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('answer', models.CharField(blank=True, choices=[('yes', 'Taken in'), ('no', 'Not taken in'), ('taken-back', 'Taken back')], max_length=10)),
                ('answered_at', models.DateTimeField(editable=False, null=True)),
                ('answered_by', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('asked_by', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('listing', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='listings.listing')),
                ('organisation', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='councils.organisation')),
                ('pgh_context', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='listings.participationrequest')),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='9f508f60478480299d49b65998c335de32155880', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_85184', table='listings_participationrequestevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='PhaseChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('phase', models.CharField(choices=[('idea', 'Idea'), ('discovery', 'Discovery'), ('alpha', 'Alpha'), ('beta', 'Beta'), ('live', 'Live'), ('ended', 'Ended')], max_length=10)),
                ('since', listings.partial_dates.PartialDateField(blank=True, help_text='A year, a month or a day, such as 2019, 2019-03 or 2019-03-31.')),
                ('noted_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('listing', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='phase_changes', to='listings.listing')),
            ],
            options={
                'ordering': ['noted_at', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('phase__in', ['idea', 'discovery', 'alpha', 'beta', 'live', 'ended'])), name='phase_change_phase_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('since', ''), ('since__regex', '^(1[89]|20|21)\\d\\d(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\\d|3[01]))?)?$'), _connector='OR'), models.Q(('since', ''), _negated=True)), name='phase_change_date_is_year_month_or_day')],
                'triggers': [pgtrigger.compiler.Trigger(name='history_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM new_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "listings_phasechangeevent" ("listing_id", "noted_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phase", "since") SELECT new_values."listing_id", new_values."noted_at", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."phase", new_values."since" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='c2ca2a4f46362906f8d8309fce7c643bf1e15cb6', level='STATEMENT', operation='INSERT', pgid='pgtrigger_history_insert_fafa3', referencing='REFERENCING NEW TABLE AS new_values ', table='listings_phasechange', when='AFTER')), pgtrigger.compiler.Trigger(name='history_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."listing_id" IS DISTINCT FROM (new_values."listing_id") OR old_values."noted_at" IS DISTINCT FROM (new_values."noted_at") OR old_values."phase" IS DISTINCT FROM (new_values."phase") OR old_values."since" IS DISTINCT FROM (new_values."since"))) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "listings_phasechangeevent" ("listing_id", "noted_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phase", "since") SELECT new_values."listing_id", new_values."noted_at", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."phase", new_values."since" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."listing_id" IS DISTINCT FROM (new_values."listing_id") OR old_values."noted_at" IS DISTINCT FROM (new_values."noted_at") OR old_values."phase" IS DISTINCT FROM (new_values."phase") OR old_values."since" IS DISTINCT FROM (new_values."since")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='5b3c9885ce1b1274764d1f3c4f8569cb75e2787d', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_history_update_cb51a', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='listings_phasechange', when='AFTER')), pgtrigger.compiler.Trigger(name='history_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "listings_phasechangeevent" ("listing_id", "noted_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phase", "since") SELECT old_values."listing_id", old_values."noted_at", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."phase", old_values."since" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='0d79396ffaa94e1eb3f1dbb6c0fce904150881f0', level='STATEMENT', operation='DELETE', pgid='pgtrigger_history_delete_8dd6e', referencing='REFERENCING OLD TABLE AS old_values ', table='listings_phasechange', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='PhaseChangeEvent',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('phase', models.CharField(choices=[('idea', 'Idea'), ('discovery', 'Discovery'), ('alpha', 'Alpha'), ('beta', 'Beta'), ('live', 'Live'), ('ended', 'Ended')], max_length=10)),
                ('since', listings.partial_dates.PartialDateField(blank=True, help_text='A year, a month or a day, such as 2019, 2019-03 or 2019-03-31.')),
                ('noted_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('listing', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='listings.listing')),
                ('pgh_context', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='listings.phasechange')),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='4271853d898fcce5190bbdefa5362e3ecae39481', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_fb064', table='listings_phasechangeevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='RelatedListing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('earlier', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='later_stages', to='listings.listing')),
                ('later', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='earlier_stages', to='listings.listing')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('earlier', 'later'), name='stage_once_for_a_pair'), models.CheckConstraint(condition=models.Q(('earlier', models.F('later')), _negated=True), name='stage_is_not_of_itself')],
                'triggers': [pgtrigger.compiler.Trigger(name='history_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM new_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "listings_relatedlistingevent" ("earlier_id", "later_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."earlier_id", new_values."later_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='07dd8ffebbc9c843d8c69cf386b7eae04ddc27e1', level='STATEMENT', operation='INSERT', pgid='pgtrigger_history_insert_267f4', referencing='REFERENCING NEW TABLE AS new_values ', table='listings_relatedlisting', when='AFTER')), pgtrigger.compiler.Trigger(name='history_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."earlier_id" IS DISTINCT FROM (new_values."earlier_id") OR old_values."later_id" IS DISTINCT FROM (new_values."later_id"))) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "listings_relatedlistingevent" ("earlier_id", "later_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."earlier_id", new_values."later_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."earlier_id" IS DISTINCT FROM (new_values."earlier_id") OR old_values."later_id" IS DISTINCT FROM (new_values."later_id")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='be613eba46cdff80834bdbe9f6f16718bbc241a5', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_history_update_a003c', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='listings_relatedlisting', when='AFTER')), pgtrigger.compiler.Trigger(name='history_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "listings_relatedlistingevent" ("earlier_id", "later_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."earlier_id", old_values."later_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='80489d61ffc943e1dda8b5ec3931596fa4fc0742', level='STATEMENT', operation='DELETE', pgid='pgtrigger_history_delete_95201', referencing='REFERENCING OLD TABLE AS old_values ', table='listings_relatedlisting', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='RelatedListingEvent',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('earlier', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='listings.listing')),
                ('later', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='listings.listing')),
                ('pgh_context', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='listings.relatedlisting')),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='078c5c051b30fa20b54839ac41445c187c7c762a', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_aa0f7', table='listings_relatedlistingevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='ReviewNotice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stage', models.CharField(choices=[('asked', 'Asked before the date'), ('reminded', 'Reminded once'), ('managers', 'Managers asked')], max_length=10)),
                ('review_date', models.DateField()),
                ('listing', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='review_notices', to='listings.listing')),
                ('mail', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to='listings.reviewmail')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('listing', 'user', 'stage', 'review_date'), name='review_notice_once_for_a_date')],
            },
        ),
        migrations.CreateModel(
            name='SearchEntry',
            fields=[
                ('listing', models.OneToOneField(on_delete=django.db.models.deletion.DO_NOTHING, primary_key=True, related_name='search_entry', serialize=False, to='listings.listing')),
                ('kind', models.CharField(max_length=10)),
                ('is_published', models.BooleanField()),
                ('title', models.CharField(max_length=200)),
                ('is_ended', models.BooleanField()),
                ('wants', models.CharField(max_length=30)),
                ('started', listings.partial_dates.PartialDateField(blank=True, help_text='A year, a month or a day, such as 2019, 2019-03 or 2019-03-31.')),
                ('fresh_at', models.DateTimeField(help_text='When it was last confirmed or updated.')),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('review_date', models.DateField(null=True)),
                ('phase', models.CharField(db_default='', help_text='Of a project: the phase it has reached.', max_length=10)),
                ('funding', models.CharField(db_default='', help_text='Of a project: the outcome of its bid.', max_length=20)),
                ('model', models.CharField(db_default='', help_text='Of a shared service.', max_length=30)),
                ('is_open', models.CharField(db_default='', help_text='Of a shared service: open to new members.', max_length=3)),
                ('spread', models.CharField(help_text='How far apart its leads and partners are.', max_length=10)),
                ('spread_km', models.PositiveIntegerField(help_text='The largest distance between two of them.', null=True)),
                ('areas', django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), help_text='Service areas with all that they belong to.')),
                ('tags', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), help_text='Topics.')),
                ('organisations', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), help_text='Whoever takes part, in any role.')),
                ('roles', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=10))),
                ('nations', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20))),
                ('regions', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=30))),
                ('council_kinds', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=30))),
                ('role_bits', models.BigIntegerField(help_text='The roles as a sum of powers of two, and so on: fast to count by.')),
                ('nation_bits', models.BigIntegerField()),
                ('region_bits', models.BigIntegerField()),
                ('council_kind_bits', models.BigIntegerField()),
                ('head', django.contrib.postgres.search.SearchVectorField(help_text='Title A, topics and organisations B, summary C: what the order looks at.')),
                ('document', django.contrib.postgres.search.SearchVectorField(help_text='The head, with description and service areas as D: what is searched.')),
            ],
            options={
                'verbose_name_plural': 'search entries',
            },
        ),
        migrations.AddIndex(
            model_name='searchentry',
            index=django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['document'], name='search_document'),
        ),
        migrations.AddIndex(
            model_name='searchentry',
            index=django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['areas', 'tags', 'organisations', 'regions', 'nations', 'council_kinds'], name='search_choices'),
        ),
        migrations.AddIndex(
            model_name='searchentry',
            index=models.Index(models.F('kind'), models.OrderBy(models.F('is_ended')), models.OrderBy(models.F('fresh_at'), descending=True), models.OrderBy(models.F('started'), descending=True), models.OrderBy(models.F('listing_id'), descending=True), condition=models.Q(('is_published', True)), name='search_freshest'),
        ),
        migrations.CreateModel(
            name='Source',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(help_text='What an import knows the entry by.', max_length=600, unique=True)),
                ('name', models.CharField(max_length=200)),
                ('url', models.URLField(max_length=500, verbose_name='address')),
                ('published', listings.partial_dates.PartialDateField(blank=True, help_text='A year, a month or a day, such as 2019, 2019-03 or 2019-03-31.')),
                ('read_on', models.DateField(help_text='The day the facts were read.')),
                ('imported', models.JSONField(default=dict, editable=False, help_text='The facts as last imported: what differs now was changed by a person.')),
                ('listing', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sources', to='listings.listing')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('published', ''), ('published__regex', '^(1[89]|20|21)\\d\\d(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\\d|3[01]))?)?$'), _connector='OR'), name='source_date_is_year_month_or_day'), models.CheckConstraint(condition=models.Q(('url__regex', '^https?://')), name='source_address_is_a_web_address')],
                'triggers': [pgtrigger.compiler.Trigger(name='history_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM new_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "listings_sourceevent" ("key", "listing_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published", "read_on", "url") SELECT new_values."key", new_values."listing_id", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."published", new_values."read_on", new_values."url" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='47a5305167a8352a7940748b732faf90d17e6284', level='STATEMENT', operation='INSERT', pgid='pgtrigger_history_insert_94873', referencing='REFERENCING NEW TABLE AS new_values ', table='listings_source', when='AFTER')), pgtrigger.compiler.Trigger(name='history_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."key" IS DISTINCT FROM (new_values."key") OR old_values."listing_id" IS DISTINCT FROM (new_values."listing_id") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."published" IS DISTINCT FROM (new_values."published") OR old_values."read_on" IS DISTINCT FROM (new_values."read_on") OR old_values."url" IS DISTINCT FROM (new_values."url"))) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "listings_sourceevent" ("key", "listing_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published", "read_on", "url") SELECT new_values."key", new_values."listing_id", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."published", new_values."read_on", new_values."url" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."key" IS DISTINCT FROM (new_values."key") OR old_values."listing_id" IS DISTINCT FROM (new_values."listing_id") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."published" IS DISTINCT FROM (new_values."published") OR old_values."read_on" IS DISTINCT FROM (new_values."read_on") OR old_values."url" IS DISTINCT FROM (new_values."url")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='8f1679de62489f83635ad7dac517bf85c1a6bc3d', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_history_update_18d1d', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='listings_source', when='AFTER')), pgtrigger.compiler.Trigger(name='history_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "listings_sourceevent" ("key", "listing_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published", "read_on", "url") SELECT old_values."key", old_values."listing_id", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."published", old_values."read_on", old_values."url" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='6661063f9f2118ec66f34e42ea79f65f03308337', level='STATEMENT', operation='DELETE', pgid='pgtrigger_history_delete_38de0', referencing='REFERENCING OLD TABLE AS old_values ', table='listings_source', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='SourceEvent',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('key', models.CharField(help_text='What an import knows the entry by.', max_length=600)),
                ('name', models.CharField(max_length=200)),
                ('url', models.URLField(max_length=500, verbose_name='address')),
                ('published', listings.partial_dates.PartialDateField(blank=True, help_text='A year, a month or a day, such as 2019, 2019-03 or 2019-03-31.')),
                ('read_on', models.DateField(help_text='The day the facts were read.')),
                ('listing', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='listings.listing')),
                ('pgh_context', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='listings.source')),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='946cdb0044d951c2927bf91d82eda5f2688e1f77', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_8fe10', table='listings_sourceevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='StartCheck',
            fields=[
                ('listing', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='start_check', serialize=False, to='listings.listing')),
                ('choice', models.CharField(choices=[('nothing-similar', 'Nothing similar was found'), ('go-on', 'Saw similar work, and went on'), ('link', 'Saw similar work, and linked to it')], max_length=20)),
                ('offered', models.ManyToManyField(help_text='What was shown as similar.', related_name='+', to='listings.listing')),
            ],
        ),
        migrations.CreateModel(
            name='TopicEvent',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=60)),
                ('pgh_context', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='listings.topic')),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='e8fdf1116bc7f2e86d76d4fc22a000edb63c8e81', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_69252', table='listings_topicevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Update',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('happened', models.CharField(max_length=1000, verbose_name='what happened')),
                ('next_step', models.CharField(blank=True, max_length=500, verbose_name='what is next')),
                ('written_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, help_text='Of the form that sent it: sent twice, it is one update.', unique=True)),
                ('listing', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='updates', to='listings.listing')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='updates', to='councils.organisation')),
                ('written_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-written_at', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('happened', ''), _negated=True), name='update_says_what_happened')],
                'triggers': [pgtrigger.compiler.Trigger(name='history_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM new_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "listings_updateevent" ("happened", "listing_id", "next_step", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "written_at", "written_by_id") SELECT new_values."happened", new_values."listing_id", new_values."next_step", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."written_at", new_values."written_by_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='c934ce43fb9abfddf76fda3bf89cacd8842707b0', level='STATEMENT', operation='INSERT', pgid='pgtrigger_history_insert_c9ac7', referencing='REFERENCING NEW TABLE AS new_values ', table='listings_update', when='AFTER')), pgtrigger.compiler.Trigger(name='history_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."happened" IS DISTINCT FROM (new_values."happened") OR old_values."listing_id" IS DISTINCT FROM (new_values."listing_id") OR old_values."next_step" IS DISTINCT FROM (new_values."next_step") OR old_values."organisation_id" IS DISTINCT FROM (new_values."organisation_id") OR old_values."written_at" IS DISTINCT FROM (new_values."written_at") OR old_values."written_by_id" IS DISTINCT FROM (new_values."written_by_id"))) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "listings_updateevent" ("happened", "listing_id", "next_step", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "written_at", "written_by_id") SELECT new_values."happened", new_values."listing_id", new_values."next_step", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."written_at", new_values."written_by_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."happened" IS DISTINCT FROM (new_values."happened") OR old_values."listing_id" IS DISTINCT FROM (new_values."listing_id") OR old_values."next_step" IS DISTINCT FROM (new_values."next_step") OR old_values."organisation_id" IS DISTINCT FROM (new_values."organisation_id") OR old_values."written_at" IS DISTINCT FROM (new_values."written_at") OR old_values."written_by_id" IS DISTINCT FROM (new_values."written_by_id")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='8fd742e4b745b224bca507c31b27c0d34cdb095c', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_history_update_7129c', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='listings_update', when='AFTER')), pgtrigger.compiler.Trigger(name='history_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "listings_updateevent" ("happened", "listing_id", "next_step", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "written_at", "written_by_id") SELECT old_values."happened", old_values."listing_id", old_values."next_step", old_values."organisation_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."written_at", old_values."written_by_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='e83070f1ecf38e85fb7e441ae38a51c1bdca6b39', level='STATEMENT', operation='DELETE', pgid='pgtrigger_history_delete_4f763', referencing='REFERENCING OLD TABLE AS old_values ', table='listings_update', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='UpdateEvent',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('happened', models.CharField(max_length=1000, verbose_name='what happened')),
                ('next_step', models.CharField(blank=True, max_length=500, verbose_name='what is next')),
                ('written_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('listing', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='listings.listing')),
                ('organisation', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='councils.organisation')),
                ('pgh_context', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='listings.update')),
                ('written_by', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='a6865749ee21b8f5d7f13351500822ebe6311ddd', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_80e0c', table='listings_updateevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Word',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('word', models.CharField(db_index=True, max_length=40)),
                ('stem', models.CharField(db_index=True, max_length=40)),
            ],
            options={
                'ordering': ['word'],
            },
        ),
        migrations.AddField(
            model_name='listing',
            name='organisations',
            field=models.ManyToManyField(editable=False, related_name='listings', through='listings.Participation', to='councils.organisation'),
        ),
        migrations.RunSQL(COUNT, "DROP FUNCTION count_data_change() CASCADE;"),
        migrations.RunSQL([ATTACH.format(table=table) for table in SHOWN], migrations.RunSQL.noop),
        migrations.RunSQL(_search.CREATE, _search.DROP),
    ]
