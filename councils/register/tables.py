"""Reads the register's CSV files and says, line by line, what is wrong with them."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

from councils.geography import LATITUDES, LONGITUDES, Nation, Region
from councils.models import EmailDomain, Organisation, Succession
from councils.models.organisations import COUNCIL_KINDS, Kind, Tier
from councils.register import cells
from councils.register.cells import CellReader, needed, one_of, optional, text

NAME_FORMS = ("welsh-name", "gaelic-name", "former-name", "short-form", "abbreviation", "other-spelling")
"""What sort of other name an alias is: for readers of the file, not stored."""

PARTNER_KINDS = tuple(kind for kind in Kind.values if kind not in COUNCIL_KINDS)
MAP_UNITS = (Decimal(-9999), Decimal(9999))
ANNOUNCEMENTS = ("enacted", "announced")


@dataclass(frozen=True, order=True)
class Problem:
    """Something in a file that a person has to mend before it can be loaded."""

    file: str
    line: int
    column: str
    sentence: str

    def __str__(self) -> str:
        place = self.file + (f", line {self.line}" if self.line else "")
        return f"{place}, column {self.column}: {self.sentence}" if self.column else f"{place}: {self.sentence}"


class RegisterError(Exception):
    """The register contradicts itself or cannot be read. `problems` holds every problem found; nothing is written."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = sorted(problems)
        super().__init__("\n".join(map(str, self.problems)))


@dataclass(frozen=True)
class Row:
    """One line of a file: its facts under the names of the columns."""

    file: str
    line: int
    facts: dict[str, Any]

    def __getitem__(self, column: str) -> Any:
        return self.facts[column]

    def problem(self, column: str, sentence: str) -> Problem:
        """A problem with this line's cell in `column`."""
        return Problem(self.file, self.line, column, sentence)


COLUMNS: dict[str, dict[str, CellReader]] = {
    "organisations.csv": {
        "slug": needed(cells.slug),
        "name": needed(text(200)),
        "short_name": needed(text(120)),
        "kind": needed(one_of(COUNCIL_KINDS)),
        "status": needed(one_of(Organisation.Status.values)),
        "announcement": one_of(ANNOUNCEMENTS),
        "tier": needed(one_of(Tier.values)),
        "nation": needed(one_of(Nation.values)),
        "region": needed(one_of(Region.values)),
        "gss_code": optional(cells.gss_code),
        "code3": text(6),
        "gov_uk_slug": lambda cell: cells.slug(cell) if cell else "",
        "website": cells.web_address,
        "start_date": optional(cells.day),
        "end_date": optional(cells.day),
        "county_slug": optional(cells.slug),
        "strategic_authority_slug": optional(cells.slug),
        "population": optional(cells.whole_number(0, 100_000_000)),
        "population_year": optional(cells.whole_number(1900, 2200)),
        "latitude": optional(cells.decimal(*LATITUDES, places=4)),
        "longitude": optional(cells.decimal(*LONGITUDES, places=4)),
        "map_x": optional(cells.decimal(*MAP_UNITS, places=1)),
        "map_y": optional(cells.decimal(*MAP_UNITS, places=1)),
        "hex_q": optional(cells.whole_number(-1000, 1000)),
        "hex_r": optional(cells.whole_number(-1000, 1000)),
        "notes": text(),
    },
    "partner_organisations.csv": {
        "slug": needed(cells.slug),
        "name": needed(text(200)),
        "short_name": needed(text(120)),
        "kind": needed(one_of(PARTNER_KINDS)),
        "nation": one_of(Nation.values),
        "region": one_of(Region.values),
        "end_date": optional(cells.day),
        "website": cells.web_address,
        "notes": text(),
    },
    "aliases.csv": {
        "organisation_slug": needed(cells.slug),
        "name": needed(text(200)),
        "form": needed(one_of(NAME_FORMS)),
    },
    "email_domains.csv": {
        "organisation_slug": needed(cells.slug),
        "domain": needed(cells.domain),
        "basis": needed(one_of(EmailDomain.Basis.values)),
        "valid_until": optional(cells.day),
        "note": text(200),
    },
    "former_codes.csv": {
        "organisation_slug": needed(cells.slug),
        "gss_code": needed(cells.gss_code),
    },
    "successions.csv": {
        "predecessor_slug": needed(cells.slug),
        "successor_slug": needed(cells.slug),
        "date": needed(cells.day),
        "status": needed(one_of(Succession.Status.values)),
        "note": text(300),
        "source": needed(text(500)),
    },
}
"""The files of the register and the columns of each. Lists of possible words are those of the models."""


