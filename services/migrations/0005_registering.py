import listings.partial_dates
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('listings', '0009_registering'),
        ('services', '0004_history'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='sharedservice',
            name='history_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='sharedservice',
            name='history_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='sharedservice',
            name='history_delete',
        ),
        migrations.AddField(
            model_name='sharedservice',
            name='agreement_review',
            field=listings.partial_dates.PartialDateField(blank=True, help_text='A year, a month or a day, such as 2019, 2019-03 or 2019-03-31.', verbose_name='next review of the agreement'),
        ),
        migrations.AddField(
            model_name='sharedservice',
            name='benefits',
            field=models.TextField(blank=True, max_length=2000),
        ),
        migrations.AddField(
            model_name='sharedservice',
            name='benefits_basis',
            field=models.CharField(blank=True, choices=[('measured', 'Measured'), ('estimated', 'Estimated'), ('expected', 'Expected'), ('not-measured', 'Not measured')], max_length=20),
        ),
        migrations.AddField(
            model_name='sharedservice',
            name='notice_by',
            field=listings.partial_dates.PartialDateField(blank=True, help_text='A year, a month or a day, such as 2019, 2019-03 or 2019-03-31.', verbose_name='last day to give notice'),
        ),
        migrations.AddField(
            model_name='sharedserviceevent',
            name='agreement_review',
            field=listings.partial_dates.PartialDateField(blank=True, help_text='A year, a month or a day, such as 2019, 2019-03 or 2019-03-31.', verbose_name='next review of the agreement'),
        ),
        migrations.AddField(
            model_name='sharedserviceevent',
            name='benefits',
            field=models.TextField(blank=True, max_length=2000),
        ),
        migrations.AddField(
            model_name='sharedserviceevent',
            name='benefits_basis',
            field=models.CharField(blank=True, choices=[('measured', 'Measured'), ('estimated', 'Estimated'), ('expected', 'Expected'), ('not-measured', 'Not measured')], max_length=20),
        ),
        migrations.AddField(
            model_name='sharedserviceevent',
            name='notice_by',
            field=listings.partial_dates.PartialDateField(blank=True, help_text='A year, a month or a day, such as 2019, 2019-03 or 2019-03-31.', verbose_name='last day to give notice'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sharedservice',
            trigger=pgtrigger.compiler.Trigger(name='history_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM new_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "services_sharedserviceevent" ("agreement_review", "annual_saving_gbp", "benefits", "benefits_basis", "delivery_model", "notice_by", "open_to_new_members", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "total_saving_gbp") SELECT new_values."agreement_review", new_values."annual_saving_gbp", new_values."benefits", new_values."benefits_basis", new_values."delivery_model", new_values."notice_by", new_values."open_to_new_members", _pgh_attached_context.value, NOW(), \'insert\', new_values."listing_ptr_id", new_values."total_saving_gbp" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='f6f8d9bd90c2f505071e0d973686744da3f0b197', level='STATEMENT', operation='INSERT', pgid='pgtrigger_history_insert_757e2', referencing='REFERENCING NEW TABLE AS new_values ', table='services_sharedservice', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sharedservice',
            trigger=pgtrigger.compiler.Trigger(name='history_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values JOIN new_values ON (old_values."listing_ptr_id") = (new_values."listing_ptr_id") WHERE (old_values."agreement_review" IS DISTINCT FROM (new_values."agreement_review") OR old_values."annual_saving_gbp" IS DISTINCT FROM (new_values."annual_saving_gbp") OR old_values."benefits" IS DISTINCT FROM (new_values."benefits") OR old_values."benefits_basis" IS DISTINCT FROM (new_values."benefits_basis") OR old_values."delivery_model" IS DISTINCT FROM (new_values."delivery_model") OR old_values."notice_by" IS DISTINCT FROM (new_values."notice_by") OR old_values."open_to_new_members" IS DISTINCT FROM (new_values."open_to_new_members") OR old_values."total_saving_gbp" IS DISTINCT FROM (new_values."total_saving_gbp"))) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "services_sharedserviceevent" ("agreement_review", "annual_saving_gbp", "benefits", "benefits_basis", "delivery_model", "notice_by", "open_to_new_members", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "total_saving_gbp") SELECT new_values."agreement_review", new_values."annual_saving_gbp", new_values."benefits", new_values."benefits_basis", new_values."delivery_model", new_values."notice_by", new_values."open_to_new_members", _pgh_attached_context.value, NOW(), \'update\', new_values."listing_ptr_id", new_values."total_saving_gbp" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."listing_ptr_id") = (new_values."listing_ptr_id") WHERE (old_values."agreement_review" IS DISTINCT FROM (new_values."agreement_review") OR old_values."annual_saving_gbp" IS DISTINCT FROM (new_values."annual_saving_gbp") OR old_values."benefits" IS DISTINCT FROM (new_values."benefits") OR old_values."benefits_basis" IS DISTINCT FROM (new_values."benefits_basis") OR old_values."delivery_model" IS DISTINCT FROM (new_values."delivery_model") OR old_values."notice_by" IS DISTINCT FROM (new_values."notice_by") OR old_values."open_to_new_members" IS DISTINCT FROM (new_values."open_to_new_members") OR old_values."total_saving_gbp" IS DISTINCT FROM (new_values."total_saving_gbp")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='4972a2fc1dfd48d9089db0e2fa6343f359a03f2c', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_history_update_8dfee', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='services_sharedservice', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sharedservice',
            trigger=pgtrigger.compiler.Trigger(name='history_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF NOT EXISTS (SELECT 1 FROM old_values ) THEN RETURN NULL; END IF; WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "services_sharedserviceevent" ("agreement_review", "annual_saving_gbp", "benefits", "benefits_basis", "delivery_model", "notice_by", "open_to_new_members", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "total_saving_gbp") SELECT old_values."agreement_review", old_values."annual_saving_gbp", old_values."benefits", old_values."benefits_basis", old_values."delivery_model", old_values."notice_by", old_values."open_to_new_members", _pgh_attached_context.value, NOW(), \'delete\', old_values."listing_ptr_id", old_values."total_saving_gbp" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='b161e83b5736f5b498c351777a714729acc67d52', level='STATEMENT', operation='DELETE', pgid='pgtrigger_history_delete_26083', referencing='REFERENCING OLD TABLE AS old_values ', table='services_sharedservice', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='sharedservice',
            constraint=models.CheckConstraint(condition=models.Q(('benefits_basis__in', ['', 'measured', 'estimated', 'expected', 'not-measured'])), name='service_benefits_basis_is_known'),
        ),
        migrations.AddConstraint(
            model_name='sharedservice',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('agreement_review', ''), ('agreement_review__regex', '^(1[89]|20|21)\\d\\d(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\\d|3[01]))?)?$'), _connector='OR'), models.Q(('notice_by', ''), ('notice_by__regex', '^(1[89]|20|21)\\d\\d(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\\d|3[01]))?)?$'), _connector='OR')), name='service_dates_are_years_months_or_days'),
        ),
    ]
