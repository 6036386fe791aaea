"""Who reuses what: the adopter says so, and the owner confirms it."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from collaboration.models.interest import Interest
from councils.models import Organisation, User
from listings.models import Listing
from listings.partial_dates import PartialDateField, in_order, is_partial_date


class AdoptionQuerySet(models.QuerySet["Adoption"]):
    """Adoptions in the words of the trade."""

    def waiting(self) -> Self:
        """Those that the owner has not answered."""
        return self.filter(answered_at__isnull=True, withdrawn_at__isnull=True)

    def confirmed(self) -> Self:
        """Those that the owner has confirmed: what anybody reads, ended ones too."""
        return self.filter(answer=Adoption.Answer.YES)


class Adoption(models.Model):
    """An organisation reuses what a listing has made. Once confirmed it is also a participation as adopter."""

    class Answer(models.TextChoices):
        YES = "yes", "Confirmed"
        NO = "no", "Not confirmed"

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="adoptions")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="adoptions")
    since = PartialDateField(help_text="A year, a month or a day.")
    until = PartialDateField("stopped", help_text="A year, a month or a day.")
    supported_by = models.CharField(max_length=200, blank=True, help_text="Who looks after it for them.")
    happy_to_talk = models.BooleanField("happy to talk about it", default=False)
    interest = models.OneToOneField(
        Interest, models.SET_NULL, null=True, blank=True, related_name="adoption", editable=False
    )
    said_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", editable=False)
    said_at = models.DateTimeField(default=timezone.now, editable=False)
    answer = models.CharField(max_length=10, choices=Answer, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    answered_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", editable=False)
    answered_at = models.DateTimeField(null=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False, help_text="When the adopter took it back.")

    objects = AdoptionQuerySet.as_manager()

    class Meta:
        ordering = ["since", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["listing", "organisation"],
                condition=~Q(answer="no") & Q(withdrawn_at__isnull=True),
                name="adoption_said_once",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answer="") | Q(answered_at__isnull=False) & ~Q(answer=""),
                name="adoption_answer_has_a_moment",
            ),
            models.CheckConstraint(
                condition=is_partial_date("since", "until"), name="adoption_dates_are_years_months_or_days"
            ),
            models.CheckConstraint(
                condition=in_order("since", "until"),
                name="adoption_stops_after_it_begins",
                violation_error_message="It cannot stop before it begins.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} reuses {self.listing}"
