"""A time-poor officer types a few words and must see the right entries at once.

The queries and the entries that they must find were written down before the order of results was tuned, from the
starter entries alone. `data/search_queries.csv` says of each why people type it.
"""

import csv
from pathlib import Path

import pytest
from django.test import Client

from projects.models import Project
from services.models import SharedService
from tests.support.pages import read
from tests.support.visits import first_results

QUERIES = Path(__file__).parent / "data" / "search_queries.csv"
FIRST = 5
MAY_BE_MISSED = 1


def queries() -> list[dict[str, str]]:
    """Return the queries: what is typed, on which list, which title must be among the first, and why it is typed."""
    with QUERIES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_what_an_officer_looks_for_is_among_the_first_five(starter_directory: None, client: Client) -> None:
    missed = []
    for row in queries():
        first = first_results(client, f"/{row['list']}/", row["query"], FIRST)
        if row["expected"] not in first:
            missed.append(f"{row['query']!r} ({row['why']}): {row['expected']!r} is not among {first}")
    assert len(missed) <= MAY_BE_MISSED, "\n".join(missed)


def test_the_queries_are_at_least_thirty_and_ask_for_entries_that_exist(starter_directory: None) -> None:
    titles = {
        "projects": set(Project.objects.published().values_list("title", flat=True)),
        "services": set(SharedService.objects.published().values_list("title", flat=True)),
    }
    asked = queries()
    assert len({(row["list"], row["query"]) for row in asked}) == len(asked) >= 30
    assert [row["query"] for row in asked if row["expected"] not in titles[row["list"]]] == []


@pytest.mark.parametrize(("written", "meant"), [("licencing", "licensing"), ("hackny", "hackney")])
def test_a_common_misspelling_is_read_as_what_is_meant_and_the_page_says_so(
    starter_directory: None, client: Client, written: str, meant: str
) -> None:
    text = " ".join(read(client.get(f"/projects/?q={written}")).text.split())
    assert f"Showing results for {meant}. Search instead for “{written}”" in text
    assert f"matching “{meant}”" in text
