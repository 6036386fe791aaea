import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("listings", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="SynonymGroup",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "terms",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=80),
                        help_text="One term on each line, at least two.",
                    ),
                ),
                (
                    "direction",
                    models.CharField(
                        choices=[
                            ("two-way", "Each finds all the others"),
                            ("one-way", "The first finds the others, but they do not find it"),
                            ("misspelt", "The first is a misspelling of the second, and is read as it"),
                        ],
                        default="two-way",
                        max_length=10,
                    ),
                ),
                (
                    "note",
                    models.CharField(
                        blank=True, help_text="Why, or where the words come from.", max_length=200
                    ),
                ),
                (
                    "is_used",
                    models.BooleanField(
                        default=True,
                        help_text="Switch a group off rather than delete it: then no update brings it back.",
                        verbose_name="used",
                    ),
                ),
                ("key", models.CharField(blank=True, editable=False, max_length=80)),
                (
                    "is_edited",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="changed by a moderator"
                    ),
                ),
            ],
            options={
                "verbose_name": "group of synonyms",
                "verbose_name_plural": "synonyms",
                "ordering": ["terms", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("terms__len__gte", 2)), name="synonym_group_has_two_terms"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("key", ""), _negated=True),
                        fields=("key",),
                        name="synonym_group_stands_once",
                    ),
                ],
            },
        ),
    ]
