"""The admin of service areas and topics."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from collabhub.admin import ModeratedAdmin
from listings.admin.common import ReadOnly
from listings.models import ServiceArea, Topic


@admin.register(Topic)
class TopicAdmin(ModeratedAdmin):
    list_display = ("name", "entries")
    search_fields = ("name",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Topic]:
        return super().get_queryset(request).annotate(entries=Count("listings"))

    @admin.display(ordering="entries")
    def entries(self, topic: Any) -> int:
        return int(topic.entries)


@admin.register(ServiceArea)
class ServiceAreaAdmin(ReadOnly, ModeratedAdmin):
    """The standard list, which `manage.py load_service_areas` loads."""

    list_display = ("label", "level", "parent", "esd_id")
    list_filter = ("level",)
    list_select_related = ("parent",)
    search_fields = ("label",)
