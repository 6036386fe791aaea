"""Working days, as promises count them: Monday to Friday. Bank holidays differ between the nations: they count."""

from datetime import date, timedelta

SATURDAY = 5


def working_days_after(day: date, number: int) -> date:
    """Return the day that is `number` working days after another; 0 gives the day itself or the next working day."""
    while number or day.weekday() >= SATURDAY:
        day += timedelta(days=1)
        if number and day.weekday() < SATURDAY:
            number -= 1
    return day


def working_days_between(first: date, last: date) -> int:
    """Return how many working days come after a day, up to and with another; 0 on the same day or a weekend after."""
    return sum(1 for day in range(1, (last - first).days + 1) if (first + timedelta(days=day)).weekday() < SATURDAY)
