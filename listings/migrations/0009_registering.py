"""Everything that registering, confirming and moderating entries needs."""

import django.db.models.deletion
import django.utils.timezone
import listings.partial_dates
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.conf import settings
from django.db import migrations, models


SHOWN = ["listings_update", "listings_phasechange"]
"""New tables that public pages are made of: see 0003_data_changes."""
ATTACH = """
CREATE TRIGGER count_data_change AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION count_data_change();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('councils', '0005_registering'),
        ('listings', '0008_review_dates'),
        ('pghistory', '0007_auto_20250421_0444'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('approved', 'Approved'), ('sent-back', 'Sent back'), ('looked-at', 'Changes looked at'), ('withdrawn', 'Withdrawn'), ('brought-back', 'Brought back'), ('hidden', 'Statement hidden'), ('shown-again', 'Statement shown again'), ('merged', 'Merged'), ('split', 'Split'), ('lead-changed', 'Lead changed'), ('no-direct-publishing', 'Publishes directly no longer'), ('direct-publishing', 'Publishes directly')], max_length=20)),
                ('reason', models.CharField(blank=True, help_text='The key of a kept reason: listings.moderation.reasons.', max_length=30)),
                ('field', models.CharField(blank=True, help_text='The field that the officer is to look at.', max_length=30)),
                ('words', models.CharField(blank=True, max_length=1000, verbose_name='in words')),
                ('decided_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('settled_at', models.DateTimeField(editable=False, help_text='When the entry was sent in again.', null=True)),
            ],
            options={
                'ordering': ['-decided_at', '-id'],
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
            ],
            options={
                'ordering': ['said_at', 'id'],
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
            ],
            options={
                'abstract': False,
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
            ],
            options={
                'ordering': ['-uploaded_at', '-id'],
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
            ],
            options={
                'ordering': ['asked_at', 'id'],
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
            ],
            options={
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='PhaseChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('phase', models.CharField(choices=[('idea', 'Idea'), ('discovery', 'Discovery'), ('alpha', 'Alpha'), ('beta', 'Beta'), ('live', 'Live'), ('ended', 'Ended')], max_length=10)),
                ('since', listings.partial_dates.PartialDateField(blank=True, help_text='A year, a month or a day, such as 2019, 2019-03 or 2019-03-31.')),
                ('noted_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                'ordering': ['noted_at', 'id'],
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
            ],
            options={
                'abstract': False,
                'default_permissions': (),
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
            ],
            options={
                'ordering': ['made_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='ReviewNotice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stage', models.CharField(choices=[('asked', 'Asked before the date'), ('reminded', 'Reminded once'), ('managers', 'Managers asked')], max_length=10)),
                ('review_date', models.DateField()),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='StartCheck',
            fields=[
                ('listing', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='start_check', serialize=False, to='listings.listing')),
                ('choice', models.CharField(choices=[('nothing-similar', 'Nothing similar was found'), ('go-on', 'Saw similar work, and went on'), ('link', 'Saw similar work, and linked to it')], max_length=20)),
            ],
        ),
        migrations.CreateModel(
            name='Update',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('happened', models.CharField(max_length=1000, verbose_name='what happened')),
                ('next_step', models.CharField(blank=True, max_length=500, verbose_name='what is next')),
                ('written_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, help_text='Of the form that sent it: sent twice, it is one update.', unique=True)),
            ],
            options={
                'ordering': ['-written_at', '-id'],
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
            ],
            options={
                'abstract': False,
                'default_permissions': (),
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='listing',
            name='history_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='listing',
            name='history_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='listing',
            name='history_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='participation',
            name='history_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='participation',
            name='history_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='participation',
            name='history_delete',
        ),
        migrations.AddField(
            model_name='listing',
            name='changed_since_review_at',
            field=models.DateTimeField(blank=True, editable=False, help_text='The first change that no moderator has looked at: when its transaction began.', null=True),
        ),
        migrations.AddField(
            model_name='listing',
            name='contact_route',
            field=models.CharField(choices=[('officers', 'The people who look after this entry'), ('managers', 'The council’s managers'), ('page', 'A page on the web')], default='officers', max_length=10),
        ),
        migrations.AddField(
            model_name='listing',
            name='contact_url',
            field=models.URLField(blank=True, max_length=500, verbose_name='contact page'),
        ),
        migrations.AddField(
            model_name='listing',
            name='learnt',
            field=models.TextField(blank=True, help_text='Markdown.', max_length=10000, verbose_name='what has been learnt so far'),
        ),
        migrations.AddField(
            model_name='listing',
            name='merged_into',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged_from', to='listings.listing'),
        ),
        migrations.AddField(
            model_name='listing',
            name='offers_note',
            field=models.CharField(blank=True, max_length=300, verbose_name='offered, in words'),
        ),
        migrations.AddField(
            model_name='listing',
            name='start_key',
            field=models.UUIDField(blank=True, editable=False, help_text='Of the form that began it: sent twice, it is one entry.', null=True, unique=True),
        ),
        migrations.AddField(
            model_name='listing',
            name='submitted_at',
            field=models.DateTimeField(blank=True, editable=False, help_text='When it was last sent in.', null=True),
        ),
        migrations.AddField(
            model_name='listing',
            name='technology',
            field=models.CharField(blank=True, max_length=300, verbose_name='technology in use'),
        ),
        migrations.AddField(
            model_name='listing',
            name='would_do_differently',
            field=models.CharField(blank=True, max_length=1000, verbose_name='what we would do differently'),
        ),
        migrations.AddField(
            model_name='listingevent',
            name='changed_since_review_at',
            field=models.DateTimeField(blank=True, editable=False, help_text='The first change that no moderator has looked at: when its transaction began.', null=True),
        ),
        migrations.AddField(
            model_name='listingevent',
            name='contact_route',
            field=models.CharField(choices=[('officers', 'The people who look after this entry'), ('managers', 'The council’s managers'), ('page', 'A page on the web')], default='officers', max_length=10),
        ),
        migrations.AddField(
            model_name='listingevent',
            name='contact_url',
            field=models.URLField(blank=True, max_length=500, verbose_name='contact page'),
        ),
        migrations.AddField(
            model_name='listingevent',
            name='learnt',
            field=models.TextField(blank=True, help_text='Markdown.', max_length=10000, verbose_name='what has been learnt so far'),
        ),
        migrations.AddField(
            model_name='listingevent',
            name='merged_into',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='listings.listing'),
        ),
        migrations.AddField(
            model_name='listingevent',
            name='offers_note',
            field=models.CharField(blank=True, max_length=300, verbose_name='offered, in words'),
        ),
        migrations.AddField(
            model_name='listingevent',
            name='submitted_at',
            field=models.DateTimeField(blank=True, editable=False, help_text='When it was last sent in.', null=True),
        ),
        migrations.AddField(
            model_name='listingevent',
            name='technology',
            field=models.CharField(blank=True, max_length=300, verbose_name='technology in use'),
        ),
        migrations.AddField(
            model_name='listingevent',
            name='would_do_differently',
            field=models.CharField(blank=True, max_length=1000, verbose_name='what we would do differently'),
        ),
        migrations.AddField(
            model_name='participation',
            name='claimed_at',
            field=models.DateTimeField(blank=True, editable=False, help_text='When its officers said that the organisation answers for the entry.', null=True),
        ),
        migrations.AddField(
            model_name='participation',
            name='standing',
            field=models.CharField(choices=[('stated', 'As stated by the source or the lead'), ('named', 'Named by the lead, not yet confirmed'), ('confirmed', 'Confirmed by the organisation')], default='stated', editable=False, max_length=10),
        ),
        migrations.AddField(
            model_name='participationevent',
            name='claimed_at',
            field=models.DateTimeField(blank=True, editable=False, help_text='When its officers said that the organisation answers for the entry.', null=True),
        ),
        migrations.AddField(
            model_name='participationevent',
            name='standing',
            field=models.CharField(choices=[('stated', 'As stated by the source or the lead'), ('named', 'Named by the lead, not yet confirmed'), ('confirmed', 'Confirmed by the organisation')], default='stated', editable=False, max_length=10),
        ),
        migrations.AlterField(
            model_name='nametoresolve',
            name='reason',
            field=models.CharField(choices=[('ambiguous', 'It may mean more than one organisation'), ('unknown', 'No organisation of this name is known'), ('proposed', 'An officer proposes it as a new organisation')], max_length=10),
        ),
        migrations.AlterField(
            model_name='nametoresolveevent',
            name='reason',
            field=models.CharField(choices=[('ambiguous', 'It may mean more than one organisation'), ('unknown', 'No organisation of this name is known'), ('proposed', 'An officer proposes it as a new organisation')], max_length=10),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='listing',
            trigger=pgtrigger.compiler.Trigger(name='history_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM new_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "listings_listingevent" ("changed_since_review_at", "confirmed_at", "confirmed_by_id", "contact_route", "contact_url", "description", "end_note", "end_reason", "ended", "is_ended", "kind", "learnt", "merged_into_id", "offers_note", "partners_note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "review_date", "started", "state", "submitted_at", "summary", "technology", "title", "wants", "wants_note", "would_do_differently") SELECT new_values."changed_since_review_at", new_values."confirmed_at", new_values."confirmed_by_id", new_values."contact_route", new_values."contact_url", new_values."description", new_values."end_note", new_values."end_reason", new_values."ended", new_values."is_ended", new_values."kind", new_values."learnt", new_values."merged_into_id", new_values."offers_note", new_values."partners_note", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."published_at", new_values."review_date", new_values."started", new_values."state", new_values."submitted_at", new_values."summary", new_values."technology", new_values."title", new_values."wants", new_values."wants_note", new_values."would_do_differently" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='d41482a2cce738fc66883ec59b604780a8914f8b', level='STATEMENT', operation='INSERT', pgid='pgtrigger_history_insert_30847', referencing='REFERENCING NEW TABLE AS new_values ', table='listings_listing', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='listing',
            trigger=pgtrigger.compiler.Trigger(name='history_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."changed_since_review_at" IS DISTINCT FROM (new_values."changed_since_review_at") OR old_values."confirmed_at" IS DISTINCT FROM (new_values."confirmed_at") OR old_values."confirmed_by_id" IS DISTINCT FROM (new_values."confirmed_by_id") OR old_values."contact_route" IS DISTINCT FROM (new_values."contact_route") OR old_values."contact_url" IS DISTINCT FROM (new_values."contact_url") OR old_values."description" IS DISTINCT FROM (new_values."description") OR old_values."end_note" IS DISTINCT FROM (new_values."end_note") OR old_values."end_reason" IS DISTINCT FROM (new_values."end_reason") OR old_values."ended" IS DISTINCT FROM (new_values."ended") OR old_values."is_ended" IS DISTINCT FROM (new_values."is_ended") OR old_values."kind" IS DISTINCT FROM (new_values."kind") OR old_values."learnt" IS DISTINCT FROM (new_values."learnt") OR old_values."merged_into_id" IS DISTINCT FROM (new_values."merged_into_id") OR old_values."offers_note" IS DISTINCT FROM (new_values."offers_note") OR old_values."partners_note" IS DISTINCT FROM (new_values."partners_note") OR old_values."published_at" IS DISTINCT FROM (new_values."published_at") OR old_values."review_date" IS DISTINCT FROM (new_values."review_date") OR old_values."started" IS DISTINCT FROM (new_values."started") OR old_values."state" IS DISTINCT FROM (new_values."state") OR old_values."submitted_at" IS DISTINCT FROM (new_values."submitted_at") OR old_values."summary" IS DISTINCT FROM (new_values."summary") OR old_values."technology" IS DISTINCT FROM (new_values."technology") OR old_values."title" IS DISTINCT FROM (new_values."title") OR old_values."wants" IS DISTINCT FROM (new_values."wants") OR old_values."wants_note" IS DISTINCT FROM (new_values."wants_note") OR old_values."would_do_differently" IS DISTINCT FROM (new_values."would_do_differently"))) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "listings_listingevent" ("changed_since_review_at", "confirmed_at", "confirmed_by_id", "contact_route", "contact_url", "description", "end_note", "end_reason", "ended", "is_ended", "kind", "learnt", "merged_into_id", "offers_note", "partners_note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "review_date", "started", "state", "submitted_at", "summary", "technology", "title", "wants", "wants_note", "would_do_differently") SELECT new_values."changed_since_review_at", new_values."confirmed_at", new_values."confirmed_by_id", new_values."contact_route", new_values."contact_url", new_values."description", new_values."end_note", new_values."end_reason", new_values."ended", new_values."is_ended", new_values."kind", new_values."learnt", new_values."merged_into_id", new_values."offers_note", new_values."partners_note", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."published_at", new_values."review_date", new_values."started", new_values."state", new_values."submitted_at", new_values."summary", new_values."technology", new_values."title", new_values."wants", new_values."wants_note", new_values."would_do_differently" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."changed_since_review_at" IS DISTINCT FROM (new_values."changed_since_review_at") OR old_values."confirmed_at" IS DISTINCT FROM (new_values."confirmed_at") OR old_values."confirmed_by_id" IS DISTINCT FROM (new_values."confirmed_by_id") OR old_values."contact_route" IS DISTINCT FROM (new_values."contact_route") OR old_values."contact_url" IS DISTINCT FROM (new_values."contact_url") OR old_values."description" IS DISTINCT FROM (new_values."description") OR old_values."end_note" IS DISTINCT FROM (new_values."end_note") OR old_values."end_reason" IS DISTINCT FROM (new_values."end_reason") OR old_values."ended" IS DISTINCT FROM (new_values."ended") OR old_values."is_ended" IS DISTINCT FROM (new_values."is_ended") OR old_values."kind" IS DISTINCT FROM (new_values."kind") OR old_values."learnt" IS DISTINCT FROM (new_values."learnt") OR old_values."merged_into_id" IS DISTINCT FROM (new_values."merged_into_id") OR old_values."offers_note" IS DISTINCT FROM (new_values."offers_note") OR old_values."partners_note" IS DISTINCT FROM (new_values."partners_note") OR old_values."published_at" IS DISTINCT FROM (new_values."published_at") OR old_values."review_date" IS DISTINCT FROM (new_values."review_date") OR old_values."started" IS DISTINCT FROM (new_values."started") OR old_values."state" IS DISTINCT FROM (new_values."state") OR old_values."submitted_at" IS DISTINCT FROM (new_values."submitted_at") OR old_values."summary" IS DISTINCT FROM (new_values."summary") OR old_values."technology" IS DISTINCT FROM (new_values."technology") OR old_values."title" IS DISTINCT FROM (new_values."title") OR old_values."wants" IS DISTINCT FROM (new_values."wants") OR old_values."wants_note" IS DISTINCT FROM (new_values."wants_note") OR old_values."would_do_differently" IS DISTINCT FROM (new_values."would_do_differently")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='3c2c78ecaf1fd353e1eb2eff60c67a33fa76b06e', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_history_update_a2f3e', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='listings_listing', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='listing',
            trigger=pgtrigger.compiler.Trigger(name='history_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "listings_listingevent" ("changed_since_review_at", "confirmed_at", "confirmed_by_id", "contact_route", "contact_url", "description", "end_note", "end_reason", "ended", "is_ended", "kind", "learnt", "merged_into_id", "offers_note", "partners_note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "review_date", "started", "state", "submitted_at", "summary", "technology", "title", "wants", "wants_note", "would_do_differently") SELECT old_values."changed_since_review_at", old_values."confirmed_at", old_values."confirmed_by_id", old_values."contact_route", old_values."contact_url", old_values."description", old_values."end_note", old_values."end_reason", old_values."ended", old_values."is_ended", old_values."kind", old_values."learnt", old_values."merged_into_id", old_values."offers_note", old_values."partners_note", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."published_at", old_values."review_date", old_values."started", old_values."state", old_values."submitted_at", old_values."summary", old_values."technology", old_values."title", old_values."wants", old_values."wants_note", old_values."would_do_differently" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='69701a25ce03aeb89e4df40ec8173e46ef5a55b0', level='STATEMENT', operation='DELETE', pgid='pgtrigger_history_delete_022df', referencing='REFERENCING OLD TABLE AS old_values ', table='listings_listing', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='participation',
            trigger=pgtrigger.compiler.Trigger(name='history_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM new_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "listings_participationevent" ("claimed_at", "joined", "left", "listing_id", "name_to_resolve_id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "standing", "written_name") SELECT new_values."claimed_at", new_values."joined", new_values."left", new_values."listing_id", new_values."name_to_resolve_id", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."role", new_values."standing", new_values."written_name" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='bdf8548f20e06e8954b1677398c84632b4a8afb4', level='STATEMENT', operation='INSERT', pgid='pgtrigger_history_insert_580c0', referencing='REFERENCING NEW TABLE AS new_values ', table='listings_participation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='participation',
            trigger=pgtrigger.compiler.Trigger(name='history_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."claimed_at" IS DISTINCT FROM (new_values."claimed_at") OR old_values."joined" IS DISTINCT FROM (new_values."joined") OR old_values."left" IS DISTINCT FROM (new_values."left") OR old_values."listing_id" IS DISTINCT FROM (new_values."listing_id") OR old_values."name_to_resolve_id" IS DISTINCT FROM (new_values."name_to_resolve_id") OR old_values."organisation_id" IS DISTINCT FROM (new_values."organisation_id") OR old_values."role" IS DISTINCT FROM (new_values."role") OR old_values."standing" IS DISTINCT FROM (new_values."standing") OR old_values."written_name" IS DISTINCT FROM (new_values."written_name"))) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "listings_participationevent" ("claimed_at", "joined", "left", "listing_id", "name_to_resolve_id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "standing", "written_name") SELECT new_values."claimed_at", new_values."joined", new_values."left", new_values."listing_id", new_values."name_to_resolve_id", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."role", new_values."standing", new_values."written_name" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."claimed_at" IS DISTINCT FROM (new_values."claimed_at") OR old_values."joined" IS DISTINCT FROM (new_values."joined") OR old_values."left" IS DISTINCT FROM (new_values."left") OR old_values."listing_id" IS DISTINCT FROM (new_values."listing_id") OR old_values."name_to_resolve_id" IS DISTINCT FROM (new_values."name_to_resolve_id") OR old_values."organisation_id" IS DISTINCT FROM (new_values."organisation_id") OR old_values."role" IS DISTINCT FROM (new_values."role") OR old_values."standing" IS DISTINCT FROM (new_values."standing") OR old_values."written_name" IS DISTINCT FROM (new_values."written_name")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='20f74c6730bb59427574b85b4bc067bbde10a031', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_history_update_2de13', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='listings_participation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='participation',
            trigger=pgtrigger.compiler.Trigger(name='history_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "listings_participationevent" ("claimed_at", "joined", "left", "listing_id", "name_to_resolve_id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "standing", "written_name") SELECT old_values."claimed_at", old_values."joined", old_values."left", old_values."listing_id", old_values."name_to_resolve_id", old_values."organisation_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."role", old_values."standing", old_values."written_name" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='45f2667a5f05d4532da77a2722107f2a2d93ca36', level='STATEMENT', operation='DELETE', pgid='pgtrigger_history_delete_9594e', referencing='REFERENCING OLD TABLE AS old_values ', table='listings_participation', when='AFTER')),
        ),
        migrations.RunSQL(
            "UPDATE listings_listing SET submitted_at = updated_at WHERE state = 'waiting' AND submitted_at IS NULL;",
            migrations.RunSQL.noop,
        ),
        migrations.AddConstraint(
            model_name='listing',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'waiting'), _negated=True), ('submitted_at__isnull', False), _connector='OR'), name='listing_waits_since_it_was_sent_in'),
        ),
        migrations.AddConstraint(
            model_name='listing',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'published'), _negated=True), ('review_date__isnull', False), _connector='OR'), name='listing_published_has_a_review_date'),
        ),
        migrations.AddConstraint(
            model_name='listing',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into__isnull', True), models.Q(('state', 'withdrawn'), models.Q(('merged_into', models.F('id')), _negated=True)), _connector='OR'), name='listing_merged_is_withdrawn'),
        ),
        migrations.AddConstraint(
            model_name='listing',
            constraint=models.CheckConstraint(condition=models.Q(('contact_url', ''), ('contact_url__regex', '^https?://'), _connector='OR'), name='listing_contact_is_a_web_address'),
        ),
        migrations.AddConstraint(
            model_name='listing',
            constraint=models.CheckConstraint(condition=models.Q(('changed_since_review_at__isnull', True), ('state', 'published'), _connector='OR'), name='listing_changed_since_review_is_published'),
        ),
        migrations.AddConstraint(
            model_name='participation',
            constraint=models.CheckConstraint(condition=models.Q(('standing__in', ['stated', 'named', 'confirmed'])), name='participation_standing_is_known'),
        ),
        migrations.AddConstraint(
            model_name='participation',
            constraint=models.CheckConstraint(condition=models.Q(('organisation__isnull', False), models.Q(('claimed_at__isnull', True), ('standing', 'stated')), _connector='OR'), name='participation_only_an_organisation_speaks_for_itself'),
        ),
        migrations.AddField(
            model_name='decision',
            name='decided_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='decision',
            name='listing',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='decisions', to='listings.listing'),
        ),
        migrations.AddField(
            model_name='decision',
            name='organisation',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='decisions', to='councils.organisation'),
        ),
        migrations.AddField(
            model_name='doubt',
            name='answered_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='doubt',
            name='listing',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='doubts', to='listings.listing'),
        ),
        migrations.AddField(
            model_name='doubt',
            name='organisation',
            field=models.ForeignKey(help_text='Whose officer says so.', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='councils.organisation'),
        ),
        migrations.AddField(
            model_name='doubt',
            name='said_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='doubtevent',
            name='answered_by',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='doubtevent',
            name='listing',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='listings.listing'),
        ),
        migrations.AddField(
            model_name='doubtevent',
            name='organisation',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='councils.organisation'),
        ),
        migrations.AddField(
            model_name='doubtevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='doubtevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='listings.doubt'),
        ),
        migrations.AddField(
            model_name='doubtevent',
            name='said_by',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='importupload',
            name='uploaded_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='participationrequest',
            name='answered_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='participationrequest',
            name='asked_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='participationrequest',
            name='listing',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='participation_requests', to='listings.listing'),
        ),
        migrations.AddField(
            model_name='participationrequest',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='participation_requests', to='councils.organisation'),
        ),
        migrations.AddField(
            model_name='participationrequestevent',
            name='answered_by',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='participationrequestevent',
            name='asked_by',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='participationrequestevent',
            name='listing',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='listings.listing'),
        ),
        migrations.AddField(
            model_name='participationrequestevent',
            name='organisation',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='councils.organisation'),
        ),
        migrations.AddField(
            model_name='participationrequestevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='participationrequestevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='listings.participationrequest'),
        ),
        migrations.AddField(
            model_name='phasechange',
            name='listing',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='phase_changes', to='listings.listing'),
        ),
        migrations.AddField(
            model_name='phasechangeevent',
            name='listing',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='listings.listing'),
        ),
        migrations.AddField(
            model_name='phasechangeevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='phasechangeevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='listings.phasechange'),
        ),
        migrations.AddField(
            model_name='reviewmail',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='review_mails', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='reviewnotice',
            name='listing',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='review_notices', to='listings.listing'),
        ),
        migrations.AddField(
            model_name='reviewnotice',
            name='mail',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to='listings.reviewmail'),
        ),
        migrations.AddField(
            model_name='reviewnotice',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='startcheck',
            name='offered',
            field=models.ManyToManyField(help_text='What was shown as similar.', related_name='+', to='listings.listing'),
        ),
        migrations.AddField(
            model_name='update',
            name='listing',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='updates', to='listings.listing'),
        ),
        migrations.AddField(
            model_name='update',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='updates', to='councils.organisation'),
        ),
        migrations.AddField(
            model_name='update',
            name='written_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='updateevent',
            name='listing',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='listings.listing'),
        ),
        migrations.AddField(
            model_name='updateevent',
            name='organisation',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='councils.organisation'),
        ),
        migrations.AddField(
            model_name='updateevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='updateevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='listings.update'),
        ),
        migrations.AddField(
            model_name='updateevent',
            name='written_by',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(('listing__isnull', False), ('organisation__isnull', False), _connector='OR'), name='decision_is_about_something'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['sent-back', 'no-direct-publishing']), _negated=True), models.Q(('reason', ''), _negated=True), models.Q(('words', ''), _negated=True), _connector='OR'), name='decision_against_somebody_has_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='doubt',
            constraint=models.UniqueConstraint(condition=models.Q(('answered_at__isnull', True)), fields=('listing', 'organisation', 'statement'), name='doubt_open_once'),
        ),
        migrations.AddConstraint(
            model_name='doubt',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at__isnull', True)), models.Q(('answered_at__isnull', False), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='doubt_answer_has_a_moment'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='doubt',
            trigger=pgtrigger.compiler.Trigger(name='history_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM new_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "listings_doubtevent" ("answer", "answered_at", "answered_by_id", "listing_id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "said_at", "said_by_id", "statement") SELECT new_values."answer", new_values."answered_at", new_values."answered_by_id", new_values."listing_id", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."said_at", new_values."said_by_id", new_values."statement" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='5eaebe8ba335c1be4008ba721e713a6bb2e140a0', level='STATEMENT', operation='INSERT', pgid='pgtrigger_history_insert_68e43', referencing='REFERENCING NEW TABLE AS new_values ', table='listings_doubt', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='doubt',
            trigger=pgtrigger.compiler.Trigger(name='history_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."answer" IS DISTINCT FROM (new_values."answer") OR old_values."answered_at" IS DISTINCT FROM (new_values."answered_at") OR old_values."answered_by_id" IS DISTINCT FROM (new_values."answered_by_id") OR old_values."listing_id" IS DISTINCT FROM (new_values."listing_id") OR old_values."organisation_id" IS DISTINCT FROM (new_values."organisation_id") OR old_values."said_at" IS DISTINCT FROM (new_values."said_at") OR old_values."said_by_id" IS DISTINCT FROM (new_values."said_by_id") OR old_values."statement" IS DISTINCT FROM (new_values."statement"))) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "listings_doubtevent" ("answer", "answered_at", "answered_by_id", "listing_id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "said_at", "said_by_id", "statement") SELECT new_values."answer", new_values."answered_at", new_values."answered_by_id", new_values."listing_id", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."said_at", new_values."said_by_id", new_values."statement" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."answer" IS DISTINCT FROM (new_values."answer") OR old_values."answered_at" IS DISTINCT FROM (new_values."answered_at") OR old_values."answered_by_id" IS DISTINCT FROM (new_values."answered_by_id") OR old_values."listing_id" IS DISTINCT FROM (new_values."listing_id") OR old_values."organisation_id" IS DISTINCT FROM (new_values."organisation_id") OR old_values."said_at" IS DISTINCT FROM (new_values."said_at") OR old_values."said_by_id" IS DISTINCT FROM (new_values."said_by_id") OR old_values."statement" IS DISTINCT FROM (new_values."statement")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='2fefdcae6704dda421c0c641c89e39d1daca3d1c', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_history_update_f9fd4', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='listings_doubt', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='doubt',
            trigger=pgtrigger.compiler.Trigger(name='history_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "listings_doubtevent" ("answer", "answered_at", "answered_by_id", "listing_id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "said_at", "said_by_id", "statement") SELECT old_values."answer", old_values."answered_at", old_values."answered_by_id", old_values."listing_id", old_values."organisation_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."said_at", old_values."said_by_id", old_values."statement" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='c33b0c68c8b5af10e12b9bd325e2695a73e05beb', level='STATEMENT', operation='DELETE', pgid='pgtrigger_history_delete_03804', referencing='REFERENCING OLD TABLE AS old_values ', table='listings_doubt', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='doubtevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='fa6055a08dce523ae68bdc6bb3bd523613d28844', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_6dfdc', table='listings_doubtevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='participationrequest',
            constraint=models.UniqueConstraint(condition=models.Q(('answered_at__isnull', True)), fields=('listing', 'organisation'), name='participation_request_open_once'),
        ),
        migrations.AddConstraint(
            model_name='participationrequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at__isnull', True)), models.Q(('answered_at__isnull', False), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='participation_request_answer_has_a_moment'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='participationrequest',
            trigger=pgtrigger.compiler.Trigger(name='history_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM new_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "listings_participationrequestevent" ("answer", "answered_at", "answered_by_id", "asked_at", "asked_by_id", "listing_id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role") SELECT new_values."answer", new_values."answered_at", new_values."answered_by_id", new_values."asked_at", new_values."asked_by_id", new_values."listing_id", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."role" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='eb40d20ec75b48870379c8d6809516913a64e1cf', level='STATEMENT', operation='INSERT', pgid='pgtrigger_history_insert_3feae', referencing='REFERENCING NEW TABLE AS new_values ', table='listings_participationrequest', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='participationrequest',
            trigger=pgtrigger.compiler.Trigger(name='history_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."answer" IS DISTINCT FROM (new_values."answer") OR old_values."answered_at" IS DISTINCT FROM (new_values."answered_at") OR old_values."answered_by_id" IS DISTINCT FROM (new_values."answered_by_id") OR old_values."asked_at" IS DISTINCT FROM (new_values."asked_at") OR old_values."asked_by_id" IS DISTINCT FROM (new_values."asked_by_id") OR old_values."listing_id" IS DISTINCT FROM (new_values."listing_id") OR old_values."organisation_id" IS DISTINCT FROM (new_values."organisation_id") OR old_values."role" IS DISTINCT FROM (new_values."role"))) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "listings_participationrequestevent" ("answer", "answered_at", "answered_by_id", "asked_at", "asked_by_id", "listing_id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role") SELECT new_values."answer", new_values."answered_at", new_values."answered_by_id", new_values."asked_at", new_values."asked_by_id", new_values."listing_id", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."role" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."answer" IS DISTINCT FROM (new_values."answer") OR old_values."answered_at" IS DISTINCT FROM (new_values."answered_at") OR old_values."answered_by_id" IS DISTINCT FROM (new_values."answered_by_id") OR old_values."asked_at" IS DISTINCT FROM (new_values."asked_at") OR old_values."asked_by_id" IS DISTINCT FROM (new_values."asked_by_id") OR old_values."listing_id" IS DISTINCT FROM (new_values."listing_id") OR old_values."organisation_id" IS DISTINCT FROM (new_values."organisation_id") OR old_values."role" IS DISTINCT FROM (new_values."role")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='8208299ba17ad2cef36a978d1854c0f24efe4975', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_history_update_46617', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='listings_participationrequest', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='participationrequest',
            trigger=pgtrigger.compiler.Trigger(name='history_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "listings_participationrequestevent" ("answer", "answered_at", "answered_by_id", "asked_at", "asked_by_id", "listing_id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role") SELECT old_values."answer", old_values."answered_at", old_values."answered_by_id", old_values."asked_at", old_values."asked_by_id", old_values."listing_id", old_values."organisation_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."role" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='6ea8cf2d8d8caa9c4debcec738b37c11e4460e01', level='STATEMENT', operation='DELETE', pgid='pgtrigger_history_delete_773c2', referencing='REFERENCING OLD TABLE AS old_values ', table='listings_participationrequest', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='participationrequestevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='9f508f60478480299d49b65998c335de32155880', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_85184', table='listings_participationrequestevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='phasechange',
            constraint=models.CheckConstraint(condition=models.Q(('phase__in', ['idea', 'discovery', 'alpha', 'beta', 'live', 'ended'])), name='phase_change_phase_is_known'),
        ),
        migrations.AddConstraint(
            model_name='phasechange',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('since', ''), ('since__regex', '^(1[89]|20|21)\\d\\d(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\\d|3[01]))?)?$'), _connector='OR'), models.Q(('since', ''), _negated=True)), name='phase_change_date_is_year_month_or_day'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='phasechange',
            trigger=pgtrigger.compiler.Trigger(name='history_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM new_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "listings_phasechangeevent" ("listing_id", "noted_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phase", "since") SELECT new_values."listing_id", new_values."noted_at", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."phase", new_values."since" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='c2ca2a4f46362906f8d8309fce7c643bf1e15cb6', level='STATEMENT', operation='INSERT', pgid='pgtrigger_history_insert_fafa3', referencing='REFERENCING NEW TABLE AS new_values ', table='listings_phasechange', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='phasechange',
            trigger=pgtrigger.compiler.Trigger(name='history_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."listing_id" IS DISTINCT FROM (new_values."listing_id") OR old_values."noted_at" IS DISTINCT FROM (new_values."noted_at") OR old_values."phase" IS DISTINCT FROM (new_values."phase") OR old_values."since" IS DISTINCT FROM (new_values."since"))) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "listings_phasechangeevent" ("listing_id", "noted_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phase", "since") SELECT new_values."listing_id", new_values."noted_at", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."phase", new_values."since" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."listing_id" IS DISTINCT FROM (new_values."listing_id") OR old_values."noted_at" IS DISTINCT FROM (new_values."noted_at") OR old_values."phase" IS DISTINCT FROM (new_values."phase") OR old_values."since" IS DISTINCT FROM (new_values."since")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='5b3c9885ce1b1274764d1f3c4f8569cb75e2787d', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_history_update_cb51a', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='listings_phasechange', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='phasechange',
            trigger=pgtrigger.compiler.Trigger(name='history_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "listings_phasechangeevent" ("listing_id", "noted_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phase", "since") SELECT old_values."listing_id", old_values."noted_at", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."phase", old_values."since" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='0d79396ffaa94e1eb3f1dbb6c0fce904150881f0', level='STATEMENT', operation='DELETE', pgid='pgtrigger_history_delete_8dd6e', referencing='REFERENCING OLD TABLE AS old_values ', table='listings_phasechange', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='phasechangeevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='4271853d898fcce5190bbdefa5362e3ecae39481', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_fb064', table='listings_phasechangeevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='reviewmail',
            constraint=models.UniqueConstraint(fields=('user', 'stage', 'day'), name='review_mail_once_a_day_and_stage'),
        ),
        migrations.AddConstraint(
            model_name='reviewnotice',
            constraint=models.UniqueConstraint(fields=('listing', 'user', 'stage', 'review_date'), name='review_notice_once_for_a_date'),
        ),
        migrations.AddConstraint(
            model_name='update',
            constraint=models.CheckConstraint(condition=models.Q(('happened', ''), _negated=True), name='update_says_what_happened'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='update',
            trigger=pgtrigger.compiler.Trigger(name='history_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM new_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "listings_updateevent" ("happened", "listing_id", "next_step", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "written_at", "written_by_id") SELECT new_values."happened", new_values."listing_id", new_values."next_step", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."written_at", new_values."written_by_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='c934ce43fb9abfddf76fda3bf89cacd8842707b0', level='STATEMENT', operation='INSERT', pgid='pgtrigger_history_insert_c9ac7', referencing='REFERENCING NEW TABLE AS new_values ', table='listings_update', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='update',
            trigger=pgtrigger.compiler.Trigger(name='history_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."happened" IS DISTINCT FROM (new_values."happened") OR old_values."listing_id" IS DISTINCT FROM (new_values."listing_id") OR old_values."next_step" IS DISTINCT FROM (new_values."next_step") OR old_values."organisation_id" IS DISTINCT FROM (new_values."organisation_id") OR old_values."written_at" IS DISTINCT FROM (new_values."written_at") OR old_values."written_by_id" IS DISTINCT FROM (new_values."written_by_id"))) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "listings_updateevent" ("happened", "listing_id", "next_step", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "written_at", "written_by_id") SELECT new_values."happened", new_values."listing_id", new_values."next_step", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."written_at", new_values."written_by_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."happened" IS DISTINCT FROM (new_values."happened") OR old_values."listing_id" IS DISTINCT FROM (new_values."listing_id") OR old_values."next_step" IS DISTINCT FROM (new_values."next_step") OR old_values."organisation_id" IS DISTINCT FROM (new_values."organisation_id") OR old_values."written_at" IS DISTINCT FROM (new_values."written_at") OR old_values."written_by_id" IS DISTINCT FROM (new_values."written_by_id")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='8fd742e4b745b224bca507c31b27c0d34cdb095c', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_history_update_7129c', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='listings_update', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='update',
            trigger=pgtrigger.compiler.Trigger(name='history_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "listings_updateevent" ("happened", "listing_id", "next_step", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "written_at", "written_by_id") SELECT old_values."happened", old_values."listing_id", old_values."next_step", old_values."organisation_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."written_at", old_values."written_by_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='e83070f1ecf38e85fb7e441ae38a51c1bdca6b39', level='STATEMENT', operation='DELETE', pgid='pgtrigger_history_delete_4f763', referencing='REFERENCING OLD TABLE AS old_values ', table='listings_update', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='updateevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='a6865749ee21b8f5d7f13351500822ebe6311ddd', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_80e0c', table='listings_updateevent', when='BEFORE')),
        ),
        migrations.RunSQL([ATTACH.format(table=table) for table in SHOWN], migrations.RunSQL.noop),
    ]
