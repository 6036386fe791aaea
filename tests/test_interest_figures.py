"""How messages are answered, in public figures: from three answers up, in neutral words, and nobody named."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.timezone import localdate

from collaboration.actions.interest.moves import answer
from collaboration.actions.interest.showing import show_interest
from collaboration.figures import Figures, figures_of_council, figures_of_listing
from collaboration.models import Interest
from councils.models import Organisation, User
from tests.support.factories import make_council, make_officer, make_person, make_project
from tests.support.joining import make_interest
from tests.support.visits import show

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _in_a_month_without_bank_holidays() -> Iterator[None]:
    with time_machine.travel("2026-11-24 12:00Z"):
        yield


@pytest.fixture
def lead() -> Organisation:
    """The council that answers for the entries."""
    council = make_council("Exford")
    make_officer(council)
    return council


def answered(listing: Any, *, after: timedelta = 7 * DAY, **fields: Any) -> Interest:
    """Return interest that was answered so long after it came, a month ago."""
    sent = timezone.now() - 30 * DAY
    return make_interest(listing=listing, state="talking", sent_at=sent, answered_at=sent + after, **fields)


def overdue(listing: Any, **fields: Any) -> Interest:
    """Return interest that nobody has answered in time."""
    return make_interest(listing=listing, sent_at=timezone.now() - 30 * DAY, due_on=localdate() - DAY, **fields)


def test_from_three_answers_up_a_page_says_how_many_and_how_soon(lead: Organisation, client: Client) -> None:
    bins = make_project(leads=[lead])
    for weeks in (1, 1, 2):
        answered(bins, after=weeks * 7 * DAY)
    overdue(bins)
    make_interest(listing=bins)
    said = "Answered 3 of 4 messages, usually within 5 working days."
    assert said in show(client, bins).text
    assert said in show(client, lead).text


def test_below_three_answers_there_is_no_figure(lead: Organisation, client: Client) -> None:
    bins = make_project(leads=[lead])
    answered(bins)
    answered(bins)
    assert figures_of_listing(bins) == Figures(2, 2, None)
    for page in (show(client, bins), show(client, lead)):
        assert "Answered" not in page.text
        assert "wait" not in page.text


def test_what_waits_past_its_day_is_public_in_neutral_words_however_few_it_is(
    lead: Organisation, client: Client
) -> None:
    bins = make_project(leads=[lead])
    overdue(bins)
    assert "1 message waits for an answer past the day it was due." in show(client, bins).text
    overdue(bins)
    assert "2 messages wait for an answer past the day it was due." in show(client, lead).text


def test_what_is_not_due_was_taken_back_or_stopped_does_not_count(lead: Organisation) -> None:
    bins = make_project(leads=[lead])
    for state in ("taken-back", "stopped"):
        make_interest(listing=bins, state=state, turn="", due_on=None, ended_at=timezone.now())
    answered(bins)
    ended = {"state": "taken-back", "turn": "", "due_on": None, "ended_at": timezone.now()}
    Interest.objects.filter(pk=answered(bins).pk).update(**ended)  # after an answer it was still answered
    make_interest(listing=bins)
    assert figures_of_listing(bins) == Figures(2, 2, None)


def test_later_and_no_are_answers_and_what_lies_two_years_back_is_over(lead: Organisation) -> None:
    bins = make_project(leads=[lead])
    owner = make_officer(lead)
    for said in ("talk", "no"):
        made = show_interest(listing=bins, kind="talk", message="We would like to talk.", by=make_person())
        answer(interest=made, by=owner, answer=said, reason="other", words="We are full.")
    third = answered(bins)
    assert figures_of_listing(bins).answered == 3
    Interest.objects.filter(pk=third.pk).update(sent_at=timezone.now() - 800 * DAY)
    assert figures_of_listing(bins).answered == 2


def test_what_a_moderator_answered_is_nobody_elses_merit_unless_they_belong_to_a_keeper(lead: Organisation) -> None:
    bins, owner, moderator = make_project(leads=[lead]), make_officer(lead), make_person("Mo", is_staff=True)
    officer_too = make_officer(lead)
    User.objects.filter(pk=officer_too.pk).update(is_staff=True)
    for by in (owner, moderator, officer_too, None):
        answered(bins, answered_by=by)
    assert figures_of_listing(bins) == Figures(3, 3, 5)
    assert figures_of_council(lead).came == 3


def test_a_council_is_measured_by_what_it_answers_for_and_by_public_entries_alone(lead: Organisation) -> None:
    bins, draft = make_project(leads=[lead]), make_project(leads=[lead], state="withdrawn")
    other = make_project(leads=[make_council()], partners=[lead])
    for listing in (bins, draft, other):
        answered(listing)
    assert figures_of_council(lead).answered == 1


def test_a_council_that_nobody_speaks_for_here_has_no_figures() -> None:
    council = make_council()
    overdue(make_project(leads=[council]))
    assert figures_of_council(council).in_words == ""


def test_the_figures_take_one_statement_each(lead: Organisation) -> None:
    bins = make_project(leads=[lead])
    for _ in range(5):
        answered(bins)
    with CaptureQueriesContext(connection) as asked:
        assert figures_of_listing(bins).in_words
    assert len(asked) == 1
    with CaptureQueriesContext(connection) as asked:
        assert figures_of_council(lead).in_words
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("waited", "words"),
    [
        ([], ""),
        ([0, 0, 4], "Answered 3 of 3 messages, usually on the same day."),
        ([1, 1, 9, None], "Answered 3 of 4 messages, usually within 1 working day."),
        ([2, 4, 5, 9], "Answered 4 of 4 messages, usually within 4 working days."),
        ([None, 1], "1 message waits for an answer past the day it was due."),
    ],
)
def test_the_words_are_plain(waited: list[int | None], words: str) -> None:
    assert Figures.of(waited).in_words == words


def test_an_answer_changes_the_page_that_everybody_gets_at_once(lead: Organisation, client: Client) -> None:
    bins = make_project(leads=[lead])
    for _ in range(2):
        answered(bins)
    assert "Answered" not in show(client, bins).text
    owner = make_officer(lead)
    made = show_interest(listing=bins, kind="talk", message="We would like to talk.", by=make_person())
    answer(interest=made, answer="talk", by=owner)
    assert "Answered 3 of 3 messages" in show(client, bins).text
