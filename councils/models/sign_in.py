"""Codes that were asked for, browsers that are known, and how often somebody tried."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from councils.models.people import User


class SignInCodeQuerySet(models.QuerySet["SignInCode"]):
    """Codes in the words of the trade."""

    def usable(self) -> Self:
        """Those that may still let somebody in, if the right one is typed."""
        return self.filter(used_at__isnull=True, expires_at__gt=timezone.now())


class SignInCode(models.Model):
    """One request for a code, from one browser. The code itself is only in the mail; here is its keyed hash."""

    class Purpose(models.TextChoices):
        SIGN_IN = "sign-in", "Sign in"
        JOIN = "join", "Make an account at an address that is no council's"
        REAUTHENTICATE = "again", "Show once more that it is you"
        NEW_ADDRESS = "new-address", "Confirm a new address"

    address = models.EmailField("the address as it will be written to")
    mailbox = models.CharField(max_length=64, help_text="Keyed hash of the folded address, by which tries are counted.")
    purpose = models.CharField(max_length=12, choices=Purpose, default=Purpose.SIGN_IN)
    user = models.ForeignKey(
        User, models.CASCADE, null=True, blank=True, related_name="+", help_text="Who it lets in, once that is known."
    )
    code_hash = models.CharField(
        max_length=64, blank=True, help_text="Empty until the mail goes out, and for strangers."
    )
    asked_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)
    is_from_known_browser = models.BooleanField(default=False)

    objects = SignInCodeQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-id"]
        indexes = [models.Index(fields=["expires_at"], name="sign_in_code_expiry")]
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("asked_at")), name="sign_in_code_expires_later"),
        ]

    def __str__(self) -> str:
        return f"code {self.pk}"


class KnownBrowser(models.Model):
    """A browser in which a person signed in before: it has an allowance of its own when others use theirs up."""

    user = models.ForeignKey(User, models.CASCADE, related_name="known_browsers")
    token_hash = models.CharField(max_length=64, unique=True)
    first_seen_at = models.DateTimeField(default=timezone.now)
    last_seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-last_seen_at"]

    def __str__(self) -> str:
        return f"browser {self.pk}"


class Tally(models.Model):
    """How often something was done in one stretch of time, counted in the database so that all workers agree."""

    what = models.CharField(max_length=100, help_text="Names no person: addresses stand here as keyed hashes.")
    since = models.DateTimeField()
    number = models.PositiveIntegerField(default=0)
    until = models.DateTimeField(help_text="From then on it counts for nothing.")

    class Meta:
        ordering = ["since"]
        verbose_name_plural = "tallies"
        indexes = [models.Index(fields=["until"], name="tally_end")]
        constraints = [models.UniqueConstraint(fields=["what", "since"], name="tally_once_for_a_stretch")]

    def __str__(self) -> str:
        return f"{self.number} since {self.since:%H:%M}"
