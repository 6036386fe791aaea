"""What administrators do for people: accounts, who is a moderator, and a second step that was lost."""

from collections.abc import Collection

from allauth.mfa.models import Authenticator
from django.http import HttpRequest

from councils.models import User
from councils.sign_in.sessions import end_sessions
from councils.tasks.second_step import tell_of_change
from directory.history import recorded

ENDS_SESSIONS = {"is_active", "is_staff", "is_superuser"}
"""Columns whose change ends all sessions of a person: they sign in again as who they are now."""
RIGHTS = {"is_staff", "is_superuser"}
"""Columns that are written together, as they were shown: the database knows no administrator who is no moderator."""


@recorded
def save_person(*, person: User, changed: Collection[str], by: User, request: HttpRequest | None = None) -> User:
    """Save a new or a changed person; `changed` names the columns that are not as they were. Others stay unwritten.

    The session of `request`, in which somebody changes their own account, goes on. Raises User.DoesNotExist when the
    account has been closed meanwhile.
    """
    if person.pk is None:
        person.set_unusable_password()
        person.save()
        return person
    User.objects.select_for_update(no_key=True).get(pk=person.pk, closed_at=None)
    columns = set(changed) | (RIGHTS if RIGHTS & set(changed) else set())
    if columns:
        person.save(update_fields=columns)
    if ENDS_SESSIONS & set(changed):
        end_sessions(user=person, but_this=request if person.pk == by.pk else None)
    return person


@recorded
def remove_second_step(*, person: User, by: User, request: HttpRequest | None = None) -> None:
    """Take away every app, passkey and recovery code of a person who lost theirs, end their sessions, and tell them.

    The session of `request`, in which somebody does this to their own account, goes on.
    """
    Authenticator.objects.filter(user=person).delete()
    end_sessions(user=person, but_this=request if person.pk == by.pk else None)
    tell_of_change.defer(user_id=person.pk, change="second_step_removed")
