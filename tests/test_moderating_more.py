"""Moderators merge, split, hide, change the lead, and decide how a council publishes: nothing is lost, all is told."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from councils.models import Organisation, User
from listings.actions.moderating import (
    Chosen,
    DecisionRefused,
    change_lead,
    give_direct_publishing,
    hide_statement,
    merge,
    show_statement,
    split,
    take_back_direct_publishing,
    withdraw,
)
from listings.models import Decision, Doubt, Listing, ParticipationRequest, RelatedListing, Source, Update
from tests.support.factories import (
    add_source,
    look_after,
    make_area,
    make_council,
    make_manager,
    make_member,
    make_partner,
    make_project,
    make_service,
    take_part,
)
from tests.support.mail import deliver
from tests.support.pages import read
from tests.support.visits import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]


@pytest.fixture
def council() -> Organisation:
    """A council that leads."""
    return make_council("Exford")


@pytest.fixture
def browser(moderator: User) -> Client:
    """A moderator's browser."""
    return signed_in(moderator)


def parts_of(listing: Any) -> set[tuple[str, str]]:
    return {(part.role, part.name) for part in Listing.objects.get(pk=listing.pk).participations.all()}


# Merge


@pytest.fixture
def twins(council: Organisation) -> tuple[Any, Any]:
    """Two entries about the same work, with everything that can belong to an entry; the first is to go."""
    partner, other = make_partner("Helpful"), make_council("Winsford")
    area, links = make_area("Waste"), ["https://a.example", "https://b.example"]
    goes = make_project(
        "Bins",
        leads=[council],
        partners=[partner, "Berkshire"],
        areas=[area, make_area("Parks")],
        topics=["bins"],
        links=links,
        source="A paper",
    )
    stays = make_project("Bin lorries", leads=[council], partners=[other], areas=[area], links=links[:1])
    goes.earlier_stages.create(earlier=make_project("First"))
    goes.later_stages.create(later=stays)
    stays.later_stages.create(later=make_project("Last"))
    member = make_member(council)
    for entry in (goes, stays):
        look_after(entry, member)
    look_after(goes, make_member(council))
    Update.objects.create(listing=goes, organisation=council, happened="It runs.")
    goes.phase_changes.create(phase="alpha", since="2026-01")
    ParticipationRequest.objects.create(listing=goes, organisation=other)
    return goes, stays


def test_everything_goes_along_once_when_two_entries_become_one(
    twins: tuple[Any, Any], council: Organisation, moderator: User
) -> None:
    goes, stays = twins
    merge(listing=goes, into=stays, words="", by=moderator)
    assert {(role, name.split()[0]) for role, name in parts_of(stays)} == {
        ("lead", "Exford"),
        ("partner", "Helpful"),
        ("partner", "Berkshire"),
        ("partner", "Winsford"),
    }
    assert parts_of(goes) == set()
    assert {area.label for area in stays.service_areas.all()} == {"Waste", "Parks"}
    assert [topic.name for topic in stays.topics.all()] == ["bins"]
    assert sorted(link.url for link in stays.links.all()) == ["https://a.example", "https://b.example"]
    assert stays.sources.get().name == "A paper"
    assert stays.listing_officers.count() == 2
    assert stays.updates.get().happened == "It runs."
    assert stays.phase_changes.get().since == "2026-01"
    assert stays.participation_requests.get().organisation.short_name == "Winsford"
    stages = RelatedListing.objects.values_list("earlier__title", "later__title")
    assert set(stages) == {("First", "Bin lorries"), ("Bin lorries", "Last")}


def test_what_is_known_better_of_a_participant_stays_known(council: Organisation, moderator: User) -> None:
    goes, stays = make_project("Bins"), make_project("Bin lorries")
    goes.participations.create(organisation=council, role="partner", standing="confirmed", joined="2020")
    stays.participations.create(organisation=council, role="partner", standing="named", left="2024")
    merge(listing=goes, into=stays, words="", by=moderator)
    part = stays.participations.get()
    assert (part.standing, part.joined, part.left) == ("confirmed", "2020", "")


