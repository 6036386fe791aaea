"""Names that sources write and the register cannot decide."""

from django.db import models
from django.db.models import Q
from django.utils import timezone


class NameToResolve(models.Model):
    """A written name that may mean several organisations or none that we know; moderators choose once for all."""

    class Reason(models.TextChoices):
        AMBIGUOUS = "ambiguous", "It may mean more than one organisation"
        UNKNOWN = "unknown", "No organisation of this name is known"
        PROPOSED = "proposed", "An officer proposes it as a new organisation"

    name = models.CharField("name as written", max_length=200, unique=True)
    reason = models.CharField(max_length=10, choices=Reason)
    first_seen_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["name"]
        verbose_name = "name to resolve"
        verbose_name_plural = "names to resolve"
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="name_to_resolve_is_not_empty")]

    def __str__(self) -> str:
        return self.name
