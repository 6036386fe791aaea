"""Keeping what was typed into forms that came too late, and forgetting it."""

import datetime

from django.utils import timezone

from councils.models import KeptText

KEPT_FOR = datetime.timedelta(hours=24)


def keep_text(*, key_hash: str, path: str, fields: dict[str, list[str]]) -> None:
    """Keep what was sent to the form at `path`, in place of what was kept under this hash before."""
    given = {"path": path, "fields": fields, "kept_at": timezone.now()}
    KeptText.objects.update_or_create(key_hash=key_hash, defaults=given)


def forget_text(*, key_hash: str) -> None:
    """Delete what is kept under this hash, if anything is."""
    KeptText.objects.filter(key_hash=key_hash).delete()


def forget_old_texts() -> int:
    """Delete what nobody came back for in time; return how many. Safe to repeat."""
    return KeptText.objects.filter(kept_at__lte=timezone.now() - KEPT_FOR).delete()[0]
