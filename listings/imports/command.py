"""What the import commands of projects and shared services have in common."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandError

from listings.imports.mapping import Layout
from listings.imports.reading import UnreadableFileError
from listings.imports.report import Outcome
from listings.imports.run import import_file


class ImportCommand(BaseCommand):
    """Import a file of entries and print what became of each line."""

    layout: ClassVar[Layout]

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", nargs="?", type=Path, help="JSON Lines or CSV. Without it, the starter entries are imported."
        )
        parser.add_argument("--dry-run", action="store_true", help="Print what would change and write nothing.")
        parser.add_argument("--strict", action="store_true", help="Write nothing at all if any line is refused.")

    def handle(self, *args: Any, **options: Any) -> None:
        path = options["file"] or self.layout.starter
        try:
            report = import_file(path, self.layout, dry_run=options["dry_run"], strict=options["strict"])
        except UnreadableFileError as error:
            raise CommandError(f"{error} Nothing was imported.") from error
        for sentence in report.sentences(options["verbosity"]):
            self.stdout.write(sentence)
        refused = report.count(Outcome.REFUSED)
        if options["strict"] and refused:
            raise CommandError(
                f"Nothing was imported, because lines were refused ({refused}). Mend them, or leave out --strict."
            )
