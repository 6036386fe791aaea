"""What came of an introduction: who says it, who is asked until somebody does, and who may have whose address."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.utils.formats import date_format
from django.utils.timezone import localdate, localtime

from collaboration.actions.introducing import ask_what_came
from collaboration.models import Introduction
from tests.support.factories import make_council, make_manager, make_officer, make_person, make_project
from tests.support.introductions import make_moderator, send
from tests.support.joining import make_introduction
from tests.support.mail import deliver
from tests.support.pages import read
from tests.support.visits import show, signed_in

pytestmark = pytest.mark.django_db


def page_of(introduction: Introduction, words: str = "") -> str:
    """Return the address of an introduction, or of a button there."""
    return f"/account/introductions/{introduction.pk}/{words}"


@pytest.fixture
def people() -> tuple[Any, Any]:
    """The managers of two councils, Exford and Borset."""
    return make_manager(make_council("Exford"), "Ann Lee"), make_manager(make_council("Borset"), "Bo Ray")


def introduce(*people: Any, **fields: Any) -> Introduction:
    """Return an introduction of these people's councils to each other."""
    return make_introduction(councils=[person.memberships.get().organisation for person in people], **fields)


def say(person: Any, introduction: Introduction, **answers: str) -> Any:
    """Say what came of it as this person; return the page that follows."""
    return read(signed_in(person).post(page_of(introduction), {"seen": ""} | answers, follow=True))


# Who sees it, and says so


def test_those_who_are_introduced_read_who_the_others_are(people: tuple[Any, Any]) -> None:
    ann, bo = people
    page = show(signed_in(ann), page_of(introduce(ann, bo)))
    assert page.heading(1) == "You are introduced to Borset Council"
    assert "You both work on bins." in page.text
    assert bo.email not in page.text
    assert bo.name not in page.text


def test_a_council_with_an_entry_of_its_own_is_named_once_in_the_heading_and_the_mail(people: tuple[Any, Any]) -> None:
    ann, bo = people
    exford, borset = (person.memberships.get().organisation for person in people)
    bins = make_project("Bins", leads=[borset])
    page = send(make_moderator(), exford, borset, projects=[bins])
    assert "Sent." in page.text
    mails = {mail.to[0]: mail for mail in deliver()}
    assert mails[ann.email].subject == "You are introduced to Borset Council"
    assert "Borset Council with “Bins”" in mails[ann.email].body
    assert "you are one of the people of Borset Council. In four weeks" in mails[bo.email].body
    made = Introduction.objects.get()
    page = show(signed_in(ann), page_of(made))
    assert page.heading(1) == "You are introduced to Borset Council"
    assert "Borset Council with “Bins”" in page.text


def test_a_moderator_reads_on_the_page_when_they_are_asked_and_when_it_is_with_the_moderators(
    people: tuple[Any, Any],
) -> None:
    made = introduce(*people)
    visit = signed_in(make_moderator())
    page = show(visit, page_of(made))
    assert f"They are asked by email after {made.due_on:%-d %B %Y}; say it here yourself if you know." in page.text
    Introduction.objects.update(times_asked=4)
    assert "They were asked three times, and nobody has said" in show(visit, page_of(made)).text


def test_whoever_answers_for_a_listing_is_introduced_with_it(people: tuple[Any, Any]) -> None:
    ann, bo = people
    bins = make_project("Bins", leads=[bo.memberships.get().organisation])
    made = make_introduction(councils=[ann.memberships.get().organisation], listings=[bins])
    assert show(signed_in(bo), page_of(made)).heading(1) == "You are introduced to Exford Council"
    page = show(signed_in(ann), page_of(made))
    assert page.link("Talk to them").href == f"/entries/{bins.pk}/interest/?kind=talk"


def test_nobody_else_sees_it_but_moderators(people: tuple[Any, Any]) -> None:
    made = introduce(*people)
    for person in (make_person(), make_manager(make_council())):
        assert signed_in(person).get(page_of(made)).status_code == 404
        assert signed_in(person).post(page_of(made), {"outcome": "met"}).status_code == 404
        assert signed_in(person).post(page_of(made, "share/")).status_code == 404
    assert (
        show(signed_in(make_moderator()), page_of(made)).heading(1)
        == "Introduction of Exford Council and Borset Council"
    )


def test_either_says_what_came_of_it_and_the_moderator_who_made_it_is_told(people: tuple[Any, Any]) -> None:
    ann, bo = people
    moderator = make_moderator()
    made = introduce(ann, bo, made_by=moderator)
    after = say(ann, made, outcome="met", words="We talk\r\nnext week.")
    assert "They met, somebody said on" in after.text
    [mail] = deliver()
    assert mail.to == [moderator.email]
    assert mail.subject == "What came of your introduction of Exford Council and Borset Council: they met"
    assert "> We talk\n> next week." in mail.body
    say(ann, made, outcome="met", words="We talk\r\nnext week.")
    assert deliver() == [], "the same again changes nothing"
    say(bo, made, outcome="joined", seen="met")
    made.refresh_from_db()
    assert (made.outcome, made.ended_by) == ("joined", bo)


def test_of_two_who_say_something_else_at_once_the_second_is_told(people: tuple[Any, Any]) -> None:
    ann, bo = people
    made = introduce(ann, bo)
    say(ann, made, outcome="joined")
    assert "Somebody has said meanwhile: One joined the other’s work." in say(bo, made, outcome="nothing").text
    made.refresh_from_db()
    assert made.outcome == "joined"


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({}, "Choose what came of it"),
        ({"outcome": "quarrel"}, "Choose one of the four answers"),
        ({"outcome": "met", "words": "a" * 501}, "500 characters"),
        ({"outcome": "met", "words": "\x07"}, "Take out the characters that cannot be shown"),
    ],
    ids=str,
)
def test_an_answer_that_cannot_be_taken_gets_a_sentence(
    people: tuple[Any, Any], answers: dict[str, str], sentence: str
) -> None:
    page = say(people[0], introduce(*people), **answers)
    assert page.title.startswith("Error: ")
    assert sentence in page.text


