"""What an officer may doubt in an entry: which columns hold each statement, and what of it was taken out."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Field
from django.utils.text import capfirst

from councils.models import Organisation
from listings.models import Doubt, Listing, Participation

Statement = Doubt.Statement

COLUMNS: Mapping[str, tuple[str, ...]] = {
    Statement.DESCRIPTION: ("description",),
    Statement.MONEY: (
        *("funding_source", "funding_amount_gbp", "funding_outcome", "funding_reason", "budget_band", "budget_note"),
        *("annual_saving_gbp", "total_saving_gbp", "benefits", "benefits_basis"),
    ),
    Statement.DATES: ("started", "ended", "agreement_review", "notice_by"),
    Statement.ENDING: ("is_ended", "end_reason", "end_note", "would_do_differently"),
    Statement.WANTED: ("wants", "wants_note", "offers_note", "open_to_new_members"),
    Statement.ALL: ("state",),
}
"""The columns of each statement, of projects and shared services together. The part of a council is a row instead."""
OF_A_PART = ("joined", "left", "standing", "written_name", "claimed_at", "told_at")
"""The columns of a part that are held, besides its role."""


def columns_of(listing: Any, statement: str) -> list["Field[Any, Any]"]:
    """Return the columns in which a project or shared service says something, whether or not it does."""
    known = {field.name: field for field in type(listing)._meta.concrete_fields}
    return [known[name] for name in COLUMNS.get(statement, ()) if name in known]


def said(listing: Any, statement: str) -> dict[str, Any]:
    """Return what a project or shared service says in a statement, by column; empty when it says nothing.

    A service that is said not to be open to others says something; work that has not ended does not.
    """
    values = {column.name: getattr(listing, column.name) for column in columns_of(listing, statement)}
    return {name: value for name, value in values.items() if value not in (None, "") and (name, value) != NOT_ENDED}


NOT_ENDED = ("is_ended", False)


def statements(listing: Any, council: Organisation) -> list[Statement]:
    """Return what a council may doubt of what a project or shared service says now.

    The whole entry only where the council answers for it: it leads it, or has claimed it.
    """
    parts = [part for part in listing.participations.all() if part.organisation_id == council.pk]
    found = [Statement.OUR_PART] if parts else []
    found += [each for each in COLUMNS if each != Statement.ALL and said(listing, each)]  # type: ignore[misc]  # keys
    return found + ([Statement.ALL] if any(part.is_keeper for part in parts) else [])


def held_in_words(doubt: Doubt) -> list[tuple[str, str]]:
    """Return what a doubt took out, each as its label and its value in words."""
    if doubt.statement == Statement.OUR_PART:
        return [(str(doubt.organisation), label) for role, label in Participation.Role.choices if role in doubt.held]
    listing = doubt.listing.specific
    columns = [column for column in columns_of(listing, doubt.statement) if column.name in doubt.held]
    return [(capfirst(str(column.verbose_name)), _in_words(column, doubt.held[column.name])) for column in columns]


def _in_words(column: "Field[Any, Any]", value: Any) -> str:
    choices = dict(column.flatchoices)
    if value in choices:
        return str(choices[value])
    return {True: "Yes", False: "No"}.get(value, str(value)) if isinstance(value, bool) else str(value)


def is_still_out(listing: Listing, column: "Field[Any, Any]") -> bool:
    """True while nobody has filled again what a doubt took out of a column."""
    return bool(getattr(listing, column.name) == column.get_default())
