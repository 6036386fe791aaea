"""What moderators decide, and what officers doubt."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from councils.models import Organisation, User
from listings.models.listing import Listing


class DecisionQuerySet(models.QuerySet["Decision"]):
    """Decisions in the words of the trade."""

    def to_mend(self) -> Self:
        """Entries sent back, for which nothing has been sent in again."""
        return self.filter(kind=Decision.Kind.SENT_BACK, settled_at__isnull=True)

    def hidden(self) -> Self:
        """Statements that were hidden, and are not shown again."""
        return self.filter(kind=Decision.Kind.HIDDEN, settled_at__isnull=True)


class Decision(models.Model):
    """What a moderator decided about a listing, or about how a council publishes, and why."""

    class Kind(models.TextChoices):
        APPROVED = "approved", "Approved"
        SENT_BACK = "sent-back", "Sent back"
        LOOKED_AT = "looked-at", "Changes looked at"
        WITHDRAWN = "withdrawn", "Withdrawn"
        BROUGHT_BACK = "brought-back", "Brought back"
        HIDDEN = "hidden", "Statement hidden"
        SHOWN_AGAIN = "shown-again", "Statement shown again"
        MERGED = "merged", "Merged"
        SPLIT = "split", "Split"
        LEAD_CHANGED = "lead-changed", "Lead changed"
        NO_DIRECT_PUBLISHING = "no-direct-publishing", "Publishes directly no longer"
        DIRECT_PUBLISHING = "direct-publishing", "Publishes directly"

    kind = models.CharField(max_length=20, choices=Kind)
    listing = models.ForeignKey(Listing, models.CASCADE, related_name="decisions", null=True)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="decisions", null=True)
    reason = models.CharField(
        max_length=30, blank=True, help_text="The key of a kept reason: listings.moderation.reasons."
    )
    field = models.CharField(max_length=30, blank=True, help_text="The field that the officer is to look at.")
    words = models.CharField("in words", max_length=1000, blank=True)
    decided_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", editable=False)
    decided_at = models.DateTimeField(default=timezone.now, editable=False)
    settled_at = models.DateTimeField(
        null=True, editable=False, help_text="When the entry was sent in again, or the statement shown again."
    )
    held = models.JSONField(
        default=dict, editable=False, help_text="What was hidden, as it is shown again: {column: value} of the listing."
    )

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["-decided_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(listing__isnull=False) | Q(organisation__isnull=False), name="decision_is_about_something"
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["sent-back", "no-direct-publishing"]) | ~Q(reason="") | ~Q(words=""),
                name="decision_against_somebody_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.listing or self.organisation}"


class DoubtQuerySet(models.QuerySet["Doubt"]):
    """Doubts in the words of the trade."""

    def open(self) -> Self:
        """Those that no moderator has answered."""
        return self.filter(answered_at__isnull=True)


class Doubt(models.Model):
    """An officer says that something about their council is wrong. It is taken out until a moderator answers.

    `held` keeps what was taken out, as it is put back: {column: value} of the listing, or of the participation that
    `statement` says.
    """

    class Statement(models.TextChoices):
        OUR_PART = "our-part", "That we take part"
        DESCRIPTION = "description", "The description"
        MONEY = "money", "What it says about money"
        DATES = "dates", "The dates"
        ENDING = "ending", "That it has ended, or why"
        WANTED = "wanted", "What is wanted or offered"
        ALL = "all", "The whole entry"

    class Answer(models.TextChoices):
        STAYS_OUT = "stays-out", "Stays out"
        PUT_BACK = "put-back", "Put back"

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="doubts")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", help_text="Whose officer says so.")
    statement = models.CharField(max_length=20, choices=Statement)
    words = models.CharField("what is wrong", max_length=1000)
    held = models.JSONField(default=dict, editable=False)
    said_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", editable=False)
    said_at = models.DateTimeField(default=timezone.now, editable=False)
    answer = models.CharField(max_length=10, choices=Answer, blank=True)
    answer_words = models.CharField("reason", max_length=1000, blank=True)
    answered_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", editable=False)
    answered_at = models.DateTimeField(null=True, editable=False)

    objects = DoubtQuerySet.as_manager()

    class Meta:
        ordering = ["said_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["listing", "organisation", "statement"],
                condition=Q(answered_at__isnull=True),
                name="doubt_open_once",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answer="") | Q(answered_at__isnull=False) & ~Q(answer=""),
                name="doubt_answer_has_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} doubts {self.get_statement_display().lower()} of {self.listing}"
