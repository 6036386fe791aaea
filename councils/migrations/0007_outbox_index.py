from django.contrib.postgres.indexes import GinIndex
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("councils", "0006_outbox")]

    operations = [
        migrations.AddIndex(
            model_name="outgoingmail",
            index=GinIndex(fields=["about"], name="outgoing_mail_about", opclasses=["jsonb_path_ops"]),
        ),
    ]
