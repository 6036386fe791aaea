"""Where moderators see what each day's digests came to."""

from django.contrib import admin

from collaboration.models import DigestRun
from councils.admin.memberships import SeenOnly


@admin.register(DigestRun)
class DigestRunAdmin(SeenOnly):
    """Runs of digests, newest first. One that has not ended still has mails that wait."""

    list_display = ["day", "began_at", "ended_at", "people", "nothing_new", "sent", "skipped", "failed"]
    fields = ["day", "began_at", "ended_at", "people", "nothing_new", "sent", "skipped", "failed"]
    date_hierarchy = "day"
