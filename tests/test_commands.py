"""The commands that set the site up, and the one that measures it."""

import io
import json
import os
import tarfile
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from collabhub import frontend
from listings.models import Listing

RELEASED = (
    "@font-face{font-family:GDS Transport;src:url(/assets/fonts/a.woff2)}.govuk-link{font-family:GDS Transport,arial}"
    ".crest{background:url(/assets/images/govuk-crest.svg)}\n/*# sourceMappingURL=govuk-frontend.min.css.map */\n"
)


@pytest.fixture
def project_folder(settings: Any, tmp_path: Path) -> Path:
    """An empty folder that the site takes for its own."""
    settings.BASE_DIR = tmp_path
    (tmp_path / "LICENSE").write_text("MIT License\n\nPermission is hereby granted, free of charge.\n")
    return tmp_path


def offer_by_npm(folder: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """Put an npm on the PATH that packs a GOV.UK Frontend of this text."""
    archive = folder / "offered.tgz"
    with tarfile.open(archive, "w:gz") as tar:
        for name in frontend.FILES:
            member = tarfile.TarInfo(f"package/dist/govuk/{name}")
            member.size = len(text.encode())
            tar.addfile(member, io.BytesIO(text.encode()))
    npm = folder / "npm"
    npm.write_text(f'#!/bin/sh\nwhile [ "$1" != --pack-destination ]; do shift; done\ncp "{archive}" "$2/pack.tgz"\n')
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


def test_styles_that_are_not_the_released_ones_are_refused_and_nothing_is_written(
    project_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    offer_by_npm(project_folder, monkeypatch, RELEASED)
    with pytest.raises(CommandError, match="is not the file that was released"):
        call_command("fetch_frontend")
    assert not frontend.folder().exists()


def test_the_released_styles_are_kept_without_what_only_gov_uk_may_use(
    project_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    offer_by_npm(project_folder, monkeypatch, RELEASED)
    monkeypatch.setattr(frontend, "FILES", dict.fromkeys(frontend.FILES, frontend.fingerprint(RELEASED)))
    said = io.StringIO()
    call_command("fetch_frontend", stdout=said)
    call_command("fetch_frontend", stdout=said)
    kept = (frontend.folder() / "govuk-frontend.min.css").read_text()
    assert kept == ".govuk-link{font-family:arial}.crest{background:none}"
    licence = (frontend.folder() / "LICENCE.txt").read_text()
    assert "Crown Copyright" in licence
    assert "Permission is hereby granted" in licence
    assert "already here" in said.getvalue()


def test_an_npm_that_cannot_fetch_is_quoted(project_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    npm = project_folder / "npm"
    npm.write_text("#!/bin/sh\necho no way out >&2\nexit 1\n")
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", f"{project_folder}{os.pathsep}{os.environ['PATH']}")
    with pytest.raises(CommandError, match="no way out"):
        call_command("fetch_frontend")


def test_missing_styles_are_a_loud_fault_that_names_the_command_to_mend_it(project_folder: Path) -> None:
    (fault,) = frontend.frontend_files_are_there()
    assert "GOV.UK Frontend is not here" in fault.msg
    assert fault.hint == "Run: python manage.py fetch_frontend"


def test_the_styles_of_this_checkout_are_there() -> None:
    assert frontend.frontend_files_are_there() == []


@pytest.mark.django_db
def test_prepare_fills_an_empty_directory_and_changes_nothing_when_repeated() -> None:
    Listing.objects.all().delete()
    first, second = io.StringIO(), io.StringIO()
    call_command("prepare", stdout=first)
    before = list(Listing.objects.order_by("pk").values_list("pk", "updated_at"))
    call_command("prepare", stdout=second)
    assert len(before) == 145 + 57
    assert list(Listing.objects.order_by("pk").values_list("pk", "updated_at")) == before
    assert "145 lines: 0 added, 0 changed, 145 unchanged" in second.getvalue()


def test_the_outlines_of_the_map_name_their_source() -> None:
    outlines = json.loads(Path("councils/data/region_outlines.json").read_text())
    assert len(outlines["outlines"]) == 12
    assert "Office for National Statistics" in outlines["licence"]
