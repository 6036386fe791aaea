"""What is wrong with a file is told apart, in words, with the line; good lines are imported beside bad ones."""

import json
import tracemalloc
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError
from hypothesis import given
from hypothesis import strategies as st

from listings.imports.mapping import to_entry
from listings.imports.reading import (
    LONGEST_LINE,
    Record,
    UnreadableFileError,
    open_file,
    read_csv,
    read_json_lines,
    read_lines,
)
from listings.imports.service_areas import ServiceAreaNames
from listings.models import Listing
from projects.importer import PROJECTS
from services.importer import SERVICES
from tests.support.imports import A_PROJECT, make_ready, project, run_import, service, write_lines


@pytest.fixture
def ready(db: None) -> None:
    make_ready()


def as_text(**cells: Any) -> str:
    return json.dumps(project(**cells))


LONG = as_text(title="Long", summary="x" * 5_000_000)

BROKEN_LINES: list[tuple[str, str | bytes, str]] = [
    ("not UTF-8", as_text(lead="Ynys Mon").encode().replace(b"Mon", "Môn".encode("latin-1")), "is not UTF-8 text"),
    ("UTF-16", as_text().encode("utf-16"), "is not UTF-8 text"),
    ("5 MB", LONG, "is longer than 100,000 bytes"),
    ("duplicate key", '{"title": "a", "summary": "b", "title": "c"}', 'The key "title" stands twice'),
    (
        "duplicate inner key",
        as_text()[:-1] + ', "funding": {"source": "a", "source": "b"}}',
        'The key "source" stands twice',
    ),
    ("spread over lines", "{", "The entry stops in the middle. Put the whole of each entry on one line."),
    ("text without end", '{"title": "Half', "The entry stops in the middle."),
    ("not JSON", "title: Parking", "This line is not JSON"),
    ("text after the entry", as_text() + ",", "This line is not JSON"),
    ("a list", '["title"]', "is not one entry in braces"),
    ("not a number", as_text()[:-1] + ', "funding": {"amount_gbp": NaN}}', "NaN is not a number"),
    ("endless number", as_text()[:-1] + ', "funding": {"amount_gbp": ' + "9" * 5000 + "}}", "too long to be true"),
    ("brackets", "[" * 50_000, "too many brackets"),
]


@pytest.mark.parametrize(
    ("line", "sentence"), [each[1:] for each in BROKEN_LINES], ids=[each[0] for each in BROKEN_LINES]
)
def test_a_broken_line_is_named_and_the_good_ones_go_in(
    ready: None, tmp_path: Path, line: str | bytes, sentence: str
) -> None:
    path = write_lines(tmp_path, project(title="First"), line, project(title="Third"))
    said = run_import(path)
    assert sentence in next(text for text in said.splitlines() if text.startswith("line 2: refused"))
    assert "3 lines: 2 added, 0 changed, 0 unchanged, 0 edited since, left alone, 1 refused." in said
    assert set(Listing.objects.values_list("title", flat=True)) == {"First", "Third"}


