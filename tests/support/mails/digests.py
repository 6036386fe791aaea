"""The digest: what sends it, by the name of its template."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.timezone import localdate

from collaboration.actions.digests import send_digests
from collaboration.models import AlertSettings, Follow, Suggestion
from councils.models import Organisation, User
from listings.models import Update
from tests.support.factories import make_area, make_council, make_officer, make_project


def make_digest() -> User:
    """Let two entries be new to an officer, of which one fits an area, and one fit the council; return the officer."""
    council, now = make_council(), timezone.now()
    officer, area = make_officer(council), make_area("Waste")
    before = now - timedelta(days=30)
    for title in ("Shared bin rounds", "Lorries that charge overnight"):
        entry = make_project(title, areas=[area], leads=[make_council("Wyeford")], updated_at=before)
        write(entry, council, "The first two councils have gone live, and a third joins in spring.")
    AlertSettings.objects.create(user=officer, frequency="daily", told_until=now - timedelta(days=1))
    Follow.objects.create(user=officer, service_area=area, made_at=before)
    Follow.objects.create(user=officer, listing_id=entry.pk, made_at=before)
    fits = make_project("Food waste in flats", leads=[make_council("Exmouth")], updated_at=before)
    reasons = ["Three councils like yours are in discovery on the same service area."]
    Suggestion.objects.create(organisation=council, listing_id=fits.pk, reasons=reasons, weight=1, made_on=localdate())
    return officer


def write(entry: Any, council: Organisation, words: str) -> None:
    """Write an update of an hour ago."""
    at = timezone.now() - timedelta(hours=1)
    Update.objects.create(listing_id=entry.pk, organisation=council, happened=words, written_at=at)


def mails() -> dict[str, Callable[[], None]]:
    """Return what sends each mail."""
    make_digest()
    return {"digest": lambda: send_digests(day=localdate())}
