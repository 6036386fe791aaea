"""The admin of shared services."""

from typing import Any, ClassVar

from django.contrib import admin

from listings.admin import ListingAdmin
from services.models import SharedService


@admin.register(SharedService)
class SharedServiceAdmin(ListingAdmin):
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
