"""Who takes part in an entry: adding, proposing, changing, leaving, removing, and telling councils that are named."""

from typing import Any

import pytest

from councils.models import Organisation, User
from listings.actions.moderating import change_lead
from listings.actions.own_part import confirm_part
from listings.actions.partners import add_partner, change_part, propose_partner, remove_part
from listings.actions.publishing import publish, submit
from listings.models import ListingOfficer, NameToResolve, Participation
from tests.support.factories import (
    add_source,
    look_after,
    make_area,
    make_council,
    make_former_council,
    make_manager,
    make_officer,
    make_partner,
    make_project,
    make_service,
)
from tests.support.mail import deliver
from tests.support.mails.parts import make_named_part
from tests.support.parts import page, parts_of, refused, send, subjects
from tests.support.visits import facts, show, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead() -> Organisation:
    """The council that leads."""
    return make_council("Exford")


@pytest.fixture
def officer(lead: Organisation) -> User:
    """An officer of the council that leads."""
    return make_officer(lead, "Olu")


@pytest.fixture
def partner() -> Organisation:
    """A council that is going to be named, with an officer and no manager."""
    council = make_council("Wyeford")
    make_officer(council, "Wanda")
    return council


# Adding


def test_a_council_is_found_by_typing_and_added_with_its_role(
    lead: Organisation, officer: User, partner: Organisation
) -> None:
    bins = make_project("Bins", leads=[lead])
    found = show(signed_in(officer), page(lead, bins, "partners/add/?q=wyef"))
    assert "1 organisation" in found.text
    [choice] = [box["value"] for box in found.attributes("input", name="organisation") if "checked" in box]
    assert choice == str(partner.pk)
    answers = {"organisation": choice, "role": "adopter", "joined": "March 2024"}
    listed = send(officer, page(lead, bins, "partners/add/?q=wyef"), **answers)
    assert "Wyeford Council is in the list as adopter." in listed.text
    assert "named by the lead, not yet confirmed" in listed.text
    part = Participation.objects.get(organisation=partner)
    assert (part.role, part.joined, part.standing) == ("adopter", "2024-03", "named")


def test_words_are_understood_as_the_search_of_the_site_understands_them(lead: Organisation, officer: User) -> None:
    make_council("Cambridge")
    make_partner("Cambridge Cycling")
    bins = make_project("Bins", leads=[lead])
    found = show(signed_in(officer), page(lead, bins, "partners/add/?q=cambrigde"))
    assert "2 organisations called “cambridge”" in found.text
    assert "Cambridge Cycling (charity or social enterprise)" in found.text


def test_one_name_twice_is_said_kindly_and_added_once(lead: Organisation, officer: User, partner: Organisation) -> None:
    bins = make_project("Bins", leads=[lead])
    answers = {"organisation": partner.pk, "role": "partner", "joined": ""}
    send(officer, page(lead, bins, "partners/add/?q=wyeford"), **answers)
    again = send(officer, page(lead, bins, "partners/add/?q=wyeford"), **answers)
    assert again.title.startswith("Error: ")
    assert "Wyeford Council is in the list as partner already." in again.text
    assert len(parts_of(bins)) == 2


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({}, "Choose an organisation"),
        ({"organisation": "0"}, "Choose an organisation from the list"),
        ({"organisation": "new", "role": "king"}, "Choose a role from the list"),
        ({"organisation": "new", "role": "partner", "joined": "once"}, "enter a year, a month or a day"),
        ({"organisation": "new", "role": "partner", "joined": "31 February 2020"}, "enter a year, a month or a day"),
    ],
)
def test_what_cannot_be_added_is_said_beside_the_field(
    lead: Organisation, officer: User, answers: dict[str, str], said: str
) -> None:
    bins = make_project("Bins", leads=[lead])
    shown = send(officer, page(lead, bins, "partners/add/?q=nowhere"), **answers)
    assert shown.title.startswith("Error: ")
    assert shown.text.count(said) == 2
    assert len(parts_of(bins)) == 1


@pytest.mark.parametrize("words", ["", "x" * 201, "\x00", "%%%"])
def test_a_search_for_nothing_in_particular_adds_nobody(lead: Organisation, officer: User, words: str) -> None:
    bins = make_project("Bins", leads=[lead])
    response = signed_in(officer).get(page(lead, bins, "partners/add/"), {"q": words})
    assert response.status_code == 200


def test_an_organisation_that_is_missing_is_proposed_and_waits_for_a_moderator(
    lead: Organisation, officer: User
) -> None:
    bins = make_project("Bins", leads=[lead])
    answers = {"organisation": "new", "role": "supplier", "joined": ""}
    listed = send(officer, page(lead, bins, "partners/add/?q=Acme%20%20Sorting"), **answers)
    assert "A moderator looks who it is" in listed.text
    assert "Acme Sorting (not yet in the register)" in listed.text
    name = NameToResolve.objects.get()
    assert (name.name, name.reason) == ("Acme Sorting", "proposed")
    assert parts_of(bins)[1:] == [("Acme Sorting", "supplier", "stated")]
    again = refused(propose_partner, listing=bins, name="Acme Sorting", role="supplier", by=officer)
    assert again == "“Acme Sorting” is in the list as supplier already."


