import csv
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from listings.actions import save_synonyms
from listings.models import SynonymGroup
from listings.models.synonyms import check_agrees, check_terms

SYNONYMS = Path(__file__).resolve().parents[2] / "data" / "synonyms.csv"


def read_synonyms(path: Path) -> list[SynonymGroup]:
    """Return the groups of a file with the columns terms (separated by |), direction and note.

    Raises ValueError, with a sentence that names the line, when a row cannot be a group or contradicts one above it.
    """
    groups: list[SynonymGroup] = []
    with path.open(encoding="utf-8", newline="") as file:
        for line, row in enumerate(csv.DictReader(file, strict=True), start=2):
            if None in row:
                raise ValueError(f"Line {line}: there are more than three columns. Put quotes around a comma.")
            if row["direction"] not in SynonymGroup.Direction:
                raise ValueError(
                    f"Line {line}: the direction is two-way, one-way or misspelt, not “{row['direction']}”."
                )
            terms = row["terms"].split("|")
            group = SynonymGroup(terms=terms, direction=row["direction"], note=row["note"], key=terms[0])
            try:
                check_terms(terms)
                group.clean_fields()
                check_agrees(group, groups)
            except ValidationError as error:
                raise ValueError(f"Line {line}: {' '.join(error.messages)}") from error
            if any(other.key.casefold() == group.key.casefold() for other in groups):
                raise ValueError(f"Line {line}: “{group.key}” is first in a line above. Begin with another term.")
            groups.append(group)
    return groups


class Command(BaseCommand):
    help = "Load the sector's synonyms; safe to repeat, and keeps what moderators changed."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            groups = read_synonyms(SYNONYMS)
        except (OSError, ValueError, KeyError, csv.Error) as error:
            raise CommandError(f"{SYNONYMS.name} cannot be loaded. {error} Nothing was written.") from error
        loaded = save_synonyms(groups=groups, by=None)
        self.stdout.write(
            f"{len(groups)} groups of synonyms: {loaded.added} added, {loaded.changed} changed, "
            f"{loaded.left} left as they were."
        )
