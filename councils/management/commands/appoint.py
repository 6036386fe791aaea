from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from councils.actions.appointments import AppointmentRefused, appoint_to_directory
from councils.sign_in.addresses import AddressRefused


class Command(BaseCommand):
    help = "Make somebody a moderator, or an administrator, who also appoints moderators. They sign in with a code."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("address", help="their email address")
        parser.add_argument("--name", default="", help="their name, for the people they work with")
        rights = parser.add_mutually_exclusive_group(required=True)
        rights.add_argument("--moderator", action="store_true", help="looks after the directory")
        rights.add_argument("--administrator", action="store_true", help="appoints moderators, too")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            person = appoint_to_directory(
                address=options["address"],
                name=options["name"].strip(),
                is_administrator=options["administrator"],
                by=None,
            )
        except (AddressRefused, AppointmentRefused) as refused:
            raise CommandError(str(refused)) from refused
        became = "an administrator" if person.is_superuser else "a moderator"
        self.stdout.write(f"{person.email} is {became}: they sign in at {settings.SITE_URL}/account/sign-in/")
        self.stdout.write("with a code from their mail, and are led to setting up a second step there.")
