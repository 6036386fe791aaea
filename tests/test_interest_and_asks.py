"""An entry that asks for something now puts first what answers that, on its page and in the form."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localdate

from tests.support.factories import make_council, make_officer, make_project, make_service
from tests.support.joining import make_ask
from tests.support.pages import Page
from tests.support.visits import show, signed_in

pytestmark = pytest.mark.django_db


def ways_on(page: Page) -> list[str]:
    """Return the ways into an entry that its block names, its clear next action first."""
    return [link.text for link in page.links if "/interest/?kind=" in link.href and link.attributes.get("rel")]


@pytest.mark.parametrize(
    ("kind", "first"),
    [
        ("adopters", "Reuse this"),
        ("co-funders", "Offer money"),
        ("partners", "Join"),
        ("test-users", "Join"),
        ("experience", "Talk to them"),
    ],
)
def test_an_open_ask_puts_first_the_way_that_answers_it(client: Client, kind: str, first: str) -> None:
    listing = make_project(leads=[make_council()])
    make_ask(listing=listing, kind=kind)
    assert ways_on(show(client, listing))[0] == first


def test_of_several_asks_the_soonest_comes_first_and_then_the_others(client: Client) -> None:
    listing = make_project(leads=[make_council()])
    make_ask(listing=listing, kind="co-funders", deadline=localdate() + timedelta(days=9))
    make_ask(listing=listing, kind="adopters", deadline=localdate() + timedelta(days=2))
    make_ask(listing=listing, kind="adopters", deadline=localdate() + timedelta(days=20))
    assert ways_on(show(client, listing))[:3] == ["Reuse this", "Offer money", "Talk to them"]


@pytest.mark.parametrize(
    ("fields", "first"),
    [
        ({"wants": "share-funding"}, "Offer money"),
        ({"wants": "not-now"}, "Talk to them"),
        ({"wants": "open-to-conversation"}, "Reuse this"),
    ],
)
def test_what_an_entry_says_that_it_wants_comes_before_its_asks(
    client: Client, fields: dict[str, Any], first: str
) -> None:
    listing = make_project(leads=[make_council()], **fields)
    make_ask(listing=listing, kind="adopters")
    assert ways_on(show(client, listing))[0] == first


def test_a_service_that_is_open_to_new_members_says_join_whatever_it_asks_for(client: Client) -> None:
    listing = make_service(leads=[make_council()], open_to_new_members=True)
    make_ask(listing=listing, kind="adopters")
    assert ways_on(show(client, listing))[:2] == ["Join", "Reuse this"]


def test_an_ask_whose_day_is_over_changes_nothing(client: Client) -> None:
    listing = make_project(leads=[make_council()])
    make_ask(listing=listing, kind="adopters", deadline=localdate() - timedelta(days=1))
    assert ways_on(show(client, listing))[0] == "Talk to them"


def test_the_form_names_what_is_asked_for_by_when_and_has_the_way_that_answers_it_chosen() -> None:
    listing = make_project(leads=[make_council()])
    day = localdate() + timedelta(days=5)
    make_ask(listing=listing, kind="adopters", words="Two councils to run it.", deadline=day)
    make_ask(listing=listing, kind="partners", words="Long ago.", deadline=localdate() - timedelta(days=5))
    page = show(signed_in(make_officer(make_council())), reverse("show-interest", args=[listing.pk]))
    assert "They ask for adopters" in page.text
    assert "Two councils to run it." in page.text
    assert f"by {date_format(day, 'j F Y')}" in page.text
    assert "Long ago." not in page.text
    chosen = [box["value"] for box in page.attributes("input", name="kind") if "checked" in box]
    assert chosen == ["reuse"]