WRONG_VALUES: list[tuple[str, dict[str, Any], str, str]] = [
    ("31 February", {"start_date": "2019-02-31"}, "start_date", "“2019-02-31” is not a day in the calendar."),
    ("date in words", {"published": "March 2019"}, "published", "write a year, a month or a day"),
    ("ends too soon", {"start_date": "2020", "end_date": "2019-06"}, "end_date", "before it starts in 2020"),
    ("half a day", {"read_on": "2026-11"}, "read_on", "must be a whole day"),
    ("negative sum", {"funding": {"amount_gbp": -5}}, "funding.amount_gbp", "This sum is negative."),
    ("negative text", {"funding": {"amount_gbp": "-£5"}}, "funding.amount_gbp", "This sum is negative."),
    ("fraction", {"funding": {"amount_gbp": 10.5}}, "funding.amount_gbp", "This sum has a fraction."),
    ("pence", {"funding": {"amount_gbp": "£1,000.50"}}, "funding.amount_gbp", "This sum has a fraction."),
    ("huge sum", {"funding": {"amount_gbp": 10**13}}, "funding.amount_gbp", "This sum is above"),
    ("infinite sum", {"funding": {"amount_gbp": 1e300}}, "funding.amount_gbp", "This sum is above"),
    ("sum in words", {"funding": {"amount_gbp": "a lot"}}, "funding.amount_gbp", "must be a sum in whole pounds"),
    ("true for a sum", {"funding": {"amount_gbp": True}}, "funding.amount_gbp", "but it is true or false"),
    ("unknown phase", {"phase": "gamma"}, "phase", "“gamma” is not a phase that we know. Write one of: idea,"),
    ("unknown outcome", {"funding": {"outcome": "maybe"}}, "funding.outcome", "is not an outcome that we know"),
    (
        "unknown area",
        {"service_area": "Housng"},
        "service_area",
        "is not a service area of the standard list. Did you mean “housing”?",
    ),
    ("two areas of one name", {"service_area": "Utilities"}, "service_area", "Write the identifier: 41 or 92."),
    ("unknown column", {"summry": "x"}, "summry", "There is no column of this name. Did you mean “summary”?"),
    ("unknown inner column", {"funding": {"amount": 5}}, "funding.amount", "Did you mean “funding.amount_gbp”?"),
    (
        "group without braces",
        {"funding": "Local Digital Fund"},
        "funding",
        "must be an object in braces, but it is text",
    ),
    ("no title", {"title": None}, "title", "This is missing"),
    ("blank title", {"title": " \t "}, "title", "This is empty"),
    ("no summary", {"summary": ""}, "summary", "This is missing"),
    ("no source", {"source_url": None}, "source_url", "This is missing"),
    ("list for text", {"title": ["Parking"]}, "title", "This must be text, but it is a list."),
    ("text for list", {"partners": "Exford"}, "partners", "This must be a list, but it is text."),
    ("number in list", {"topics": ["parking", 5]}, "topics", "This must be text, but it is a number."),
    ("object for text", {"summary": {"en": "x"}}, "summary", "This must be text, but it is an object."),
    ("null character", {"title": "Park\0ing"}, "title", "contains a null character"),
    ("escape character", {"title": "\x1b[2J"}, "title", "contains the character U+001B"),
    ("half a character", {"summary": "\ud800"}, "summary", "contains the character U+D800"),
    ("long title", {"title": "x" * 201}, "title", "This is 201 characters long. Shorten it to 200."),
    ("long name", {"partners": ["x" * 201]}, "partners", "Shorten it to 200."),
    ("script as link", {"links": ["javascript:alert(1)"]}, "links", "“javascript:alert(1)” is not a web address."),
    ("script as source", {"source_url": "javascript:alert(1)"}, "source_url", "is not a web address"),
    ("file as link", {"links": ["file:///etc/passwd"]}, "links", "is not a web address"),
    ("bad key", {"key": "my key"}, "key", "letters, digits, hyphens"),
    ("follows itself", {"key": "mine", "follows": ["mine"]}, "follows", "cannot follow itself"),
    (
        "too long to know",
        {"source_url": "https://a.example/" + "x" * 480, "title": "y" * 200},
        "source_url",
        "Give it a key",
    ),
]


@pytest.mark.parametrize(
    ("cells", "column", "sentence"), [each[1:] for each in WRONG_VALUES], ids=[each[0] for each in WRONG_VALUES]
)
def test_a_wrong_value_is_named_with_its_column_and_the_good_lines_go_in(
    ready: None, tmp_path: Path, cells: dict[str, Any], column: str, sentence: str
) -> None:
    said = run_import(write_lines(tmp_path, project(**cells), project(title="Good")))
    refusal = next(text for text in said.splitlines() if text.startswith("line 1: refused"))
    assert refusal.startswith(f"line 1: refused: column {column}: ")
    assert sentence in refusal
    assert [listing.title for listing in Listing.objects.all()] == ["Good"]


@pytest.mark.parametrize(
    ("cells", "column", "sentence"),
    [
        ({"model": "handshake"}, "model", "is not a delivery model that we know"),
        ({"status": "resting"}, "status", "is not a status that we know"),
        ({"open_to_new_members": "perhaps"}, "open_to_new_members", "Write true, false, yes or no."),
        ({"website": "www.council.gov.uk"}, "website", "Begin it with https://"),
        ({"annual_saving_gbp": -1}, "annual_saving_gbp", "This sum is negative."),
    ],
)
def test_shared_services_are_told_the_same_way(
    ready: None, tmp_path: Path, cells: dict[str, Any], column: str, sentence: str
) -> None:
    said = run_import(write_lines(tmp_path, service(**cells)), kind="services")
    assert f"line 1: refused: column {column}: " in said
    assert sentence in said


