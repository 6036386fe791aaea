"""The admin of shared services."""

from typing import Any, ClassVar

from django.contrib import admin

from listings.admin import ListingAdmin
from listings.admin.keeping_both import KeepsBoth
from listings.admin.officers import OpenToOfficers
from services.models import SharedService
from services.sections import JOURNEY


@admin.register(SharedService)
class SharedServiceAdmin(OpenToOfficers, KeepsBoth, ListingAdmin):
    journey = JOURNEY
    list_display: tuple[str, ...] = (
        "title",
        "led_by",
        "delivery_model",
        "state",
        "confirmed_at",
        "review_date",
        "updated_at",
    )
    list_filter: ClassVar[tuple[Any, ...]] = ("delivery_model", "open_to_new_members", *ListingAdmin.list_filter)
