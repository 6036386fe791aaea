"""The outbox: each mail is sent once and remembered, and what is wrong with one never keeps back another."""

import logging
import smtplib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail as django_mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from collabhub.bench.mail_sink import Sink, running_sink
from councils.actions.outbox import (
    MOST_TRIES,
    ROUND,
    forget_old_mails,
    post,
    post_to_many,
    send_round,
    wait_after,
)
from councils.models import OutgoingMail, User
from councils.tasks.outbox import send_mail
from tests.support.factories import make_council, make_manager, make_member, make_person
from tests.support.mail import deliver, waiting_jobs
from tests.support.news_letters import NOTHING, UNREADABLE, UNWRITABLE, with_its_template
from tests.support.visits import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _with_a_mail_that_only_tests_send() -> Iterator[None]:
    with with_its_template():
        yield


@pytest.fixture
def sink(settings: Any) -> Iterator[Sink]:
    """A mail server that is in use."""
    with running_sink() as sink:
        settings.MAILERS = sink.mailer
        yield sink


def put(number: int = 1, **about: int) -> list[OutgoingMail]:
    """Put mails to so many people into the outbox."""
    return post_to_many(to=[make_person().pk for _ in range(number)], mail="plain_news", about=about)


def states() -> list[str]:
    """Return what became of all mails, oldest first."""
    return list(OutgoingMail.objects.values_list("state", flat=True))


def let_time_pass() -> None:
    """Let every mail that waits be due."""
    OutgoingMail.objects.waiting().update(due_at=timezone.now())


def test_a_mail_is_sent_once_and_what_became_of_it_is_known() -> None:
    posted = post(to=make_person("Olu"), mail="plain_news", about={})
    [sent] = deliver()
    assert sent.subject == f"News of number {posted.pk}"
    assert sent.message()["Message-ID"] == posted.message_id
    posted.refresh_from_db()
    assert (posted.state, posted.outcome, posted.tries) == ("sent", "", 0)
    assert posted.ended_at
    send_mail.func(mail_id=posted.pk)
    assert send_round() == {}
    assert len(django_mail.outbox) == 1


def test_a_mail_whose_cause_is_undone_is_not_there() -> None:
    person = make_person()
    with transaction.atomic():
        post(to=person, mail="plain_news", about={})
        transaction.set_rollback(True)
    assert states() == []
    assert waiting_jobs() == []


@pytest.mark.parametrize("mail", ["plain_news", "nobody_writes_this"])
def test_a_mail_without_its_job_is_found_by_the_next_round(mail: str) -> None:
    [posted] = post_to_many(to=[make_person().pk], mail=mail, about={})
    assert waiting_jobs() == []
    assert send_round() == ({"sent": 1} if mail == "plain_news" else {"waiting": 1})
    posted.refresh_from_db()
    assert posted.outcome == ("" if mail == "plain_news" else "It could not be written: KeyError.")


def test_nothing_to_say_is_no_mail_and_a_closed_account_gets_none() -> None:
    put(trouble=NOTHING)
    post_to_many(to=[make_person(is_active=False).pk], mail="plain_news", about={})
    assert send_round() == {"skipped": 2}
    assert django_mail.outbox == []
    said = list(OutgoingMail.objects.values_list("outcome", flat=True))
    assert said == ["There was nothing to say any more.", "The account is closed."]


def test_what_is_wrong_with_one_mail_keeps_back_no_other() -> None:
    put(trouble=UNWRITABLE)
    put(trouble=UNREADABLE)
    nowhere = make_person()
    type(nowhere).objects.filter(pk=nowhere.pk).update(email="no mailbox at all")
    unwritable = make_person()
    type(unwritable).objects.filter(pk=unwritable.pk).update(email="ö@people.example")
    post_to_many(to=[nowhere.pk, unwritable.pk], mail="plain_news", about={})
    put(3)
    with running_sink() as sink, pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.conf.settings.MAILERS", sink.mailer)
        assert send_round() == {"waiting": 4, "sent": 3}
        assert len(sink.taken) == 3
    assert list(OutgoingMail.objects.waiting().values_list("tries", "outcome")) == [
        (1, "It could not be written: RuntimeError."),
        (1, "It could not be written: ProgrammingError."),
        (1, "It could not be handed over: ValueError."),
        (1, "It could not be handed over: ValueError."),
    ]


def test_a_mail_waits_ever_longer_for_most_of_three_days_and_is_then_given_up() -> None:
    waits = [wait_after(tries) for tries in range(1, MOST_TRIES)]
    assert waits == sorted(waits)
    assert waits[0] < timedelta(seconds=10)
    assert timedelta(hours=60) < sum(waits, timedelta()) < timedelta(hours=72)
    [posted] = put(trouble=UNWRITABLE)
    for tries in range(1, MOST_TRIES):
        before = timezone.now()
        assert send_round() == {"waiting": 1}
        assert send_round() == {}
        posted.refresh_from_db()
        assert posted.tries == tries
        assert posted.due_at >= before + wait_after(tries)
        let_time_pass()
    assert send_round() == {"failed": 1}
    let_time_pass()
    assert send_round() == {}


