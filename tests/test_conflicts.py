"""Two people who save the same section of an entry: the second sees both versions, and nothing is lost."""

import threading
from concurrent.futures import ThreadPoolExecutor, wait
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from councils.models import Organisation, User
from listings.actions.registering import SectionConflict, save_section
from listings.models import Listing
from listings.registering.common import WHAT, WhatForm
from listings.registering.conflicts import Difference, conflict, merged, opened
from projects.models import Project
from tests.support.factories import make_area, make_council, make_officer, make_project
from tests.support.pages import Page, read
from tests.support.visits import show, signed_in

PAIRS = 100
THEN = {"title": "Bins", "summary": "Too many bins.", "areas": ["2", "1"]}


# The three versions of an answer: as it was, as it stands, as it was sent


def test_what_only_one_of_two_people_changed_is_saved_without_asking() -> None:
    token = opened(THEN)
    now, sent = THEN | {"title": "Bins for all"}, THEN | {"summary": "Too few bins."}
    assert conflict(token, now, sent) == []
    assert merged(token, now, sent) == THEN | {"title": "Bins for all", "summary": "Too few bins."}


def test_an_answer_that_both_changed_is_asked_about_unless_both_say_the_same() -> None:
    token = opened(THEN)
    now = THEN | {"title": "Bins for all", "summary": "Too few bins."}
    sent = THEN | {"title": "Bins for some", "summary": "Too few bins."}
    [one] = conflict(token, now, sent)
    assert (one.name, one.now, one.sent) == ("title", "Bins for all", "Bins for some")


def test_an_answer_that_somebody_else_took_away_is_asked_about() -> None:
    [one] = conflict(opened(THEN), THEN | {"areas": []}, THEN | {"areas": ["1", "2", "3"]})
    assert (one.now, one.sent) == ([], ["1", "2", "3"])


def test_line_ends_spaces_around_and_the_order_of_several_say_nothing() -> None:
    token = opened({"text": "One\nTwo", "several": ["a", "b"], "none": None})
    now = {"text": "Three", "several": ["c"], "none": ""}
    sent = {"text": " One\r\nTwo ", "several": ["b", "a"], "none": []}
    assert conflict(token, now, sent) == []
    assert merged(token, now, sent) == now


@pytest.mark.parametrize(
    "token",
    ["", "forged", opened({}), opened({"other": "of another form"}), opened(THEN)[:-1]],
    ids=["missing", "forged", "of nothing", "of another form", "cut short"],
)
def test_a_missing_or_forged_mark_loses_nothing_every_answer_that_differs_is_asked_about(token: str) -> None:
    sent = THEN | {"title": "Bins for some"}
    assert [one.name for one in conflict(token, THEN, sent)] == ["title"]
    assert conflict(token, THEN, dict(THEN)) == []
    assert merged(token, THEN, sent) == sent


# The page that compares


def controls(page: Page) -> dict[str, list[str]]:
    """Return what a browser would send of a page's form if nobody touched it, but for the token."""
    found: dict[str, list[str]] = {}
    for box in page.attributes("input", type="hidden"):
        found.setdefault(box["name"], []).append(box.get("value", ""))
    found.pop("csrfmiddlewaretoken", None)
    return found


def section_address(council: Organisation, listing: Any, section: str) -> str:
    return reverse("project-section", args=[council.slug, listing.pk, section])


class Pair:
    """Two officers before one section of a draft: the second has changed it since the first opened it."""

    def __init__(self, section: str, first: dict[str, Any], second: dict[str, Any]) -> None:
        council = make_council("Exford")
        self.project = make_project("Bins", leads=[council], state=Listing.State.DRAFT, summary="Too many bins.")
        self.address = section_address(council, self.project, section)
        self.first, self.second = signed_in(make_officer(council)), signed_in(make_officer(council))
        opened_by_first = controls(show(self.first, self.address))
        opened_by_second = controls(show(self.second, self.address))
        assert self.second.post(self.address, opened_by_second | second).status_code == 302
        self.answer = self.first.post(self.address, opened_by_first | first)
        self.page = read(self.answer)

    def choose(self, **choices: str) -> Any:
        """Send the page that compares, with a choice for each of these answers."""
        return self.first.post(self.address, controls(self.page) | {f"choice-{k}": v for k, v in choices.items()})

    def stands(self) -> Any:
        return Project.objects.get(pk=self.project.pk)


AS_IT_STANDS = {"title": "Bins", "summary": "Too many bins."}
BOTH = (
    {"title": "Bins for some", "summary": "Too many <b>small</b> bins."},
    {"title": "Bins for all", "summary": "Too many large bins."},
)


