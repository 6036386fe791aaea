"""Introductions: what the directory suggests to a council, and what moderators bring together."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from councils.models import Organisation, User
from listings.models import Listing


class SuggestionQuerySet(models.QuerySet["Suggestion"]):
    """Suggestions in the words of the trade."""

    def standing(self) -> Self:
        """Those that the last night found, and that nobody dismissed."""
        return self.filter(is_current=True, dismissed_at__isnull=True)


class Suggestion(models.Model):
    """A listing that a council may want to know of, and why. Once dismissed it never comes back."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="suggestions")
    listing = models.ForeignKey(Listing, models.CASCADE, related_name="suggestions")
    reasons = models.JSONField(default=list, help_text="Sentences, the most telling first.")
    weight = models.FloatField(help_text="The larger, the better it fits.")
    is_current = models.BooleanField(default=True, help_text="False once a later night found better ones.")
    made_on = models.DateField()
    dismissed_at = models.DateTimeField(null=True)
    dismissed_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", editable=False)

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        ordering = ["-weight", "id"]
        constraints = [models.UniqueConstraint(fields=["organisation", "listing"], name="suggestion_once")]

    def __str__(self) -> str:
        return f"{self.listing} for {self.organisation}"


class IntroductionQuerySet(models.QuerySet["Introduction"]):
    """Introductions in the words of the trade."""

    def open(self) -> Self:
        """Those without an outcome."""
        return self.filter(ended_at__isnull=True)


class Introduction(models.Model):
    """A moderator brings councils together, or the people of listings, with a line of why; it has an outcome."""

    class Outcome(models.TextChoices):
        MET = "met", "They met"
        JOINED = "joined", "One joined the other’s work"
        REUSED = "reused", "One reuses what the other made"
        NOTHING = "nothing", "Nothing came of it"

    words = models.TextField("why they should meet", max_length=1000)
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    due_on = models.DateField(null=True, help_text="When its parties are next asked what came of it.")
    times_asked = models.PositiveSmallIntegerField(default=0)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    outcome_words = models.CharField("what came of it", max_length=500, blank=True)
    ended_at = models.DateTimeField(null=True, editable=False)
    ended_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", editable=False)

    objects = IntroductionQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="introduction_says_why"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, outcome="", due_on__isnull=False)
                | Q(ended_at__isnull=False, due_on__isnull=True) & ~Q(outcome=""),
                name="introduction_is_due_or_has_an_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"Introduction of {self.made_at:%d.%m.%Y}"


class IntroductionParty(models.Model):
    """One of those who are introduced: a council, or whoever answers for a listing."""

    introduction = models.ForeignKey(Introduction, models.CASCADE, related_name="parties")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="introductions")
    listing = models.ForeignKey(Listing, models.CASCADE, null=True, related_name="introductions")

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "introduction parties"
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=False, listing__isnull=True)
                | Q(organisation__isnull=True, listing__isnull=False),
                name="introduction_party_is_a_council_or_a_listing",
            ),
            models.UniqueConstraint(
                fields=["introduction", "organisation", "listing"],
                nulls_distinct=False,
                name="introduction_party_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation or self.listing)
