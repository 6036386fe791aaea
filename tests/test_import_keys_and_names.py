"""An import knows an entry again, links the stages of one piece of work, and finds out whom names mean."""

from datetime import date
from pathlib import Path

import pytest

from councils.models import Organisation
from listings.actions import resolve_name
from listings.models import Listing, NameToResolve, Participation, RelatedListing
from projects.models import Project
from tests.support.factories import make_council, make_former_council, make_partner
from tests.support.imports import make_ready, project, run_import, service, write_lines


@pytest.fixture
def ready(db: None) -> None:
    make_ready()


# Keys and stages


def test_a_key_survives_a_new_title_and_address(ready: None, tmp_path: Path) -> None:
    run_import(write_lines(tmp_path, project(key="k")))
    run_import(write_lines(tmp_path, project(key="k", title="Other", source_url="https://other.example")))
    assert Project.objects.get().title == "Other"


def test_one_page_may_tell_of_a_project_and_a_shared_service_of_one_name(ready: None, tmp_path: Path) -> None:
    run_import(write_lines(tmp_path, project()))
    same = service(name=project()["title"], source_url=project()["source_url"])
    assert "line 1: added" in run_import(write_lines(tmp_path, same), kind="services")


def test_a_key_of_another_kind_of_entry_is_refused(ready: None, tmp_path: Path) -> None:
    run_import(write_lines(tmp_path, project(key="k")))
    said = run_import(write_lines(tmp_path, service(key="k")), kind="services")
    assert "line 1: refused: column key: A project in the directory already has this key." in said


def test_an_entry_with_and_without_its_key_in_one_file_is_the_same_entry(ready: None, tmp_path: Path) -> None:
    run_import(write_lines(tmp_path, project(key="k")))
    said = run_import(write_lines(tmp_path, project(key="k"), project()))
    assert "line 2: refused: This is the same entry as on line 1" in said


def test_a_stage_may_name_one_that_is_imported_later(ready: None, tmp_path: Path) -> None:
    said = run_import(write_lines(tmp_path, project(key="later", follows=["earlier"])))
    assert "Earlier stages that are not in the directory yet: earlier." in said
    run_import(write_lines(tmp_path, service(key="earlier")), kind="services")
    link = RelatedListing.objects.get()
    assert (link.earlier.kind, link.later.kind) == ("service", "project")


def test_a_stage_that_the_file_takes_back_is_unlinked_and_others_stay(ready: None, tmp_path: Path) -> None:
    titles = [project(key=key, title=key) for key in ("a", "b", "c")]
    run_import(write_lines(tmp_path, *titles[:2], titles[2] | {"follows": ["a", "b"]}))
    by_hand = RelatedListing.objects.create(
        earlier=Listing.objects.get(title="a"), later=Listing.objects.get(title="b")
    )
    run_import(write_lines(tmp_path, titles[2] | {"follows": ["b"]}))
    assert set(RelatedListing.objects.values_list("earlier__title", "later__title")) == {("a", "b"), ("b", "c")}
    assert RelatedListing.objects.filter(pk=by_hand.pk).exists()


def test_a_stage_that_a_person_has_unlinked_stays_unlinked(ready: None, tmp_path: Path) -> None:
    run_import(write_lines(tmp_path, project(key="a", title="a"), project(key="b", title="b", follows=["a"])))
    RelatedListing.objects.all().delete()
    said = run_import(write_lines(tmp_path, project(key="b", title="b", follows=["a"], summary="New words.")))
    assert "line 1: changed" in said
    assert not RelatedListing.objects.exists()


# Names


def test_a_body_that_is_no_council_becomes_one_partner_organisation(ready: None, tmp_path: Path) -> None:
    make_partner("Parkers", slug="parkers-ltd")
    said = run_import(
        write_lines(
            tmp_path, project(partners=["Parkers Ltd"]), project(title="Second", partners=["PARKERS LTD", "Exford"])
        )
    )
    assert "New partner organisations: Parkers Ltd." in said
    made = Organisation.objects.get(name="Parkers Ltd")
    assert (made.kind, made.slug) == ("company", "parkers-ltd-2")
    assert made.participations.count() == 2


def test_a_name_that_cannot_be_decided_waits_as_written(ready: None, tmp_path: Path) -> None:
    make_council("Durham", kind="county", tier="upper", name="Durham County Council")
    make_council("Durham", kind="non-metropolitan-district", tier="lower", name="Durham City Council")
    said = run_import(write_lines(tmp_path, project(lead="Durham", partners=["Nowhere"])))
    assert "“Names to resolve” in the admin: Durham; Nowhere." in said
    assert dict(NameToResolve.objects.values_list("name", "reason")) == {"Durham": "ambiguous", "Nowhere": "unknown"}
    assert {(part.role, part.name) for part in Participation.objects.all()} == {
        ("lead", "Durham"),
        ("partner", "Nowhere"),
    }


def test_a_name_that_lists_several_gives_each_a_part_and_two_names_of_one_give_one(ready: None, tmp_path: Path) -> None:
    make_council("Otherton")
    run_import(write_lines(tmp_path, project(partners=["Exford and Otherton Councils", "Exford Council"])))
    parts = Participation.objects.order_by("organisation__name")
    assert [(part.organisation.short_name, part.written_name) for part in parts] == [
        ("Exford", "Exford and Otherton Councils"),
        ("Otherton", "Exford and Otherton Councils"),
    ]


def test_an_abolished_council_stays_itself_when_the_date_fits_it(ready: None, tmp_path: Path) -> None:
    new = make_council("Northshire", name="Northshire Council", start_date=date(2023, 4, 1))
    old = make_former_council("Northshire", name="Northshire County Council", successor=new)
    run_import(write_lines(tmp_path, project(lead="Northshire", start_date="2019")))
    assert Participation.objects.get().organisation == old


def test_a_moderators_decision_outlives_the_next_import(ready: None, tmp_path: Path) -> None:
    exford = Organisation.objects.get(short_name="Exford")
    cells = {"lead": "Exford Council", "partners": ["Nowhere", "Parkers Ltd"]}
    run_import(write_lines(tmp_path, project(**cells)))
    others = [make_council("Otherton"), exford]
    resolve_name(name=NameToResolve.objects.get(), organisations=others, by=None)
    assert "line 1: unchanged" in run_import(write_lines(tmp_path, project(**cells)))
    cells["partners"] = ["Parkers Ltd", "Nowhere", "Elsewhere"]
    assert "line 1: changed" in run_import(write_lines(tmp_path, project(**cells)))
    assert {part.name for part in Participation.objects.all()} == {
        "Exford Council",
        "Otherton Council",
        "Parkers Ltd",
        "Elsewhere",
    }
    assert [name.name for name in NameToResolve.objects.all()] == ["Elsewhere"]
