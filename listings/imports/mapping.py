"""From a record of a file to the facts of an entry, in our words. Nothing here writes or asks for a listing."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from listings.imports.columns import (
    Column,
    RefusedError,
    day,
    in_words,
    nearest,
    partial_date,
    text,
    text_or_texts,
    texts,
    web_address,
    web_addresses,
)
from listings.imports.entries import Entry, page_key
from listings.imports.reading import Problem, Record
from listings.imports.service_areas import ServiceAreaNames
from listings.models import Link, Listing, Participation, Source, Topic
from listings.partial_dates import PartialDate

CODE_HOSTS = ("github.com", "gitlab.com", "bitbucket.org", "codeberg.org")
DOCUMENT_ENDS = (".pdf", ".doc", ".docx", ".odt", ".ods", ".xls", ".xlsx", ".ppt", ".pptx")

type Cells = dict[str, Any]


@dataclass(frozen=True)
class Layout:
    """How one kind of entry stands in a file: its columns, and the model's fields that they fill."""

    kind: Listing.Kind
    model: type[Listing]
    columns: tuple[Column, ...]
    values: Callable[[Cells], dict[str, Any]]
    starter: Path

    @property
    def names(self) -> list[str]:
        return [column.name for column in self.columns]

    @property
    def required_names(self) -> list[str]:
        return [column.name for column in self.columns if column.required]

    @property
    def list_names(self) -> list[str]:
        return [column.name for column in self.columns if column.is_list]

    @property
    def groups(self) -> set[str]:
        return {column.name.partition(".")[0] for column in self.columns if "." in column.name}


LAYOUTS: dict[str, Layout] = {}
"""The layout of each kind of entry: apps that have one put it in with `offer`, in a module named `importer`."""


def offer(layout: Layout) -> Layout:
    """Make a layout known by its kind, and return it."""
    LAYOUTS[layout.kind] = layout
    return layout


def longest(field: str, model: type[Any] = Listing) -> int:
    """Return how many characters a field of a model holds."""
    return int(model._meta.get_field(field).max_length)


def common_columns(title: str, started: str) -> tuple[Column, ...]:
    """The columns that every kind of entry has; `title` and `started` are what this kind calls these two."""
    name = longest("written_name", Participation)
    return (
        Column("key", text(longest("key", Source)), example="exford-example-1"),
        Column(title, text(longest("title")), to="title", required=True, example="An example: put your own entry here"),
        Column("summary", text(longest("summary")), required=True, example="One or two plain sentences: what it is."),
        Column("lead", text(name), example="Exeter City Council"),
        Column("partners", texts(name), is_list=True, example=["Plymouth City Council", "Torbay Council"]),
        Column("partners_note", text(longest("partners_note")), example="all councils in Devon"),
        Column("service_area", text_or_texts(120), is_list=True, example=["Highways and transport", "Parking"]),
        Column("topics", texts(longest("name", Topic)), is_list=True, example=["permits", "payments"]),
        Column("collaboration_wanted", text(longest("wants_note")), example="Looking for partners"),
        Column(started, partial_date, to="started", example="2026-04"),
        Column("follows", texts(longest("key", Source)), is_list=True),
        Column("links", web_addresses, is_list=True, example=["https://www.example.org/code"]),
        Column("source_name", text(longest("name", Source)), example="Exford cabinet papers"),
        Column("source_url", web_address, required=True, example="https://www.example.org/papers"),
        Column("published", partial_date, example="2026-05-14"),
        Column("read_on", day, example="2026-06-01"),
    )


def to_entry(record: Record, layout: Layout, areas: ServiceAreaNames) -> tuple[Entry | None, list[Problem]]:
    """Return the entry that a record describes, or none and every problem that was found in it."""
    cells, problems = _convert(record, layout)
    area_ids: list[int] = []
    for written in cells["service_area"] or []:
        try:
            area_ids += [area for area in areas.find(written) if area not in area_ids]
        except RefusedError as error:
            problems.append(Problem(str(error), "service_area"))
    if problems:
        return None, problems
    facts = _common_values(cells) | layout.values(cells)
    problems = _check_whole(cells, facts, layout.kind)
    if problems:
        return None, problems
    facts |= {
        "service_areas": area_ids,
        "topics": cells["topics"] or [],
        "links": _links(cells),
        "organisations": _written_names(cells),
        "follows": cells["follows"],
        "source_name": cells["source_name"] or (urlsplit(cells["source_url"]).hostname or "").removeprefix("www."),
        "source_url": cells["source_url"],
        "source_published": cells["published"] or "",
        "read_on": cells["read_on"],
    }
    on = next((facts[name] for name in ("started", "source_published", "ended") if facts[name]), "")
    return Entry(record.line, layout.kind, cells["key"] or "", facts, PartialDate(on) if on else None), []


