"""A council's portfolio as a file for spreadsheets."""

import csv
from io import StringIO

from django.utils.timezone import localtime

from listings.portfolio.entries import GROUPS
from listings.portfolio.table import Row

BYTE_ORDER_MARK = "\ufeff"
"""Without it Excel reads UTF-8 as something else."""
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""Source: OWASP, CSV injection. Spreadsheets count what begins so as a formula, whoever wrote it."""

COLUMNS = (
    "Title",
    "Kind",
    "Summary",
    "State",
    "Phase or group",
    "Our role",
    "With",
    "Looked after by",
    "Wanted",
    "Started",
    "Ended or due to end",
    "Last confirmed",
    "Next check",
    "Waits for you",
    "What would make it better",
    "Address",
)


def as_csv(rows: list[Row], site: str) -> str:
    """Return rows, as `with_names` gives them, as CSV with a line of COLUMNS; `site` begins the addresses."""
    file = StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([harmless(cell) for cell in cells(row, site)])
    return BYTE_ORDER_MARK + file.getvalue()


def cells(row: Row, site: str) -> list[str]:
    """Return the cells of one row, in the order of COLUMNS. Days are written as 2026-03-14, which sorts."""
    listing = row.listing
    confirmed = listing.confirmed_at and localtime(listing.confirmed_at).date()
    return [
        listing.title,
        listing.get_kind_display(),
        listing.summary,
        listing.get_state_display(),
        GROUPS[row.entry.group],
        row.entry.part.role_in_words,
        row.with_whom,
        row.officers,
        ": ".join(filter(None, [listing.get_wants_display(), listing.wants_note])),
        listing.started,
        listing.ended,
        str(confirmed or ""),
        str(listing.review_date or ""),
        ". ".join(need.words for need in row.needs),
        row.better,
        f"{site}{listing.get_absolute_url()}",
    ]


def harmless(text: str) -> str:
    """Return a text as a cell that no spreadsheet takes for a formula: with an apostrophe before it where needed."""
    return f"'{text}" if text.startswith(STARTS_A_FORMULA) else text
