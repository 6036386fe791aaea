"""Digests: what is new for each person, in one mail however many alerts, made and sent once.

A run belongs to a day. It looks at what happened until shortly before it began, and makes its digests in chunks; each
chunk, its mails, and until when its people were told are one transaction under a lock on the run. So it may be started
twice, or be killed anywhere: whoever was not told yet is told by the one that goes on. The mails are in the outbox.
"""

import datetime
import logging
from collections.abc import Sequence
from itertools import batched
from typing import Any

from django.db import transaction
from django.db.models import Count, Exists, F, Min, OuterRef, Q
from django.utils import timezone

from collaboration.digest_news import News, Reader, alerts_due, readers_due
from collaboration.happenings import settled
from collaboration.models import AlertSettings, Digest, DigestRun, Follow
from councils.actions.outbox import post_to_many, send_waiting
from councils.models import OutgoingMail, User

CHUNK = 500
"""People whose digests are made in one transaction."""
GOES_ON_FOR = datetime.timedelta(days=7)
"""How long a run is gone on with: by then the outbox has sent its mails or given them up."""
log = logging.getLogger("collabhub.mail")


def send_digests(*, day: datetime.date) -> DigestRun:
    """Make and send the digests of a day, or go on with it where that was begun; return what it came to.

    Its `ended_at` stays empty while mails still wait, as they do when the mail server is away.
    """
    run, _ = DigestRun.objects.get_or_create(day=day)
    if run.ended_at is None:
        make_digests(run=run)
        send_waiting(mails=OutgoingMail.objects.filter(digest__run=run))
        note_how_it_goes(run=run)
    return run


def go_on_with_digests(*, today: datetime.date) -> list[DigestRun]:
    """Go on with the runs of the last days that have not come to an end: their worker was killed, or mails wait."""
    open_runs = DigestRun.objects.filter(ended_at__isnull=True, day__gt=today - GOES_ON_FOR).order_by("day")
    return [send_digests(day=day) for day in open_runs.values_list("day", flat=True)]


def make_digests(*, run: DigestRun) -> None:
    """Make the digests of a run and their mails, for everybody who is due and was not told yet."""
    begin_settings()
    until = settled(run.began_at)
    readers = readers_due(run.day, until)
    if not readers:
        return
    news = News(readers, until)
    for chunk in batched(readers, CHUNK):
        _make_chunk(run, until, [(reader, news.items_for(reader)) for reader in chunk])


@transaction.atomic
def note_how_it_goes(*, run: DigestRun) -> None:
    """Write down how many mails of a run were sent, skipped and failed; it has ended when none waits any more."""
    locked = DigestRun.objects.select_for_update(no_key=True).get(pk=run.pk)
    states = dict(run.digests.order_by().values_list("mail__state").annotate(Count("pk")))
    run.sent = states.get(OutgoingMail.State.SENT, 0)
    run.skipped = states.get(OutgoingMail.State.SKIPPED, 0)
    run.failed = states.get(OutgoingMail.State.FAILED, 0)
    run.people, run.nothing_new, run.ended_at = locked.people, locked.nothing_new, locked.ended_at
    if run.ended_at is None and not states.get(OutgoingMail.State.WAITING):
        run.ended_at = timezone.now()
        log.info("%s: %s", run, in_words(run))
    run.save(update_fields=["sent", "skipped", "failed", "ended_at"])


def in_words(run: DigestRun) -> str:
    """Return what a run came to so far."""
    waiting = run.people - run.nothing_new - run.sent - run.skipped - run.failed
    return (
        f"{run.people} people were due. {run.sent} digests sent, {run.skipped} skipped as nothing was left to say, "
        f"{run.failed} could not be sent, {waiting} still wait. For {run.nothing_new} people nothing was new."
    )


def begin_settings() -> None:
    """Give whoever follows something and has no settings those that hold without: from their first follow on."""
    without = User.objects.filter(Exists(Follow.objects.filter(user=OuterRef("pk"))), alert_settings__isnull=True)
    begun = without.annotate(first=Min("follows__made_at")).values_list("pk", "first")
    AlertSettings.objects.bulk_create(
        (AlertSettings(user_id=user, told_until=first) for user, first in begun), ignore_conflicts=True
    )


# Steps of the above


@transaction.atomic
def _make_chunk(run: DigestRun, until: datetime.datetime, told: Sequence[tuple[Reader, dict[str, Any] | None]]) -> None:
    """Make the digests of some people and their mails, and note that they are told, all or nothing."""
    DigestRun.objects.select_for_update(no_key=True).get(pk=run.pk)
    # Whoever another process told in the meantime, or who wants no digest any more, is left out.
    due = alerts_due(run.day, until).filter(user__in=[reader.user_id for reader, _ in told])
    still_due = set(due.values_list("user_id", flat=True))
    told = [(reader, items) for reader, items in told if reader.user_id in still_due]
    new = [(reader, items) for reader, items in told if items is not None]
    mails = post_to_many(to=[reader.user_id for reader, _ in new], mail="digest", about={"run": run.pk})
    Digest.objects.bulk_create(
        Digest(
            run=run, user_id=reader.user_id, day=run.day, since=reader.since, until=until, items=items or {}, mail=mail
        )
        for (reader, items), mail in zip(new, mails, strict=True)
    )
    AlertSettings.objects.filter(Q(user__in=still_due), told_until__lt=until).update(told_until=until)
    DigestRun.objects.filter(pk=run.pk).update(
        people=F("people") + len(told), nothing_new=F("nothing_new") + len(told) - len(new)
    )
