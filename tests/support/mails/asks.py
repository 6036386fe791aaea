"""Mails about what was wanted: what sends each, by the name of its template."""

from collections.abc import Callable
from datetime import timedelta

from django.utils.timezone import localdate

from councils.actions.outbox import post, send_waiting
from councils.models import OutgoingMail
from tests.support.factories import make_council, make_manager, make_project
from tests.support.joining import make_ask


def mails() -> dict[str, Callable[[], None]]:
    """Return what sends each mail."""
    council = make_council()
    reader, project = make_manager(council), make_project(leads=[council])

    def ask_expired() -> None:
        day = localdate() - timedelta(days=1)
        ask = make_ask(listing=project, organisation=council, deadline=day)
        about = {"ask": ask.pk, "until": day.toordinal()}
        posted = post(to=reader, mail="ask_expired", about=about)
        send_waiting(mails=OutgoingMail.objects.filter(pk=posted.pk))

    return {"ask_expired": ask_expired}
