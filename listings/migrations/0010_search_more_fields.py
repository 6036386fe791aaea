"""Lets search find what has been learnt, what is offered, and the technology in use, like a description."""

from importlib import import_module

from django.db import migrations

REFRESH = import_module("listings.migrations.0005_search_triggers").REFRESH
BEFORE = "listing.description, area.labels"
AFTER = "listing.description, listing.learnt, listing.offers_note, listing.technology, area.labels"
LEARNT_BEFORE = "concat_ws(' ', title, summary, description)"
LEARNT_AFTER = "concat_ws(' ', title, summary, description, learnt, offers_note, technology)"


def functions(*, is_more: bool) -> list[str]:
    """Return what makes the two refreshing functions anew, with the further columns or without."""
    written = REFRESH.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
    if is_more:
        written = written.replace(BEFORE, AFTER).replace(LEARNT_BEFORE, LEARNT_AFTER)
    return [
        written.format(name="search_refresh_few", planned=""),
        written.format(name="search_refresh_many", planned="SET plan_cache_mode = force_custom_plan"),
    ]


class Migration(migrations.Migration):
    dependencies = [("listings", "0009_registering")]
    operations = [migrations.RunSQL(functions(is_more=True), functions(is_more=False))]
