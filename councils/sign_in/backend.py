"""Who a session belongs to. Nobody is let in by a name and a password."""

from typing import Any

from django.contrib.auth.backends import ModelBackend

from councils import demo


class CodesOnly(ModelBackend):
    """Knows people by their session; what a password might open stays closed, whatever is in the database."""

    def authenticate(self, request: Any, username: Any = None, password: Any = None, **kwargs: Any) -> None:
        """Let nobody in: people sign in with a code from their mail (councils.sign_in.codes)."""

    def user_can_authenticate(self, user: Any) -> bool:
        """True for an open account, unless it is one of the quick start's people and DEBUG is off."""
        return super().user_can_authenticate(user) and not demo.is_kept_out(user)
