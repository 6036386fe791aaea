"""Takes an answer to one of our mails from the mail server, on standard input. See docs/joining.md."""

import os
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import Error

from collaboration.actions.receiving import Taken, receive
from collaboration.inbound import MOST_READ


class Command(BaseCommand):
    help = "Pass on a mail from standard input that answers one of ours."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("recipient", nargs="?", default="", help="to whom the mail server was told to deliver it")

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what became of the mail by the exit codes that mail servers know (sysexits.h)."""
        raw = sys.stdin.buffer.read(MOST_READ)
        while sys.stdin.buffer.read(MOST_READ):
            pass  # the mail server waits until all of it was read
        try:
            taken = receive(raw=raw, recipient=options["recipient"])
        except Error:
            self.stderr.write("The mail cannot be taken at the moment.")
            sys.exit(os.EX_TEMPFAIL)
        if taken == Taken.NOBODYS:
            self.stderr.write("Nobody reads mail to this address: answer on the site instead.")
            sys.exit(os.EX_NOUSER)
