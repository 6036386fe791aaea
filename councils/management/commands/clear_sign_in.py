"""`manage.py clear_sign_in`: delete codes and counts of sign-in that have run out. The worker does it every night."""

from typing import Any

from django.core.management.base import BaseCommand

from councils.sign_in.codes import clear_sign_in


class Command(BaseCommand):
    help = "Delete codes and counts of sign-in that have run out. Safe to repeat; the worker does it every night."

    def handle(self, *args: Any, **options: Any) -> None:
        codes, counts = clear_sign_in()
        self.stdout.write(f"{codes} codes and {counts} counts had run out and are deleted.")
