"""The outbox: mail that is noted with what it is about, sent, and remembered with what became of it.

A mail is posted in the transaction of what it is about, so neither is there without the other. Its row is locked while
the mail server answers: two workers do not send it together, and one that is killed leaves it to the next. When that
happens between the server's answer and the commit, the mail goes out again under the same Message-ID, by which
mailboxes know it. Nothing rests on the queue alone: every minute whatever is due is looked for (`send_round`).

What is wrong with one mail never keeps back another. A server that cannot be reached at all is no try of any mail: all
stay due, and go out within a minute of its coming back. See docs/decisions/0014-joining-in.md.
"""

import logging
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from smtplib import SMTPException

from django.core.exceptions import ObjectDoesNotExist
from django.core.mail import EmailMultiAlternatives
from django.db import connection, transaction
from django.utils import timezone

from councils.actions.memberships import address_failed
from councils.mail import MailboxRefused, MailServer, MailServerAway, NoSuchMailbox, compose
from councils.models import OutgoingMail, User
from councils.models.outbox import OutgoingMailQuerySet
from councils.outbox import WRITERS
from councils.tasks import outbox as jobs

State = OutgoingMail.State
WAIT = 4
LONGEST_WAIT = timedelta(hours=4)
MOST_TRIES = 23
"""After waiting 4 s, 16 s, about 1, 4, 17 and 68 minutes, then every 4 hours: for 66 hours, longer than a weekend."""
ROUND = 20_261
"""The number of the lock under which one process at a time looks for everything that is due."""
NO_MAILBOX = "The mail server says that there is no such mailbox."
log = logging.getLogger("collabhub.mail")


@transaction.atomic
def post(*, to: User, mail: str, about: dict[str, int]) -> OutgoingMail:
    """Put the mail `mail/<mail>.txt` into the outbox; call it in the transaction of its cause.

    It is written from the rows whose numbers `about` names, when it is sent.
    """
    posted = OutgoingMail.objects.create(user=to, name=mail, about=about)
    jobs.send_mail.defer(mail_id=posted.pk)
    return posted


@transaction.atomic
def post_to_many(*, to: Iterable[int], mail: str, about: dict[str, int]) -> list[OutgoingMail]:
    """Put a mail to each of these people, by number, into the outbox, in their order, and return all.

    Nobody is told to send them at once: whoever posts very many sends them together, or leaves them to the next round.
    """
    return OutgoingMail.objects.bulk_create(OutgoingMail(user_id=person, name=mail, about=about) for person in to)


def send_round() -> dict[str, int]:
    """Send whatever is due, unless another process is at it already; return how many came to which end.

    This is what finds the mails of workers that were killed, and of jobs that were lost.
    """
    with _one_at_a_time() as is_ours:
        ends = send_waiting() if is_ours else {}
    if late := OutgoingMail.objects.late(timezone.now()).count():
        log.error("%s mails should have been sent a while ago and still wait.", late)
    return ends


def send_waiting(*, mails: OutgoingMailQuerySet | None = None) -> dict[str, int]:
    """Send what is due, of `mails` or of all, one after the other; return how many came to which end.

    Safe to run twice at once and to be killed anywhere: each mail is a transaction of its own. What another process is
    about to send is left to it. Where the mail server cannot be reached it ends, and everything stays due.
    """
    ends: Counter[str] = Counter()
    waiting = OutgoingMail.objects.all() if mails is None else mails
    due = waiting.due(timezone.now()).order_by("due_at", "id").values_list("pk", flat=True)
    with MailServer() as server:
        for mail_id in list(due):
            try:
                ends[send_one(mail_id=mail_id, server=server)] += 1
            except MailServerAway as away:
                log.error("%s All mails wait.", away)
                break
            except Exception:  # such as a deadlock: the next round tries it again, the others need not wait for that
                log.exception("The mail %s could not be dealt with.", mail_id)
                if not connection.is_usable():
                    raise
    ends.pop("", None)
    return dict(ends)


