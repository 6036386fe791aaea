"""The admin of projects."""

from typing import Any, ClassVar

from django.contrib import admin

from listings.admin import ListingAdmin
from listings.admin.keeping_both import KeepsBoth
from listings.admin.officers import OpenToOfficers
from projects.models import Project
from projects.sections import JOURNEY


@admin.register(Project)
class ProjectAdmin(OpenToOfficers, KeepsBoth, ListingAdmin):
    journey = JOURNEY
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
