"""Asking the people of listings whether they are still true. A row here is a mail that is, or was, to be sent."""

from django.db import models
from django.utils import timezone

from councils.models import User
from listings.models.listing import Listing


class ReviewMail(models.Model):
    """One mail to one person about all their listings that are due."""

    class Stage(models.TextChoices):
        ASKED = "asked", "Asked before the date"
        REMINDED = "reminded", "Reminded once"
        MANAGERS = "managers", "Managers asked"

    user = models.ForeignKey(User, models.CASCADE, related_name="review_mails")
    stage = models.CharField(max_length=10, choices=Stage)
    day = models.DateField(help_text="The day on which it was to be sent.")
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    message_id = models.CharField(max_length=200, unique=True, help_text="The same however often sending is tried.")
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["user", "stage", "day"], name="review_mail_once_a_day_and_stage")
        ]

    def __str__(self) -> str:
        return f"{self.get_stage_display()}: {self.day}"


class ReviewNotice(models.Model):
    """A listing in a review mail. Nobody is asked twice the same about one review date."""

    mail = models.ForeignKey(ReviewMail, models.CASCADE, related_name="notices")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    listing = models.ForeignKey(Listing, models.CASCADE, related_name="review_notices")
    stage = models.CharField(max_length=10, choices=ReviewMail.Stage)
    review_date = models.DateField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["listing", "user", "stage", "review_date"], name="review_notice_once_for_a_date"
            )
        ]

    def __str__(self) -> str:
        return f"{self.listing}, due {self.review_date}"
