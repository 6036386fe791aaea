"""Atom feeds: of lists, entries, councils and service areas, and each person's own."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from collaboration.actions import following as actions
from collaboration.followed import saved_search
from collaboration.models import AlertSettings
from councils.models import User
from listings.actions import save_listing
from listings.models import Update
from tests.support.atom import Feed, read_feed
from tests.support.factories import make_area, make_council, make_former_member, make_project, make_service
from tests.support.joining import make_ask, make_follow
from tests.support.visits import show, signed_in

HOSTILE = "</title><script>alert(1)</script> & ]]> \x0b\ufffe “é” 🗑"


def feed(client: Client, address: str, **headers: str) -> Feed:
    """Return the feed at an address."""
    return read_feed(client.get(address, headers=headers))


def path(address: str) -> str:
    """Return an address without the site."""
    return address.removeprefix(settings.SITE_URL)


# Lists


@pytest.mark.parametrize(("name", "make"), [("projects", make_project), ("services", make_service)])
@pytest.mark.parametrize(
    "asked",
    [
        "",
        "?q=bins",
        "?nation=England&sort=title",
        "?wants=partners",
        "?status=archived",
        "?q=nowhere",
        "?phase=nonsense",
    ],
)
def test_a_list_and_its_feed_show_the_same_in_the_same_order(
    db: None, client: Client, name: str, make: Callable[..., Any], asked: str
) -> None:
    council = make_council()
    for number in range(3):
        make(f"Bins {number}", leads=[council])
        make(f"Parks {number}", wants="partners")
    make("Old", review_date="2020-01-01")
    make("Ended bins", is_ended=True)
    page = show(client, f"/{name}/{asked}")
    found = feed(client, f"/{name}/feed/{asked}")
    assert [item.title for item in found.items] == page.results
    assert path(found.links["alternate"]).partition("?")[0] == f"/{name}/"


def test_a_long_list_goes_on_on_further_pages_as_its_page_does(db: None, client: Client) -> None:
    for number in range(45):
        make_project(f"Bins {number:02}")
    first = feed(client, "/projects/feed/?sort=title")
    assert len(first.items) == 20
    assert "previous" not in first.links
    second = feed(client, path(first.links["next"]))
    third = feed(client, path(second.links["next"]))
    titles = [item.title for one in (first, second, third) for item in one.items]
    assert titles == [f"Bins {number:02}" for number in range(45)]
    assert "next" not in third.links
    assert second.links["previous"] == first.links["self"]
    assert {first.id, second.id, third.id} == {first.links["self"]}
    assert client.get("/projects/feed/?page=9").status_code == 302


def test_a_list_page_names_the_feed_of_exactly_what_it_shows(db: None, client: Client) -> None:
    make_project("Waste")
    page = show(client, "/projects/?q=waste&nation=England&sort=title")
    [link] = page.attributes("link", type="application/atom+xml")
    assert link["href"] == "/projects/feed/?q=waste&nation=England&sort=title"
    assert link["href"] in {one.href for one in page.links}


def test_the_page_of_what_is_wanted_names_its_feed(db: None, client: Client) -> None:
    make_ask()
    page = show(client, "/wanted/?kind=test-users")
    [link] = page.attributes("link", type="application/atom+xml")
    assert link["href"] == "/wanted/feed/?kind=test-users"
    found = feed(client, link["href"])
    assert (found.title, len(found.items)) == ("Wanted now: Test users - CollabHub", 1)
    assert client.get("/wanted/feed/?page=9&kind=").headers["Location"] == "/wanted/feed/"


def test_what_the_feed_of_a_list_does_not_understand_it_says(db: None, client: Client) -> None:
    response = client.get("/projects/feed/?colour=red")
    read_feed(response)
    assert "There is no filter called “colour”." in response.content.decode()


# What is new


def test_the_pages_of_an_entry_a_council_and_a_service_area_name_their_feeds(db: None, client: Client) -> None:
    council, area = make_council(), make_area()
    project = make_project(leads=[council], areas=[area])
    things: list[tuple[Any, str]] = [
        (project, f"/entries/{project.pk}/feed/"),
        (council, f"/councils/{council.slug}/feed/"),
        (area, f"/service-areas/{area.pk}/feed/"),
    ]
    for thing, address in things:
        page = show(client, thing)
        assert [link["href"] for link in page.attributes("link", type="application/atom+xml")] == [address]
        assert [item.title for item in feed(client, address).items] == [f"{project.title}: New entry"]
        assert path(feed(client, address).links["alternate"]) == thing.get_absolute_url()


def test_the_feed_of_an_entry_tells_what_happened_newest_first(db: None, client: Client) -> None:
    council = make_council("Exford")
    project = make_project("Bins", leads=[council], summary="It bins.", updated_at=timezone.now() - timedelta(days=9))
    Update.objects.create(listing=project, organisation=council, happened="We began.")
    found = feed(client, reverse("entry-feed", args=[project.pk]))
    told = [item.summary for item in found.items if "named as lead" not in item.summary]
    assert told == ["<p>Update by Exford Council: We began.</p>", "<p>New entry: It bins.</p>"]
    assert found.items[-1].subjects == ["New entries"]
    titles = [item.title for item in found.items]
    assert titles == [
        "Bins: Update by Exford Council: We began.",
        "Bins: Exford Council is named as lead",
        "Bins: New entry",
    ]


def test_a_long_update_has_a_title_of_one_line_and_is_told_whole(db: None, client: Client) -> None:
    project = make_project("Bins", updated_at=timezone.now() - timedelta(days=9))
    words = "Long words. " * 40
    Update.objects.create(listing=project, organisation=make_council("Exford"), happened=words)
    update = feed(client, reverse("entry-feed", args=[project.pk])).items[0]
    assert len(update.title) == 200
    assert words.strip() in update.summary


def test_a_service_area_tells_of_what_stands_below_it(db: None, client: Client) -> None:
    top = make_area("Waste")
    make_project("Bins", areas=[make_area("Bins", parent=top)])
    assert [item.title for item in feed(client, f"/service-areas/{top.pk}/feed/").items] == ["Bins: New entry"]


def test_an_id_stays_when_the_title_changes_and_its_moment_moves_on(db: None, client: Client) -> None:
    project = make_project("Bins", updated_at=timezone.now() - timedelta(days=9))
    [before] = feed(client, "/projects/feed/").items
    project.title = "Better bins"
    save_listing(listing=project, by=None)
    [after] = feed(client, "/projects/feed/").items
    assert after.id == before.id
    assert after.link != before.link
    assert after.updated > before.updated
    assert client.get(path(after.id)).status_code == 301


def test_a_feed_in_which_there_is_nothing_is_valid_and_always_the_same(db: None, client: Client) -> None:
    make_council(slug="exford")
    for address in ("/projects/feed/", "/councils/exford/feed/"):
        assert feed(client, address).items == []
        assert feed(client, address).updated == feed(client, address).updated


def test_hostile_texts_break_no_feed_and_stay_texts(db: None, client: Client) -> None:
    council, area = make_council("O’Hara & <i>Sons</i>"), make_area("A & <b>B</b>")
    project = make_project(HOSTILE, summary=HOSTILE, leads=[council], areas=[area])
    Update.objects.create(listing=project, organisation=council, happened=HOSTILE)
    make_ask(listing=project, organisation=council, words=HOSTILE)
    for address in (
        "/projects/feed/",
        "/projects/feed/?q=<script>%00",
        f"/entries/{project.pk}/feed/",
        f"/councils/{council.slug}/feed/",
        f"/service-areas/{area.pk}/feed/",
    ):
        for item in feed(client, address).items:
            assert item.title.startswith("</title><script>alert(1)</script> & ]]>    “é” 🗑")
            assert "<script>" not in item.summary
            assert item.summary.startswith("<p>")


# Who sees what


@pytest.mark.parametrize("state", ["draft", "waiting", "withdrawn"])
def test_what_is_not_public_is_in_no_feed_whoever_asks(moderator: User, state: str) -> None:
    council, area = make_council(), make_area()
    hidden = make_project("Kept back", state=state, leads=[council], areas=[area])
    Update.objects.create(listing=hidden, organisation=council, happened="Kept back")
    actions.follow(target=council, by=moderator)
    make_follow(user=moderator, listing=hidden)
    client = signed_in(moderator)
    for address in (
        "/projects/feed/",
        "/projects/feed/?q=kept",
        f"/councils/{council.slug}/feed/",
        f"/service-areas/{area.pk}/feed/",
        reverse("my-feed", args=[moderator.alert_settings.feed_key]),
    ):
        assert feed(client, address).items == []
    assert client.get(f"/entries/{hidden.pk}/feed/").status_code == 404
    assert "application/atom+xml" not in client.get(hidden.get_absolute_url()).content.decode()


def test_a_feed_that_is_there_already_is_not_sent_again(db: None, client: Client) -> None:
    council, area = make_council(), make_area()
    project = make_project("Bins", leads=[council], areas=[area])
    make_ask(listing=project, organisation=council)
    for address in (
        "/services/feed/",
        "/wanted/feed/",
        "/projects/feed/",
        "/search/feed/?q=bins",
        f"/councils/{council.slug}/feed/",
        f"/service-areas/{area.pk}/feed/",
        f"/entries/{project.pk}/feed/",
    ):
        response = client.get(address)
        assert response["ETag"]
        assert read_feed(response).links["self"].endswith(address)
        again = client.get(address, headers={"If-None-Match": response["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
    Update.objects.create(listing=project, organisation=make_council(), happened="New.")
    assert client.get(address, headers={"If-None-Match": response["ETag"]}).status_code == 200


# One's own


def test_ones_own_feed_holds_what_one_follows_and_needs_no_signing_in(client: Client, reader: User) -> None:
    council = make_council()
    make_project("Followed", leads=[council])
    make_project("Bins in a list")
    make_project("Other")
    actions.follow(target=council, by=reader)
    actions.follow(target=saved_search("projects", "q=bins"), by=reader)
    page = show(signed_in(reader), "/account/alerts/")
    [address] = {path(link.href) for link in page.links if "/feeds/" in link.href}
    response = client.get(address)
    assert {item.title for item in read_feed(response).items} == {"Followed: New entry", "Bins in a list: New entry"}
    assert {"private", "no-store"} <= set(response["Cache-Control"].replace(" ", "").split(","))
    assert response["X-Robots-Tag"] == "noindex"


def test_a_new_address_makes_the_one_before_lead_nowhere(client: Client, reader: User) -> None:
    actions.follow(target=make_project(), by=reader)
    before = AlertSettings.objects.get().feed_key
    signed_in(reader).post(reverse("change-feed-address"))
    after = AlertSettings.objects.get().feed_key
    assert client.get(reverse("my-feed", args=[before])).status_code == 404
    assert client.get(reverse("my-feed", args=[after])).status_code == 200


@pytest.mark.parametrize("key", ["x", "%00", "x" * 3000, "%2e%2e", "🗑"])
def test_a_guessed_address_leads_nowhere(db: None, client: Client, key: str) -> None:
    assert client.get(f"/feeds/{key}/").status_code == 404


def test_the_feed_of_a_closed_account_is_gone(db: None, client: Client) -> None:
    person = make_former_member(make_council())
    actions.follow(target=make_project(), by=person)
    address = reverse("my-feed", args=[person.alert_settings.feed_key])
    assert client.get(address).status_code == 200
    person.is_active = False
    person.save()
    assert client.get(address).status_code == 404
