"""Measure how long a day's digests take: found, made, and handed to a mail server one by one."""

import os
import resource
import subprocess
import sys
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.timezone import localdate

from collabhub.bench.database import database_url, fill_with_starter_entries, own_database
from collabhub.bench.digest_world import add_changes, add_followers, add_searches, expected_readers
from collabhub.bench.loading import add_entries, add_search_entries, tidy_up
from collabhub.bench.mail_sink import Sink, running_sink
from collabhub.bench.starters import read_starters
from collabhub.bench.synthetic import Synthesiser
from collaboration.actions.digests import in_words
from collaboration.models import DigestRun


class Command(BaseCommand):
    help = (
        "Print how long a day's digests take, from what is new to the last mail, with made-up entries and followers in "
        "a database of its own, which is dropped at the end. Mails go to a mail server on this machine only."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--entries", type=int, default=10_000, help="listings in the directory")
        parser.add_argument("--followers", type=int, default=10_000, help="people who follow two saved searches each")
        parser.add_argument("--searches", type=int, default=500, help="different saved searches")
        parser.add_argument("--changes", type=int, default=1_000, help="projects with an update since yesterday")
        parser.add_argument("--keep", action="store_true", help="do not drop the database at the end")

    def handle(self, *args: Any, **options: Any) -> None:
        with own_database(keep=options["keep"], warn=self.stderr.write), running_sink() as sink:
            fill_with_starter_entries()
            added = add_entries(Synthesiser(read_starters(), now=timezone.now()), options["entries"])
            add_search_entries(added)
            try:
                searches = add_searches(options["searches"])
            except ValueError as error:
                raise CommandError(str(error)) from error
            add_followers(options["followers"], searches)
            add_changes(options["changes"])
            tidy_up()
            self.measure(options, sink)

    def measure(self, options: dict[str, Any], sink: Sink) -> None:
        """Send the digests from a process of its own, and print what that took and came to."""
        environment = os.environ | {"DATABASE_URL": database_url(), "EMAIL_URL": sink.address, "DEBUG": "0"}
        environment |= {"SITE_URL": "https://collabhub.example", "SECRET_KEY": "x" * 50}
        # Until the first mail it finds and makes; from then on it sends.
        first = []
        sink.on_taken = lambda number: first.append(time.monotonic()) if number == 1 else None
        began = time.monotonic()
        subprocess.run(
            [sys.executable, "manage.py", "send_digests"], cwd=settings.BASE_DIR, env=environment, check=True
        )
        wall = time.monotonic() - began
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        made = first[0] - began if first else wall
        run = DigestRun.objects.get(day=localdate())
        right = sorted(expected_readers()) == sorted(one.to for one in sink.taken)
        self.stdout.write(
            f"{options['followers']:,} followers of {options['searches']:,} saved searches, {options['changes']:,} "
            f"changes among {options['entries']:,} entries\n"
            f"Found and made: {made:.1f} s; sent: {wall - made:.1f} s; in all {wall:.1f} s, "
            f"of which {used.ru_utime + used.ru_stime:.1f} s of processor time in the process itself\n"
            f"{len(sink.taken):,} mails, {len(sink.taken) / max(wall - made, 0.1):.0f} a second, in "
            f"{sink.conversations} conversations with the mail server; to {'exactly' if right else 'NOT'} those whose "
            f"searches find a change, {len(sink.twice())} of them twice\n{in_words(run)}"
        )
