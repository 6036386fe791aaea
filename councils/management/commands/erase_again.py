"""After an older backup came back: close the accounts again that were closed since it was made."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from councils.actions.accounts import close_account
from councils.actions.erasures import ListUnreadable, still_to_erase


class Command(BaseCommand):
    help = "Close again the accounts in the list that ERASURE_LIST names. Safe to repeat; run it after every restore."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="The list: on each line a number and when the account was closed.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            people = still_to_erase(options["file"])
        except (OSError, ListUnreadable) as error:
            raise CommandError(f"The list cannot be read, and nothing was erased: {error}") from error
        for person in people:
            close_account(user=person, by=None)
        self.stdout.write(f"Closed {len(people)} accounts again.")
