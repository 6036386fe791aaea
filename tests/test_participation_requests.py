"""Asking to take part in an entry that others lead: who is told, who answers, and what comes of it."""

from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from councils.models import Organisation, User
from councils.my_data import everything_about
from listings.actions import participation_requests as requests
from listings.actions.participation_requests import RequestRefused, ask_to_take_part
from listings.actions.partners import tell_named_partners
from listings.models import Listing, Participation, ParticipationRequest
from listings.yours import yours
from projects.models import Project
from tests.support.factories import look_after, make_council, make_manager, make_member, make_officer, make_project
from tests.support.mail import deliver
from tests.support.mails.parts import make_named_part, make_participation_request
from tests.support.pages import Page, read
from tests.support.visits import show, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead() -> Organisation:
    """The council that leads."""
    return make_council("Exford")


@pytest.fixture
def bins(lead: Organisation) -> Project:
    """A public entry of the council that leads."""
    return make_project("Bins", leads=[lead])


@pytest.fixture
def other() -> Organisation:
    """A council that would like to join."""
    return make_council("Wyeford")


@pytest.fixture
def wanda(other: Organisation) -> User:
    """An officer of the council that would like to join."""
    return make_officer(other, "Wanda")


def page(council: Organisation, listing: Any, words: str) -> str:
    """Return the address of a page about an entry in a council's area."""
    return f"/councils/{council.slug}/manage/entries/{listing.pk}/{words}"


def send(person: User, address: str, **answers: Any) -> Page:
    """Send a form as this person; return the page that it leads to."""
    response = signed_in(person).post(address, answers, follow=True)
    assert response.status_code == 200, (address, response.status_code)
    return read(response)


def refused(action: Any, **given: Any) -> str:
    """Do what is to be refused; return the sentence."""
    with pytest.raises(RequestRefused) as why:
        action(**given)
    return str(why.value)


def recipients() -> list[str]:
    """Deliver what waits; return whom each mail went to, by the name in the address."""
    return sorted(mail.to[0].split("-")[0] for mail in deliver())


def test_a_council_asks_and_with_a_yes_it_takes_part(
    lead: Organisation, bins: Project, other: Organisation, wanda: User
) -> None:
    manager = make_manager(lead, "Mina")
    asked = send(wanda, page(other, bins, "join/"), role="partner", words="We run the same lorries.")
    assert "Your request is sent." in asked.text
    [mail] = deliver()
    assert (mail.to, mail.subject) == ([manager.email], "Wyeford Council asks to take part in “Bins”")
    assert "We run the same lorries." in mail.body
    address = page(lead, bins, f"requests/{ParticipationRequest.objects.get().pk}/")
    assert address in mail.body
    shown = show(signed_in(manager), address)
    assert "We run the same lorries." in shown.text
    assert "Wanda" in shown.text
    done = send(manager, address, answer="yes", reason="Welcome.")
    assert "Wyeford Council takes part now" in done.text
    [part] = Participation.objects.filter(organisation=other)
    assert (part.role, part.standing) == ("partner", "confirmed")
    [mail] = deliver()
    assert (mail.to, mail.subject) == ([wanda.email], "Wyeford Council takes part in “Bins” now")
    assert "Welcome." in mail.body


def test_a_no_comes_with_its_reason_and_names_nobody(
    lead: Organisation, bins: Project, other: Organisation, wanda: User
) -> None:
    asked = make_participation_request(listing=bins, organisation=other, asked_by=wanda)
    address = page(lead, bins, f"requests/{asked.pk}/")
    send(make_officer(lead), address, answer="no", reason="It ends in May.")
    [mail] = deliver()
    assert mail.subject == "Wyeford Council was not added to “Bins”"
    assert "It ends in May." in mail.body
    assert not Participation.objects.filter(organisation=other).exists()
    assert "It ends in May." in show(signed_in(wanda), page(other, bins, f"requests/{asked.pk}/")).text


def test_who_looks_after_the_entry_is_told_else_the_managers_else_the_moderators(
    lead: Organisation, bins: Project, other: Organisation, wanda: User, moderator: User
) -> None:
    given: dict[str, Any] = {"listing": bins, "role": "partner", "words": ""}
    ask_to_take_part(organisation=other, by=wanda, **given)
    assert recipients() == ["moderator"]
    make_manager(lead, "Mina")
    third, fourth = make_council(), make_council()
    ask_to_take_part(organisation=third, by=make_officer(third), **given)
    assert recipients() == ["mina"]
    look_after(bins, make_member(lead, "Kim"))
    ask_to_take_part(organisation=fourth, by=make_officer(fourth), **given)
    assert recipients() == ["kim"]


