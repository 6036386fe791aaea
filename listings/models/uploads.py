"""Files that moderators upload to import from, kept between looking at what would change and confirming it."""

from django.db import models
from django.utils import timezone

from councils.models import User
from listings.models.listing import Listing


class ImportUpload(models.Model):
    """A file of entries: its text, and whether it has been imported."""

    kind = models.CharField(max_length=10, choices=Listing.Kind)
    file_name = models.CharField(max_length=200)
    content = models.TextField()
    uploaded_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    uploaded_at = models.DateTimeField(default=timezone.now)
    imported_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-uploaded_at", "-id"]

    def __str__(self) -> str:
        return self.file_name
