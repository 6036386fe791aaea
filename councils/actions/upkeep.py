"""Takes away personal data whose time is over, as councils.retention says. Safe to repeat."""

from datetime import datetime

from django.db import connection, transaction
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from councils.actions.accounts import close_account
from councils.actions.kept_texts import forget_old_texts
from councils.models import Invitation, KnownBrowser, MembershipRequest, Tally, User
from councils.models.people import UserQuerySet
from councils.retention import (
    IDLE_ACCOUNTS,
    INVITATIONS,
    REQUESTS,
    WARNING_BEFORE_CLOSING,
)
from councils.sign_in.codes import clear_sign_in
from councils.sign_in.known_browsers import KNOWN_FOR
from councils.sign_in.sessions import forget_ended_sessions
from councils.tasks import accounts as mails

CLEAR_CACHE = "DELETE FROM cache_entry WHERE expires < now()"
"""Its keys name network addresses whose tries are counted; Django itself clears the table only when it is full."""


def tidy_personal_data(*, by: User | None) -> dict[str, int]:
    """Delete and close what councils.retention gives no more time; return how much of each kind, in words.

    Each kind is a transaction of its own: one that fails keeps none of the others.
    """
    now = timezone.now()
    clear_sign_in()
    clear_cache()
    return {
        "ended sessions": forget_ended_sessions(),
        "invitations": clear_invitations(now),
        "requests to belong": MembershipRequest.objects.filter(answered_at__lt=now - REQUESTS).delete()[0],
        "kept texts": forget_old_texts(),
        "known browsers": KnownBrowser.objects.filter(last_seen_at__lt=now - KNOWN_FOR).delete()[0],
        "people told that their account will be closed": warn_idle(now),
        "idle accounts": close_idle(now, by),
    }


def clear_cache() -> None:
    """Delete what has run out from the table of the shared cache; it is empty where CACHE_URL names another cache."""
    with connection.cursor() as cursor:
        cursor.execute(CLEAR_CACHE)


def clear_invitations(now: datetime) -> int:
    """Delete invitations that were settled, or ran out, long ago; return how many."""
    before = now - INVITATIONS
    settled = Q(accepted_at__lt=before) | Q(withdrawn_at__lt=before) | Q(expires_at__lt=before)
    return Invitation.objects.filter(settled).delete()[0]


def idle_since(moment: datetime) -> UserQuerySet:
    """Return the people with an open account who have not signed in since then."""
    last_here = Coalesce("last_login", "joined_at")
    return User.objects.filter(closed_at=None).annotate(last_here=last_here).filter(last_here__lt=moment)


def warning_of(user: User) -> str:
    """Return the words under which it is noted that a person was told; the number names nobody."""
    return f"idle-account:{user.pk}"


@transaction.atomic
def warn_idle(now: datetime) -> int:
    """Write to people whose account will be closed, once; return how many."""
    told = 0
    for person in idle_since(now - IDLE_ACCOUNTS + WARNING_BEFORE_CLOSING):
        if not Tally.objects.filter(what=warning_of(person)).exists():
            Tally.objects.create(what=warning_of(person), since=now, number=1, until=now + 3 * WARNING_BEFORE_CLOSING)
            mails.account_idle.defer(user_id=person.pk)
            told += 1
    return told


def close_idle(now: datetime, by: User | None) -> int:
    """Close the accounts of people who were told early enough and did not come; return how many."""
    return sum(close_if_still_idle(person, now, by) for person in idle_since(now - IDLE_ACCOUNTS))


@transaction.atomic
def close_if_still_idle(person: User, now: datetime, by: User | None) -> bool:
    """Close one such account, unless its person has come back by now; return whether it was closed."""
    told = Tally.objects.filter(what=warning_of(person), since__lte=now - WARNING_BEFORE_CLOSING)
    idle = idle_since(now - IDLE_ACCOUNTS).select_for_update(no_key=True)
    if not told.exists() or not idle.filter(pk=person.pk):
        return False
    close_account(user=person, by=by)
    told.delete()
    return True
