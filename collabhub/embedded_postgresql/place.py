"""Where the embedded PostgreSQL keeps its data, and the system account that runs it."""

import os
import pwd
import re
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

PORT = 5432
"""Only a part of the socket's name: nothing listens on the network."""
LONGEST_SOCKET_PATH = 103
"""Bytes. macOS holds a socket's path in 104 and Linux in 108, the closing zero included."""
UNREADABLE = re.compile(r"""[,$`"\\\n]""")
"""Characters in a path that libpq (the comma) or PostgreSQL's own programs take for something else."""
LOCATION = "postgresql-location"
ADDED_ACCOUNT = "collabhub-postgresql"
SERVICE_ACCOUNTS = (ADDED_ACCOUNT, "postgres", "_postgres")
"""Accounts that run the server when root asks for it, in order of choice; "_postgres" is the one of macOS."""


class EmbeddedPostgresqlError(RuntimeError):
    """The embedded PostgreSQL cannot work here. The message is a sentence that says what to do."""


@dataclass(frozen=True)
class Account:
    """A system account, as the operating system lists it."""

    name: str
    uid: int
    gid: int

    def run(self, *command: str, cwd: Path, keep_open: Sequence[int] = ()) -> subprocess.CompletedProcess[str]:
        """Run a command as this account, in the folder `cwd`, with the file descriptors `keep_open` left to it."""
        as_root = os.geteuid() == 0
        return subprocess.run(
            command,
            check=False,
            cwd=cwd,
            # Nothing else is passed on: a locale that this machine lacks would stop initdb.
            env={"PATH": os.defpath, "LC_ALL": "C"},
            umask=0o077,
            pass_fds=keep_open,
            capture_output=True,
            text=True,
            user=self.uid if as_root else None,
            group=self.gid if as_root else None,
            extra_groups=[] if as_root else None,
        )

    def take_over(self, folder: Path) -> None:
        """Make this account the owner of a folder and of all that is in it. Only root may."""
        os.chown(folder, self.uid, self.gid)
        for path in folder.rglob("*"):
            os.chown(path, self.uid, self.gid, follow_symlinks=False)


@dataclass(frozen=True)
class Place:
    """A folder that holds the data and the socket, and the account that owns it."""

    folder: Path
    account: Account

    @property
    def data(self) -> Path:
        """The server's data directory."""
        return self.folder / "data"

    @property
    def socket(self) -> Path:
        """Where the server listens."""
        return self.folder / f".s.PGSQL.{PORT}"

    @property
    def log(self) -> Path:
        """What the server wrote since it was last started."""
        return self.folder / "server.log"


def find_place(var_dir: Path) -> Place | None:
    """Return the place that an earlier start chose for `var_dir`, or None.

    Raises EmbeddedPostgresqlError when the place belongs to somebody else.
    """
    recorded = _recorded_folder(var_dir)
    folder = recorded or var_dir / "postgresql"
    try:
        (folder / "data").stat()
    except PermissionError:
        pass  # It is somebody else's: said below.
    except (FileNotFoundError, NotADirectoryError):
        if recorded is None:
            return None
    owner = _account(folder.stat().st_uid)
    if owner.uid == os.geteuid() == 0:
        # A copy that root made of the whole project.
        return Place(folder, _service_account())
    # Root trusts a folder in its own var/; outside it, a stranger might have made the folder.
    trusted = owner.name in SERVICE_ACCOUNTS or folder.is_relative_to(var_dir)
    if owner.uid != os.geteuid() and not (os.geteuid() == 0 and trusted):
        raise EmbeddedPostgresqlError(
            f"The database in {folder} belongs to the account {owner.name}: run this as {owner.name}, or set VAR_DIR "
            "to another folder."
        )
    return Place(folder, owner)


def _recorded_folder(var_dir: Path) -> Path | None:
    with suppress(OSError):
        folder = Path(os.fsdecode((var_dir / LOCATION).read_bytes()))
        if folder.is_absolute() and stat.S_ISDIR(folder.stat().st_mode):
            return folder
    return None


