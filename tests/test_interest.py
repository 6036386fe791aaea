"""Showing interest in an entry: who may, what is asked, who is told, and the three answers."""

import uuid
from datetime import date
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from collaboration.models import Interest, InterestEvent
from collaboration.working_days import working_days_after
from councils.models import User
from listings.models import Listing
from tests.support.factories import (
    make_council,
    make_manager,
    make_officer,
    make_person,
    make_project,
    make_service,
    take_part,
)
from tests.support.joining import make_interest
from tests.support.mail import deliver
from tests.support.pages import read
from tests.support.visits import show, signed_in

pytestmark = pytest.mark.django_db
Kind = Interest.Kind


def form_of(listing: Any) -> str:
    """Return the address of the form of an entry."""
    return reverse("show-interest", args=[listing.pk])


def send(person: User, listing: Any, **answers: Any) -> Any:
    """Return the answer to the form, sent by somebody with a plain message unless `answers` say otherwise."""
    council = next(iter(person.roles), None)
    given = {"key": uuid.uuid4(), "kind": "talk", "message": "We do this in our libraries, too.", "company": ""}
    whom = {"whom": council or "myself"}
    return signed_in(person).post(form_of(listing), given | whom | answers)


def entry_with_officer(**fields: Any) -> tuple[Any, User]:
    """Return a public project, and the officer who answers for it."""
    council = make_council("Exford")
    return make_project("Bins", leads=[council], **fields), make_officer(council, "Ann Lee")


# The way in


@pytest.mark.parametrize(
    ("fields", "first"),
    [
        ({}, "Talk to them"),
        ({"wants": "ready-to-reuse"}, "Reuse this"),
        ({"wants": "share-funding"}, "Offer money"),
        ({"wants": "partners"}, "Join"),
        ({"wants": "not-now"}, "Talk to them"),
        ({"wants": "partners", "is_ended": True}, "Talk to them"),
    ],
)
def test_each_entry_has_one_clear_next_action_by_what_its_people_want(
    client: Client, fields: dict[str, Any], first: str
) -> None:
    page = show(client, make_project(leads=[make_council()], **fields))
    buttons = [link for link in page.links if "govuk-button" in link.attributes.get("class", "")]
    assert [link.text for link in buttons if "/interest/" in link.href] == [first]


def test_a_service_that_is_open_says_join_and_the_other_four_are_one_press_away(client: Client) -> None:
    page = show(client, make_service(leads=[make_council()], open_to_new_members=True))
    ways = [link.text for link in page.links if "/interest/" in link.href]
    assert ways == ["Join", "Talk to them", "Reuse this", "Offer money", "Offer to supply"]


def test_a_visitor_signs_in_first_and_comes_back_to_the_form(client: Client) -> None:
    listing, _ = entry_with_officer()
    address = f"{form_of(listing)}?kind=join"
    response: Any = client.get(address)
    assert response.status_code == 302
    assert response.url == f"{reverse('sign-in')}?next={form_of(listing)}%3Fkind%3Djoin"


def test_what_a_visitor_types_before_signing_in_comes_back(client: Client) -> None:
    listing, _ = entry_with_officer()
    client.post(form_of(listing), {"kind": "join", "message": "We have a prototype."})
    page = show(signed_in(make_person(), client), form_of(listing))
    assert "We have a prototype." in page.text


def test_the_kind_that_was_pressed_is_chosen_in_the_form() -> None:
    listing, _ = entry_with_officer()
    page = show(signed_in(make_officer(make_council())), f"{form_of(listing)}?kind=reuse")
    chosen = [box["value"] for box in page.attributes("input", name="kind") if "checked" in box]
    assert chosen == ["reuse"]


def test_who_answers_for_an_entry_gets_no_button_but_the_way_to_their_conversations() -> None:
    listing, officer = entry_with_officer()
    make_interest(listing=listing)
    page = show(signed_in(officer), listing)
    assert not [link for link in page.links if "/interest/" in link.href]
    assert "1 conversation waits for your word." in page.text
    assert send(officer, listing).status_code == 200
    assert Interest.objects.count() == 1


