"""The outbox: mail that is noted with what it is about, sent, and remembered with what became of it.

A mail is posted in the transaction of what it is about, so neither is there without the other. Its row is locked while
the mail server answers: two workers do not send it together, and one that is killed leaves it to the next. When that
happens between the server's answer and the commit, the mail goes out again under the same Message-ID, by which
mailboxes know it. Nothing rests on the queue alone: every minute whatever is due is looked for (`send_waiting`).
"""

import logging
from collections import Counter
from datetime import datetime, timedelta
from smtplib import SMTPException

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.utils import timezone

from councils.actions.memberships import address_failed
from councils.mail import MailboxRefused, NoSuchMailbox, send
from councils.models import OutgoingMail, User
from councils.models.outbox import OutgoingMailQuerySet
from councils.outbox import WRITERS
from councils.tasks import outbox as jobs

State = OutgoingMail.State
MOST_TRIES = 8
"""After waiting 4 s, 16 s, about 1, 4, 17 and 68 minutes and 4.5 hours: a mail server that is away loses nothing."""
WAIT = 4
log = logging.getLogger("collabhub.mail")


@transaction.atomic
def post(*, to: User, mail: str, about: dict[str, int], at_once: bool = True) -> OutgoingMail:
    """Put the mail `mail/<mail>.txt` into the outbox; call it in the transaction of its cause.

    It is written from the rows whose numbers `about` names, when it is sent.

    Unless `at_once`, no job is made for it: whoever posts very many sends them together.
    """
    posted = OutgoingMail.objects.create(user=to, name=mail, about=about)
    if at_once:
        jobs.send_mail.defer(mail_id=posted.pk)
    return posted


def send_waiting(*, mails: OutgoingMailQuerySet | None = None) -> dict[str, int]:
    """Send what is due, of `mails` or of all, one after the other; return how many came to which end.

    Safe to run twice at once and to be killed anywhere: each mail is a transaction of its own.
    """
    ends: Counter[str] = Counter()
    waiting = OutgoingMail.objects.all() if mails is None else mails
    due = waiting.due(timezone.now()).order_by("due_at", "id").values_list("pk", flat=True)
    for mail_id in list(due):
        ends[send_one(mail_id=mail_id)] += 1
    return dict(ends)


@transaction.atomic
def send_one(*, mail_id: int) -> str:
    """Send the mail of this number, if it is due and nobody else is about to; return its state, "" where it was not."""
    due = OutgoingMail.objects.due(timezone.now()).select_related("user")
    mail = due.select_for_update(no_key=True, skip_locked=True, of=("self",)).filter(pk=mail_id).first()
    if mail is None:
        return ""
    state, outcome = _hand_over(mail)
    mail.state, mail.outcome = state, outcome
    if state == State.WAITING:
        mail.tries += 1
        mail.due_at = timezone.now() + timedelta(seconds=WAIT**mail.tries)
        if mail.tries >= MOST_TRIES:
            mail.state = State.FAILED
    mail.ended_at = None if mail.state == State.WAITING else timezone.now()
    mail.save(update_fields=["state", "outcome", "tries", "due_at", "ended_at"])
    return mail.state


def forget_old_mails(*, before: datetime) -> int:
    """Delete what is known of mails that came to an end before a moment; return how many."""
    return OutgoingMail.objects.filter(ended_at__lt=before).delete()[0]


# Steps of the above


def _hand_over(mail: OutgoingMail) -> tuple[str, str]:
    """Write a mail and give it to the mail server; return its state, WAITING to try again, and why it was not sent."""
    if not mail.user.is_active:
        return State.SKIPPED, "The account is closed."
    try:
        with transaction.atomic():
            letter = WRITERS[mail.name](mail)
    except ObjectDoesNotExist:
        letter = None
    except Exception as error:  # one that cannot be written must not keep back all the others
        log.exception("The mail %s cannot be written.", mail.pk)
        return State.WAITING, f"It could not be written: {type(error).__name__}."
    if letter is None:
        return State.SKIPPED, ""
    to, known_by = mail.user.email, mail.message_id
    try:
        send(mail.name, to=to, context=letter.context, message_id=known_by, headers=letter.headers)
    except NoSuchMailbox:
        address_failed(user=mail.user, by=None)
        return State.FAILED, "The mail server says that there is no such mailbox."
    except MailboxRefused:
        return State.FAILED, "The mail server takes nothing for this address."
    except (OSError, SMTPException) as error:
        return State.WAITING, f"The mail server did not take it: {type(error).__name__}."
    return State.SENT, ""
