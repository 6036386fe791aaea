import csv
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from listings.actions import save_service_areas
from listings.models import ServiceArea

TERMS = Path(__file__).resolve().parents[2] / "data" / "service_areas.csv"


def read_service_areas(path: Path) -> list[ServiceArea]:
    """Return the terms of a file with the columns esd_id, level (1 to 3), parent and label, parents first.

    Raises ValueError, with a sentence that names the line, when the list contradicts itself.
    """
    areas: dict[int, ServiceArea] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for line, row in enumerate(csv.DictReader(file), start=2):
            area = ServiceArea(
                esd_id=int(row["esd_id"]),
                label=row["label"],
                level=int(row["level"]),
                parent_id=int(row["parent"]) if row["parent"] else None,
            )
            parent = areas.get(area.parent_id) if area.parent_id else None
            if area.pk in areas:
                raise ValueError(f"Line {line}: the identifier {area.pk} stands twice.")
            if area.parent_id and not parent:
                raise ValueError(f"Line {line}: the parent {area.parent_id} does not come before “{area.label}”.")
            if area.level != (parent.level if parent else 0) + 1:
                raise ValueError(f"Line {line}: “{area.label}” is not one level below its parent.")
            areas[area.pk] = area
    return list(areas.values())


class Command(BaseCommand):
    help = "Load the LGA/ESD standard list of service areas; safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            areas = read_service_areas(TERMS)
        except (OSError, ValueError, KeyError) as error:
            raise CommandError(f"{TERMS.name} cannot be loaded. {error} Nothing was written.") from error
        loaded = save_service_areas(areas=areas, by=None)
        self.stdout.write(
            f"{len(areas)} service areas: {loaded.added} added, {loaded.changed} changed, "
            f"{loaded.left} left as they were."
        )
