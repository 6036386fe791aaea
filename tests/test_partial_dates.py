"""Dates are as precise as their source and never more."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from listings.partial_dates import PartialDate, PartialDateField


@pytest.mark.parametrize(
    ("written", "first", "last", "words"),
    [
        ("2019", date(2019, 1, 1), date(2019, 12, 31), "2019"),
        ("2019-02", date(2019, 2, 1), date(2019, 2, 28), "February 2019"),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29), "February 2020"),
        ("2026-03-14", date(2026, 3, 14), date(2026, 3, 14), "14 March 2026"),
    ],
)
def test_a_date_says_its_first_and_last_day_and_reads_like_a_date(
    written: str, first: date, last: date, words: str
) -> None:
    found = PartialDate(written)
    assert (found.first_day, found.last_day, found.in_words()) == (first, last, words)


@pytest.mark.parametrize("written", ["2019-02-31", "2019-04-31", "2023-02-29"])
def test_a_day_that_is_not_in_the_calendar_is_refused_in_words(written: str) -> None:
    with pytest.raises(ValueError, match="is not a day in the calendar"):
        PartialDate(written)


@pytest.mark.parametrize(
    "written",
    ["", "19", "2019-13", "2019-00", "2019-1", "1/4/2019", "2019-03-31 ", "2019\n", "1799", "2200", "20１９"],
)
def test_what_is_no_date_is_refused_with_an_example(written: str) -> None:
    with pytest.raises(ValueError, match="such as 2019-03-31"):
        PartialDate(written)


@given(st.dates(date(1800, 1, 1), date(2199, 12, 31)))
def test_every_day_of_four_centuries_is_a_date(day: date) -> None:
    assert PartialDate(day.isoformat()).first_day == day


@pytest.mark.parametrize(
    ("earlier", "later", "possible"),
    [
        ("2019", "2019-03", True),
        ("2019-03-31", "2019", True),
        ("2019-03", "2019-03-01", True),
        ("2020", "2019-12-31", False),
        ("2019-04", "2019-03-31", False),
    ],
)
def test_dates_are_compared_only_as_far_as_both_are_known(earlier: str, later: str, possible: bool) -> None:
    assert PartialDate(earlier).could_be_before(PartialDate(later)) is possible


def test_a_form_takes_a_date_with_spaces_around_it_and_nothing_at_all() -> None:
    field = PartialDateField()
    assert field.clean(" 2019-03 ", None) == "2019-03"
    assert field.clean("", None) == ""
    assert isinstance(field.clean("2019", None), PartialDate)


def test_a_form_refuses_a_wrong_date_with_the_same_sentence() -> None:
    with pytest.raises(ValidationError, match="is not a day in the calendar"):
        PartialDateField().clean("2019-02-31", None)
