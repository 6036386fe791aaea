"""Files of entries, line by line: JSON Lines or CSV. Nothing here knows what a column means."""

import csv
import json
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

LONGEST_LINE = 100_000
"""Bytes. The longest line of the starter files has under 2,000; a longer one than this is a broken file."""

LIST_SEPARATOR = ";"
"""Between the items of a list inside one CSV cell."""


class UnreadableFileError(Exception):
    """The file as a whole cannot be imported; the message is a sentence for people."""


@dataclass(frozen=True)
class Problem:
    """What is wrong with a line: the column, where one is to blame, and a sentence that says what to do."""

    sentence: str
    column: str = ""


@dataclass(frozen=True)
class Record:
    """One entry as the file has it: its first line, counted from 1, and its cells or what made it unreadable."""

    line: int
    cells: dict[str, Any] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Line:
    """A line of text without its end, or the complaint that stands in its place."""

    number: int
    text: str
    complaint: str = ""
    is_cut_off: bool = False


@contextmanager
def open_file(path: Path) -> Iterator[BinaryIO]:
    """Open a file for reading. Raises UnreadableFileError with a sentence when that is not possible."""
    try:
        file = path.open("rb")
    except FileNotFoundError:
        raise UnreadableFileError(f"There is no file {path}.") from None
    except IsADirectoryError:
        raise UnreadableFileError(f"{path} is a folder. Name one file in it.") from None
    except OSError as error:
        raise UnreadableFileError(f"{path} cannot be read: {error.strerror}.") from error
    with file:
        yield file


def is_csv(path: Path, file: BinaryIO) -> bool:
    """Tell the two forms apart by the file's name or, where that says nothing, by its first character."""
    if path.suffix.lower() in {".csv", ".json", ".jsonl", ".ndjson"}:
        return path.suffix.lower() == ".csv"
    start = file.read(200)
    file.seek(0)
    return not start.removeprefix(b"\xef\xbb\xbf").lstrip().startswith((b"{", b"["))


def read_lines(file: BinaryIO) -> Iterator[Line]:
    """Yield the lines of a file, never holding more than LONGEST_LINE of one in memory."""
    number = 0
    while data := file.readline(LONGEST_LINE + 1):
        number += 1
        is_cut_off = not data.endswith(b"\n")
        if len(data) > LONGEST_LINE:
            _skip_to_line_end(file, data)
            limit = f"{LONGEST_LINE:,} bytes"
            yield Line(number, "", f"This line is longer than {limit}. Put each entry on a line of its own.")
            continue
        if number == 1:
            data = data.removeprefix(b"\xef\xbb\xbf")
        try:
            yield Line(number, data.decode().rstrip("\r\n"), is_cut_off=is_cut_off)
        except UnicodeDecodeError as error:
            if is_cut_off and error.reason == "unexpected end of data":
                yield Line(number, "", CUT_OFF)
            else:
                where = f"byte {error.start + 1} of the line"
                yield Line(number, "", f"This line is not UTF-8 text ({where}). Save the file as UTF-8.")


def _skip_to_line_end(file: BinaryIO, data: bytes) -> None:
    while data and not data.endswith(b"\n"):
        data = file.readline(LONGEST_LINE)


CUT_OFF = "The file is cut off in the middle of this line. Get the whole file and import it again."


def read_json_lines(lines: Iterator[Line]) -> Iterator[Record]:
    """Yield a record for each line that is not blank; each must be one JSON object."""
    for line in lines:
        if line.complaint:
            yield Record(line.number, problems=(Problem(line.complaint),))
        elif line.text.strip():
            try:
                yield Record(line.number, _json_object(line))
            except ValueError as error:
                yield Record(line.number, problems=(Problem(str(error)),))


def _json_object(line: Line) -> dict[str, Any]:
    """Return the object that a line holds. Raises ValueError with a sentence when it holds none."""
    try:
        found = json.loads(
            line.text,
            object_pairs_hook=_without_repeats,
            parse_constant=_refuse_constant,
            parse_int=_whole_number,
        )
    except json.JSONDecodeError as error:
        raise ValueError(_json_sentence(error, line.is_cut_off)) from None
    except RecursionError:
        raise ValueError("This line has too many brackets inside one another.") from None
    if not isinstance(found, dict):
        raise ValueError("This line is not one entry in braces, such as {“title”: “…”}.")
    return found