def test_a_moderator_answers_where_nobody_else_does(
    bins: Project, other: Organisation, wanda: User, moderator: User
) -> None:
    Participation.objects.all().delete()
    ask_to_take_part(listing=bins, organisation=other, role="partner", words="", by=wanda)
    [mail] = deliver()
    address = page(other, bins, f"requests/{ParticipationRequest.objects.get().pk}/")
    assert address in mail.body
    assert "Wyeford Council takes part now" in send(moderator, address, answer="yes", reason="").text


def test_a_second_press_of_either_answer_does_nothing_twice(
    lead: Organisation, bins: Project, other: Organisation, wanda: User
) -> None:
    asked = make_participation_request(listing=bins, organisation=other, asked_by=wanda)
    officer, address = make_officer(lead), page(lead, bins, f"requests/{asked.pk}/")
    for _ in range(2):
        send(officer, address, answer="yes", reason="")
    assert Participation.objects.filter(organisation=other).count() == 1
    assert len(deliver()) == 1
    assert "settled already: taken in" in send(officer, address, answer="no", reason="").text
    assert ParticipationRequest.objects.get().answer == "yes"


def test_a_council_that_left_comes_back_into_its_old_part(bins: Project, other: Organisation, wanda: User) -> None:
    Participation.objects.create(listing=bins, organisation=other, role="partner", joined="2019", left="2022")
    asked = ask_to_take_part(listing=bins, organisation=other, role="partner", words="", by=wanda)
    requests.answer_participation_request(request=asked, accept=True, reason="", by=wanda)
    [part] = Participation.objects.filter(organisation=other)
    assert (part.joined, part.left, part.standing) == ("2019", "", "confirmed")


def test_what_cannot_be_asked_is_said_in_a_sentence(bins: Project, other: Organisation, wanda: User) -> None:
    given: dict[str, Any] = {"listing": bins, "organisation": other, "words": "", "by": wanda}
    assert refused(ask_to_take_part, role="lead", **given) == "Choose how your council would take part."
    ask_to_take_part(role="partner", **given)
    assert "has asked already" in refused(ask_to_take_part, role="partner", **given)
    Participation.objects.create(listing=bins, organisation=other, role="funder")
    assert "takes part in this entry already" in refused(ask_to_take_part, role="partner", **given)
    bins.state = "withdrawn"
    bins.save()
    assert "not public any more" in refused(ask_to_take_part, role="partner", **given)
    elsewhere = given | {"organisation": make_council()}
    assert refused(ask_to_take_part, role="partner", **elsewhere).startswith("Only the people of")


def test_a_council_does_not_flood_others_with_requests(bins: Project, other: Organisation, wanda: User) -> None:
    for _ in range(requests.MOST_A_DAY):
        make_participation_request(organisation=other, answer="taken-back", answered_at=timezone.now())
    said = refused(ask_to_take_part, listing=bins, organisation=other, role="partner", words="", by=wanda)
    assert said == "Wyeford Council has asked 20 times today. Ask again tomorrow."


def test_a_request_is_taken_back_by_the_council_that_made_it_alone(
    lead: Organisation, bins: Project, other: Organisation, wanda: User
) -> None:
    asked = make_participation_request(listing=bins, organisation=other, asked_by=wanda)
    words = f"requests/{asked.pk}/take-back/"
    assert signed_in(make_officer(lead)).post(page(lead, bins, words)).status_code == 403
    assert signed_in(make_officer(make_council())).post(page(other, bins, words)).status_code == 404
    for _ in range(2):
        assert "The request is taken back." in send(wanda, page(other, bins, words)).text
    answer = send(make_officer(lead), page(lead, bins, f"requests/{asked.pk}/"), answer="yes", reason="")
    assert "settled already: taken back" in answer.text
    assert not Participation.objects.filter(organisation=other).exists()


def test_a_request_is_read_by_the_two_councils_alone(
    lead: Organisation, bins: Project, other: Organisation, wanda: User
) -> None:
    asked, third = make_participation_request(listing=bins, organisation=other, asked_by=wanda), make_council()
    words = f"requests/{asked.pk}/"
    assert signed_in(make_officer(third)).get(page(third, bins, words)).status_code == 404
    assert signed_in(wanda).get(page(other, bins, words)).status_code == 200
    assert signed_in(wanda).post(page(other, bins, words), {"answer": "yes"}).status_code == 403
    elsewhere = make_project("Elsewhere", leads=[lead])
    assert signed_in(make_officer(lead)).get(page(lead, elsewhere, words)).status_code == 404


