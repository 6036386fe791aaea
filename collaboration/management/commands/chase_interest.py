"""Reminds those who are to move in a conversation, as the worker does every day. It may run twice, or be killed."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.timezone import localdate

from collaboration.actions.chasing import chase
from collaboration.models import Interest


class Command(BaseCommand):
    help = "Remind whoever is to move in a conversation, then tell their managers, then the moderators."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--today", type=date.fromisoformat, metavar="DATE", help="as if it were DATE: 2027-03-31")

    def handle(self, *args: Any, **options: Any) -> None:
        steps = chase(today=options["today"] or localdate())
        for step, label in Interest.Chased.choices:
            if step:
                self.stdout.write(f"{label}: {steps.get(step, 0)}")
