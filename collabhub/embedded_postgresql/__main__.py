"""Looks after the embedded PostgreSQL: python -m collabhub.embedded_postgresql start|stop|status|url --var-dir DIR."""

import argparse
import sys
from pathlib import Path

from . import server
from .place import EmbeddedPostgresqlError

NOT_RUNNING = 3
"""The exit code that pg_ctl also gives."""


def main() -> int:
    """Run one command from the command line and return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m collabhub.embedded_postgresql", description=__doc__)
    parser.add_argument("command", choices=["start", "stop", "status", "url"])
    parser.add_argument("--var-dir", type=Path, required=True, help="the folder var/ of the project")
    arguments = parser.parse_args()
    try:
        code, answer = run(arguments.command, arguments.var_dir.resolve())
    except EmbeddedPostgresqlError as error:
        code, answer = 1, str(error)
    # Scripts read what `url` prints: what is no address must not be taken for one.
    (sys.stderr if code and arguments.command != "status" else sys.stdout).write(f"{answer}\n")
    return code


def run(command: str, var_dir: Path) -> tuple[int, str]:
    """Run one command on the server of `var_dir`; return an exit code and a sentence or an address.

    Raises EmbeddedPostgresqlError.
    """
    if command == "stop":
        if server.stop(var_dir):
            return 0, "PostgreSQL is stopped."
        return 0, "PostgreSQL is in use: it stops when its last user ends."
    place = server.start(var_dir) if command == "start" else server.running_place(var_dir)
    if place is None:
        return NOT_RUNNING, "PostgreSQL is not running."
    if command == "url":
        server.create_database(place.folder, server.USER)
        return 0, server.address(place.folder, server.USER)
    return 0, f"PostgreSQL is running. Its data is in {place.folder}."


if __name__ == "__main__":
    sys.exit(main())
