"""The page of an entry: what councils add to it, who may change it from there, and where merged entries lead."""

import datetime
import itertools
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from councils.models import User
from listings.models import Update
from tests.support.factories import make_council, make_member, make_officer, make_person, make_project, make_service
from tests.support.visits import facts, show, signed_in

pytestmark = pytest.mark.django_db


def on(days: int) -> datetime.date:
    """Return the day so many days from now."""
    return timezone.localdate() + datetime.timedelta(days=days)


def merge(one: Any, into: Any) -> None:
    """Merge one entry into another."""
    type(one).objects.filter(pk=one.pk).update(state="withdrawn", merged_into=into.pk)


# What a council says of its work


def test_a_project_says_what_is_offered_learnt_and_used(client: Client) -> None:
    project = make_project(
        offers_note="Our user research", learnt="We learnt **a lot**.\n\n<b>x</b>", technology="Django"
    )
    page = show(client, project)
    assert facts(page)["Offered"] == "Our user research"
    assert facts(page)["Technology in use"] == "Django"
    assert (2, "What has been learnt so far") in page.headings
    html = client.get(project.get_absolute_url()).content.decode()
    assert "<strong>a lot</strong>" in html
    assert "<b>x</b>" not in html


def test_an_entry_without_them_has_no_empty_rows(client: Client) -> None:
    for listing in (make_project(), make_service()):
        page = show(client, listing)
        assert not {"Offered", "Technology in use", "What it has brought", "Agreement"} & facts(page).keys()
        assert "What has been learnt so far" not in page.text


def test_a_shared_service_says_what_it_has_brought_how_one_knows_and_when_its_agreement_ends(client: Client) -> None:
    service = make_service(
        benefits="Two posts fewer.\nQuicker audits.",
        benefits_basis="measured",
        agreement_review="2027-04",
        notice_by="2026-12-31",
    )
    said = facts(show(client, service))
    assert said["What it has brought"] == "Two posts fewer. Quicker audits. Measured"
    assert said["Agreement"] == "Reviewed next: April 2027 Last day to give notice: 31 December 2026"
    said = facts(show(client, make_service(benefits="Less to pay")))
    assert said["What it has brought"] == "Less to pay It is not said what this rests on"


def test_work_that_ended_says_what_its_people_would_do_differently(client: Client) -> None:
    over: dict[str, Any] = {"is_ended": True, "end_reason": "evidence-said-no", "end_note": "Nobody used it"}
    said = facts(show(client, make_project(**over, would_do_differently="Ask users first")))
    assert said["Why it ended"] == "Stopped because the evidence said no. Nobody used it"
    assert said["What they would do differently"] == "Ask users first"
    assert "What they would do differently" not in facts(show(client, make_project(**over)))


def test_updates_and_dates_are_told_on_the_page_for_everybody(client: Client) -> None:
    council = make_council("Exford")
    project = make_project(leads=[council], started="2025-03")
    Update.objects.create(listing=project, organisation=council, happened="The pilot began")
    text = show(client, project).text
    assert "The pilot began" in text
    assert "Started" in text


def test_a_page_for_questions_is_linked_and_everybody_can_be_written_to_through_the_site(client: Client) -> None:
    page = show(client, make_project(contact_route="page", contact_url="https://www.exford.example/ask"))
    assert page.link("exford.example").href == "https://www.exford.example/ask"
    assert "You write through this site" in page.text
    for route in ("officers", "managers"):
        page = show(client, make_project(contact_route=route, contact_url="https://www.exford.example/old"))
        assert "You write through this site" in page.text
        assert "exford.example" not in page.text


# How it stands


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"confirmed_at": datetime.datetime(2024, 5, 3, 12, tzinfo=datetime.UTC)}, "confirmed this since 3 May 2024"),
        ({"confirmed_at": None}, "No council has confirmed this"),
    ],
)
def test_an_archived_entry_says_so_and_how_it_comes_back(client: Client, fields: dict[str, Any], said: str) -> None:
    text = show(client, make_project(review_date=on(-180), **fields)).text
    assert said in text
    assert "kept out of the usual lists. Its council can confirm it at any time." in text
    assert "usual lists" not in show(client, make_project(review_date=on(-179), **fields)).text


@pytest.mark.parametrize(
    ("state", "said"),
    [("draft", "Draft."), ("waiting", "Waiting for a moderator since"), ("withdrawn", "Withdrawn.")],
)
def test_who_may_see_what_is_not_public_reads_that_it_is_not(moderator: User, state: str, said: str) -> None:
    council = make_council()
    project = make_project(leads=[council], state=state)
    for person in (make_officer(council), moderator):
        text = show(signed_in(person), project).text
        assert said in text
        assert "This page is not public." in text
    assert Client().get(project.get_absolute_url()).status_code == 404


# Changing it


