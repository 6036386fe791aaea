"""A council's own part in an entry that others lead: confirm, correct, leave, decline."""

from typing import Any

import pytest

from councils.models import Organisation, User
from listings.actions.own_part import confirm_part, decline_part
from listings.actions.partners import add_partner
from listings.actions.publishing import publish, submit
from listings.models import Doubt
from listings.yours import parts_in_words
from tests.support.factories import look_after, make_area, make_council, make_officer, make_project
from tests.support.mail import deliver
from tests.support.mails.parts import make_named_part
from tests.support.parts import page, parts_of, refused, send
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


def test_a_named_council_shows_as_not_yet_confirmed_wherever_it_is_listed(
    lead: Organisation, partner: Organisation, client: Any
) -> None:
    bins = make_project("Bins", leads=[lead])
    make_named_part(listing=bins, organisation=partner)
    shown = show(client, bins)
    assert facts(shown)["Partners"] == "Wyeford Council (named by the lead, not yet confirmed)"
    assert "Led by Exford Council, with Wyeford Council (not yet confirmed)" in show(client, "/projects/").text
    [data] = shown.linked_data
    [first, second] = data["member"]
    assert first["name"] == "Exford Council"
    assert second["@type"] == "OrganizationRole"
    assert second["roleName"] == "Partner, named by the lead, not yet confirmed"
    assert second["member"]["name"] == "Wyeford Council"
    assert parts_in_words(bins) == [
        "Exford Council, lead",
        "Wyeford Council, partner (named by the lead, not yet confirmed)",
    ]


def test_one_press_confirms_a_part_and_a_second_changes_nothing(partner: Organisation, client: Any) -> None:
    part, wanda = make_named_part(organisation=partner), partner.memberships.get().user
    address = page(partner, part.listing, f"part/{part.pk}/confirm/")
    for _ in range(2):
        assert "Wyeford Council confirmed its part" in send(wanda, address).text
    part.refresh_from_db()
    assert part.standing == "confirmed"
    assert "not yet confirmed" not in show(client, part.listing).text


def test_a_council_that_declines_goes_and_the_lead_hears_why_and_cannot_name_it_again(
    lead: Organisation, officer: User, partner: Organisation
) -> None:
    bins = make_project("Bins", leads=[lead])
    look_after(bins, officer.memberships.get())
    part, wanda = make_named_part(listing=bins, organisation=partner), partner.memberships.get().user
    address = page(partner, bins, f"part/{part.pk}/decline/")
    assert "the people who wrote it are told by email" in show(signed_in(wanda), address).text.lower()
    send(wanda, address, reason="We only came to one meeting.")
    [mail] = deliver()
    assert mail.to == [officer.email]
    assert mail.subject == "Wyeford Council does not take part in “Bins”"
    assert "We only came to one meeting." in mail.body
    assert parts_of(bins) == [("Exford Council", "lead", "stated")]
    assert not Doubt.objects.open().exists()
    again = send(wanda, address, reason="Again")
    assert "does not have this part any more" in again.text
    said = refused(add_partner, listing=bins, organisation=partner, role="partner", by=officer)
    assert said.startswith("Wyeford Council has said that it does not take part")
    add_partner(listing=bins, organisation=partner, role="partner", by=wanda)
    assert parts_of(bins)[1:] == [("Wyeford Council", "partner", "confirmed")]


def test_what_rests_on_more_than_the_leads_word_is_not_declined(partner: Organisation) -> None:
    part = make_named_part(organisation=partner)
    wanda = partner.memberships.get().user
    confirm_part(part=part, by=wanda)
    assert "Say that you have left" in refused(decline_part, part=part, reason="", by=wanda)
    assert "say when you left" in show(signed_in(wanda), page(partner, part.listing, f"part/{part.pk}/decline/")).text


def test_a_council_corrects_its_own_role_and_says_when_it_left(partner: Organisation, client: Any) -> None:
    part, wanda = make_named_part(organisation=partner), partner.memberships.get().user
    address = page(partner, part.listing, f"part/{part.pk}/change/")
    send(wanda, address, role="adopter", joined="2019", left="3 May 2024")
    part.refresh_from_db()
    assert (part.role, part.left, part.standing) == ("adopter", "2024-05-03", "confirmed")
    assert "Wyeford Council From 2019 to 3 May 2024" in " ".join(show(client, part.listing).text.split())
    shown = send(wanda, address, role="adopter", joined="2025", left="2024")
    assert shown.text.count("An organisation cannot leave before it joins.") == 2


def test_nobody_makes_their_own_council_a_lead_of_others_work(partner: Organisation) -> None:
    part, wanda = make_named_part(organisation=partner), partner.memberships.get().user
    shown = send(wanda, page(partner, part.listing, f"part/{part.pk}/change/"), role="lead", joined="", left="")
    assert "Only those who answer for the entry say who leads it." in shown.text
    part.refresh_from_db()
    assert part.role == "partner"


def test_who_is_named_as_a_lead_answers_for_nothing_until_it_says_yes(
    lead: Organisation, officer: User, partner: Organisation
) -> None:
    partner.publishes_directly = True
    partner.save()
    bins = make_project("Bins", leads=[lead], areas=[make_area()], state="draft", published_at=None)
    part = add_partner(listing=bins, organisation=partner, role="lead", by=officer)
    wanda = partner.memberships.get().user
    assert signed_in(wanda).get(bins.get_absolute_url()).status_code == 404
    assert submit(listing=bins, by=officer).state == "waiting"
    bins.refresh_from_db()
    publish(listing=bins, by=officer)
    assert signed_in(wanda).get(page(partner, bins)).status_code == 403
    confirm_part(part=part, by=wanda)
    assert signed_in(wanda).get(page(partner, bins)).status_code == 200


@pytest.mark.parametrize("words", ["part/{part}/confirm/", "part/{part}/decline/", "part/{part}/change/"])
def test_nobody_answers_for_another_council(partner: Organisation, words: str) -> None:
    part, elsewhere = make_named_part(organisation=partner), make_council("Elsewhere")
    stranger = make_officer(elsewhere)
    answers = {"reason": "No", "role": "adopter", "joined": "", "left": ""}
    for council, status in ((partner, 404), (elsewhere, 302)):
        address = page(council, part.listing, words.format(part=part.pk))
        assert signed_in(stranger).post(address, answers).status_code == status
    for action in (confirm_part, decline_part):
        given = {"reason": ""} if action is decline_part else {}
        assert "Only the people of Wyeford Council" in refused(action, part=part, by=stranger, **given)
    assert parts_of(part.listing)[1:] == [("Wyeford Council", "partner", "named")]


def test_of_a_draft_a_named_council_learns_nothing(partner: Organisation) -> None:
    draft = make_project("Secret", leads=[make_council()], state="draft")
    part = make_named_part(listing=draft, organisation=partner)
    wanda = partner.memberships.get().user
    for words in ("part/", f"part/{part.pk}/change/", "partners/", "join/", "doubt/"):
        assert signed_in(wanda).get(page(partner, draft, words)).status_code == 404
    assert signed_in(wanda).post(page(partner, draft, f"part/{part.pk}/confirm/")).status_code == 404