def test_a_chain_of_merges_leads_to_the_last(council: Organisation, moderator: User) -> None:
    first, second, third = (make_project(leads=[council]) for _ in range(3))
    merge(listing=first, into=second, words="", by=moderator)
    merge(listing=second, into=third, words="", by=moderator)
    found = dict(Listing.objects.values_list("pk", "merged_into"))
    assert found == {first.pk: third.pk, second.pk: third.pk, third.pk: None}
    with pytest.raises(DecisionRefused, match="has been merged into"):
        merge(listing=third, into=first, words="", by=moderator)


def test_people_of_both_entries_are_told_once_that_they_are_one(council: Organisation, moderator: User) -> None:
    manager, other = make_manager(council), make_manager(far := make_council())
    goes, stays = make_project("Bins", leads=[council, far]), make_project("Bin lorries", leads=[council])
    merge(listing=goes, into=stays, words="The same lorries.", by=moderator)
    mails = deliver()
    assert sorted(mail.to[0] for mail in mails) == sorted([manager.email, other.email])
    assert all("The same lorries." in mail.body and stays.get_absolute_url() in mail.body for mail in mails)


def test_a_public_entry_does_not_go_into_one_that_is_not(council: Organisation, moderator: User) -> None:
    goes, stays = make_project(leads=[council]), make_project(leads=[council], state="draft")
    with pytest.raises(DecisionRefused, match="merge the other way round"):
        merge(listing=goes, into=stays, words="", by=moderator)


def test_an_open_doubt_is_answered_before_its_entry_goes_into_another(council: Organisation, moderator: User) -> None:
    goes, stays = make_project(leads=[council]), make_project(leads=[council])
    Doubt.objects.create(listing=goes, organisation=council, statement="money", words="No.")
    with pytest.raises(DecisionRefused, match="Answer first what is doubted"):
        merge(listing=goes, into=stays, words="", by=moderator)


def test_two_entries_are_compared_before_they_are_merged(browser: Client, council: Organisation) -> None:
    goes = make_project("Shared parking app", leads=[council], topics=["parking"])
    stays = make_service("Shared parking service", leads=[council], topics=["parking"])
    address = reverse("decide", args=[goes.pk, "merge"])
    offered = read(browser.get(address))
    assert offered.link("Shared parking service").href == f"?into={stays.pk}"
    compared = read(browser.get(address, {"into": stays.get_absolute_url()}))
    assert "Goes along, each once: who takes part (1), topics (1)." in compared.text
    assert Listing.objects.get(pk=goes.pk).merged_into is None
    done = read(browser.post(address, {"into": stays.pk}, follow=True))
    assert "Merged: “Shared parking app”." in done.text
    assert Listing.objects.get(pk=goes.pk).merged_into_id == stays.pk


@pytest.mark.parametrize("written", ["", "none", "/projects/999999/x/", "9" * 30, "https://elsewhere.example/", "\x00"])
def test_an_entry_that_is_not_there_cannot_be_merged_into(browser: Client, written: str) -> None:
    project = make_project()
    address = reverse("decide", args=[project.pk, "merge"])
    for page in (browser.get(address, {"into": written}), browser.post(address, {"into": written})):
        assert page.status_code == 200
        assert 'class="errorlist"' in page.content.decode()


def test_an_entry_is_not_merged_into_itself(browser: Client) -> None:
    project = make_project()
    address = reverse("decide", args=[project.pk, "merge"])
    assert "This is the entry itself" in read(browser.get(address, {"into": project.pk})).text
    assert "cannot be merged into itself" in read(browser.post(address, {"into": project.pk}, follow=True)).text


# Split


def test_a_part_becomes_an_entry_of_its_own_and_both_are_linked(council: Organisation, moderator: User) -> None:
    other, area = make_council("Winsford"), make_area("Waste")
    project = make_project(
        "Bins and parks", leads=[council], partners=[other], areas=[area], links=["https://a.example"]
    )
    source = add_source(project, "A paper")
    member = make_member(council)
    look_after(project, member)
    chosen = Chosen(
        participations=list(project.participations.filter(role="lead")),
        service_areas=[area],
        links=list(project.links.all()),
        sources=[source],
    )
    new = split(listing=project, title="Parks", summary="Shared parks.", chosen=chosen, by=moderator)
    assert (new.state, new.phase, parts_of(new)) == ("published", "alpha", {("lead", council.name)})
    assert parts_of(project) == {("lead", council.name), ("partner", other.name)}
    assert new.links.get().url == "https://a.example"
    assert (project.links.count(), project.sources.count()) == (0, 0)
    assert Source.objects.get().listing_id == new.pk
    assert new.listing_officers.get().membership == member
    assert RelatedListing.objects.filter(earlier=project, later=new).exists()
    assert Decision.objects.filter(kind="split").count() == 2


