"""Taking a statement out of an entry, and putting it back."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError

from councils.models import User
from listings.actions.saving import save_listing
from listings.doubted import columns_of, is_still_out, said
from listings.models import PhaseChange


class StatementRefused(Exception):
    """It cannot be put back; the text is a sentence that says why."""


def take_statement_out(*, listing: Any, statement: str, by: User) -> dict[str, Any]:
    """Leave the columns of a statement of a locked entry blank, and return what they said; empty for nothing.

    `statement` is one of Doubt.Statement that is about columns. For use inside an action.
    """
    held = said(listing, statement)
    if held:
        for column in columns_of(listing, statement):
            setattr(listing, column.name, column.get_default())
        _save_without_a_new_phase(listing, by)
    return held


def put_statement_back(*, listing: Any, statement: str, held: Mapping[str, Any], by: User) -> None:
    """Put back what was taken out of a locked entry, where nobody has written anything since. For use inside an action.

    Raises StatementRefused when it does not fit any more with what was written since.
    """
    for column in columns_of(listing, statement):
        if column.name in held and is_still_out(listing, column):
            setattr(listing, column.name, column.to_python(held[column.name]))
    try:
        listing.validate_constraints()
    except ValidationError as error:
        raise StatementRefused(f"It does not fit with what was written since: {' '.join(error.messages)}") from None
    _save_without_a_new_phase(listing, by)


def _save_without_a_new_phase(listing: Any, by: User) -> None:
    """Save an entry, but do not take it for a step of the work that words about it come or go."""
    before = set(listing.phase_changes.values_list("pk", flat=True))
    save_listing(listing=listing, by=by)
    PhaseChange.objects.filter(listing=listing.pk).exclude(pk__in=before).delete()
