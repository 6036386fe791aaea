"""How a listing goes on: short updates, and the dates of its phases."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from councils.models import Organisation, User
from listings.models.listing import Listing
from listings.partial_dates import PartialDateField, is_partial_date
from listings.phases import Phase

ENDED = ("ended", "Ended")


class Update(models.Model):
    """What happened and what is next, in a few sentences, by an officer for one of the organisations that take part."""

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="updates")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="updates")
    happened = models.CharField("what happened", max_length=1000)
    next_step = models.CharField("what is next", max_length=500, blank=True)
    written_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", editable=False)
    written_at = models.DateTimeField(default=timezone.now, editable=False)
    key = models.UUIDField(
        default=uuid.uuid4,
        unique=True,
        editable=False,
        help_text="Of the form that sent it: sent twice, it is one update.",
    )

    class Meta:
        ordering = ["-written_at", "-id"]
        constraints = [models.CheckConstraint(condition=~Q(happened=""), name="update_says_what_happened")]

    def __str__(self) -> str:
        return self.happened


class PhaseChange(models.Model):
    """The day since which a listing is in a phase, or has ended."""

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="phase_changes")
    phase = models.CharField(max_length=10, choices=[*Phase.choices, ENDED])
    since = PartialDateField()
    noted_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["noted_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(phase__in=[*Phase.values, "ended"]), name="phase_change_phase_is_known"),
            models.CheckConstraint(
                condition=is_partial_date("since") & ~Q(since=""), name="phase_change_date_is_year_month_or_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_phase_display()} since {self.since}"
