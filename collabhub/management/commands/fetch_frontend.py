"""Fetch GOV.UK Frontend, check it against pinned hashes, and keep what this site uses."""

import io
import shutil
import subprocess
import tarfile
import tempfile
import urllib.request
import zipfile
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from collabhub import frontend

RELEASE = "https://github.com/alphagov/govuk-frontend/releases/download/v{version}/release-v{version}.zip"
PATIENCE = 60
"""Seconds to wait for a download."""


def from_npm() -> dict[str, str]:
    """Return the files' texts from the npm package. Raises CommandError when npm cannot fetch it."""
    with tempfile.TemporaryDirectory() as scratch:
        packed = subprocess.run(
            ["npm", "pack", "--silent", f"govuk-frontend@{frontend.VERSION}", "--pack-destination", scratch],
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        if packed.returncode:
            raise CommandError(f"npm could not fetch GOV.UK Frontend: {packed.stderr.strip()[-500:]}")
        archive = next(Path(scratch).glob("*.tgz"))
        with tarfile.open(archive) as tar:
            return {name: tar.extractfile(f"package/dist/govuk/{name}").read().decode() for name in frontend.FILES}  # type: ignore[union-attr]  # a missing member raises KeyError


def from_release() -> dict[str, str]:
    """Return the files' texts from the project's own release archive. Raises CommandError when out of reach."""
    try:
        with urllib.request.urlopen(RELEASE.format(version=frontend.VERSION), timeout=PATIENCE) as response:  # noqa: S310 - a fixed https address
            archive = zipfile.ZipFile(io.BytesIO(response.read()))
    except OSError as error:
        raise CommandError(
            f"GOV.UK Frontend could not be downloaded ({error}). Check the connection, or install npm, then try again."
        ) from error
    released = {name: name.replace("frontend.", f"frontend-{frontend.VERSION}.") for name in frontend.FILES}
    return {name: archive.read(path).decode() for name, path in released.items()}


class Command(BaseCommand):
    help = "Fetch GOV.UK Frontend (styles and behaviour) into static/vendor/, checked against pinned hashes."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        folder = frontend.folder()
        stamp = folder / "VERSION"
        if stamp.is_file() and stamp.read_text() == frontend.VERSION:
            self.stdout.write(f"GOV.UK Frontend {frontend.VERSION} is already here.")
            return
        texts = from_npm() if shutil.which("npm") else from_release()
        for name, text in texts.items():
            if frontend.fingerprint(text) != frontend.FILES[name]:
                raise CommandError(
                    f"{name} is not the file that was released as {frontend.VERSION}: nothing was written. "
                    f"Expected {frontend.FILES[name]}, got {frontend.fingerprint(text)}."
                )
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            (folder / name).write_text(frontend.adapt(name, text))
        (folder / "LICENCE.txt").write_text(frontend.licence())
        stamp.write_text(frontend.VERSION)
        self.stdout.write(f"Fetched GOV.UK Frontend {frontend.VERSION}.")
