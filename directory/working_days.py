"""Working days, as promises count them: Monday to Friday but for the bank holidays of a nation."""

import datetime
from functools import cache

from django.utils.timezone import localdate

SATURDAY = 5
SUBDIVISIONS = {"England": "ENG", "Wales": "WLS", "Scotland": "SCT", "Northern Ireland": "NIR"}
"""The nations as the package of bank holidays knows them (ISO 3166-2:GB)."""


def working_days_after(day: datetime.date, number: int, nation: str = "") -> datetime.date:
    """Return the day that is `number` working days after another; 0 gives the day itself or the next working day.

    Without a nation, or outside the four, those of England and Wales count.
    """
    while number or not is_working_day(day, nation):
        day += datetime.timedelta(days=1)
        if number and is_working_day(day, nation):
            number -= 1
    return day


def working_days_between(first: datetime.date, last: datetime.date, nation: str = "") -> int:
    """Return how many working days come after a day, up to and with another; 0 on the same day or a weekend after."""
    days = (first + datetime.timedelta(days=number) for number in range(1, (last - first).days + 1))
    return sum(is_working_day(day, nation) for day in days)


def days_until(sent: datetime.datetime, answered: datetime.datetime | None, nation: str) -> int | None:
    """Return how many working days an answer took; None without one."""
    return working_days_between(localdate(sent), localdate(answered), nation) if answered else None


def is_working_day(day: datetime.date, nation: str = "") -> bool:
    """True from Monday to Friday, unless it is a bank holiday there."""
    return day.weekday() < SATURDAY and day not in _bank_holidays(SUBDIVISIONS.get(nation, "ENG"), day.year)


@cache
def _bank_holidays(subdivision: str, year: int) -> frozenset[datetime.date]:
    """Return the bank holidays of a year.

    The package takes half a second and 10 MB to import: only a process that counts days pays for it.
    """
    from holidays import country_holidays  # noqa: PLC0415 - see above

    return frozenset(country_holidays("GB", subdiv=subdivision, years=year, expand=False))
