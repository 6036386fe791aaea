"""Officers say what an entry wants of others, and what came of it."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localdate

from collaboration.actions.asks import MOST_OPEN, AskRefused, close_ask, keep_asking, say_what_is_wanted
from collaboration.models import Ask
from councils.models import Organisation, User
from tests.support.factories import make_council, make_officer, make_project, take_part
from tests.support.joining import make_ask, make_call
from tests.support.pages import read
from tests.support.visits import show, signed_in

pytestmark = pytest.mark.django_db
WORDS = "Two councils to try the form"


@pytest.fixture
def council() -> Organisation:
    return make_council("Exford")


@pytest.fixture
def officer(council: Organisation) -> User:
    return make_officer(council, "Avery Example")


@pytest.fixture
def project(council: Organisation) -> Any:
    return make_project("Bins", leads=[council])


def page_of(council: Organisation, listing: Any, ask: Ask | None = None) -> str:
    place = [council.slug, listing.pk]
    return reverse("close-ask", args=[*place, ask.pk]) if ask else reverse("entry-asks", args=place)


def send(person: User, address: str, **fields: Any) -> Any:
    return signed_in(person).post(
        address, {"kind": "test-users", "words": WORDS, "deadline": "", **fields}, follow=True
    )


def in_days(number: int) -> Any:
    return localdate() + timedelta(days=number)


# Asking


def test_an_officer_says_in_one_short_form_what_the_entry_wants_and_it_is_public_at_once(
    council: Organisation, officer: User, project: Any, client: Client
) -> None:
    page = read(send(officer, page_of(council, project)))
    until = date_format(in_days(42), "j F Y")
    assert f"Shown until {until} on the entry’s page and on Wanted now." in page.text
    assert "Ask for something else" in page.text
    assert WORDS in page.text
    public = show(client, "/wanted/")
    assert public.results == [WORDS]
    assert "Avery" not in public.text
    assert WORDS in show(client, project).text
    assert show(signed_in(officer), project).link("Say what you want of others for Exford Council").href == page_of(
        council, project
    )


def test_a_last_day_that_nobody_chose_is_in_six_weeks_or_that_of_the_call(
    council: Organisation, officer: User, project: Any
) -> None:
    call = make_call(deadline=in_days(9))
    send(officer, page_of(council, project))
    send(officer, page_of(council, project), call=call.pk, words="For the call")
    assert dict(Ask.objects.values_list("words", "deadline")) == {WORDS: in_days(42), "For the call": in_days(9)}


def test_the_address_of_a_call_chooses_it(council: Organisation, officer: User, project: Any) -> None:
    call = make_call()
    make_call(title="Another")
    page = show(signed_in(officer), f"{page_of(council, project)}?call={call.pk}")
    [chosen] = [box["value"] for box in page.attributes("input", name="call") if "checked" in box]
    assert chosen == str(call.pk)


@pytest.mark.parametrize("typed", ["14 March", "14/3", "next week", "2027-03", "2027-02-31", "\x00"])
def test_what_is_no_day_gets_a_sentence_beside_the_field(
    council: Organisation, officer: User, project: Any, typed: str
) -> None:
    page = read(send(officer, page_of(council, project), deadline=typed))
    assert page.title.startswith("Error: ")
    [error] = page.classes["govuk-error-message"]
    assert "is not a day: enter one with its year, such as 14 March 2027" in error
    assert page.attributes("input", name="words", value=WORDS)
    assert not Ask.objects.exists()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"kind": ""}, "Choose what you want"),
        ({"kind": "gold"}, "Choose what you want from the list"),
        ({"words": " "}, "Enter what you want in one sentence"),
        ({"words": "x" * 301}, "Enter at most 300 characters: these are 301"),
        ({"words": "Write to a@exford.gov.uk"}, "Take out “a@exford.gov.uk”"),
        ({"words": "Two\x00councils"}, "Take out the characters that cannot be shown"),
        ({"deadline": "1 March 2020"}, "1 March 2020 is over: enter today or a later day"),
        ({"deadline": "1 March 2199"}, "1 March 2199 is more than a year ahead: enter an earlier day"),
        ({"call": "999999"}, "Choose one from the list"),
    ],
)
def test_bad_input_is_told_in_a_sentence_and_nothing_is_lost(
    council: Organisation, officer: User, project: Any, fields: dict[str, str], sentence: str
) -> None:
    make_call()
    page = read(send(officer, page_of(council, project), **fields))
    assert any(sentence in " ".join(text.split()) for text in page.classes["govuk-error-message"])
    assert not Ask.objects.exists()


def test_a_day_after_the_end_of_the_call_is_refused_with_the_day_to_choose(
    council: Organisation, officer: User, project: Any
) -> None:
    call = make_call(title="Digital fund", deadline=in_days(9))
    late = date_format(in_days(10), "j F Y")
    page = read(send(officer, page_of(council, project), call=call.pk, deadline=late))
    last = date_format(in_days(9), "j F Y")
    assert f"“Digital fund” closes on {last}: enter that day or an earlier one" in page.text
    assert not Ask.objects.exists()


def test_pressing_twice_asks_once(council: Organisation, officer: User, project: Any) -> None:
    for _ in range(2):
        send(officer, page_of(council, project))
    assert Ask.objects.count() == 1


def test_an_entry_asks_for_ten_things_at_a_time_and_no_more(council: Organisation, officer: User, project: Any) -> None:
    for number in range(MOST_OPEN):
        make_ask(listing=project, organisation=council, words=f"Want {number}")
    page = read(send(officer, page_of(council, project)))
    assert "This entry asks for 10 things already. Close one of them first." in page.text
    Ask.objects.filter(words="Want 0").update(outcome="found", closed_at=timezone.now())
    send(officer, page_of(council, project))
    assert Ask.objects.filter(words=WORDS).exists()


def test_what_is_not_public_or_has_ended_asks_for_nothing_and_the_page_says_why(
    council: Organisation, officer: User
) -> None:
    for fields, sentence, status in (
        ({"state": "draft"}, "Once this entry is public", 403),
        ({"is_ended": True}, "This entry has ended", 200),
    ):
        listing = make_project(leads=[council], **fields)
        address = page_of(council, listing)
        page = show(signed_in(officer), address)
        assert sentence in page.text
        assert not page.attributes("input", name="words")
        assert send(officer, address).status_code == status
    assert not Ask.objects.exists()


def test_only_a_council_that_answers_for_the_entry_says_what_it_wants(
    council: Organisation, officer: User, project: Any, moderator: User
) -> None:
    partner = make_council("Ayton")
    take_part(project, "partner", [partner])
    other = make_officer(partner)
    assert signed_in(other).get(page_of(partner, project)).status_code == 403
    assert send(other, page_of(partner, project)).status_code == 403
    assert send(other, page_of(council, project)).status_code == 404
    assert send(moderator, page_of(council, project)).status_code == 403
    with pytest.raises(AskRefused, match="does not answer for this entry"):
        say_what_is_wanted(
            listing=project,
            organisation=partner,
            kind="partners",
            words=WORDS,
            deadline=in_days(1),
            call=None,
            by=officer,
        )
    assert not Ask.objects.exists()


def test_what_somebody_typed_who_was_signed_out_comes_back(council: Organisation, officer: User, project: Any) -> None:
    browser = Client()
    address = page_of(council, project)
    assert browser.post(address, {"kind": "partners", "words": WORDS}).status_code == 302
    page = show(signed_in(officer, browser), address)
    assert page.attributes("input", name="words", value=WORDS)
    assert not Ask.objects.exists()


# What came of it


@pytest.mark.parametrize("outcome", Ask.Outcome.values)
def test_an_ask_is_closed_with_what_came_of_it_and_is_shown_nowhere(
    council: Organisation, officer: User, project: Any, client: Client, outcome: str
) -> None:
    ask = make_ask(listing=project, organisation=council, words=WORDS)
    page = read(send(officer, page_of(council, project, ask), answer=outcome))
    assert "Thank you. It is not shown any more." in page.text
    assert Ask.Outcome(outcome).label in page.text
    assert WORDS not in show(client, "/wanted/").text + show(client, project).text + show(client, "/").text


def test_one_that_is_over_can_be_shown_again_until_another_day(
    council: Organisation, officer: User, project: Any, client: Client
) -> None:
    ask = make_ask(listing=project, organisation=council, words=WORDS, deadline=in_days(-3))
    assert "Did you find it?" in show(signed_in(officer), page_of(council, project)).text
    send(officer, page_of(council, project, ask), answer="again", deadline=date_format(in_days(5), "j F Y"))
    assert show(client, "/wanted/").results == [WORDS]
    send(officer, page_of(council, project, ask), answer="again", deadline="")
    ask.refresh_from_db()
    assert ask.deadline == in_days(42)


def test_asking_on_is_no_way_to_show_more_than_ten(council: Organisation, officer: User, project: Any) -> None:
    over = make_ask(listing=project, organisation=council, deadline=in_days(-3))
    others = [make_ask(listing=project, organisation=council) for _ in range(MOST_OPEN)]
    with pytest.raises(AskRefused, match="asks for 10 things already"):
        keep_asking(ask=over, deadline=in_days(5), by=officer)
    keep_asking(ask=others[0], deadline=in_days(5), by=officer)


def test_who_does_not_answer_for_the_entry_any_more_wants_nothing_for_it(
    council: Organisation, officer: User, project: Any, client: Client
) -> None:
    ask = make_ask(listing=project, organisation=council, words=WORDS)
    assert show(client, "/wanted/").results == [WORDS]
    take_part(project, "lead", [make_council()])
    project.participations.filter(organisation=council).update(left="2026")
    assert show(client, "/wanted/").results == []
    assert WORDS not in show(client, project).text
    with pytest.raises(AskRefused, match="does not answer for this entry"):
        keep_asking(ask=ask, deadline=in_days(5), by=officer)


def test_the_first_answer_stays_when_two_give_different_ones(officer: User, project: Any) -> None:
    ask = make_ask(listing=project, organisation=make_council())
    for _ in range(2):
        close_ask(ask=ask, outcome="found", by=officer)
    with pytest.raises(AskRefused, match="closed this already, as “Found”"):
        close_ask(ask=ask, outcome="not-found", by=officer)
    with pytest.raises(AskRefused, match="closed this already, as “Found”"):
        keep_asking(ask=ask, deadline=in_days(3), by=officer)
    ask.refresh_from_db()
    assert (ask.outcome, ask.closed_by) == ("found", officer)


def test_no_answer_and_a_made_up_one_are_told(council: Organisation, officer: User, project: Any) -> None:
    ask = make_ask(listing=project, organisation=council)
    assert "Choose an answer" in read(send(officer, page_of(council, project, ask))).text
    assert "Choose an answer from the list" in read(send(officer, page_of(council, project, ask), answer="gold")).text


def test_moderators_close_what_is_shown_and_strangers_do_not(
    council: Organisation, project: Any, moderator: User
) -> None:
    ask = make_ask(listing=project, organisation=council)
    elsewhere = make_council("Ayton")
    stranger = make_officer(elsewhere)
    for place in (council, elsewhere):
        assert send(stranger, page_of(place, project, ask), answer="found").status_code == 404
    assert "Close it, or change the day" in show(signed_in(moderator), project).text
    send(moderator, page_of(council, project, ask), answer="not-needed")
    ask.refresh_from_db()
    assert ask.outcome == "not-needed"


def test_each_council_that_answers_for_the_entry_closes_it_in_its_own_area(council: Organisation, project: Any) -> None:
    second = make_council("Ayton")
    take_part(project, "lead", [second])
    ask = make_ask(listing=project, organisation=council, words=WORDS)
    other = make_officer(second)
    link = show(signed_in(other), project).link(f"Close it, or change the day: {WORDS}")
    assert link.href == page_of(second, project, ask)
    assert "Thank you" in read(send(other, link.href, answer="found")).text


def test_an_ask_is_reached_only_by_the_address_of_its_own_entry(
    council: Organisation, officer: User, project: Any
) -> None:
    ask = make_ask(listing=make_project(leads=[council]), organisation=council)
    assert send(officer, page_of(council, project, ask), answer="found").status_code == 404