def test_the_area_of_a_council_shows_what_is_to_be_said(people: tuple[Any, Any]) -> None:
    ann, bo = people
    made, council = introduce(ann, bo), ann.memberships.get().organisation
    area = f"/councils/{council.slug}/manage/"
    assert page_of(made) in [link.href for link in show(signed_in(ann), area).links]
    say(ann, made, outcome="nothing")
    assert page_of(made) not in [link.href for link in show(signed_in(ann), area).links]


def test_until_they_are_asked_an_introduction_is_news_and_then_a_question(people: tuple[Any, Any]) -> None:
    ann, _ = people
    made = introduce(*people)
    account, area = "/account/", f"/councils/{ann.memberships.get().organisation.slug}/manage/"
    for page in (account, area):
        assert "New: you are introduced to Borset Council" in show(signed_in(ann), page).link_texts()
    assert "We met or talked" in show(signed_in(ann), page_of(made)).text
    Introduction.objects.update(due_on=localdate() - timedelta(days=1))
    day = date_format(localtime(made.made_at), "j F Y")
    for page in (account, area):
        asked = f"Introduced to Borset Council on {day}: what came of it?"
        assert asked in show(signed_in(ann), page).link_texts()


# Being asked


def test_nobody_is_asked_before_the_day_then_three_times_then_the_moderators(people: tuple[Any, Any]) -> None:
    moderator, due = make_moderator(), localdate()
    made = introduce(*people, due_on=due)
    assert ask_what_came(today=due) == 0
    told: list[list[tuple[str, str]]] = []
    for _ in range(5):
        day = (made.due_on or date.max) + timedelta(days=1)
        ask_what_came(today=day)
        assert ask_what_came(today=day) == 0, "the same day again asks nobody"
        told.append(sorted((mail.to[0], mail.subject) for mail in deliver()))
        made.refresh_from_db()
    both = sorted(
        [
            (people[0].email, "What came of the introduction to Borset Council?"),
            (people[1].email, "What came of the introduction to Exford Council?"),
        ]
    )
    with_moderators = [(moderator.email, "Nobody says what came of introducing Exford Council and Borset Council")]
    assert told == [both, both, both, with_moderators, []]


def test_once_somebody_has_said_nobody_is_asked_any_more(people: tuple[Any, Any]) -> None:
    made = introduce(*people, due_on=localdate() - timedelta(days=1))
    ask_what_came(today=localdate())
    say(people[0], made, outcome="nothing")
    assert deliver() == [], "not even those whose mail waited to be sent"
    assert ask_what_came(today=localdate() + timedelta(days=99)) == 0


def test_who_has_left_is_not_asked_and_whoever_came_is(people: tuple[Any, Any]) -> None:
    ann, bo = people
    introduce(ann, bo, due_on=localdate() - timedelta(days=1))
    council = ann.memberships.get().organisation
    ann.memberships.update(ended_at=council.memberships.get().began_at + timedelta(seconds=1), end_reason="left")
    new = make_officer(council)
    ask_what_came(today=localdate())
    assert {mail.to[0] for mail in deliver()} == {new.email, bo.email}


def test_the_title_of_an_entry_that_was_withdrawn_is_not_told_any_more(people: tuple[Any, Any]) -> None:
    ann, bo = people
    bins = make_project("Rude words", leads=[bo.memberships.get().organisation])
    made = make_introduction(
        councils=[ann.memberships.get().organisation], listings=[bins], due_on=localdate() - timedelta(days=1)
    )
    type(bins).objects.filter(pk=bins.pk).update(state="withdrawn")
    ask_what_came(today=localdate())
    assert not [mail for mail in deliver() if "Rude words" in mail.body + mail.subject]
    assert "Rude words" not in show(signed_in(ann), page_of(made)).text


# Addresses


def test_an_address_goes_to_the_others_once_when_its_owner_says_so(people: tuple[Any, Any]) -> None:
    ann, bo = people
    made, browser = introduce(ann, bo), signed_in(ann)
    after = read(browser.post(page_of(made, "share/"), follow=True))
    assert "They get your address by email" in after.text
    browser.post(page_of(made, "share/"))
    [mail] = deliver()
    assert (mail.to, ann.email in mail.body) == ([bo.email], True)
    assert mail.subject == "Ann Lee of Exford Council would like to talk to you"
    assert bo.email not in mail.body


def test_a_moderator_shares_no_address_and_nobody_shares_it_with_nobody(people: tuple[Any, Any]) -> None:
    ann, bo = people
    made = introduce(ann, bo)
    refused = read(signed_in(make_moderator()).post(page_of(made, "share/"), follow=True))
    assert "Only those who are introduced can do that." in refused.text
    alone = make_introduction(councils=[ann.memberships.get().organisation, make_council()])
    refused = read(signed_in(ann).post(page_of(alone, "share/"), follow=True))
    assert "Nobody of the others has an account" in refused.text
    assert deliver() == []


def test_the_command_says_how_many_it_found(capsys: pytest.CaptureFixture[str]) -> None:
    make_council()
    call_command("suggest")
    assert capsys.readouterr().out == "No suggestions for 1 council, 0 of them new.\n"
