"""Two people, or two jobs, at the same moment: nothing is asked, attached, answered or sent twice."""

from datetime import timedelta
from functools import partial

import pytest
from django.utils.timezone import localdate

from collaboration.actions.ask_reminders import ask_what_came_of_it
from collaboration.actions.asks import AskRefused, close_ask, say_what_is_wanted
from collaboration.actions.calls import attach
from collaboration.models import Ask, CallEntry
from councils.models import OutgoingMail
from tests.support.at_once import at_once as together
from tests.support.factories import make_council, make_officer, make_project
from tests.support.joining import make_ask, make_call

pytestmark = pytest.mark.django_db(transaction=True)


at_once = partial(together, refused=AskRefused)


def test_two_presses_at_the_same_moment_ask_once_and_attach_once() -> None:
    council = make_council()
    officer, project, call = make_officer(council), make_project(leads=[council]), make_call()

    def ask() -> None:
        say_what_is_wanted(
            listing=project,
            organisation=council,
            kind="partners",
            words="Two councils",
            deadline=localdate(),
            call=None,
            by=officer,
        )

    def go() -> None:
        attach(listing=project, call=call, looks_for_partners=True, words="", by=officer)

    assert at_once(ask, go, ask, go) == []
    assert (Ask.objects.count(), CallEntry.objects.count()) == (1, 1)


def test_of_two_different_answers_one_counts_and_the_other_is_told() -> None:
    council = make_council()
    officer = make_officer(council)
    ask = make_ask(organisation=council)
    [why] = at_once(*[lambda one=one: close_ask(ask=ask, outcome=one, by=officer) for one in ("found", "not-found")])
    ask.refresh_from_db()
    assert why == f"Somebody has closed this already, as “{ask.get_outcome_display()}”."


def test_two_daily_jobs_at_the_same_moment_ask_each_person_once() -> None:
    council = make_council()
    people = [make_officer(council) for _ in range(3)]
    for _ in range(4):
        make_ask(
            organisation=council,
            listing=make_project(leads=[council]),
            deadline=localdate() - timedelta(days=1),
        )
    at_once(*[lambda: ask_what_came_of_it(today=localdate(), by=None) for _ in range(3)])
    mails = OutgoingMail.objects.filter(name="ask_expired")
    assert mails.count() == 4 * len(people)
    assert len({(mail.user_id, mail.about["ask"]) for mail in mails}) == mails.count()
