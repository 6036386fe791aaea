"""Moderators import in the admin: they upload a file, see exactly what would change, and confirm it."""

import csv
import io
import json
import re
import threading
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from directory.history import Door
from listings.admin.uploads import LARGEST_FILE
from listings.imports.mapping import LAYOUTS, Layout
from listings.models import ImportUpload, Listing, ListingEvent
from projects.models import Project
from tests.support.factories import make_council, make_officer
from tests.support.imports import make_ready, project, run_import, service, write_lines
from tests.support.visits import signed_in

pytestmark = pytest.mark.ignore_template_errors

ADD = "/admin/listings/importupload/add/"


@pytest.fixture
def moderate(client: Client, moderator: Any) -> Client:
    make_ready()
    return signed_in(moderator, client)


def as_lines(*entries: dict[str, Any]) -> bytes:
    return "\n".join(json.dumps(entry) for entry in entries).encode()


def upload(client: Client, content: bytes, *, kind: str = "project", name: str = "entries.jsonl") -> Any:
    return client.post(ADD, {"kind": kind, "file": SimpleUploadedFile(name, content)})


def confirm(client: Client, plan: Any) -> Any:
    """Press the button of a page that shows what would change."""
    agreed = re.search(r'name="agreed" value="(\w+)"', plan.content.decode())
    assert agreed
    address = reverse("admin:listings_importupload_change", args=[plan.context["upload"].pk])
    return client.post(address, {"agreed": agreed[1]}, follow=True)


def test_nothing_is_written_before_it_is_confirmed_and_then_all_of_it_once(moderate: Client) -> None:
    plan = upload(moderate, as_lines(project(title="First"), project(title="Second")))
    assert "Import 2 entries" in plan.content.decode()
    assert Listing.objects.count() == 0
    done = confirm(moderate, plan)
    assert "Imported: 2 added, 0 changed." in done.content.decode()
    assert set(Listing.objects.values_list("title", flat=True)) == {"First", "Second"}
    again = confirm(moderate, plan)
    assert "This file was imported already" in again.content.decode()
    assert Listing.objects.count() == 2


def test_what_would_change_is_shown_by_field_old_beside_new_in_words(moderate: Client, tmp_path: Path) -> None:
    old = project(key="k", title="Bins", phase="alpha", service_area="Housing", lead="Exford")
    run_import(write_lines(tmp_path, old, project(key="l", title="Same")))
    new = old | {"phase": "beta", "service_area": "Libraries", "collaboration_wanted": "Looking for partners"}
    page = upload(moderate, as_lines(new, project(key="l", title="Same"), project(title="New"), {"title": "x"}))
    text = page.content.decode()
    rows = dict.fromkeys(re.findall(r"<th scope=\"row\">(.+?)</th><td>(.*?)</td><td>(.*?)</td>", text))
    assert ("Phase", "Alpha", "Beta") in rows
    assert ("Wanted", "nothing", "Looking for partners") in rows
    assert ("Service areas", "Housing", "Libraries") in rows
    assert "<td>4</td><td>summary</td><td>This is missing, and each entry needs it.</td>" in text
    assert [(what, number) for what, number in page.context["plan"].counts] == [
        ("refused", 2),
        ("edited since, left alone", 0),
        ("changed", 1),
        ("added", 1),
        ("unchanged", 1),
    ]


def test_what_a_person_has_edited_since_is_shown_and_left_alone(moderate: Client, tmp_path: Path) -> None:
    run_import(write_lines(tmp_path, project(key="k", summary="Old.")))
    Listing.objects.update(summary="A person's words.")
    page = upload(moderate, as_lines(project(key="k", summary="New.")))
    text = page.content.decode()
    assert "Changed in the directory: summary" in text
    assert "There is nothing to import in this file." in text


def test_the_page_says_the_same_as_the_command_does(moderate: Client, tmp_path: Path) -> None:
    lines = [project(title="First", partners=["Nowhere", "Acme Ltd"]), project(start_date="x"), project(title="Third")]
    said = run_import(write_lines(tmp_path, *lines), "--dry-run")
    report = upload(moderate, as_lines(*lines)).context["plan"].report
    assert [line for line in report.sentences(1) if not line.startswith("Nothing")] == said.splitlines()[:-1]


def test_when_the_directory_changed_since_the_look_the_new_plan_is_shown_instead(
    moderate: Client, tmp_path: Path
) -> None:
    plan = upload(moderate, as_lines(project(key="k", title="Bins", summary="From the file.")))
    run_import(write_lines(tmp_path, project(key="k", title="Bins", summary="Meanwhile.")))
    shown = confirm(moderate, plan)
    assert "Nothing was imported: the directory has changed since you looked." in shown.content.decode()
    assert Listing.objects.get().summary == "Meanwhile."
    assert ImportUpload.objects.get().imported_at is None
    done = confirm(moderate, shown)
    assert "Imported: 0 added, 1 changed." in done.content.decode()
    assert Listing.objects.get().summary == "From the file."


def test_the_history_says_who_imported_and_that_it_was_in_the_admin(moderate: Client, moderator: Any) -> None:
    confirm(moderate, upload(moderate, as_lines(project(title="Bins"))))
    event = ListingEvent.objects.select_related("pgh_context").get(title="Bins")
    assert event.pgh_context.metadata["door"] == Door.ADMIN
    assert event.pgh_context.metadata["user"] == moderator.pk


def test_shared_services_come_in_the_same_way(moderate: Client) -> None:
    confirm(moderate, upload(moderate, as_lines(service(name="Joint audit")), kind="service"))
    assert (Listing.objects.get().kind, Listing.objects.get().title) == ("service", "Joint audit")


