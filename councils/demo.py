"""The people of the quick start: so that a newcomer can sign in as each kind of person without a mail server.

They exist only with DEBUG on. Their addresses are at domains that nobody can own (RFC 2606), so no code for them ever
reaches anybody but through `/dev/mail/`, which is there with DEBUG on only. Where they are found with DEBUG off, nobody
gets in as one of them (councils.sign_in.backend), and the database is not brought up to date until they are gone.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db.utils import OperationalError, ProgrammingError

from councils.models import Role, User

COUNCIL = "hackney"
"""The slug of a council that leads starter entries."""


class DemoPerson(NamedTuple):
    """Somebody whom the quick start makes."""

    address: str
    name: str
    does: str
    role: str = ""
    is_moderator: bool = False
    is_administrator: bool = False


PEOPLE = (
    DemoPerson("officer@hackney.example", "Olu Officer", "registers what Hackney works on", Role.OFFICER),
    DemoPerson("manager@hackney.example", "Mina Manager", "looks after Hackney's people", Role.MANAGER),
    DemoPerson(
        "moderator@collabhub.example", "Mo Moderator", "looks after the directory, in /admin/", is_moderator=True
    ),
    DemoPerson(
        "administrator@collabhub.example",
        "Ada Administrator",
        "appoints moderators, too",
        is_moderator=True,
        is_administrator=True,
    ),
)
ADDRESSES = frozenset(person.address for person in PEOPLE)


class DemoPeopleRefused(Exception):
    """They cannot be made here; the text is a sentence that says why."""


def is_kept_out(user: User) -> bool:
    """True for one of these people where DEBUG is off."""
    return user.email in ADDRESSES and not settings.DEBUG


def introduction() -> str:
    """Return who they are and how to sign in as one of them, as `bin/run` prints it."""
    width = max(len(person.address) for person in PEOPLE)
    lines = [f"  {person.address:{width}}  {person.does}" for person in PEOPLE]
    return "\n".join(
        [
            f"Sign in at {settings.SITE_URL}/account/sign-in/ as one of these people:",
            *lines,
            f"Their codes are shown at {settings.SITE_URL}/dev/mail/ a second later. The last two are led to a second",
            "step first: have an authenticator app on a phone ready, or let the browser keep a passkey.",
            "",
        ]
    )


@register(Tags.database)
def no_demo_people_without_debug(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Report an error where DEBUG is off and one of these people is there. `migrate` asks before it does anything."""
    if settings.DEBUG or not databases:
        return []
    try:
        found = User.objects.filter(email__in=ADDRESSES).count()
    except (OperationalError, ProgrammingError):
        # No database or an empty one: whoever needs it says so.
        return []
    if not found:
        return []
    return [
        Error(
            f"{found} of the quick start's people have accounts here, and DEBUG is off.",
            hint="Close their accounts: python manage.py demo_people --close",
            id="councils.E001",
        )
    ]
