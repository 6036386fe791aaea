"""Entries that others publish come in once, come in again without harm, and never overwrite what a person wrote."""

import json
import threading
from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from councils.models import Organisation
from listings.actions import save_listing
from listings.imports.run import import_file
from listings.models import Listing, NameToResolve, Participation, RelatedListing, Source, Topic
from projects.importer import PROJECTS
from projects.models import Project
from services.importer import SERVICES
from services.models import SharedService
from tests.support.factories import make_council, make_partner, make_project
from tests.support.imports import make_ready, project, run_import, service, write_lines


@pytest.fixture
def ready(db: None) -> None:
    make_ready()


def rows_touched() -> int:
    """Return how many rows this transaction has inserted, updated and deleted, in whatever table."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_xact_user_tables")
        return int(cursor.fetchone()[0])


def starter_lines(layout: Any) -> list[dict[str, Any]]:
    return [json.loads(line) for line in layout.starter.read_text(encoding="utf-8").splitlines()]


# The starter entries


def test_the_starter_entries_are_145_projects_and_57_shared_services(starter_directory: None) -> None:
    assert Project.objects.published().count() == 145
    assert SharedService.objects.published().count() == 57
    assert not Listing.objects.filter(confirmed_at__isnull=False).exists()
    assert not Listing.objects.filter(sources=None).exists()
    assert not Listing.objects.filter(service_areas=None).exists()


def test_importing_the_starter_entries_again_writes_not_one_row(starter_directory: None) -> None:
    before, changed = rows_touched(), list(Listing.objects.values_list("pk", "updated_at"))
    for kind, count in [("projects", 145), ("services", 57)]:
        said = run_import(None, kind=kind)
        assert f"{count} lines: 0 added, 0 changed, {count} unchanged" in said
    assert rows_touched() == before
    assert list(Listing.objects.values_list("pk", "updated_at")) == changed


@pytest.mark.parametrize(("layout", "kind"), [(PROJECTS, "projects"), (SERVICES, "services")])
def test_the_same_entries_without_our_keys_are_recognised(
    starter_directory: None, tmp_path: Path, layout: Any, kind: str
) -> None:
    ours = {"key", "follows", "read_on"}
    lines = [{name: value for name, value in line.items() if name not in ours} for line in starter_lines(layout)]
    said = run_import(write_lines(tmp_path, *lines), kind=kind)
    assert f"{len(lines)} lines: 0 added, 0 changed, {len(lines)} unchanged" in said


def test_entries_that_came_without_keys_are_given_them_later(ready: None, tmp_path: Path) -> None:
    run_import(write_lines(tmp_path, project()))
    said = run_import(write_lines(tmp_path, project(key="parking")))
    assert "line 1: changed" in said
    assert "key: https://papers.example/parking#project:shared-parking-permits → parking" in said
    assert Source.objects.get().key == "parking"
    assert "line 1: unchanged" in run_import(write_lines(tmp_path, project(key="parking")))


STAGES = [
    ["housing-repairs-online-discovery", "housing-repairs-online-alpha-bid", "housing-repairs-online-alpha"],
    ["pipeline-expression-of-interest", "pipeline-bid"],
    [
        "family-context-expression-of-interest",
        "family-context-beta-bid",
        "family-context-beta-award",
        "family-context-private-beta",
    ],
    ["open-community-discovery-bid", "open-community-discovery", "open-community-alpha", "open-referral-beta"],
    ["camden-and-islington-ict", "camden-haringey-and-islington-ict", "shared-digital-closure"],
    ["localgov-drupal-discovery", "localgov-drupal-beta", "localgov-drupal"],
]


@pytest.mark.parametrize("keys", STAGES, ids=[keys[0] for keys in STAGES])
def test_stages_of_one_piece_of_work_are_linked_in_their_order(starter_directory: None, keys: list[str]) -> None:
    links = set(RelatedListing.objects.values_list("earlier__sources__key", "later__sources__key"))
    assert set(pairwise(keys)) <= links


def test_every_stage_that_a_starter_entry_names_is_there_and_linked(starter_directory: None) -> None:
    named = [
        (key, line["key"])
        for layout in (PROJECTS, SERVICES)
        for line in starter_lines(layout)
        for key in line["follows"]
    ]
    assert len(named) == 30
    assert set(RelatedListing.objects.values_list("earlier__sources__key", "later__sources__key")) == set(named)


def test_the_keys_of_the_starter_entries_are_all_different() -> None:
    keys = [line["key"] for layout in (PROJECTS, SERVICES) for line in starter_lines(layout)]
    assert len(keys) == len(set(keys)) == 202


# A file that was never seen


def test_a_new_entry_is_published_unconfirmed_and_due_for_review_in_a_year(ready: None, tmp_path: Path) -> None:
    run_import(write_lines(tmp_path, project()))
    entry = Project.objects.get()
    assert (entry.kind, entry.state, entry.slug) == ("project", "published", "shared-parking-permits")
    assert entry.is_unconfirmed
    assert entry.review_date == timezone.localdate() + timedelta(days=365)
    assert entry.created_at == entry.updated_at == entry.published_at
    source = entry.sources.get()
    assert (source.name, source.url, source.read_on) == (
        "papers.example",
        "https://papers.example/parking",
        timezone.localdate(),
    )


def test_an_entry_is_of_its_kind(ready: None, tmp_path: Path) -> None:
    run_import(write_lines(tmp_path, service()), kind="services")
    assert SharedService.objects.get().kind == "service"


def test_a_dry_run_says_what_a_real_run_does_and_writes_nothing(ready: None, tmp_path: Path) -> None:
    path = write_lines(tmp_path, project(partners=["Exford", "Parkers Ltd", "Nowhere"]), project(title=""))
    promised = run_import(path, "--dry-run", verbosity=2)
    assert promised.endswith("Nothing was written.\n")
    assert not Listing.objects.exists()
    assert not Organisation.objects.filter(name="Parkers Ltd").exists()
    assert not NameToResolve.objects.exists()
    assert run_import(path, verbosity=2) == promised.removesuffix("Nothing was written.\n")


def test_a_dry_run_prints_old_and_new_of_each_field(ready: None, tmp_path: Path) -> None:
    run_import(write_lines(tmp_path, project(phase="alpha", topics=["parking"])))
    path = write_lines(tmp_path, project(phase="beta", topics=["parking", "permits"], funding={"amount_gbp": 0}))
    said = run_import(path, "--dry-run")
    assert "    phase: alpha → beta\n" in said
    assert "    topics: parking → parking; permits\n" in said
    assert "    funding_amount_gbp: nothing → 0\n" in said
    assert Project.objects.get().phase == "alpha"


def test_with_strict_one_bad_line_stops_all_and_the_command_fails(ready: None, tmp_path: Path) -> None:
    path = write_lines(tmp_path, project(), project(title=""))
    with pytest.raises(CommandError, match="Nothing was imported, because lines were refused"):
        run_import(path, "--strict")
    assert not Listing.objects.exists()
    run_import(write_lines(tmp_path, project()), "--strict")
    assert Listing.objects.count() == 1


def test_the_shortest_report_names_only_what_needs_a_person(ready: None, tmp_path: Path) -> None:
    said = run_import(write_lines(tmp_path, project(), project(title="")), verbosity=0)
    assert said.startswith("line 2: refused")
    assert said.endswith("2 lines: 1 added, 0 changed, 0 unchanged, 0 edited since, left alone, 1 refused.\n")


@pytest.mark.parametrize(("missing", "command"), [("ServiceArea", "load_service_areas"), ("council", "load_register")])
def test_an_empty_directory_says_what_to_load_first(db: None, tmp_path: Path, missing: str, command: str) -> None:
    if missing == "council":
        call_command("load_service_areas", verbosity=0)
    with pytest.raises(CommandError, match=f"Run manage.py {command} first"):
        run_import(write_lines(tmp_path, project()))


def test_an_import_asks_no_more_questions_for_many_lines_than_for_few(ready: None, tmp_path: Path) -> None:
    def statements(count: int, **cells: Any) -> int:
        lines = [
            project(
                key=f"k-{count}-{n}", title=f"Entry {n}", partners=["Exford", f"Name {n}", f"Maker {n} Ltd"], **cells
            )
            for n in range(count)
        ]
        with CaptureQueriesContext(connection) as queries:
            run_import(write_lines(tmp_path, *lines))
        return len(queries)

    few, many = statements(4, topics=["a"]), statements(60, topics=["b"])
    assert few == many
    assert statements(4, topics=["c"], phase="beta") == statements(60, topics=["d"], phase="beta")


def test_two_imports_at_once_wait_for_one_another(transactional_db: None, tmp_path: Path) -> None:
    call_command("load_service_areas", verbosity=0)
    make_council("Exford")
    path = write_lines(tmp_path, *[project(title=f"Entry {n}", partners=["Nowhere"]) for n in range(30)])
    reports: list[Any] = []

    def run() -> None:
        reports.append(import_file(path, PROJECTS))
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(report.count("added") for report in reports) == [0, 30]
    assert Listing.objects.count() == 30


# A file that says something new


def test_what_changed_in_the_file_changes_in_the_directory(ready: None, tmp_path: Path) -> None:
    make_council("Otherton")
    old = project(
        key="k", partners=["Exford"], topics=["a", "b"], service_area="Housing", links=["https://a.example/1"]
    )
    new = project(
        key="k",
        title="Shared permits",
        partners=["Otherton", "Nowhere"],
        topics=["b", "c"],
        service_area="Planning",
        links=["https://a.example/2.pdf"],
        funding={"amount_gbp": 5},
    )
    run_import(write_lines(tmp_path, old))
    before = Project.objects.get()
    assert "line 1: changed: Shared permits" in run_import(write_lines(tmp_path, new))
    entry = Project.objects.get()
    assert (entry.pk, entry.title, entry.slug, entry.funding_amount_gbp) == (
        before.pk,
        "Shared permits",
        "shared-permits",
        5,
    )
    assert [str(part) for part in entry.participations.all()] == ["Otherton Council (partner)", "Nowhere (partner)"]
    assert {topic.name for topic in entry.topics.all()} == {"b", "c"}
    assert [area.pk for area in entry.service_areas.all()] == [170]
    assert {(link.kind, link.url) for link in entry.links.all()} == {
        ("source", "https://papers.example/parking"),
        ("document", "https://a.example/2.pdf"),
    }
    assert entry.updated_at > before.updated_at
    assert entry.created_at == before.created_at
    assert entry.published_at == before.published_at
    assert "line 1: unchanged" in run_import(write_lines(tmp_path, new))


def test_a_later_reading_alone_does_not_make_an_entry_newer(ready: None, tmp_path: Path) -> None:
    run_import(write_lines(tmp_path, project(read_on="2026-01-02")))
    before = Project.objects.get()
    run_import(write_lines(tmp_path, project(read_on="2026-03-04")))
    assert Source.objects.get().read_on == date(2026, 3, 4)
    assert Project.objects.get().updated_at == before.updated_at
    assert "unchanged" in run_import(write_lines(tmp_path, project()))
    assert Source.objects.get().read_on == date(2026, 3, 4)


def test_participations_that_stay_keep_the_dates_that_a_person_gave_them(ready: None, tmp_path: Path) -> None:
    run_import(write_lines(tmp_path, project(partners=["Exford"])))
    Participation.objects.update(joined="2020")
    run_import(write_lines(tmp_path, project(partners=["Exford", "Nowhere"])))
    assert Participation.objects.get(organisation__isnull=False).joined == "2020"


def test_a_name_that_no_entry_uses_any_more_leaves_the_list(ready: None, tmp_path: Path) -> None:
    run_import(write_lines(tmp_path, project(partners=["Nowhere"])))
    run_import(write_lines(tmp_path, project(partners=["Exford"])))
    assert not NameToResolve.objects.exists()


def test_the_order_of_a_list_and_the_case_of_topics_are_no_news(ready: None, tmp_path: Path) -> None:
    Topic.objects.create(name="Parking")
    run_import(write_lines(tmp_path, project(topics=["parking", "permits"], partners=["Exford", "Nowhere"])))
    same = project(topics=["Permits", "parking"], partners=["Nowhere", "Exford"])
    assert "line 1: unchanged" in run_import(write_lines(tmp_path, same))
    assert {topic.name for topic in Topic.objects.all()} == {"Parking", "permits"}


# What a person has edited since


def edit(**fields: Any) -> Callable[[Project], None]:
    def act(entry: Project) -> None:
        for name, value in fields.items():
            setattr(entry, name, value)
        save_listing(listing=entry, by=None)

    return act


def withdraw_partner(entry: Project) -> None:
    entry.participations.filter(role="partner").delete()


def add_lead(entry: Project) -> None:
    entry.participations.create(role="lead", organisation=make_council("Otherton"))


EDITS: list[tuple[str, Callable[[Project], Any]]] = [
    ("title", edit(title="A better title")),
    ("phase", edit(phase="live")),
    ("state", edit(state="withdrawn")),
    ("confirmed", edit(confirmed_at=timezone.now())),
    ("topics", lambda entry: entry.topics.clear()),
    ("service_areas", lambda entry: entry.service_areas.clear()),
    ("links", lambda entry: entry.links.create(url="https://more.example")),
    ("organisations", withdraw_partner),
    ("organisations", add_lead),
    ("organisations", lambda entry: entry.participations.update(organisation=make_partner())),
]


@pytest.mark.parametrize(("name", "act"), EDITS, ids=[f"{name}-{n}" for n, (name, _) in enumerate(EDITS)])
def test_what_a_person_has_edited_is_reported_and_never_overwritten(
    ready: None, tmp_path: Path, name: str, act: Callable[[Project], Any]
) -> None:
    cells = {"phase": "alpha", "topics": ["a"], "service_area": "Housing", "partners": ["Exford"]}
    run_import(write_lines(tmp_path, project(**cells)))
    act(Project.objects.get())
    before = rows_touched()
    assert before > 0
    assert "line 1: unchanged" in run_import(write_lines(tmp_path, project(**cells)))
    said = run_import(write_lines(tmp_path, project(**cells | {"summary": "New words."})))
    assert "line 1: edited since, left alone: " in said
    assert f"    changed in the directory: {name}\n" in said
    assert "    summary: Two councils build one permit service. → New words.\n" in said
    assert rows_touched() == before


def test_a_person_and_the_file_may_come_to_say_the_same(ready: None, tmp_path: Path) -> None:
    run_import(write_lines(tmp_path, project(phase="alpha")))
    edit(phase="beta")(Project.objects.get())
    assert "line 1: changed" in run_import(write_lines(tmp_path, project(phase="beta", summary="New words.")))
    assert Project.objects.get().summary == "New words."


def test_an_edited_entry_still_takes_its_key_its_stages_and_the_day_it_was_read(ready: None, tmp_path: Path) -> None:
    run_import(write_lines(tmp_path, project(title="First", key="first"), project(title="Second")))
    second = Project.objects.get(title="Second")
    add_lead(second)
    edit(summary="Edited.")(second)
    run_import(write_lines(tmp_path, project(title="Second", key="second", follows=["first"], read_on="2026-01-02")))
    second = Project.objects.get(title="Second")
    assert second.summary == "Edited."
    assert second.participations.count() == 1
    assert [link.earlier.title for link in second.earlier_stages.all()] == ["First"]
    assert second.sources.get().key == "second"


def test_an_entry_that_a_person_made_is_never_overwritten(ready: None, tmp_path: Path) -> None:
    entry = make_project("By hand")
    Source.objects.create(listing=entry, key="k", name="A paper", url="https://a.example", read_on=date(2026, 1, 2))
    said = run_import(write_lines(tmp_path, project(key="k")))
    assert "changed in the directory: entered by a person" in said
    assert Project.objects.get().title == "By hand"
