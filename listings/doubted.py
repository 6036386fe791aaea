"""What an officer may doubt in an entry: which columns hold each statement, and what of it was taken out."""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Field
from django.utils.text import capfirst

from councils.models import Organisation
from listings.keepers import lead_of_others
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

    Its own part always; the rest where it answers for the entry, or has a part in one that nobody has confirmed (being
    only named by its lead is not enough); the whole entry only where the council answers for it and no other leads it.
    """
    parts = [part for part in listing.participations.all() if part.organisation_id == council.pk and not part.left]
    is_keeper = any(part.is_keeper for part in parts)
    found = [Statement.OUR_PART] if parts else []
    if is_keeper or (listing.is_unconfirmed and not all(part.is_named_only for part in parts)):
        found += [Statement(each) for each in COLUMNS if each != Statement.ALL and said(listing, each)]
    return found + ([Statement.ALL] if is_keeper and not lead_of_others(listing, [council.pk]) else [])


def put_back_before(listing: Any, council: Organisation) -> set[Statement]:
    """Return what a moderator put back after this council had doubted it, and nobody has changed since."""
    answered = Doubt.objects.filter(listing=listing.pk, organisation=council, answer=Doubt.Answer.PUT_BACK)
    return {Statement(each.statement) for each in answered if _says_the_same(listing, each)}


def _says_the_same(listing: Any, doubt: Doubt) -> bool:
    if doubt.statement == Statement.OUR_PART:
        return as_held(listing.participations.filter(organisation=doubt.organisation_id)) == doubt.held
    if doubt.statement == Statement.ALL:
        return doubt.answered_at is not None and listing.updated_at <= doubt.answered_at
    return said(listing, doubt.statement) == doubt.held


def as_held(parts: Iterable[Participation]) -> dict[str, dict[str, str | None]]:
    """Return parts of one organisation as a doubt keeps them: columns by name, by role."""
    return {part.role: {name: _as_text(getattr(part, name)) for name in OF_A_PART} for part in parts}


def _as_text(value: Any) -> str | None:
    return value.isoformat() if isinstance(value, datetime.datetime) else value


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