def test_its_officers_are_led_to_their_task_list_and_moderators_to_the_admin(moderator: User) -> None:
    council, partner = make_council(), make_council()
    project, service = make_project(leads=[council], partners=[partner]), make_service(leads=[council])
    jo = signed_in(make_officer(council))
    assert show(jo, project).link("Edit this entry").href == f"/councils/{council.slug}/manage/projects/{project.pk}/"
    assert show(jo, service).link("Edit this entry").href == f"/councils/{council.slug}/manage/services/{service.pk}/"
    to_admin = f"/admin/services/sharedservice/{service.pk}/change/"
    assert show(signed_in(moderator), service).link("Edit this entry").href == to_admin
    for person in (None, make_person(), make_officer(partner), make_officer(make_council())):
        assert "Edit this entry" not in show(signed_in(person), project).link_texts()


def test_a_council_that_claimed_an_entry_changes_it_and_one_that_left_does_not() -> None:
    claimed, left = make_council(), make_council()
    project = make_project(partners=[claimed], leads=[left])
    project.participations.filter(organisation=claimed).update(claimed_at=timezone.now())
    project.participations.filter(organisation=left).update(left="2026")
    assert "Edit this entry" in show(signed_in(make_officer(claimed)), project).link_texts()
    assert "Edit this entry" not in show(signed_in(make_officer(left)), project).link_texts()


def test_who_belongs_to_two_councils_edits_as_the_one_that_answers_for_the_entry() -> None:
    partner, lead = make_council(), make_council()
    project = make_project(partners=[partner], leads=[lead])
    jo = make_officer(partner)
    make_member(lead, user=jo)
    assert f"/councils/{lead.slug}/manage/" in show(signed_in(jo), project).link("Edit this entry").href


def test_the_page_of_a_visitor_says_nothing_of_the_one_before(client: Client) -> None:
    council = make_council()
    project = make_project(leads=[council])
    before = client.get(project.get_absolute_url()).content
    show(signed_in(make_officer(council, "Jo")), project)
    assert client.get(project.get_absolute_url()).content == before
    assert b"csrfmiddlewaretoken" not in before


# Merged entries


@pytest.mark.parametrize(("make", "into"), [(make_project, make_project), (make_service, make_project)])
def test_the_address_of_a_merged_entry_leads_everybody_to_the_other_for_good(
    moderator: User, make: Callable[..., Any], into: Callable[..., Any]
) -> None:
    council = make_council()
    old, new = make("Old", leads=[council]), into("New")
    merge(old, new)
    for person in (None, make_person(), make_officer(council), moderator):
        for address in (old.get_absolute_url(), f"/{old.kind}s/{old.pk}/", f"/{old.kind}s/{old.pk}/other-words/"):
            response = signed_in(person).get(address)
            assert (response.status_code, response["Location"]) == (301, new.get_absolute_url())


def test_a_chain_of_mergers_leads_to_the_last_in_one_step(client: Client) -> None:
    entries = [make_project() for _ in range(5)]
    for one, into in itertools.pairwise(entries):
        merge(one, into)
    for one in entries[:-1]:
        assert client.get(one.get_absolute_url())["Location"] == entries[-1].get_absolute_url()


def test_a_circle_of_mergers_is_an_entry_that_is_not_there(client: Client, moderator: User) -> None:
    one, two, three = make_project(), make_project(), make_project()
    merge(one, two)
    merge(two, one)
    merge(three, one)
    for entry in (one, two, three):
        assert client.get(entry.get_absolute_url()).status_code == 404
        assert "Withdrawn." in show(signed_in(moderator), entry).text


def test_an_entry_merged_into_one_that_was_withdrawn_is_not_there_for_the_public(
    client: Client, moderator: User
) -> None:
    old, new = make_project("Old"), make_project("New", state="withdrawn")
    merge(old, new)
    assert client.get(old.get_absolute_url()).status_code == 404
    assert signed_in(moderator).get(old.get_absolute_url())["Location"] == new.get_absolute_url()


@pytest.mark.parametrize("number", [0, 2**31, 2**63, 10**30])
def test_a_number_that_no_entry_has_is_not_there(client: Client, number: int) -> None:
    assert client.get(f"/projects/{number}/").status_code == 404
    assert client.get(f"/services/{number}/some-words/").status_code == 404


# The public page of a council


def test_a_council_page_marks_where_the_council_is_only_named(client: Client) -> None:
    council, lead = make_council("Exford"), make_council("Wyeford")
    make_project("Certain", leads=[lead], partners=[council])
    named = make_project("Named", leads=[lead], partners=[council])
    named.participations.filter(organisation=council).update(standing="named")
    text = " ".join(show(client, council).text.split())
    assert "Named by those who lead it, not yet confirmed by Exford Council: Named." in text
    assert "not yet confirmed by" not in show(client, lead).text


def test_a_council_with_a_second_role_that_is_certain_is_not_only_named(client: Client) -> None:
    council = make_council("Exford")
    project = make_project("Bins", partners=[council], funders=[council])
    project.participations.filter(role="partner").update(standing="named")
    assert "not yet confirmed by" not in show(client, council).text
