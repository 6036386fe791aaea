"""Where sessions are kept: Django's table, of which nothing but what Django itself makes up is asked for."""

from typing import Any

from django.contrib.sessions.backends import db


class SessionStore(db.SessionStore):
    """Django's sessions in the database, for cookies that hold anything at all."""

    def _validate_session_key(self, key: Any) -> bool:
        """True for small letters, capitals and figures of ASCII; whoever sends another key has no session.

        Django looks only at the length, and PostgreSQL refuses a NUL, which a cookie in quotation marks can hold.
        """
        is_long_enough = super()._validate_session_key(key)  # type: ignore[misc]  # Django has it, its stubs have not
        return bool(is_long_enough) and key.isascii() and key.isalnum()