def test_who_has_written_gets_the_way_to_that_conversation_in_place_of_a_second() -> None:
    listing, _ = entry_with_officer()
    sender = make_officer(make_council())
    send(sender, listing)
    assert show(signed_in(sender), listing).link("Open the conversation")
    assert "that conversation is open" in show(signed_in(sender), form_of(listing)).text
    send(sender, listing)
    assert Interest.objects.count() == 1


# Sending it


def test_a_message_goes_to_who_answers_for_the_entry_with_a_day_to_answer_by() -> None:
    listing, officer = entry_with_officer()
    sender = make_officer(make_council("Wells"), "Bob Hall")
    response = send(sender, listing, kind="join", have="Two developers", need="Your contract", by_when="March")
    interest = Interest.objects.get()
    assert response.url == reverse("interest", args=[interest.pk])
    assert (interest.state, interest.turn) == ("waiting", "owners")
    assert interest.due_on == working_days_after(localdate(), 10)
    [letter] = deliver()
    assert letter.to == [officer.email]
    assert letter.subject == "Wells Council wants to join: “Bins”"
    for words in ("Bob Hall", "> We do this in our libraries, too.", "> They have: Two developers", "> By when: March"):
        assert words in letter.body
    assert sender.email not in letter.body + str(letter.extra_headers)
    assert InterestEvent.objects.filter(pgh_obj=interest.pk, pgh_context__metadata__user=sender.pk).exists()


def test_after_sending_the_page_says_what_happens_next_and_by_when() -> None:
    listing, _ = entry_with_officer()
    sender = make_officer(make_council())
    page = read(signed_in(sender).post(form_of(listing), sendable(sender), follow=True))
    assert "They are asked to answer by" in page.text
    assert "we remind them, then ask the managers of the council, then our moderators" in page.text


def sendable(person: User) -> dict[str, Any]:
    """Return the answers of a form that can be sent."""
    whom = next(iter(person.roles), "myself")
    return {"key": uuid.uuid4(), "kind": "talk", "message": "We do this in our libraries, too.", "whom": whom}


def read_address(response: Any) -> str:
    """Return where a form that was taken leads to."""
    assert response.status_code == 302
    return str(response.url)


def test_pressing_twice_sends_once() -> None:
    listing, _ = entry_with_officer()
    sender = make_officer(make_council())
    given, client = sendable(sender), signed_in(sender)
    first, second = [read_address(client.post(form_of(listing), given)) for _ in range(2)]
    assert first == second
    assert Interest.objects.count() == 1
    assert len(deliver()) == 1


def test_where_nobody_answers_for_an_entry_moderators_get_it_and_the_form_says_so(moderator: User) -> None:
    listing = make_project(leads=[make_council("Exford")], source="The paper")
    sender = make_officer(make_council())
    page = show(signed_in(sender), form_of(listing))
    assert "Nobody of Exford Council answers for this entry here yet." in page.text
    send(sender, listing)
    [letter] = deliver()
    assert letter.to == [moderator.email]
    assert "Nobody of Exford Council answers for this entry here yet." in letter.body
    assert show(signed_in(moderator), reverse("interest", args=[Interest.objects.get().pk]))


def test_managers_get_it_where_the_owners_chose_that() -> None:
    listing, _ = entry_with_officer(contact_route="managers")
    manager = make_manager(listing.leads[0].organisation)
    send(make_officer(make_council()), listing)
    assert [letter.to for letter in deliver()] == [[manager.email]]


