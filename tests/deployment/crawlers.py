"""Crawlers that try out combinations of filters, while people go on reading.

    DATABASE_URL=postgres://… python -m tests.deployment.crawlers --seconds 60

starts the site in gunicorn with two workers as in production, on a database that is filled already. Four crawlers read
the filters of the list of projects as a search engine would, and ask for random combinations of them, one after the
other: 20,000 in ten minutes, or as many as they get answered. Two people open the pages that people open, each with a
second of thought in between. At the end refusals are timed once more, alone. Prints what each side saw as one line of
JSON: for each status the number of answers, then p50, p95 and the worst in milliseconds. Ends with 1 when a person met
an error or waited over a second for one page in twenty, or when one refusal in twenty took over 5 ms alone.

Each visitor has a loopback address of its own; `--addresses 1000` gives each crawler a thousand.
"""

import argparse
import asyncio
import contextlib
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode

from tests.deployment import loopback
from tests.deployment.slow_sockets import percentile

CRAWLERS, PEOPLE = 4, 2
MOST_CHOSEN = 20
"""Values in the longest combination that a crawler makes up."""
PAUSE = CRAWLERS * 600 / 20_000
"""Seconds from one request of a crawler to its next, where the answer does not take longer."""
THOUGHT = 1.0
"""Seconds between two pages of one person."""
PATIENCE = 30.0
"""Seconds after which a visitor gives up."""
ALONE = 200
"""Refusals that are timed alone."""
SLOWEST_FOR_PEOPLE, SLOWEST_REFUSAL = 1000, 5
"""Milliseconds that 95% of pages for people, and of refusals alone, may take."""


@dataclass
class Seen:
    """What some visitors saw: how many answers of each status (0 for none), and the milliseconds of each."""

    statuses: Counter[int] = field(default_factory=Counter)
    times: dict[int, list[float]] = field(default_factory=dict)

    def note(self, status: int, took: float) -> None:
        """Count one answer."""
        self.statuses[status] += 1
        self.times.setdefault(status, []).append(took)

    def in_short(self) -> dict[str, object]:
        """Return the numbers of answers, with p50, p95 and the worst of each status."""
        return {
            str(status): [number, *(percentile(sorted(self.times[status]), share) for share in (0.5, 0.95, 1))]
            for status, number in sorted(self.statuses.items())
        }


class Choices(HTMLParser):
    """Collects the filters that a page offers, as pairs of word and value."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag == "input" and told.get("type") in {"checkbox", "radio"} and told.get("value"):
            self.found.append((str(told["name"]), str(told["value"])))


async def ask(port: int, address: str, visitor: str, seen: Seen) -> str:
    """Ask for one page from the loopback address `visitor`, note the answer and return its text."""
    lines = [f"GET {address} HTTP/1.1", "Host: localhost", "Connection: close", "Accept-Encoding: identity", "", ""]
    started, status, answer = time.perf_counter(), 0, b""
    with contextlib.suppress(OSError, TimeoutError):
        async with asyncio.timeout(PATIENCE):
            reader, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=(visitor, 0))
            try:
                writer.write("\r\n".join(lines).encode())
                answer = await reader.read()
            finally:
                writer.close()
        status = int(answer.split(maxsplit=2)[1]) if answer else 0
    seen.note(status, (time.perf_counter() - started) * 1000)
    return answer.decode(errors="replace")


def combination(chance: random.Random, choices: list[tuple[str, str]]) -> str:
    """Return the address of a list with some filters."""
    chosen = chance.sample(choices, chance.randint(1, min(MOST_CHOSEN, len(choices))))
    return f"/projects/?{urlencode(chosen)}"


async def crawl(port: int, number: int, addresses: int, choices: list[tuple[str, str]], seen: Seen) -> None:
    """Ask for one combination after the other until cancelled."""
    chance = random.Random(number)
    while True:
        place = chance.randrange(addresses)
        pause = asyncio.create_task(asyncio.sleep(PAUSE))
        await ask(port, combination(chance, choices), f"127.{number}.{place // 250}.{place % 250 + 1}", seen)
        await pause


async def browse(port: int, number: int, choices: list[tuple[str, str]], seen: Seen) -> None:
    """Read as a person does until cancelled: the front page, lists with up to three filters, entries."""
    chance = random.Random(100 + number)
    visitor = f"127.100.0.{number}"
    while True:
        await ask(port, "/", visitor, seen)
        await asyncio.sleep(THOUGHT)
        filters = urlencode(chance.sample(choices, chance.randint(0, 3)))
        page = await ask(port, f"/projects/?{filters}", visitor, seen)
        entries = re.findall(r'href="(/projects/\d+/[^"]+)"', page)
        for entry in chance.sample(entries, min(2, len(entries))):
            await asyncio.sleep(THOUGHT)
            await ask(port, entry, visitor, seen)
        await asyncio.sleep(THOUGHT)


async def trial(port: int, *, seconds: float, addresses: int) -> dict[str, Seen]:
    """Let all of them loose for some seconds; return what they saw."""
    seen = {"people": Seen(), "crawlers": Seen(), "alone": Seen()}
    offered = Choices()
    offered.feed(await ask(port, "/projects/", "127.0.0.1", Seen()))
    choices = sorted(set(offered.found))
    async with asyncio.TaskGroup() as visitors:
        crawlers = [crawl(port, number + 1, addresses, choices, seen["crawlers"]) for number in range(CRAWLERS)]
        people = [browse(port, number + 1, choices, seen["people"]) for number in range(PEOPLE)]
        tasks = [visitors.create_task(visitor) for visitor in (*crawlers, *people)]
        await asyncio.sleep(seconds)
        for task in tasks:
            task.cancel()
    too_many = f"/projects/?{urlencode([('tag', f'tag-{number}') for number in range(MOST_CHOSEN)])}"
    for _ in range(ALONE):
        await ask(port, too_many, "127.0.0.1", seen["alone"])
    return seen


@contextlib.contextmanager
def site() -> Iterator[int]:
    """Run the site in gunicorn with two workers, with its static files; yields its port."""
    port = loopback.free_port()
    command = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", "--bind", f"127.0.0.1:{port}"]
    with tempfile.TemporaryDirectory() as static_root:
        told = loopback.production_settings(static_root)
        collect = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity=0"]
        subprocess.run(collect, cwd=loopback.ROOT, env=told, check=True)
        process = subprocess.Popen(command, cwd=loopback.ROOT, env=told)
        with loopback.ended_after(process):
            loopback.wait_until_open(port, process)
            loopback.wait_until_alive(port)
            yield port


def main(arguments: list[str]) -> int:
    """Run the trial that the command line asks for and print its outcome."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60, help="how long they all go on (60)")
    parser.add_argument("--addresses", type=int, default=1, help="addresses of each crawler (1)")
    chosen = parser.parse_args(arguments)
    if "DATABASE_URL" not in os.environ:
        parser.error("DATABASE_URL is not set: name a database that holds entries.")
    with site() as port:
        seen = asyncio.run(trial(port, seconds=chosen.seconds, addresses=chosen.addresses))
    sys.stdout.write(f"{json.dumps({who: answers.in_short() for who, answers in seen.items()})}\n")
    people, alone = seen["people"], seen["alone"]
    waited = percentile(sorted(time for times in people.times.values() for time in times), 0.95)
    refused = percentile(sorted(alone.times.get(429, [])), 0.95)
    if set(people.statuses) != {200} or set(alone.statuses) != {429} or waited is None or refused is None:
        return 1
    return 0 if waited <= SLOWEST_FOR_PEOPLE and refused <= SLOWEST_REFUSAL else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
