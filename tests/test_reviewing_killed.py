"""Review mails are made and sent once, whoever runs at the same time and whatever is killed half-way."""

import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core import mail as outbox
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Count
from procrastinate.contrib.django.models import ProcrastinateJob

from councils.models import User
from listings.models import ReviewMail, ReviewNotice
from listings.tasks.reviews import send_review_mail
from tests.support.factories import make_council, make_member
from tests.support.mail import deliver
from tests.support.mail_server import accepting_server
from tests.support.reviews import make_due
from tests.test_worker import ROOT, address_of_the_database, empty_the_queue, eventually

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE = 12
SEND = (
    "import django; django.setup(); from listings.tasks.reviews import send_review_mail; send_review_mail(mail_id={})"
)


@pytest.fixture(autouse=True)
def people() -> Iterator[list[User]]:
    """Officers of several councils, each with two entries that are due, and an empty queue."""
    empty_the_queue()
    members = [make_member(council) for council in (make_council(), make_council()) for _ in range(PEOPLE // 2)]
    for member in members:
        make_due(f"Bins of {member.pk}", member), make_due(f"Parking of {member.pk}", member)
    yield [member.user for member in members]
    empty_the_queue()


def start(*words: str, **environment: str) -> subprocess.Popen[bytes]:
    """Start Python in a process of its own on the database of this test."""
    given = {"DATABASE_URL": address_of_the_database(), "DEBUG": "1", "DJANGO_SETTINGS_MODULE": "collabhub.settings"}
    return subprocess.Popen([sys.executable, *words], cwd=ROOT, env=os.environ | given | environment)


def start_asking() -> subprocess.Popen[bytes]:
    """Start the command in a process of its own."""
    return start("manage.py", "ask_for_reviews")


def somebody_waits_for_a_lock() -> bool:
    """True when another connection to this database waits for what this test holds."""
    with connection.cursor() as cursor:
        # Not pg_stat_activity: it stays the same for as long as the transaction of the test.
        cursor.execute("SELECT count(*) FROM pg_locks WHERE pg_backend_pid() = ANY(pg_blocking_pids(pid))")
        return bool(cursor.fetchone()[0])


@contextmanager
def killed_where_it_waits(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """Kill a process as soon as it waits for a lock that this test holds."""
    try:
        assert eventually(somebody_waits_for_a_lock)
        process.send_signal(signal.SIGKILL)
        assert process.wait() == -signal.SIGKILL
        yield
    finally:
        process.kill()
        process.wait()


def everybody_has_one_mail_about_both_entries_and_one_job(people: list[User]) -> bool:
    """Say whether all is as it should be, once everything has run."""
    mails = Counter(ReviewMail.objects.values_list("user", flat=True))
    jobs = Counter(job.args["mail_id"] for job in ProcrastinateJob.objects.filter(task_name="listings.review_mail"))
    about = dict(ReviewNotice.objects.values_list("user").annotate(Count("listing", distinct=True)))
    return (
        mails == Counter(person.pk for person in people)
        and jobs == Counter(ReviewMail.objects.values_list("pk", flat=True))
        and about == {person.pk: 2 for person in people}
        and ReviewNotice.objects.count() == 2 * len(people)
    )


@pytest.mark.slow
def test_two_processes_at_once_write_to_everybody_once(people: list[User]) -> None:
    running = [start_asking(), start_asking()]
    assert [process.wait() for process in running] == [0, 0]
    assert everybody_has_one_mail_about_both_entries_and_one_job(people)
    assert sorted(mail.to[0] for mail in deliver()) == sorted(person.email for person in people)


@pytest.mark.slow
def test_a_round_killed_between_two_people_is_finished_by_the_next(people: list[User]) -> None:
    with transaction.atomic():
        User.objects.select_for_update().get(pk=people[5].pk)
        with killed_where_it_waits(start_asking()):
            assert 0 < ReviewMail.objects.count() < len(people)
    call_command("ask_for_reviews")
    assert everybody_has_one_mail_about_both_entries_and_one_job(people)


@pytest.mark.slow
def test_a_round_killed_in_the_middle_of_one_persons_mail_leaves_nothing_of_it(people: list[User]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE procrastinate_jobs IN EXCLUSIVE MODE")
        with killed_where_it_waits(start_asking()):
            assert not ReviewMail.objects.exists()
    call_command("ask_for_reviews")
    assert everybody_has_one_mail_about_both_entries_and_one_job(people)


@pytest.mark.slow
def test_a_sender_killed_while_the_mail_server_takes_the_mail_leaves_it_to_the_next(people: list[User]) -> None:
    call_command("ask_for_reviews")
    mail = ReviewMail.objects.first()
    with accepting_server() as server:
        sending = start("-c", SEND.format(mail.pk), EMAIL_URL=server.address)
        assert server.has_read.wait(60)
        sending.send_signal(signal.SIGKILL)
        assert sending.wait() == -signal.SIGKILL
        server.may_answer.set()
        assert start("-c", SEND.format(mail.pk), EMAIL_URL=server.address).wait() == 0
        assert start("-c", SEND.format(mail.pk), EMAIL_URL=server.address).wait() == 0
        taken = [one for one in server.mails if f"To: {mail.user.email}" in one]
    mail.refresh_from_db()
    assert mail.sent_at is not None
    assert [one.split("Message-ID: ")[1].split("\r\n")[0] for one in taken] == [mail.message_id]


def test_a_mail_that_several_workers_send_at_the_same_moment_goes_out_once() -> None:
    call_command("ask_for_reviews")
    mail = ReviewMail.objects.first()
    begin = threading.Barrier(4)

    def send() -> None:
        begin.wait()
        try:
            send_review_mail(mail_id=mail.pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [message.to for message in outbox.outbox] == [[mail.user.email]]
