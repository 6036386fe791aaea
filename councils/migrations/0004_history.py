"""Begins the history of what people edit: docs/decisions/0010-history.md."""

import councils.models.memberships
import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from directory.history import note_what_stands


class Migration(migrations.Migration):

    dependencies = [
        ('councils', '0003_cache'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='EmailDomainEvent',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('domain', models.CharField(max_length=253)),
                ('basis', models.CharField(choices=[('mailbox', 'A mailbox that the council publishes'), ('listed', 'A public list of domains and owners'), ('directory', 'A directory of public-sector domains'), ('website', 'Assumed from the website'), ('other', 'A further domain of the same council')], max_length=10)),
                ('valid_until', models.DateField(blank=True, help_text='The last day on which it shows that somebody works for the organisation.', null=True)),
                ('note', models.CharField(blank=True, help_text='For a sub-domain: whose staff use it.', max_length=200)),
                ('organisation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='councils.organisation')),
                ('pgh_context', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='councils.emaildomain')),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='FormerCodeEvent',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('gss_code', models.CharField(max_length=9, verbose_name='GSS code')),
                ('organisation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='councils.organisation')),
                ('pgh_context', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='councils.formercode')),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='InvitationEvent',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('role', models.CharField(choices=[('officer', 'Officer'), ('manager', 'Manager')], default='officer', max_length=10)),
                ('invited_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('expires_at', models.DateTimeField(default=councils.models.memberships.two_weeks_from_now, editable=False)),
                ('accepted_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('withdrawn_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('invited_by', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='councils.organisation')),
                ('pgh_context', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='councils.invitation')),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='MembershipEvent',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('role', models.CharField(choices=[('officer', 'Officer'), ('manager', 'Manager')], default='officer', max_length=10)),
                ('began_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('confirmed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, help_text='When this person last said that they work for the council.')),
                ('ended_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('end_reason', models.CharField(blank=True, choices=[('left', 'Left the council, or said so'), ('ended', 'Ended by a manager or a moderator'), ('address-failed', 'Mail to the address came back'), ('closed', 'Closed their account')], editable=False, max_length=20)),
                ('organisation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='councils.organisation')),
                ('pgh_context', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='councils.membership')),
                ('user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='MembershipRequestEvent',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('answer', models.CharField(blank=True, choices=[('yes', 'Taken in'), ('no', 'Not taken in'), ('taken-back', 'Taken back by the person')], max_length=10)),
                ('answered_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('answered_by', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='councils.organisation')),
                ('pgh_context', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='councils.membershiprequest')),
                ('user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='OrganisationAliasEvent',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=200)),
                ('organisation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='councils.organisation')),
                ('pgh_context', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='councils.organisationalias')),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='OrganisationEvent',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('slug', models.SlugField(db_index=False, help_text='The name in the address of its page.', max_length=100)),
                ('name', models.CharField(help_text='The official name.', max_length=200)),
                ('short_name', models.CharField(help_text='The name people say, such as Hackney.', max_length=120)),
                ('kind', models.CharField(choices=[('london-borough', 'London borough'), ('metropolitan-district', 'Metropolitan district'), ('unitary', 'Unitary authority'), ('county', 'County council'), ('non-metropolitan-district', 'District council'), ('scottish', 'Scottish council'), ('welsh', 'Welsh council'), ('northern-irish', 'Northern Ireland council'), ('combined-authority', 'Combined authority'), ('sui-generis', 'Council of its own kind'), ('department', 'Government department or agency'), ('health-body', 'Health body'), ('public-body', 'Other public body'), ('network', 'Partnership or network'), ('company', 'Company'), ('charity', 'Charity or social enterprise'), ('university', 'University')], max_length=30)),
                ('status', models.CharField(choices=[('current', 'Current'), ('abolished', 'Abolished'), ('planned', 'Planned')], default='current', max_length=10)),
                ('tier', models.CharField(blank=True, choices=[('lower', 'District (lower tier)'), ('upper', 'County (upper tier)'), ('single', 'Single tier'), ('strategic', 'Strategic authority')], max_length=10)),
                ('nation', models.CharField(blank=True, choices=[('England', 'England'), ('Scotland', 'Scotland'), ('Wales', 'Wales'), ('Northern Ireland', 'Northern Ireland')], max_length=20)),
                ('region', models.CharField(blank=True, choices=[('North East', 'North East'), ('North West', 'North West'), ('Yorkshire and The Humber', 'Yorkshire and The Humber'), ('East Midlands', 'East Midlands'), ('West Midlands', 'West Midlands'), ('East of England', 'East of England'), ('London', 'London'), ('South East', 'South East'), ('South West', 'South West'), ('Scotland', 'Scotland'), ('Wales', 'Wales'), ('Northern Ireland', 'Northern Ireland')], max_length=30)),
                ('website', models.URLField(blank=True, max_length=300)),
                ('gss_code', models.CharField(blank=True, max_length=9, null=True, verbose_name='GSS code')),
                ('code3', models.CharField(blank=True, max_length=6, verbose_name='short code')),
                ('gov_uk_slug', models.SlugField(blank=True, db_index=False, max_length=100, verbose_name='GOV.UK slug')),
                ('start_date', models.DateField(blank=True, null=True)),
                ('end_date', models.DateField(blank=True, null=True, verbose_name='last day in force')),
                ('population', models.PositiveIntegerField(blank=True, null=True)),
                ('population_year', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('latitude', models.DecimalField(blank=True, decimal_places=4, max_digits=7, null=True)),
                ('longitude', models.DecimalField(blank=True, decimal_places=4, max_digits=7, null=True)),
                ('map_x', models.DecimalField(blank=True, decimal_places=1, max_digits=6, null=True)),
                ('map_y', models.DecimalField(blank=True, decimal_places=1, max_digits=6, null=True)),
                ('hex_q', models.SmallIntegerField(blank=True, null=True)),
                ('hex_r', models.SmallIntegerField(blank=True, null=True)),
                ('announcement', models.CharField(blank=True, choices=[('enacted', 'Order made'), ('announced', 'Announced, name may change')], help_text='For a planned council: how certain it is.', max_length=10)),
                ('notes', models.TextField(blank=True)),
                ('county', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='councils.organisation')),
                ('pgh_context', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='councils.organisation')),
                ('strategic_authority', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='councils.organisation')),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='SuccessionEvent',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('date', models.DateField(help_text='The day the successor took over.')),
                ('status', models.CharField(choices=[('done', 'Done'), ('enacted', 'Order made'), ('announced', 'Announced')], max_length=10)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('source', models.CharField(max_length=500)),
                ('pgh_context', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='councils.succession')),
                ('predecessor', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='councils.organisation')),
                ('successor', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='councils.organisation')),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='UserEvent',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('is_active', models.BooleanField(default=True, help_text='Clear this to keep a person out: every session of theirs ends.', verbose_name='may sign in')),
                ('is_staff', models.BooleanField(default=False, help_text='Looks after the directory.', verbose_name='moderator')),
                ('is_superuser', models.BooleanField(default=False, help_text='Appoints moderators, and may do everything in the admin.', verbose_name='administrator')),
                ('pgh_context', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='emaildomain',
            trigger=pgtrigger.compiler.Trigger(name='history_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM new_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "councils_emaildomainevent" ("basis", "domain", "note", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_until") SELECT new_values."basis", new_values."domain", new_values."note", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."valid_until" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='da900ebd1517e14a1fd8d6bf5a078aa240a26e09', level='STATEMENT', operation='INSERT', pgid='pgtrigger_history_insert_d7fdf', referencing='REFERENCING NEW TABLE AS new_values ', table='councils_emaildomain', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='emaildomain',
            trigger=pgtrigger.compiler.Trigger(name='history_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."basis" IS DISTINCT FROM (new_values."basis") OR old_values."domain" IS DISTINCT FROM (new_values."domain") OR old_values."note" IS DISTINCT FROM (new_values."note") OR old_values."organisation_id" IS DISTINCT FROM (new_values."organisation_id") OR old_values."valid_until" IS DISTINCT FROM (new_values."valid_until"))) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "councils_emaildomainevent" ("basis", "domain", "note", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_until") SELECT new_values."basis", new_values."domain", new_values."note", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."valid_until" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."basis" IS DISTINCT FROM (new_values."basis") OR old_values."domain" IS DISTINCT FROM (new_values."domain") OR old_values."note" IS DISTINCT FROM (new_values."note") OR old_values."organisation_id" IS DISTINCT FROM (new_values."organisation_id") OR old_values."valid_until" IS DISTINCT FROM (new_values."valid_until")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='b0c24eafd23e23755e76ef06e59916e0b48bb83e', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_history_update_74b12', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='councils_emaildomain', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='emaildomain',
            trigger=pgtrigger.compiler.Trigger(name='history_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "councils_emaildomainevent" ("basis", "domain", "note", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_until") SELECT old_values."basis", old_values."domain", old_values."note", old_values."organisation_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."valid_until" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='d7c98527838b03414989bf7816bdc3dca230c3cf', level='STATEMENT', operation='DELETE', pgid='pgtrigger_history_delete_71383', referencing='REFERENCING OLD TABLE AS old_values ', table='councils_emaildomain', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='formercode',
            trigger=pgtrigger.compiler.Trigger(name='history_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM new_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "councils_formercodeevent" ("gss_code", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."gss_code", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='155608b4dcf7cb76db36ea75ee0a9f89b2ac5051', level='STATEMENT', operation='INSERT', pgid='pgtrigger_history_insert_b6bf4', referencing='REFERENCING NEW TABLE AS new_values ', table='councils_formercode', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='formercode',
            trigger=pgtrigger.compiler.Trigger(name='history_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."gss_code" IS DISTINCT FROM (new_values."gss_code") OR old_values."organisation_id" IS DISTINCT FROM (new_values."organisation_id"))) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "councils_formercodeevent" ("gss_code", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."gss_code", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."gss_code" IS DISTINCT FROM (new_values."gss_code") OR old_values."organisation_id" IS DISTINCT FROM (new_values."organisation_id")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='37d87483c06cf9ff7319ccbf93e1bb910e4c6f33', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_history_update_26581', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='councils_formercode', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='formercode',
            trigger=pgtrigger.compiler.Trigger(name='history_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "councils_formercodeevent" ("gss_code", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."gss_code", old_values."organisation_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='745b60dfde54ed0486675ad5f94199ae9060020c', level='STATEMENT', operation='DELETE', pgid='pgtrigger_history_delete_29ccc', referencing='REFERENCING OLD TABLE AS old_values ', table='councils_formercode', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='invitation',
            trigger=pgtrigger.compiler.Trigger(name='history_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM new_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "councils_invitationevent" ("accepted_at", "expires_at", "invited_at", "invited_by_id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "withdrawn_at") SELECT new_values."accepted_at", new_values."expires_at", new_values."invited_at", new_values."invited_by_id", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."role", new_values."withdrawn_at" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='aee6d0390fc3cefba0ef2aa8a5dc66fe3b112a59', level='STATEMENT', operation='INSERT', pgid='pgtrigger_history_insert_9c56f', referencing='REFERENCING NEW TABLE AS new_values ', table='councils_invitation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='invitation',
            trigger=pgtrigger.compiler.Trigger(name='history_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."accepted_at" IS DISTINCT FROM (new_values."accepted_at") OR old_values."expires_at" IS DISTINCT FROM (new_values."expires_at") OR old_values."invited_at" IS DISTINCT FROM (new_values."invited_at") OR old_values."invited_by_id" IS DISTINCT FROM (new_values."invited_by_id") OR old_values."organisation_id" IS DISTINCT FROM (new_values."organisation_id") OR old_values."role" IS DISTINCT FROM (new_values."role") OR old_values."withdrawn_at" IS DISTINCT FROM (new_values."withdrawn_at"))) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "councils_invitationevent" ("accepted_at", "expires_at", "invited_at", "invited_by_id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "withdrawn_at") SELECT new_values."accepted_at", new_values."expires_at", new_values."invited_at", new_values."invited_by_id", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."role", new_values."withdrawn_at" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."accepted_at" IS DISTINCT FROM (new_values."accepted_at") OR old_values."expires_at" IS DISTINCT FROM (new_values."expires_at") OR old_values."invited_at" IS DISTINCT FROM (new_values."invited_at") OR old_values."invited_by_id" IS DISTINCT FROM (new_values."invited_by_id") OR old_values."organisation_id" IS DISTINCT FROM (new_values."organisation_id") OR old_values."role" IS DISTINCT FROM (new_values."role") OR old_values."withdrawn_at" IS DISTINCT FROM (new_values."withdrawn_at")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='fc6215e0aad023a66dd5b0ef9621caeefac54082', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_history_update_18610', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='councils_invitation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='invitation',
            trigger=pgtrigger.compiler.Trigger(name='history_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "councils_invitationevent" ("accepted_at", "expires_at", "invited_at", "invited_by_id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "withdrawn_at") SELECT old_values."accepted_at", old_values."expires_at", old_values."invited_at", old_values."invited_by_id", old_values."organisation_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."role", old_values."withdrawn_at" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='bf9adc1a444a2e234eaad2c9e728bcb4f2e92261', level='STATEMENT', operation='DELETE', pgid='pgtrigger_history_delete_37563', referencing='REFERENCING OLD TABLE AS old_values ', table='councils_invitation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='membership',
            trigger=pgtrigger.compiler.Trigger(name='history_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM new_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "councils_membershipevent" ("began_at", "confirmed_at", "end_reason", "ended_at", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "user_id") SELECT new_values."began_at", new_values."confirmed_at", new_values."end_reason", new_values."ended_at", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."role", new_values."user_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='ea3c5d075d422031f56cd2c914fa91e79633df94', level='STATEMENT', operation='INSERT', pgid='pgtrigger_history_insert_b5b67', referencing='REFERENCING NEW TABLE AS new_values ', table='councils_membership', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='membership',
            trigger=pgtrigger.compiler.Trigger(name='history_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."began_at" IS DISTINCT FROM (new_values."began_at") OR old_values."confirmed_at" IS DISTINCT FROM (new_values."confirmed_at") OR old_values."end_reason" IS DISTINCT FROM (new_values."end_reason") OR old_values."ended_at" IS DISTINCT FROM (new_values."ended_at") OR old_values."organisation_id" IS DISTINCT FROM (new_values."organisation_id") OR old_values."role" IS DISTINCT FROM (new_values."role") OR old_values."user_id" IS DISTINCT FROM (new_values."user_id"))) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "councils_membershipevent" ("began_at", "confirmed_at", "end_reason", "ended_at", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "user_id") SELECT new_values."began_at", new_values."confirmed_at", new_values."end_reason", new_values."ended_at", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."role", new_values."user_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."began_at" IS DISTINCT FROM (new_values."began_at") OR old_values."confirmed_at" IS DISTINCT FROM (new_values."confirmed_at") OR old_values."end_reason" IS DISTINCT FROM (new_values."end_reason") OR old_values."ended_at" IS DISTINCT FROM (new_values."ended_at") OR old_values."organisation_id" IS DISTINCT FROM (new_values."organisation_id") OR old_values."role" IS DISTINCT FROM (new_values."role") OR old_values."user_id" IS DISTINCT FROM (new_values."user_id")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='e983d61d7de4ef8ca5d9a9e87b4527e3f69592c9', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_history_update_bb9c2', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='councils_membership', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='membership',
            trigger=pgtrigger.compiler.Trigger(name='history_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "councils_membershipevent" ("began_at", "confirmed_at", "end_reason", "ended_at", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "user_id") SELECT old_values."began_at", old_values."confirmed_at", old_values."end_reason", old_values."ended_at", old_values."organisation_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."role", old_values."user_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='5e444c5d85b825426229d8c56752b2ea2ff3f093', level='STATEMENT', operation='DELETE', pgid='pgtrigger_history_delete_b7c9a', referencing='REFERENCING OLD TABLE AS old_values ', table='councils_membership', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='membershiprequest',
            trigger=pgtrigger.compiler.Trigger(name='history_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM new_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "councils_membershiprequestevent" ("answer", "answered_at", "answered_by_id", "asked_at", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") SELECT new_values."answer", new_values."answered_at", new_values."answered_by_id", new_values."asked_at", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."user_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='a70ae36a1276d31ccc57964fa1bfeaa7a077838e', level='STATEMENT', operation='INSERT', pgid='pgtrigger_history_insert_4370c', referencing='REFERENCING NEW TABLE AS new_values ', table='councils_membershiprequest', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='membershiprequest',
            trigger=pgtrigger.compiler.Trigger(name='history_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."answer" IS DISTINCT FROM (new_values."answer") OR old_values."answered_at" IS DISTINCT FROM (new_values."answered_at") OR old_values."answered_by_id" IS DISTINCT FROM (new_values."answered_by_id") OR old_values."asked_at" IS DISTINCT FROM (new_values."asked_at") OR old_values."organisation_id" IS DISTINCT FROM (new_values."organisation_id") OR old_values."user_id" IS DISTINCT FROM (new_values."user_id"))) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "councils_membershiprequestevent" ("answer", "answered_at", "answered_by_id", "asked_at", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") SELECT new_values."answer", new_values."answered_at", new_values."answered_by_id", new_values."asked_at", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."user_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."answer" IS DISTINCT FROM (new_values."answer") OR old_values."answered_at" IS DISTINCT FROM (new_values."answered_at") OR old_values."answered_by_id" IS DISTINCT FROM (new_values."answered_by_id") OR old_values."asked_at" IS DISTINCT FROM (new_values."asked_at") OR old_values."organisation_id" IS DISTINCT FROM (new_values."organisation_id") OR old_values."user_id" IS DISTINCT FROM (new_values."user_id")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='65b8e277b7b847092e44a105e498b3714e73bcc3', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_history_update_35299', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='councils_membershiprequest', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='membershiprequest',
            trigger=pgtrigger.compiler.Trigger(name='history_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "councils_membershiprequestevent" ("answer", "answered_at", "answered_by_id", "asked_at", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") SELECT old_values."answer", old_values."answered_at", old_values."answered_by_id", old_values."asked_at", old_values."organisation_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."user_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='af30709c8fa0dc35983e447a81f86302b8451444', level='STATEMENT', operation='DELETE', pgid='pgtrigger_history_delete_b83f3', referencing='REFERENCING OLD TABLE AS old_values ', table='councils_membershiprequest', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organisation',
            trigger=pgtrigger.compiler.Trigger(name='history_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM new_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "councils_organisationevent" ("announcement", "code3", "county_id", "end_date", "gov_uk_slug", "gss_code", "hex_q", "hex_r", "kind", "latitude", "longitude", "map_x", "map_y", "name", "nation", "notes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "population", "population_year", "region", "short_name", "slug", "start_date", "status", "strategic_authority_id", "tier", "website") SELECT new_values."announcement", new_values."code3", new_values."county_id", new_values."end_date", new_values."gov_uk_slug", new_values."gss_code", new_values."hex_q", new_values."hex_r", new_values."kind", new_values."latitude", new_values."longitude", new_values."map_x", new_values."map_y", new_values."name", new_values."nation", new_values."notes", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."population", new_values."population_year", new_values."region", new_values."short_name", new_values."slug", new_values."start_date", new_values."status", new_values."strategic_authority_id", new_values."tier", new_values."website" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='fdab378c7aac3b07c7deeb0661dc360124be3d2b', level='STATEMENT', operation='INSERT', pgid='pgtrigger_history_insert_c73d5', referencing='REFERENCING NEW TABLE AS new_values ', table='councils_organisation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organisation',
            trigger=pgtrigger.compiler.Trigger(name='history_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."announcement" IS DISTINCT FROM (new_values."announcement") OR old_values."code3" IS DISTINCT FROM (new_values."code3") OR old_values."county_id" IS DISTINCT FROM (new_values."county_id") OR old_values."end_date" IS DISTINCT FROM (new_values."end_date") OR old_values."gov_uk_slug" IS DISTINCT FROM (new_values."gov_uk_slug") OR old_values."gss_code" IS DISTINCT FROM (new_values."gss_code") OR old_values."hex_q" IS DISTINCT FROM (new_values."hex_q") OR old_values."hex_r" IS DISTINCT FROM (new_values."hex_r") OR old_values."kind" IS DISTINCT FROM (new_values."kind") OR old_values."latitude" IS DISTINCT FROM (new_values."latitude") OR old_values."longitude" IS DISTINCT FROM (new_values."longitude") OR old_values."map_x" IS DISTINCT FROM (new_values."map_x") OR old_values."map_y" IS DISTINCT FROM (new_values."map_y") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."nation" IS DISTINCT FROM (new_values."nation") OR old_values."notes" IS DISTINCT FROM (new_values."notes") OR old_values."population" IS DISTINCT FROM (new_values."population") OR old_values."population_year" IS DISTINCT FROM (new_values."population_year") OR old_values."region" IS DISTINCT FROM (new_values."region") OR old_values."short_name" IS DISTINCT FROM (new_values."short_name") OR old_values."slug" IS DISTINCT FROM (new_values."slug") OR old_values."start_date" IS DISTINCT FROM (new_values."start_date") OR old_values."status" IS DISTINCT FROM (new_values."status") OR old_values."strategic_authority_id" IS DISTINCT FROM (new_values."strategic_authority_id") OR old_values."tier" IS DISTINCT FROM (new_values."tier") OR old_values."website" IS DISTINCT FROM (new_values."website"))) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "councils_organisationevent" ("announcement", "code3", "county_id", "end_date", "gov_uk_slug", "gss_code", "hex_q", "hex_r", "kind", "latitude", "longitude", "map_x", "map_y", "name", "nation", "notes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "population", "population_year", "region", "short_name", "slug", "start_date", "status", "strategic_authority_id", "tier", "website") SELECT new_values."announcement", new_values."code3", new_values."county_id", new_values."end_date", new_values."gov_uk_slug", new_values."gss_code", new_values."hex_q", new_values."hex_r", new_values."kind", new_values."latitude", new_values."longitude", new_values."map_x", new_values."map_y", new_values."name", new_values."nation", new_values."notes", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."population", new_values."population_year", new_values."region", new_values."short_name", new_values."slug", new_values."start_date", new_values."status", new_values."strategic_authority_id", new_values."tier", new_values."website" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."announcement" IS DISTINCT FROM (new_values."announcement") OR old_values."code3" IS DISTINCT FROM (new_values."code3") OR old_values."county_id" IS DISTINCT FROM (new_values."county_id") OR old_values."end_date" IS DISTINCT FROM (new_values."end_date") OR old_values."gov_uk_slug" IS DISTINCT FROM (new_values."gov_uk_slug") OR old_values."gss_code" IS DISTINCT FROM (new_values."gss_code") OR old_values."hex_q" IS DISTINCT FROM (new_values."hex_q") OR old_values."hex_r" IS DISTINCT FROM (new_values."hex_r") OR old_values."kind" IS DISTINCT FROM (new_values."kind") OR old_values."latitude" IS DISTINCT FROM (new_values."latitude") OR old_values."longitude" IS DISTINCT FROM (new_values."longitude") OR old_values."map_x" IS DISTINCT FROM (new_values."map_x") OR old_values."map_y" IS DISTINCT FROM (new_values."map_y") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."nation" IS DISTINCT FROM (new_values."nation") OR old_values."notes" IS DISTINCT FROM (new_values."notes") OR old_values."population" IS DISTINCT FROM (new_values."population") OR old_values."population_year" IS DISTINCT FROM (new_values."population_year") OR old_values."region" IS DISTINCT FROM (new_values."region") OR old_values."short_name" IS DISTINCT FROM (new_values."short_name") OR old_values."slug" IS DISTINCT FROM (new_values."slug") OR old_values."start_date" IS DISTINCT FROM (new_values."start_date") OR old_values."status" IS DISTINCT FROM (new_values."status") OR old_values."strategic_authority_id" IS DISTINCT FROM (new_values."strategic_authority_id") OR old_values."tier" IS DISTINCT FROM (new_values."tier") OR old_values."website" IS DISTINCT FROM (new_values."website")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='be4f2095185510eb144059ce1895cccac4fac610', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_history_update_c5edc', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='councils_organisation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organisation',
            trigger=pgtrigger.compiler.Trigger(name='history_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "councils_organisationevent" ("announcement", "code3", "county_id", "end_date", "gov_uk_slug", "gss_code", "hex_q", "hex_r", "kind", "latitude", "longitude", "map_x", "map_y", "name", "nation", "notes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "population", "population_year", "region", "short_name", "slug", "start_date", "status", "strategic_authority_id", "tier", "website") SELECT old_values."announcement", old_values."code3", old_values."county_id", old_values."end_date", old_values."gov_uk_slug", old_values."gss_code", old_values."hex_q", old_values."hex_r", old_values."kind", old_values."latitude", old_values."longitude", old_values."map_x", old_values."map_y", old_values."name", old_values."nation", old_values."notes", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."population", old_values."population_year", old_values."region", old_values."short_name", old_values."slug", old_values."start_date", old_values."status", old_values."strategic_authority_id", old_values."tier", old_values."website" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='41de0652ec265c40fc2fcecd8073baab5809e65d', level='STATEMENT', operation='DELETE', pgid='pgtrigger_history_delete_30f65', referencing='REFERENCING OLD TABLE AS old_values ', table='councils_organisation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organisationalias',
            trigger=pgtrigger.compiler.Trigger(name='history_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM new_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "councils_organisationaliasevent" ("name", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."name", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='77e77af938e184c59fc45576a943e29d3f32e179', level='STATEMENT', operation='INSERT', pgid='pgtrigger_history_insert_6879f', referencing='REFERENCING NEW TABLE AS new_values ', table='councils_organisationalias', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organisationalias',
            trigger=pgtrigger.compiler.Trigger(name='history_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."organisation_id" IS DISTINCT FROM (new_values."organisation_id"))) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "councils_organisationaliasevent" ("name", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."name", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."organisation_id" IS DISTINCT FROM (new_values."organisation_id")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='279bc2dec986493756489e8e10f9886cb76da049', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_history_update_869ba', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='councils_organisationalias', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organisationalias',
            trigger=pgtrigger.compiler.Trigger(name='history_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "councils_organisationaliasevent" ("name", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."name", old_values."organisation_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='d7300861ed074e165da25404ec6dead73ea2c2e1', level='STATEMENT', operation='DELETE', pgid='pgtrigger_history_delete_912d7', referencing='REFERENCING OLD TABLE AS old_values ', table='councils_organisationalias', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='succession',
            trigger=pgtrigger.compiler.Trigger(name='history_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM new_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "councils_successionevent" ("date", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "predecessor_id", "source", "status", "successor_id") SELECT new_values."date", new_values."note", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."predecessor_id", new_values."source", new_values."status", new_values."successor_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='fa67efa0155e97d9af604442226d531856f84626', level='STATEMENT', operation='INSERT', pgid='pgtrigger_history_insert_42301', referencing='REFERENCING NEW TABLE AS new_values ', table='councils_succession', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='succession',
            trigger=pgtrigger.compiler.Trigger(name='history_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."date" IS DISTINCT FROM (new_values."date") OR old_values."note" IS DISTINCT FROM (new_values."note") OR old_values."predecessor_id" IS DISTINCT FROM (new_values."predecessor_id") OR old_values."source" IS DISTINCT FROM (new_values."source") OR old_values."status" IS DISTINCT FROM (new_values."status") OR old_values."successor_id" IS DISTINCT FROM (new_values."successor_id"))) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "councils_successionevent" ("date", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "predecessor_id", "source", "status", "successor_id") SELECT new_values."date", new_values."note", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."predecessor_id", new_values."source", new_values."status", new_values."successor_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."date" IS DISTINCT FROM (new_values."date") OR old_values."note" IS DISTINCT FROM (new_values."note") OR old_values."predecessor_id" IS DISTINCT FROM (new_values."predecessor_id") OR old_values."source" IS DISTINCT FROM (new_values."source") OR old_values."status" IS DISTINCT FROM (new_values."status") OR old_values."successor_id" IS DISTINCT FROM (new_values."successor_id")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='65d70a54eecd34ceb67f21ac1fcc88dcc91da632', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_history_update_e6550', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='councils_succession', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='succession',
            trigger=pgtrigger.compiler.Trigger(name='history_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "councils_successionevent" ("date", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "predecessor_id", "source", "status", "successor_id") SELECT old_values."date", old_values."note", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."predecessor_id", old_values."source", old_values."status", old_values."successor_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='dbdf817fcbb921f4cf7665bb2349cde30e4aa11b', level='STATEMENT', operation='DELETE', pgid='pgtrigger_history_delete_e7d50', referencing='REFERENCING OLD TABLE AS old_values ', table='councils_succession', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='user',
            trigger=pgtrigger.compiler.Trigger(name='history_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM new_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "councils_userevent" ("is_active", "is_staff", "is_superuser", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."is_active", new_values."is_staff", new_values."is_superuser", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='81e69d27bcbee2bc09d440a5bc55f465139eeb39', level='STATEMENT', operation='INSERT', pgid='pgtrigger_history_insert_dd653', referencing='REFERENCING NEW TABLE AS new_values ', table='councils_user', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='user',
            trigger=pgtrigger.compiler.Trigger(name='history_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."is_active" IS DISTINCT FROM (new_values."is_active") OR old_values."is_staff" IS DISTINCT FROM (new_values."is_staff") OR old_values."is_superuser" IS DISTINCT FROM (new_values."is_superuser"))) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "councils_userevent" ("is_active", "is_staff", "is_superuser", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."is_active", new_values."is_staff", new_values."is_superuser", _pgh_attached_context.value, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."is_active" IS DISTINCT FROM (new_values."is_active") OR old_values."is_staff" IS DISTINCT FROM (new_values."is_staff") OR old_values."is_superuser" IS DISTINCT FROM (new_values."is_superuser")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='c5fd6c1d5db936564ee1b9cd0bc40eabd7530128', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_history_update_d8c37', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='councils_user', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='user',
            trigger=pgtrigger.compiler.Trigger(name='history_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "councils_userevent" ("is_active", "is_staff", "is_superuser", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."is_active", old_values."is_staff", old_values."is_superuser", _pgh_attached_context.value, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='fd5ca54ac82992a58d109d3dfaed138f3cd1db04', level='STATEMENT', operation='DELETE', pgid='pgtrigger_history_delete_c159b', referencing='REFERENCING OLD TABLE AS old_values ', table='councils_user', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='emaildomainevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='2a3840ecfbe52a45bd82ee9908dadc605fbff366', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_28ccb', table='councils_emaildomainevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='formercodeevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b0f28f8424a0d96ad88e6af0eff02e896a9cedaf', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_a3d8c', table='councils_formercodeevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='invitationevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='218a96d9125ed9a4c16e9d804177b0adbc43cb21', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_91f1b', table='councils_invitationevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='membershipevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='6db287f4a4e167713417dfd2a1d9c411e1c0ad84', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_9e52d', table='councils_membershipevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='membershiprequestevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='54cb13f01b16a94060ca6d07843eeff05714a40b', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_8fab4', table='councils_membershiprequestevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organisationaliasevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='17936b3ada906c9d85ee05c705224c69244e3d4e', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_2c1fa', table='councils_organisationaliasevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organisationevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='88de518e7b283f002be8dfe99ad52e80067ba54f', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_1b4db', table='councils_organisationevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='successionevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='fb2d519b4607508680b5969373e6aaac15f9ac7b', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_f2c3b', table='councils_successionevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='userevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b670c2f92e4aa41a37505da07740bd61d8d6be27', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_c047f', table='councils_userevent', when='BEFORE')),
        ),
        migrations.RunPython(note_what_stands("councils"), migrations.RunPython.noop),
    ]
