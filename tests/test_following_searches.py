"""Following a search of everything, and the list of what is wanted: its name, its feed, its digest, its end."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
import time_machine
from django.core import mail as django_mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from collaboration.actions.digests import send_digests
from collaboration.happenings import happenings
from collaboration.matching import Matched
from collaboration.models import AlertSettings, Follow
from councils.models import User
from listings.models import Update
from tests.support.atom import read_feed
from tests.support.factories import make_area, make_council, make_person, make_project, make_service
from tests.support.joining import make_ask
from tests.support.pages import read
from tests.support.visits import show, signed_in

MORNING = datetime(2027, 3, 1, 6, 40, tzinfo=UTC)
"""A Monday."""
LONG_AGO = MORNING - timedelta(days=60)


def save(client: Client, list_name: str, query: str) -> Follow:
    """Follow a list as its page's button does, and return the follow."""
    address = f"{reverse('follow')}?{urlencode({'list': list_name, 'query': query})}"
    assert client.post(address).status_code == 302
    follow = Follow.objects.latest("pk")
    Follow.objects.filter(pk=follow.pk).update(made_at=LONG_AGO)
    return follow


def digest_of_monday(reader: User) -> str:
    """Send the digests of a Monday and return what one person was told; empty for nothing."""
    AlertSettings.objects.update(told_until=MORNING - timedelta(days=7))
    with time_machine.travel(MORNING, tick=False):
        send_digests(day=MORNING.date())
    return "\n".join(str(mail.body) for mail in django_mail.outbox if reader.email in mail.to)


def test_a_search_of_everything_tells_of_projects_and_services_that_it_finds(reader: User) -> None:
    client = signed_in(reader)
    follow = save(client, "search", "q=bins&region=Wales&sort=title&page=2")
    assert (follow.query, follow.title) == ("q=bins", "Projects and shared services matching ‘bins’")
    council = make_council("Exford")
    for listing in (
        make_project("Shared bins", updated_at=LONG_AGO),
        make_service("Bins together", updated_at=LONG_AGO),
        make_project("Shared parks", updated_at=LONG_AGO),
    ):
        Update.objects.create(
            listing_id=listing.pk, organisation=council, happened="Done.", written_at=MORNING - timedelta(days=1)
        )
    said = digest_of_monday(reader)
    assert "Shared bins" in said
    assert "Bins together" in said
    assert "Shared parks" not in said
    assert "you follow “Projects and shared services matching ‘bins’”." in said


def test_the_page_of_what_is_wanted_is_followed_as_it_is_filtered_and_named_in_words(reader: User) -> None:
    client, area = signed_in(reader), make_area("Waste")
    page = show(client, f"/wanted/?kind=partners&area={area.pk}&q=bins")
    [address] = [form["action"] for form in page.attributes("form") if form.get("action", "").startswith("/follow/")]
    after = client.post(address, follow=True).content.decode()
    follow = Follow.objects.get()
    assert (follow.list_name, follow.query) == ("wanted", f"area={area.pk}&kind=partners&q=bins")
    assert follow.title == "Wanted now matching ‘bins’: Partners; service area Waste"
    assert "You follow this list as" in after


def test_a_list_of_what_is_wanted_tells_of_new_wishes_alone(reader: User) -> None:
    save(signed_in(reader), "wanted", "kind=test-users")
    bins, parks = make_project("Shared bins", updated_at=LONG_AGO), make_project("Shared parks", updated_at=LONG_AGO)
    yesterday = MORNING - timedelta(days=1)
    last_day = MORNING.date() + timedelta(days=30)
    wish = {"asked_at": yesterday, "deadline": last_day}
    make_ask(listing=bins, kind="test-users", words="Two councils to try bins.", **wish)
    make_ask(listing=bins, kind="partners", words="A partner for bins.", **wish)
    make_ask(listing=parks, kind="partners", words="A partner for parks.", **wish)
    Update.objects.create(listing_id=bins.pk, organisation=make_council(), happened="Done.", written_at=yesterday)
    said = digest_of_monday(reader)
    assert "Two councils to try bins." in said
    assert "you follow “Wanted now: Test users”." in said
    assert not [words for words in ("A partner", "Done.", "Shared parks") if words in said]


def test_all_that_is_wanted_can_be_followed_renamed_and_stopped(reader: User) -> None:
    client = signed_in(reader)
    follow = save(client, "wanted", "")
    assert follow.title == "All that is wanted now"
    page = show(client, reverse("alerts"))
    assert {"/wanted/", "/wanted/feed/"} <= {link.href for link in page.links}
    client.post(reverse("rename-follow", args=[follow.pk]), {"title": "Our bid"})
    assert "Our bid" in show(client, reverse("alerts")).text
    client.post(reverse("stop-following", args=[follow.pk]))
    assert not Follow.objects.exists()


def test_the_feed_of_a_search_holds_projects_and_services_with_what_changed_last_first(
    db: None, client: Client
) -> None:
    make_project("Old bins", phase="beta", updated_at=LONG_AGO - timedelta(days=9), leads=[make_council("Exford")])
    make_service("New bins", updated_at=LONG_AGO)
    make_project("Parks")
    found = read_feed(client.get("/search/feed/?q=bins"))
    assert [item.title for item in found.items] == ["New bins", "Old bins"]
    assert found.items[1].summary.startswith("<p>Beta, led by Exford Council.")
    assert found.title == "Projects and shared services matching ‘bins’ - CollabHub"
    assert found.links["alternate"].endswith("/search/?q=bins")
    said = client.get("/search/feed/?q=bins&region=Wales").content.decode()
    assert "“Wales” is not a choice of region." in said


@pytest.mark.parametrize(("list_name", "query"), [("search", "q=bins"), ("wanted", "kind=test-users")])
def test_a_search_is_run_once_however_many_follow_it(db: None, list_name: str, query: str) -> None:
    bins = make_project("Shared bins", updated_at=LONG_AGO)
    last_day = MORNING.date() + timedelta(days=30)
    make_ask(listing=bins, kind="test-users", asked_at=MORNING - timedelta(days=1), deadline=last_day)
    first: Any = [save(signed_in(make_person()), list_name, query)]
    many = [*first, *(save(signed_in(make_person()), list_name, query) for _ in range(9))]

    def queries(follows: list[Follow]) -> int:
        told = happenings(LONG_AGO, MORNING)
        with CaptureQueriesContext(connection) as captured:
            matched = Matched(follows, told)
        assert all(matched.listings[follow.pk] == {bins.pk} for follow in follows)
        return len(captured)

    with time_machine.travel(MORNING, tick=False):
        assert queries(many) == queries(first)


def test_the_page_that_searches_everything_can_be_followed_and_names_its_feed(reader: User) -> None:
    client = signed_in(reader)
    make_project("Shared bins")
    page = show(client, "/search/?q=bins")
    assert [link["href"] for link in page.attributes("link", type="application/atom+xml")] == ["/search/feed/?q=bins"]
    [address] = [form["action"] for form in page.attributes("form") if form.get("action", "").startswith("/follow/")]
    response = client.post(address, follow=True)
    assert response.redirect_chain[-1][0] == "/search/?q=bins"
    assert "You follow this search as “Projects and shared services matching ‘bins’”" in read(response).text
    assert "get an email once there is something in it" in show(client, "/search/?q=zeppelins").text
    assert "Follow this search" not in show(client, "/search/").text
