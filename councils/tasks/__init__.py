"""Background jobs of sign-in and of councils' people. Each mail is one job: its arguments are numbers of rows."""

from councils.tasks import accounts, memberships, outbox, second_step, sign_in

__all__ = ["accounts", "memberships", "outbox", "second_step", "sign_in"]
