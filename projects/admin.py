"""The admin of projects."""

from typing import Any, ClassVar

from django.contrib import admin

from listings.admin import ListingAdmin
from projects.models import Project


@admin.register(Project)
class ProjectAdmin(ListingAdmin):
    list_display: tuple[str, ...] = (
        "title",
        "led_by",
        "phase",
        "state",
        "confirmed_at",
        "review_date",
        "updated_at",
    )
    list_filter: ClassVar[tuple[Any, ...]] = ("phase", "funding_outcome", *ListingAdmin.list_filter)
