"""The standard list of service areas."""

from collections.abc import Sequence
from typing import NamedTuple

from councils.models import User
from directory.history import recorded
from listings.models import ServiceArea


class Loaded(NamedTuple):
    """How many rows a load added, changed and left as they were."""

    added: int
    changed: int
    left: int


@recorded
def save_service_areas(*, areas: Sequence[ServiceArea], by: User | None) -> Loaded:
    """Add new terms and bring known ones up to date; terms that are not among `areas` stay.

    Parents must come before their children.
    """
    known = ServiceArea.objects.in_bulk()
    new = [area for area in areas if area.pk not in known]
    changed = [area for area in areas if area.pk in known and _facts(area) != _facts(known[area.pk])]
    ServiceArea.objects.bulk_create(new)
    ServiceArea.objects.bulk_update(changed, ["label", "level", "parent"])
    return Loaded(len(new), len(changed), len(areas) - len(new) - len(changed))


def _facts(area: ServiceArea) -> tuple[str, int, int | None]:
    return area.label, area.level, area.parent_id
