"""What an import did, in sentences."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from typing import Any


class Outcome(StrEnum):
    """What became of one line. The words are those that people read."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    EDITED = "edited since, left alone"
    REFUSED = "refused"


@dataclass(frozen=True)
class Difference:
    """What a file says of one fact, and what it said before or nothing."""

    name: str
    old: Any
    new: Any

    def __str__(self) -> str:
        return f"{self.name}: {shown(self.old)} → {shown(self.new)}"


@dataclass
class LineReport:
    """One line of the file: what became of it, and why or how.

    `about` is the title of the entry, or the sentence that says why the line was refused; `column` is to blame for
    that, where one is. `edited` names the facts that a person has changed in the directory since.
    """

    line: int
    outcome: Outcome
    about: str
    column: str = ""
    differences: list[Difference] = field(default_factory=list)
    edited: list[str] = field(default_factory=list)

    @property
    def headline(self) -> str:
        """What became of the line, in one line."""
        where = f"column {self.column}: " if self.column else ""
        return f"line {self.line}: {self.outcome}: {where}{self.about}"

    @property
    def details(self) -> list[str]:
        """What a person has changed, then each fact that differs."""
        changed = [f"changed in the directory: {', '.join(self.edited)}"] if self.edited else []
        return [*changed, *map(str, self.differences)]


@dataclass
class Report:
    """All lines of a run, the names that a moderator has to decide, and what else people should know."""

    lines: list[LineReport] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    new_partners: list[str] = field(default_factory=list)
    missing_stages: list[str] = field(default_factory=list)
    is_written: bool = True

    def count(self, outcome: Outcome) -> int:
        return Counter(line.outcome for line in self.lines)[outcome]

    @property
    def fingerprint(self) -> str:
        """The same for two runs that do the same, and for no others."""
        return sha256("\n".join(self._of_every_line()).encode()).hexdigest()

    def _of_every_line(self) -> list[str]:
        lines = sorted(self.lines, key=lambda line: line.line)
        return [text for line in lines for text in (line.headline, *line.details)] + self._remarks(verbosity=2)

    def sentences(self, verbosity: int) -> list[str]:
        """Return the report as lines of text, in the order of the file, with a count at the end.

        With verbosity 0 only what needs a person is told line by line; with 2 also every value of a new entry.
        """
        said = []
        for line in sorted(self.lines, key=lambda line: line.line):
            if verbosity == 0 and line.outcome not in (Outcome.REFUSED, Outcome.EDITED):
                continue
            said.append(line.headline)
            if verbosity > 1 or line.outcome is not Outcome.ADDED:
                said += [f"    {detail}" for detail in line.details]
        said += self._remarks(verbosity)
        counts = ", ".join(f"{self.count(outcome)} {outcome.value}" for outcome in Outcome)
        number = len({line.line for line in self.lines})
        said.append(f"{number} {'line' if number == 1 else 'lines'}: {counts}.")
        if not self.is_written:
            said.append("Nothing was written.")
        return said

    def _remarks(self, verbosity: int) -> list[str]:
        said = []
        if self.new_partners:
            said.append(f"New partner organisations: {'; '.join(self.new_partners)}.")
        if self.missing_stages and verbosity:
            said.append(f"Earlier stages that are not in the directory yet: {'; '.join(self.missing_stages)}.")
        if self.waiting:
            said.append(
                "Names that a moderator has to decide, under “Names to resolve” in the admin: "
                f"{'; '.join(self.waiting)}."
            )
        return said


def shown(value: Any) -> str:
    """Return a fact as people read it in a report."""
    if value is None or value == "" or value == []:
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "; ".join(
            " ".join(str(part) for part in item[:2]) if isinstance(item, list) else str(item) for item in value
        )
    return str(value)


def differences(changes: dict[str, tuple[Any, Any]]) -> list[Difference]:
    """Return old and new of each fact that differs."""
    return [Difference(name, old, new) for name, (old, new) in changes.items()]
