"""What every admin here uses."""

from typing import Any, cast

from django.http import HttpRequest

from councils.models import User


def acting(request: HttpRequest) -> User:
    """Return the person who uses the admin, which lets nobody in who is not signed in."""
    return cast(User, request.user)


class ReadOnly:
    """Admin of rows that people look at but that come from elsewhere."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