def test_what_was_taken_away_meanwhile_is_not_split_off(browser: Client, council: Organisation) -> None:
    project = make_project(leads=[council], links=["https://a.example"])
    gone = project.links.get().pk
    project.links.all().delete()
    sent = {"title": "Parks", "summary": "Shared parks.", "links": [gone]}
    page = read(browser.post(reverse("decide", args=[project.pk, "split"]), sent))
    assert "The entry has changed since you opened it. Choose again" in page.text
    assert Listing.objects.count() == 1


# Hide


def test_a_hidden_statement_is_not_public_and_can_be_shown_again(browser: Client, client: Client) -> None:
    project = make_project(leads=[make_council()], funding_source="Local Digital Fund", funding_amount_gbp=80_000)
    sent = {"statement": "money", "reason": "", "words": "The amount is not settled."}
    browser.post(reverse("decide", args=[project.pk, "hide"]), sent)
    assert "Local Digital Fund" not in client.get(project.get_absolute_url()).content.decode()
    page = read(browser.post(reverse("show-statement", args=[Decision.objects.get().pk]), follow=True))
    assert "Shown again" in page.text
    assert "Local Digital Fund" in client.get(project.get_absolute_url()).content.decode()
    again = read(browser.post(reverse("show-statement", args=[Decision.objects.get(kind="hidden").pk]), follow=True))
    assert "shown again already" in again.text


def test_what_somebody_wrote_since_stays_when_a_statement_is_shown_again(moderator: User) -> None:
    project = make_project(description="Old words.")
    decision = hide_statement(listing=project, statement="description", reason="verdict", words="", by=moderator)
    type(project).objects.filter(pk=project.pk).update(description="New words.")
    show_statement(decision=decision, by=moderator)
    assert type(project).objects.get(pk=project.pk).description == "New words."


def test_nothing_is_hidden_where_nothing_is_said(moderator: User) -> None:
    with pytest.raises(DecisionRefused, match="says nothing of this"):
        hide_statement(listing=make_project(), statement="money", reason="verdict", words="", by=moderator)
    assert not Decision.objects.exists()


# The lead


def test_who_led_stays_as_a_partner_and_looks_after_the_entry_no_more(council: Organisation, moderator: User) -> None:
    other = make_council("Winsford")
    project = make_project(leads=[council], partners=[other])
    look_after(project, make_member(council))
    manager = make_manager(other)
    change_lead(listing=project, to=other, stays_partner=True, words="They run it now.", by=moderator)
    assert parts_of(project) == {("lead", other.name), ("partner", council.name)}
    assert project.listing_officers.count() == 0
    mails = deliver()
    assert manager.email in [mail.to[0] for mail in mails]
    assert len(mails) == 2


def test_who_led_may_leave_altogether(council: Organisation, moderator: User) -> None:
    project, new = make_project(leads=[council, "Berkshire"]), make_council()
    change_lead(listing=project, to=new, stays_partner=False, words="", by=moderator)
    assert parts_of(project) == {("lead", new.name)}
    with pytest.raises(DecisionRefused, match="already"):
        change_lead(listing=project, to=new, stays_partner=False, words="", by=moderator)


def test_a_lead_is_named_once_however_they_took_part_before(council: Organisation, moderator: User) -> None:
    other = make_council()
    project = make_project(leads=[council], partners=[council, other], adopters=[other])
    take_part(project, "lead", [other], left="2020")
    change_lead(listing=project, to=other, stays_partner=True, words="", by=moderator)
    assert parts_of(project) == {
        ("lead", other.name),
        ("partner", council.name),
        ("partner", other.name),
        ("adopter", other.name),
    }


