"""What every admin here uses."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from councils.models import User


def acting(request: HttpRequest) -> User:
    """Return the person who uses the admin, which lets nobody in who is not signed in."""
    return cast(User, request.user)


def not_there(admin: ModelAdmin, request: HttpRequest, object_id: str) -> HttpResponse:
    """Lead back from a thing that is not there for this visitor, whether or not it is for others."""
    messages.warning(request, f"There is no {admin.opts.verbose_name} with the number “{object_id[:40]}” here.")
    return redirect("admin:index")


class ReadOnly:
    """Admin of rows that people look at but that come from elsewhere."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
