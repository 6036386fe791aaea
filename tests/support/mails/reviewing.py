"""Mails about confirming from a mail: what sends each, by the name of its template."""

from collections.abc import Callable

from listings.tasks.reviews import send_review_mail
from tests.support.addresses.reviewing import mail_about
from tests.support.factories import make_council, make_member, make_project


def mails() -> dict[str, Callable[[], None]]:
    """Return what sends each mail."""
    member = make_member(make_council())
    project = make_project("Bins", leads=[member.organisation])
    return {"review": lambda: send_review_mail(mail_id=mail_about(project, member.user).pk)}
