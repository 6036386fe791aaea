"""`manage.py address_failed`: mail to an address came back."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from councils.actions.memberships import address_failed
from councils.models import User
from directory.counting import counted


class Command(BaseCommand):
    """Ends what rests on an address that nobody reads."""

    help = "Say that mail to an address came back: its person's memberships and sessions end, and managers are told."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address", help="the address to which mail could not be delivered")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.open().filter(email=options["address"].strip().lower()).first()
        if user is None:
            raise CommandError("Nobody who may sign in has this address.")
        ended = address_failed(user=user, by=None)
        self.stdout.write(f"{counted(ended, 'membership')} ended. All sessions ended.")