def test_every_problem_of_a_line_is_told_at_once(ready: None, tmp_path: Path) -> None:
    said = run_import(write_lines(tmp_path, {"title": 5, "start_date": "2019-13", "colour": "blue"}))
    assert {text.split(": ")[2] for text in said.splitlines() if "refused: column" in text} == {
        "column colour",
        "column title",
        "column summary",
        "column start_date",
        "column source_url",
    }
    assert said.splitlines()[-1].startswith("1 line: 0 added")


@pytest.mark.parametrize("cut", [1, 20, 60, -2, -1])
def test_a_file_that_is_cut_off_is_told_from_a_wrong_one(ready: None, tmp_path: Path, cut: int) -> None:
    path = tmp_path / "entries.jsonl"
    path.write_text(as_text(title="Whole") + "\n" + as_text(title="Half", lead="Caerffili")[:cut])
    said = run_import(path)
    assert "line 2: refused: The file is cut off in the middle of this line." in said
    assert "line 1: added: Whole" in said


def test_a_file_that_is_cut_off_inside_a_character_is_cut_off(ready: None, tmp_path: Path) -> None:
    path = tmp_path / "entries.jsonl"
    path.write_bytes('{"title": "Ynys Mô'.encode()[:-1])
    assert "The file is cut off in the middle of this line." in run_import(path)


def test_the_same_entry_twice_in_a_file_is_refused_the_second_time(ready: None, tmp_path: Path) -> None:
    path = write_lines(
        tmp_path, project(), project(summary="Again."), project(key="k", title="A"), project(key="k", title="B")
    )
    said = run_import(path)
    assert "line 2: refused: This is the same entry as on line 1: it has the same address and title." in said
    assert "line 4: refused: This is the same entry as on line 3: it has the same key." in said


def test_a_byte_order_mark_and_windows_line_ends_are_taken(ready: None, tmp_path: Path) -> None:
    path = tmp_path / "entries.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + as_text(title="One").encode() + b"\r\n\r\n" + as_text(title="Two").encode())
    assert "line 1: added: One\nline 3: added: Two\n" in run_import(path)


def test_files_that_cannot_be_used_are_told_apart(ready: None, tmp_path: Path) -> None:
    empty, blank = tmp_path / "empty.jsonl", tmp_path / "blank.csv"
    empty.touch()
    blank.write_text("title,summary,source_url\n\n")
    for path, sentence in [
        (tmp_path / "none.jsonl", "There is no file"),
        (tmp_path, "is a folder"),
        (empty, "is empty"),
        (blank, "is empty"),
    ]:
        with pytest.raises(CommandError, match=sentence) as refusal:
            run_import(path)
        assert "Nothing was imported." in str(refusal.value)


def test_a_file_that_the_system_does_not_open_is_told(tmp_path: Path) -> None:
    with (
        pytest.raises(UnreadableFileError, match="cannot be read: File name too long"),
        open_file(tmp_path / ("x" * 300)),
    ):
        pass


def test_an_endless_line_is_never_held_in_memory(tmp_path: Path) -> None:
    path = write_lines(tmp_path, LONG, "{}")
    with path.open("rb") as file:
        tracemalloc.start()
        lines = [(line.number, line.text) for line in read_lines(file)]
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert lines == [(1, ""), (2, "{}")]
    assert most < 5 * LONGEST_LINE


HEADER = "title,summary,lead,partners,topics,phase,funding.source,funding.amount_gbp,source_url"
ROW = 'Parking,"One, two","Exford Council","Exford; Exford Council; ",,alpha,The fund,"£80,000",https://a.example/'


def test_a_csv_file_says_the_same_as_json_lines(ready: None, tmp_path: Path) -> None:
    path = write_lines(tmp_path, f"\ufeff{HEADER}\r", f"{ROW}\r", name="entries.csv")
    assert "line 2: added: Parking" in run_import(path)
    project = Listing.objects.get().project
    assert (project.summary, project.phase, project.funding_amount_gbp) == ("One, two", "alpha", 80_000)
    assert [part.written_name for part in project.participations.all()] == ["Exford Council", "Exford"]


