"""`manage.py load_register`: councils, their successions and partner organisations, from files."""

from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError, CommandParser

from councils.register import RegisterError, load_register
from councils.register.load import Tally

MOST_PROBLEMS_SHOWN = 50


class Command(BaseCommand):
    """Loads the register; safe to repeat."""

    help = "Load the register of councils, successions and partner organisations. Safe to repeat: it adds and changes."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--from",
            dest="directory",
            type=Path,
            default=Path(apps.get_app_config("councils").path) / "data",
            help="the folder that holds the files, instead of councils/data",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            tallies = load_register(directory=options["directory"])
        except RegisterError as refused:
            raise CommandError(in_words(refused)) from None
        for tally in tallies if options["verbosity"] else ():
            self.report(tally, options["verbosity"])

    def report(self, tally: Tally, verbosity: int) -> None:
        """Print one file's numbers, what changed, and with --verbosity 2 what was added."""
        added, changed = len(tally.added), len(tally.changed)
        self.stdout.write(f"{tally.file}: {added} added, {changed} changed, {tally.unchanged} left as they were.")
        for change in tally.changed:
            self.stdout.write(f"  changed: {change}")
        for name in tally.added if verbosity > 1 else ():
            self.stdout.write(f"  added: {name}")


def in_words(refused: RegisterError) -> str:
    """The problems one under another, and what to do."""
    shown = [str(problem) for problem in refused.problems[:MOST_PROBLEMS_SHOWN]]
    rest = len(refused.problems) - len(shown)
    if rest:
        shown.append(f"… and {rest} more.")
    return "\n".join(["The register was refused and nothing was written. Mend these and load it again:", *shown])
