from typing import Any

from django.contrib.auth.management.commands.createsuperuser import Command as DjangoCommand
from django.core.management.base import CommandError


class Command(DjangoCommand):
    """Django's own, which asks for a password: here nobody has one."""

    help = "Not used here, because nobody has a password: see appoint."

    def handle(self, *args: Any, **options: Any) -> None:
        raise CommandError("People have no passwords here. Run: python manage.py appoint ADDRESS --administrator")
