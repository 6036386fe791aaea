"""What a column may hold: each converter takes a value as the file has it and returns it as we keep it."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from listings.partial_dates import PartialDate

MOST_POUNDS = 10**12
"""More than the yearly spending of the United Kingdom's government: a larger sum is a slip."""

UNSTORABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
"""Characters that the database or an XML feed cannot hold."""

type Convert = Callable[[Any], Any]


class RefusedError(ValueError):
    """A value that cannot be taken; the message is a sentence for people."""


@dataclass(frozen=True)
class Column:
    """A column of an import file and what becomes of its value.

    `to` is the name that the value goes by afterwards, where it is not the column's own. The columns in a group,
    such as `funding.source`, may stand as an object inside an entry (`"funding": {"source": …}`). `example` is what
    the files that people start from have in this column, None for nothing.
    """

    name: str
    convert: Convert
    to: str = ""
    required: bool = False
    is_list: bool = False
    example: Any = None

    @property
    def cell(self) -> str:
        return self.to or self.name


def in_words(value: Any) -> str:
    """Say what sort of value this is, for a sentence about a wrong one."""
    kinds = {
        str: "text",
        bool: "true or false",
        int: "a number",
        float: "a number",
        list: "a list",
        dict: "an object",
    }
    return kinds.get(type(value), "nothing")


def text(longest: int) -> Convert:
    """Text on one line, with runs of white space made one space; at most `longest` characters."""

    def convert(value: Any) -> str:
        if not isinstance(value, str):
            raise RefusedError(f"This must be text, but it is {in_words(value)}.")
        if found := UNSTORABLE.search(value):
            sort = "a null character" if found[0] == "\0" else f"the character U+{ord(found[0]):04X}"
            raise RefusedError(f"This contains {sort}, which cannot be kept. Remove it.")
        words = " ".join(unicodedata.normalize("NFC", value).split())
        if len(words) > longest:
            raise RefusedError(f"This is {len(words)} characters long. Shorten it to {longest}.")
        return words

    return convert


def texts(longest: int) -> Convert:
    """A list of texts, empty and repeated ones left out; each at most `longest` characters."""
    convert_one = text(longest)

    def convert(value: Any) -> list[str]:
        if not isinstance(value, list):
            raise RefusedError(f"This must be a list, but it is {in_words(value)}.")
        return [item for item in dict.fromkeys(convert_one(item) for item in value) if item]

    return convert


def text_or_texts(longest: int) -> Convert:
    """One text or a list of them, always returned as a list."""
    convert_all = texts(longest)
    return lambda value: convert_all(value if isinstance(value, list) else [value])


def one_of(words: Mapping[str, str], what: str) -> Convert:
    """One of the known `words`, in any case: a mapping from the word in lower case to what we keep."""
    read = text(200)

    def convert(value: Any) -> str:
        written = read(value)
        if written.casefold() not in words:
            raise RefusedError(f"“{written}” is not {what} that we know. Write one of: {', '.join(words)}.")
        return words[written.casefold()]

    return convert


def whole_pounds(value: Any) -> int:
    """A sum of money in whole pounds: a number, or text such as `80000` or `£80,000`."""
    written = re.sub(r"[£,\s]", "", value) if isinstance(value, str) else value
    if isinstance(written, str) and re.fullmatch(r"-?\d{1,30}(\.\d{1,30})?", written):
        written = float(written) if "." in written else int(written)
    if isinstance(written, bool) or not isinstance(written, int | float):
        raise RefusedError(f"This must be a sum in whole pounds, but it is {in_words(value)}.")
    if written < 0:
        raise RefusedError("This sum is negative. Write it without a minus sign, or leave it out.")
    if written > MOST_POUNDS:
        raise RefusedError(f"This sum is above £{MOST_POUNDS:,}. Check its digits.")
    if written != int(written):
        raise RefusedError("This sum has a fraction. Write whole pounds.")
    return int(written)


def partial_date(value: Any) -> str:
    """A year, a month or a day, such as 2019, 2019-03 or 2019-03-31."""
    written = text(40)(value)
    try:
        return str(PartialDate(written)) if written else ""
    except ValueError as error:
        raise RefusedError(str(error)) from error


def day(value: Any) -> str:
    """A whole day, such as 2019-03-31."""
    written = partial_date(value)
    if len(written) < len("2019-03-31"):
        raise RefusedError(f"“{written}” must be a whole day, such as 2019-03-31.")
    return written


def web_address(value: Any) -> str:
    """An address that a browser opens: http or https, at most 500 characters."""
    written = text(500)(value)
    try:
        URLValidator(schemes=["http", "https"])(written)
    except ValidationError:
        raise RefusedError(f"“{written[:60]}” is not a web address. Begin it with https:// or http://.") from None
    return written


def web_addresses(value: Any) -> list[str]:
    """A list of addresses that a browser opens."""
    return [web_address(item) for item in texts(500)(value)]


def flag(value: Any) -> bool:
    """True or false, or in words: yes or no."""
    words = {"true": True, "yes": True, "false": False, "no": False}
    found = value if isinstance(value, bool) else words.get(str(value).strip().casefold())
    if found is None:
        raise RefusedError(f"This must be true or false, but it is {in_words(value)}. Write true, false, yes or no.")
    return found


def nearest(written: str, known: Iterable[str]) -> str:
    """Return a question that offers the known word most like the written one, or nothing."""
    found = get_close_matches(written.casefold(), known, n=1)
    return f" Did you mean “{found[0]}”?" if found else ""
