from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from councils import demo
from councils.actions.accounts import close_account
from councils.actions.demo_people import make_demo_people
from councils.models import User


class Command(BaseCommand):
    help = "Make the people of the quick start, with DEBUG=1 only; or close their accounts. Safe to repeat."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--close", action="store_true", help="close their accounts instead, with DEBUG on or off")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["close"]:
            people = User.objects.filter(email__in=demo.ADDRESSES)
            for person in people:
                close_account(user=person, by=None)
            self.stdout.write(f"People of the quick start: {len(people)} accounts closed.")
            return
        try:
            made = make_demo_people(by=None)
        except demo.DemoPeopleRefused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"People of the quick start: {made} added, {len(demo.PEOPLE) - made} there already.")
