"""How entries begin, and how organisations come to take part in those of others."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from councils.models import Organisation, User
from listings.models.listing import Listing
from listings.models.participation import Participation


class StartCheck(models.Model):
    """What an officer was shown as similar work before an entry was begun, and what they chose to do."""

    class Choice(models.TextChoices):
        NOTHING_SIMILAR = "nothing-similar", "Nothing similar was found"
        GO_ON = "go-on", "Saw similar work, and went on"
        LINK = "link", "Saw similar work, and linked to it"

    listing = models.OneToOneField(Listing, models.CASCADE, primary_key=True, related_name="start_check")
    choice = models.CharField(max_length=20, choices=Choice)
    offered = models.ManyToManyField(Listing, related_name="+", help_text="What was shown as similar.")

    def __str__(self) -> str:
        return self.get_choice_display()


class ParticipationRequestQuerySet(models.QuerySet["ParticipationRequest"]):
    """Requests to take part, in the words of the trade."""

    def open(self) -> Self:
        """Those that nobody has answered."""
        return self.filter(answered_at__isnull=True)


class ParticipationRequest(models.Model):
    """A council asks to be named in an entry that others lead. Those who answer for the entry say yes or no."""

    class Answer(models.TextChoices):
        YES = "yes", "Taken in"
        NO = "no", "Not taken in"
        TAKEN_BACK = "taken-back", "Taken back"

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="participation_requests")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="participation_requests")
    role = models.CharField(max_length=10, choices=Participation.Role, default=Participation.Role.PARTNER)
    words = models.CharField("message", max_length=500, blank=True)
    asked_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", editable=False)
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    answer = models.CharField(max_length=10, choices=Answer, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    answered_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", editable=False)
    answered_at = models.DateTimeField(null=True, editable=False)

    objects = ParticipationRequestQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["listing", "organisation"],
                condition=Q(answered_at__isnull=True),
                name="participation_request_open_once",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answer="") | Q(answered_at__isnull=False) & ~Q(answer=""),
                name="participation_request_answer_has_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} asks to take part in {self.listing}"
