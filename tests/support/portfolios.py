"""Reads a council's portfolio: its file, and the words of its page."""

import csv
from io import StringIO

from django.test import Client

from councils.models import Organisation
from tests.support.belonging import area


def words(text: str) -> str:
    """Return a text with single spaces."""
    return " ".join(text.split())


def csv_rows(client: Client, council: Organisation, query: str = "") -> list[dict[str, str]]:
    """Return the rows of the file, by column."""
    response = client.get(area(council, f"portfolio.csv{query}"))
    assert response.status_code == 200
    return list(csv.DictReader(StringIO(response.content.decode("utf-8-sig"), newline="")))
