"""When the last day of an ask is over, its people are asked once what came of it."""

from datetime import timedelta
from typing import Any, cast

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone
from django.utils.timezone import localdate

from collaboration.actions.ask_reminders import ASKED_WITHIN, ask_what_came_of_it
from collaboration.daily import ask_what_came_of_asks
from collaboration.models import Ask
from councils.models import Organisation, OutgoingMail
from tests.support.factories import make_council, make_officer, make_person, make_project
from tests.support.joining import make_ask
from tests.support.mail import deliver

pytestmark = pytest.mark.django_db


@pytest.fixture
def council() -> Organisation:
    return make_council("Exford")


def make_over(council: Organisation, *, days: int = 1, words: str = "Two councils", **fields: Any) -> Ask:
    """Return an ask of a new entry of a council, over for some days."""
    project = make_project("Bins", leads=[council], **fields)
    return make_ask(listing=project, organisation=council, words=words, deadline=localdate() - timedelta(days=days))


def run() -> int:
    return ask_what_came_of_it(today=localdate(), by=None)


def test_the_people_of_the_entry_are_asked_once_with_a_link_to_the_answer(council: Organisation) -> None:
    officer = make_officer(council)
    ask = make_over(council)
    assert (run(), run()) == (1, 0)
    [message] = deliver()
    assert message.to == [officer.email]
    assert message.subject == "Did you find what “Bins” wanted?"
    assert "> Two councils" in message.body
    assert f"/councils/{council.slug}/manage/entries/{ask.listing_id}/wanted/{ask.pk}/" in message.body
    assert deliver() == []


def test_the_daily_job_asks(council: Organisation) -> None:
    make_officer(council)
    make_over(council)
    ask_what_came_of_asks(timestamp=int(timezone.now().timestamp()))
    assert len(deliver()) == 1


def test_nobody_is_asked_on_the_last_day_nor_about_what_is_settled_or_long_over(council: Organisation) -> None:
    make_officer(council)
    make_over(council, days=0)
    make_over(council, days=ASKED_WITHIN.days + 1)
    make_over(council, is_ended=True)
    make_over(council, state="withdrawn")
    settled = make_over(council)
    Ask.objects.filter(pk=settled.pk).update(outcome="found", closed_at=timezone.now())
    assert run() == 0
    make_over(council, days=ASKED_WITHIN.days)
    assert run() == 1


def test_who_answers_before_the_mail_goes_out_gets_none(council: Organisation) -> None:
    make_officer(council)
    for fields in (
        {"outcome": "found", "closed_at": timezone.now()},
        {"deadline": localdate() + timedelta(days=9)},
    ):
        ask = make_over(council)
        run()
        Ask.objects.filter(pk=ask.pk).update(**fields)
    assert deliver() == []
    assert set(OutgoingMail.objects.values_list("state", flat=True)) == {"skipped"}


def test_who_goes_on_asking_is_asked_again_after_the_other_day(council: Organisation) -> None:
    make_officer(council)
    ask = make_over(council, days=5)
    assert run() == 1
    Ask.objects.filter(pk=ask.pk).update(deadline=localdate() - timedelta(days=1))
    assert (run(), run()) == (1, 0)


def test_where_nobody_is_left_the_moderators_are_asked(council: Organisation) -> None:
    moderator = make_person("Moderator", is_staff=True)
    make_over(council)
    run()
    assert [message.to for message in deliver()] == [[moderator.email]]


def test_words_of_people_stay_words_in_the_mail(council: Organisation) -> None:
    make_officer(council)
    make_over(council, words="<b>Two</b>\r\nBcc: a@b.example {{ link }}")
    run()
    deliver()
    [message] = cast(list[EmailMultiAlternatives], mail.outbox)
    assert "> <b>Two</b> Bcc: a@b.example {{ link }}" in message.body
    assert message.recipients() == message.to
    html, _ = message.alternatives[0]
    assert "&lt;b&gt;Two&lt;/b&gt;" in str(html)
