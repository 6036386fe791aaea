"""How an entry came to be where it is, newest first, on its public page."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.utils.timezone import localdate

from councils.models import User
from listings.actions import save_listing
from listings.models import PhaseChange, Update
from listings.timeline import timeline
from tests.support.factories import make_council, make_officer, make_project, make_service, take_part

pytestmark = pytest.mark.django_db


def told(listing: Any, visitor: Any = None) -> list[str]:
    """Return the moments of a timeline in words, in order."""
    moments = timeline(type(listing).objects.get(pk=listing.pk), visitor or AnonymousUser())
    return [f"{moment.date.in_words()}: {moment.title}" for moment in moments]


def update(listing: Any, day: int, happened: str = "We tried it.", **fields: Any) -> Update:
    given = {"organisation": listing.leads[0].organisation, "written_at": datetime(2024, 5, day, 12, tzinfo=UTC)}
    return Update.objects.create(listing_id=listing.pk, happened=happened, **given | fields)


def test_all_that_happened_to_an_entry_is_told_newest_first_in_words() -> None:
    lead, partner = make_council("Exford"), make_council("Ayton")
    project = make_project("Bins", leads=[lead], started="2023", is_ended=True, ended="2025", end_reason="completed")
    take_part(project, "partner", [partner], joined="2024-03", left="2024-06-30")
    for phase, since in (("discovery", "2023-02"), ("alpha", "2024-05-02"), ("ended", "2025-01-31")):
        PhaseChange.objects.create(listing_id=project.pk, phase=phase, since=since)
    update(project, 2)
    update(project, 9)
    assert told(project) == [
        "2025: Ended: completed",
        "30 June 2024: Ayton Council left (partner)",
        "9 May 2024: Update",
        "2 May 2024: Update",
        "2 May 2024: Alpha phase",
        "March 2024: Ayton Council joined as partner",
        "February 2023: Discovery phase",
        "2023: Started",
    ]


def test_two_updates_of_one_day_stand_in_the_order_in_which_they_were_written_the_later_first() -> None:
    project = make_project(leads=[make_council()])
    for words in ("first", "second"):
        update(project, 2, words)
    assert [moment.text for moment in timeline(project, AnonymousUser())] == ["second", "first"]


def test_an_update_is_its_councils_and_names_no_person() -> None:
    lead = make_council("Exford")
    officer = make_officer(lead, "Jo Bloggs")
    project = make_project(leads=[lead])
    update(project, 2, "<b>We</b> tried.\nTwice.", next_step="Go on.", written_by=officer)
    [moment] = timeline(project, AnonymousUser())
    html = render_to_string("listings/timeline.html", {"timeline": [moment]})
    for words in ("update by", "Exford Council", "2 May 2024", "&lt;b&gt;We&lt;/b&gt; tried.\nTwice.", "Go on."):
        assert words in html
    assert "Jo Bloggs" not in html
    assert officer.email not in html


def test_an_entry_without_dates_and_updates_has_no_timeline() -> None:
    project = make_project(leads=[make_council()])
    assert timeline(project, AnonymousUser()) == []
    assert render_to_string("listings/timeline.html", {"timeline": []}).strip() == ""


def test_what_is_still_to_come_is_called_due() -> None:
    year = localdate().year + 1
    assert told(make_project(leads=[make_council()], started=str(year), ended=str(year + 1))) == [
        f"{year + 1}: Due to end",
        f"{year}: Due to start",
    ]


def test_an_end_without_a_date_of_its_own_is_told_by_the_day_on_which_it_was_said(moderator: User) -> None:
    service = make_service(leads=[make_council()])
    service.is_ended = True
    save_listing(listing=service, by=moderator)
    assert told(service) == [f"{PhaseChange.objects.get().since.in_words()}: Ended"]


def test_work_that_went_on_after_all_says_so() -> None:
    project = make_project(leads=[make_council()])
    for phase, since in (("alpha", "2023"), ("ended", "2024"), ("beta", "2025")):
        PhaseChange.objects.create(listing_id=project.pk, phase=phase, since=since)
    assert told(project) == ["2025: Beta phase", "2024: Ended, and went on later", "2023: Alpha phase"]


def test_who_is_named_by_the_lead_alone_is_told_as_that() -> None:
    project = make_project(leads=[make_council()])
    take_part(project, "partner", [make_council("Ayton")], joined="2024")
    project.participations.filter(role="partner").update(standing="named")
    assert told(project) == ["2024: Ayton Council joined as partner, as the lead says"]


def test_phases_are_told_from_the_day_on_which_they_were_reached(moderator: User) -> None:
    project = make_project(leads=[make_council()], phase="alpha")
    project.phase = "beta"
    save_listing(listing=project, by=moderator, phase_since="2024-03")
    today = localdate()
    assert told(project) == ["March 2024: Beta phase"]
    project.phase = "live"
    save_listing(listing=project, by=moderator)
    assert told(project)[0] == f"{PhaseChange.objects.latest('pk').since.in_words()}: Live phase"
    assert PhaseChange.objects.latest("pk").since in (today.isoformat(), (today + timedelta(days=1)).isoformat())


def test_updates_of_an_entry_that_is_not_public_are_for_its_council_alone() -> None:
    lead = make_council()
    project = make_project(leads=[lead], state="draft")
    update(project, 2)
    assert told(project) == []
    assert told(project, make_officer(lead)) == ["2 May 2024: Update"]
