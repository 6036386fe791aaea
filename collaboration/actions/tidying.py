"""Takes away what stands beside joining in once its time is over, as councils.retention says. Safe to repeat."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from collaboration.models import Digest, Interest
from councils.actions.outbox import forget_old_mails

INTEREST = timedelta(days=730)
"""How long an interest is kept after its end, with what was written."""
MAILS = timedelta(days=90)
"""How long it is known what a digest held, and what became of a mail."""


@transaction.atomic
def tidy_joining() -> dict[str, int]:
    """Delete old interest, digests and traces of mails; return how many of each kind, in words."""
    now = timezone.now()
    ended = Interest.objects.filter(ended_at__lt=now - INTEREST)
    digests = Digest.objects.filter(until__lt=now - MAILS)
    found = {"interest": ended.count(), "digests": digests.count()}
    ended.delete()
    digests.delete()
    return found | {"mails": forget_old_mails(before=now - MAILS)}
