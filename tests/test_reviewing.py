"""Still true: a council says so with one press; what nobody confirms for long leaves the usual lists and comes back."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.timezone import localdate

from listings.actions.reviewing import ConfirmRefused, confirm
from listings.models import Listing, ListingEvent
from listings.models.listing import ARCHIVED_AFTER
from listings.reviews import next_review_date
from tests.support.factories import make_area, make_council, make_officer, make_person, make_project, make_service
from tests.support.pages import read
from tests.support.reviews import days
from tests.support.visits import choices_offered, count, show, signed_in

pytestmark = pytest.mark.django_db

LONG_AGO = localdate() - ARCHIVED_AFTER


def press(person: Any, listing: Any, council: Any) -> Any:
    """Press "Still true" in a council's area; return the page that follows."""
    return read(signed_in(person).post(f"/councils/{council.slug}/manage/entries/{listing.pk}/confirm/", follow=True))


def sentences(page: Any) -> str:
    """Return the words of a page."""
    return " ".join(page.text.split())


# Confirming


def test_one_press_confirms_an_entry_until_the_review_date_of_its_phase() -> None:
    council = make_council()
    officer = make_officer(council)
    project = make_project("Bins", phase="live", leads=[council], confirmed_at=timezone.now() - days(300))
    page = press(officer, project, council)
    project.refresh_from_db()
    assert localdate(project.confirmed_at) == localdate()
    assert project.confirmed_by == officer
    assert project.review_date == next_review_date(project, localdate()) == localdate() + days(365)
    assert "“Bins” is confirmed. We ask again before" in sentences(page)


def test_a_second_press_on_the_same_day_changes_nothing_and_says_so() -> None:
    council = make_council()
    officer, colleague = make_officer(council), make_officer(council)
    project = make_project("Bins", leads=[council])
    press(officer, project, council)
    before = Listing.objects.values().get(pk=project.pk)
    page = press(colleague, project, council)
    assert Listing.objects.values().get(pk=project.pk) == before
    assert "“Bins” was confirmed today already." in sentences(page)


def test_confirming_is_recorded_and_gives_moderators_nothing_to_look_at() -> None:
    council = make_council()
    officer = make_officer(council)
    project = make_project(leads=[council])
    confirm(listing=project, by=officer)
    project.refresh_from_db()
    event = ListingEvent.objects.filter(pgh_obj=project.pk).order_by("pgh_id").last()
    assert event.confirmed_at == project.confirmed_at
    assert event.pgh_context.metadata["user"] == officer.pk
    assert project.changed_since_review_at is None


@pytest.mark.parametrize("state", ["draft", "waiting", "withdrawn"])
def test_what_is_not_public_cannot_be_confirmed(state: str) -> None:
    council = make_council()
    project = make_project("Bins", state=state, leads=[council])
    with pytest.raises(ConfirmRefused, match="“Bins” is not public, so there is nothing to confirm"):
        confirm(listing=project, by=make_officer(council))
    page = press(make_officer(council), project, council)
    assert "“Bins” is not public, so there is nothing to confirm." in sentences(page)
    project.refresh_from_db()
    assert project.confirmed_at is None


def test_neither_strangers_nor_mere_partners_nor_moderators_confirm_an_entry() -> None:
    council, partner = make_council(), make_council()
    project = make_project(leads=[council], partners=[partner])
    for person, of, status in (
        (make_officer(partner), council, 404),
        (make_officer(partner), partner, 404),
        (make_person(), council, 404),
        (make_person(is_staff=True), council, 403),
    ):
        address = f"/councils/{of.slug}/manage/entries/{project.pk}/confirm/"
        assert signed_in(person).post(address).status_code == status
    project.refresh_from_db()
    assert project.confirmed_at is None


# Archived


