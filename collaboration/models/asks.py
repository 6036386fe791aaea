"""What is wanted now, and the calls and events that it may be wanted for."""

import datetime
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.timezone import localdate

from councils.models import Organisation, User
from listings.models import Listing, Participation, Topic


class CallQuerySet(models.QuerySet["Call"]):
    """Calls in the words of the trade."""

    def open(self, today: datetime.date) -> Self:
        """Those whose deadline is today or later: a call closes itself."""
        return self.filter(deadline__gte=today, closed_at__isnull=True)


class Call(models.Model):
    """A funding call or an event that a moderator opened. It closes itself after its deadline."""

    class Kind(models.TextChoices):
        FUNDING = "funding", "Funding call"
        EVENT = "event", "Event"

    kind = models.CharField(max_length=10, choices=Kind, default=Kind.FUNDING)
    title = models.CharField(max_length=200)
    funder = models.CharField("who holds it", max_length=200, help_text="The funder, or who holds the event.")
    deadline = models.DateField(help_text="The last day on which one can apply or register.")
    link = models.URLField(max_length=500)
    topic = models.ForeignKey(
        Topic, models.PROTECT, null=True, blank=True, related_name="calls", verbose_name="tag", help_text="For lists."
    )
    words = models.TextField("in short", max_length=2000, blank=True, help_text="Markdown.")
    opened_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", editable=False)
    opened_at = models.DateTimeField(default=timezone.now, editable=False)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False, help_text="When it was closed early.")

    objects = CallQuerySet.as_manager()

    class Meta:
        ordering = ["deadline", "id"]
        constraints = [models.CheckConstraint(condition=~Q(title=""), name="call_has_a_title")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("call", args=[self.pk, slugify(self.title) or "call"])

    @property
    def is_open(self) -> bool:
        """True until its deadline is over, unless it was closed before."""
        return self.closed_at is None and self.deadline >= localdate()


class CallEntry(models.Model):
    """A listing that goes for a call, or goes to an event."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="entries")
    listing = models.ForeignKey(Listing, models.CASCADE, related_name="call_entries")
    looks_for_partners = models.BooleanField("looking for partners", default=True)
    words = models.CharField("what you look for", max_length=300, blank=True)
    attached_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", editable=False)
    attached_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-looks_for_partners", "attached_at", "id"]
        verbose_name_plural = "call entries"
        constraints = [models.UniqueConstraint(fields=["call", "listing"], name="call_entry_once")]

    def __str__(self) -> str:
        return f"{self.listing} for {self.call}"


class AskQuerySet(models.QuerySet["Ask"]):
    """Asks in the words of the trade."""

    def open(self, today: datetime.date) -> Self:
        """Those that somebody can still answer: not closed, not past their deadline, of running public listings.

        Who does not answer for the listing any more wants nothing for it.
        """
        asks_for_it = Participation.objects.keeping().filter(
            listing=OuterRef("listing"), organisation=OuterRef("organisation")
        )
        return self.filter(
            Exists(asks_for_it),
            closed_at__isnull=True,
            deadline__gte=today,
            listing__state=Listing.State.PUBLISHED,
            listing__is_ended=False,
        )

    def expired(self, today: datetime.date) -> Self:
        """Those whose deadline went by without anybody saying what came of them."""
        return self.filter(closed_at__isnull=True, deadline__lt=today)


class Ask(models.Model):
    """Something that a listing wants of others by a day. After that day it is no longer shown."""

    class Kind(models.TextChoices):
        TEST_USERS = "test-users", "Test users"
        CO_FUNDERS = "co-funders", "Co-funders"
        PARTNERS = "partners", "Partners"
        ADOPTERS = "adopters", "Adopters"
        EXPERIENCE = "experience", "Somebody who has done it"

    class Outcome(models.TextChoices):
        FOUND = "found", "Found"
        NOT_FOUND = "not-found", "Not found"
        NOT_NEEDED = "not-needed", "Not needed any more"

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="asks")
    kind = models.CharField("what you want", max_length=15, choices=Kind)
    words = models.CharField("in one sentence", max_length=300)
    deadline = models.DateField(help_text="The last day on which it is shown.")
    call = models.ForeignKey(Call, models.SET_NULL, null=True, blank=True, related_name="asks")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="asks", help_text="Who asks.")
    asked_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", editable=False)
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    outcome = models.CharField(max_length=15, choices=Outcome, blank=True)
    closed_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)

    objects = AskQuerySet.as_manager()

    class Meta:
        ordering = ["deadline", "id"]
        indexes = [models.Index(fields=["deadline", "id"], condition=Q(closed_at__isnull=True), name="ask_open")]
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="ask_says_something"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, outcome="") | Q(closed_at__isnull=False) & ~Q(outcome=""),
                name="ask_closes_with_an_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} for {self.listing}"
