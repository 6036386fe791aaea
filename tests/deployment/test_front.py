"""The shipped front, run as it is before a web server that says what reached it, and before the real one."""

import contextlib
import http.client
import json
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.deployment import loopback

FORGED = {
    "X-Forwarded-For": "198.51.100.7",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Port": "1",
    "X-Real-IP": "198.51.100.7",
    "X-Request-ID": "forged",
    "Forwarded": "for=198.51.100.7;proto=https;host=evil.example",
    "X_Forwarded_Proto": "https",
}


@dataclass
class Web:
    """A web server that answers with what it was sent, and remembers which addresses were asked for."""

    port: int = 0
    asked: list[str] = field(default_factory=list)


@dataclass
class Answer:
    """What came back through the front."""

    status: int
    headers: dict[str, str]
    text: str


def needed(found: object, what: str) -> None:
    """Leave a test out, with the reason, when something is not installed here."""
    if not found:
        pytest.skip(f"{what} is not installed")


@pytest.fixture(scope="module")
def web() -> Iterator[Web]:
    web = Web()

    class Echo(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            web.asked.append(self.path)
            self.rfile.read(int(self.headers["Content-Length"] or 0))
            body = json.dumps(dict(self.headers)).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            if self.path.startswith("/static/"):
                self.send_header("Cache-Control", "max-age=315360000, public, immutable")
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET  # noqa: N815 - the name that http.server looks for

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    web.port = server.server_port
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield web
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="module")
def front(web: Web) -> Iterator[tuple[int, Path]]:
    """The front as docker-compose.yml starts it: behind another one that ends TLS. Its port and its folder."""
    needed(loopback.find_nginx(), "nginx")
    with loopback.front(web.port) as running:
        yield running


@pytest.fixture(scope="module")
def tls_front(web: Web) -> Iterator[tuple[int, int, ssl.SSLContext]]:
    """The front that ends TLS: its plain port, its TLS port and a context that trusts its certificate."""
    needed(loopback.find_nginx(), "nginx")
    needed(shutil.which("openssl"), "openssl")
    port = loopback.free_port()
    with tempfile.TemporaryDirectory(prefix="collabhub-front-") as place:
        folder = Path(place) / "certificates"
        folder.mkdir()
        command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=localhost"]
        command += ["-addext", "subjectAltName=DNS:localhost"]
        command += ["-keyout", f"{folder}/privkey.pem", "-out", f"{folder}/fullchain.pem"]
        subprocess.run(command, check=True, capture_output=True)
        context = ssl.create_default_context(cafile=f"{folder}/fullchain.pem")
        with loopback.front(web.port, tls_port=port, folder=Path(place)) as (plain_port, _):
            yield plain_port, port, context


def ask(
    port: int,
    path: str = "/",
    *,
    headers: dict[str, str] | None = None,
    body: bytes | None = None,
    tls: ssl.SSLContext | None = None,
) -> Answer:
    """Send one request to the front and return its answer."""
    if tls:
        connection: http.client.HTTPConnection = http.client.HTTPSConnection("localhost", port, timeout=10, context=tls)
    else:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("POST" if body else "GET", path, body=body, headers=headers or {})
        response = connection.getresponse()
        return Answer(response.status, dict(response.headers), response.read().decode())
    finally:
        connection.close()


def seen_by_web(answer: Answer) -> dict[str, str]:
    """Return the headers that reached the web server, by lower-case name."""
    return {name.lower(): value for name, value in json.loads(answer.text).items()}


@pytest.mark.parametrize("by_tls", [True, False])
def test_the_front_that_ends_tls_believes_nothing_a_visitor_says_about_itself(
    tls_front: tuple[int, int, ssl.SSLContext], by_tls: bool
) -> None:
    plain_port, tls_port, context = tls_front
    answer = ask(tls_port, headers=FORGED, tls=context) if by_tls else ask(plain_port, headers=FORGED)
    seen = seen_by_web(answer)
    assert seen["x-forwarded-for"] == "127.0.0.1"
    assert seen["x-forwarded-proto"] == ("https" if by_tls else "http")
    assert len(seen["x-request-id"]) == 32
    for name in ["x-forwarded-host", "x-forwarded-port", "x-real-ip", "forwarded", "x_forwarded_proto"]:
        assert name not in seen


@pytest.mark.parametrize(
    ("said", "believed"), [("https", "https"), ("http", "http"), ("https, http", "http"), ("", "http")]
)
def test_the_front_behind_another_takes_its_word_for_the_scheme(
    front: tuple[int, Path], said: str, believed: str
) -> None:
    seen = seen_by_web(ask(front[0], headers={"X-Forwarded-Proto": said}))
    assert seen["x-forwarded-proto"] == believed


def test_the_front_behind_another_passes_on_only_the_address_that_the_other_saw(front: tuple[int, Path]) -> None:
    seen = seen_by_web(ask(front[0], headers={"X-Forwarded-For": "198.51.100.7, 203.0.113.9"}))
    assert seen["x-forwarded-for"] == "203.0.113.9"


def test_the_site_is_asked_by_the_name_and_port_that_the_visitor_used(front: tuple[int, Path]) -> None:
    assert seen_by_web(ask(front[0], headers={"Host": "collabhub.example:8443"}))["host"] == "collabhub.example:8443"


