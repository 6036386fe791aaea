"""Where moderators see what became of mails: which kind, when, and why not. It names nobody, and nothing is changed."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from councils.admin.memberships import SeenOnly
from councils.models import OutgoingMail


class IsLate(admin.SimpleListFilter):
    """Finds the mails that should have been sent a while ago."""

    title = "whether it is late"
    parameter_name = "late"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "Should have been sent a while ago")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        late = OutgoingMail.objects.late(timezone.now())
        return queryset.filter(pk__in=late.values("pk")) if self.value() == "yes" else queryset


@admin.register(OutgoingMail)
class OutgoingMailAdmin(SeenOnly):
    """Mails of the last 90 days and those that wait, newest first."""

    ordering = ["-id"]
    list_display = ["kind", "state", "made_at", "tries", "due_at", "ended_at", "outcome"]
    list_filter = ["state", IsLate, "name"]
    fields = ["kind", "state", "outcome", "tries", "made_at", "due_at", "ended_at", "message_id"]
    date_hierarchy = "made_at"

    @admin.display(description="mail", ordering="name")
    def kind(self, mail: OutgoingMail) -> str:
        """What it is about, by the name of its template."""
        return mail.name.replace("_", " ").capitalize()