def test_a_proposed_lead_answers_for_nothing_until_somebody_knows_who_it_is(
    lead: Organisation, officer: User, partner: Organisation, moderator: User
) -> None:
    bins = make_project("Bins", state="draft", leads=[lead])
    look_after(bins, officer.memberships.get())
    propose_partner(listing=bins, name="Bins and Sons", role="lead", by=officer)
    checked = show(signed_in(officer), f"/councils/{lead.slug}/manage/projects/{bins.pk}/check/")
    assert "Bins and Sons, lead (not yet in the register)" in checked.text
    change_lead(listing=bins, to=partner, stays_partner=False, words="", by=moderator)
    assert not ListingOfficer.objects.filter(listing=bins.pk).exists()


def test_a_name_that_the_register_has_is_not_proposed(lead: Organisation, officer: User, partner: Organisation) -> None:
    bins = make_project("Bins", leads=[lead])
    said = refused(propose_partner, listing=bins, name="WYEFORD", role="partner", by=officer)
    assert said.startswith("Wyeford Council is in the register.")
    assert not NameToResolve.objects.exists()


def test_whose_word_it_is_depends_on_who_could_say_it_themselves(lead: Organisation, officer: User) -> None:
    bins = make_project("Bins", leads=[lead])
    for who in (make_council("Named"), make_former_council("Former"), make_partner("Charity")):
        add_partner(listing=bins, organisation=who, role="partner", by=officer)
    add_partner(listing=bins, organisation=lead, role="funder", by=officer)
    assert parts_of(bins)[1:] == [
        ("Named Council", "partner", "named"),
        ("Former Council", "partner", "stated"),
        ("Charity", "partner", "stated"),
        ("Exford Council", "funder", "confirmed"),
    ]


def test_partners_known_as_a_group_are_described(lead: Organisation, officer: User) -> None:
    bins = make_project("Bins", leads=[lead])
    send(officer, page(lead, bins, "partners/group/"), note="all districts of the county")
    assert "All districts of the county" in facts(show(signed_in(officer), bins))["Partners"]
    shown = send(officer, page(lead, bins, "partners/group/"), note="x" * 301)
    assert shown.text.count("Enter at most 300 characters") == 2


# Being told


def test_a_named_council_is_told_once_its_entry_is_public_and_never_before(
    lead: Organisation, officer: User, partner: Organisation
) -> None:
    make_manager(lead, "Mina")
    bins = make_project("Bins", leads=[lead], areas=[make_area()], state="draft", published_at=None)
    add_partner(listing=bins, organisation=partner, role="partner", by=officer)
    assert subjects() == []
    submit(listing=bins, by=officer)
    assert subjects() == []
    bins.refresh_from_db()
    publish(listing=bins, by=officer)
    [mail] = deliver()
    assert mail.subject == "Exford Council names Wyeford Council in “Bins”"
    assert mail.to == [partner.memberships.get().user.email]
    assert page(partner, bins, "part/") in mail.body
    publish(listing=bins, by=officer)
    assert subjects() == []


def test_of_an_entry_that_is_public_a_council_is_told_at_once_managers_before_officers(
    lead: Organisation, officer: User, partner: Organisation
) -> None:
    make_manager(partner, "Mona")
    bins = make_project("Bins", leads=[lead])
    add_partner(listing=bins, organisation=partner, role="partner", by=officer)
    add_partner(listing=bins, organisation=make_partner("Charity"), role="partner", by=officer)
    assert subjects() == [("mona", "Exford Council names Wyeford Council in “Bins”")]


def test_a_council_without_people_is_told_when_it_has_some(lead: Organisation, officer: User) -> None:
    empty, bins = make_council("Empty"), make_project("Bins", leads=[lead])
    add_partner(listing=bins, organisation=empty, role="partner", by=officer)
    assert subjects() == []
    make_officer(empty, "Eve")
    add_partner(listing=bins, organisation=make_partner(), role="partner", by=officer)
    assert [to for to, _ in subjects()] == ["eve"]


def test_who_confirmed_before_the_mail_went_out_gets_none(
    lead: Organisation, officer: User, partner: Organisation
) -> None:
    bins = make_project("Bins", leads=[lead])
    part = add_partner(listing=bins, organisation=partner, role="partner", by=officer)
    confirm_part(part=part, by=partner.memberships.get().user)
    assert subjects() == []


# Changing and removing


