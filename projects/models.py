"""WHAT: work with a phase."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from directory.history import tracked
from listings.models import Listing, ListingQuerySet
from listings.phases import Phase


class ProjectQuerySet(ListingQuerySet):
    """Projects in the words of the trade."""

    def not_funded(self) -> "ProjectQuerySet":
        """Bids that were turned down."""
        return self.filter(funding_outcome=Project.FundingOutcome.NOT_FUNDED)


class Project(Listing):
    """Work that councils do or want to do, with a phase."""

    class FundingOutcome(models.TextChoices):
        FUNDED = "funded", "Funded"
        INVITED = "invited-to-apply", "Invited to apply"
        NOT_FUNDED = "not-funded", "Not funded"
        WITHDRAWN = "withdrawn", "Withdrawn"

    class BudgetBand(models.TextChoices):
        """LocalGov Digital Pipeline's bands, with one below and one above."""

        STAFF_TIME = "staff-time", "No cost but staff time"
        TO_50K = "0-50k", "Up to £50,000"
        TO_100K = "50k-100k", "£50,000 to £100,000"
        TO_250K = "100k-250k", "£100,000 to £250,000"
        TO_500K = "250k-500k", "£250,000 to £500,000"
        TO_1M = "500k-1m", "£500,000 to £1 million"
        OVER_1M = "over-1m", "Over £1 million"

    phase = models.CharField(
        max_length=10, choices=Phase, blank=True, help_text="How far it has come, or came before it ended."
    )
    funding_source = models.CharField("fund", max_length=120, blank=True)
    funding_amount_gbp = models.PositiveBigIntegerField("award in whole pounds", null=True, blank=True)
    funding_outcome = models.CharField(max_length=20, choices=FundingOutcome, blank=True)
    funding_reason = models.CharField("reason given", max_length=500, blank=True)
    budget_band = models.CharField(max_length=10, choices=BudgetBand, blank=True)
    budget_note = models.CharField("budget, in words", max_length=120, blank=True)

    objects: ClassVar[Any] = ProjectQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(phase__in=["", *Phase.values]), name="project_phase_is_known"),
            models.CheckConstraint(
                condition=Q(funding_outcome__in=["", "funded", "invited-to-apply", "not-funded", "withdrawn"]),
                name="project_funding_outcome_is_known",
            ),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.kind = self.Kind.PROJECT
        super().save(*args, **kwargs)

    @property
    def phase_position(self) -> int:
        """Where its phase stands in the order of phases: ideas 0, not recorded after live, ended last."""
        if self.is_ended:
            return len(Phase) + 1
        return Phase.values.index(self.phase) if self.phase else len(Phase)

    @property
    def phase_in_words(self) -> str:
        """The phase people see: "Ended" for ended work, "Phase not recorded" when nobody said."""
        if self.is_ended:
            return "Ended"
        return self.get_phase_display() or "Phase not recorded"

    @property
    def phase_meaning(self) -> str:
        """The plain line for its phase, empty when none is recorded."""
        return Phase(self.phase).meaning if self.phase else ""

    @property
    def has_funding_facts(self) -> bool:
        """True when anything is known of money."""
        return any(
            [
                self.funding_source,
                self.funding_amount_gbp,
                self.funding_outcome,
                self.funding_reason,
                self.budget_band,
                self.budget_note,
            ]
        )


ProjectEvent = tracked(Project)