def test_pressing_twice_at_once_imports_once(transactional_db: None, client: Client, moderator: Any) -> None:
    make_ready()
    plan = upload(signed_in(moderator, client), as_lines(project(title="Bins")))
    answers: list[str] = []

    def press() -> None:
        answers.append(confirm(signed_in(moderator), plan).content.decode())
        connection.close()

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Project.objects.count() == 1
    assert sum("Imported: 1 added" in answer for answer in answers) == 1
    assert sum("was imported already" in answer for answer in answers) == 1


def test_the_same_file_sent_twice_is_kept_once(moderate: Client) -> None:
    for _ in range(2):
        upload(moderate, as_lines(project(title="Bins")))
    assert ImportUpload.objects.count() == 1


UNUSABLE: list[tuple[str, bytes, str]] = [
    ("empty.csv", b"", "This file is empty: there are no entries in it."),
    ("blank.csv", b"\xef\xbb\xbf\r\n\n", "This file is empty: there are no entries in it."),
    ("only-a-header.csv", b"title,summary,source_url\n", "is empty: there are no entries in it."),
    ("columns.csv", b"titel,summary,source_url\na,b,https://a.example\n", "Column 1 is named &quot;titel&quot;"),
    ("columns.csv", b"title,summary\na,b\n", "There is no column named “source_url”. Add it."),
    ("semicolons.csv", b"title;summary;source_url\n", "Its columns are not separated by commas."),
    ("latin.csv", "title\nMôn".encode("latin-1"), "This file is not UTF-8 text: line 2 holds something else."),
    ("utf16.csv", "title".encode("utf-16"), "This file is not UTF-8 text: line 1"),
    ("null.csv", b"title\na\0b", "Line 2 contains a null character"),
    ("book.xlsx", b"PK\x03\x04\x14\x00", "This is a workbook or an archive."),
    ("large.csv", b"x" * (LARGEST_FILE + 1), "This file has 900,001 bytes, and the most is 900,000."),
]


@pytest.mark.parametrize(("name", "content", "sentence"), UNUSABLE)
def test_a_file_that_cannot_be_used_gets_a_sentence_beside_the_field_and_is_not_kept(
    moderate: Client, name: str, content: bytes, sentence: str
) -> None:
    response = upload(moderate, content, name=name)
    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert not ImportUpload.objects.exists()


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "Choose what the file holds."),
        ({"kind": "project"}, "Choose a file."),
        ({"kind": "project", "file": "words"}, "Choose a file."),
        ({"kind": "council"}, "Select a valid choice. council is not one of the available choices."),
    ],
)
def test_an_incomplete_form_says_what_is_missing(moderate: Client, sent: dict[str, str], sentence: str) -> None:
    assert sentence in moderate.post(ADD, sent).content.decode()


def test_a_name_longer_than_can_be_kept_is_cut_and_the_form_is_still_told_by_its_end(moderate: Client) -> None:
    upload(moderate, b"title,summary,source_url\na,b,https://a.example\n", name=f"{'x' * 250}.csv")
    assert len(ImportUpload.objects.get().file_name) <= 200
    assert ImportUpload.objects.get().file_name.endswith(".csv")


@pytest.mark.parametrize("agreed", ["0", "\0", "x" * 5000, "\u202e"])
def test_a_forged_agreement_shows_what_would_change_and_imports_nothing(moderate: Client, agreed: str) -> None:
    plan = upload(moderate, as_lines(project(title="Bins")))
    address = reverse("admin:listings_importupload_change", args=[plan.context["upload"].pk])
    assert "Import 1 entry" in moderate.post(address, {"agreed": agreed}).content.decode()
    assert not Listing.objects.exists()


def test_a_file_can_be_looked_at_again_later(moderate: Client) -> None:
    plan = upload(moderate, as_lines(project(title="Bins")))
    address = reverse("admin:listings_importupload_change", args=[plan.context["upload"].pk])
    assert "not yet" in moderate.get(address).content.decode()
    assert "Import 1 entry" in moderate.post(address).content.decode()


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=list(LAYOUTS))
@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_the_file_to_start_from_has_every_column_and_can_be_imported_as_it_stands(
    starter_directory: None, moderator: Any, layout: Layout, form: str
) -> None:
    client = signed_in(moderator)
    response = client.get(f"/admin/listings/importupload/template/{layout.kind}.{form}")
    assert response["Content-Disposition"] == f'attachment; filename="{layout.kind}.{form}"'
    if form == "csv":
        assert next(csv.reader(io.StringIO(response.content.decode("utf-8-sig")))) == layout.names
    plan = upload(client, response.content, kind=layout.kind, name=f"mine.{form}").context["plan"]
    assert (plan.to_write, plan.groups["refused"], plan.report.waiting) == (1, [], [])


@pytest.mark.parametrize("name", ["council.csv", "project.xlsx", "project", ".csv", "project.csv.csv"])
def test_there_is_no_file_to_start_from_for_anything_else(moderate: Client, name: str) -> None:
    assert moderate.get(f"/admin/listings/importupload/template/{name}").status_code == 404


def test_only_moderators_import(moderate: Client) -> None:
    plan = upload(moderate, as_lines(project(title="Bins")))
    officer = signed_in(make_officer(make_council()))
    for address in (ADD, f"/admin/listings/importupload/{plan.context['upload'].pk}/change/"):
        assert officer.get(address).status_code in {302, 403}
        assert officer.post(address, {"agreed": plan.context["plan"].report.fingerprint}).status_code in {302, 403}
    assert not Listing.objects.exists()
