"""Measure how fast pages are, against a constant answer of the same server in the same run."""

import shutil
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from collabhub.bench import pages, report
from collabhub.bench.database import fill_with_starter_entries, own_database
from collabhub.bench.load import CONNECTIONS, mean_size, measure, statements, weigh
from collabhub.bench.loading import add_entries, add_search_entries
from collabhub.bench.pages import Page
from collabhub.bench.report import Grown, Measured, Results
from collabhub.bench.server import CONSTANT, WORKERS, production_settings, serving
from collabhub.bench.starters import read_starters
from collabhub.bench.synthetic import Synthesiser

FOLLOWED = 4
"""The pages whose growth is followed: the first ones."""


class Command(BaseCommand):
    help = (
        "Print how fast pages are (needs wrk), each against a constant answer of the same server in the same run, with "
        "made-up entries in a database of its own, which is dropped at the end."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seconds", type=int, default=5, help="how long to load each page")
        parser.add_argument(
            "--sizes", type=read_sizes, default=[1_000, 10_000, 100_000], help="entries, such as 1000,10000,100000"
        )
        parser.add_argument("--addresses", type=int, default=pages.MANY, help="of each kind of page, at most")
        parser.add_argument("--keep", action="store_true", help="do not drop the database at the end")

    def handle(self, *args: Any, **options: Any) -> None:
        if shutil.which("wrk") is None:
            raise CommandError("wrk is not installed: on Debian and Ubuntu, apt install wrk.")
        self.began = time.monotonic()
        self.seconds: int = options["seconds"]
        self.addresses: int = options["addresses"]
        self.results = Results()
        sizes: list[int] = options["sizes"]
        with own_database(keep=options["keep"], warn=self.stderr.write), production_settings() as environment:
            fill_with_starter_entries()
            synthesiser = Synthesiser(read_starters(), now=timezone.now())
            for size in sizes:
                self.say(f"{size:,} entries: adding them")
                try:
                    added = add_entries(synthesiser, size)
                except ValueError as error:
                    raise CommandError(str(error)) from error
                self.say(f"{size:,} entries: making them searchable")
                add_search_entries(added)
                self.measure(size, environment, everything=size == sizes[-1])
        self.tell(sizes[-1])

    def measure(self, size: int, environment: dict[str, str], *, everything: bool) -> None:
        """Measure how long single requests take at one size, and if `everything` is wanted, all pages under load."""
        self.say(f"{size:,} entries: choosing search words")
        uncached = [page.with_at_most(self.addresses) for page in pages.uncached_pages()]
        with serving(environment) as site:
            self.results.growth[size] = {page.name: self.alone(site, page) for page in uncached[:FOLLOWED]}
            if not everything:
                return
            self.constant(site)
            self.load(site, uncached)
            self.constant(site)
            self.load(site, pages.cached_pages(uncached))
            self.constant(site)
            self.results.weight = weigh(site, pages.PROJECTS)

    def alone(self, site: str, page: Page) -> Grown:
        """Measure what a request takes by itself."""
        self.say(f"{page.name}, one at a time")
        mean_size(site, page.paths)
        figures = measure(site, page.paths, seconds=self.seconds, connections=1)
        return Grown(figures.p50, statements(page.paths, page_cache=False))

    def load(self, site: str, loaded: list[Page]) -> None:
        """Measure pages under load."""
        for page in loaded:
            self.say(f"{page.name}, page cache {'on' if page.page_cache else 'off'}")
            size = mean_size(site, page.paths, page_cache=page.page_cache)
            figures = measure(site, page.paths, seconds=self.seconds, page_cache=page.page_cache)
            count = statements(page.paths, page_cache=page.page_cache)
            self.results.pages.append(Measured(page, figures, count, size))

    def constant(self, site: str) -> None:
        """Measure the constant view."""
        self.say("constant view")
        self.results.constants.append(measure(site, [CONSTANT], seconds=self.seconds))

    def say(self, what: str) -> None:
        """Tell whoever waits how far it is."""
        self.stderr.write(f"{time.monotonic() - self.began:4.0f} s  {what}")

    def tell(self, size: int) -> None:
        """Print the tables."""
        how = f"{WORKERS} workers, {CONNECTIONS} connections, {self.seconds} seconds a page"
        self.stdout.write(f"{size:,} entries, {how}, {(time.monotonic() - self.began) / 60:.1f} minutes in all\n\n")
        self.stdout.write(report.doubts(self.results) + report.pages_table(self.results))
        self.stdout.write("\nOne request at a time, page cache off: p50 and statements by the number of entries\n\n")
        self.stdout.write(report.growth_table(self.results.growth))
        self.stdout.write("\nThe floor of the design\n\n")
        self.stdout.write(report.floor_table(self.results))


def read_sizes(text: str) -> list[int]:
    """Return numbers of entries in ascending order. Raises ValueError for anything but whole numbers and commas."""
    return sorted({int(size) for size in text.split(",")})
