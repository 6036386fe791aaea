"""Files to start from: the columns of a layout with one example entry."""

import csv
import io
import json
from typing import Any

from listings.imports.mapping import Layout
from listings.imports.reading import LIST_SEPARATOR

BYTE_ORDER_MARK = "\N{BYTE ORDER MARK}"
"""Tells spreadsheets that a file of comma-separated values is UTF-8."""


def csv_example(layout: Layout) -> str:
    """Return comma-separated values: a line with every column, and a line with the example."""
    file = io.StringIO()
    rows = csv.writer(file)
    rows.writerow(layout.names)
    rows.writerow(_in_a_cell(column.example) for column in layout.columns)
    return BYTE_ORDER_MARK + file.getvalue()


def json_lines_example(layout: Layout) -> str:
    """Return the example as one line of JSON."""
    cells = {column.name: column.example for column in layout.columns if column.example is not None}
    return f"{json.dumps(cells, ensure_ascii=False)}\n"


def _in_a_cell(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return f"{LIST_SEPARATOR} ".join(value)
    return "" if value is None else str(value)
