"""What a listing is about: service areas from the sector's standard list, and free topics."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.text import slugify


class ServiceAreaQuerySet(models.QuerySet["ServiceArea"]):
    """The standard list in the words of the trade."""

    def top_level(self) -> Self:
        """The 13 terms that people see as a filter."""
        return self.filter(level=1)


class ServiceArea(models.Model):
    """A term of the LGA/ESD standard list of local government functions, on one of three levels."""

    esd_id = models.PositiveIntegerField("ESD identifier", primary_key=True)
    label = models.CharField(max_length=120)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    level = models.PositiveSmallIntegerField()

    objects = ServiceAreaQuerySet.as_manager()

    class Meta:
        ordering = ["label", "esd_id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(level=1, parent__isnull=True) | Q(level__in=[2, 3], parent__isnull=False),
                name="service_area_has_a_parent_below_the_top",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return reverse("service-area", args=[self.esd_id, slugify(self.label)])


class Topic(models.Model):
    """A word or two that people use for a subject. Free, so a seasoning to the service areas, not a replacement."""

    name = models.CharField(max_length=60, unique=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="topic_is_not_empty")]

    def __str__(self) -> str:
        return self.name
