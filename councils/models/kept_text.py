"""What somebody had typed when they turned out not to be signed in any more, kept until they are."""

from django.db import models
from django.utils import timezone


class KeptText(models.Model):
    """The fields of a form that was sent too late. Whoever has the key and may open the form gets them back, once."""

    key_hash = models.CharField(max_length=64, unique=True, help_text="Of the key, which only the browser has.")
    path = models.CharField(max_length=500)
    fields = models.JSONField()
    kept_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        ordering = ["kept_at", "id"]

    def __str__(self) -> str:
        return self.path