def send_one(*, mail_id: int, server: MailServer) -> str:
    """Send the mail of this number, if it is due and nobody else is about to; return its state, "" where it was not.

    Raises MailServerAway when the mail server cannot be reached; then nothing has changed.
    """
    state, gone = _send(mail_id, server)
    if gone is not None:
        # With the mail let go of: whoever closes their account holds the person, and wants their mails.
        _note_that_it_is_gone(gone)
    return state


def wait_after(tries: int) -> timedelta:
    """Return how long a mail waits after so many tries, from 1 up."""
    return min(timedelta(seconds=WAIT ** min(tries, 10)), LONGEST_WAIT)


def forget_old_mails(*, before: datetime) -> int:
    """Delete what is known of mails that came to an end before a moment; return how many."""
    return OutgoingMail.objects.filter(ended_at__lt=before).delete()[0]


# Steps of the above


@transaction.atomic
def _send(mail_id: int, server: MailServer) -> tuple[str, User | None]:
    """Send a mail and note what became of it; return its state, and its person where their mailbox is no more."""
    due = OutgoingMail.objects.due(timezone.now()).select_related("user")
    mail = due.select_for_update(no_key=True, skip_locked=True, of=("self",)).filter(pk=mail_id).first()
    if mail is None:
        return "", None
    mail.state, mail.outcome = _hand_over(mail, server)
    if mail.state == State.WAITING:
        mail.tries += 1
        mail.due_at = timezone.now() + wait_after(mail.tries)
        if mail.tries >= MOST_TRIES:
            mail.state = State.FAILED
    mail.ended_at = None if mail.state == State.WAITING else timezone.now()
    mail.save(update_fields=["state", "outcome", "tries", "due_at", "ended_at"])
    return mail.state, mail.user if mail.outcome == NO_MAILBOX else None


def _hand_over(mail: OutgoingMail, server: MailServer) -> tuple[str, str]:
    """Write a mail and give it to the mail server; return its state, WAITING to try again, and why it was not sent."""
    if not mail.user.is_active:
        return State.SKIPPED, "The account is closed."
    try:
        with transaction.atomic():  # what reads of it may break must not break what is noted about it
            written = _written(mail)
    except ObjectDoesNotExist:
        written = None
    except Exception as error:
        log.exception("The mail %s cannot be written.", mail.pk)
        return State.WAITING, f"It could not be written: {type(error).__name__}."
    if written is None:
        return State.SKIPPED, "There was nothing to say any more."
    try:
        server.hand_over(written)
    except MailServerAway:
        raise
    except NoSuchMailbox:
        return State.FAILED, NO_MAILBOX
    except MailboxRefused:
        return State.FAILED, "The mail server takes nothing for this address."
    except (OSError, SMTPException) as error:
        return State.WAITING, f"The mail server did not take it: {type(error).__name__}."
    except Exception as error:  # noqa: BLE001 - an address, say, that cannot be one; its words may be in the message
        log.error("The mail %s cannot be handed over: %s.", mail.pk, type(error).__name__)
        return State.WAITING, f"It could not be handed over: {type(error).__name__}."
    return State.SENT, ""


def _written(mail: OutgoingMail) -> EmailMultiAlternatives | None:
    letter = WRITERS[mail.name](mail)
    if letter is None:
        return None
    return compose(
        mail.name, to=mail.user.email, context=letter.context, message_id=mail.message_id, headers=letter.headers
    )


def _note_that_it_is_gone(user: User) -> None:
    """End the memberships of a person whose mailbox is gone. What goes wrong there is not the mail's business."""
    try:
        with transaction.atomic():
            address_failed(user=user, by=None)
    except Exception:
        log.exception("The failed address of person %s could not be noted.", user.pk)


@contextmanager
def _one_at_a_time() -> Iterator[bool]:
    """Say whether this process alone looks for what is due, until the end of the block. A killed one does not count."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [ROUND])
        [is_ours] = cursor.fetchone()
    try:
        yield is_ours
    finally:
        if is_ours and connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [ROUND])