@pytest.mark.parametrize("to", ["", "999999999", "x", "9" * 40])
def test_a_lead_that_is_no_organisation_is_refused_in_a_sentence(browser: Client, to: str) -> None:
    project = make_project(leads=[make_council()])
    page = browser.post(reverse("decide", args=[project.pk, "lead"]), {"to": to})
    assert page.status_code == 200
    assert "Choose" in page.content.decode()
    assert not Decision.objects.exists()


# How a council publishes


def test_direct_publishing_is_taken_back_with_a_reason_and_given_again(browser: Client, council: Organisation) -> None:
    type(council).objects.filter(pk=council.pk).update(publishes_directly=True)
    manager = make_manager(council)
    address = reverse("direct-publishing", args=[council.slug])
    assert "Write why" in read(browser.post(address, {"was_direct": "True", "words": ""})).text
    browser.post(address, {"was_direct": "True", "words": "Three entries were advertising."})
    council.refresh_from_db()
    assert not council.publishes_directly
    [mail] = deliver()
    assert mail.to == [manager.email]
    assert "Three entries were advertising." in mail.body
    browser.post(address, {"was_direct": "False", "words": ""})
    council.refresh_from_db()
    assert council.publishes_directly


def test_of_two_who_take_it_back_the_second_is_told(browser: Client, council: Organisation, moderator: User) -> None:
    give_direct_publishing(organisation=council, words="", by=moderator)
    take_back_direct_publishing(organisation=council, words="Ask first.", by=moderator)
    sent = {"was_direct": "True", "words": "Ask first."}
    page = read(browser.post(reverse("direct-publishing", args=[council.slug]), sent, follow=True))
    assert "does not publish directly. Nothing was changed." in page.text


# Many at once


def test_fifty_are_withdrawn_and_brought_back_after_a_page_that_names_each(
    browser: Client, council: Organisation
) -> None:
    projects = [make_project(f"Project {number}", leads=[council]) for number in range(50)]
    address = reverse("admin:projects_project_changelist")
    chosen: dict[str, Any] = {"_selected_action": [project.pk for project in projects]}
    asked = read(browser.post(address, chosen | {"action": "withdraw_all"}))
    assert "These 50 leave the public pages" in asked.text
    assert "Project 49" in asked.link_texts()
    assert Listing.objects.published().count() == 50
    confirmed = {"confirmed": "yes", "reason": "same-work", "words": ""}
    done = read(browser.post(address, chosen | {"action": "withdraw_all"} | confirmed, follow=True))
    assert "Withdrawn: 50 entries." in done.text
    assert Decision.objects.filter(kind="withdrawn").count() == 50
    read(browser.post(address, chosen | {"action": "bring_back_all", "confirmed": "yes"}, follow=True))
    assert Listing.objects.published().count() == 50


def test_of_many_changes_only_those_that_were_shown_count_as_looked_at(browser: Client, moderator: User) -> None:
    first, second = (make_project(title) for title in ("First", "Second"))
    for project in (first, second):
        Listing.objects.filter(pk=project.pk).update(changed_since_review_at=project.updated_at)
    sent = {
        "action": "look_at_all",
        "confirmed": "yes",
        "_selected_action": [first.pk, second.pk],
        f"seen-{first.pk}": first.updated_at.isoformat(),
        f"seen-{second.pk}": "2020-01-01T00:00:00+00:00",
    }
    done = read(browser.post(reverse("admin:projects_project_changelist"), sent, follow=True))
    assert "Looked at: 1 entry." in done.text
    assert "“Second” has changed again" in done.text
    assert Listing.objects.get(changed_since_review_at__isnull=False).pk == second.pk


def test_an_entry_that_was_merged_is_not_brought_back(council: Organisation, moderator: User, browser: Client) -> None:
    goes, stays = make_project(leads=[council]), make_project(leads=[council])
    merge(listing=goes, into=stays, words="", by=moderator)
    page = read(browser.post(reverse("decide", args=[goes.pk, "bring-back"]), follow=True))
    assert "has been merged into" in page.text
    with pytest.raises(DecisionRefused):
        withdraw(listing=goes, reason="verdict", words="", by=moderator)