def choose_place(var_dir: Path) -> Place:
    """Return the place of an earlier start, else a new one: in `var_dir` where that works, else elsewhere.

    A place elsewhere is named on standard error and recorded in `var_dir`, so that it is found again.
    Raises EmbeddedPostgresqlError when no folder will do.
    """
    if place := find_place(var_dir):
        if obstacle := _prepare(place):
            raise EmbeddedPostgresqlError(
                f"The database in {place.folder} cannot be used there any more, because {obstacle}. "
                "Move the project back to where it was, or set DATABASE_URL to a PostgreSQL server of your own."
            )
        return place
    account = _account(os.geteuid()) if os.geteuid() else _service_account()
    place = Place(var_dir / "postgresql", account)
    obstacle = _prepare(place)
    if obstacle is None:
        return place
    with suppress(OSError):
        place.folder.rmdir()
    for folder in _new_folders_elsewhere():
        elsewhere = Place(folder, account)
        if _prepare(elsewhere) is None:
            (var_dir / LOCATION).write_bytes(os.fsencode(folder))
            sys.stderr.write(f"The database is kept in {folder}: {place.folder} cannot hold it, because {obstacle}.\n")
            return elsewhere
        folder.rmdir()
    raise EmbeddedPostgresqlError(
        f"No folder was found for the database: {place.folder} cannot hold it, because {obstacle}. "
        "Set VAR_DIR to a folder that can, or DATABASE_URL to a PostgreSQL server of your own."
    )


def _new_folders_elsewhere() -> Iterator[Path]:
    """Make folders with unforeseeable names, which nobody can have made before us, best first."""
    at_home = os.environ.get("XDG_STATE_HOME") or "~/.local/state"
    for base in ("/var/lib" if os.geteuid() == 0 else at_home, "/var/tmp"):  # noqa: S108 - mkdtemp makes it safe
        with suppress(OSError, RuntimeError):  # RuntimeError: there is no home.
            parent = Path(base).expanduser().absolute()
            parent.mkdir(parents=True, exist_ok=True)
            yield Path(tempfile.mkdtemp(prefix="collabhub-", dir=parent))


def _prepare(place: Place) -> str | None:
    """Make the folder private to its account. Return what stands in the way, as the end of a sentence, or None."""
    if len(os.fsencode(place.socket)) > LONGEST_SOCKET_PATH:
        return "its path is too long for a socket"
    if UNREADABLE.search(str(place.folder)):
        return "PostgreSQL stumbles over a character in its path"
    try:
        place.folder.mkdir(mode=0o700, exist_ok=True)
        if place.folder.stat().st_uid != place.account.uid:
            place.account.take_over(place.folder)
        place.folder.chmod(0o700)
        found = place.folder.stat()
    except OSError as error:
        return f"it cannot be set up ({error.strerror})"
    if stat.S_IMODE(found.st_mode) != 0o700 or found.st_uid != place.account.uid:
        return "its file system does not keep other people out"
    if place.account.run("test", "-w", str(place.folder), cwd=Path("/")).returncode != 0:
        return f"the account {place.account.name} may not enter it"
    return None


def _account(uid: int) -> Account:
    try:
        entry = pwd.getpwuid(uid)
    except KeyError:
        raise EmbeddedPostgresqlError(
            f"The user number {uid} has no entry in this machine's list of accounts, and PostgreSQL needs one. "
            "Run this as a listed account, or set DATABASE_URL to a PostgreSQL server of your own."
        ) from None
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def _service_account() -> Account:
    """Return the account that runs the server for root, whom PostgreSQL refuses. Adds one if there is none."""
    for name in SERVICE_ACCOUNTS:
        with suppress(KeyError):
            return _account(pwd.getpwnam(name).pw_uid)
    command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", ADDED_ACCOUNT]
    try:
        subprocess.run(command, check=True, capture_output=True)
        return _account(pwd.getpwnam(ADDED_ACCOUNT).pw_uid)
    except (OSError, subprocess.CalledProcessError, KeyError) as error:
        raise EmbeddedPostgresqlError(
            f"PostgreSQL does not run as root, and the account {ADDED_ACCOUNT} could not be added for it. "
            "Run this as an ordinary user, or set DATABASE_URL to a PostgreSQL server of your own."
        ) from error
