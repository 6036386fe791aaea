"""Finds what each council may want to know of, as the worker does every night. It may run twice, or be killed."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.timezone import localdate

from collaboration.actions.suggesting import suggest
from directory.counting import counted


class Command(BaseCommand):
    help = "Find what to suggest to each council: at most five listings, with reasons."

    def handle(self, *args: Any, **options: Any) -> None:
        done = suggest(today=localdate())
        self.stdout.write(
            f"{counted(done['suggestions'], 'suggestion')} for {counted(done['councils'], 'council')}, "
            f"{done['new']:,} of them new."
        )