def _convert(record: Record, layout: Layout) -> tuple[Cells, list[Problem]]:
    """Return a value or None for each column of the layout, and what could not be converted."""
    problems: list[Problem] = []
    given = _flatten(record.cells, layout.groups, problems)
    for name in given.keys() - set(layout.names):
        shown = re.sub(r"[^ -~]", "?", name[:60])
        hint = nearest(shown, layout.names)
        problems.append(Problem(f"There is no column of this name.{hint}", shown))
    cells: Cells = {}
    for column in layout.columns:
        value = given.get(column.name)
        cells[column.cell] = None
        if value is None or value in ("", []):
            if column.required:
                problems.append(Problem("This is missing, and each entry needs it.", column.name))
            continue
        try:
            cells[column.cell] = column.convert(value)
        except RefusedError as error:
            problems.append(Problem(str(error), column.name))
        else:
            if column.required and cells[column.cell] == "":
                problems.append(Problem("This is empty, and each entry needs it.", column.name))
    return cells, problems


def _flatten(cells: Cells, groups: set[str], problems: list[Problem]) -> Cells:
    """Lift `{"funding": {"source": …}}` to `{"funding.source": …}`."""
    flat: Cells = {}
    for name, value in cells.items():
        if name not in groups or value is None:
            flat[name] = value
        elif isinstance(value, dict):
            flat |= {f"{name}.{part}": inner for part, inner in value.items()}
        else:
            problems.append(Problem(f"This must be an object in braces, but it is {in_words(value)}.", name))
    return {name: value for name, value in flat.items() if name not in groups}


def _common_values(cells: Cells) -> dict[str, Any]:
    """Return the fields of Listing that every layout fills alike."""
    wanted = cells["collaboration_wanted"] or ""
    wants = {value: value for value in Listing.Wants.values} | {
        label.casefold().replace(" ", "-"): value for value, label in Listing.Wants.choices
    }
    level = wants.get(wanted.casefold().replace(" ", "-"), "")
    return {
        "title": cells["title"],
        "summary": cells["summary"],
        "partners_note": cells["partners_note"] or "",
        "wants": level,
        "wants_note": "" if level else wanted,
        "started": cells["started"] or "",
        "ended": cells.get("ended") or "",
        "is_ended": False,
        "end_reason": "",
        "end_note": "",
    }


def _check_whole(cells: Cells, facts: dict[str, Any], kind: Listing.Kind) -> list[Problem]:
    """Return what is wrong with values that are each right by themselves."""
    problems = []
    started, ended = facts["started"], facts["ended"]
    if started and ended and not PartialDate(started).could_be_before(PartialDate(ended)):
        problems.append(Problem(f"It ends in {ended}, before it starts in {started}.", "end_date"))
    if cells["key"] and not re.fullmatch(r"[\w.-]+", cells["key"]):
        problems.append(Problem("Write it with letters, digits, hyphens, dots and underscores only.", "key"))
    if not cells["key"] and len(page_key(kind, cells)) > longest("key", Source):
        problems.append(Problem("Its address and title are too long to know it by. Give it a key.", "source_url"))
    if cells["key"] and cells["key"] in (cells["follows"] or []):
        problems.append(Problem("An entry cannot follow itself.", "follows"))
    return problems


def _links(cells: Cells) -> list[list[str]]:
    """Return kind and address of each link, the source first, no address twice."""
    kinds = {cells["source_url"]: Link.Kind.SOURCE}
    if cells.get("website"):
        kinds.setdefault(cells["website"], Link.Kind.WEBSITE)
    for address in cells["links"] or []:
        kinds.setdefault(address, _kind_of(address))
    return [[str(kind), address] for address, kind in kinds.items()]


def _kind_of(address: str) -> Link.Kind:
    parts = urlsplit(address)
    if (parts.hostname or "").removeprefix("www.") in CODE_HOSTS:
        return Link.Kind.CODE
    return Link.Kind.DOCUMENT if parts.path.lower().endswith(DOCUMENT_ENDS) else Link.Kind.PAGE


def _written_names(cells: Cells) -> list[list[str]]:
    """Return role and name, exactly as written, of each organisation; the lead is not its own partner."""
    lead = cells["lead"]
    leads = [[str(Participation.Role.LEAD), lead]] if lead else []
    partners = [name for name in cells["partners"] or [] if name != lead]
    return leads + [[str(Participation.Role.PARTNER), name] for name in partners]
