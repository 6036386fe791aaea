"""Writes small import files and runs the import commands on them, as a person would."""

import io
import json
from pathlib import Path
from typing import Any

from django.core.management import call_command

from tests.support.factories import make_council

A_PROJECT = {
    "title": "Shared parking permits",
    "summary": "Two councils build one permit service.",
    "source_url": "https://papers.example/parking",
}
A_SERVICE = {
    "name": "Joint audit",
    "summary": "Two councils share one audit team.",
    "source_url": "https://papers.example/audit",
}


def make_ready() -> None:
    """Fill an empty directory with what an import needs: the service areas, and Exford Council."""
    call_command("load_service_areas", verbosity=0)
    make_council("Exford")


def project(**cells: Any) -> dict[str, Any]:
    """Return a line about a project with what it must have, and `cells` besides or instead."""
    return A_PROJECT | cells


def service(**cells: Any) -> dict[str, Any]:
    """Return a line about a shared service with what it must have, and `cells` besides or instead."""
    return A_SERVICE | cells


def write_lines(folder: Path, *lines: Any, name: str = "entries.jsonl") -> Path:
    """Write one line for each entry; text and bytes are written as they are."""
    path = folder / name
    with path.open("wb") as file:
        for line in lines:
            text = line if isinstance(line, str | bytes) else json.dumps(line)
            file.write((text.encode() if isinstance(text, str) else text) + b"\n")
    return path


def run_import(path: Path | None, *options: str, kind: str = "projects", verbosity: int = 1) -> str:
    """Run an import command and return what it prints. Without a path the starter entries are imported."""
    out = io.StringIO()
    paths = [str(path)] if path else []
    call_command(f"import_{kind}", *paths, *options, stdout=out, verbosity=verbosity)
    return out.getvalue()
