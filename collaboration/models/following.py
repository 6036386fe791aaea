"""Following, and being told: one mail however many alerts."""

import secrets
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from councils.models import Organisation, OutgoingMail, User
from listings.models import Listing, ServiceArea


class FollowQuerySet(models.QuerySet["Follow"]):
    """Follows in the words of the trade."""

    def of(self, user: User) -> Self:
        """Those of one person."""
        return self.filter(user=user)


class Follow(models.Model):
    """A person wants to be told what is new about one listing, council, service area, or filtered list."""

    class List(models.TextChoices):
        PROJECTS = "projects", "Projects"
        SERVICES = "services", "Shared services"
        SEARCH = "search", "Projects and shared services"
        WANTED = "wanted", "Wanted now"

    user = models.ForeignKey(User, models.CASCADE, related_name="follows")
    listing = models.ForeignKey(Listing, models.CASCADE, null=True, related_name="follows")
    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, related_name="follows")
    service_area = models.ForeignKey(ServiceArea, models.CASCADE, null=True, related_name="follows")
    list_name = models.CharField("list", max_length=10, choices=List, blank=True)
    query = models.CharField(max_length=1000, blank=True, help_text="The filters of a saved list, as in its address.")
    title = models.CharField("what you call it", max_length=200, blank=True)
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = FollowQuerySet.as_manager()

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(listing__isnull=False, organisation=None, service_area=None, list_name="")
                | Q(listing=None, organisation__isnull=False, service_area=None, list_name="")
                | Q(listing=None, organisation=None, service_area__isnull=False, list_name="")
                | Q(listing=None, organisation=None, service_area=None) & ~Q(list_name="") & ~Q(title=""),
                name="follow_is_of_one_thing",
            ),
            models.UniqueConstraint(
                fields=["user", "listing", "organisation", "service_area", "list_name", "query"],
                nulls_distinct=False,
                name="follow_once",
            ),
        ]

    def __str__(self) -> str:
        return self.title or str(self.listing or self.organisation or self.service_area)


def new_feed_key() -> str:
    """Return the secret in the address of a personal feed: 256 bits of chance."""
    return secrets.token_urlsafe(32)


class AlertSettings(models.Model):
    """How often a person is told, on which day, and what for. Without a row it is weekly, on Mondays."""

    class Frequency(models.TextChoices):
        DAILY = "daily", "Every day"
        WEEKLY = "weekly", "Once a week"
        NONE = "none", "Not by email"

    class Weekday(models.IntegerChoices):
        MONDAY = 0, "Monday"
        TUESDAY = 1, "Tuesday"
        WEDNESDAY = 2, "Wednesday"
        THURSDAY = 3, "Thursday"
        FRIDAY = 4, "Friday"
        SATURDAY = 5, "Saturday"
        SUNDAY = 6, "Sunday"

    user = models.OneToOneField(User, models.CASCADE, primary_key=True, related_name="alert_settings")
    frequency = models.CharField(max_length=10, choices=Frequency, default=Frequency.WEEKLY)
    weekday = models.PositiveSmallIntegerField(choices=Weekday, default=Weekday.MONDAY)
    feed_key = models.CharField(max_length=64, unique=True, default=new_feed_key, editable=False)
    suggestions = models.BooleanField(
        null=True,
        help_text="Whether to write of what would suit one's councils. Unsaid, only digests of what is followed do.",
    )
    told_until = models.DateTimeField(
        default=timezone.now, editable=False, help_text="What happened before was told, or was before the first follow."
    )

    class Meta:
        verbose_name_plural = "alert settings"
        constraints = [models.CheckConstraint(condition=Q(weekday__lte=6), name="alert_settings_weekday_is_known")]

    def __str__(self) -> str:
        return self.get_frequency_display()


class DigestRun(models.Model):
    """What one day's digests came to: made, sent, skipped and not sent."""

    day = models.DateField(unique=True)
    began_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)
    people = models.PositiveIntegerField(default=0, help_text="People whose digest was due.")
    nothing_new = models.PositiveIntegerField(default=0, help_text="Of these, those for whom there was nothing new.")
    sent = models.PositiveIntegerField(default=0)
    skipped = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-day"]

    def __str__(self) -> str:
        return f"Digests of {self.day}"


class Digest(models.Model):
    """What one person is told on one day, from all their alerts together."""

    run = models.ForeignKey(DigestRun, models.CASCADE, related_name="digests")
    user = models.ForeignKey(User, models.CASCADE, related_name="digests")
    day = models.DateField()
    since = models.DateTimeField()
    until = models.DateTimeField()
    items = models.JSONField(default=list, help_text="What is new and why it is there, as numbers of rows.")
    mail = models.OneToOneField(OutgoingMail, models.SET_NULL, null=True, related_name="digest")

    class Meta:
        ordering = ["-day", "user"]
        constraints = [models.UniqueConstraint(fields=["user", "day"], name="digest_once_a_day")]

    def __str__(self) -> str:
        return f"{self.day}"