def test_one_entry_reads_the_same_in_both_forms(ready: None, tmp_path: Path) -> None:
    lines = write_lines(tmp_path, project(partners=["Exford"], funding={"source": "The fund", "amount_gbp": 5}))
    table = write_lines(
        tmp_path,
        "title,summary,source_url,partners,funding.source,funding.amount_gbp",
        ",".join([*A_PROJECT.values(), "Exford", "The fund", "5"]),
        name="entries.csv",
    )
    run_import(lines)
    assert "line 2: unchanged" in run_import(table)


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("Parking,Short", "This row has 2 cells, but the first line names 9 columns."),
        ('Parking,"He said "no" twice",,,,,,,https://a.example/', "A quotation mark is out of place."),
        (f'Parking,"{"x" * 140_000}",,,,,,,https://a.example/', "is longer than 100,000 bytes"),
        ('Parking,"' + "\n".join(["x" * 1000] * 150) + '",,,,,,,https://a.example/', "A cell is too long"),
        (ROW.encode().replace(b"Exford", b"Exf\xf6rd"), "is not UTF-8 text"),
    ],
)
def test_a_broken_row_is_named_and_the_good_ones_go_in(
    ready: None, tmp_path: Path, row: str | bytes, sentence: str
) -> None:
    said = run_import(write_lines(tmp_path, HEADER, row, ROW.replace("Parking", "Good"), name="entries.csv"))
    assert sentence in next(text for text in said.splitlines() if text.startswith("line 2: refused"))
    assert [listing.title for listing in Listing.objects.all()] == ["Good"]


def test_a_csv_file_that_is_cut_off_inside_a_cell_is_told(ready: None, tmp_path: Path) -> None:
    said = run_import(write_lines(tmp_path, HEADER, ROW, 'Parking,"One', name="entries.csv"))
    assert "line 3: refused: A quotation mark is opened here and never closed. The file is cut off" in said


def test_a_cell_may_go_over_several_lines_and_later_lines_keep_their_numbers(ready: None, tmp_path: Path) -> None:
    path = write_lines(tmp_path, HEADER, ROW.replace("One, two", "One\ntwo"), "x", name="entries.csv")
    said = run_import(path)
    assert "line 2: added: Parking" in said
    assert "line 4: refused" in said
    assert Listing.objects.get().summary == "One two"


@pytest.mark.parametrize(
    ("header", "sentence"),
    [
        ("title,summary,source_url,colour", 'Column 4 is named "colour", which is none of: key, title,'),
        ("title,summary,source_url,title", "Two columns are named “title”."),
        ("title,source_url", "There is no column named “summary”."),
        ("title;summary;source_url", "not separated by commas"),
        (b"title,summary,source_url,\xff", "is not UTF-8 text"),
    ],
)
def test_a_csv_file_without_usable_column_names_is_refused_as_a_whole(
    ready: None, tmp_path: Path, header: str | bytes, sentence: str
) -> None:
    with pytest.raises(CommandError, match="The first line must name the columns") as refusal:
        run_import(write_lines(tmp_path, header, "a,b,c,d", name="entries.csv"))
    assert sentence in str(refusal.value)


@pytest.mark.parametrize(("line", "count"), [(as_text(), 1), (f"{HEADER}\n{ROW}", 1)])
def test_the_form_is_told_by_the_first_character_when_the_name_says_nothing(
    ready: None, tmp_path: Path, line: str, count: int
) -> None:
    run_import(write_lines(tmp_path, line, name="entries"))
    assert Listing.objects.count() == count


# Whatever a file holds, reading it ends in records and sentences.

KNOWN = ["title", "summary", "partners"]


@given(st.binary(max_size=400))
def test_no_bytes_at_all_stop_the_reading(tmp_path_factory: Any, data: bytes) -> None:
    path = tmp_path_factory.mktemp("any") / "any"
    path.write_bytes(data)
    with path.open("rb") as file:
        for record in read_json_lines(read_lines(file)):
            assert record.cells or record.problems or data
    with path.open("rb") as file, suppress(UnreadableFileError):
        list(read_csv(read_lines(file), KNOWN, KNOWN[:1], KNOWN[2:]))


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.parametrize("layout", [PROJECTS, SERVICES])
@given(data=st.data())
def test_no_value_at_all_stops_the_mapping(layout: Any, data: st.DataObject) -> None:
    names = [*layout.names, *layout.groups]
    cells = data.draw(st.dictionaries(st.sampled_from(names), VALUES, max_size=6))
    entry, problems = to_entry(Record(1, cells), layout, ServiceAreaNames({}, [(41, "Utilities")]))
    assert (entry is None) == bool(problems)
    assert all(problem.sentence for problem in problems)
