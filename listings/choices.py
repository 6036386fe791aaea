"""What the database offers to choose from, read whole: each is remembered until the data changes."""

from typing import NamedTuple

from councils.models import Organisation, OrganisationAlias
from listings.models import ServiceArea, Topic


class Area(NamedTuple):
    """A service area as the panel of filters knows it."""

    label: str
    parent: str | None
    level: int


def read_areas() -> dict[str, Area]:
    """Return the service areas by number."""
    return {
        str(area.pk): Area(area.label, str(area.parent_id) if area.parent_id else None, area.level)
        for area in ServiceArea.objects.all()
    }


def names_of_areas(areas: dict[str, Area]) -> dict[int, list[str]]:
    """Return for each service area its name and those of all that it belongs to."""

    def names(number: str | None) -> list[str]:
        return [areas[number].label, *names(areas[number].parent)] if number else []

    return {int(number): names(number) for number in areas}


def read_other_names() -> dict[int, list[str]]:
    """Return what organisations are called besides their official names, by number."""
    found: dict[int, list[str]] = {}
    for number, short_name in Organisation.objects.order_by().values_list("pk", "short_name"):
        found[number] = [short_name]
    for number, name in OrganisationAlias.objects.order_by().values_list("organisation_id", "name"):
        found[number].append(name)
    return found


def read_slugs() -> dict[str, tuple[int, str]]:
    """Return number and name of each organisation by its slug."""
    return {slug: (pk, name) for slug, pk, name in Organisation.objects.order_by().values_list("slug", "pk", "name")}


def read_topics(numbers: list[int]) -> dict[int, tuple[int, str]]:
    """Return number and name of some topics by number."""
    return {pk: (pk, name) for pk, name in Topic.objects.filter(pk__in=numbers).values_list("pk", "name")}


def read_topics_called(names: list[str]) -> dict[str, int]:
    """Return the numbers of the topics that have one of some names."""
    readable = [name for name in names if "\x00" not in name]
    return dict(Topic.objects.filter(name__in=readable).values_list("name", "pk")) if readable else {}
