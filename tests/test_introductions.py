"""Moderators introduce councils to each other: who is told what, and never silently nobody."""

import re
from typing import Any

import pytest
from django.utils.timezone import localdate

from collaboration.models import Introduction
from collaboration.working_days import working_days_after
from tests.support.factories import (
    make_council,
    make_manager,
    make_member,
    make_officer,
    make_person,
    make_project,
)
from tests.support.introductions import NEW, WORDS, chosen, make_moderator, send
from tests.support.mail import deliver
from tests.support.pages import read
from tests.support.visits import show, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]  # Django's own admin templates need that


def first_names(mails: list[Any]) -> list[str]:
    """Return who got mails, by the beginning of their address."""
    return sorted(mail.to[0].split("-")[0].split("@")[0] for mail in mails)


# Before it is sent


def test_a_moderator_sees_who_gets_it_and_what_they_read_before_it_goes_out() -> None:
    exford, borset = make_council("Exford"), make_council("Borset")
    make_manager(exford, "Ann Lee"), make_officer(exford, "Not her"), make_officer(borset, "Bo Ray")
    response = signed_in(make_moderator()).post(NEW, chosen(exford, borset))
    page = read(response)
    assert "Ann Lee" in page.text
    assert "Bo Ray" in page.text
    assert "Not her" not in page.text, "the managers get it"
    assert f"> {WORDS}" in page.text
    assert "You are introduced to Exford Council" in page.text, "as one of them reads it"
    assert "@" not in page.text.split("Who gets it")[1]
    assert not Introduction.objects.exists()
    assert deliver() == []


def test_a_moderator_is_told_before_sending_where_nobody_has_an_account() -> None:
    exford, borset = make_council("Exford"), make_council("Borset")
    make_manager(exford)
    moderator = make_moderator()
    page = read(signed_in(moderator).post(NEW, chosen(exford, borset)))
    assert "Nobody there has an account. The email goes to you and the other moderators" in " ".join(page.text.split())
    assert page.attributes("input", name="without_people")[0]["value"] == "Borset Council"
    refused = send(moderator, exford, borset)
    assert "Who gets it has changed since you looked" in refused.text, "who was not told of it does not send it"
    send(moderator, exford, borset, seen=["Borset Council"])
    to_pass_on = [mail for mail in deliver() if mail.to == [moderator.email]]
    assert [mail.subject for mail in to_pass_on] == ["Please pass on an introduction to Borset Council"]


def test_what_would_reach_nobody_is_not_sent() -> None:
    moderator, councils = make_moderator(), (make_council("Exford"), make_council("Borset"))
    page = read(signed_in(moderator).post(NEW, chosen(*councils)))
    assert "It cannot be sent: nobody would get it." in page.text
    refused = send(moderator, *councils, seen=["Exford Council", "Borset Council"])
    assert "Nobody there has an account, so nobody would get it." in refused.text
    assert not Introduction.objects.exists()


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"councils": []}, "Choose from 2 to 8 councils and entries, together"),
        ({"words": " "}, "Write in a sentence why they should know of each other"),
        ({"words": "a\x00b"}, "Null characters are not allowed"),
        ({"words": "a" * 1001}, "Shorten this to 1,000 characters"),
        ({"councils": ["999999999", "1"]}, "Choose councils that are in force"),
        ({"councils": ["x"]}, "Choose councils from the list"),
        ({"projects": ["99999999999999999999"]}, "Choose entries that are public"),
    ],
    ids=str,
)
def test_what_cannot_be_sent_gets_a_sentence(answers: dict[str, Any], sentence: str) -> None:
    exford, borset = make_council(), make_council()
    page = read(signed_in(make_moderator()).post(NEW, chosen(exford, borset) | answers))
    assert sentence in page.text


def test_councils_and_entries_of_one_council_are_not_introduced_to_themselves() -> None:
    exford = make_council("Exford")
    make_manager(exford)
    refused = send(make_moderator(), exford, projects=[make_project("Bins", leads=[exford])])
    assert "These are all of the same councils" in refused.text


