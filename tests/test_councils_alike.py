"""Councils like this one: which are named on a council's page, and why."""

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from councils.alike import councils_like
from councils.models import Organisation
from tests.support.factories import (
    make_council,
    make_former_council,
    make_partner,
    make_planned_council,
    make_project,
    make_service,
)
from tests.support.visits import show

pytestmark = pytest.mark.django_db


def named(client: Client, council: Organisation) -> list[str]:
    """Return what the page of a council says of the councils like it, each in one phrase."""
    return [" ".join(text.split()) for text in show(client, council).classes.get("alike__council", [])]


def alike(council: Organisation, in_common: dict[int, int] | None = None) -> list[str]:
    """Return the short names of the councils like one, the most alike first."""
    council.refresh_from_db()
    return [one.other.short_name for one in councils_like(council, Organisation.objects.all(), in_common or {})]


def test_the_reason_says_kind_region_population_distance_and_shared_entries(client: Client) -> None:
    council = make_council("Exford", population=100_000, latitude="50.7", longitude="-3.5")
    near = make_council("Nearby", population=109_000, latitude="50.9", longitude="-3.5")
    make_project(leads=[council], partners=[near])
    make_service(leads=[near], partners=[council])
    assert named(client, council) == [
        "Nearby Council Unitary authority in the South West, population 9% larger, 22 km away, 2 entries in common"
    ]


@pytest.mark.parametrize(
    ("population", "said"),
    [
        (50_000, "population 50% smaller"),
        (99_000, "about the same population"),
        (101_900, "about the same population"),
        (150_000, "population 50% larger"),
        (200_000, "2 times the population"),
        (1_960_000, "19.6 times the population"),
    ],
)
def test_populations_are_compared_as_people_say_it(client: Client, population: int, said: str) -> None:
    council = make_council(population=100_000)
    make_council("Other", population=population)
    assert named(client, council) == [f"Other Council Unitary authority in the South West, {said}"]


@pytest.mark.parametrize(
    ("kind", "region", "said"),
    [
        ("scottish", "Scotland", "Scottish council"),
        ("london-borough", "London", "London borough"),
        ("unitary", "Yorkshire and The Humber", "Unitary authority in Yorkshire and The Humber"),
        ("metropolitan-district", "North East", "Metropolitan district in the North East"),
    ],
)
def test_a_kind_that_says_where_a_council_is_says_it_once(client: Client, kind: str, region: str, said: str) -> None:
    council = make_council()
    make_council("Other", kind=kind, region=region, nation="Scotland" if kind == "scottish" else "England")
    assert named(client, council) == [f"Other Council {said}"]


def test_the_same_kind_a_like_population_and_the_same_region_come_first() -> None:
    council = make_council("Exford", population=100_000)
    make_council("Other kind", population=100_000, kind="metropolitan-district")
    make_council("Other size", population=300_000)
    make_council("Other region", population=100_000, region="London")
    make_council("Twin", population=100_000)
    make_council("Other nation", population=100_000, kind="welsh", region="Wales", nation="Wales")
    assert alike(council) == ["Twin", "Other region", "Other kind", "Other size", "Other nation"]


def test_working_together_brings_councils_nearer_to_each_other() -> None:
    council = make_council(population=100_000)
    together = make_council("Together", population=80_000)
    make_council("Apart", population=100_000)
    assert alike(council) == ["Apart", "Together"]
    assert alike(council, {together.pk: 3}) == ["Together", "Apart"]


def test_neighbours_are_nearer_than_councils_far_away() -> None:
    council = make_council(latitude="50.7", longitude="-3.5")
    make_council("Far", latitude="51.7", longitude="-2.0")
    make_council("Near", latitude="50.8", longitude="-3.4")
    assert alike(council) == ["Near", "Far"]


def test_only_councils_in_force_that_do_the_same_work_are_compared(client: Client) -> None:
    council = make_council("Exford", population=100_000)
    make_former_council("Gone", tier="single", kind="unitary", population=100_000)
    make_planned_council("To come", population=100_000)
    make_council("County", kind="county", tier="upper", population=100_000)
    make_partner("Helpful")
    make_council("Like it")
    assert named(client, council) == ["Like it Council Unitary authority in the South West"]


def test_two_councils_of_their_own_kind_are_not_of_one_kind() -> None:
    council = make_council(kind="sui-generis", region="London")
    make_council("Islands", kind="sui-generis")
    make_council("Borough", kind="london-borough", region="London")
    assert alike(council) == ["Borough", "Islands"]


@pytest.mark.parametrize("make", [make_former_council, make_planned_council, make_partner])
def test_nothing_is_like_what_is_no_council_in_force(client: Client, make: type) -> None:
    make_council()
    make_council(kind="non-metropolitan-district", tier="lower")
    assert "Councils like this one" not in show(client, make("Exford")).text


def test_an_entry_that_is_not_public_is_not_counted_as_in_common(client: Client) -> None:
    council, other = make_council("Exford"), make_council("Other")
    make_project(leads=[council], partners=[other], state="draft")
    assert named(client, council) == ["Other Council Unitary authority in the South West"]


def test_at_most_five_are_named_and_each_leads_to_its_page(client: Client) -> None:
    council = make_council("Exford")
    others = [make_council(f"Other {number}") for number in range(7)]
    page = show(client, council)
    assert len(page.classes["alike__council"]) == 5
    assert page.link("Other 0 Council").href == others[0].get_absolute_url()


def test_councils_are_compared_in_one_statement() -> None:
    council = make_council(start_date=datetime.date(2009, 4, 1))
    for _ in range(30):
        make_council(population=5_000, latitude="51", longitude="-1")
    with CaptureQueriesContext(connection) as asked:
        assert len(councils_like(council, Organisation.objects.all(), {})) == 5
    assert len(asked) == 1
