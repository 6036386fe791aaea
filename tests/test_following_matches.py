"""Which follows some listings belong to."""

from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from collaboration.actions.following import MOST_FOLLOWS
from collaboration.followed import saved_search
from collaboration.matching import matches
from collaboration.models import AlertSettings, Follow
from councils.geography import Nation, Region
from councils.models import User
from listings.models import Listing
from tests.support.factories import make_area, make_council, make_person, make_project, make_service, take_part
from tests.support.joining import make_ask, make_follow
from tests.support.visits import everything_found, signed_in


def matched(follow: Follow, *listings: Any) -> set[str]:
    """Return the titles of those listings that a follow is about."""
    titles = {listing.pk: listing.title for listing in listings}
    return {titles[number] for number in matches([follow], titles).get(follow.pk, set())}


def search(list_name: str, query: str) -> Follow:
    """Return somebody's following of a filtered list."""
    found = saved_search(list_name, query)
    return make_follow(list_name=found.list_name, query=found.query, title=found.title)


def test_a_follow_of_an_entry_is_about_that_entry(db: None) -> None:
    one, other = make_project("One"), make_project("Other")
    assert matched(make_follow(listing=one), one, other) == {"One"}
    assert matched(make_follow(listing=one), other) == set()


def test_a_follow_of_a_council_is_about_what_it_takes_part_in_until_it_leaves(db: None) -> None:
    council = make_council()
    leads, joins, left = make_project("Leads", leads=[council]), make_service("Joins"), make_project("Left")
    take_part(joins, "adopter", [council])
    take_part(left, "partner", [council], left="2025")
    assert matched(make_follow(organisation=council), leads, joins, left, make_project()) == {"Leads", "Joins"}


def test_a_follow_of_a_service_area_is_about_all_that_stands_below_it(db: None) -> None:
    top = make_area("Waste")
    below = make_area("Bins", parent=top)
    lowest = make_area("Brown bins", parent=below)
    entries = [make_project("Top", areas=[top]), make_service("Lowest", areas=[lowest]), make_project("Elsewhere")]
    assert matched(make_follow(service_area=top), *entries) == {"Top", "Lowest"}
    assert matched(make_follow(service_area=below), *entries) == {"Lowest"}


def test_a_saved_list_is_about_what_its_page_shows(db: None, client: Client) -> None:
    council = make_council(nation="Wales", region="Wales")
    entries = [
        make_project("Bins in Wales", leads=[council], phase="beta"),
        make_project("Bins in Exford", leads=[make_council()], phase="beta"),
        make_project("Parks in Wales", leads=[council], phase="beta"),
        make_project("Old bins in Wales", leads=[council], phase="beta", is_ended=True),
        make_project("Bins that nobody confirms, in Wales", leads=[council], review_date="2020-01-01"),
        make_service("Bins together in Wales", leads=[council]),
    ]
    for list_name, asked in [
        ("projects", {"q": "bins"}),
        ("projects", {"q": "bins", "nation": "Wales"}),
        ("projects", {"phase": "beta", "nation": "Wales", "role": "lead"}),
        ("projects", {"council": council.slug}),
        ("projects", {"status": "archived"}),
        ("services", {"q": "bins"}),
        ("services", {}),
    ]:
        query = "&".join(f"{word}={value}" for word, value in asked.items())
        shown = set(everything_found(client, f"/{list_name}/", asked))
        assert matched(search(list_name, query), *entries) == shown, query
        assert shown, query


def test_nothing_that_is_not_public_is_ever_matched(db: None) -> None:
    council, area = make_council(), make_area()
    hidden = [
        make_project("Bins", state=state, leads=[council], areas=[area]) for state in ("draft", "waiting", "withdrawn")
    ]
    for follow in (
        make_follow(listing=hidden[0]),
        make_follow(organisation=council),
        make_follow(service_area=area),
        search("projects", "q=bins"),
        search("projects", ""),
    ):
        assert matched(follow, *hidden) == set()


def test_a_saved_list_is_looked_up_once_however_many_follow_it(db: None) -> None:
    numbers = [make_project("Bins").pk]

    def queries(follows: list[Follow]) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert len(matches(follows, numbers)) == len(follows)
        return len(captured)

    one = [search("projects", "phase=alpha")]
    many = [make_follow(user=make_person(), list_name="projects", query="phase=alpha", title="Mine") for _ in range(20)]
    assert queries(many) == queries(one)


@pytest.mark.parametrize("page", ["my-feed", "alerts"])
def test_pages_of_what_is_followed_ask_no_more_for_200_saved_lists_than_for_two(
    reader: User, page: str, django_assert_num_queries: Any
) -> None:
    make_project("Bins", phase="alpha")
    make_ask(listing=make_project("Bins, too", phase="beta"))
    asked = [
        (name, f"q={words}&region={quote(region)}&nation={quote(nation)}")
        for region in Region.values
        for nation in Nation.values
        for name in ("projects", "services", "wanted")
        for words in ("bins", "")
    ]
    first = [("projects", "q=bins&phase=alpha"), ("wanted", "q=bins")]
    follows = [Follow(user=reader, list_name=name, query=query, title=query) for name, query in [*first, *asked]]
    Follow.objects.bulk_create(follows[:2])
    settings = AlertSettings.objects.create(user=reader)
    client = signed_in(reader)
    address = reverse("my-feed", args=[settings.feed_key]) if page == "my-feed" else reverse("alerts")
    with CaptureQueriesContext(connection) as for_two:
        assert "Bins" in client.get(address).content.decode()
    Follow.objects.bulk_create(follows[2:MOST_FOLLOWS])
    with django_assert_num_queries(len(for_two)):
        assert "Bins, too" in client.get(address).content.decode()


def test_many_saved_lists_are_each_about_what_they_find(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("collaboration.matching.AT_ONCE", 2)
    alpha, beta = make_project("Bins", phase="alpha"), make_project("Parks", phase="beta")
    together = make_service("Bins together")
    found = {
        ("projects", "phase=alpha"): {alpha.pk},
        ("projects", "phase=beta"): {beta.pk},
        ("projects", "phase=discovery"): None,
        ("services", ""): {together.pk},
        ("search", "q=bins"): {alpha.pk, together.pk},
    }
    follows = {asked: search(*asked) for asked in found}
    by_number = matches(follows.values(), [alpha.pk, beta.pk, together.pk])
    assert {asked: by_number.get(follow.pk) for asked, follow in follows.items()} == found


def test_without_follows_or_changes_nothing_is_asked(db: None) -> None:
    follow, listing = make_follow(), Listing.objects.get()
    with CaptureQueriesContext(connection) as captured:
        assert matches([], [listing.pk]) == matches([follow], []) == {}
    assert len(captured) == 0


def test_asked_again_before_anything_changed_a_saved_list_is_not_looked_up(transactional_db: None) -> None:
    number = make_project("Bins").pk
    reader = make_person()
    follows = [
        make_follow(user=reader, list_name="projects", query=f"q=bins{number}", title="Mine") for number in range(5)
    ]
    make_follow(user=reader, list_name="projects", query="q=bins", title="Mine")

    def queries(asked: list[Follow]) -> int:
        with CaptureQueriesContext(connection) as captured:
            matches(asked, [number])
        return len(captured)

    all_of_them = list(Follow.objects.all())
    assert queries(all_of_them) > queries(all_of_them) == queries(follows[:1])
    other = make_project("Bins too").pk
    assert list(matches(all_of_them, [number, other]).values()) == [{number, other}]
