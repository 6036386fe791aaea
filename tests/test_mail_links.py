"""The links in every mail: a scanner that opens them again and again changes nothing and gets nobody in."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django.utils import timezone

from councils.models import Membership, SignInCode, User
from councils.tasks import accounts, memberships, second_step
from councils.tasks.sign_in import send_code
from tests.support.databases import reading_only
from tests.support.doors import list_domain
from tests.support.factories import make_invitation, make_manager, make_member, make_officer, make_person, make_request
from tests.support.mails import BY_TOPIC

pytestmark = pytest.mark.django_db


def make_code(address: str, user: User | None = None, purpose: str = "sign-in") -> SignInCode:
    """Return a request for a code that has just been made."""
    in_ten_minutes = timezone.now() + timedelta(minutes=10)
    return SignInCode.objects.create(
        address=address, mailbox="0" * 64, purpose=purpose, user=user, expires_at=in_ten_minutes
    )


def former(council: Any) -> Membership:
    """Return a membership that a manager ended."""
    return make_member(council, ended_at=timezone.now() + timedelta(seconds=1), end_reason="ended")


def every_mail() -> dict[str, Callable[[], None]]:
    """Return what sends each mail, by the name of its template."""
    council = list_domain("exford.gov.uk")
    manager, officer = make_manager(council), make_officer(council)
    managing, belonging = manager.memberships.get(), officer.memberships.get()
    answered = make_request(council, answer="no", reason="We do not know you.", answered_at=timezone.now())
    stranger = make_person("Stranger")
    return {
        **{name: send for topic in BY_TOPIC for name, send in topic.mails().items()},
        "sign_in_code": lambda: send_code(code_id=make_code(officer.email).pk),
        "account_idle": lambda: accounts.account_idle(user_id=officer.pk),
        "address_changed": lambda: accounts.address_changed(membership_id=belonging.pk, to_id=manager.pk),
        "address_wanted": lambda: accounts.address_wanted(code_id=make_code(officer.email, stranger, "new-address").pk),
        "became_manager": lambda: memberships.became_manager(membership_id=managing.pk),
        "invitation": lambda: memberships.invitation(invitation_id=make_invitation(council).pk),
        "membership_answered": lambda: memberships.request_answered(request_id=answered.pk),
        "membership_ended": lambda: memberships.membership_ended(membership_id=former(council).pk),
        "membership_request": lambda: memberships.request_received(
            request_id=make_request(council).pk, to_id=manager.pk
        ),
        "no_manager_left": lambda: memberships.no_manager_left(
            organisation_id=list_domain("winsford.gov.uk").pk, to_id=make_person(is_staff=True).pk
        ),
        "second_step_changed": lambda: second_step.tell_of_change(user_id=officer.pk, change="totp_activated"),
        "somebody_joined": lambda: memberships.somebody_joined(membership_id=belonging.pk, to_id=manager.pk),
        "somebody_left": lambda: memberships.somebody_left(membership_id=former(council).pk, to_id=manager.pk),
    }


def links_in(message: Any) -> set[str]:
    """Return the addresses that a mail names, in its text and in its HTML."""
    html, _ = message.alternatives[0]
    return set(re.findall(r"https?://[^\s\"<>]+", f"{message.body}\n{html}"))


def test_opening_every_link_of_every_mail_five_times_changes_nothing_and_lets_nobody_in() -> None:
    opened = 0
    for name, send in every_mail().items():
        send()
        assert len(mail.outbox) == 1, name
        message = mail.outbox.pop()
        for link in links_in(message):
            assert link.startswith(site.SITE_URL), name
            for _ in range(5):
                scanner = Client()
                with reading_only():
                    answer = scanner.get(link.removeprefix(site.SITE_URL) or "/")
                assert answer.status_code in {200, 302}, (name, link)
                assert "sessionid" not in scanner.cookies, (name, link)
                opened += 1
    assert opened > 40
    assert not Session.objects.exists()


def test_every_mail_that_there_is_is_among_them() -> None:
    written = {path.stem for path in (Path(site.BASE_DIR) / "templates" / "mail").glob("*.txt")}
    assert set(every_mail()) == written


LISTS_OF_PAGES = {"digest", "introduction"}
"""Mails that are lists of what to look at, and ask for nothing."""


def test_a_mail_asks_for_one_thing_at_most() -> None:
    for name, send in every_mail().items():
        send()
        own_links = links_in(mail.outbox.pop()) - {site.SITE_URL, f"{site.SITE_URL}/"}
        assert len(own_links) <= 1 or name in LISTS_OF_PAGES, name
