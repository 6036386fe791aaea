"""What docs/importing.md shows works as it stands."""

import csv
import json
import re
from pathlib import Path

import pytest
from django.conf import settings

from listings.imports.mapping import Layout
from listings.models import Listing
from projects.importer import PROJECTS
from services.importer import SERVICES
from tests.support.imports import run_import, write_lines

GUIDE = (Path(settings.BASE_DIR) / "docs" / "importing.md").read_text(encoding="utf-8")


def examples(form: str) -> list[str]:
    """Return the guide's examples in one form: first of a project, then of a shared service."""
    return re.findall(rf"```{form}\n(.+?)```", GUIDE, re.DOTALL)


@pytest.mark.parametrize(("place", "kind"), [(0, "projects"), (1, "services")])
def test_its_examples_can_be_imported_and_say_the_same_in_both_forms(
    starter_directory: None, tmp_path: Path, place: int, kind: str
) -> None:
    before = Listing.objects.count()
    lines = write_lines(tmp_path, examples("json")[place], name="entry.jsonl")
    table = write_lines(tmp_path, examples("csv")[place], name="entry.csv")
    said = run_import(lines, "--strict", kind=kind)
    assert "line 1: added" in said
    assert "has to decide" not in said
    assert "line 2: unchanged" in run_import(table, "--strict", kind=kind)
    assert Listing.objects.count() == before + 1


@pytest.mark.parametrize("layout", [PROJECTS, SERVICES])
def test_it_names_every_column(layout: Layout) -> None:
    named = set(re.findall(r"`([a-z_.]+)`", " ".join(re.findall(r"^\| (`.+?) \|", GUIDE, re.MULTILINE))))
    assert set(layout.names) <= named


def test_its_examples_use_only_columns_that_there_are() -> None:
    for layout, line, table in zip((PROJECTS, SERVICES), examples("json"), examples("csv"), strict=True):
        assert set(next(csv.reader(table.splitlines()))) <= set(layout.names)
        assert json.loads(line).keys() <= {*layout.names, *layout.groups}
