"""Giving rows that belong to one entry to another."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Model

from listings.models import Listing


def move(rows: Sequence[Any], to: Listing) -> None:
    """Take rows of one kind away from their entry and make them anew for another.

    So the history of the one says that they are gone, and that of the other that they came.
    """
    if not rows:
        return
    model: type[Model] = type(rows[0])
    model._default_manager.filter(pk__in=[row.pk for row in rows]).delete()
    for row in rows:
        row.pk, row.listing_id = None, to.pk
    model._default_manager.bulk_create(rows)