@pytest.mark.django_db
def test_the_second_person_sees_both_versions_and_nothing_is_saved_before_they_choose() -> None:
    pair = Pair("what", *BOTH)
    assert "Somebody else changed this while you were writing" in pair.page.text
    for words in ("Bins for [only here: some]", "Bins for [only here: all]", "[only here: <b>small</b>]"):
        assert words in " ".join(pair.page.text.split())
    assert "<b>small</b>" not in pair.answer.content.decode()
    assert (pair.stands().title, pair.stands().summary) == ("Bins for all", "Too many large bins.")


@pytest.mark.django_db
def test_each_answer_is_chosen_by_itself() -> None:
    pair = Pair("what", *BOTH)
    assert pair.choose(title="mine", summary="theirs").status_code == 302
    assert (pair.stands().title, pair.stands().summary) == ("Bins for some", "Too many large bins.")


@pytest.mark.django_db
def test_an_answer_without_a_choice_is_asked_about_again_and_the_others_stay_chosen() -> None:
    pair = Pair("what", *BOTH)
    answer = pair.choose(title="theirs")
    pair.page = read(answer)
    assert pair.page.title.startswith("Error: ")
    assert "Choose which version to keep" in pair.page.text
    assert pair.stands().summary == "Too many large bins."
    assert pair.choose(summary="mine").status_code == 302
    assert (pair.stands().title, pair.stands().summary) == ("Bins for all", "Too many <b>small</b> bins.")


@pytest.mark.django_db
def test_what_somebody_else_changed_and_the_second_did_not_stays_when_they_choose() -> None:
    pair = Pair("what", {"title": "Bins for some", "summary": "Too many bins."}, BOTH[1])
    assert pair.choose(title="mine").status_code == 302
    assert (pair.stands().title, pair.stands().summary) == ("Bins for some", "Too many large bins.")


@pytest.mark.django_db
def test_choosing_may_meet_a_third_version_which_is_shown_in_turn() -> None:
    pair = Pair("what", *BOTH)
    Project.objects.filter(pk=pair.project.pk).update(title="Bins of a third")
    pair.page = read(pair.choose(title="mine", summary="mine"))
    assert "of a third" in pair.page.text
    assert pair.choose(title="mine").status_code == 302
    assert (pair.stands().title, pair.stands().summary) == ("Bins for some", "Too many <b>small</b> bins.")


@pytest.mark.django_db
def test_several_answers_in_one_are_chosen_as_a_whole() -> None:
    areas = [make_area("Bins"), make_area("Recycling"), make_area("Parking")]
    keys = [str(area.pk) for area in areas]
    pair = Pair("service-area", {"service_areas": keys[:2]}, {"service_areas": keys[2:]})
    assert "Recycling" in pair.page.text
    assert "Parking" in pair.page.text
    assert pair.choose(service_areas="theirs").status_code == 302
    assert [area.label for area in pair.stands().service_areas.all()] == ["Parking"]


@pytest.mark.django_db
def test_a_form_without_its_mark_shows_both_versions_instead_of_saving() -> None:
    pair = Pair("what", {"opened": "forged", "title": "Bins for some", "summary": "Too many bins."}, AS_IT_STANDS)
    assert "Somebody else changed this" in pair.page.text
    assert pair.stands().title == "Bins"
    assert pair.choose(title="mine").status_code == 302
    assert pair.stands().title == "Bins for some"


@pytest.mark.django_db(transaction=True)
def test_a_hundred_pairs_of_edits_at_the_same_moment_lose_no_update() -> None:
    council = make_council("Exford")
    project = make_project("Bins", leads=[council], state=Listing.State.DRAFT)
    people = [make_officer(council, "First"), make_officer(council, "Second")]
    together = threading.Barrier(2, timeout=60)

    def edit(values: dict[str, str], field: str, words: str, by: User) -> Difference | None:
        together.wait()
        try:
            save_section(listing=project, section=WHAT, sent=values | {field: words}, opened=opened(values), by=by)
        except SectionConflict as found:
            return found.differences[0]
        return None

    def part() -> None:
        together.wait()
        connection.close()

    with ThreadPoolExecutor(2) as threads:
        for pair in range(PAIRS):
            values = WhatForm.values(Project.objects.get(pk=project.pk))
            fields = ("title", "title" if pair % 2 else "summary")
            said = [f"{pair} by the first", f"{pair} by the second"]
            differences = list(threads.map(edit, [values] * 2, fields, said, people))
            stands = WhatForm.values(Project.objects.get(pk=project.pk))
            if fields == ("title", "summary"):
                assert (stands["title"], stands["summary"], differences) == (*said, [None, None])
            else:
                [second] = [who for who, found in enumerate(differences) if found]
                assert differences[second] == Difference("title", now=said[1 - second], sent=said[second])
                assert stands["title"] == said[1 - second]
        wait([threads.submit(part), threads.submit(part)])
