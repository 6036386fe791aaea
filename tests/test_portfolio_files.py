"""A council's portfolio on paper and as a file for spreadsheets."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from councils.models import Organisation
from listings.portfolio.files import COLUMNS, harmless
from tests.support.belonging import area
from tests.support.factories import look_after, make_area, make_council, make_officer, make_project
from tests.support.portfolios import csv_rows, words
from tests.support.visits import show, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def council() -> Organisation:
    """A council."""
    return make_council("Exford")


@pytest.fixture
def browser(council: Organisation) -> Client:
    """Where an officer of the council is signed in."""
    return signed_in(make_officer(council, "Jo"))


def test_the_paper_says_whose_it_is_and_of_which_day(council: Organisation, browser: Client) -> None:
    make_project("Bins", leads=[council])
    page = show(browser, area(council, "?paper=1"))
    today = f"{timezone.localdate():%-d %B %Y}"
    assert page.heading(1) == "Exford Council: what we are working on"
    assert f"As it stood on {today}" in page.text
    assert f"Exford Council, as it stood on {today}" in words(page.classes["portfolio__running-head"][0])
    assert page.attributes("form") == []


def test_the_file_has_a_line_for_each_entry_with_what_the_page_says(council: Organisation, browser: Client) -> None:
    confirmed = datetime.datetime(2026, 6, 30, 23, 30, tzinfo=datetime.UTC)
    bins = make_project(
        "Bins, “shared”",
        leads=[council],
        partners=[make_council("Wyeford")],
        phase="beta",
        wants="partners",
        wants_note="one more",
        started="2025-03",
        areas=[make_area()],
        confirmed_at=confirmed,
        review_date=datetime.date(2100, 5, 3),
    )
    look_after(bins, council.memberships.get())
    [row] = csv_rows(browser, council)
    assert tuple(row) == COLUMNS
    assert row == {
        "Title": "Bins, “shared”",
        "Kind": "Project",
        "Summary": bins.summary,
        "State": "Published",
        "Phase or group": "Beta",
        "Our role": "Lead",
        "With": "Wyeford Council",
        "Looked after by": "Jo",
        "Wanted": f"{bins.get_wants_display()}: one more",
        "Started": "2025-03",
        "Ended or due to end": "",
        "Last confirmed": "2026-07-01",
        "Next check": "2100-05-03",
        "Waits for you": "",
        "What would make it better": "Add what you have learnt so far",
        "Address": f"http://localhost:8000{bins.get_absolute_url()}",
    }


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "＝"])
def test_no_cell_begins_as_a_formula(sign: str) -> None:
    assert harmless(f"{sign}HYPERLINK(1)") == f"'{sign}HYPERLINK(1)"
    assert harmless(f"a{sign}b") == f"a{sign}b"


def test_a_title_that_is_a_formula_is_text_in_the_file(council: Organisation, browser: Client) -> None:
    make_project('=HYPERLINK("https://evil.example/","See")', leads=[council], summary="@SUM(1)")
    [row] = csv_rows(browser, council)
    assert row["Title"].startswith("'=HYPERLINK")
    assert row["Summary"] == "'@SUM(1)"


def test_the_file_has_a_name_of_its_own_each_day_and_opens_in_excel(council: Organisation, browser: Client) -> None:
    make_project("Bins “shared”", leads=[council])
    response = browser.get(area(council, "portfolio.csv"))
    name = f"{council.slug}-portfolio-{timezone.localdate().isoformat()}.csv"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert response.content.startswith(b"\xef\xbb\xbf"), "without it Excel shows “ as â€œ"


def test_the_file_is_kept_nowhere(council: Organisation, browser: Client) -> None:
    assert "no-store" in browser.get(area(council, "portfolio.csv"))["Cache-Control"]
