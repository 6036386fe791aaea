"""Mail to somebody whose mailbox is no more: they no longer belong to their councils, and the managers hear of it."""

import smtplib
from typing import Any

import pytest
from django.core.mail.backends.base import BaseEmailBackend
from django.test import Client

from councils.actions.memberships import appoint
from councils.mail import MailboxRefused, NoSuchMailbox
from councils.models import Membership, Organisation, User
from councils.tasks.memberships import became_manager
from councils.tasks.sign_in import send_code
from tests.support.doors import ask, is_signed_in
from tests.support.factories import make_council, make_manager, make_member, make_person
from tests.support.mail import deliver, waiting_jobs
from tests.support.visits import signed_in

pytestmark = pytest.mark.django_db


class Refusing(BaseEmailBackend):
    """A mail server that takes nothing."""

    def __init__(self, reply: bytes, **options: Any) -> None:
        super().__init__(**options)
        self.reply = reply

    def send_messages(self, email_messages: Any) -> int:
        raise smtplib.SMTPRecipientsRefused({"olu@council.example": (550, self.reply)})


@pytest.fixture
def council() -> Organisation:
    """A council with a manager."""
    council = make_council("Exford")
    make_manager(council, "Mina")
    return council


def refuse(settings: Any, reply: bytes) -> None:
    """Let the mail server answer so to every mail."""
    backend = f"{__name__}.Refusing"
    settings.MAILERS = {"default": {"BACKEND": backend, "OPTIONS": {"reply": reply}}}


@pytest.mark.parametrize("reply", [b"5.1.1 <olu@x> unknown", b"5.1.6 moved", b"5.1.10 no mail here", b"5.1.1\nunknown"])
def test_a_person_whose_mailbox_is_no_more_belongs_nowhere_any_more(
    settings: Any, council: Organisation, reply: bytes
) -> None:
    olu, mailers = make_member(council, "Olu"), settings.MAILERS
    browser = signed_in(olu.user)
    refuse(settings, reply)
    olu.role = "manager"
    olu.save()
    became_manager.func(membership_id=olu.pk)
    olu.refresh_from_db()
    assert olu.end_reason == Membership.EndReason.ADDRESS_FAILED
    assert User.objects.get(pk=olu.user_id).address_failed_at
    assert not is_signed_in(browser)
    settings.MAILERS = mailers
    assert "came back" in deliver()[0].body


@pytest.mark.parametrize("reply", [b"No", b"5.7.1 relaying denied", b"5.1.11 x", b"5.1.2 no such host", b"Not 5.1.1"])
def test_other_refusals_change_nothing_for_the_person(settings: Any, council: Organisation, reply: bytes) -> None:
    olu = make_member(council, "Olu", role="manager")
    refuse(settings, reply)
    with pytest.raises(MailboxRefused) as refused:
        became_manager.func(membership_id=olu.pk)
    assert type(refused.value) is MailboxRefused
    olu.refresh_from_db()
    assert olu.is_current


def test_a_code_that_cannot_be_delivered_tells_it_too(settings: Any, client: Client, council: Organisation) -> None:
    olu = make_member(council, "Olu")
    ask(client, olu.user.email)
    [job] = waiting_jobs()
    refuse(settings, b"5.1.1 unknown")
    send_code.func(**job.args)
    olu.refresh_from_db()
    assert not olu.is_current


def test_an_address_without_an_account_changes_nothing(settings: Any, client: Client, council: Organisation) -> None:
    person = make_person()
    appoint(user=person, organisation=council, by=person)
    council.invitations.create(email="new@people.example")
    deliver()
    ask(client, "new@people.example")
    [job] = waiting_jobs()
    refuse(settings, b"5.1.1 unknown")
    with pytest.raises(NoSuchMailbox):
        send_code.func(**job.args)
    assert council.memberships.current().count() == 2
