"""Takes away what stands beside entries once its time is over. Safe to repeat."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from listings.models import ImportUpload, ReviewMail

REVIEW_MAILS = timedelta(days=730)
"""How long it is known who was asked about which entry (councils.retention): twice the longest time between reviews."""
UPLOADS = timedelta(days=30)
"""How long a file to import is kept: by then somebody has confirmed it, or nobody will."""


@transaction.atomic
def tidy_entries() -> dict[str, int]:
    """Delete old review mails and uploaded files; return how many of each kind, in words."""
    now = timezone.now()
    mails = ReviewMail.objects.filter(made_at__lt=now - REVIEW_MAILS)
    uploads = ImportUpload.objects.filter(uploaded_at__lt=now - UPLOADS)
    found = {"review mails": mails.count(), "uploaded files": uploads.count()}
    mails.delete()
    uploads.delete()
    return found
