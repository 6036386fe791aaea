"""Every commit that changes what public pages are made of makes a new generation of the data, and nothing else does."""

import contextlib
import itertools
import threading
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings as site
from django.db import connection, transaction

from directory.history import Event
from listings.models import DataChange, Listing, Topic, data_generation
from tests.support.factories import make_council, make_project

pytestmark = pytest.mark.django_db(transaction=True)


def ask(question: str) -> Any:
    """Return the rows that a statement finds."""
    with connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchall()


NOT_SHOWN = {
    "councils_user": "people are not in public pages",
    "councils_user_groups": "as above",
    "councils_user_user_permissions": "as above",
    "councils_membership": "as above",
    "councils_membershiprequest": "as above",
    "councils_invitation": "as above",
    "councils_signincode": "as above",
    "councils_knownbrowser": "as above",
    "councils_tally": "as above",
    "listings_listingofficer": "as above",
    "councils_kepttext": "what somebody typed, for themselves alone",
    "listings_startcheck": "shown to moderators alone",
    "listings_startcheck_offered": "as above",
    "listings_participationrequest": "shown to the councils that it is between",
    "listings_decision": "shown to the council that it is about, and to moderators",
    "listings_doubt": "as above",
    "listings_reviewmail": "a mail that is to be sent",
    "listings_reviewnotice": "as above",
    "listings_importupload": "a file that moderators look at",
    "councils_outgoingmail": "a mail that is to be sent",
    "collaboration_message": "shown to the two sides that it is between",
    "collaboration_block": "shown to the council whose it is",
    "collaboration_follow": "whom somebody follows, for themselves alone",
    "collaboration_alertsettings": "as above",
    "collaboration_digest": "what somebody is told",
    "collaboration_digestrun": "shown to moderators",
    "collaboration_suggestion": "shown to the council that it is for",
    "collaboration_introductionparty": "shown to those who are introduced",
    "councils_emaildomain": "decides who may sign in, and is shown to nobody",
    "listings_datachange": "is the count itself",
    "listings_searchentry": "derived from the others by triggers, in the same transaction",
    "listings_word": "as above",
}
"""Tables of ours whose changes no public page shows, each with the reason."""


def test_every_table_of_ours_counts_its_changes_or_says_why_not() -> None:
    ours = [
        app for app in apps.get_app_configs() if app.path.startswith(str(site.BASE_DIR)) and "/.venv/" not in app.path
    ]
    models = [model for app in ours for model in app.get_models(include_auto_created=True)]
    # Histories are shown to a council and to moderators alone, and nothing from memory is shown to them.
    tables = {model._meta.db_table for model in models if not issubclass(model, Event)}
    counted = {table for (table,) in ask(COUNTING_TABLES)}
    assert len(counted) > 10
    assert tables - counted == tables & set(NOT_SHOWN)
    assert counted.isdisjoint(NOT_SHOWN)


COUNTING_TABLES = """
    SELECT relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid JOIN pg_proc ON pg_proc.oid = tgfoid
    WHERE proname = 'count_data_change' AND tgenabled = 'O'
    AND tgtype & 28 = 28 AND tgtype & 32 = 32 AND tgtype & 1 = 0
"""
"""Each of INSERT, DELETE, UPDATE (4, 8, 16) and TRUNCATE (32), once for a statement (1 would be for each row)."""


def test_every_way_of_writing_makes_a_new_generation() -> None:
    seen = [data_generation()]
    for write in (
        lambda: Topic.objects.create(name="bins"),
        lambda: Topic.objects.update(name="refuse"),
        lambda: Topic.objects.all().delete(),
        lambda: Topic.objects.bulk_create([Topic(name="a"), Topic(name="b")]),
        lambda: make_project(topics=["a"]),
        lambda: Listing.objects.update(partners_note="all"),
    ):
        write()
        seen.append(data_generation())
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE listings_listing_topics")
    seen.append(data_generation())
    assert seen == sorted(set(seen))


def test_one_transaction_counts_once_and_a_savepoint_that_failed_does_not() -> None:
    make_council()
    before, rows = data_generation(), DataChange.objects.count()
    with transaction.atomic():
        with contextlib.suppress(ZeroDivisionError), transaction.atomic():
            Topic.objects.create(name="lost")
            raise ZeroDivisionError
        assert data_generation() == before
        Topic.objects.create(name="kept")
        Topic.objects.create(name="kept as well")
    assert data_generation() > before
    assert DataChange.objects.count() == rows + 1


class Writer(threading.Thread):
    """Somebody else who writes, on a connection of their own, and commits when told."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.topic, self.wrote, self.may_commit = name, threading.Event(), threading.Event()

    def run(self) -> None:
        try:
            with transaction.atomic():
                Topic.objects.create(name=self.topic)
                self.wrote.set()
                self.may_commit.wait(30)
        finally:
            connection.close()


def test_two_who_write_at_once_wait_for_nobody_and_each_commit_is_a_new_generation() -> None:
    first, second = Writer("one"), Writer("two")
    seen = [data_generation()]
    for writer in (first, second):
        writer.start()
        assert writer.wrote.wait(30)
        assert data_generation() == seen[0]
    for writer in (second, first):
        writer.may_commit.set()
        writer.join()
        seen.append(data_generation())
    assert seen == sorted(set(seen))
    assert len(seen) == 3


def test_the_table_stays_small_and_the_generation_only_grows() -> None:
    writer = Writer("under way")
    writer.start()
    assert writer.wrote.wait(30)
    seen = [data_generation()]
    for number in range(200):
        with transaction.atomic():
            Topic.objects.create(name=f"topic {number}")
            transaction.set_rollback(number % 3 == 0)
        seen.append(data_generation())
    writer.may_commit.set()
    writer.join()
    seen.append(data_generation())
    grew = [later > earlier for earlier, later in itertools.pairwise(seen)]
    assert grew == [*[number % 3 != 0 for number in range(200)], True]
    assert DataChange.objects.count() < 140


def test_folding_that_is_undone_changes_nothing() -> None:
    make_council()
    before = data_generation()
    with transaction.atomic():
        ask(
            "SELECT setval('listings_datachange_id_seq', (last_value / 64 + 1) * 64 - 1) "
            "FROM listings_datachange_id_seq"
        )
        Topic.objects.create(name="folds")
        assert DataChange.objects.count() == 1
        assert data_generation() > before
        transaction.set_rollback(True)
    assert data_generation() == before
