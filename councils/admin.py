"""The admin of organisations, which listings search to say who takes part."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from councils.models import Organisation


@admin.register(Organisation)
class OrganisationAdmin(admin.ModelAdmin[Organisation]):
    """To look at and to find. Councils come from `manage.py load_register`."""

    list_display = ("name", "kind", "status", "region")
    list_filter = ("status", "kind", "nation", "region")
    search_fields = ("name", "short_name", "aliases__name")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
