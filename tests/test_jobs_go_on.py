"""What the worker does goes on: what is wrong with one keeps back no other, and what was missed is made up for."""

import logging
import threading
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from django.utils.timezone import localdate
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.jobs import Job
from procrastinate.periodic import PeriodicDeferrer

from collaboration.actions.ask_reminders import ask_what_came_of_it
from collaboration.actions.chasing import chase
from collaboration.actions.introducing import ask_what_came
from collaboration.actions.suggesting import suggest
from collaboration.models import Interest, Introduction, Suggestion
from councils.actions.accounts import close_account
from councils.actions.outbox import post, send_one
from councils.mail import NoSuchMailbox
from councils.models import OutgoingMail, User
from directory.one_by_one import SomeFailed
from tests.support.factories import make_area, make_council, make_manager, make_officer, make_project
from tests.support.joining import make_ask, make_interest, make_introduction, make_outgoing_mail
from tests.support.news_letters import with_its_template

LOOKED_AFTER_ELSEWHERE = {
    "councils.send_mail": "The outbox itself knows when a mail is tried again, for 66 hours.",
    "councils.send_waiting_mails": "The next round comes within a minute.",
    "collabhub.retry_stalled_jobs": "The next look comes within a minute.",
    "collaboration.end_what_was_confirmed": "The next look comes within five minutes.",
    "collaboration.go_on_with_digests": "The next look comes within a quarter of an hour.",
}
"""Jobs that the queue does not try again, and why none is lost by that."""


