"""What the worker does every night, for sites that have no worker, and for whoever does not want to wait."""

from typing import Any

from django.core.management.base import BaseCommand

from listings.actions.upkeep import tidy_entries


class Command(BaseCommand):
    help = "Delete review mails older than 24 months and uploaded files older than 30 days."

    def handle(self, *args: Any, **options: Any) -> None:
        for what, number in tidy_entries().items():
            self.stdout.write(f"{number} {what}")