def test_what_nobody_confirms_for_180_days_after_it_was_due_is_archived_and_one_press_brings_it_back(
    client: Client,
) -> None:
    council = make_council()
    project = make_project("Bins", leads=[council], review_date=LONG_AGO)
    make_project("A day left", leads=[council], review_date=LONG_AGO + days(1))
    assert show(client, "/projects/").results == ["A day left"]
    page = press(make_officer(council), project, council)
    assert "“Bins” is confirmed, and is back in the lists." in sentences(page)
    assert sorted(show(client, "/projects/").results) == ["A day left", "Bins"]


def test_a_list_says_how_many_archived_entries_it_leaves_out_and_shows_them_when_asked(client: Client) -> None:
    area = make_area()
    for make, path in ((make_project, "/projects/"), (make_service, "/services/")):
        make("Fresh", areas=[area])
        make("Archived", areas=[area], review_date=LONG_AGO)
        make("Archived and ended", is_ended=True, review_date=LONG_AGO)
        page = show(client, path)
        assert count(page).startswith("1 ")
        assert "2 " in sentences(page)
        assert "that nobody has confirmed for a long time are left out. Show them" in sentences(page)
        assert choices_offered(page)["status", "archived"] == 2
        [link] = [one["href"] for one in page.attributes("a") if one["href"].endswith("status=archived")]
        assert sorted(show(client, path + link).results) == ["Archived", "Archived and ended"]
        everything = show(client, f"{path}?status=archived&status=active")
        assert sorted(everything.results) == ["Archived", "Archived and ended", "Fresh"]
        assert "left out" not in sentences(everything)


def test_a_list_with_nothing_but_archived_entries_says_so(client: Client) -> None:
    make_project("Archived", review_date=LONG_AGO)
    page = show(client, "/projects/?q=archived")
    assert page.results == []
    assert "1 project that nobody has confirmed for a long time is left out. Show it" in sentences(page)


def test_search_leaves_archived_entries_out_and_says_how_many(client: Client) -> None:
    for name in ("one", "two"):
        make_project(f"Parking {name}", review_date=LONG_AGO)
        make_service(f"Parking service {name}")
    page = show(client, "/search/?q=parking")
    assert sorted(page.results) == ["Parking service one", "Parking service two"]
    assert "2 projects that nobody has confirmed for a long time are left out. Show these projects" in sentences(page)


def test_a_councils_page_and_its_number_of_entries_leave_archived_ones_out_and_say_so(client: Client) -> None:
    council = make_council("Exford")
    make_project("Fresh", leads=[council])
    for number in range(2):
        make_project(f"Archived {number}", leads=[council], funders=[council], review_date=LONG_AGO)
    page = show(client, council.get_absolute_url())
    assert page.results == ["Fresh"]
    assert "2 projects that nobody has confirmed for a long time are left out." in sentences(page)
    assert len(show(client, f"/projects/?council={council.slug}&status=archived").results) == 2
    assert "1 entry" in sentences(show(client, "/councils/?q=exford"))


def test_the_numbers_of_the_front_page_and_of_service_areas_are_those_of_the_lists_they_lead_to(client: Client) -> None:
    area = make_area("Waste")
    make_project("Fresh", areas=[area])
    make_project("Archived", areas=[area], review_date=LONG_AGO)
    assert "1 project" in sentences(show(client, "/"))
    assert show(client, area.get_absolute_url()).results == ["Fresh"]
    assert show(client, f"/projects/?area={area.pk}").results == ["Fresh"]


def test_an_archived_entry_keeps_its_page_and_its_place_in_the_site_map(client: Client) -> None:
    project = make_project("Archived", review_date=LONG_AGO)
    assert client.get(project.get_absolute_url()).status_code == 200
    assert project.get_absolute_url() in client.get("/sitemap.xml").content.decode()
    assert project.is_archived


def test_a_day_later_the_same_list_leaves_out_more(client: Client, monkeypatch: Any) -> None:
    make_project("A day left", review_date=LONG_AGO + days(1))
    assert show(client, "/projects/").results == ["A day left"]
    tomorrow = timezone.now() + datetime.timedelta(days=1)
    monkeypatch.setattr(timezone, "now", lambda: tomorrow)
    assert show(client, "/projects/").results == []
