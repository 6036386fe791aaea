"""Two people who change parts of one entry at the same time: search knows what both wrote."""

import threading
import time

import pytest
from django.db import connection, transaction

from listings.models import Listing, SearchEntry, Topic
from tests.support.factories import make_council, make_project, take_part

PATIENCE = 30
"""Seconds to wait for the other."""


def waits_for_a_lock() -> bool:
    """True while some connection waits for what another holds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")
        return bool(cursor.fetchone()[0])


@pytest.mark.django_db(transaction=True)
def test_what_two_write_at_once_about_one_entry_is_found_by_both() -> None:
    project = make_project("Sharing")
    council = make_council("Exford")

    def name_a_partner() -> None:
        try:
            take_part(Listing.objects.get(pk=project.pk), "partner", [council])
        finally:
            connection.close()

    other = threading.Thread(target=name_a_partner)
    with transaction.atomic():
        project.topics.add(Topic.objects.create(name="bins"))
        other.start()
        until = time.monotonic() + PATIENCE
        while not waits_for_a_lock() and other.is_alive() and time.monotonic() < until:
            time.sleep(0.02)
        assert other.is_alive(), "the other did not wait, so nothing was tried"
    other.join(PATIENCE)
    entry = SearchEntry.objects.get(pk=project.pk)
    assert entry.organisations == [council.pk]
    assert len(entry.tags) == 1
    assert SearchEntry.objects.filter(document="bins", pk=project.pk).exists()
    assert SearchEntry.objects.filter(document="exford", pk=project.pk).exists()