def test_a_form_that_arrives_slowly_wakes_no_web_worker_until_it_is_complete(front: tuple[int, Path], web: Web) -> None:
    with socket.create_connection(("127.0.0.1", front[0]), timeout=10) as visitor:
        visitor.sendall(b"POST /slow-form HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nhello")
        time.sleep(0.5)
        assert "/slow-form" not in web.asked
        visitor.sendall(b"world")
        assert visitor.recv(100).startswith(b"HTTP/1.1 200 ")
    assert web.asked.count("/slow-form") == 1


def test_a_static_file_is_fetched_from_the_web_server_once_whatever_is_added_to_its_address(
    front: tuple[int, Path], web: Web
) -> None:
    for query in ["", "?v=1", "?v=2"]:
        assert ask(front[0], f"/static/site.0123456789ab.css{query}").status == 200
    assert len([path for path in web.asked if path.startswith("/static/site.")]) == 1


def test_a_page_is_never_kept_by_the_front(front: tuple[int, Path], web: Web) -> None:
    for _ in range(2):
        ask(front[0], "/projects/")
    assert web.asked.count("/projects/") == 2


def test_what_is_too_large_for_a_form_is_refused_in_words_before_it_reaches_the_site(
    front: tuple[int, Path], web: Web
) -> None:
    answer = ask(front[0], "/too-large", body=b"x" * 2_000_000)
    assert answer.status == 413
    assert "up to 1 MB. Nothing was saved." in answer.text
    assert "/too-large" not in web.asked


def test_without_the_web_server_the_front_says_so_kindly_and_when_to_come_back() -> None:
    needed(loopback.find_nginx(), "nginx")
    with loopback.front(loopback.free_port()) as (port, _):
        answer = ask(port)
        style = ask(port, "/front/page.css")
        alive = ask(port, "/front/healthz")
    assert answer.status == 503
    assert "The site cannot be reached just now" in answer.text
    assert answer.headers["Retry-After"] == "30"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; style-src 'self'; frame-ancestors 'none'"
    assert (style.status, style.headers["Content-Type"]) == (200, "text/css")
    assert alive.status == 200


def test_one_address_may_have_many_requests_under_way_and_is_then_told_to_wait(front: tuple[int, Path]) -> None:
    def begin_forms(number: int) -> None:
        for _ in range(number):
            visitor = held.enter_context(socket.create_connection(("127.0.0.1", front[0]), timeout=10))
            visitor.sendall(b"POST /form HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nhello")

    with contextlib.ExitStack() as held:
        begin_forms(290)
        assert ask(front[0]).status == 200
        begin_forms(20)
        answers = [ask(front[0]) for _ in range(20)]
    refused = [answer for answer in answers if answer.status == 429]
    assert "Wait ten seconds, then try again." in refused[0].text
    assert refused[0].headers["Retry-After"] == "10"


def test_the_front_does_not_tell_its_version(front: tuple[int, Path]) -> None:
    assert ask(front[0], "/front/page.css").headers["Server"] == "nginx"


def access_log(folder: Path, *, until: str) -> list[dict[str, Any]]:
    """Return the front's log once it tells of `until`: a refused body is logged when the visitor has gone."""
    for _ in range(100):
        text = (folder / "tmp" / "access.log").read_text()
        if until in text:
            return [json.loads(line) for line in text.splitlines()]
        time.sleep(0.05)
    raise AssertionError(f"{until!r} is not in the access log:\n{text}")


def test_the_access_log_holds_no_search_words_and_no_addresses(front: tuple[int, Path]) -> None:
    port, folder = front
    ask(
        port,
        "/councils/?q=planted-word",
        headers={"Referer": "http://localhost/?q=planted-word", "User-Agent": "Robin"},
    )
    ask(port, "/planted%0Aline", body=b"x" * 2_000_000)
    lines = access_log(folder, until="planted%0Aline")
    assert [line["status"] for line in lines if line["asked"] == "GET /councils/"] == [200]
    assert [line["status"] for line in lines if line["asked"] == "POST /planted%0Aline"] == [413]
    assert set(lines[0]) == {"time", "request", "asked", "status", "bytes", "seconds", "web_seconds"}
    assert not any("planted-word" in str(line) or "127.0.0.1" in str(line) for line in lines)


def trial(*arguments: str) -> dict[str, Any]:
    """Run the slow sockets in a process of their own and return what the honest visitor saw."""
    command = [sys.executable, "-m", "tests.deployment.slow_sockets", *arguments]
    finished = subprocess.run(command, cwd=loopback.ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert finished.stdout, finished.stderr
    outcome: dict[str, Any] = json.loads(finished.stdout)
    return outcome


@pytest.mark.slow
@pytest.mark.parametrize("drip", ["header", "body"])
def test_two_hundred_slow_sockets_leave_no_honest_request_unanswered(drip: str) -> None:
    needed(loopback.find_nginx(), "nginx")
    outcome = trial("--sockets", "200", "--seconds", "8", "--drip", drip)
    assert outcome["answered"] == outcome["sent"] == 80


@pytest.mark.slow
def test_without_the_front_two_slow_sockets_stop_both_workers() -> None:
    outcome = trial("--sockets", "2", "--seconds", "6", "--without-front")
    assert outcome["answered"] < outcome["sent"]
