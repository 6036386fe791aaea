"""What an import would change, in the words of people: the admin shows it before anything is imported."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field

from listings.imports.mapping import Layout
from listings.imports.report import Difference, LineReport, Outcome, Report, shown
from listings.models import Participation, ServiceArea

NAMES = {
    "service_areas": "service areas",
    "organisations": "who takes part",
    "follows": "earlier stages",
    "source_name": "source",
    "source_url": "address of the source",
    "source_published": "published",
    "read_on": "read on",
}
"""Facts that are not columns of the model under the same name, and what people call them."""

IN_ORDER = [Outcome.REFUSED, Outcome.EDITED, Outcome.CHANGED, Outcome.ADDED, Outcome.UNCHANGED]
"""What needs a person stands first."""


@dataclass(frozen=True)
class Row:
    """One fact: its name, what it was, and what the file says."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class ShownLine:
    """A line of the report and its facts in words."""

    report: LineReport
    rows: list[Row]
    edited: list[str]


@dataclass(frozen=True)
class Plan:
    """What an import would do, by what becomes of the lines."""

    report: Report
    groups: dict[str, list[ShownLine]]

    @property
    def counts(self) -> list[tuple[str, int]]:
        """Each outcome and its number of lines, those without any included."""
        return [(outcome.value, self.report.count(outcome)) for outcome in IN_ORDER]

    @property
    def to_write(self) -> int:
        """The number of entries that would be added or changed."""
        return self.report.count(Outcome.ADDED) + self.report.count(Outcome.CHANGED)


def plan_in_words(report: Report, layout: Layout) -> Plan:
    """Return a report as people read it."""
    tell = Teller(layout)
    groups: dict[str, list[ShownLine]] = {outcome.name.lower(): [] for outcome in IN_ORDER}
    for line in sorted(report.lines, key=lambda line: line.line):
        rows = [tell.row(difference) for difference in line.differences]
        groups[line.outcome.name.lower()].append(ShownLine(line, rows, [tell.name(fact) for fact in line.edited]))
    return Plan(report, groups)


class Teller:
    """Knows what people call the facts of one kind of entry."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._areas = dict(ServiceArea.objects.values_list("pk", "label"))

    def row(self, difference: Difference) -> Row:
        """Return a difference in words."""
        return Row(
            self.name(difference.name),
            self.value(difference.name, difference.old),
            self.value(difference.name, difference.new),
        )

    def name(self, fact: str) -> str:
        """Return what people call a fact."""
        field = self._field(fact)
        return NAMES.get(fact) or (str(field.verbose_name) if field else fact.replace("_", " "))

    def value(self, fact: str, value: Any) -> str:
        """Return a fact as people write it: labels instead of numbers and words of the database."""
        if fact == "service_areas":
            return shown([self._areas.get(number, number) for number in value or []])
        if fact == "organisations":
            labels = dict(Participation.Role.choices)
            return shown([f"{written} ({labels[role].lower()})" for role, written, *_ in value or []])
        if fact == "links":
            return shown([address for _, address in value or []])
        field = self._field(fact)
        if field and field.choices and value not in ("", None):
            return str(dict(field.flatchoices).get(value, value))
        return shown(value)

    def _field(self, fact: str) -> Field | None:
        try:
            field = self._layout.model._meta.get_field(fact)
        except FieldDoesNotExist:
            return None
        return field if isinstance(field, Field) else None
