"""How often something may be done in an hour or a day, counted in PostgreSQL: workers agree, a restart forgets nothing.

Those who are counted together are counted one after the other, so that of any number of parallel requests no more than
the limit get through. Only what was let through counts: whoever goes on trying does not push away the end of the wait.
"""

import datetime
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.models import Min
from django.utils import timezone
from django.utils.crypto import salted_hmac

from councils.models import Tally

PARTS = 60
"""Into how many stretches a period is divided: what is counted in the first of them no longer counts in the next
period's first."""

COUNT = """
    WITH earlier AS (
        SELECT coalesce(sum(number), 0) AS number FROM councils_tally
        WHERE what = %(what)s AND until > %(now)s AND since <> %(since)s
    )
    INSERT INTO councils_tally AS tally (what, since, number, until)
    SELECT %(what)s, %(since)s, %(more)s, %(until)s FROM earlier WHERE earlier.number + %(more)s <= %(most)s
    ON CONFLICT (what, since) DO UPDATE SET number = tally.number + %(more)s
    WHERE tally.number + %(more)s + (SELECT number FROM earlier) <= %(most)s
    RETURNING number
"""


class Limit(NamedTuple):
    """So many times, at most, in any such period."""

    what: str
    most: int
    period: datetime.timedelta


class LimitReached(Exception):
    """It was done as often as it may be. `until` is when it may be done again, `limit` which limit it was."""

    def __init__(self, limit: Limit, until: datetime.datetime) -> None:
        super().__init__(limit.what)
        self.limit = limit
        self.until = until


def keyed_hash(kind: str, words: str) -> str:
    """Return 64 hexadecimal digits that stand for `words` wherever these themselves must not be written."""
    return salted_hmac(f"councils.sign_in.{kind}", words, algorithm="sha256").hexdigest()


def count(limit: Limit, whose: str = "", more: int = 1) -> None:
    """Count `more` of `limit` for somebody (a keyed hash; empty: for all together). Raises LimitReached instead.

    Two requests that meet just where one stretch ends and the next begins write to different rows: the lock is what
    keeps them in line.
    """
    now = timezone.now()
    stretch = limit.period / PARTS
    since = now - (now - datetime.datetime.min.replace(tzinfo=datetime.UTC)) % stretch
    what = f"{limit.what}:{whose}"
    values: dict[str, Any] = {
        "what": what,
        "now": now,
        "since": since,
        "until": since + limit.period,
        "most": limit.most,
        "more": more,
    }
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [what])
        cursor.execute(COUNT, values)
        if cursor.fetchone():
            return
    frees = Tally.objects.filter(what=what, until__gt=now).aggregate(until=Min("until"))["until"]
    raise LimitReached(limit, frees or now + stretch)
