"""Addresses of what is wanted now, and of calls."""

from django.urls import URLPattern, path

from collaboration.views import asks, calls, wanted

ENTRY = "councils/<slug:slug>/manage/entries/<int:pk>"

urlpatterns: list[URLPattern] = [
    path("wanted/", wanted.WantedView.as_view(), name="wanted"),
    path("wanted/feed/", wanted.wanted_feed, name="wanted-feed"),
    path("calls/", calls.calls, name="calls"),
    path("calls/<int:pk>/", calls.call, name="call-by-number"),
    path("calls/<int:pk>/<str:slug>/", calls.call, name="call"),
    path(f"{ENTRY}/wanted/", asks.entry_asks, name="entry-asks"),
    path(f"{ENTRY}/wanted/<int:ask>/", asks.close, name="close-ask"),
    path(f"{ENTRY}/calls/", calls.entry_calls, name="entry-calls"),
    path(f"{ENTRY}/calls/<int:call>/leave/", calls.leave_call, name="leave-call"),
]
