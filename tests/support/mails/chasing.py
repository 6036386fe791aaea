"""Mails about interest that nobody moves on, that was reported or stopped: what sends each."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.timezone import localdate

from collaboration.inbound import Why
from collaboration.models import Block, Interest
from councils.actions.outbox import post, send_waiting
from councils.models import OutgoingMail
from tests.support.factories import make_council, make_manager, make_officer, make_person, make_project
from tests.support.joining import make_interest


def mails() -> dict[str, Callable[[], None]]:
    """Return what sends each mail."""
    council = make_council()
    reader, moderator = make_manager(council), make_person("Moderator", is_staff=True)
    entry = make_project(leads=[council])
    due = localdate() - timedelta(days=1)

    def interest(**fields: Any) -> Interest:
        return make_interest(listing=entry, **{"due_on": due, "chased": "reminded"} | fields)

    def send(mail: str, made: Interest, to: Any = reader, **about: int) -> None:
        given = {"interest": made.pk, "due": due.toordinal()} | about
        posted = post(to=to, mail=mail, about=given)
        send_waiting(mails=OutgoingMail.objects.filter(pk=posted.pk))

    def to_moderators() -> None:
        made = interest(chased=Interest.Chased.MODERATORS, chased_on=localdate())
        send("interest_moderators", made, moderator, day=localdate().toordinal())

    def to_who_is_blocked() -> None:
        made, sender = interest(), make_officer(make_council())
        block = Block.objects.create(user=sender, organisation=council)
        send("sender_blocked", made, sender, block=block.pk)

    reported = {"reported_at": timezone.now(), "report_words": "It sells something."}
    return {
        "interest_reminder": lambda: send("interest_reminder", interest()),
        "interest_managers": lambda: send("interest_managers", interest()),
        "interest_unanswered": lambda: send("interest_unanswered", interest()),
        "interest_moderators": to_moderators,
        "interest_reported": lambda: send("interest_reported", interest(**reported), moderator),
        "report_answered": lambda: send("report_answered", interest(**reported, report_answer="fine")),
        "interest_stopped": lambda: send("interest_stopped", interest(**reported)),
        "sender_blocked": to_who_is_blocked,
        "may_write_again": lambda: send("may_write_again", interest(), organisation=council.pk),
        "mail_not_passed_on": lambda: send("mail_not_passed_on", interest(), why=Why.OLD),
    }
