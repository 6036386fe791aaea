"""What is noted when somebody is in: with a code from the mail, after the second step, or with a passkey alone."""

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver

from councils.actions.memberships import note_sign_in
from councils.models import User
from councils.sign_in.security_log import note


@receiver(user_logged_in)
def arrived(sender: type[User], user: User, **_: Any) -> None:
    """Write a line in the log, and take it for a sign that the person still works for their councils."""
    note_sign_in(user=user)
    note("signed in", user=user.pk)
