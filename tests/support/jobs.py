"""Jobs for workers that tests start. What they did stands in a file."""

import time
from pathlib import Path

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app


def note(file: str, line: str) -> None:
    """Add a line to a file."""
    with Path(file).open("a") as opened:
        opened.write(f"{line}\n")


@app.task(name="tests.quick")
def quick(*, file: str) -> None:
    """A job that is done at once."""
    note(file, "done")


@app.task(name="tests.long")
def long(*, file: str, until: str) -> None:
    """A job that goes on until there is a file `until`."""
    note(file, "began")
    while not Path(until).exists():
        time.sleep(0.05)
    note(file, "done")


@app.task(name="tests.failing", retry=RetryStrategy(max_attempts=2, linear_wait=1))
def failing(*, file: str) -> None:
    """A job that always fails."""
    note(file, "began")
    raise OSError("The mail server is away.")