# What is sent


def test_each_ones_people_get_one_mail_that_says_who_the_others_are_and_no_address() -> None:
    exford, borset = make_council("Exford"), make_council("Borset")
    ann, bo = make_manager(exford, "Ann Lee"), make_officer(borset, "Bo Ray")
    bins = make_project("Bins", leads=[borset], phase="discovery")
    ceford = make_council("Ceford")
    other, cy = make_project("Gritting", leads=[ceford]), make_officer(ceford, "Cy Fox")
    send(make_moderator(), exford, projects=[bins, other])
    mails = {mail.to[0]: mail for mail in deliver()}
    assert set(mails) == {ann.email, bo.email, cy.email}
    mail = mails[ann.email]
    assert mail.subject == "You are introduced to Borset Council with “Bins” and Ceford Council with “Gritting”"
    assert f"> {WORDS}\n" in mail.body
    assert re.search(rf"Project, discovery\. {re.escape(bins.summary)} http\S+{bins.get_absolute_url()}", mail.body)
    page = f"/account/introductions/{Introduction.objects.get().pk}/"
    own_lines = [line for line in mail.body.splitlines() if re.fullmatch(r"https?://\S+", line)]
    assert [line.partition("//")[2].partition("/")[2] for line in own_lines] == [page.removeprefix("/")]
    assert not [person for person in (ann, bo, cy) if person.email in mail.body or person.name in mail.body]
    assert "You are introduced to Exford Council and Ceford Council" in mails[bo.email].subject


def test_who_belongs_to_two_of_them_gets_one_mail() -> None:
    exford, borset = make_council("Exford"), make_council("Borset")
    both = make_manager(exford, "Both")
    make_member(borset, user=both, role="manager")
    make_manager(make_council("Ceford"))
    send(make_moderator(), exford, borset, make_council("Deford"), seen=["Deford Council"])
    assert first_names(deliver()).count("both") == 1


def test_pressing_twice_introduces_once_and_the_same_again_is_refused_while_it_is_open() -> None:
    exford, borset = make_council("Exford"), make_council("Borset")
    make_manager(exford), make_manager(borset)
    moderator = make_moderator()
    send(moderator, exford, borset)
    send(moderator, borset, exford)
    assert Introduction.objects.count() == 1
    assert len(deliver()) == 2
    refused = send(make_moderator("Other"), exford, borset)
    assert "These were introduced already" in refused.text
    ceford = make_council("Ceford")
    make_manager(ceford)
    send(moderator, exford, borset, ceford)
    assert Introduction.objects.count() == 2, "others are another introduction"


def test_a_line_break_in_the_words_makes_no_header_and_no_paragraph_of_ours() -> None:
    exford, borset = make_council("Exford"), make_council("Borset")
    make_manager(exford), make_manager(borset)
    send(make_moderator(), exford, borset, words="Hello\r\nBcc: all@example.org\r\n\r\nhttp://evil.example/")
    mail = deliver()[0]
    assert "> Bcc: all@example.org\n>\n> http://evil.example/" in mail.body
    assert mail.bcc == []
    assert "Bcc" not in mail.message()


def test_the_list_says_when_they_are_asked_and_what_came_of_it() -> None:
    exford, borset = make_council("Exford"), make_council("Borset")
    make_manager(exford), make_manager(borset)
    browser = signed_in(make_moderator())
    assert "Nobody has been introduced yet" in show(browser, "/admin/introductions/").text
    page = send(make_moderator("Other"), exford, borset)
    due = working_days_after(localdate(), 20)
    assert f"Nobody has said yet. They are asked after {due.day} {due:%B %Y}" in page.text
    assert page.link("Exford Council and Borset Council").href.startswith("/account/introductions/")


def test_only_moderators_introduce() -> None:
    council = make_council()
    for person in (make_manager(council), make_person()):
        assert signed_in(person).get(NEW).status_code == 404
        assert signed_in(person).post(NEW, chosen(council, make_council(), send="1")).status_code == 404
    assert not Introduction.objects.exists()
