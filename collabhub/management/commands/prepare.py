"""Bring the database up to date and fill it with the register, the starter entries and, to try it, some people."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection

from listings.actions.demo_entries import give_demo_officer_entries

STEPS: list[tuple[str, dict[str, Any]]] = [
    ("migrate", {"verbosity": 0}),
    ("load_register", {}),
    ("load_service_areas", {}),
    ("load_synonyms", {}),
    # Some projects are about what became of a shared service, so those come first.
    ("import_services", {"verbosity": 0}),
    ("import_projects", {"verbosity": 0}),
]


class Command(BaseCommand):
    help = (
        "Migrations, the register, the service areas, the synonyms and the starter entries; with DEBUG=1 also people "
        "to sign in as. Safe to repeat."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        for command, arguments in STEPS:
            call_command(command, stdout=self.stdout, stderr=self.stderr, **arguments)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # else the planner takes tables for empty that it last saw so
        if settings.DEBUG:
            call_command("demo_people", stdout=self.stdout, stderr=self.stderr)
            give_demo_officer_entries(by=None)
