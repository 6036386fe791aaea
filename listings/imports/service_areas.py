"""What a source calls a subject, and the terms of the standard list that it stands for."""

import csv
from collections import defaultdict
from pathlib import Path
from typing import Self

from listings.imports.columns import RefusedError, nearest
from listings.models import ServiceArea

LABELS = Path(__file__).resolve().parent.parent / "data" / "service_area_labels.csv"
"""Everyday labels, each with the ESD identifiers that it stands for. Made for the starter entries."""


class ServiceAreaNames:
    """Finds service areas by an everyday label, by the label of the standard list or by ESD identifier."""

    def __init__(self, everyday: dict[str, list[int]], standard: list[tuple[int, str]]) -> None:
        self._ids = {esd_id for esd_id, _ in standard}
        self._everyday = {label.casefold(): esd_ids for label, esd_ids in everyday.items()}
        self._standard: dict[str, list[int]] = defaultdict(list)
        for esd_id, label in standard:
            self._standard[label.casefold()].append(esd_id)

    @classmethod
    def from_database(cls) -> Self:
        """Read the standard list as loaded, and the everyday labels from their file."""
        with LABELS.open(encoding="utf-8", newline="") as file:
            everyday = {
                row["label"]: [int(esd_id) for esd_id in row["esd_ids"].split(";")] for row in csv.DictReader(file)
            }
        return cls(everyday, list(ServiceArea.objects.values_list("esd_id", "label")))

    def find(self, written: str) -> list[int]:
        """Return ESD identifiers. Raises RefusedError, with a sentence, when the words are unknown or unclear."""
        words = written.casefold()
        if words in self._everyday:
            return self._everyday[words]
        if words.isdecimal() and len(words) < 10 and int(words) in self._ids:
            return [int(words)]
        found = self._standard.get(words, [])
        if len(found) > 1:
            ids = " or ".join(str(esd_id) for esd_id in found)
            raise RefusedError(f"“{written}” stands for more than one service area. Write the identifier: {ids}.")
        if not found:
            hint = nearest(written, [*self._everyday, *self._standard])
            raise RefusedError(f"“{written}” is not a service area of the standard list.{hint}")
        return found
