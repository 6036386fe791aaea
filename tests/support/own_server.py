"""A PostgreSQL server that a test may kill: the embedded one, with the site's tables in it."""

import importlib.util
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
import pytest
from django.core.management import call_command
from django.db import connection

from collabhub.embedded_postgresql import server
from collabhub.embedded_postgresql.place import PORT
from tests.embedded_postgresql.processes import is_locked, place_of, postmaster
from tests.test_worker import eventually


class OwnServer:
    """The server of a folder var/, which nobody else uses."""

    def __init__(self, var_dir: Path) -> None:
        self.var_dir = var_dir
        self.start()

    def start(self) -> None:
        """Start it, once nothing of an earlier one is left."""
        server.start(self.var_dir)

    def kill(self) -> None:
        """Kill all its processes at once, as a power cut would."""
        first = psutil.Process(postmaster(self.var_dir))
        for process in (first, *first.children()):
            with suppress(psutil.NoSuchProcess):  # a helper of the server may end by itself at this moment
                process.kill()
        assert eventually(lambda: not is_locked(place_of(self.var_dir) / "in-use.lock"))

    def kill_and_start(self) -> None:
        """Kill all its processes, and start it again; the connection of the test is a new one then."""
        self.kill()
        self.start()
        connection.close()

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """Let the test's next connections go to this server."""
        before = dict(connection.settings_dict)
        options = connection.settings_dict["OPTIONS"]
        if "var_dir" in options:
            options = options | {"var_dir": str(self.var_dir)}
        connection.close()
        connection.settings_dict.update(
            NAME=server.USER, USER=server.USER, PASSWORD="", HOST=str(place_of(self.var_dir)), PORT=str(PORT)
        )
        connection.settings_dict["OPTIONS"] = options
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict.update(before)


@contextmanager
def own_server() -> Iterator[OwnServer]:
    """Run a server of its own with the site's tables, all empty; at the end it is gone."""
    if importlib.util.find_spec(server.WHEEL) is None:
        pytest.skip("the embedded PostgreSQL is not installed: run bin/setup")
    # Not in pytest's own folder: as root, the server runs as another account.
    folder = Path(tempfile.mkdtemp(prefix="collabhub-test-", dir="/tmp"))
    folder.chmod(0o755)
    own = OwnServer(folder / "var")
    try:
        server.create_database(place_of(own.var_dir), server.USER)
        with own.in_use():
            call_command("migrate", verbosity=0)
            call_command("createcachetable", verbosity=0)
        yield own
    finally:
        own.kill()
        shutil.rmtree(place_of(own.var_dir))
        shutil.rmtree(folder)