def test_a_mailbox_that_is_no_more_ends_what_its_person_was_and_others_do_not(sink: Sink) -> None:
    council = make_council()
    make_manager(council)
    gone, full, other = (make_member(council) for _ in range(3))
    replies = {gone.user.email: "550 5.1.1 unknown", full.user.email: "552 5.2.2 full", other.user.email: "450 later"}
    sink.refuses = lambda address: replies.get(address, "")
    post_to_many(to=[gone.user_id, full.user_id, other.user_id], mail="plain_news", about={})
    assert send_round() == {"failed": 2, "waiting": 1}
    assert [bool(each.ended_at) for each in council.memberships.order_by("pk")] == [False, True, False, False]
    assert list(OutgoingMail.objects.values_list("outcome", flat=True)) == [
        "The mail server says that there is no such mailbox.",
        "The mail server takes nothing for this address.",
        "The mail server did not take it: SMTPException.",
    ]
    assert not any("@" in outcome for outcome in OutgoingMail.objects.values_list("outcome", flat=True))


def test_a_failed_address_that_cannot_be_noted_keeps_back_no_other_mail(sink: Sink) -> None:
    gone = make_member(make_council())
    nobody = gone.user.email
    sink.refuses = lambda address: "550 5.1.1 unknown" if address == nobody else ""
    post_to_many(to=[gone.user_id], mail="plain_news", about={})
    put()
    with connection.cursor() as cursor:  # the database takes no change of a membership, for whatever reason
        cursor.execute("""CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
                          $$ BEGIN RAISE 'not now'; END $$""")
        cursor.execute("CREATE TRIGGER refuse BEFORE UPDATE ON councils_membership EXECUTE FUNCTION refuse()")
    assert send_round() == {"failed": 1, "sent": 1}
    gone.refresh_from_db()
    assert gone.is_current


def test_while_the_mail_server_is_away_nothing_is_tried_and_all_goes_out_once_it_is_back(settings: Any) -> None:
    put(3)
    with running_sink() as sink:
        back = sink.mailer
    settings.MAILERS = back
    assert send_round() == {}
    post(to=make_person(), mail="plain_news", about={})
    deliver()
    assert states() == ["waiting"] * 4
    assert set(OutgoingMail.objects.values_list("tries", flat=True)) == {0}
    with running_sink() as sink:
        settings.MAILERS = sink.mailer
        assert send_round() == {"sent": 4}


def test_many_mails_are_one_conversation_with_the_mail_server(sink: Sink) -> None:
    put(5)
    assert send_round() == {"sent": 5}
    assert sink.conversations == 1


def test_a_mail_server_that_ends_a_conversation_after_some_mails_is_reached_anew(sink: Sink) -> None:
    sink.mails_each = 2
    put(7)
    assert send_round() == {"sent": 7}
    assert (sink.conversations, sink.twice()) == (4, {})


def test_a_conversation_that_breaks_off_before_the_answer_repeats_the_same_mail(sink: Sink) -> None:
    sink.drops_at = {3}
    mails = put(5)
    assert send_round() == {"sent": 5}
    assert sink.twice() == {mails[2].message_id: 2}
    assert {one.message_id for one in sink.taken} == {mail.message_id for mail in mails}


def test_a_mail_that_was_refused_does_not_break_the_conversation(sink: Sink) -> None:
    mails = put(3)
    refused = mails[1].user.email
    sink.refuses = lambda address: "550 5.7.1 no" if address == refused else ""
    assert send_round() == {"sent": 2, "failed": 1}
    assert sink.conversations == 1


def test_a_mail_server_without_words_is_tried_again_with_each_mail(settings: Any) -> None:
    settings.MAILERS = {"default": {"BACKEND": f"{__name__}.Silent"}}
    put(2)
    assert send_round() == {"waiting": 2}
    said = set(OutgoingMail.objects.values_list("outcome", flat=True))
    assert said == {"The mail server did not take it: SMTPServerDisconnected."}


class Silent(BaseEmailBackend):
    """A mail server that ends every conversation at once."""

    def send_messages(self, email_messages: Any) -> int:
        raise smtplib.SMTPServerDisconnected("Connection unexpectedly closed")


def test_mails_that_wait_for_too_long_are_said_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    put(2, trouble=NOTHING)
    now = timezone.now()
    OutgoingMail.objects.update(due_at=now - timedelta(minutes=16))
    assert OutgoingMail.objects.late(now).count() == 2
    with caplog.at_level(logging.ERROR, "collabhub.mail"), somebody_elses_round():
        assert send_round() == {}
    assert "2 mails should have been sent a while ago and still wait." in caplog.text
    assert send_round() == {"skipped": 2}


@contextmanager
def somebody_elses_round() -> Iterator[None]:
    """Another process looks for what is due."""
    with closing(connection.copy()) as other, other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [ROUND])
        yield
        cursor.execute("SELECT pg_advisory_unlock(%s)", [ROUND])


def test_old_mails_are_forgotten_and_those_that_wait_are_not() -> None:
    put(trouble=NOTHING)
    send_round()
    put()
    assert forget_old_mails(before=timezone.now() - timedelta(days=1)) == 0
    assert forget_old_mails(before=timezone.now()) == 1
    assert states() == ["waiting"]


def test_moderators_see_what_became_of_mails_and_of_nobody(moderator: User) -> None:
    person = make_person("Olu Adeyemi")
    [late] = post_to_many(to=[person.pk], mail="plain_news", about={})
    OutgoingMail.objects.update(due_at=timezone.now() - timedelta(hours=1))
    put(trouble=NOTHING)
    browser = signed_in(moderator)
    everything = reverse("admin:councils_outgoingmail_changelist")
    pages = [everything, f"{everything}?late=yes", reverse("admin:councils_outgoingmail_change", args=[late.pk])]
    shown = [browser.get(page) for page in pages]
    assert [answer.status_code for answer in shown] == [200, 200, 200]
    words = [answer.content.decode() for answer in shown]
    assert "2 mails" in words[0]
    assert "1 mail" in words[1]
    assert not any("Adeyemi" in page or person.email in page for page in words)
