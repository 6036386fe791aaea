"""One import from beginning to end: read, map, check, compare, write, all in one transaction."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from django.db import connection, transaction

from councils.models import Organisation, User
from directory.history import Door, door
from listings.actions import save_imported
from listings.imports.entries import Entry
from listings.imports.mapping import Layout, to_entry
from listings.imports.matching import Match, locked, match
from listings.imports.names import WrittenNames
from listings.imports.reading import (
    Record,
    UnreadableFileError,
    is_csv,
    open_file,
    read_csv,
    read_json_lines,
    read_lines,
)
from listings.imports.report import LineReport, Outcome, Report, differences
from listings.imports.service_areas import ServiceAreaNames
from listings.models import ServiceArea, Source

LOCK = 0x1157
"""Number of the lock that makes imports wait for one another. Any number that nothing else uses will do."""


def import_file(
    path: Path, layout: Layout, *, dry_run: bool = False, strict: bool = False, by: User | None = None
) -> Report:
    """Import the file that lies at `path`, as `import_entries` does.

    Raises UnreadableFileError, with a sentence, when there is no such file, too.
    """
    with open_file(path) as file:
        return import_entries(file, str(path), layout, dry_run=dry_run, strict=strict, by=by)


def import_entries(
    file: BinaryIO, name: str, layout: Layout, *, dry_run: bool = False, strict: bool = False, by: User | None = None
) -> Report:
    """Import a file of entries, which people know by `name`, and return what became of each line.

    With `dry_run` everything is done and then undone; with `strict` it is undone when any line was refused. Raises
    UnreadableFileError, with a sentence, when the file as a whole cannot be used or the directory is not ready.
    """
    report = Report()
    with door(Door.IMPORT, by=by), transaction.atomic():
        _wait_for_other_imports()
        _check_ready()
        entries = _read(_records(file, name, layout), layout, report)
        if not entries and not report.lines:
            raise UnreadableFileError(f"{name} is empty: there are no entries in it.")
        _write(entries, layout, report, by)
        report.is_written = not dry_run and not (strict and report.count(Outcome.REFUSED))
        transaction.set_rollback(not report.is_written)
    return report


def _wait_for_other_imports() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _check_ready() -> None:
    if not ServiceArea.objects.exists():
        raise UnreadableFileError("The service areas are not loaded. Run manage.py load_service_areas first.")
    if not Organisation.objects.councils().exists():
        raise UnreadableFileError("The register of councils is not loaded. Run manage.py load_register first.")


def _records(file: BinaryIO, name: str, layout: Layout) -> Iterator[Record]:
    if not is_csv(Path(name), file):
        return read_json_lines(read_lines(file))
    return read_csv(read_lines(file), layout.names, layout.required_names, layout.list_names)


def _read(records: Iterator[Record], layout: Layout, report: Report) -> list[Entry]:
    """Return the entries that can be imported; refused lines go to the report."""
    areas = ServiceAreaNames.from_database()
    entries: dict[str, Entry] = {}
    for record in records:
        entry, problems = to_entry(record, layout, areas) if not record.problems else (None, list(record.problems))
        first = entries.setdefault(entry.key or entry.page_key, entry) if entry else None
        if entry and first and first is not entry:
            what = "key" if entry.key else "address and title"
            _refuse(report, entry.line, f"This is the same entry as on line {first.line}: it has the same {what}.")
        for problem in problems:
            _refuse(report, record.line, problem.sentence, problem.column)
    return list(entries.values())


def _refuse(report: Report, line: int, sentence: str, column: str = "") -> None:
    report.lines.append(LineReport(line, Outcome.REFUSED, sentence, column))


def _write(entries: Sequence[Entry], layout: Layout, report: Report, by: User | None) -> None:
    """Write what is new in the file, and report every entry."""
    news: list[Match] = []
    lines: dict[int, int] = {}
    for found in match(entries, layout):
        entry, source = found.entry, found.source
        if source and lines.setdefault(source.pk, entry.line) != entry.line:
            sentence = f"This is the same entry as on line {lines[source.pk]}: it has the same address and title."
            _refuse(report, entry.line, sentence)
        elif source and source.listing.kind != layout.kind:
            what = source.listing.get_kind_display().lower()
            _refuse(report, entry.line, f"A {what} in the directory already has this key. Choose another.", "key")
        elif source and not found.changes:
            report.lines.append(LineReport(entry.line, Outcome.UNCHANGED, entry.title))
        else:
            news.append(found)
    _write_news(locked(news, layout), layout, report, by)


def _write_news(news: Sequence[Match], layout: Layout, report: Report, by: User | None) -> None:
    """Write entries that are new or say something new, unless a person has edited them since."""
    to_write = []
    for found in news:
        entry, edited = found.entry, found.edited
        said = differences(found.changes if found.source else found.first_facts)
        outcome = Outcome.EDITED if edited else Outcome.CHANGED if found.source else Outcome.ADDED
        report.lines.append(LineReport(entry.line, outcome, entry.title, differences=said, edited=edited))
        if not edited:
            to_write.append(found)
    names = WrittenNames()
    names.settle((written, found.entry.on) for found in to_write for written in found.open_names)
    report.waiting, report.new_partners = sorted(names.reasons), names.new_partners
    prepared = [found.prepared(layout, names) for found in to_write]
    save_imported(entries=prepared, kind=layout.kind, reasons=names.reasons, by=by)
    stages = {key for found in to_write for key in found.entry.facts["follows"] or []}
    report.missing_stages = sorted(stages - set(Source.objects.filter(key__in=stages).values_list("key", flat=True)))
