"""Councils, people, and their history, made at once: a step of a migration takes the longer the more tables there are."""

import councils.models.memberships
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import pgtrigger.compiler
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models

CACHE = """
CREATE TABLE cache_entry (
    cache_key varchar(255) NOT NULL PRIMARY KEY,
    value text NOT NULL,
    expires timestamp with time zone NOT NULL
);
CREATE INDEX cache_entry_expires ON cache_entry (expires);
"""
"""The table of the cache that all workers share, unless CACHE_URL names another: as `createcachetable` makes it."""


class Migration(migrations.Migration):

    replaces = [
        ('councils', '0001_initial'),
        ('councils', '0002_people'),
        ('councils', '0003_cache'),
        ('councils', '0004_history'),
        ('councils', '0005_registering'),
    ]

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('pghistory', '0007_auto_20250421_0444'),
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
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(help_text='The name in the address of its page.', max_length=100, unique=True)),
                ('name', models.CharField(help_text='The official name.', max_length=200)),
                ('short_name', models.CharField(help_text='The name people say, such as Hackney.', max_length=120)),
                ('kind', models.CharField(choices=[('london-borough', 'London borough'), ('metropolitan-district', 'Metropolitan district'), ('unitary', 'Unitary authority'), ('county', 'County council'), ('non-metropolitan-district', 'District council'), ('scottish', 'Scottish council'), ('welsh', 'Welsh council'), ('northern-irish', 'Northern Ireland council'), ('combined-authority', 'Combined authority'), ('sui-generis', 'Council of its own kind'), ('department', 'Government department or agency'), ('health-body', 'Health body'), ('public-body', 'Other public body'), ('network', 'Partnership or network'), ('company', 'Company'), ('charity', 'Charity or social enterprise'), ('university', 'University')], max_length=30)),
                ('status', models.CharField(choices=[('current', 'Current'), ('abolished', 'Abolished'), ('planned', 'Planned')], default='current', max_length=10)),
                ('tier', models.CharField(blank=True, choices=[('lower', 'District (lower tier)'), ('upper', 'County (upper tier)'), ('single', 'Single tier'), ('strategic', 'Strategic authority')], max_length=10)),
                ('nation', models.CharField(blank=True, choices=[('England', 'England'), ('Scotland', 'Scotland'), ('Wales', 'Wales'), ('Northern Ireland', 'Northern Ireland')], max_length=20)),
                ('region', models.CharField(blank=True, choices=[('North East', 'North East'), ('North West', 'North West'), ('Yorkshire and The Humber', 'Yorkshire and The Humber'), ('East Midlands', 'East Midlands'), ('West Midlands', 'West Midlands'), ('East of England', 'East of England'), ('London', 'London'), ('South East', 'South East'), ('South West', 'South West'), ('Scotland', 'Scotland'), ('Wales', 'Wales'), ('Northern Ireland', 'Northern Ireland')], max_length=30)),
                ('website', models.URLField(blank=True, max_length=300)),
                ('gss_code', models.CharField(blank=True, max_length=9, null=True, unique=True, verbose_name='GSS code')),
                ('code3', models.CharField(blank=True, max_length=6, verbose_name='short code')),
                ('gov_uk_slug', models.SlugField(blank=True, max_length=100, verbose_name='GOV.UK slug')),
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
                ('publishes_directly', models.BooleanField(default=False, help_text='Its entries are public once they are sent in. So it is after its first one was approved.')),
                ('notes', models.TextField(blank=True)),
                ('county', models.ForeignKey(blank=True, help_text='For a district: its county.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='districts', to='councils.organisation')),
                ('strategic_authority', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='councils_in_area', to='councils.organisation')),
            ],
            options={
                'ordering': ['short_name', 'id'],
                'indexes': [models.Index(fields=['status', 'kind'], name='councils_or_status_ef328b_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['london-borough', 'metropolitan-district', 'unitary', 'county', 'non-metropolitan-district', 'scottish', 'welsh', 'northern-irish', 'combined-authority', 'sui-generis', 'department', 'health-body', 'public-body', 'network', 'company', 'charity', 'university'])), name='organisation_kind_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('end_date__isnull', False), ('status', 'abolished')), models.Q(('end_date__isnull', True), ('status__in', ['current', 'planned'])), _connector='OR'), name='organisation_is_abolished_when_it_has_an_end_date', violation_error_message='An abolished organisation needs its last day in force; others have none.'), models.CheckConstraint(condition=models.Q(('end_date__isnull', True), ('start_date__isnull', True), ('end_date__gte', models.F('start_date')), _connector='OR'), name='organisation_ends_after_it_starts'), models.CheckConstraint(condition=models.Q(models.Q(('start_date__isnull', False), ('status', 'planned'), models.Q(('announcement', ''), _negated=True)), models.Q(models.Q(('status', 'planned'), _negated=True), ('announcement', '')), _connector='OR'), name='organisation_planned_has_date_and_certainty'), models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ('london-borough', 'metropolitan-district', 'unitary', 'county', 'non-metropolitan-district', 'scottish', 'welsh', 'northern-irish', 'combined-authority', 'sui-generis')), ('nation__in', ['England', 'Scotland', 'Wales', 'Northern Ireland']), ('region__in', ['North East', 'North West', 'Yorkshire and The Humber', 'East Midlands', 'West Midlands', 'East of England', 'London', 'South East', 'South West', 'Scotland', 'Wales', 'Northern Ireland'])), models.Q(models.Q(('kind__in', ('london-borough', 'metropolitan-district', 'unitary', 'county', 'non-metropolitan-district', 'scottish', 'welsh', 'northern-irish', 'combined-authority', 'sui-generis')), _negated=True), ('tier', '')), _connector='OR'), name='organisation_council_has_nation_and_region'), models.CheckConstraint(condition=models.Q(models.Q(('latitude__isnull', True), ('longitude__isnull', True)), models.Q(('latitude__range', (Decimal('49.8'), Decimal('61.0'))), ('longitude__range', (Decimal('-8.7'), Decimal('1.8')))), _connector='OR'), name='organisation_lies_in_the_uk'), models.CheckConstraint(condition=models.Q(models.Q(('county', models.F('id')), _negated=True), models.Q(('strategic_authority', models.F('id')), _negated=True)), name='organisation_is_not_its_own_parent')],
                'triggers': [pgtrigger.compiler.Trigger(name='history_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM new_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "councils_organisationevent" ("announcement", "code3", "county_id", "end_date", "gov_uk_slug", "gss_code", "hex_q", "hex_r", "kind", "latitude", "longitude", "map_x", "map_y", "name", "nation", "notes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "population", "population_year", "publishes_directly", "region", "short_name", "slug", "start_date", "status", "strategic_authority_id", "tier", "website") SELECT new_values."announcement", new_values."code3", new_values."county_id", new_values."end_date", new_values."gov_uk_slug", new_values."gss_code", new_values."hex_q", new_values."hex_r", new_values."kind", new_values."latitude", new_values."longitude", new_values."map_x", new_values."map_y", new_values."name", new_values."nation", new_values."notes", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."population", new_values."population_year", new_values."publishes_directly", new_values."region", new_values."short_name", new_values."slug", new_values."start_date", new_values."status", new_values."strategic_authority_id", new_values."tier", new_values."website" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='e33925a239448682d45800dd21222ed2fb40dbfb', level='STATEMENT', operation='INSERT', pgid='pgtrigger_history_insert_c73d5', referencing='REFERENCING NEW TABLE AS new_values ', table='councils_organisation', when='AFTER')), pgtrigger.compiler.Trigger(name='history_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."announcement" IS DISTINCT FROM (new_values."announcement") OR old_values."code3" IS DISTINCT FROM (new_values."code3") OR old_values."county_id" IS DISTINCT FROM (new_values."county_id") OR old_values."end_date" IS DISTINCT FROM (new_values."end_date") OR old_values."gov_uk_slug" IS DISTINCT FROM (new_values."gov_uk_slug") OR old_values."gss_code" IS DISTINCT FROM (new_values."gss_code") OR old_values."hex_q" IS DISTINCT FROM (new_values."hex_q") OR old_values."hex_r" IS DISTINCT FROM (new_values."hex_r") OR old_values."kind" IS DISTINCT FROM (new_values."kind") OR old_values."latitude" IS DISTINCT FROM (new_values."latitude") OR old_values."longitude" IS DISTINCT FROM (new_values."longitude") OR old_values."map_x" IS DISTINCT FROM (new_values."map_x") OR old_values."map_y" IS DISTINCT FROM (new_values."map_y") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."nation" IS DISTINCT FROM (new_values."nation") OR old_values."notes" IS DISTINCT FROM (new_values."notes") OR old_values."population" IS DISTINCT FROM (new_values."population") OR old_values."population_year" IS DISTINCT FROM (new_values."population_year") OR old_values."publishes_directly" IS DISTINCT FROM (new_values."publishes_directly") OR old_values."region" IS DISTINCT FROM (new_values."region") OR old_values."short_name" IS DISTINCT FROM (new_values."short_name") OR old_values."slug" IS DISTINCT FROM (new_values."slug") OR old_values."start_date" IS DISTINCT FROM (new_values."start_date") OR old_values."status" IS DISTINCT FROM (new_values."status") OR old_values."strategic_authority_id" IS DISTINCT FROM (new_values."strategic_authority_id") OR old_values."tier" IS DISTINCT FROM (new_values."tier") OR old_values."website" IS DISTINCT FROM (new_values."website"))) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "councils_organisationevent" ("announcement", "code3", "county_id", "end_date", "gov_uk_slug", "gss_code", "hex_q", "hex_r", "kind", "latitude", "longitude", "map_x", "map_y", "name", "nation", "notes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "population", "population_year", "publishes_directly", "region", "short_name", "slug", "start_date", "status", "strategic_authority_id", "tier", "website") SELECT new_values."announcement", new_values."code3", new_values."county_id", new_values."end_date", new_values."gov_uk_slug", new_values."gss_code", new_values."hex_q", new_values."hex_r", new_values."kind", new_values."latitude", new_values."longitude", new_values."map_x", new_values."map_y", new_values."name", new_values."nation", new_values."notes", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."population", new_values."population_year", new_values."publishes_directly", new_values."region", new_values."short_name", new_values."slug", new_values."start_date", new_values."status", new_values."strategic_authority_id", new_values."tier", new_values."website" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."announcement" IS DISTINCT FROM (new_values."announcement") OR old_values."code3" IS DISTINCT FROM (new_values."code3") OR old_values."county_id" IS DISTINCT FROM (new_values."county_id") OR old_values."end_date" IS DISTINCT FROM (new_values."end_date") OR old_values."gov_uk_slug" IS DISTINCT FROM (new_values."gov_uk_slug") OR old_values."gss_code" IS DISTINCT FROM (new_values."gss_code") OR old_values."hex_q" IS DISTINCT FROM (new_values."hex_q") OR old_values."hex_r" IS DISTINCT FROM (new_values."hex_r") OR old_values."kind" IS DISTINCT FROM (new_values."kind") OR old_values."latitude" IS DISTINCT FROM (new_values."latitude") OR old_values."longitude" IS DISTINCT FROM (new_values."longitude") OR old_values."map_x" IS DISTINCT FROM (new_values."map_x") OR old_values."map_y" IS DISTINCT FROM (new_values."map_y") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."nation" IS DISTINCT FROM (new_values."nation") OR old_values."notes" IS DISTINCT FROM (new_values."notes") OR old_values."population" IS DISTINCT FROM (new_values."population") OR old_values."population_year" IS DISTINCT FROM (new_values."population_year") OR old_values."publishes_directly" IS DISTINCT FROM (new_values."publishes_directly") OR old_values."region" IS DISTINCT FROM (new_values."region") OR old_values."short_name" IS DISTINCT FROM (new_values."short_name") OR old_values."slug" IS DISTINCT FROM (new_values."slug") OR old_values."start_date" IS DISTINCT FROM (new_values."start_date") OR old_values."status" IS DISTINCT FROM (new_values."status") OR old_values."strategic_authority_id" IS DISTINCT FROM (new_values."strategic_authority_id") OR old_values."tier" IS DISTINCT FROM (new_values."tier") OR old_values."website" IS DISTINCT FROM (new_values."website")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='f7f18a478f0fea00c5fbf3ba8d456545501348ce', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_history_update_c5edc', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='councils_organisation', when='AFTER')), pgtrigger.compiler.Trigger(name='history_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "councils_organisationevent" ("announcement", "code3", "county_id", "end_date", "gov_uk_slug", "gss_code", "hex_q", "hex_r", "kind", "latitude", "longitude", "map_x", "map_y", "name", "nation", "notes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "population", "population_year", "publishes_directly", "region", "short_name", "slug", "start_date", "status", "strategic_authority_id", "tier", "website") SELECT old_values."announcement", old_values."code3", old_values."county_id", old_values."end_date", old_values."gov_uk_slug", old_values."gss_code", old_values."hex_q", old_values."hex_r", old_values."kind", old_values."latitude", old_values."longitude", old_values."map_x", old_values."map_y", old_values."name", old_values."nation", old_values."notes", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."population", old_values."population_year", old_values."publishes_directly", old_values."region", old_values."short_name", old_values."slug", old_values."start_date", old_values."status", old_values."strategic_authority_id", old_values."tier", old_values."website" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='f568150e95d44463169f0aed27dbe8af3cb06ceb', level='STATEMENT', operation='DELETE', pgid='pgtrigger_history_delete_30f65', referencing='REFERENCING OLD TABLE AS old_values ', table='councils_organisation', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='EmailDomain',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('domain', models.CharField(db_index=True, max_length=253)),
                ('basis', models.CharField(choices=[('mailbox', 'A mailbox that the council publishes'), ('listed', 'A public list of domains and owners'), ('directory', 'A directory of public-sector domains'), ('website', 'Assumed from the website'), ('other', 'A further domain of the same council')], max_length=10)),
                ('valid_until', models.DateField(blank=True, help_text='The last day on which it shows that somebody works for the organisation.', null=True)),
                ('note', models.CharField(blank=True, help_text='For a sub-domain: whose staff use it.', max_length=200)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='email_domains', to='councils.organisation')),
            ],
            options={
                'ordering': ['domain', 'id'],
                'constraints': [models.UniqueConstraint(fields=('organisation', 'domain'), name='domain_once_for_an_organisation'), models.CheckConstraint(condition=models.Q(('domain', django.db.models.functions.text.Lower('domain'))), name='domain_is_lower_case'), models.CheckConstraint(condition=models.Q(('domain__regex', '^[a-z0-9-]+(\\.[a-z0-9-]+)+$')), name='domain_is_a_domain')],
                'triggers': [pgtrigger.compiler.Trigger(name='history_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM new_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "councils_emaildomainevent" ("basis", "domain", "note", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_until") SELECT new_values."basis", new_values."domain", new_values."note", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."valid_until" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='da900ebd1517e14a1fd8d6bf5a078aa240a26e09', level='STATEMENT', operation='INSERT', pgid='pgtrigger_history_insert_d7fdf', referencing='REFERENCING NEW TABLE AS new_values ', table='councils_emaildomain', when='AFTER')), pgtrigger.compiler.Trigger(name='history_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."basis" IS DISTINCT FROM (new_values."basis") OR old_values."domain" IS DISTINCT FROM (new_values."domain") OR old_values."note" IS DISTINCT FROM (new_values."note") OR old_values."organisation_id" IS DISTINCT FROM (new_values."organisation_id") OR old_values."valid_until" IS DISTINCT FROM (new_values."valid_until"))) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "councils_emaildomainevent" ("basis", "domain", "note", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_until") SELECT new_values."basis", new_values."domain", new_values."note", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."valid_until" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."basis" IS DISTINCT FROM (new_values."basis") OR old_values."domain" IS DISTINCT FROM (new_values."domain") OR old_values."note" IS DISTINCT FROM (new_values."note") OR old_values."organisation_id" IS DISTINCT FROM (new_values."organisation_id") OR old_values."valid_until" IS DISTINCT FROM (new_values."valid_until")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='b0c24eafd23e23755e76ef06e59916e0b48bb83e', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_history_update_74b12', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='councils_emaildomain', when='AFTER')), pgtrigger.compiler.Trigger(name='history_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "councils_emaildomainevent" ("basis", "domain", "note", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_until") SELECT old_values."basis", old_values."domain", old_values."note", old_values."organisation_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."valid_until" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='d7c98527838b03414989bf7816bdc3dca230c3cf', level='STATEMENT', operation='DELETE', pgid='pgtrigger_history_delete_71383', referencing='REFERENCING OLD TABLE AS old_values ', table='councils_emaildomain', when='AFTER'))],
            },
        ),
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
                ('pgh_context', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='councils.emaildomain')),
                ('organisation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='councils.organisation')),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='2a3840ecfbe52a45bd82ee9908dadc605fbff366', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_28ccb', table='councils_emaildomainevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='FormerCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('gss_code', models.CharField(max_length=9, unique=True, verbose_name='GSS code')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='former_codes', to='councils.organisation')),
            ],
            options={
                'ordering': ['gss_code'],
                'triggers': [pgtrigger.compiler.Trigger(name='history_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM new_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "councils_formercodeevent" ("gss_code", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."gss_code", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='155608b4dcf7cb76db36ea75ee0a9f89b2ac5051', level='STATEMENT', operation='INSERT', pgid='pgtrigger_history_insert_b6bf4', referencing='REFERENCING NEW TABLE AS new_values ', table='councils_formercode', when='AFTER')), pgtrigger.compiler.Trigger(name='history_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."gss_code" IS DISTINCT FROM (new_values."gss_code") OR old_values."organisation_id" IS DISTINCT FROM (new_values."organisation_id"))) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "councils_formercodeevent" ("gss_code", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."gss_code", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."gss_code" IS DISTINCT FROM (new_values."gss_code") OR old_values."organisation_id" IS DISTINCT FROM (new_values."organisation_id")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='37d87483c06cf9ff7319ccbf93e1bb910e4c6f33', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_history_update_26581', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='councils_formercode', when='AFTER')), pgtrigger.compiler.Trigger(name='history_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "councils_formercodeevent" ("gss_code", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."gss_code", old_values."organisation_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='745b60dfde54ed0486675ad5f94199ae9060020c', level='STATEMENT', operation='DELETE', pgid='pgtrigger_history_delete_29ccc', referencing='REFERENCING OLD TABLE AS old_values ', table='councils_formercode', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='FormerCodeEvent',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('gss_code', models.CharField(max_length=9, verbose_name='GSS code')),
                ('pgh_context', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='councils.formercode')),
                ('organisation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='councils.organisation')),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b0f28f8424a0d96ad88e6af0eff02e896a9cedaf', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_a3d8c', table='councils_formercodeevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='OrganisationAlias',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='aliases', to='councils.organisation')),
            ],
            options={
                'verbose_name_plural': 'organisation aliases',
                'ordering': ['name', 'id'],
                'constraints': [models.UniqueConstraint(fields=('organisation', 'name'), name='alias_once_for_an_organisation'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='alias_is_not_empty')],
                'triggers': [pgtrigger.compiler.Trigger(name='history_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM new_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "councils_organisationaliasevent" ("name", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."name", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='77e77af938e184c59fc45576a943e29d3f32e179', level='STATEMENT', operation='INSERT', pgid='pgtrigger_history_insert_6879f', referencing='REFERENCING NEW TABLE AS new_values ', table='councils_organisationalias', when='AFTER')), pgtrigger.compiler.Trigger(name='history_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."organisation_id" IS DISTINCT FROM (new_values."organisation_id"))) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "councils_organisationaliasevent" ("name", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."name", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."organisation_id" IS DISTINCT FROM (new_values."organisation_id")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='279bc2dec986493756489e8e10f9886cb76da049', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_history_update_869ba', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='councils_organisationalias', when='AFTER')), pgtrigger.compiler.Trigger(name='history_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "councils_organisationaliasevent" ("name", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."name", old_values."organisation_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='d7300861ed074e165da25404ec6dead73ea2c2e1', level='STATEMENT', operation='DELETE', pgid='pgtrigger_history_delete_912d7', referencing='REFERENCING OLD TABLE AS old_values ', table='councils_organisationalias', when='AFTER'))],
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
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='17936b3ada906c9d85ee05c705224c69244e3d4e', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_2c1fa', table='councils_organisationaliasevent', when='BEFORE'))],
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
                ('publishes_directly', models.BooleanField(default=False, help_text='Its entries are public once they are sent in. So it is after its first one was approved.')),
                ('notes', models.TextField(blank=True)),
                ('county', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='councils.organisation')),
                ('pgh_context', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='councils.organisation')),
                ('strategic_authority', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='councils.organisation')),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='88de518e7b283f002be8dfe99ad52e80067ba54f', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_1b4db', table='councils_organisationevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Succession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('date', models.DateField(help_text='The day the successor took over.')),
                ('status', models.CharField(choices=[('done', 'Done'), ('enacted', 'Order made'), ('announced', 'Announced')], max_length=10)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('source', models.CharField(max_length=500)),
                ('predecessor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='successions_from', to='councils.organisation')),
                ('successor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='successions_to', to='councils.organisation')),
            ],
            options={
                'ordering': ['date', 'predecessor__short_name'],
                'constraints': [models.UniqueConstraint(fields=('predecessor', 'successor'), name='succession_once_for_a_pair'), models.CheckConstraint(condition=models.Q(('predecessor', models.F('successor')), _negated=True), name='succession_is_not_to_itself')],
                'triggers': [pgtrigger.compiler.Trigger(name='history_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM new_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "councils_successionevent" ("date", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "predecessor_id", "source", "status", "successor_id") SELECT new_values."date", new_values."note", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."predecessor_id", new_values."source", new_values."status", new_values."successor_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='fa67efa0155e97d9af604442226d531856f84626', level='STATEMENT', operation='INSERT', pgid='pgtrigger_history_insert_42301', referencing='REFERENCING NEW TABLE AS new_values ', table='councils_succession', when='AFTER')), pgtrigger.compiler.Trigger(name='history_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."date" IS DISTINCT FROM (new_values."date") OR old_values."note" IS DISTINCT FROM (new_values."note") OR old_values."predecessor_id" IS DISTINCT FROM (new_values."predecessor_id") OR old_values."source" IS DISTINCT FROM (new_values."source") OR old_values."status" IS DISTINCT FROM (new_values."status") OR old_values."successor_id" IS DISTINCT FROM (new_values."successor_id"))) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "councils_successionevent" ("date", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "predecessor_id", "source", "status", "successor_id") SELECT new_values."date", new_values."note", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."predecessor_id", new_values."source", new_values."status", new_values."successor_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."date" IS DISTINCT FROM (new_values."date") OR old_values."note" IS DISTINCT FROM (new_values."note") OR old_values."predecessor_id" IS DISTINCT FROM (new_values."predecessor_id") OR old_values."source" IS DISTINCT FROM (new_values."source") OR old_values."status" IS DISTINCT FROM (new_values."status") OR old_values."successor_id" IS DISTINCT FROM (new_values."successor_id")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='65d70a54eecd34ceb67f21ac1fcc88dcc91da632', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_history_update_e6550', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='councils_succession', when='AFTER')), pgtrigger.compiler.Trigger(name='history_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "councils_successionevent" ("date", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "predecessor_id", "source", "status", "successor_id") SELECT old_values."date", old_values."note", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."predecessor_id", old_values."source", old_values."status", old_values."successor_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='dbdf817fcbb921f4cf7665bb2349cde30e4aa11b', level='STATEMENT', operation='DELETE', pgid='pgtrigger_history_delete_e7d50', referencing='REFERENCING OLD TABLE AS old_values ', table='councils_succession', when='AFTER'))],
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
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='fb2d519b4607508680b5969373e6aaac15f9ac7b', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_f2c3b', table='councils_successionevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Tally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(help_text='Names no person: addresses stand here as keyed hashes.', max_length=100)),
                ('since', models.DateTimeField()),
                ('number', models.PositiveIntegerField(default=0)),
                ('until', models.DateTimeField(help_text='From then on it counts for nothing.')),
            ],
            options={
                'verbose_name_plural': 'tallies',
                'ordering': ['since'],
                'indexes': [models.Index(fields=['until'], name='tally_end')],
                'constraints': [models.UniqueConstraint(fields=('what', 'since'), name='tally_once_for_a_stretch')],
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('email', models.EmailField(error_messages={'unique': 'This address has an account.'}, max_length=254, unique=True, verbose_name='e-mail address')),
                ('name', models.CharField(blank=True, max_length=120)),
                ('is_active', models.BooleanField(default=True, help_text='Clear this to keep a person out: every session of theirs ends.', verbose_name='may sign in')),
                ('is_staff', models.BooleanField(default=False, help_text='Looks after the directory.', verbose_name='moderator')),
                ('is_superuser', models.BooleanField(default=False, help_text='Appoints moderators, and may do everything in the admin.', verbose_name='administrator')),
                ('joined_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('address_failed_at', models.DateTimeField(blank=True, editable=False, help_text='When mail to this address last came back.', null=True)),
                ('closed_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': 'person',
                'verbose_name_plural': 'people',
                'ordering': ['email'],
                'constraints': [models.CheckConstraint(condition=models.Q(('email', django.db.models.functions.text.Lower('email'))), name='user_email_is_lower_case'), models.CheckConstraint(condition=models.Q(('is_superuser', False), ('is_staff', True), _connector='OR'), name='user_administrator_is_a_moderator'), models.CheckConstraint(condition=models.Q(('closed_at__isnull', True), models.Q(('email__endswith', '@closed.invalid'), ('is_active', False), ('is_staff', False), ('name', '')), _connector='OR'), name='user_closed_account_names_nobody')],
                'triggers': [pgtrigger.compiler.Trigger(name='history_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM new_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "councils_userevent" ("is_active", "is_staff", "is_superuser", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."is_active", new_values."is_staff", new_values."is_superuser", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='81e69d27bcbee2bc09d440a5bc55f465139eeb39', level='STATEMENT', operation='INSERT', pgid='pgtrigger_history_insert_dd653', referencing='REFERENCING NEW TABLE AS new_values ', table='councils_user', when='AFTER')), pgtrigger.compiler.Trigger(name='history_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."is_active" IS DISTINCT FROM (new_values."is_active") OR old_values."is_staff" IS DISTINCT FROM (new_values."is_staff") OR old_values."is_superuser" IS DISTINCT FROM (new_values."is_superuser"))) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "councils_userevent" ("is_active", "is_staff", "is_superuser", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."is_active", new_values."is_staff", new_values."is_superuser", _pgh_attached_context.value, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."is_active" IS DISTINCT FROM (new_values."is_active") OR old_values."is_staff" IS DISTINCT FROM (new_values."is_staff") OR old_values."is_superuser" IS DISTINCT FROM (new_values."is_superuser")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='c5fd6c1d5db936564ee1b9cd0bc40eabd7530128', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_history_update_d8c37', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='councils_user', when='AFTER')), pgtrigger.compiler.Trigger(name='history_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "councils_userevent" ("is_active", "is_staff", "is_superuser", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."is_active", old_values."is_staff", old_values."is_superuser", _pgh_attached_context.value, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='fd5ca54ac82992a58d109d3dfaed138f3cd1db04', level='STATEMENT', operation='DELETE', pgid='pgtrigger_history_delete_c159b', referencing='REFERENCING OLD TABLE AS old_values ', table='councils_user', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254, verbose_name='e-mail address')),
                ('role', models.CharField(choices=[('officer', 'Officer'), ('manager', 'Manager')], default='officer', max_length=10)),
                ('invited_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('expires_at', models.DateTimeField(default=councils.models.memberships.two_weeks_from_now, editable=False)),
                ('accepted_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('withdrawn_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('invited_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='councils.organisation')),
            ],
            options={
                'ordering': ['invited_at', 'id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('accepted_at__isnull', True), ('withdrawn_at__isnull', True)), fields=('organisation', 'email'), name='invitation_waits_once', violation_error_message='This address has been invited already.'), models.CheckConstraint(condition=models.Q(('email', django.db.models.functions.text.Lower('email'))), name='invitation_email_is_lower_case'), models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('invited_at'))), name='invitation_expires_later')],
                'triggers': [pgtrigger.compiler.Trigger(name='history_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM new_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "councils_invitationevent" ("accepted_at", "expires_at", "invited_at", "invited_by_id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "withdrawn_at") SELECT new_values."accepted_at", new_values."expires_at", new_values."invited_at", new_values."invited_by_id", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."role", new_values."withdrawn_at" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='aee6d0390fc3cefba0ef2aa8a5dc66fe3b112a59', level='STATEMENT', operation='INSERT', pgid='pgtrigger_history_insert_9c56f', referencing='REFERENCING NEW TABLE AS new_values ', table='councils_invitation', when='AFTER')), pgtrigger.compiler.Trigger(name='history_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."accepted_at" IS DISTINCT FROM (new_values."accepted_at") OR old_values."expires_at" IS DISTINCT FROM (new_values."expires_at") OR old_values."invited_at" IS DISTINCT FROM (new_values."invited_at") OR old_values."invited_by_id" IS DISTINCT FROM (new_values."invited_by_id") OR old_values."organisation_id" IS DISTINCT FROM (new_values."organisation_id") OR old_values."role" IS DISTINCT FROM (new_values."role") OR old_values."withdrawn_at" IS DISTINCT FROM (new_values."withdrawn_at"))) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "councils_invitationevent" ("accepted_at", "expires_at", "invited_at", "invited_by_id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "withdrawn_at") SELECT new_values."accepted_at", new_values."expires_at", new_values."invited_at", new_values."invited_by_id", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."role", new_values."withdrawn_at" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."accepted_at" IS DISTINCT FROM (new_values."accepted_at") OR old_values."expires_at" IS DISTINCT FROM (new_values."expires_at") OR old_values."invited_at" IS DISTINCT FROM (new_values."invited_at") OR old_values."invited_by_id" IS DISTINCT FROM (new_values."invited_by_id") OR old_values."organisation_id" IS DISTINCT FROM (new_values."organisation_id") OR old_values."role" IS DISTINCT FROM (new_values."role") OR old_values."withdrawn_at" IS DISTINCT FROM (new_values."withdrawn_at")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='fc6215e0aad023a66dd5b0ef9621caeefac54082', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_history_update_18610', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='councils_invitation', when='AFTER')), pgtrigger.compiler.Trigger(name='history_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "councils_invitationevent" ("accepted_at", "expires_at", "invited_at", "invited_by_id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "withdrawn_at") SELECT old_values."accepted_at", old_values."expires_at", old_values."invited_at", old_values."invited_by_id", old_values."organisation_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."role", old_values."withdrawn_at" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='bf9adc1a444a2e234eaad2c9e728bcb4f2e92261', level='STATEMENT', operation='DELETE', pgid='pgtrigger_history_delete_37563', referencing='REFERENCING OLD TABLE AS old_values ', table='councils_invitation', when='AFTER'))],
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
                ('pgh_context', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='councils.invitation')),
                ('organisation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='councils.organisation')),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='218a96d9125ed9a4c16e9d804177b0adbc43cb21', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_91f1b', table='councils_invitationevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='KnownBrowser',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('first_seen_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('last_seen_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='known_browsers', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-last_seen_at'],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('officer', 'Officer'), ('manager', 'Manager')], default='officer', max_length=10)),
                ('began_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('confirmed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, help_text='When this person last said that they work for the council.')),
                ('ended_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('end_reason', models.CharField(blank=True, choices=[('left', 'Left the council, or said so'), ('ended', 'Ended by a manager or a moderator'), ('address-failed', 'Mail to the address came back'), ('closed', 'Closed their account')], editable=False, max_length=20)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='councils.organisation')),
            ],
            options={
                'ordering': ['organisation__short_name', 'began_at', 'id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('user', 'organisation'), name='membership_once_at_a_time', violation_error_message='This person belongs to the council already.'), models.CheckConstraint(condition=models.Q(models.Q(('end_reason', ''), ('ended_at__isnull', True)), models.Q(('ended_at__isnull', False), models.Q(('end_reason', ''), _negated=True)), _connector='OR'), name='membership_ends_with_a_reason'), models.CheckConstraint(condition=models.Q(('ended_at__isnull', True), ('ended_at__gte', models.F('began_at')), _connector='OR'), name='membership_ends_after_it_began')],
                'triggers': [pgtrigger.compiler.Trigger(name='history_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM new_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "councils_membershipevent" ("began_at", "confirmed_at", "end_reason", "ended_at", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "user_id") SELECT new_values."began_at", new_values."confirmed_at", new_values."end_reason", new_values."ended_at", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."role", new_values."user_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='ea3c5d075d422031f56cd2c914fa91e79633df94', level='STATEMENT', operation='INSERT', pgid='pgtrigger_history_insert_b5b67', referencing='REFERENCING NEW TABLE AS new_values ', table='councils_membership', when='AFTER')), pgtrigger.compiler.Trigger(name='history_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."began_at" IS DISTINCT FROM (new_values."began_at") OR old_values."confirmed_at" IS DISTINCT FROM (new_values."confirmed_at") OR old_values."end_reason" IS DISTINCT FROM (new_values."end_reason") OR old_values."ended_at" IS DISTINCT FROM (new_values."ended_at") OR old_values."organisation_id" IS DISTINCT FROM (new_values."organisation_id") OR old_values."role" IS DISTINCT FROM (new_values."role") OR old_values."user_id" IS DISTINCT FROM (new_values."user_id"))) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "councils_membershipevent" ("began_at", "confirmed_at", "end_reason", "ended_at", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "user_id") SELECT new_values."began_at", new_values."confirmed_at", new_values."end_reason", new_values."ended_at", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."role", new_values."user_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."began_at" IS DISTINCT FROM (new_values."began_at") OR old_values."confirmed_at" IS DISTINCT FROM (new_values."confirmed_at") OR old_values."end_reason" IS DISTINCT FROM (new_values."end_reason") OR old_values."ended_at" IS DISTINCT FROM (new_values."ended_at") OR old_values."organisation_id" IS DISTINCT FROM (new_values."organisation_id") OR old_values."role" IS DISTINCT FROM (new_values."role") OR old_values."user_id" IS DISTINCT FROM (new_values."user_id")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='e983d61d7de4ef8ca5d9a9e87b4527e3f69592c9', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_history_update_bb9c2', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='councils_membership', when='AFTER')), pgtrigger.compiler.Trigger(name='history_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "councils_membershipevent" ("began_at", "confirmed_at", "end_reason", "ended_at", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "user_id") SELECT old_values."began_at", old_values."confirmed_at", old_values."end_reason", old_values."ended_at", old_values."organisation_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."role", old_values."user_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='5e444c5d85b825426229d8c56752b2ea2ff3f093', level='STATEMENT', operation='DELETE', pgid='pgtrigger_history_delete_b7c9a', referencing='REFERENCING OLD TABLE AS old_values ', table='councils_membership', when='AFTER'))],
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
                ('pgh_context', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='councils.membership')),
                ('user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='councils.organisation')),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='6db287f4a4e167713417dfd2a1d9c411e1c0ad84', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_9e52d', table='councils_membershipevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='MembershipRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('message', models.CharField(blank=True, max_length=500)),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('answer', models.CharField(blank=True, choices=[('yes', 'Taken in'), ('no', 'Not taken in'), ('taken-back', 'Taken back by the person')], max_length=10)),
                ('reason', models.CharField(blank=True, max_length=500)),
                ('answered_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('answered_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='membership_requests', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='membership_requests', to='councils.organisation')),
            ],
            options={
                'ordering': ['asked_at', 'id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('answered_at__isnull', True)), fields=('user', 'organisation'), name='membership_request_waits_once', violation_error_message='You have asked this council already.'), models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at__isnull', True)), models.Q(('answered_at__isnull', False), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='membership_request_answer_has_its_moment')],
                'triggers': [pgtrigger.compiler.Trigger(name='history_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM new_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "councils_membershiprequestevent" ("answer", "answered_at", "answered_by_id", "asked_at", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") SELECT new_values."answer", new_values."answered_at", new_values."answered_by_id", new_values."asked_at", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."user_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='a70ae36a1276d31ccc57964fa1bfeaa7a077838e', level='STATEMENT', operation='INSERT', pgid='pgtrigger_history_insert_4370c', referencing='REFERENCING NEW TABLE AS new_values ', table='councils_membershiprequest', when='AFTER')), pgtrigger.compiler.Trigger(name='history_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."answer" IS DISTINCT FROM (new_values."answer") OR old_values."answered_at" IS DISTINCT FROM (new_values."answered_at") OR old_values."answered_by_id" IS DISTINCT FROM (new_values."answered_by_id") OR old_values."asked_at" IS DISTINCT FROM (new_values."asked_at") OR old_values."organisation_id" IS DISTINCT FROM (new_values."organisation_id") OR old_values."user_id" IS DISTINCT FROM (new_values."user_id"))) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "councils_membershiprequestevent" ("answer", "answered_at", "answered_by_id", "asked_at", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") SELECT new_values."answer", new_values."answered_at", new_values."answered_by_id", new_values."asked_at", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."user_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."answer" IS DISTINCT FROM (new_values."answer") OR old_values."answered_at" IS DISTINCT FROM (new_values."answered_at") OR old_values."answered_by_id" IS DISTINCT FROM (new_values."answered_by_id") OR old_values."asked_at" IS DISTINCT FROM (new_values."asked_at") OR old_values."organisation_id" IS DISTINCT FROM (new_values."organisation_id") OR old_values."user_id" IS DISTINCT FROM (new_values."user_id")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='65b8e277b7b847092e44a105e498b3714e73bcc3', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_history_update_35299', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='councils_membershiprequest', when='AFTER')), pgtrigger.compiler.Trigger(name='history_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "councils_membershiprequestevent" ("answer", "answered_at", "answered_by_id", "asked_at", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") SELECT old_values."answer", old_values."answered_at", old_values."answered_by_id", old_values."asked_at", old_values."organisation_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."user_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='af30709c8fa0dc35983e447a81f86302b8451444', level='STATEMENT', operation='DELETE', pgid='pgtrigger_history_delete_b83f3', referencing='REFERENCING OLD TABLE AS old_values ', table='councils_membershiprequest', when='AFTER'))],
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
                ('pgh_context', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='councils.membershiprequest')),
                ('user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='councils.organisation')),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='54cb13f01b16a94060ca6d07843eeff05714a40b', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_8fab4', table='councils_membershiprequestevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='SignInCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.EmailField(max_length=254, verbose_name='the address as it will be written to')),
                ('mailbox', models.CharField(help_text='Keyed hash of the folded address, by which tries are counted.', max_length=64)),
                ('purpose', models.CharField(choices=[('sign-in', 'Sign in'), ('join', "Make an account at an address that is no council's"), ('again', 'Show once more that it is you'), ('new-address', 'Confirm a new address')], default='sign-in', max_length=12)),
                ('code_hash', models.CharField(blank=True, help_text='Empty until the mail goes out, and for strangers.', max_length=64)),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('expires_at', models.DateTimeField()),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('used_at', models.DateTimeField(blank=True, null=True)),
                ('is_from_known_browser', models.BooleanField(default=False)),
                ('user', models.ForeignKey(blank=True, help_text='Who it lets in, once that is known.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-asked_at', '-id'],
                'indexes': [models.Index(fields=['expires_at'], name='sign_in_code_expiry')],
                'constraints': [models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('asked_at'))), name='sign_in_code_expires_later')],
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
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b670c2f92e4aa41a37505da07740bd61d8d6be27', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_c047f', table='councils_userevent', when='BEFORE'))],
            },
        ),
        migrations.RunSQL(CACHE, "DROP TABLE cache_entry;"),
    ]
