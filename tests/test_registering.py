"""Registering: an officer begins an entry, answers section by section, and sends it in."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from councils.models import Organisation, User
from listings.models import Decision, Listing, ListingOfficer, Participation, StartCheck
from tests.support.factories import make_area, make_council, make_officer, make_person, make_project, make_service
from tests.support.pages import read
from tests.support.registering import (
    SAID,
    SERVICE,
    address,
    answer,
    answer_what_is_needed,
    begin,
    begun,
    fields_of,
    open_section,
)
from tests.support.visits import show, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def council() -> Organisation:
    """A council."""
    return make_council("Exford")


@pytest.fixture
def officer(council: Organisation) -> User:
    """An officer of the council."""
    return make_officer(council, "Jo")


@pytest.fixture
def client(officer: User) -> Client:
    """A browser in which the officer is signed in."""
    return signed_in(officer)


@pytest.fixture
def project(client: Client, council: Organisation) -> Any:
    """An entry that the officer has just begun."""
    return begun(client, council)


def test_title_and_problem_are_enough_for_a_draft_that_the_council_leads_and_the_officer_looks_after(
    client: Client, council: Organisation, officer: User
) -> None:
    response = begin(client, council)
    listing = Listing.objects.get()
    assert response["Location"] == address(listing, "section", "service-area")
    assert (listing.state, listing.kind, listing.title) == (Listing.State.DRAFT, "project", SAID["title"])
    [lead] = listing.participations.all()
    assert (lead.organisation, lead.role, lead.standing) == (council, "lead", Participation.Standing.CONFIRMED)
    assert ListingOfficer.objects.get().membership.user == officer
    assert listing.start_check.choice == StartCheck.Choice.NOTHING_SIMILAR


def test_a_shared_service_begins_like_a_project_and_has_its_own_sections(client: Client, council: Organisation) -> None:
    listing = begun(client, council, kind=SERVICE)
    page = show(client, address(listing, "tasks"))
    assert {"Delivery model", "Benefits", "Review and notice"} <= set(page.link_texts())
    assert "Phase" not in page.link_texts()


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"title": " "}, "Enter what you are working on"),
        ({"title": "…!"}, "Enter a title with words in it"),
        ({"title": "x" * 201}, "Enter at most 200 characters: these are 201"),
        ({"title": "a\x00b"}, "Take out the characters that cannot be shown"),
        ({"summary": ""}, "Enter the problem in a sentence"),
        ({"summary": "Write to jo@exford.example"}, "Take out “jo@exford.example”"),
        ({"kind": "party"}, "Choose whether it is a project or a shared service"),
        ({"kind": ""}, "Choose whether it is a project or a shared service"),
    ],
)
def test_what_is_wrong_on_the_first_page_is_said_twice_alike_and_nothing_typed_is_lost(
    client: Client, council: Organisation, said: dict[str, str], sentence: str
) -> None:
    page = read(begin(client, council, **said))
    assert page.title.startswith("Error: ")
    assert page.text.count(sentence) == 2
    assert Listing.objects.count() == 0
    kept = {given.get("name"): given.get("value") for given in page.attributes("input")}
    if "title" not in said:
        assert kept["title"] == SAID["title"]


def test_pressing_twice_going_back_and_reloading_make_one_entry(client: Client, council: Organisation) -> None:
    key = str(uuid4())
    first, second = begin(client, council, key=key), begin(client, council, key=key)
    assert first["Location"] == second["Location"]
    assert Listing.objects.count() == 1


def test_who_goes_back_and_types_something_else_is_asked_whether_that_is_to_be_saved(
    client: Client, council: Organisation
) -> None:
    key = str(uuid4())
    begin(client, council, key=key)
    page = read(begin(client, council, key=key, title="Repairs for tenants"))
    listing = Listing.objects.get()
    assert listing.title == SAID["title"]
    assert "You have begun this entry already" in page.text
    assert page.attributes("input", name="title")[0]["value"] == "Repairs for tenants"
    [opened] = [given["value"] for given in page.attributes("input", name="opened")]
    client.post(address(listing, "section", "what"), SAID | {"title": "Repairs for tenants", "opened": opened})
    assert Listing.objects.get().title == "Repairs for tenants"


def test_the_key_of_somebody_elses_entry_begins_nothing_and_shows_nothing_of_it(
    client: Client, council: Organisation
) -> None:
    key = uuid4()
    make_project("Secret", state="draft", start_key=key, leads=[make_council()])
    page = read(begin(client, council, key=str(key)))
    assert "Press Continue once more" in page.text
    assert "Secret" not in page.text
    assert Listing.objects.count() == 1
    assert page.attributes("input", name="key")[0]["value"] != str(key)


def test_only_people_of_the_council_begin_entries_for_it(council: Organisation) -> None:
    strangers = [make_person(), make_officer(make_council())]
    assert [begin(signed_in(one), council).status_code for one in strangers] == [404, 404]
    assert begin(signed_in(make_person(is_staff=True)), council).status_code == 403
    assert Listing.objects.count() == 0


def test_after_the_required_answers_the_next_required_section_comes_and_then_the_task_list(
    client: Client, project: Any
) -> None:
    area = make_area("Housing repairs")
    assert answer(client, project, "service-area", service_areas=[area.pk])["Location"] == address(
        project, "section", "phase"
    )
    assert answer(client, project, "phase", phase="alpha")["Location"] == address(project, "tasks")
    page = show(client, address(project, "tasks"))
    assert "All that is needed is answered" in page.text


def test_the_task_list_says_what_is_still_missing_and_each_row_is_one_link(client: Client, project: Any) -> None:
    page = show(client, address(project, "tasks"))
    assert "Still to answer before you can send it in: service area, phase." in page.text
    statuses = page.classes["govuk-task-list__status"]
    assert statuses[:4] == ["Completed", "Not yet started", "Not yet started", "Completed"]
    assert len(page.classes["govuk-task-list__link"]) == len(statuses)


def test_an_answer_is_there_after_a_week_and_in_another_browser(client: Client, project: Any, officer: User) -> None:
    answer(client, project, "why", description="For tenants.\r\n\r\nBecause they call.")
    page = show(signed_in(officer), address(project, "section", "why"))
    assert "For tenants. Because they call." in " ".join(page.text.split())


def test_a_draft_is_seen_by_its_council_alone(client: Client, project: Any) -> None:
    for stranger in (make_person(), make_officer(make_council())):
        assert signed_in(stranger).get(address(project, "tasks")).status_code == 404
    assert Client().get(address(project, "tasks"))["Location"].startswith("/account/sign-in/")
    assert show(signed_in(make_person(is_staff=True)), address(project, "tasks"))


def test_the_first_entry_of_a_council_is_sent_for_review_and_says_by_when_it_is_answered(
    client: Client, project: Any
) -> None:
    answer_what_is_needed(client, project, make_area())
    page = show(client, address(project, "check"))
    assert "Send for review" in [text for _, text in page.headings]
    response = client.post(address(project, "submit"))
    assert response["Location"] == address(project, "sent")
    listing = Listing.objects.get()
    assert listing.state == Listing.State.WAITING
    for _ in range(2):
        page = show(client, response["Location"])
        assert "Sent for review" in page.heading(1)
        assert f"Reference: project {listing.pk}" in page.text
        assert re.search(r"by \d+ \w+ 20\d\d", page.text)


def test_a_council_that_publishes_directly_publishes(client: Client, project: Any, council: Organisation) -> None:
    Organisation.objects.filter(pk=council.pk).update(publishes_directly=True)
    answer_what_is_needed(client, project, make_area())
    assert "Publish" in [text for _, text in show(client, address(project, "check")).headings]
    page = read(client.post(address(project, "submit"), follow=True))
    assert page.heading(1) == "Published"
    listing = Listing.objects.get()
    assert listing.get_absolute_url() in [link.href for link in page.links]
    assert listing.state == Listing.State.PUBLISHED


def test_sending_in_twice_is_sending_in_once(client: Client, project: Any) -> None:
    answer_what_is_needed(client, project, make_area())
    client.post(address(project, "submit"))
    first = Listing.objects.get().submitted_at
    assert client.post(address(project, "submit"))["Location"] == address(project, "sent")
    assert Listing.objects.get().submitted_at == first


def test_what_is_incomplete_is_not_sent_in_and_says_what_is_missing(client: Client, project: Any) -> None:
    page = show(client, address(project, "check"))
    assert not page.attributes("form", action=address(project, "submit"))
    page = read(client.post(address(project, "submit"), follow=True))
    assert "Answer these first: service area, phase." in page.text
    assert Listing.objects.get().state == Listing.State.DRAFT


def test_the_page_of_what_was_sent_leads_to_the_tasks_while_nothing_is(client: Client, project: Any) -> None:
    assert client.get(address(project, "sent"))["Location"] == address(project, "tasks")


def test_every_answer_has_a_change_link_of_its_own_that_leads_back_to_the_page_of_all_answers(
    client: Client, project: Any
) -> None:
    page = show(client, address(project, "check"))
    changes = [link for link in page.links if link.text.startswith("Change")]
    assert len({link.text for link in changes}) == len(changes) > 15
    assert len({link.href for link in changes}) == len(changes)
    assert "Not provided" in page.text
    [link] = [link for link in changes if "what technology" in link.text.lower()]
    path, _, anchor = link.href.partition("#")
    section = show(client, path)
    assert section.attributes("input", id=anchor) or section.attributes("textarea", id=anchor)
    sent = fields_of(section) | {"technology": "Django"}
    assert client.post(path, sent)["Location"] == address(project, "check")
    assert "Django" in show(client, address(project, "check")).text


@pytest.mark.parametrize("make", [make_project, make_service])
def test_every_link_of_the_page_of_all_answers_lands_on_a_control(client: Client, council: Any, make: Any) -> None:
    make_area("Housing")
    listing = make(leads=[council], areas=[make_area()])
    page = show(client, address(listing, "check"))
    anchored = [link.href.split("#") for link in page.links if "#id_" in link.href]
    assert len(anchored) > 15
    for path, anchor in anchored:
        found = show(client, path)
        assert any(given.get("id") == anchor for _, given in found.elements), (path, anchor)


def test_why_it_was_sent_back_stands_on_the_task_list_and_in_the_section_that_is_meant(
    client: Client, project: Any
) -> None:
    Decision.objects.create(
        kind=Decision.Kind.SENT_BACK, listing=project, reason="plain-words", field="summary", words="Who is it for?"
    )
    page = show(client, address(project, "tasks"))
    assert "Say in plain words what it is and for whom." in page.text
    assert "Who is it for?" in page.text
    assert "To look at again" in page.classes["govuk-task-list__status"][0]
    assert "Who is it for?" in show(client, address(project, "section", "what")).text
    assert "Who is it for?" not in show(client, address(project, "section", "phase")).text
    answer_what_is_needed(client, project, make_area())
    client.post(address(project, "submit"))
    assert "Who is it for?" not in show(client, address(project, "tasks")).text


def test_what_is_public_is_changed_in_the_same_sections_and_joins_the_moderators_queue(
    client: Client, council: Organisation
) -> None:
    project = make_project("Bins", leads=[council])
    assert "Check your answers" not in show(client, address(project, "tasks")).text
    answer(client, project, "technology", technology="Django")
    project.refresh_from_db()
    assert (project.technology, project.changed_since_review_at is None) == ("Django", False)


def test_pressing_continue_without_a_change_changes_nothing(client: Client, council: Organisation) -> None:
    project = make_project("Bins", leads=[council], areas=[make_area()], links=["https://a.example/"])
    before = project.updated_at
    for key in ("what", "service-area", "phase", "lead", "why", "money", "links", "contact"):
        data = open_section(client, project, key)
        data |= {"summary": project.summary} if key == "what" else {}
        data |= {"links_page": "https://a.example/"} if key == "links" else {}
        assert client.post(address(project, "section", key), data).status_code == 302, key
    project.refresh_from_db()
    assert (project.updated_at, project.changed_since_review_at) == (before, None)


def test_what_is_withdrawn_in_the_meantime_is_not_saved_and_the_text_stays(client: Client, project: Any) -> None:
    data = open_section(client, project, "what")
    Listing.objects.update(state=Listing.State.WITHDRAWN)
    data |= {"title": "New words", "summary": "Other words."}
    page = read(client.post(address(project, "section", "what"), data))
    assert "This entry is withdrawn. Bring it back first" in page.text
    assert page.attributes("input", name="title")[0]["value"] == "New words"
    assert Listing.objects.get().title == SAID["title"]
    assert client.post(address(project, "submit"))["Location"] == address(project, "check")


def test_addresses_of_what_is_not_there_or_not_theirs_are_not_found(client: Client, council: Organisation) -> None:
    other = make_project(leads=[make_council()])
    project = make_project(leads=[council])
    wrong = [
        address(other, "tasks", council=council),
        address(project, "tasks").replace("/projects/", "/services/"),
        address(project, "section", "party"),
        address(project, "tasks").replace(str(project.pk), "9" * 30),
    ]
    assert [client.get(one).status_code for one in wrong] == [404] * 4


def test_a_form_that_was_sent_after_the_session_ended_comes_back_filled_in(
    client: Client, project: Any, officer: User
) -> None:
    data = open_section(client, project, "learnt") | {"learnt": "It took three months to write this."}
    client.logout()
    client.post(address(project, "section", "learnt"), data)
    client.force_login(officer)
    page = show(client, address(project, "section", "learnt"))
    assert "It took three months to write this." in page.text
    assert "Nothing of this is saved yet" in page.text
    assert Listing.objects.get().learnt == ""


def test_two_people_who_answer_the_same_question_are_asked_and_nothing_is_lost(client: Client, project: Any) -> None:
    mine = open_section(client, project, "technology") | {"technology": "Django"}
    answer(client, project, "technology", technology="Rails")
    page = read(client.post(address(project, "section", "technology"), mine))
    assert "Django" in page.text
    assert "Rails" in page.text
    assert Listing.objects.get().technology == "Rails"
