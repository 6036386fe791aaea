"""What a cell of a register file may hold. Each reader takes the cell's text and raises ValueError with a sentence."""

import re
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

CellReader = Callable[[str], Any]

is_web_address = URLValidator(schemes=["http", "https"])


def text(longest: int | None = None) -> CellReader:
    """A reader of plain text of at most `longest` characters; an empty cell is empty text."""

    def read(cell: str) -> str:
        if "\x00" in cell:
            raise ValueError("it holds a character that cannot be stored (NUL); take it out.")
        if longest and len(cell) > longest:
            raise ValueError(f"it has {len(cell)} characters, and at most {longest} fit; shorten it.")
        return cell

    return read


def needed(read: CellReader) -> CellReader:
    """The same reader, refusing an empty cell."""

    def read_filled(cell: str) -> Any:
        if cell == "":
            raise ValueError("it is empty; fill it in.")
        return read(cell)

    return read_filled


def optional(read: CellReader) -> CellReader:
    """The same reader, with None for an empty cell."""
    return lambda cell: None if cell == "" else read(cell)


def one_of(words: Iterable[str]) -> CellReader:
    """A reader of one of `words`; an empty cell stays empty."""
    known = tuple(words)

    def read(cell: str) -> str:
        if cell and cell not in known:
            raise ValueError(f"“{shown(cell)}” is not known; use one of: {', '.join(known)}.")
        return cell

    return read


def slug(cell: str) -> str:
    """Small letters, digits and single hyphens: the words of an address, at most 100 characters."""
    if len(cell) > 100 or not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", cell):
        raise ValueError(
            f"“{shown(cell)}” is not a slug; use small letters, digits and hyphens, at most 100 characters."
        )
    return cell


def gss_code(cell: str) -> str:
    """A nine-character code of the Office for National Statistics, such as E09000012."""
    if not re.fullmatch(r"[EWSN]\d{8}", cell, re.ASCII):
        raise ValueError(f"“{shown(cell)}” is not a GSS code; write E, W, S or N and eight digits.")
    return cell


def day(cell: str) -> date:
    """A day of the calendar, written YYYY-MM-DD."""
    try:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", cell, re.ASCII):
            raise ValueError
        return date.fromisoformat(cell)
    except ValueError:
        raise ValueError(f"“{shown(cell)}” is not a day in the calendar; write it like 2019-04-01.") from None


def whole_number(lowest: int, highest: int) -> CellReader:
    """A reader of a whole number from `lowest` to `highest`."""

    def read(cell: str) -> int:
        if not re.fullmatch(r"-?\d{1,12}", cell, re.ASCII) or not lowest <= int(cell) <= highest:
            raise ValueError(f"“{shown(cell)}” is not a whole number from {lowest} to {highest}.")
        return int(cell)

    return read


def decimal(lowest: Decimal, highest: Decimal, places: int) -> CellReader:
    """A reader of a number from `lowest` to `highest` with at most `places` digits after the point."""

    def read(cell: str) -> Decimal:
        try:
            number = Decimal(cell)
            fits = lowest <= number <= highest and number == round(number, places)
        except InvalidOperation:
            fits = False
        if not fits:
            raise ValueError(
                f"“{shown(cell)}” is not a number from {lowest} to {highest} with at most {places} decimal places."
            )
        return round(number, places)

    return read


def web_address(cell: str) -> str:
    """An address that starts with http:// or https://, at most 300 characters; an empty cell stays empty."""
    if cell:
        try:
            is_web_address(cell)
        except ValidationError:
            raise ValueError(f"“{shown(cell)}” is not a web address; start it with https://.") from None
    return text(300)(cell)


def domain(cell: str) -> str:
    """The part of an e-mail address after the @, in small letters."""
    if len(cell) > 253 or not re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", cell):
        raise ValueError(f"“{shown(cell)}” is not an email domain; write it in small letters, like example.gov.uk.")
    return cell


def shown(cell: str) -> str:
    """As much of a cell as fits in a sentence."""
    return cell if len(cell) <= 60 else f"{cell[:60]}…"
