"""What writes to the directory does it whole or not at all, and changes no date that it should not."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from councils.models import Organisation, OrganisationAlias
from councils.models.organisations import Kind
from listings.actions import add_partner_organisations, keep_as_partner, resolve_name, save_listing
from listings.management.commands import load_service_areas
from listings.models import Listing, NameToResolve, Participation, ServiceArea
from tests.support.factories import make_council, make_partner, make_project, make_service, take_part

pytestmark = pytest.mark.django_db


def waiting(name: str) -> NameToResolve:
    return NameToResolve.objects.get(name=name)


# Names


def test_choosing_once_fixes_every_entry_and_adds_the_alias() -> None:
    project, service = make_project(leads=["LB Exford"]), make_service(partners=["LB Exford", "Nowhere"])
    council = make_council("Exford")
    assert resolve_name(name=waiting("LB Exford"), organisations=[council], by=None) == 2
    assert [str(part) for part in project.participations.all()] == ["Exford Council (lead)"]
    assert {part.name for part in service.participations.all()} == {"Exford Council", "Nowhere"}
    assert [alias.name for alias in council.aliases.all()] == ["LB Exford"]
    assert [name.name for name in NameToResolve.objects.all()] == ["Nowhere"]


def test_a_name_keeps_how_it_was_written_and_the_dates_of_the_part_it_played() -> None:
    project = make_project()
    take_part(project, "partner", ["Exford and Otherton"], joined="2019", left="2020-05")
    resolve_name(
        name=waiting("Exford and Otherton"), organisations=[make_council("Exford"), make_council("Otherton")], by=None
    )
    assert [
        (part.organisation.short_name, part.written_name, part.joined, part.left)
        for part in project.participations.all()
    ] == [
        ("Exford", "Exford and Otherton", "2019", "2020-05"),
        ("Otherton", "Exford and Otherton", "2019", "2020-05"),
    ]


def test_an_entry_that_already_has_the_organisation_in_the_role_does_not_get_it_twice() -> None:
    council = make_council("Exford")
    project = make_project(partners=[council, "LB Exford"], funders=["LB Exford"])
    resolve_name(name=waiting("LB Exford"), organisations=[council], by=None)
    assert sorted((part.role, part.organisation) for part in project.participations.all()) == [
        ("funder", council),
        ("partner", council),
    ]


def test_two_written_names_of_one_organisation_in_one_entry_become_one_part() -> None:
    council = make_council("Exford")
    project = make_project(partners=["LB Exford", "Exford LBC"])
    for name in ("LB Exford", "Exford LBC"):
        resolve_name(name=waiting(name), organisations=[council], by=None)
    assert project.participations.count() == 1


def test_resolving_a_name_does_not_make_an_entry_newer() -> None:
    then = timezone.now() - timedelta(days=9)
    project = make_project(updated_at=then, partners=["LB Exford"])
    resolve_name(name=waiting("LB Exford"), organisations=[make_council("Exford")], by=None)
    assert Listing.objects.get(pk=project.pk).updated_at == then


@pytest.mark.parametrize(
    ("reason", "count", "clash"), [("ambiguous", 1, False), ("unknown", 2, False), ("unknown", 1, True)]
)
def test_a_name_that_could_mean_another_does_not_become_an_alias(reason: str, count: int, clash: bool) -> None:
    make_project(partners=["Newcastle"])
    NameToResolve.objects.update(reason=reason)
    if clash:
        make_council("Other").aliases.create(name="NEWCASTLE")
    councils = [make_council(f"Exford {n}") for n in range(count)]
    resolve_name(name=waiting("Newcastle"), organisations=councils, by=None)
    assert not OrganisationAlias.objects.filter(organisation__in=councils).exists()


def test_an_organisation_gets_no_alias_that_is_its_own_name() -> None:
    make_project(partners=["Exford Council"])
    council = make_council("Exford")
    resolve_name(name=waiting("Exford Council"), organisations=[council], by=None)
    assert not council.aliases.exists()


def test_no_choice_is_refused_and_nothing_changes() -> None:
    make_project(partners=["Nowhere"])
    with pytest.raises(ValueError, match="Choose at least one organisation"):
        resolve_name(name=waiting("Nowhere"), organisations=[], by=None)
    assert NameToResolve.objects.count() == 1


def test_a_name_may_become_a_partner_organisation() -> None:
    project = make_project(partners=["Helpful Trust"])
    made = keep_as_partner(name=waiting("Helpful Trust"), kind=Kind.CHARITY, by=None)
    assert (made.name, made.short_name, made.slug, made.kind) == (
        "Helpful Trust",
        "Helpful Trust",
        "helpful-trust",
        "charity",
    )
    assert project.participations.get().organisation == made
    assert not NameToResolve.objects.exists()


def test_a_partner_organisation_that_is_there_already_is_used_and_not_made_again() -> None:
    there = make_partner("Helpful Trust")
    make_project(partners=["HELPFUL TRUST"])
    assert keep_as_partner(name=waiting("HELPFUL TRUST"), kind=Kind.CHARITY, by=None) == there
    assert Organisation.objects.count() == 1


def test_a_name_never_becomes_a_council_and_nothing_changes() -> None:
    make_project(partners=["Nowhere"])
    with pytest.raises(ValueError, match="comes from the register"):
        keep_as_partner(name=waiting("Nowhere"), kind=Kind.UNITARY, by=None)
    assert not Organisation.objects.exists()
    assert NameToResolve.objects.count() == 1


def test_partner_organisations_get_addresses_of_their_own() -> None:
    names = ["Care & Co", "Care, Co", "care & co", "—"]
    made = add_partner_organisations(kinds=dict.fromkeys(names, Kind.COMPANY), by=None)
    assert {name: made[name].slug for name in names} == {
        "Care & Co": "care-co",
        "Care, Co": "care-co-2",
        "care & co": "care-co",
        "—": "organisation",
    }
    assert add_partner_organisations(kinds={}, by=None) == {}


# Listings


def test_saving_a_listing_keeps_its_address_in_step_and_says_when() -> None:
    project = make_project("Old title", updated_at=timezone.now() - timedelta(days=9))
    project.title = "New title"
    save_listing(listing=project, by=None)
    saved = Listing.objects.get()
    assert saved.slug == "new-title"
    assert timezone.now() - saved.updated_at < timedelta(minutes=5)


def test_a_draft_gets_the_day_it_became_public_and_keeps_it() -> None:
    project = make_project(state="draft", published_at=None)
    save_listing(listing=project, by=None)
    assert project.published_at is None
    project.state = "published"
    save_listing(listing=project, by=None)
    first = project.published_at
    assert first is not None
    save_listing(listing=project, by=None)
    assert Listing.objects.get().published_at == first


# Service areas


def test_the_standard_list_has_176_terms_on_three_levels(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_service_areas")
    assert capsys.readouterr().out == "176 service areas: 176 added, 0 changed, 0 left as they were.\n"
    assert [ServiceArea.objects.filter(level=level).count() for level in (1, 2, 3)] == [13, 98, 65]


def test_loading_the_standard_list_again_mends_what_differs_and_leaves_the_rest(
    capsys: pytest.CaptureFixture[str],
) -> None:
    call_command("load_service_areas", verbosity=0)
    ServiceArea.objects.filter(label="Housing").update(label="Houses")
    ServiceArea.objects.create(esd_id=999, label="Our own", level=1)
    capsys.readouterr()
    call_command("load_service_areas")
    assert capsys.readouterr().out == "176 service areas: 0 added, 1 changed, 175 left as they were.\n"
    assert ServiceArea.objects.filter(label__in=["Housing", "Our own"]).count() == 2


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (["1,1,,A", "1,1,,B"], "Line 3: the identifier 1 stands twice."),
        (["2,2,1,B", "1,1,,A"], "Line 2: the parent 1 does not come before “B”."),
        (["1,1,,A", "2,3,1,B"], "Line 3: “B” is not one level below its parent."),
        (["one,1,,A"], "invalid literal"),
    ],
)
def test_a_list_that_contradicts_itself_is_refused_and_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: list[str], sentence: str
) -> None:
    path = tmp_path / "areas.csv"
    path.write_text("\n".join(["esd_id,level,parent,label", *rows]))
    monkeypatch.setattr(load_service_areas, "TERMS", path)
    with pytest.raises(CommandError, match="Nothing was written") as refusal:
        call_command("load_service_areas")
    assert sentence in str(refusal.value)
    assert not ServiceArea.objects.exists()


def test_participations_are_settled_or_wait_never_both() -> None:
    make_project(partners=["Nowhere", make_council()])
    assert all(bool(part.organisation) != bool(part.name_to_resolve) for part in Participation.objects.all())
