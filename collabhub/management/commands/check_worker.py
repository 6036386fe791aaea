from typing import Any

from django.core.management.base import BaseCommand, CommandError

from collabhub import worker


class Command(BaseCommand):
    help = "Say whether a worker gives signs of life, and how many jobs wait. Fails when there is none."

    def handle(self, *args: Any, **options: Any) -> None:
        is_there, sentence = worker.describe()
        if not is_there:
            raise CommandError(f"{sentence} Start one: python manage.py work")
        self.stdout.write(sentence)
