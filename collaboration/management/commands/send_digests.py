"""Sends the digests of a day, as the worker does every morning. It may run twice, or be killed and started again."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.timezone import localdate

from collaboration.actions.digests import in_words, send_digests


class Command(BaseCommand):
    help = "Tell people what is new in what they follow: one mail each, and nothing twice."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--today", type=date.fromisoformat, metavar="DATE", help="as if it were DATE: 2027-03-31")

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(in_words(send_digests(day=options["today"] or localdate())))
