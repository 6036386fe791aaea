"""Addresses of messages that should not be, and of what waits for moderators."""

from django.urls import URLPattern, path

from collaboration.admin import chasing as moderating
from collaboration.views import chasing

urlpatterns: list[URLPattern] = [
    path("account/interests/<int:pk>/report/", chasing.report, name="report-interest"),
    path("account/interests/<int:pk>/block/", chasing.block_sender, name="block-sender"),
    path("admin/interest/", moderating.interest_queue, name="interest-queue"),
    path("admin/reports/", moderating.report_queue, name="report-queue"),
    path("admin/reports/<int:pk>/", moderating.moderate_report, name="moderate-report"),
    path("admin/reports/barred/<int:pk>/", moderating.let_write_again, name="let-write-again"),
]
