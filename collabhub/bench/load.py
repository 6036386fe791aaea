"""Asks a running site for pages: once each to see what they are, and many times at once with wrk to see how fast."""

import gzip
import json
import re
import subprocess
import tempfile
import urllib.error
import urllib.request
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.core.management import CommandError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from collabhub.bench.server import CONSTANT

CONNECTIONS = 8
WARM_UP = 1
"""Seconds of load before the measured ones, so that every worker has its connection, code and caches ready."""
ROUNDS = 12
"""How often each address is asked for before its cached page is measured: each of two workers keeps a page from the
second time that it is asked, and chance decides which one is."""
DRAWN_ANEW = {"Cache-Control": "no-cache"}
"""What a browser sends for a hard reload. The cache of whole pages then stands aside (collabhub.page_cache)."""

SCRIPT = """
local paths = {%s}
local asked = 0
request = function()
   asked = asked + 1
   return wrk.format("GET", paths[(asked - 1) %% #paths + 1])
end
"""
"""What wrk runs for each request: one address after the other, round and round."""


@dataclass(frozen=True)
class Figures:
    """What one run of wrk gave. Times in milliseconds."""

    requests_a_second: float
    p50: float
    p99: float


def in_milliseconds(text: str) -> float:
    """Return wrk's "1.23ms", "456.00us", "1.20s" or "1.02m" as milliseconds. Raises ValueError for anything else."""
    found = re.fullmatch(r"([\d.]+)(us|ms|s|m)", text)
    if found is None:
        raise ValueError(f"{text!r} is not a time of wrk.")
    return float(found[1]) * {"us": 0.001, "ms": 1, "s": 1_000, "m": 60_000}[found[2]]


def read_figures(printed: str) -> Figures:
    """Return the figures that wrk printed. Raises CommandError when an answer was an error, or nothing was answered."""
    if "Non-2xx" in printed or "Socket errors" in printed:
        raise CommandError(f"The site did not answer well under load:\n{printed}")
    rate = re.search(r"^Requests/sec:\s+([\d.]+)", printed, re.MULTILINE)
    shares = dict(re.findall(r"^\s+(50|99)%\s+([\d.]+[a-z]+)", printed, re.MULTILINE))
    if rate is None or float(rate[1]) == 0 or len(shares) < len(("50", "99")):
        raise CommandError(f"wrk printed no figures:\n{printed}")
    return Figures(float(rate[1]), in_milliseconds(shares["50"]), in_milliseconds(shares["99"]))


def measure(
    site: str, paths: Sequence[str], *, seconds: int, connections: int = CONNECTIONS, page_cache: bool = False
) -> Figures:
    """Load some addresses of a site in turn and return the figures, after a warm-up. Raises CommandError."""
    headers = {"Accept-Encoding": "gzip"} | ({} if page_cache else DRAWN_ANEW)
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(SCRIPT % ", ".join(map(json.dumps, paths)))
        script.flush()
        for duration in (WARM_UP, seconds):
            command = ["wrk", "--latency", "-t1", f"-c{connections}", f"-d{duration}s", "--timeout", "30s"]
            command += ["-s", script.name, *(f"-H{name}: {value}" for name, value in headers.items()), site]
            # wrk leaves requests in the queue; whoever is answered after them finds the server idle.
            fetch(site + CONSTANT)
            printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return read_figures(printed)


def statements(paths: Sequence[str], *, page_cache: bool) -> int:
    """Return how many SQL statements the costliest of some addresses takes when it is asked for again."""
    counts = []
    for path in paths:
        client = Client(HTTP_HOST="localhost", headers={} if page_cache else DRAWN_ANEW)
        for _ in range(2):
            client.get(path)
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        counts.append(len(queries))
    return max(counts)


def fetch(address: str, *, page_cache: bool = False) -> bytes:
    """Return what a browser would be sent for an address, compressed.

    Raises CommandError for anything but a plain 200: a redirect would be measured as a very fast page.
    """
    headers = {"Accept-Encoding": "gzip"} | ({} if page_cache else DRAWN_ANEW)
    request = urllib.request.Request(address, headers=headers)  # noqa: S310 - our own server
    opener = urllib.request.build_opener(_NoRedirect)
    try:
        with opener.open(request) as answer:
            body: bytes = answer.read()
            return body
    except urllib.error.HTTPError as error:
        raise CommandError(f"{address} answered {error.code}: it cannot be measured.") from error


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Takes a redirect for an answer like any other that is not 200."""

    def redirect_request(self, *args: Any) -> None:
        return None


def mean_size(site: str, paths: Sequence[str], *, page_cache: bool = False) -> int:
    """Ask for every address, so that the site has them warm, and return the mean of their compressed sizes in bytes.

    Raises CommandError for an address that fails.
    """
    asked = [site + path for path in paths] * (ROUNDS if page_cache else 1)
    with ThreadPoolExecutor(CONNECTIONS) as people:
        bodies = list(people.map(partial(fetch, page_cache=page_cache), asked))
    return sum(map(len, bodies)) // len(bodies)


@dataclass(frozen=True)
class Weight:
    """What a first visit to a page fetches: bytes in all, compressed, and the addresses on other sites."""

    size: int
    elsewhere: frozenset[str]


def weigh(site: str, path: str) -> Weight:
    """Return the weight of a page with its styles, scripts, icons and pictures. Raises CommandError."""
    parts = _Parts()
    parts.feed(gzip.decompress(fetch(site + path)).decode())
    addresses = {urljoin(site + path, part) for part in parts.found}
    here = {address for address in addresses if urlsplit(address).netloc == urlsplit(site).netloc}
    size = len(fetch(site + path)) + sum(len(fetch(address)) for address in here)
    return Weight(size, frozenset(addresses - here))


class _Parts(HTMLParser):
    """Finds the addresses that a browser fetches by itself."""

    RELATIONS = {"stylesheet", "icon", "preload", "modulepreload", "manifest"}

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in {"script", "img", "iframe", "source"} and given.get("src"):
            self.found.add(given["src"] or "")
        if tag == "link" and self.RELATIONS & set((given.get("rel") or "").split()) and given.get("href"):
            self.found.add(given["href"] or "")
