"""Working days leave weekends and bank holidays out, those of the nation of the council that owns the entry."""

import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from collaboration.actions.chasing import chase
from collaboration.actions.interest.moves import answer
from collaboration.figures import figures_of_listing
from collaboration.models import Interest
from collaboration.working_days import working_days_after, working_days_between
from councils.models import Organisation
from tests.support.factories import make_council, make_manager, make_officer, make_partner, make_person, make_project
from tests.support.joining import make_interest
from tests.support.mail import deliver
from tests.support.visits import show, signed_in

BEFORE_CHRISTMAS = datetime(2026, 12, 21, 9, tzinfo=UTC)


def council_in(nation: str) -> Organisation:
    """Return a council of a nation, with somebody who answers."""
    council = make_council(nation=nation, region="South West" if nation == "England" else nation)
    make_officer(council, "Ann")
    return council


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [("2026-11-20", "2026-11-20", 0), ("2026-11-20", "2026-11-22", 0), ("2026-11-20", "2026-11-23", 1)],
)
def test_working_days_leave_weekends_out(first: str, last: str, days: int) -> None:
    assert working_days_between(date.fromisoformat(first), date.fromisoformat(last)) == days


@pytest.mark.parametrize(
    ("day", "closed"),
    [
        ("2026-12-25", "England Wales Scotland Northern Ireland"),
        ("2026-12-28", "England Wales Scotland Northern Ireland"),  # in place of Boxing Day, a Saturday
        ("2027-01-04", "Scotland"),  # in place of 2 January, a Saturday
        ("2027-03-17", "Northern Ireland"),
        ("2027-03-29", "England Wales Northern Ireland"),  # Easter Monday
        ("2027-08-02", "Scotland"),
        ("2027-08-30", "England Wales Northern Ireland"),
        ("2026-11-30", "Scotland"),
        ("2026-06-15", "Scotland"),  # proclaimed for one year
        ("2026-11-24", ""),
    ],
)
@pytest.mark.parametrize("nation", ["England", "Wales", "Scotland", "Northern Ireland"])
def test_bank_holidays_are_those_of_the_nation(day: str, closed: str, nation: str) -> None:
    that_day = date.fromisoformat(day)
    assert (working_days_after(that_day, 0, nation) != that_day) == (nation in closed)


def test_where_no_nation_is_known_those_of_england_and_wales_count() -> None:
    easter_monday = date(2027, 3, 29)
    assert working_days_after(easter_monday, 0) == date(2027, 3, 30)
    assert working_days_between(date(2027, 3, 25), date(2027, 3, 30)) == 1


@pytest.mark.django_db
def test_what_is_sent_before_christmas_is_due_ten_days_later_on_which_people_are_at_work(client: Client) -> None:
    with time_machine.travel(BEFORE_CHRISTMAS, tick=False):
        sender = make_person()
        bins = make_project("Bins", leads=[council_in("England")])
        visit = signed_in(sender)
        words = "We would like to know how you began."
        visit.post(
            f"/entries/{bins.pk}/interest/",
            {"key": uuid.uuid4(), "kind": "talk", "message": words, "company": "", "whom": "myself"},
        )
        interest = Interest.objects.get()
        assert interest.due_on == date(2027, 1, 7)
        assert "7 January 2027" in show(visit, f"/account/interests/{interest.pk}/").text


@pytest.mark.django_db
@pytest.mark.parametrize(("nation", "due_on"), [("England", date(2027, 1, 7)), ("Scotland", date(2027, 1, 8))])
def test_each_move_is_due_on_a_day_on_which_those_who_are_asked_are_at_work(nation: str, due_on: date) -> None:
    with time_machine.travel(BEFORE_CHRISTMAS, tick=False):
        council = council_in(nation)
        bins, sender = make_project("Bins", leads=[council]), make_person()
        address = f"/entries/{bins.pk}/interest/"
        assert f"{due_on:%-d %B %Y}" in show(signed_in(sender), address).text
        given = {"key": uuid.uuid4(), "kind": "talk", "message": "How did you begin with it?", "company": ""}
        signed_in(sender).post(address, given | {"whom": "myself"})
        interest = Interest.objects.get()
        assert interest.due_on == due_on
        answer(interest=interest, answer="talk", by=council.memberships.get().user)
        interest.refresh_from_db()
        assert (interest.turn, interest.due_on) == ("sender", due_on)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("nation", "reminded_on", "due_on"),
    [("England", date(2027, 1, 4), date(2027, 1, 15)), ("Scotland", date(2027, 1, 5), date(2027, 1, 18))],
)
def test_what_was_put_off_comes_back_on_the_first_working_day_of_its_month_with_ten_to_answer(
    nation: str, reminded_on: date, due_on: date
) -> None:
    council = council_in(nation)
    make_manager(council)
    with time_machine.travel(BEFORE_CHRISTMAS, tick=False):
        interest, [owner] = (
            make_interest(listing=make_project(leads=[council])),
            council.memberships.filter(role="officer"),
        )
        answer(interest=interest, answer="later", month=date(2027, 1, 1), by=owner.user)
        deliver()
        page = show(signed_in(owner.user), f"/account/interests/{interest.pk}/").text
        words = f"You put it off to January 2027. We remind you then, and ask for an answer by {due_on:%-d %B %Y}."
        assert words in page
    assert chase(today=reminded_on - timedelta(days=1)) == {}
    assert chase(today=reminded_on) == {"reminded": 1}
    with time_machine.travel(datetime(2027, 1, 5, 9, tzinfo=UTC), tick=False):
        [letter] = deliver()
        assert f"we tell the managers of your council after {due_on:%-d %B %Y}" in letter.body
        assert (
            f"Answer by {due_on:%-d %B %Y}." in show(signed_in(owner.user), f"/account/interests/{interest.pk}/").text
        )
    assert chase(today=due_on) == {}
    assert chase(today=due_on + timedelta(days=1)) == {"managers": 1}


@pytest.mark.django_db
@pytest.mark.parametrize(("nation", "told_on"), [("England", date(2027, 1, 4)), ("Scotland", date(2027, 1, 5))])
def test_the_next_step_comes_after_five_days_on_which_the_council_is_open(nation: str, told_on: date) -> None:
    council = council_in(nation)
    make_manager(council)
    reminded = date(2026, 12, 23)
    bins = make_project(leads=[council], partners=[make_council()])
    made: Any = {"chased": "reminded", "chased_on": reminded, "due_on": reminded - timedelta(days=1)}
    make_interest(listing=bins, **made)
    assert chase(today=told_on - timedelta(days=1)) == {}
    assert chase(today=told_on) == {"managers": 1}
    deliver()


@pytest.mark.django_db
@pytest.mark.parametrize(("nation", "days"), [("England", 3), ("Scotland", 2), ("", 3)])
def test_the_time_that_answers_usually_take_leaves_bank_holidays_of_the_owner_out(nation: str, days: int) -> None:
    owner = council_in(nation) if nation else make_partner()
    bins = make_project(leads=[owner])
    sent, answered = datetime(2026, 12, 30, 9, tzinfo=UTC), datetime(2027, 1, 5, 9, tzinfo=UTC)
    for _ in range(3):
        make_interest(listing=bins, state="talking", sent_at=sent, answered_at=answered)
    with time_machine.travel(datetime(2027, 2, 1, tzinfo=UTC), tick=False):
        assert figures_of_listing(bins).days == days
