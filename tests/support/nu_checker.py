"""The Nu Html Checker, the one behind the W3C's: fetched once with npm, pinned by its hash, run with Java."""

import hashlib
import json
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings

PACKAGE = "vnu-jar@26.9.27"
SHA256 = "5970d3ffca91a627cf0965e5d91bb2e4242307c29292998de0b419d6a901b2b7"
JAR = "package/build/dist/vnu.jar"
A_GUESS = "This document appears to be written in"
"""Begins what the checker says when it takes our English for another language, as on a page of one strange word."""
PATIENCE = 300
"""Seconds for the download, and for checking all pages."""


class NotToBeHadError(Exception):
    """The checker cannot run here; the message says what is missing."""


def checker() -> Path:
    """Return the checker's file, fetching it on first use. Raises NotToBeHadError when it cannot run here."""
    for program in ("java", "npm"):
        if shutil.which(program) is None:
            raise NotToBeHadError(f"{program} is not installed, so no page was checked against the HTML standard")
    jar = settings.BASE_DIR / "var" / "tools" / f"{PACKAGE}.jar"
    if not jar.exists():
        fetch(jar)
    return jar


def fetch(jar: Path) -> None:
    """Fetch the package and keep its jar.

    Raises NotToBeHadError when npm cannot fetch it, ValueError when it is not the file that was pinned.
    """
    jar.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=jar.parent) as scratch:
        command = ["npm", "pack", "--silent", PACKAGE, "--pack-destination", scratch]
        try:
            packed = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=True)
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
            raise NotToBeHadError(f"npm could not fetch {PACKAGE}: {error} {error.stderr or ''}") from error
        package = Path(scratch) / packed.stdout.strip()
        found = hashlib.sha256(package.read_bytes()).hexdigest()
        if found != SHA256:
            raise ValueError(f"{PACKAGE} is not the file that was pinned: expected {SHA256}, got {found}.")
        with tarfile.open(package) as tar:
            tar.extract(JAR, scratch, filter="data")
        (Path(scratch) / JAR).replace(jar)


def complaints(folder: Path) -> list[str]:
    """Return what the checker says of every file in a folder, errors and warnings alike, in one start of Java.

    Raises NotToBeHadError when the checker cannot run here.
    """
    done = subprocess.run(
        ["java", "-jar", str(checker()), "--format", "json", "--stdout", "--exit-zero-always", str(folder)],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=True,
    )
    messages = json.loads(done.stdout)["messages"]
    return [in_words(message) for message in messages if not message["message"].startswith(A_GUESS)]


def in_words(message: dict[str, Any]) -> str:
    """Return one complaint as a line: the page, the place and what is wrong."""
    page = Path(message.get("url", "")).stem
    return f"{page}, line {message.get('lastLine', '?')}: {message['message']} {message.get('extract', '')!r}"
