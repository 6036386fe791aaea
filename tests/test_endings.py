"""Work ends kindly and may go on after all; entries are withdrawn and brought back."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from councils.models import Organisation, User
from listings.actions.endings import EndingRefused, bring_back, go_on, withdraw
from listings.models import Decision, Listing, RelatedListing
from projects.models import Project
from tests.support.factories import make_council, make_officer, make_project, make_service
from tests.support.pages import read
from tests.support.visits import show, signed_in

State, Kind = Listing.State, Decision.Kind


@pytest.fixture
def council(db: None) -> Organisation:
    return make_council("Exford")


@pytest.fixture
def officer(council: Organisation) -> User:
    return make_officer(council)


@pytest.fixture
def project(council: Organisation) -> Any:
    return make_project("Bins", leads=[council], started="2020-05")


def address(name: str, council: Organisation, listing: Any) -> str:
    return reverse(name, args=[council.slug, listing.pk])


def end(person: User, council: Organisation, listing: Any, **fields: Any) -> Any:
    browser, page = signed_in(person), address("end-entry", council, listing)
    opened = {box["name"]: box["value"] for box in show(browser, page).attributes("input", name="opened")}
    sent = {"end_reason": "evidence-said-no", "ended": "March 2024", "end_note": "Nobody wanted it."}
    return browser.post(page, opened | sent | fields)


def test_an_officer_says_when_and_why_work_ended_and_what_they_would_do_differently(
    council: Organisation, officer: User, project: Any
) -> None:
    response = end(officer, council, project, would_do_differently="Ask people first.")
    assert response.status_code == 302
    project.refresh_from_db()
    assert (project.is_ended, project.end_reason, project.ended) == (True, "evidence-said-no", "2024-03")
    assert (project.end_note, project.would_do_differently) == ("Nobody wanted it.", "Ask people first.")
    assert (project.state, project.phase) == (State.PUBLISHED, "alpha")
    assert [(change.phase, change.since) for change in project.phase_changes.all()] == [("ended", "2024-03")]
    page = show(signed_in(officer), response["Location"])
    assert "Stopped because the evidence said no" in page.text


@pytest.mark.parametrize("reason", Listing.EndReason.values)
def test_every_reason_can_be_given_for_both_kinds_of_entries(council: Organisation, officer: User, reason: str) -> None:
    for listing in (make_project(leads=[council]), make_service(leads=[council])):
        assert end(officer, council, listing, end_reason=reason).status_code == 302
        listing.refresh_from_db()
        assert listing.end_reason == reason


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"end_reason": ""}, "Choose why it ended"),
        ({"end_reason": "murdered"}, "Choose one of these reasons"),
        ({"ended": "2199"}, "has not come yet"),
        ({"ended": "soon"}, "is not a date"),
        ({"ended": "2019"}, "The end is before the start."),
        ({"end_note": "x" * 501}, "Enter at most 500 characters"),
        ({"would_do_differently": "x" * 1001}, "Enter at most 1,000 characters"),
        ({"other": "my other project"}, "No entry has this address"),
        ({"other": "/projects/999999/none/"}, "No entry has this address"),
    ],
)
def test_what_cannot_be_saved_about_an_end_gets_a_sentence_and_is_kept_in_the_form(
    council: Organisation, officer: User, project: Any, fields: dict[str, str], said: str
) -> None:
    response = end(officer, council, project, **{"would_do_differently": "Ask people first."} | fields)
    assert response.status_code == 200
    page = read(response)
    assert page.title.startswith("Error: ")
    assert said in page.text
    assert not Project.objects.get().is_ended


def test_an_end_points_to_the_entry_that_the_work_became_part_of(
    council: Organisation, officer: User, project: Any
) -> None:
    other = make_project("All waste")
    given = f"https://collab.example{other.get_absolute_url()}?from=list"
    assert end(officer, council, project, end_reason="merged", other=given).status_code == 302
    assert end(officer, council, project, end_reason="merged", other=given).status_code == 302
    [stage] = RelatedListing.objects.all()
    assert (stage.earlier_id, stage.later_id) == (project.pk, other.pk)
    assert "All waste" in show(signed_in(officer), project).text


def test_another_address_takes_the_place_of_the_one_that_was_named_before(
    council: Organisation, officer: User, project: Any
) -> None:
    source, wrong, right = make_project("Before"), make_project("Wrong"), make_project("Right")
    RelatedListing.objects.create(earlier=source, later=project)
    RelatedListing.objects.create(earlier=project, later=source)
    for other in (wrong, right):
        assert end(officer, council, project, other=other.get_absolute_url()).status_code == 302
    later = RelatedListing.objects.filter(earlier=project).values_list("later__title", flat=True)
    assert set(later) == {"Before", "Right"}
    assert end(officer, council, project).status_code == 302
    assert RelatedListing.objects.count() == 3


def test_the_people_of_either_entry_remove_a_link_and_moderators_see_it(
    council: Organisation, officer: User, project: Any
) -> None:
    theirs = make_council("Winsford")
    other = make_project("All waste", leads=[theirs])
    for person, keeper, entry in ((officer, council, project), (make_officer(theirs), theirs, other)):
        RelatedListing.objects.create(earlier=project, later=other)
        browser, page = signed_in(person), address("end-entry", keeper, entry)
        [action] = [one for one in show(browser, page).attributes("form") if "/linked/" in one.get("action", "")]
        for said in ("The link is removed", "not linked any more"):
            assert said in read(browser.post(action["action"], follow=True)).text
        assert not RelatedListing.objects.exists()
        assert Listing.objects.get(pk=entry.pk).changed_since_review_at is not None
        assert "Linked entries" not in show(browser, page).text
    RelatedListing.objects.create(earlier=project, later=other)
    stranger = signed_in(make_officer(make_council()))
    assert stranger.post(action["action"]).status_code == 404
    assert RelatedListing.objects.exists()


def test_an_end_points_neither_to_itself_nor_to_an_entry_that_the_officer_may_not_see(
    council: Organisation, officer: User, project: Any
) -> None:
    hidden = make_project("Hidden", state="draft")
    assert "this entry itself" in read(end(officer, council, project, other=project.get_absolute_url())).text
    assert "No entry has this address" in read(end(officer, council, project, other=hidden.get_absolute_url())).text
    assert not RelatedListing.objects.exists()


def test_saying_the_same_end_twice_changes_nothing_more(council: Organisation, officer: User, project: Any) -> None:
    end(officer, council, project)
    before = Project.objects.get().updated_at
    assert end(officer, council, project).status_code == 302
    assert Project.objects.get().updated_at == before
    assert project.phase_changes.count() == 1


def test_two_who_end_the_same_work_differently_see_both_versions(
    council: Organisation, officer: User, project: Any
) -> None:
    browser, page = signed_in(officer), address("end-entry", council, project)
    opened = {box["name"]: box["value"] for box in show(browser, page).attributes("input", name="opened")}
    end(make_officer(council), council, project)
    other = make_project("All waste")
    sent = {"end_reason": "merged", "ended": "March 2024", "end_note": "It went.", "other": other.get_absolute_url()}
    compared = read(browser.post(page, opened | sent))
    assert "Somebody else changed this while you were writing" in compared.text
    assert Project.objects.get(pk=project.pk).end_reason == "evidence-said-no"
    hidden: dict[str, list[str]] = {}
    for box in compared.attributes("input", type="hidden"):
        hidden.setdefault(box["name"], []).append(box.get("value", ""))
    choice = {"choice-end_reason": "mine", "choice-end_note": "theirs"}
    assert browser.post(page, hidden | choice).status_code == 302
    project.refresh_from_db()
    assert (project.end_reason, project.end_note) == ("merged", "Nobody wanted it.")
    assert RelatedListing.objects.get().later_id == other.pk


def test_ended_work_can_still_be_changed_and_its_end_gets_another_date(
    council: Organisation, officer: User, project: Any
) -> None:
    end(officer, council, project)
    assert end(officer, council, project, ended="2024").status_code == 302
    project.refresh_from_db()
    assert project.ended == "2024"
    assert [change.since for change in project.phase_changes.all()] == ["2024"]


def test_work_that_goes_on_after_all_is_not_ended_any_more(council: Organisation, officer: User, project: Any) -> None:
    end(officer, council, project, would_do_differently="Ask people first.")
    browser = signed_in(officer)
    assert browser.post(address("entry-goes-on", council, project)).status_code == 302
    assert browser.post(address("entry-goes-on", council, project)).status_code == 302
    project.refresh_from_db()
    assert (project.is_ended, project.end_reason, project.ended, project.end_note) == (False, "", "", "")
    assert [change.phase for change in project.phase_changes.all()] == ["ended", "alpha"]


# Withdrawing and bringing back


def test_a_withdrawn_entry_is_there_for_its_council_alone_and_comes_back_as_it_was(
    council: Organisation, officer: User, project: Any
) -> None:
    browser = signed_in(officer)
    page = address("withdraw-entry", council, project)
    assert "Withdraw this entry" in show(browser, page).text
    for _ in range(2):
        assert browser.post(page).status_code == 302
    assert signed_in(None).get(project.get_absolute_url()).status_code == 404
    assert Project.objects.get().changed_since_review_at is None
    back = address("bring-back-entry", council, project)
    assert "It will be public again at once" in show(browser, back).text
    for _ in range(2):
        assert browser.post(back).status_code == 302
    assert signed_in(None).get(project.get_absolute_url()).status_code == 200
    assert Project.objects.get().changed_since_review_at is not None


@pytest.mark.parametrize("state", [State.DRAFT, State.WAITING])
def test_what_was_never_public_comes_back_as_a_draft(council: Organisation, officer: User, state: str) -> None:
    listing = make_project(leads=[council], state=state, published_at=None)
    withdraw(listing=listing, by=officer)
    assert Project.objects.get().state == State.WITHDRAWN
    assert bring_back(listing=listing, by=officer).state == State.DRAFT


def test_what_a_moderator_withdrew_waits_for_a_moderator_again(
    council: Organisation, officer: User, project: Any, moderator: User
) -> None:
    for kind in (Kind.APPROVED, Kind.WITHDRAWN):
        Decision.objects.create(kind=kind, listing_id=project.pk, decided_by=moderator, decided_at=timezone.now())
    withdraw(listing=project, by=moderator)
    browser, back = signed_in(officer), address("bring-back-entry", council, project)
    assert "A moderator withdrew it" in show(browser, back).text
    browser.post(back)
    project.refresh_from_db()
    assert project.state == State.WAITING
    assert project.submitted_at is not None
    withdraw(listing=project, by=officer)
    assert bring_back(listing=project, by=officer).state == State.WAITING
    Decision.objects.create(kind=Kind.APPROVED, listing_id=project.pk, decided_by=moderator)
    withdraw(listing=project, by=officer)
    assert bring_back(listing=project, by=officer).state == State.PUBLISHED


def test_a_merged_entry_is_not_brought_back(council: Organisation, officer: User, project: Any) -> None:
    other = make_project("All waste")
    Listing.objects.filter(pk=project.pk).update(state=State.WITHDRAWN, merged_into=other.pk)
    with pytest.raises(EndingRefused, match="merged into another"):
        bring_back(listing=project, by=officer)
    browser, back = signed_in(officer), address("bring-back-entry", council, project)
    assert "All waste" in show(browser, back).text
    assert browser.post(back).status_code == 302
    assert Project.objects.get(pk=project.pk).state == State.WITHDRAWN


def test_an_end_is_neither_said_nor_taken_back_of_what_is_withdrawn(
    council: Organisation, officer: User, project: Any
) -> None:
    end(officer, council, project)
    withdraw(listing=project, by=officer)
    assert "Bring it back first" in read(end(officer, council, project, ended="2024")).text
    with pytest.raises(EndingRefused, match="Bring it back first"):
        go_on(listing=project, by=officer)


def test_an_officer_of_a_partner_neither_ends_nor_withdraws_the_entry(project: Any) -> None:
    partner = make_council("Ayton")
    project.participations.create(organisation=partner, role="partner")
    browser = signed_in(make_officer(partner))
    for name in ("end-entry", "entry-goes-on", "withdraw-entry", "bring-back-entry"):
        assert browser.post(address(name, partner, project)).status_code == 404
    assert Project.objects.get().state == State.PUBLISHED
