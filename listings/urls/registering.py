"""Addresses of registering entries and changing them."""

from collections.abc import Sequence

from django.urls import URLPattern, path

from listings.registering.sections import Journey
from listings.views.registering import checking, sections
from listings.views.registering.start import start


def start_patterns(journeys: Sequence[Journey]) -> list[URLPattern]:
    """Return where entries begin, of all kinds."""
    return [path("councils/<slug:slug>/manage/start/", start, {"journeys": journeys}, name="start")]


def entry_patterns(journey: Journey) -> list[URLPattern]:
    """Return the pages of registering entries of one kind, below the place of that kind in a council's area."""
    kind, given = journey.kind, {"journey": journey}
    return [
        path("<int:pk>/", sections.tasks, given, name=f"{kind}-tasks"),
        path("<int:pk>/check/", checking.check, given, name=f"{kind}-check"),
        path("<int:pk>/submit/", checking.send_in, given, name=f"{kind}-submit"),
        path("<int:pk>/sent/", checking.sent, given, name=f"{kind}-sent"),
        path("<int:pk>/<slug:key>/", sections.section, given, name=f"{kind}-section"),
    ]