def test_a_role_that_the_lead_changes_is_for_the_council_to_confirm_again(
    lead: Organisation, officer: User, partner: Organisation
) -> None:
    bins = make_project("Bins", leads=[lead])
    part = make_named_part(listing=bins, organisation=partner)
    confirm_part(part=part, by=partner.memberships.get().user)
    send(officer, page(lead, bins, f"partners/{part.pk}/"), role="partner", joined="2020", left="")
    assert (parts_of(bins)[1][2], subjects()) == ("confirmed", [])
    send(officer, page(lead, bins, f"partners/{part.pk}/"), role="funder", joined="2020", left="")
    assert parts_of(bins)[1] == ("Wyeford Council", "funder", "named")
    assert [to for to, _ in subjects()] == ["wanda"]


def test_what_was_added_by_mistake_is_removed_once_and_a_second_press_is_told_so(
    lead: Organisation, officer: User
) -> None:
    bins = make_project("Bins", leads=[lead])
    part = propose_partner(listing=bins, name="Acme", role="partner", by=officer)
    address = page(lead, bins, f"partners/{part.pk}/remove/")
    assert "say when it left instead" in " ".join(show(signed_in(officer), address).text.split())
    assert "Acme is not in the list any more." in send(officer, address).text
    assert "Somebody has taken it out already." in send(officer, address).text
    assert "Somebody has taken it out already." in send(officer, page(lead, bins, f"partners/{part.pk}/")).text
    assert len(parts_of(bins)) == 1
    assert not NameToResolve.objects.exists()


def test_what_a_council_confirmed_others_do_not_remove_but_moderators_may(
    lead: Organisation, officer: User, partner: Organisation, moderator: User
) -> None:
    bins = make_project("Bins", leads=[lead])
    part = make_named_part(listing=bins, organisation=partner, role="lead")
    confirm_part(part=part, by=partner.memberships.get().user)
    assert "has confirmed that it takes part" in refused(remove_part, part=part, by=officer)
    said = refused(change_part, part=part, role="partner", joined="", left="", by=officer)
    assert said == "Wyeford Council answers for this entry too, and changes its part itself."
    remove_part(part=part, by=moderator)
    assert len(parts_of(bins)) == 1


def test_the_only_lead_stays_until_there_is_another(lead: Organisation, officer: User, partner: Organisation) -> None:
    bins = make_project("Bins", leads=[lead])
    part = Participation.objects.get()
    second = add_partner(listing=bins, organisation=partner, role="lead", by=officer)
    for change in ({"role": "partner", "left": ""}, {"role": "lead", "left": "2024"}):
        assert "is the only lead" in refused(change_part, part=part, joined="", by=officer, **change)
    assert "is the only lead" in send(officer, page(lead, bins, f"partners/{part.pk}/remove/")).text
    confirm_part(part=second, by=partner.memberships.get().user)
    look_after(bins, officer.memberships.get())
    shown = send(officer, page(lead, bins, f"partners/{part.pk}/remove/"))
    assert "Exford Council is not in the list any more." in shown.text
    assert not ListingOfficer.objects.exists()


def test_each_council_has_one_part_in_a_role(lead: Organisation, officer: User) -> None:
    bins = make_service("Audit", leads=[lead], partners=[lead])
    part = Participation.objects.get(role="partner")
    said = refused(change_part, part=part, role="lead", joined="", left="", by=officer)
    assert said == "Exford Council is in the list as lead already."
    assert bins.participations.count() == 2


def test_changes_of_who_takes_part_join_the_moderators_queue_and_move_the_date(
    lead: Organisation, officer: User, partner: Organisation
) -> None:
    bins = make_project("Bins", leads=[lead])
    add_partner(listing=bins, organisation=partner, role="partner", by=officer)
    before = bins.updated_at
    bins.refresh_from_db()
    assert bins.changed_since_review_at is not None
    assert bins.updated_at > before


def test_who_does_not_answer_for_an_entry_does_not_reach_its_partners(
    lead: Organisation, officer: User, partner: Organisation
) -> None:
    bins = make_project("Bins", leads=[lead], partners=[partner])
    part, wanda = Participation.objects.get(role="lead"), partner.memberships.get().user
    for words in ("partners/", "partners/add/", "partners/group/", f"partners/{part.pk}/remove/"):
        assert signed_in(wanda).get(page(partner, bins, words)).status_code == 403
        refusal = 405 if words == "partners/" else 403
        assert signed_in(wanda).post(page(partner, bins, words)).status_code == refusal
        assert signed_in(wanda).get(page(lead, bins, words)).status_code == 404
    assert len(parts_of(bins)) == 2


def test_a_part_of_another_entry_is_not_reached_through_ones_own(lead: Organisation, officer: User) -> None:
    bins = make_project("Bins", leads=[lead])
    other = make_named_part()
    for words in (f"partners/{other.pk}/", f"partners/{other.pk}/remove/"):
        assert "is not in the list any more" in send(officer, page(lead, bins, words)).text
    other.refresh_from_db()


def test_an_imported_name_that_waits_says_so_until_the_entry_is_confirmed(lead: Organisation, client: Any) -> None:
    bins = make_project("Bins", leads=[lead], partners=["Berkshire"])
    add_source(bins, "A paper")
    assert facts(show(client, bins))["Partners"] == "Berkshire (as the source writes it)"
