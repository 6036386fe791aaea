"""Entries that are due for review, and the mails about them."""

import datetime
import re
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.timezone import localdate

from councils.models import Membership
from listings.actions.review_mails import ask_for_reviews
from tests.support.factories import look_after, make_project
from tests.support.mail import deliver


def days(number: int) -> datetime.timedelta:
    """Return a length of time."""
    return datetime.timedelta(days=number)


def make_due(title: str, *keepers: Membership, in_days: int = 0, **fields: Any) -> Any:
    """Return a project of the councils of some members, who look after it, that is due so many days from today."""
    fields = {"leads": list(dict.fromkeys(member.organisation for member in keepers))} | fields
    confirmed_at = timezone.now() - days(400)
    project = make_project(title, review_date=localdate() + days(in_days), confirmed_at=confirmed_at, **fields)
    for member in keepers:
        look_after(project, member)
    return project


def ask(after: int = 0) -> list[Any]:
    """Ask as if so many days had passed, and return the mails that went out."""
    ask_for_reviews(today=localdate() + days(after), by=None)
    return deliver()


def told(mails: list[Any]) -> list[tuple[str, str]]:
    """Return to whom mails went and what about, in a fixed order."""
    return sorted((mail.to[0].partition("-")[0], mail.subject) for mail in mails)


def page_of(mail: Any) -> str:
    """Return the path of the page that a mail leads to."""
    found = re.search(re.escape(settings.SITE_URL) + r"(/review/\S+)", mail.body)
    assert found, mail.body
    return found[1]
