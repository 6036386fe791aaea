from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError
from procrastinate.exceptions import ConnectorException

from collabhub import worker


class Command(BaseCommand):
    help = "Do the jobs that wait in the database, mails above all, until stopped. Any number may run at once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--until-input-ends",
            action="store_true",
            help="stop when standard input, a pipe, is closed: no worker then outlives what started it",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            worker.work(until_input_ends=options["until_input_ends"])
        except worker.WorkerError as error:
            raise CommandError(str(error)) from error
        except (OperationalError, ConnectorException) as error:
            raise CommandError(f"The database cannot be reached: {error}") from error