@pytest.mark.parametrize(("name", "shown"), [("Wanda", "Wanda"), ("", "An officer of Wyeford Council")])
def test_who_asks_is_shown_by_name_and_never_by_their_address(
    lead: Organisation, bins: Project, other: Organisation, name: str, shown: str
) -> None:
    asks = make_officer(other, "Wanda")
    User.objects.filter(pk=asks.pk).update(name=name)
    asked = make_participation_request(listing=bins, organisation=other, role="partner", asked_by=asks)
    page_of_it = show(signed_in(make_officer(lead)), page(lead, bins, f"requests/{asked.pk}/"))
    assert shown in page_of_it.text
    assert asks.email not in page_of_it.text


@pytest.mark.parametrize("answers", ["a request", "a part"])
def test_a_reason_that_was_sent_after_the_session_ended_is_in_the_form_again(
    lead: Organisation, bins: Project, other: Organisation, wanda: User, client: Any, answers: str
) -> None:
    if answers == "a request":
        asked = make_participation_request(listing=bins, organisation=other, role="partner")
        address, person = page(lead, bins, f"requests/{asked.pk}/"), make_officer(lead)
    else:
        named = make_named_part(listing=bins, organisation=other)
        address, person = page(other, bins, f"part/{named.pk}/decline/"), wanda
    assert client.post(address, {"answer": "no", "reason": "It is another's lorry."}).status_code == 302
    assert "It is another's lorry." in show(signed_in(person, client), address).text


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({}, "Choose a role"),
        ({"role": "lead"}, "Choose a role from the list"),
        ({"role": "partner", "words": "x" * 501}, "Enter at most 500 characters"),
    ],
)
def test_what_is_wrong_in_a_request_is_said_beside_the_field(
    bins: Project, other: Organisation, wanda: User, answers: dict[str, str], said: str
) -> None:
    shown = send(wanda, page(other, bins, "join/"), **answers)
    assert shown.title.startswith("Error: ")
    assert shown.text.count(said) == 2
    assert not ParticipationRequest.objects.exists()


# What the page of an entry offers


def test_somebody_we_do_not_know_is_led_to_sign_in_and_back(bins: Project, client: Any) -> None:
    shown = show(client, bins)
    assert shown.link("Sign in to correct or join it").href == f"/account/sign-in/?next={bins.get_absolute_url()}"


def test_each_of_the_visitors_councils_is_offered_what_it_may_do(
    lead: Organisation, bins: Project, other: Organisation, wanda: User, reader: User
) -> None:
    make_member(lead, user=wanda)
    found = yours(bins, wanda)
    assert found
    assert [(str(each.council), each.may_edit, each.may_ask) for each in found.councils] == [
        ("Exford Council", True, False),
        ("Wyeford Council", False, True),
    ]
    ask_to_take_part(listing=bins, organisation=other, role="partner", words="", by=wanda)
    shown = show(signed_in(wanda), bins)
    assert "Edit this entry for Exford Council" in shown.link_texts()
    assert not [text for text in shown.link_texts() if text.startswith("This is wrong")]
    assert "You asked to take part on" in shown.text
    assert "Say which council you work for" in show(signed_in(reader), bins).text


def test_of_an_entry_that_is_not_public_nothing_is_offered_to_others(bins: Project, wanda: User, client: Any) -> None:
    bins.state = "withdrawn"
    assert yours(bins, wanda) is None


def test_what_a_person_takes_home_needs_as_many_queries_for_many_requests_as_for_one(
    other: Organisation, wanda: User
) -> None:
    make_participation_request(organisation=other, role="partner", asked_by=wanda)
    with CaptureQueriesContext(connection) as for_one:
        everything_about(wanda)
    for _ in range(4):
        make_participation_request(organisation=other, role="partner", asked_by=wanda)
    with CaptureQueriesContext(connection) as for_many:
        assert len(everything_about(wanda)["work"]) == 5
    assert len(for_many) == len(for_one)


def test_councils_without_people_that_an_entry_names_cost_no_queries_each(bins: Project) -> None:
    def queries() -> int:
        with transaction.atomic(), CaptureQueriesContext(connection) as made:
            tell_named_partners(Listing.objects.get(pk=bins.pk))
        return len(made)

    make_named_part(listing=bins)
    for_one = queries()
    for _ in range(4):
        make_named_part(listing=bins)
    assert queries() == for_one
