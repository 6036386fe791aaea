"""Moderators say once what a written name stands for, and every entry knows it."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from councils.models import Organisation
from listings.models import NameToResolve, Participation
from tests.support.factories import make_council, make_partner, make_project, make_service
from tests.support.imports import make_ready, project, run_import, write_lines
from tests.support.visits import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

LIST = "admin:listings_nametoresolve_changelist"


@pytest.fixture
def moderate(client: Client, administrator: Any) -> Client:
    return signed_in(administrator, client)


def make_name(name: str, reason: str = "unknown") -> str:
    """Let a project wait for a name, and return the address where moderators decide."""
    make_project(partners=[name])
    NameToResolve.objects.filter(name=name).update(reason=reason)
    return reverse("admin:listings_nametoresolve_change", args=[NameToResolve.objects.get(name=name).pk])


def two_durhams() -> tuple[Organisation, Organisation]:
    return (
        make_council("Durham", name="Durham County Council", kind="county", tier="upper"),
        make_council("Durham", name="Durham City Council", kind="non-metropolitan-district", tier="lower"),
    )


def text_of(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_the_list_says_how_many_entries_wait_and_what_the_name_may_mean(moderate: Client) -> None:
    two_durhams()
    make_name("Durham", "ambiguous")
    make_service(leads=["Durham"])
    make_name("Nowhere")
    said = text_of(moderate.get(reverse(LIST)))
    assert re.search(
        r"Durham Durham County Council or Durham City Council 2 It may mean more than one organisation", said
    )
    assert re.search(r"Nowhere no suggestion 1 No organisation of this name is known", said)


def test_the_list_asks_no_more_questions_for_many_names_than_for_few(moderate: Client) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as queries:
            moderate.get(reverse(LIST))
        return len(queries)

    make_name("Nowhere")
    moderate.get(reverse(LIST))
    few = statements()
    for number in range(20):
        make_name(f"Nowhere {number}")
    assert statements() == few


def test_each_candidate_is_one_press_away(moderate: Client) -> None:
    county, city = two_durhams()
    address = make_name("Durham", "ambiguous")
    page = moderate.get(address).content.decode()
    assert re.findall(r'name="choose" value="(\d+)">\s*<input type="submit" value="([^"]+)">', page) == [
        (str(county.pk), "Durham County Council, county council"),
        (str(city.pk), "Durham City Council, district council"),
    ]
    response = moderate.post(address, {"choose": str(city.pk)}, follow=True)
    assert "“Durham” now stands for Durham City Council, in every entry that waited." in text_of(response)
    assert Participation.objects.get().organisation == city
    assert not city.aliases.exists()


def test_any_other_organisation_can_be_searched_for_and_chosen(moderate: Client) -> None:
    first, second = make_council("Exford"), make_partner("Otherton Trust")
    address = make_name("Exford with Otherton Trust folk")
    page = moderate.get(address).content.decode()
    assert 'data-model-name="participation"' in page
    assert "admin/js/autocomplete.js" in page
    search = reverse("admin:autocomplete")
    asked = {"app_label": "listings", "model_name": "participation", "field_name": "organisation", "term": "exfo"}
    assert [found["text"] for found in moderate.get(search, asked).json()["results"]] == ["Exford Council"]
    moderate.post(address, {"choose": "found", "organisations": [first.pk, second.pk]})
    assert {part.organisation for part in Participation.objects.all()} == {first, second}
    assert not NameToResolve.objects.exists()


def test_what_was_chosen_is_known_to_the_next_import(moderate: Client, tmp_path: Path) -> None:
    make_ready()
    run_import(write_lines(tmp_path, project(lead="The Exfordians")))
    name = NameToResolve.objects.get()
    exford = Organisation.objects.get(short_name="Exford")
    moderate.post(
        reverse("admin:listings_nametoresolve_change", args=[name.pk]),
        {"choose": "found", "organisations": [exford.pk]},
    )
    run_import(write_lines(tmp_path, project(lead="The Exfordians"), project(title="New", partners=["The Exfordians"])))
    assert [part.organisation for part in Participation.objects.all()] == [exford, exford]
    assert not NameToResolve.objects.exists()


def test_a_name_can_be_kept_as_a_new_partner_organisation(moderate: Client) -> None:
    address = make_name("Helpful Partnership")
    page = moderate.get(address).content.decode()
    assert '<option value="network" selected>' in page
    assert '<option value="unitary"' not in page
    moderate.post(address, {"choose": "partner", "kind": "charity"})
    assert Participation.objects.get().organisation.kind == "charity"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"choose": "found"}, "Choose at least one organisation."),
        ({"choose": "found", "organisations": ["0"]}, "is not one of the available choices"),
        ({"choose": "partner", "kind": ""}, "This field is required."),
        ({"choose": "partner", "kind": "unitary"}, "is not one of the available choices"),
        ({"choose": "999999"}, "What does “Nowhere” stand for?"),
        ({}, "What does “Nowhere” stand for?"),
    ],
)
def test_a_choice_that_is_none_changes_nothing_and_is_said(
    moderate: Client, data: dict[str, Any], sentence: str
) -> None:
    assert sentence in text_of(moderate.post(make_name("Nowhere"), data))
    assert NameToResolve.objects.count() == 1


def test_a_name_that_somebody_else_has_resolved_meanwhile_leads_back_to_the_list(moderate: Client) -> None:
    address = make_name("Nowhere")
    moderate.post(address, {"choose": "partner", "kind": "charity"})
    response = moderate.post(address, {"choose": "partner", "kind": "charity"}, follow=True)
    assert "This name is resolved already." in text_of(response)
    assert Organisation.objects.count() == 1


def test_the_page_names_the_entries_that_wait_and_counts_the_rest(moderate: Client) -> None:
    address = make_name("Nowhere")
    for number in range(21):
        make_project(f"Project {number}", leads=["Nowhere"])
    said = text_of(moderate.get(address))
    assert "Project 3 (lead)" in said
    assert "and 2 more" in said


def test_nobody_adds_renames_or_deletes_a_name(moderate: Client) -> None:
    address = make_name("Nowhere")
    assert moderate.get(reverse("admin:listings_nametoresolve_add")).status_code == 403
    assert moderate.post(address.replace("change", "delete"), {"post": "yes"}).status_code == 403
    assert NameToResolve.objects.get().name == "Nowhere"


@pytest.mark.parametrize("method", ["get", "post"])
def test_only_people_who_may_are_let_in(client: Client, moderator: Any, reader: Any, method: str) -> None:
    address = make_name("Nowhere")
    for person in (None, reader):
        signed_in(person, client)
        assert getattr(client, method)(address, {"choose": "partner", "kind": "charity"}).status_code == 302
    assert NameToResolve.objects.exists()
    signed_in(moderator, client)
    assert getattr(client, method)(address, {"choose": "partner", "kind": "charity"}).status_code in {200, 302}
