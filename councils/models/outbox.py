"""Mail that is, or was, to be sent: the outbox."""

from datetime import datetime, timedelta
from email.utils import make_msgid
from typing import Self

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils import timezone

from councils.models.people import User

LATE_AFTER = timedelta(minutes=15)
"""What is due goes out within minutes; what does not shows that the mail server or the worker is away."""


def new_message_id() -> str:
    """Return what a new mail is known by, for as long as there is a trace of it (RFC 5322, 3.6.4)."""
    return make_msgid(domain=settings.SITE_HOST)


class OutgoingMailQuerySet(models.QuerySet["OutgoingMail"]):
    """Mails in the words of the trade."""

    def waiting(self) -> Self:
        """Those that are still to be sent."""
        return self.filter(state=OutgoingMail.State.WAITING)

    def due(self, now: datetime) -> Self:
        """Those that are to be tried at this moment."""
        return self.waiting().filter(due_at__lte=now)

    def about(self, about: dict[str, int]) -> Self:
        """Those about some rows, whatever else they are about; by an index."""
        return self.filter(about__contains=about)

    def late(self, now: datetime) -> Self:
        """Those that should have been tried a while ago, and were not."""
        return self.due(now - LATE_AFTER)


class OutgoingMail(models.Model):
    """One mail to one person, and what became of it.

    It holds no words: `name` is its template, and `about` the numbers of the rows from which it is put together when it
    is sent, so that what is no longer so by then is not written. However often sending is tried, it is one mail with
    one Message-ID.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting to be sent"
        SENT = "sent", "Taken by the mail server"
        SKIPPED = "skipped", "Not sent, because there was nothing to say any more"
        FAILED = "failed", "Could not be sent"

    user = models.ForeignKey(User, models.CASCADE, related_name="outgoing_mails")
    name = models.CharField(max_length=40, help_text="Of its template, and of what puts it together.")
    about = models.JSONField(default=dict, help_text="Numbers of rows, by name.")
    message_id = models.CharField(max_length=200, unique=True, default=new_message_id, editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    due_at = models.DateTimeField(default=timezone.now, help_text="When it is to be tried next.")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    outcome = models.CharField(max_length=200, blank=True, help_text="Why it was not sent, or not yet.")
    ended_at = models.DateTimeField(null=True)

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name = "mail"
        indexes = [
            models.Index(fields=["due_at", "id"], condition=Q(state="waiting"), name="outgoing_mail_due"),
            GinIndex(fields=["about"], name="outgoing_mail_about", opclasses=["jsonb_path_ops"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="waiting", ended_at__isnull=True) | ~Q(state="waiting") & Q(ended_at__isnull=False),
                name="outgoing_mail_waits_or_has_ended",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name.replace('_', ' ')}, {self.get_state_display().lower()}"
