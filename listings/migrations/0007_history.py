"""Begins the history of what people edit: docs/decisions/0010-history.md."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import listings.partial_dates
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from directory.history import note_what_stands


class Migration(migrations.Migration):

    dependencies = [
        ('councils', '0004_history'),
        ('councils', '__first__'),
        ('listings', '0006_officers'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='ListingTopic',
            fields=[
            ],
            options={
                'proxy': True,
                'default_permissions': (),
                'indexes': [],
                'constraints': [],
            },
            bases=('listings.listing_topics',),
        ),
        migrations.CreateModel(
            name='ListingServiceArea',
            fields=[
            ],
            options={
                'proxy': True,
                'default_permissions': (),
                'indexes': [],
                'constraints': [],
            },
            bases=('listings.listing_service_areas',),
        ),
        migrations.CreateModel(
            name='LinkEvent',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('url', models.URLField(max_length=500, verbose_name='address')),
                ('kind', models.CharField(choices=[('source', 'Where this was read'), ('website', 'Website'), ('code', 'Code'), ('document', 'Document'), ('page', 'Further page')], default='page', max_length=10)),
                ('listing', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='listings.listing')),
                ('pgh_context', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='listings.link')),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
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
                ('started', listings.partial_dates.PartialDateField(blank=True, help_text='A year, a month or a day, such as 2019, 2019-03 or 2019-03-31.')),
                ('ended', listings.partial_dates.PartialDateField(blank=True, help_text='A year, a month or a day, such as 2019, 2019-03 or 2019-03-31.', verbose_name='ended or due to end')),
                ('is_ended', models.BooleanField(default=False, verbose_name='has ended')),
                ('end_reason', models.CharField(blank=True, choices=[('completed', 'Completed'), ('merged', 'Merged with other work'), ('superseded', 'Replaced by other work'), ('not-funded', 'Not funded'), ('partner-withdrew', 'Stopped by its partners, or a partner withdrew'), ('evidence-said-no', 'Stopped because the evidence said no'), ('reorganisation', 'Local government reorganisation')], max_length=20)),
                ('end_note', models.CharField(blank=True, max_length=500, verbose_name='what happened')),
                ('confirmed_at', models.DateTimeField(blank=True, help_text='When its owners last said it is true.', null=True)),
                ('review_date', models.DateField(blank=True, help_text='When its owners are next asked.', null=True)),
                ('published_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('confirmed_by', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('pgh_context', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='listings.listing')),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
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
            },
        ),
        migrations.CreateModel(
            name='NameToResolveEvent',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=200, verbose_name='name as written')),
                ('reason', models.CharField(choices=[('ambiguous', 'It may mean more than one organisation'), ('unknown', 'No organisation of this name is known')], max_length=10)),
                ('first_seen_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('pgh_context', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='listings.nametoresolve')),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
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
            },
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
            },
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
            },
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
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='link',
            trigger=pgtrigger.compiler.Trigger(name='history_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM new_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "listings_linkevent" ("kind", "listing_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "url") SELECT new_values."kind", new_values."listing_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."url" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='3d27a630f7a6038b6d2d852d7c313a6f79b36d94', level='STATEMENT', operation='INSERT', pgid='pgtrigger_history_insert_e5c98', referencing='REFERENCING NEW TABLE AS new_values ', table='listings_link', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='link',
            trigger=pgtrigger.compiler.Trigger(name='history_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."kind" IS DISTINCT FROM (new_values."kind") OR old_values."listing_id" IS DISTINCT FROM (new_values."listing_id") OR old_values."url" IS DISTINCT FROM (new_values."url"))) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "listings_linkevent" ("kind", "listing_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "url") SELECT new_values."kind", new_values."listing_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."url" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."kind" IS DISTINCT FROM (new_values."kind") OR old_values."listing_id" IS DISTINCT FROM (new_values."listing_id") OR old_values."url" IS DISTINCT FROM (new_values."url")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='b4cd500269c125ab450b431c296967a1aea3b5a3', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_history_update_b5db7', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='listings_link', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='link',
            trigger=pgtrigger.compiler.Trigger(name='history_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "listings_linkevent" ("kind", "listing_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "url") SELECT old_values."kind", old_values."listing_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."url" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='0cf50ff537f1a2d8e0f614210c9e908413544961', level='STATEMENT', operation='DELETE', pgid='pgtrigger_history_delete_3c144', referencing='REFERENCING OLD TABLE AS old_values ', table='listings_link', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='listing',
            trigger=pgtrigger.compiler.Trigger(name='history_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM new_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "listings_listingevent" ("confirmed_at", "confirmed_by_id", "description", "end_note", "end_reason", "ended", "is_ended", "kind", "partners_note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "review_date", "started", "state", "summary", "title", "wants", "wants_note") SELECT new_values."confirmed_at", new_values."confirmed_by_id", new_values."description", new_values."end_note", new_values."end_reason", new_values."ended", new_values."is_ended", new_values."kind", new_values."partners_note", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."published_at", new_values."review_date", new_values."started", new_values."state", new_values."summary", new_values."title", new_values."wants", new_values."wants_note" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='dbf38079d82e7e269c36c0be499379060aaa1852', level='STATEMENT', operation='INSERT', pgid='pgtrigger_history_insert_30847', referencing='REFERENCING NEW TABLE AS new_values ', table='listings_listing', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='listing',
            trigger=pgtrigger.compiler.Trigger(name='history_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."confirmed_at" IS DISTINCT FROM (new_values."confirmed_at") OR old_values."confirmed_by_id" IS DISTINCT FROM (new_values."confirmed_by_id") OR old_values."description" IS DISTINCT FROM (new_values."description") OR old_values."end_note" IS DISTINCT FROM (new_values."end_note") OR old_values."end_reason" IS DISTINCT FROM (new_values."end_reason") OR old_values."ended" IS DISTINCT FROM (new_values."ended") OR old_values."is_ended" IS DISTINCT FROM (new_values."is_ended") OR old_values."kind" IS DISTINCT FROM (new_values."kind") OR old_values."partners_note" IS DISTINCT FROM (new_values."partners_note") OR old_values."published_at" IS DISTINCT FROM (new_values."published_at") OR old_values."review_date" IS DISTINCT FROM (new_values."review_date") OR old_values."started" IS DISTINCT FROM (new_values."started") OR old_values."state" IS DISTINCT FROM (new_values."state") OR old_values."summary" IS DISTINCT FROM (new_values."summary") OR old_values."title" IS DISTINCT FROM (new_values."title") OR old_values."wants" IS DISTINCT FROM (new_values."wants") OR old_values."wants_note" IS DISTINCT FROM (new_values."wants_note"))) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "listings_listingevent" ("confirmed_at", "confirmed_by_id", "description", "end_note", "end_reason", "ended", "is_ended", "kind", "partners_note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "review_date", "started", "state", "summary", "title", "wants", "wants_note") SELECT new_values."confirmed_at", new_values."confirmed_by_id", new_values."description", new_values."end_note", new_values."end_reason", new_values."ended", new_values."is_ended", new_values."kind", new_values."partners_note", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."published_at", new_values."review_date", new_values."started", new_values."state", new_values."summary", new_values."title", new_values."wants", new_values."wants_note" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."confirmed_at" IS DISTINCT FROM (new_values."confirmed_at") OR old_values."confirmed_by_id" IS DISTINCT FROM (new_values."confirmed_by_id") OR old_values."description" IS DISTINCT FROM (new_values."description") OR old_values."end_note" IS DISTINCT FROM (new_values."end_note") OR old_values."end_reason" IS DISTINCT FROM (new_values."end_reason") OR old_values."ended" IS DISTINCT FROM (new_values."ended") OR old_values."is_ended" IS DISTINCT FROM (new_values."is_ended") OR old_values."kind" IS DISTINCT FROM (new_values."kind") OR old_values."partners_note" IS DISTINCT FROM (new_values."partners_note") OR old_values."published_at" IS DISTINCT FROM (new_values."published_at") OR old_values."review_date" IS DISTINCT FROM (new_values."review_date") OR old_values."started" IS DISTINCT FROM (new_values."started") OR old_values."state" IS DISTINCT FROM (new_values."state") OR old_values."summary" IS DISTINCT FROM (new_values."summary") OR old_values."title" IS DISTINCT FROM (new_values."title") OR old_values."wants" IS DISTINCT FROM (new_values."wants") OR old_values."wants_note" IS DISTINCT FROM (new_values."wants_note")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='a683e241c95058e35400618486966f8930c47abd', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_history_update_a2f3e', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='listings_listing', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='listing',
            trigger=pgtrigger.compiler.Trigger(name='history_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "listings_listingevent" ("confirmed_at", "confirmed_by_id", "description", "end_note", "end_reason", "ended", "is_ended", "kind", "partners_note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "review_date", "started", "state", "summary", "title", "wants", "wants_note") SELECT old_values."confirmed_at", old_values."confirmed_by_id", old_values."description", old_values."end_note", old_values."end_reason", old_values."ended", old_values."is_ended", old_values."kind", old_values."partners_note", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."published_at", old_values."review_date", old_values."started", old_values."state", old_values."summary", old_values."title", old_values."wants", old_values."wants_note" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='3eb685ed7cc9669f7c9f0d3ad5662b7be353b7e4', level='STATEMENT', operation='DELETE', pgid='pgtrigger_history_delete_022df', referencing='REFERENCING OLD TABLE AS old_values ', table='listings_listing', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='listingofficer',
            trigger=pgtrigger.compiler.Trigger(name='history_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM new_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "listings_listingofficerevent" ("listing_id", "membership_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "since") SELECT new_values."listing_id", new_values."membership_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."since" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='2ed58c0c389fd800ec6327016da641ec74136c41', level='STATEMENT', operation='INSERT', pgid='pgtrigger_history_insert_30687', referencing='REFERENCING NEW TABLE AS new_values ', table='listings_listingofficer', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='listingofficer',
            trigger=pgtrigger.compiler.Trigger(name='history_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."listing_id" IS DISTINCT FROM (new_values."listing_id") OR old_values."membership_id" IS DISTINCT FROM (new_values."membership_id") OR old_values."since" IS DISTINCT FROM (new_values."since"))) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "listings_listingofficerevent" ("listing_id", "membership_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "since") SELECT new_values."listing_id", new_values."membership_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."since" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."listing_id" IS DISTINCT FROM (new_values."listing_id") OR old_values."membership_id" IS DISTINCT FROM (new_values."membership_id") OR old_values."since" IS DISTINCT FROM (new_values."since")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='fbfa9db2aceb82e30fcb7d9e5cc04ddc9bea50cc', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_history_update_445d2', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='listings_listingofficer', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='listingofficer',
            trigger=pgtrigger.compiler.Trigger(name='history_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "listings_listingofficerevent" ("listing_id", "membership_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "since") SELECT old_values."listing_id", old_values."membership_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."since" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='e9f9ee5ad9a97e6c6a006a65dc67db8f397bad59', level='STATEMENT', operation='DELETE', pgid='pgtrigger_history_delete_1f01d', referencing='REFERENCING OLD TABLE AS old_values ', table='listings_listingofficer', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='nametoresolve',
            trigger=pgtrigger.compiler.Trigger(name='history_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM new_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "listings_nametoresolveevent" ("first_seen_at", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason") SELECT new_values."first_seen_at", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."reason" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='937626cf7fa5da02d312112e999f702036a48a33', level='STATEMENT', operation='INSERT', pgid='pgtrigger_history_insert_ea238', referencing='REFERENCING NEW TABLE AS new_values ', table='listings_nametoresolve', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='nametoresolve',
            trigger=pgtrigger.compiler.Trigger(name='history_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."first_seen_at" IS DISTINCT FROM (new_values."first_seen_at") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."reason" IS DISTINCT FROM (new_values."reason"))) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "listings_nametoresolveevent" ("first_seen_at", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason") SELECT new_values."first_seen_at", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."reason" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."first_seen_at" IS DISTINCT FROM (new_values."first_seen_at") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."reason" IS DISTINCT FROM (new_values."reason")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='e64fa5b19880f4ea11174b2efd77ebf2abead3b0', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_history_update_af6ef', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='listings_nametoresolve', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='nametoresolve',
            trigger=pgtrigger.compiler.Trigger(name='history_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "listings_nametoresolveevent" ("first_seen_at", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason") SELECT old_values."first_seen_at", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."reason" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='6a3c834ca2ccc6bc6370f97f9ad65267fbaafc3d', level='STATEMENT', operation='DELETE', pgid='pgtrigger_history_delete_3de6d', referencing='REFERENCING OLD TABLE AS old_values ', table='listings_nametoresolve', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='participation',
            trigger=pgtrigger.compiler.Trigger(name='history_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM new_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "listings_participationevent" ("joined", "left", "listing_id", "name_to_resolve_id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "written_name") SELECT new_values."joined", new_values."left", new_values."listing_id", new_values."name_to_resolve_id", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."role", new_values."written_name" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='3a3fb29fd71e7e481172be6265c4fd98fe8a9805', level='STATEMENT', operation='INSERT', pgid='pgtrigger_history_insert_580c0', referencing='REFERENCING NEW TABLE AS new_values ', table='listings_participation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='participation',
            trigger=pgtrigger.compiler.Trigger(name='history_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."joined" IS DISTINCT FROM (new_values."joined") OR old_values."left" IS DISTINCT FROM (new_values."left") OR old_values."listing_id" IS DISTINCT FROM (new_values."listing_id") OR old_values."name_to_resolve_id" IS DISTINCT FROM (new_values."name_to_resolve_id") OR old_values."organisation_id" IS DISTINCT FROM (new_values."organisation_id") OR old_values."role" IS DISTINCT FROM (new_values."role") OR old_values."written_name" IS DISTINCT FROM (new_values."written_name"))) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "listings_participationevent" ("joined", "left", "listing_id", "name_to_resolve_id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "written_name") SELECT new_values."joined", new_values."left", new_values."listing_id", new_values."name_to_resolve_id", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."role", new_values."written_name" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."joined" IS DISTINCT FROM (new_values."joined") OR old_values."left" IS DISTINCT FROM (new_values."left") OR old_values."listing_id" IS DISTINCT FROM (new_values."listing_id") OR old_values."name_to_resolve_id" IS DISTINCT FROM (new_values."name_to_resolve_id") OR old_values."organisation_id" IS DISTINCT FROM (new_values."organisation_id") OR old_values."role" IS DISTINCT FROM (new_values."role") OR old_values."written_name" IS DISTINCT FROM (new_values."written_name")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='3ba0a4628fbd3172205236a8a86a7082033a255a', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_history_update_2de13', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='listings_participation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='participation',
            trigger=pgtrigger.compiler.Trigger(name='history_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "listings_participationevent" ("joined", "left", "listing_id", "name_to_resolve_id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "written_name") SELECT old_values."joined", old_values."left", old_values."listing_id", old_values."name_to_resolve_id", old_values."organisation_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."role", old_values."written_name" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='17236596d12cdd2c5fd3d7f91b0aaf3fef280e29', level='STATEMENT', operation='DELETE', pgid='pgtrigger_history_delete_9594e', referencing='REFERENCING OLD TABLE AS old_values ', table='listings_participation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='relatedlisting',
            trigger=pgtrigger.compiler.Trigger(name='history_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM new_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "listings_relatedlistingevent" ("earlier_id", "later_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."earlier_id", new_values."later_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='07dd8ffebbc9c843d8c69cf386b7eae04ddc27e1', level='STATEMENT', operation='INSERT', pgid='pgtrigger_history_insert_267f4', referencing='REFERENCING NEW TABLE AS new_values ', table='listings_relatedlisting', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='relatedlisting',
            trigger=pgtrigger.compiler.Trigger(name='history_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."earlier_id" IS DISTINCT FROM (new_values."earlier_id") OR old_values."later_id" IS DISTINCT FROM (new_values."later_id"))) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "listings_relatedlistingevent" ("earlier_id", "later_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."earlier_id", new_values."later_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."earlier_id" IS DISTINCT FROM (new_values."earlier_id") OR old_values."later_id" IS DISTINCT FROM (new_values."later_id")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='be613eba46cdff80834bdbe9f6f16718bbc241a5', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_history_update_a003c', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='listings_relatedlisting', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='relatedlisting',
            trigger=pgtrigger.compiler.Trigger(name='history_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "listings_relatedlistingevent" ("earlier_id", "later_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."earlier_id", old_values."later_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='80489d61ffc943e1dda8b5ec3931596fa4fc0742', level='STATEMENT', operation='DELETE', pgid='pgtrigger_history_delete_95201', referencing='REFERENCING OLD TABLE AS old_values ', table='listings_relatedlisting', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='source',
            trigger=pgtrigger.compiler.Trigger(name='history_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM new_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "listings_sourceevent" ("key", "listing_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published", "read_on", "url") SELECT new_values."key", new_values."listing_id", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."published", new_values."read_on", new_values."url" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='47a5305167a8352a7940748b732faf90d17e6284', level='STATEMENT', operation='INSERT', pgid='pgtrigger_history_insert_94873', referencing='REFERENCING NEW TABLE AS new_values ', table='listings_source', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='source',
            trigger=pgtrigger.compiler.Trigger(name='history_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."key" IS DISTINCT FROM (new_values."key") OR old_values."listing_id" IS DISTINCT FROM (new_values."listing_id") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."published" IS DISTINCT FROM (new_values."published") OR old_values."read_on" IS DISTINCT FROM (new_values."read_on") OR old_values."url" IS DISTINCT FROM (new_values."url"))) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "listings_sourceevent" ("key", "listing_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published", "read_on", "url") SELECT new_values."key", new_values."listing_id", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."published", new_values."read_on", new_values."url" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."key" IS DISTINCT FROM (new_values."key") OR old_values."listing_id" IS DISTINCT FROM (new_values."listing_id") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."published" IS DISTINCT FROM (new_values."published") OR old_values."read_on" IS DISTINCT FROM (new_values."read_on") OR old_values."url" IS DISTINCT FROM (new_values."url")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='8f1679de62489f83635ad7dac517bf85c1a6bc3d', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_history_update_18d1d', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='listings_source', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='source',
            trigger=pgtrigger.compiler.Trigger(name='history_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "listings_sourceevent" ("key", "listing_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published", "read_on", "url") SELECT old_values."key", old_values."listing_id", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."published", old_values."read_on", old_values."url" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='6661063f9f2118ec66f34e42ea79f65f03308337', level='STATEMENT', operation='DELETE', pgid='pgtrigger_history_delete_38de0', referencing='REFERENCING OLD TABLE AS old_values ', table='listings_source', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='synonymgroup',
            trigger=pgtrigger.compiler.Trigger(name='history_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM new_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "listings_synonymgroupevent" ("direction", "is_edited", "is_used", "key", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "terms") SELECT new_values."direction", new_values."is_edited", new_values."is_used", new_values."key", new_values."note", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."terms" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='e1499d637403d87c5d2601fddc82b5afc9224905', level='STATEMENT', operation='INSERT', pgid='pgtrigger_history_insert_99cc6', referencing='REFERENCING NEW TABLE AS new_values ', table='listings_synonymgroup', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='synonymgroup',
            trigger=pgtrigger.compiler.Trigger(name='history_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."direction" IS DISTINCT FROM (new_values."direction") OR old_values."is_edited" IS DISTINCT FROM (new_values."is_edited") OR old_values."is_used" IS DISTINCT FROM (new_values."is_used") OR old_values."key" IS DISTINCT FROM (new_values."key") OR old_values."note" IS DISTINCT FROM (new_values."note") OR old_values."terms" IS DISTINCT FROM (new_values."terms"))) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "listings_synonymgroupevent" ("direction", "is_edited", "is_used", "key", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "terms") SELECT new_values."direction", new_values."is_edited", new_values."is_used", new_values."key", new_values."note", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."terms" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."direction" IS DISTINCT FROM (new_values."direction") OR old_values."is_edited" IS DISTINCT FROM (new_values."is_edited") OR old_values."is_used" IS DISTINCT FROM (new_values."is_used") OR old_values."key" IS DISTINCT FROM (new_values."key") OR old_values."note" IS DISTINCT FROM (new_values."note") OR old_values."terms" IS DISTINCT FROM (new_values."terms")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='14bb2dccb03e70186c49ca1f3cd80d712588cdc2', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_history_update_ff239', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='listings_synonymgroup', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='synonymgroup',
            trigger=pgtrigger.compiler.Trigger(name='history_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "listings_synonymgroupevent" ("direction", "is_edited", "is_used", "key", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "terms") SELECT old_values."direction", old_values."is_edited", old_values."is_used", old_values."key", old_values."note", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."terms" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='e1cb344cec04f441ece2a2e52814f921737bc18e', level='STATEMENT', operation='DELETE', pgid='pgtrigger_history_delete_b5c5d', referencing='REFERENCING OLD TABLE AS old_values ', table='listings_synonymgroup', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='topic',
            trigger=pgtrigger.compiler.Trigger(name='history_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM new_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "listings_topicevent" ("name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='b6bb443cea0d52938f81465f5549f4b9e4e9d9e7', level='STATEMENT', operation='INSERT', pgid='pgtrigger_history_insert_e9bf3', referencing='REFERENCING NEW TABLE AS new_values ', table='listings_topic', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='topic',
            trigger=pgtrigger.compiler.Trigger(name='history_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."name" IS DISTINCT FROM (new_values."name"))) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "listings_topicevent" ("name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."name" IS DISTINCT FROM (new_values."name")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='f38e429c3a8bac37708a3f86f5b71a6534713d85', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_history_update_05261', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='listings_topic', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='topic',
            trigger=pgtrigger.compiler.Trigger(name='history_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "listings_topicevent" ("name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='23769b2290bf5095ded46ea16b5fdbeea1538ff1', level='STATEMENT', operation='DELETE', pgid='pgtrigger_history_delete_896d0', referencing='REFERENCING OLD TABLE AS old_values ', table='listings_topic', when='AFTER')),
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
        pgtrigger.migrations.AddTrigger(
            model_name='linkevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='da7fa457a7dd3743ab496ea4547858d42f3aa5ce', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_71645', table='listings_linkevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='listingevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='2fc2614dca86ab458faaa55ff0f1dcf1c0e27fa7', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_54156', table='listings_listingevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='listingofficerevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='52a78550afc0df73816a476cc8be2a397cb88e87', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_ef5a9', table='listings_listingofficerevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='nametoresolveevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='177a807104c9e298d9e7f3741d2ba2d8673b183b', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_bf16c', table='listings_nametoresolveevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='participationevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='a76c593f62c52c4edb54f56e89e7b0db43e3a26b', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_f2039', table='listings_participationevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='relatedlistingevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='078c5c051b30fa20b54839ac41445c187c7c762a', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_aa0f7', table='listings_relatedlistingevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sourceevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='946cdb0044d951c2927bf91d82eda5f2688e1f77', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_8fe10', table='listings_sourceevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='synonymgroupevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='2a3000a934c5b494545e7b8665868a16524d8a13', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_c1000', table='listings_synonymgroupevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='topicevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='e8fdf1116bc7f2e86d76d4fc22a000edb63c8e81', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_69252', table='listings_topicevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='listingtopicevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='54aa75106ab8798f41605f328d4fa619dd0ffd3e', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_033c1', table='listings_listingtopicevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='listingserviceareaevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='897d7183f4a78b3e38cdcec334c97a8e813b82d2', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_c9e02', table='listings_listingserviceareaevent', when='BEFORE')),
        ),
        migrations.RunPython(note_what_stands("listings"), migrations.RunPython.noop),
    ]