@dataclass
class Register:
    """The files as read, and what was wrong with them."""

    tables: dict[str, list[Row]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def __getitem__(self, file: str) -> list[Row]:
        return self.tables[file]


def read_register(directory: Path) -> Register:
    """Read every file of COLUMNS in `directory`. Lines with a problem are left out and named in `problems`."""
    register = Register()
    for file, columns in COLUMNS.items():
        register.tables[file] = list(read_table(directory / file, columns, register.problems))
    return register


def read_table(path: Path, columns: Mapping[str, CellReader], problems: list[Problem]) -> Iterator[Row]:
    """Yield the good lines of one file and add a Problem to `problems` for whatever is wrong with the others."""
    try:
        content = path.read_bytes()
    except OSError as error:
        problems.append(Problem(path.name, 0, "", f"it cannot be read ({error.strerror}); put it in {path.parent}."))
        return
    try:
        decoded = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        problems.append(Problem(path.name, line, "", "it is not UTF-8 text from here on; save the file as UTF-8."))
        return
    yield from read_lines(path.name, decoded, columns, problems)


def read_lines(file: str, content: str, columns: Mapping[str, CellReader], problems: list[Problem]) -> Iterator[Row]:
    """Yield the good lines of a file's text, in the manner of `read_table`."""
    reader = csv.reader(StringIO(content, newline=""), strict=True)
    line = 1
    try:
        header = next(reader, None)
        if header is None or set(header) != set(columns) or len(header) != len(columns):
            problems.extend(problems_of_header(file, header, columns))
            return
        line = reader.line_num + 1
        for found in reader:
            row = read_row(file, line, dict(zip(header, found, strict=False)), len(found), columns, problems)
            line = reader.line_num + 1
            if row:
                yield row
    except csv.Error as error:
        problems.append(Problem(file, line, "", f"it is not a line of CSV ({error}); check its quotation marks."))


def problems_of_header(file: str, header: list[str] | None, columns: Mapping[str, CellReader]) -> Iterator[Problem]:
    """Yield what is wrong with a first line that does not name exactly the columns we know."""
    if not header:
        yield Problem(file, 0, "", f"it is empty; its first line names the columns {', '.join(columns)}.")
        return
    for column in columns:
        if column not in header:
            yield Problem(file, 1, column, "the column is missing; add it, with empty cells where nothing is known.")
    for column in dict.fromkeys(header):
        if column not in columns:
            yield Problem(file, 1, cells.shown(column), "no such column is known; take it out or mend its name.")
        elif header.count(column) > 1:
            yield Problem(file, 1, column, "the column occurs twice; keep one.")


def read_row(
    file: str,
    line: int,
    found: dict[str, str],
    count: int,
    columns: Mapping[str, CellReader],
    problems: list[Problem],
) -> Row | None:
    """Return a line's facts, or None when something is wrong with it (and added to `problems`)."""
    if count != len(columns):
        sentence = f"it has {count} cells where the first line names {len(columns)} columns; check its commas."
        problems.append(Problem(file, line, "", sentence))
        return None
    facts = {}
    for column, read in columns.items():
        try:
            facts[column] = read(found[column].strip())
        except ValueError as error:
            problems.append(Problem(file, line, column, str(error)))
    return Row(file, line, facts) if len(facts) == len(columns) else None