def _json_sentence(error: json.JSONDecodeError, is_cut_off: bool) -> str:
    """Tell an entry that stops too early from one that is written wrongly."""
    text = error.doc.strip()
    is_part = text.startswith("{") and error.msg != "Extra data"
    if is_part and (error.pos >= len(error.doc.rstrip()) or not text.endswith("}")):
        return CUT_OFF if is_cut_off else "The entry stops in the middle. Put the whole of each entry on one line."
    return f"This line is not JSON: {error.msg.lower()} at character {error.colno}."


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"The key {json.dumps(twice[:60])} stands twice in this entry. Keep the right one.")
    return found


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not a number that an entry can have.")


def _whole_number(digits: str) -> int:
    if len(digits) > 30:
        raise ValueError("A number is too long to be true. Check its digits.")
    return int(digits)


def read_csv(
    lines: Iterator[Line], known: Collection[str], required: Collection[str], lists: Collection[str]
) -> Iterator[Record]:
    """Yield a record for each row below the first line, which names the columns.

    Empty cells are left out; cells of the columns in `lists` become lists. Raises UnreadableFileError when the
    first line does not name columns that are `known`, or lacks one that is `required`.
    """
    complaints: dict[int, str] = {}
    rows = csv.reader(_feed(lines, complaints), strict=True)
    header: list[str] | None = None
    while True:
        first = rows.line_num + 1
        problem = ""
        row: list[str] = []
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            problem = _csv_sentence(error)
        problem = next((complaints[n] for n in range(first, rows.line_num + 1) if n in complaints), problem)
        if not problem and not any(cell.strip() for cell in row):
            continue
        if header is None:
            header = _checked_header(row, problem, known, required)
        elif problem:
            yield Record(first, problems=(Problem(problem),))
        else:
            yield _csv_record(first, header, row, lists)


def _feed(lines: Iterator[Line], complaints: dict[int, str]) -> Iterator[str]:
    """Hand lines to the csv module; a bad one becomes an empty line, and `complaints` keeps why."""
    for line in lines:
        if line.complaint:
            complaints[line.number] = line.complaint
        yield f"{line.text}\n"


def _csv_sentence(error: csv.Error) -> str:
    if "unexpected end of data" in str(error):
        return f"A quotation mark is opened here and never closed. {CUT_OFF}"
    if "field limit" in str(error):
        return "A cell is too long: a quotation mark may be missing at its end."
    return "A quotation mark is out of place. Inside a cell, write it twice."


def _checked_header(row: list[str], problem: str, known: Collection[str], required: Collection[str]) -> list[str]:
    names = [cell.strip() for cell in row]
    if not problem and len(names) == 1 and (";" in names[0] or "\t" in names[0]):
        problem = "Its columns are not separated by commas. Save the file as comma-separated values (CSV)."
    for place, name in enumerate(names, start=1):
        if not problem and name not in known:
            problem = f"Column {place} is named {json.dumps(name[:60])}, which is none of: {', '.join(known)}."
        elif not problem and name in names[: place - 1]:
            problem = f"Two columns are named “{name}”. Keep one."
    missing = [name for name in required if name not in names]
    if not problem and missing:
        problem = f"There is no column named “{missing[0]}”. Add it."
    if problem:
        raise UnreadableFileError(f"The first line must name the columns. {problem}")
    return names


def _csv_record(line: int, header: list[str], row: list[str], lists: Collection[str]) -> Record:
    if len(row) != len(header):
        sentence = f"This row has {len(row)} cells, but the first line names {len(header)} columns."
        return Record(line, problems=(Problem(sentence),))
    cells: dict[str, Any] = {name: cell for name, cell in zip(header, row, strict=True) if cell.strip()}
    for name in cells.keys() & set(lists):
        cells[name] = [item for item in cells[name].split(LIST_SEPARATOR) if item.strip()]
    return Record(line, cells)
