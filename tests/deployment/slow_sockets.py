"""Slow sockets against the shipped front, while an honest visitor goes on reading.

    python -m tests.deployment.slow_sockets --sockets 200 --seconds 60

starts the site in gunicorn with two workers and the shipped front before it, opens that many sockets that send one
header every two seconds and never finish, sends ten honest requests a second meanwhile, and prints how many were
answered and how fast. `--without-front` lets the sockets face gunicorn itself; `--drip body` finishes the header and
drips the body instead. Ends with 1 when an honest request went unanswered.
"""

import argparse
import asyncio
import contextlib
import json
import math
import sys
import time
from dataclasses import dataclass

from tests.deployment import loopback

PAUSE = 2.0
"""Seconds between two drops of one slow socket."""
HONEST_PER_SECOND = 10
PATIENCE = 5.0
"""Seconds after which an honest visitor gives up."""
HONEST_REQUEST = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
OPENINGS = {
    "header": b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n",
    "body": b"POST /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n",
}
DROPS = {"header": b"X-Slow: 1\r\n", "body": b"x"}


@dataclass(frozen=True)
class Outcome:
    """What the honest visitor saw; times in milliseconds, None when nothing was answered."""

    sockets: int
    seconds: float
    sent: int
    answered: int
    p50: float | None
    p95: float | None
    worst: float | None


async def drip(port: int, kind: str) -> None:
    """Hold one slow socket open until cancelled; when the server closes it, open the next."""
    while True:
        with contextlib.suppress(OSError):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            try:
                writer.write(OPENINGS[kind])
                while not reader.at_eof():
                    await writer.drain()
                    with contextlib.suppress(TimeoutError):
                        await asyncio.wait_for(reader.read(1024), PAUSE)
                    writer.write(DROPS[kind])
            finally:
                writer.close()
        await asyncio.sleep(0.1)


async def ask(port: int) -> float | None:
    """Return the milliseconds until one honest request was answered with 200, None when it was not."""
    started = time.perf_counter()
    with contextlib.suppress(OSError, TimeoutError):
        async with asyncio.timeout(PATIENCE):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            try:
                writer.write(HONEST_REQUEST)
                answer = await reader.read()
            finally:
                writer.close()
        if answer.startswith(b"HTTP/1.1 200 "):
            return (time.perf_counter() - started) * 1000
    return None


def percentile(times: list[float], share: float) -> float | None:
    """Return the time that `share` (0 to 1) of the sorted `times` do not pass; None without any."""
    return round(times[math.ceil(share * len(times)) - 1], 1) if times else None


async def measure(port: int, *, sockets: int, seconds: float, kind: str) -> Outcome:
    """Send honest requests at a steady rate for `seconds` while `sockets` slow ones are held open."""
    async with asyncio.TaskGroup() as slow:
        dripping = [slow.create_task(drip(port, kind)) for _ in range(sockets)]
        await asyncio.sleep(1)
        honest = []
        async with asyncio.TaskGroup() as visits:
            for _ in range(round(seconds * HONEST_PER_SECOND)):
                honest.append(visits.create_task(ask(port)))
                await asyncio.sleep(1 / HONEST_PER_SECOND)
        for task in dripping:
            task.cancel()
    times = sorted(took for visit in honest if (took := visit.result()) is not None)
    p50, p95, worst = (percentile(times, share) for share in (0.5, 0.95, 1))
    return Outcome(sockets, seconds, len(honest), len(times), p50, p95, worst)


def main(arguments: list[str]) -> int:
    """Run the trial that the command line asks for and print its outcome as one line of JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sockets", type=int, default=200, help="slow sockets held open (200)")
    parser.add_argument("--seconds", type=float, default=60, help="how long honest requests are sent (60)")
    parser.add_argument("--drip", choices=sorted(OPENINGS), default="header", help="what arrives slowly (header)")
    parser.add_argument("--without-front", action="store_true", help="let the sockets face gunicorn itself")
    chosen = parser.parse_args(arguments)
    with contextlib.ExitStack() as running:
        port = running.enter_context(loopback.web())
        if not chosen.without_front:
            port, _ = running.enter_context(loopback.front(port))
        outcome = asyncio.run(measure(port, sockets=chosen.sockets, seconds=chosen.seconds, kind=chosen.drip))
    sys.stdout.write(f"{json.dumps(vars(outcome))}\n")
    return 0 if outcome.answered == outcome.sent else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
