"""Suggestions as a council's people see them: in their area, on their own page, and sent away for good."""

from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import localdate

from collaboration.actions.suggesting import suggest
from councils.models import Organisation
from tests.support.factories import make_area, make_council, make_manager, make_officer, make_person, make_project
from tests.support.joining import make_suggestion
from tests.support.pages import read
from tests.support.visits import show, signed_in

pytestmark = pytest.mark.django_db


def page_of(council: Organisation, words: str = "") -> str:
    """Return the address of a council's suggestions, or of a button there."""
    return f"/councils/{council.slug}/manage/suggestions/{words}"


@pytest.fixture
def council() -> Organisation:
    """A council to which one entry is suggested."""
    found, waste = make_council("Exford"), make_area("Waste")
    make_project("Bin lorries", leads=[found], areas=[waste])
    make_project("Sorting", leads=[make_council("Borset", tier="upper")], areas=[waste])
    suggest(today=localdate())
    return found


def test_an_officer_reads_what_is_suggested_and_why_in_the_area_and_on_its_page(council: Organisation) -> None:
    browser = signed_in(make_officer(council))
    area = show(browser, f"/councils/{council.slug}/manage/")
    assert f"Suggestions for {council}" in [text for _, text in area.headings]
    assert "Same service area as your “Bin lorries” (Waste)" in area.text
    page = show(browser, area.link("Why these, and say what is not for you").href)
    assert page.link("Sorting").href.startswith("/projects/")
    assert "Led by Borset Council" in page.text
    sorting = council.suggestions.get().listing
    assert sorting.summary in page.text
    assert sorting.age_in_words in page.text
    assert "Same service area as your “Bin lorries” (Waste)" in page.text


def test_not_for_us_takes_it_away_for_everybody_and_can_be_undone(council: Organisation) -> None:
    browser, one = signed_in(make_officer(council)), council.suggestions.get()
    after = read(browser.post(page_of(council, f"{one.pk}/not-for-us/"), follow=True))
    assert "“Sorting” is not suggested to Exford Council again" in after.text
    colleague = signed_in(make_manager(council))
    assert "Suggestions for" not in show(colleague, f"/councils/{council.slug}/manage/").text
    assert "Nothing fits at the moment" in show(colleague, page_of(council)).text
    browser.post(page_of(council, f"{one.pk}/not-for-us/"))
    one.refresh_from_db()
    assert one.dismissed_at is not None, "pressing twice changes nothing"
    after = read(colleague.post(page_of(council, f"{one.pk}/not-for-us/"), {"undo": "1"}, follow=True))
    assert "“Sorting” may be suggested again." in after.text
    assert "Same service area" in after.text


def test_a_council_without_entries_is_told_what_would_help() -> None:
    council = make_council()
    page = show(signed_in(make_officer(council)), page_of(council))
    assert page.link("Register what you are working on").href == f"/councils/{council.slug}/manage/start/"


def test_suggestions_are_for_the_councils_own_people(council: Organisation) -> None:
    one = council.suggestions.get()
    elsewhere = make_council()
    theirs = make_suggestion(organisation=elsewhere)
    outsider, officer = signed_in(make_officer(elsewhere)), signed_in(make_officer(council))
    moderator = signed_in(make_person(is_staff=True))
    assert outsider.get(page_of(council)).status_code == 404
    assert outsider.post(page_of(council, f"{one.pk}/not-for-us/")).status_code == 404
    assert officer.post(page_of(council, f"{theirs.pk}/not-for-us/")).status_code == 404
    assert officer.post(page_of(council, "99999999999999999999/not-for-us/")).status_code == 404
    assert moderator.post(page_of(council, f"{one.pk}/not-for-us/")).status_code == 404
    assert "Suggestions for" not in show(moderator, f"/councils/{council.slug}/manage/").text
    one.refresh_from_db()
    assert one.dismissed_at is None


def test_what_was_withdrawn_today_is_gone_from_both_pages(council: Organisation, client: Client) -> None:
    listing: Any = council.suggestions.get().listing
    type(listing).objects.filter(pk=listing.pk).update(state="withdrawn")
    browser = signed_in(make_officer(council), client)
    assert "Sorting" not in show(browser, page_of(council)).text
    assert "Sorting" not in show(browser, f"/councils/{council.slug}/manage/").text
