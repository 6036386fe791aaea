"""Dates as precise as the source is: a year, a month or a day. A missing part is never invented."""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.formats import date_format

PATTERN = r"^(1[89]|20|21)\d\d(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$"


class PartialDate(str):
    """A date written `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, from 1800 to 2199; it sorts as text.

    Raises ValueError, with a sentence for people, for anything else, 31 February included.
    """

    __slots__ = ()

    def __new__(cls, value: str) -> "PartialDate":
        if not re.fullmatch(PATTERN, value, re.ASCII):
            raise ValueError(f"“{value[:40]}” is not a date: write a year, a month or a day, such as 2019-03-31.")
        year, month, day = ([int(part) for part in value.split("-")] + [1, 1])[:3]
        try:
            date(year, month, day)
        except ValueError:
            raise ValueError(f"“{value}” is not a day in the calendar.") from None
        return super().__new__(cls, value)

    @property
    def first_day(self) -> date:
        """The first day that the date may stand for."""
        year, month, day = ([int(part) for part in self.split("-")] + [1, 1])[:3]
        return date(year, month, day)

    @property
    def last_day(self) -> date:
        """The last day that the date may stand for."""
        first = self.first_day
        month = first.month if len(self) > len("2019") else 12
        return first if len(self) == len("2019-03-31") else date(first.year, month, monthrange(first.year, month)[1])

    def in_words(self) -> str:
        """As people read it: 14 March 2026, March 2026 or 2026."""
        return date_format(self.first_day, {4: "Y", 7: "F Y", 10: "j F Y"}[len(self)])

    def could_be_before(self, other: "PartialDate") -> bool:
        """True unless this date is certainly later than `other`: compared as far as both are known."""
        known = min(len(self), len(other))
        return self[:known] <= other[:known]


if TYPE_CHECKING:
    TextColumn = models.CharField[PartialDate | str, PartialDate]
else:
    TextColumn = models.CharField


class PartialDateField(TextColumn):
    """Stores a PartialDate as text in byte order, so that the database sorts and checks it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs |= {"max_length": 10, "db_collation": "C"}
        kwargs.setdefault("blank", True)
        kwargs.setdefault("help_text", "A year, a month or a day, such as 2019, 2019-03 or 2019-03-31.")
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        for key in ("max_length", "db_collation"):
            kwargs.pop(key, None)
        return name, path, args, kwargs

    def from_db_value(self, value: str | None, *_: object) -> str | None:
        return PartialDate(value) if value else value

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values or isinstance(value, PartialDate):
            return value or ""
        try:
            return PartialDate(str(value).strip())
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from error


def is_partial_date(*fields: str) -> models.Q:
    """A condition for a check constraint: each field is empty or a date of PATTERN."""
    condition = models.Q()
    for field in fields:
        condition &= models.Q(**{field: ""}) | models.Q(**{f"{field}__regex": PATTERN})
    return condition


def in_order(earlier: str, later: str) -> models.Q:
    """A condition for a check constraint: `earlier` is not certainly after `later`, or one of them is empty."""
    left: Callable[..., models.Func] = models.functions.Left
    length = models.functions.Least(models.functions.Length(earlier), models.functions.Length(later))
    return (
        models.Q(**{earlier: ""})
        | models.Q(**{later: ""})
        | models.Q(models.lookups.LessThanOrEqual(left(earlier, length), left(later, length)))
    )