def refuse(event: str, table: str, condition: str) -> None:
    """Let the database take no such change of one row, for whatever reason, until the end of the test."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'not now'; END $$")
        cursor.execute(
            f"CREATE TRIGGER refuse BEFORE {event} ON {table} FOR EACH ROW WHEN ({condition}) EXECUTE FUNCTION refuse()"
        )


def fails_at_the_end(job: Callable[[], Any], caplog: pytest.LogCaptureFixture) -> None:
    """Do a job in which one thing goes wrong, which the log and the end say."""
    with pytest.raises(SomeFailed), caplog.at_level(logging.ERROR):
        job()
    assert "not now" in caplog.text


@pytest.mark.django_db
def test_a_conversation_that_cannot_be_chased_keeps_back_no_other(caplog: pytest.LogCaptureFixture) -> None:
    bad, good = (make_interest(due_on=localdate() - timedelta(days=days)) for days in (9, 3))
    for one in (bad, good):
        owner = one.listing.participations.get().organisation
        assert owner
        make_officer(owner)
    refuse("UPDATE", "collaboration_interest", f"OLD.id = {bad.pk}")
    fails_at_the_end(lambda: chase(today=localdate()), caplog)
    assert [one.chased for one in Interest.objects.order_by("pk")] == ["", "reminded"]


@pytest.mark.django_db
def test_an_ask_that_cannot_be_asked_about_keeps_back_no_other(caplog: pytest.LogCaptureFixture) -> None:
    bad, good = (make_ask(deadline=localdate() - timedelta(days=days)) for days in (9, 3))
    for one in (bad, good):
        make_officer(one.organisation)
    refuse("INSERT", "councils_outgoingmail", f"NEW.about ->> 'ask' = '{bad.pk}'")
    fails_at_the_end(lambda: ask_what_came_of_it(today=localdate(), by=None), caplog)
    assert [mail.about["ask"] for mail in OutgoingMail.objects.filter(name="ask_expired")] == [good.pk]


@pytest.mark.django_db
def test_an_introduction_that_cannot_be_asked_about_keeps_back_no_other(caplog: pytest.LogCaptureFixture) -> None:
    bad, _ = (make_introduction(due_on=localdate() - timedelta(days=days)) for days in (9, 3))
    refuse("UPDATE", "collaboration_introduction", f"OLD.id = {bad.pk}")
    fails_at_the_end(lambda: ask_what_came(today=localdate()), caplog)
    assert [one.times_asked for one in Introduction.objects.order_by("pk")] == [0, 1]


@pytest.mark.django_db
def test_a_council_for_which_nothing_can_be_found_keeps_back_no_other(caplog: pytest.LogCaptureFixture) -> None:
    waste = make_area("Waste")
    bad, good = (make_council(name) for name in ("Aford", "Zedford"))
    for council in (bad, good):
        make_project(f"Bins of {council}", leads=[council], areas=[waste])
    wants = make_project("Lorries", leads=[make_council("Wants")], areas=[waste])
    make_ask(listing=wants, organisation=wants.participations.get().organisation)
    refuse("INSERT", "collaboration_suggestion", f"NEW.organisation_id = {bad.pk}")
    fails_at_the_end(lambda: suggest(today=localdate()), caplog)
    assert good.pk in set(Suggestion.objects.values_list("organisation", flat=True))


def test_every_job_is_tried_five_times_with_growing_waits_or_looked_after_elsewhere() -> None:
    app.perform_import_paths()  # type: ignore[no-untyped-call] # of procrastinate, which leaves it so
    ours = {
        name: task
        for name, task in app.tasks.items()
        if name.partition(".")[0] in ("collabhub", "councils", "listings", "projects", "services", "collaboration")
    }
    assert set(LOOKED_AFTER_ELSEWHERE) <= set(ours)
    for name in set(ours) - set(LOOKED_AFTER_ELSEWHERE):
        strategy = ours[name].retry_strategy
        assert isinstance(strategy, RetryStrategy), name
        waits = [wait_before(strategy, number) for number in range(5)]
        assert waits == sorted(set(waits)), f"{name} waits longer each time"


def wait_before(strategy: RetryStrategy, attempts: int) -> int:
    """Return the seconds after which a job that failed so often before is tried again; a mail server was away."""
    job = Job(id=1, queue="default", lock=None, queueing_lock=None, task_name="a job", attempts=attempts)
    decision = strategy.get_retry_decision(exception=OSError("away"), job=job)
    assert decision is not None
    assert decision.retry_at is not None
    return round((decision.retry_at - timezone.now()).total_seconds())


def test_a_worker_that_was_away_in_the_morning_begins_what_is_done_once_a_day_when_it_is_back() -> None:
    app.perform_import_paths()  # type: ignore[no-untyped-call] # of procrastinate, which leaves it so
    back = datetime(2026, 11, 24, 15, tzinfo=UTC)
    deferrer = PeriodicDeferrer(app.periodic_registry, **app.periodic_defaults)
    begun = {
        task.task.name: datetime.fromtimestamp(at, UTC) for task, at in deferrer.get_previous_tasks(back.timestamp())
    }
    daily = [f"collaboration.{name}" for name in ("chase_interest", "send_digests", "suggest", "ask_what_came_of_asks")]
    assert {name: begun[name].date() for name in daily} == dict.fromkeys(daily, date(2026, 11, 24))


@pytest.mark.django_db
def test_whether_a_mail_was_made_is_found_by_an_index() -> None:
    make_outgoing_mail()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    made = OutgoingMail.objects.about({"ask": 5, "until": 1}).filter(name="ask_expired")
    assert "outgoing_mail_about" in made.explain()


@pytest.mark.django_db(transaction=True)
def test_a_mailbox_that_is_gone_while_its_person_closes_the_account_keeps_neither_waiting() -> None:
    council = make_council()
    make_manager(council)
    person = make_officer(council)
    failed: list[Exception] = []

    def close() -> None:
        try:
            close_account(user=User.objects.get(pk=person.pk), by=person)
        except Exception as error:  # noqa: BLE001 - said by the test itself, in its own thread
            failed.append(error)
        finally:
            connection.close()

    closing = threading.Thread(target=close)

    class Server:
        """A mail server that says after a while that there is no such mailbox."""

        def hand_over(self, message: Any) -> None:
            closing.start()
            waits = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
            with connection.cursor() as cursor:
                for _ in range(200):
                    cursor.execute(f"SELECT pg_sleep(0.05) WHERE NOT EXISTS ({waits})")
                    if not cursor.fetchall():
                        break
            raise NoSuchMailbox("no such mailbox")

    with with_its_template():
        mail = post(to=person, mail="plain_news", about={})
        assert send_one(mail_id=mail.pk, server=Server()) == "failed"  # type: ignore[arg-type] # one that is slow
    closing.join()
    assert failed == []
    assert User.objects.get(pk=person.pk).closed_at
