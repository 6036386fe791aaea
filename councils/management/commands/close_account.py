"""Close somebody's account for them, as they could themselves."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from councils.actions.accounts import close_account
from councils.models import User


class Command(BaseCommand):
    help = "Close the account with this address and erase its personal data. Cannot be undone."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address", help="The email address that the person signs in with.")

    def handle(self, *args: Any, **options: Any) -> None:
        person = User.objects.filter(email=options["address"].strip().lower(), closed_at=None).first()
        if person is None:
            raise CommandError("Nobody has an account with this address.")
        close_account(user=person, by=None)
        self.stdout.write(f"Closed account {person.pk}; its name and address are erased.")
