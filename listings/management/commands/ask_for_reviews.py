"""Asks people whether their entries are still true, as the worker does every day. It may run twice, or be killed."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.timezone import localdate

from directory.counting import counted
from listings.actions.review_mails import ask_for_reviews
from listings.asking import due


class Command(BaseCommand):
    help = "Write to people whose entries are due for review: one mail for all of them, and nobody twice the same."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say whom it would ask, and write nothing")
        parser.add_argument("--today", type=date.fromisoformat, metavar="DATE", help="as if it were DATE: 2027-03-31")

    def handle(self, *args: Any, **options: Any) -> None:
        today = options["today"] or localdate()
        if options["dry_run"]:
            questions = due(today)
            people = len({question.user for question in questions})
            entries = len({question.listing for question in questions})
            about = (
                f"{counted(entries, 'entry', 'entries')} due for review, {counted(people, 'person', 'people')} to ask"
            )
            self.stdout.write(f"{about}. Nothing was written.")
            return
        for what, number in ask_for_reviews(today=today, by=None).items():
            self.stdout.write(f"{what}: {number}")
