"""Reads what the histories hold, whichever table it is in."""

import json
from typing import Any

from django.apps import apps
from django.db import connection
from pghistory.models import Context

from directory.history import EVENTS, Event

EVENT_MODELS: list[Any] = [model for model in apps.get_models() if issubclass(model, Event)]


def how_many() -> int:
    """Return the number of all events and contexts."""
    return sum(model.objects.count() for model in EVENT_MODELS) + Context.objects.count()


def last_of(thing: Any) -> Any:
    """Return the newest event of a row."""
    return EVENTS[type(thing)].objects.filter(pgh_obj=thing.pk).latest("pgh_id")


def said(event: Any) -> dict[str, Any] | None:
    """Return who is said to have caused an event, and through which door; None when nothing is known."""
    return event.pgh_context.metadata if event.pgh_context else None


def everything() -> str:
    """Return all that the histories hold, as text."""
    rows = [row for model in EVENT_MODELS for row in model.objects.values()]
    return json.dumps([*rows, *Context.objects.values()], default=str)


def ask(question: str, *values: Any) -> list[Any]:
    """Return the rows that a statement finds."""
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        return cursor.fetchall()
