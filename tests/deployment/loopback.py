"""Runs the shipped front and web server on this machine, without containers, on free loopback ports."""

import contextlib
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPException
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
FRONT = ROOT / "deploy" / "front"
NOBODY = 65534
"""The user and group without rights on every Linux."""
PATIENCE = 30
"""Seconds until a server that we started must accept connections, and until it must have ended."""


def find_nginx() -> str | None:
    """Return where nginx is, or None. System packages put it where only root's PATH looks."""
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


def free_port() -> int:
    """Return a loopback port that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def replace_once(text: str, old: str, new: str) -> str:
    """Return `text` with its only `old` replaced. Raises ValueError when the shipped file no longer says so."""
    if text.count(old) != 1:
        raise ValueError(f"{old!r} stands {text.count(old)} times in the shipped file, expected once.")
    return text.replace(old, new)


def lay_out(folder: Path, *, port: int, web_port: int, tls_port: int | None) -> None:
    """Copy the shipped front into `folder`; change only where it listens, whom it asks and where it may write.

    With `tls_port` it is the front that ends TLS, with `certificates/` in `folder`.
    """
    shutil.copytree(FRONT, folder, dirs_exist_ok=True)
    listen = (FRONT / ("listen-tls.conf" if tls_port else "listen.conf")).read_text()
    listen = replace_once(listen, "listen 8080;", f"listen 127.0.0.1:{port};")
    if tls_port:
        listen = replace_once(listen, "listen 8443 ssl;", f"listen 127.0.0.1:{tls_port} ssl;")
        # Older nginx has no such directive; it is the only line that these trials leave out.
        listen = replace_once(listen, "http2 on;", "")
        listen = listen.replace("/run/certificates/", f"{folder}/certificates/")
    (folder / "listen.conf").write_text(listen)
    shipped = (FRONT / "nginx.conf").read_text().replace(" /tmp/", f" {folder}/tmp/")
    shipped = replace_once(shipped, "web:8000", f"127.0.0.1:{web_port}")
    shipped = replace_once(shipped, "/dev/stdout", f"{folder}/tmp/access.log")
    (folder / "nginx.conf").write_text(shipped)
    (folder / "tmp").mkdir()


def wait_until_open(port: int, process: subprocess.Popen[bytes]) -> None:
    """Return once `port` accepts connections. Raises RuntimeError when its process ends or takes too long."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"{process.args!r} ended with {process.returncode}.")
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise RuntimeError(f"{process.args!r} did not open port {port} within {PATIENCE} seconds.")


@contextlib.contextmanager
def ended_after(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """End a process that we started, by its own id: kindly, then not."""
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextlib.contextmanager
def front(web_port: int, *, tls_port: int | None = None, folder: Path | None = None) -> Iterator[tuple[int, Path]]:
    """Run the shipped front before `web_port`; yields its port and its folder, with `tmp/access.log` in it.

    As root it runs as a user without rights, as in its container. Raises RuntimeError without nginx.
    """
    nginx = find_nginx()
    if nginx is None:
        raise RuntimeError("nginx is not installed: install the system package nginx (nginx-light will do).")
    port = free_port()
    with contextlib.ExitStack() as cleanup:
        # Not in pytest's own folder: that one is closed to the user without rights.
        place = folder or Path(cleanup.enter_context(tempfile.TemporaryDirectory(prefix="collabhub-front-")))
        lay_out(place, port=port, web_port=web_port, tls_port=tls_port)
        command = [nginx, "-p", f"{place}/", "-c", f"{place}/nginx.conf", "-e", "stderr", "-g", "daemon off;"]
        if os.geteuid() == 0:
            for path in [place, *place.rglob("*")]:
                os.chown(path, NOBODY, NOBODY)
            process = subprocess.Popen(command, user=NOBODY, group=NOBODY, extra_groups=[])
        else:
            process = subprocess.Popen(command)
        cleanup.enter_context(ended_after(process))
        wait_until_open(port, process)
        yield port, place


def production_settings(static_root: str) -> dict[str, str]:
    """Return an environment as in production, with a database only where DATABASE_URL names one."""
    kept = {name: value for name, value in os.environ.items() if name not in {"DEBUG", "ALLOWED_HOSTS"}}
    return {
        "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
        **kept,
        "SECRET_KEY": secrets.token_urlsafe(50),
        "SITE_URL": "http://localhost:8080",
        "STATIC_ROOT": static_root,
        "WEB_CONCURRENCY": "2",
    }


@contextlib.contextmanager
def web() -> Iterator[int]:
    """Run the site in gunicorn with the shipped settings and two sync workers; yields its port."""
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "--config",
        "deploy/gunicorn.conf.py",
        "--bind",
        f"127.0.0.1:{port}",
    ]
    with tempfile.TemporaryDirectory() as static_root:
        process = subprocess.Popen(command, cwd=ROOT, env=production_settings(static_root))
        with ended_after(process):
            wait_until_open(port, process)
            wait_until_alive(port)
            yield port


def wait_until_alive(port: int) -> None:
    """Return once the workers have loaded the site: gunicorn opens its port before that."""
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    with contextlib.closing(connection):
        connection.request("GET", "/healthz", headers={"Host": "localhost"})
        status = connection.getresponse().status
    if status != 200:
        raise HTTPException(f"/healthz answered {status} instead of 200.")