def test_a_supplier_without_a_council_says_for_whom_they_work_and_is_marked(client: Client) -> None:
    listing, officer = entry_with_officer()
    supplier = make_person("Sue Ware")
    page = read(send(supplier, listing, kind="supply"))
    assert "Say who you work for: suppliers are shown by name" in page.text
    send(supplier, listing, kind="supply", company="Ware Ltd")
    interest = Interest.objects.get()
    assert interest.company == "Ware Ltd"
    [letter] = deliver()
    assert letter.subject.startswith("Ware Ltd offers to supply")
    assert "This is an offer of a supplier." in letter.body
    assert "Supplier" in show(signed_in(officer), reverse("interest", args=[interest.pk])).classes["govuk-tag"]


def test_for_whom_a_supplier_works_is_a_name_and_no_link() -> None:
    listing, _ = entry_with_officer()
    page = read(send(make_person(), listing, kind="supply", company="Buy at www.spam.example"))
    assert "Enter only a name, without an email or web address" in page.text


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"message": ""}, "Write a message"),
        ({"message": "x" * 2001}, "Enter at most 2,000 characters"),
        ({"message": "\x00 hello there, everybody"}, "Take out the characters that cannot be shown"),
        ({"kind": "steal"}, "Choose what you want to do"),
        ({"kind": ""}, "Choose what you want to do"),
        ({"whom": "999999"}, "Choose for whom from the list"),
        ({"kind": "supply", "whom": "myself"}, "Choose the council that offers it"),
        ({"message": "https://spam.example/ https://spam.example/2"}, "words of its own"),
    ],
)
def test_bad_answers_get_a_sentence_and_nothing_typed_is_lost(answers: dict[str, str], sentence: str) -> None:
    listing, _ = entry_with_officer()
    page = read(send(make_officer(make_council()), listing, have="Two developers", **answers))
    assert sentence in page.text
    assert page.title.startswith("Error: ")
    assert [box["value"] for box in page.attributes("input", name="have")] == ["Two developers"]
    assert not Interest.objects.exists()


def test_nobody_writes_for_a_council_that_is_not_theirs() -> None:
    listing, _ = entry_with_officer()
    other = make_council()
    send(make_officer(make_council()), listing, whom=other.pk)
    assert not Interest.objects.exists()


def test_who_takes_part_already_is_not_asked_to_join_again() -> None:
    listing, _ = entry_with_officer()
    council = make_council("Wells")
    take_part(listing, "partner", [council])
    page = read(send(make_officer(council), listing, kind="join"))
    assert "Wells Council takes part in this entry already." in page.text


@pytest.mark.parametrize("state", ["draft", "waiting", "withdrawn"])
def test_an_entry_that_is_not_public_gets_no_messages(state: str) -> None:
    listing = make_project(leads=[make_council()], state=state)
    assert send(make_officer(make_council()), listing).status_code == 404
    assert not Listing.objects.get(pk=listing.pk).interests.exists()


def test_the_form_of_work_that_has_ended_offers_to_talk_and_to_reuse_alone() -> None:
    listing, _ = entry_with_officer(is_ended=True)
    page = show(signed_in(make_officer(make_council())), form_of(listing))
    assert [box["value"] for box in page.attributes("input", name="kind")] == ["talk", "reuse"]
    send(make_officer(make_council()), listing, kind="fund")
    assert not Interest.objects.exists()


def test_no_message_can_add_a_header_or_pose_as_a_link_of_ours(settings: Any) -> None:
    listing, _ = entry_with_officer()
    sender = make_officer(make_council("Wells"), "Bob\r\nBcc: all@people.example")
    words = f"Hello there, everybody\r\n\r\n{settings.SITE_URL}/evil/\r\n\r\n    1234 5678\u2028Bcc: all@people.example"
    send(sender, listing, message=words)
    [letter] = deliver()
    assert letter.recipients() == letter.to
    assert "Bcc" not in letter.message()
    html = letter.alternatives[0][0]
    assert f'href="{settings.SITE_URL}/evil/"' not in html
    assert "letter-spacing: 2px" not in html


def test_a_date_is_never_promised_that_lies_on_a_weekend() -> None:
    assert working_days_after(date(2026, 11, 22), 10) == date(2026, 12, 4)
    assert mail.outbox == []
