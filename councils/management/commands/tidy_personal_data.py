"""What the worker does every night, for sites that have no worker, and for whoever does not want to wait."""

from typing import Any

from django.core.management.base import BaseCommand

from councils.actions.upkeep import tidy_personal_data


class Command(BaseCommand):
    help = "Delete personal data whose time is over, and close accounts that nobody has used for 24 months."

    def handle(self, *args: Any, **options: Any) -> None:
        for what, number in tidy_personal_data(by=None).items():
            self.stdout.write(f"{number} {what}")
