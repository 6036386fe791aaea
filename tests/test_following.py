"""Following a listing, a council, a service area or a filtered list, and one's page of alerts."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from collaboration.actions import following as actions
from collaboration.followed import saved_search
from collaboration.models import AlertSettings, Follow
from collaboration.unsubscribing import token_of
from councils.models import User
from listings.models import Update
from tests.support.factories import make_area, make_council, make_officer, make_person, make_project, make_service
from tests.support.joining import make_follow
from tests.support.pages import Page, read
from tests.support.visits import show, signed_in

MAKERS: list[Callable[[], Any]] = [make_project, make_service, make_council, make_area]


def press(client: Client, page: Page, start: str) -> Page:
    """Press the button of a page whose form leads to an address that begins like this, and return where it leads."""
    [address] = [form["action"] for form in page.attributes("form") if form.get("action", "").startswith(start)]
    response = client.post(address, follow=True)
    assert response.status_code == 200
    return read(response)


# Where one reads


@pytest.mark.parametrize("make", MAKERS)
def test_one_press_on_its_page_follows_it_and_one_more_stops(reader: User, make: Callable[[], Any]) -> None:
    thing, client = make(), signed_in(reader)
    after = press(client, show(client, thing), "/follow/")
    assert Follow.objects.of(reader).count() == 1
    assert f"You follow “{thing}” now." in after.text
    after = press(client, after, "/account/alerts/")
    assert not Follow.objects.exists()
    assert f"You do not follow “{thing}” any more." in after.text


@pytest.mark.parametrize("make", MAKERS)
def test_whoever_is_not_signed_in_signs_in_first_and_is_asked_there(
    client: Client, reader: User, make: Callable[[], Any]
) -> None:
    thing = make()
    [link] = [link for link in show(client, thing).links if link.text.startswith("Follow ")]
    response = client.get(link.href)
    assert response.status_code == 302
    came_back = parse_qs(urlsplit(response["Location"]).query)["next"][0]
    assert came_back == link.href
    asked = show(signed_in(reader), came_back)
    assert (1, str(thing)) in asked.headings
    assert not Follow.objects.exists()
    signed_in(reader).post(came_back)
    assert Follow.objects.of(reader).count() == 1


def test_pressing_twice_follows_once(reader: User) -> None:
    project, client = make_project(), signed_in(reader)
    for _ in range(2):
        client.post(f"/follow/?listing={project.pk}")
    assert Follow.objects.count() == 1


@pytest.mark.parametrize("state", ["draft", "waiting", "withdrawn"])
def test_what_is_not_public_cannot_be_followed_and_is_not_told_of(reader: User, state: str) -> None:
    hidden = make_project("Kept back", state=state)
    assert signed_in(reader).post(f"/follow/?listing={hidden.pk}").status_code == 404
    council = make_council()
    own = make_project(state=state, leads=[council])
    client = signed_in(make_officer(council))
    assert "Follow this entry" not in show(client, own).text
    response = client.post(f"/follow/?listing={own.pk}", follow=True)
    assert "This entry is not public" in response.content.decode()
    assert not Follow.objects.exists()


@pytest.mark.parametrize(
    "asked",
    ["", "listing=", "listing=x", "listing=0", "listing=99999999999999999999", "listing=%00", "area=-1", "list=people"],
)
def test_an_address_that_names_nothing_leads_nowhere(reader: User, asked: str) -> None:
    assert signed_in(reader).get(f"/follow/?{asked}").status_code == 404
    assert signed_in(reader).post(f"/follow/?{asked}").status_code == 404


# Lists


def test_a_filtered_list_is_followed_from_its_page_under_a_name_in_words(reader: User) -> None:
    client = signed_in(reader)
    make_project("Waste", phase="beta")
    page = show(client, "/projects/?q=waste&phase=beta&sort=title")
    after = press(client, page, "/follow/")
    follow = Follow.objects.get()
    assert (follow.list_name, follow.query) == ("projects", "phase=beta&q=waste")
    assert follow.title == "Projects matching ‘waste’: phase Beta"
    assert "You follow this list as “Projects matching ‘waste’: phase Beta”" in after.text
    [button] = [form["action"] for form in after.attributes("form") if form.get("action", "").endswith("/stop/")]
    [here] = [field["value"] for field in after.attributes("input", name="next")]
    ended = read(client.post(button, {"next": here}, follow=True))
    assert "You do not follow “Projects matching ‘waste’: phase Beta” any more." in ended.text
    assert "Follow this list" in ended.text
    assert ended.results == ["Waste"]
    assert not Follow.objects.exists()


def test_a_list_in_which_there_is_nothing_can_be_followed(reader: User) -> None:
    page = show(signed_in(reader), "/services/?q=zeppelins")
    assert "Follow this list" in page.text
    assert "get an email once there is something in it" in page.text


def test_words_that_mean_nothing_order_and_pages_are_no_part_of_what_is_kept(db: None) -> None:
    asked = "utm=1&phase=beta&phase=nonsense&region=Wales&phase=alpha&sort=title&page=3&q=+bins%00+&council=Atlantis"
    kept = saved_search("projects", asked)
    assert kept.query == "phase=alpha&phase=beta&q=bins&region=Wales"
    assert saved_search("projects", "region=Wales&q=bins&phase=alpha&phase=beta") == kept
    assert saved_search("projects", kept.query) == kept


def test_a_list_without_filters_is_all_of_it(db: None) -> None:
    assert saved_search("services", "").title == "All shared services"


def test_a_long_list_of_filters_has_a_name_that_fits_and_one_that_is_too_long_is_refused(reader: User) -> None:
    councils = [make_council(f"{number} {'Long ' * 10}") for number in range(10)]
    asked = "&".join(f"council={council.slug}" for council in councils)
    kept = saved_search("projects", asked)
    assert len(kept.title) == 200
    actions.follow(target=kept, by=reader)
    too_long = saved_search("projects", "q=" + "%F0%9F%97%91" * 199)
    assert too_long.is_too_long
    with pytest.raises(actions.FollowRefused, match="too many filters"):
        actions.follow(target=too_long, by=reader)


def test_the_list_of_councils_offers_nothing_to_follow(reader: User) -> None:
    assert "Follow this list" not in show(signed_in(reader), "/councils/").text


# How much


def test_nobody_follows_more_than_a_mail_can_hold(reader: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST_FOLLOWS", 2)
    for _ in range(2):
        actions.follow(target=make_project(), by=reader)
    client, third = signed_in(reader), make_project()
    response = client.post(f"/follow/?listing={third.pk}", follow=True)
    assert "You follow 2 things already." in response.content.decode()
    assert Follow.objects.count() == 2


def test_the_first_follow_is_when_telling_begins(reader: User) -> None:
    actions.follow(target=make_project(), by=reader)
    settings = AlertSettings.objects.get(user=reader)
    [first] = Follow.objects.all()
    assert settings.told_until <= first.made_at
    actions.follow(target=make_project(), by=reader)
    assert AlertSettings.objects.get(user=reader).told_until == settings.told_until
    Follow.objects.all().delete()
    actions.follow(target=make_project(), by=reader)
    assert AlertSettings.objects.get(user=reader).told_until > settings.told_until


# The page of alerts


def test_without_anything_followed_the_page_says_where_to_begin(reader: User) -> None:
    page = show(signed_in(reader), "/account/alerts/")
    assert "You do not follow anything yet." in page.text
    assert {"/projects/", "/services/", "/councils/", "/service-areas/"} <= {link.href for link in page.links}


def test_the_page_lists_what_is_followed_with_ways_to_it_and_says_what_is_new(reader: User) -> None:
    council, area = make_council("Exford"), make_area("Waste")
    project = make_project("Bins", leads=[council], areas=[area])
    for target in (project, council, area, saved_search("projects", "q=bins")):
        actions.follow(target=target, by=reader)
    page = show(signed_in(reader), reverse("alerts"))
    paths = {link.href for link in page.links}
    assert {thing.get_absolute_url() for thing in (project, council, area)} | {"/projects/?q=bins"} <= paths
    assert {f"/entries/{project.pk}/feed/", f"/councils/{council.slug}/feed/", "/projects/feed/?q=bins"} <= paths
    assert "New entry" in page.text
    assert page.text.count("Nothing new, 1 in the last 30 days") == 4
    assert "4 alerts, none of them with something new since" in page.text


def test_each_of_many_alerts_says_what_is_new_since_the_last_digest_and_quiet_ones_are_folded(reader: User) -> None:
    now = timezone.now()
    AlertSettings.objects.create(user=reader, frequency="daily", told_until=now - timedelta(days=2))
    listings = [make_project(f"Entry {number}", updated_at=now - timedelta(days=50)) for number in range(15)]
    for listing in listings:
        make_follow(user=reader, listing=listing, made_at=now - timedelta(days=40))
    for listing, days in ((listings[3], 1), (listings[7], 1), (listings[7], 9), (listings[9], 9)):
        Update.objects.create(
            listing_id=listing.pk,
            organisation=make_council(),
            happened=f"{days} days ago.",
            written_at=now - timedelta(days=days),
        )
    make_follow(user=reader, organisation=make_council("Exford"), made_at=now - timedelta(days=40))
    client = signed_in(reader)
    page = show(client, reverse("alerts"))
    assert "16 alerts, 2 of them with something new since" in page.text
    assert {"Entries (15)", "Organisations (1)"} <= {words for _, words in page.headings}
    assert "13 with nothing new since" in page.text
    seen = page.text.partition("13 with nothing new")[0]
    assert [f"Entry {number}" in seen for number in (3, 7, 9)] == [True, True, False]
    assert seen.count("New:") == 2
    assert "Nothing new, 1 in the last 30 days: Entry 9" in page.text
    stops = [form for form in page.attributes("form") if form.get("action", "").endswith("/stop/")]
    assert len(stops) == 16


def test_what_is_not_public_any_more_is_not_named_to_those_who_may_not_read_it(reader: User) -> None:
    council = make_council()
    project, officer = make_project("Bins", leads=[council]), make_officer(council)
    follows = [make_follow(listing=project, user=user) for user in (reader, officer)]
    project.title, project.state = "Our secret plan", "withdrawn"
    project.save()
    pages = [
        show(signed_in(reader), "/account/alerts/"),
        show(signed_in(reader), f"/account/alerts/{follows[0].pk}/name/"),
        show(signed_in(reader), f"/unsubscribe/{token_of(follows[0])}/"),
    ]
    for page in pages:
        assert "secret" not in str(page)
        assert "An entry that is not public any more" in page.text
    assert "Our secret plan" in show(signed_in(officer), "/account/alerts/").text
    stopped = signed_in(reader).post(reverse("stop-following", args=[follows[0].pk]), follow=True)
    assert "You do not follow “An entry that is not public any more” any more." in read(stopped).text
    assert "secret" not in stopped.content.decode()


def test_how_often_and_on_which_day_is_chosen_there(reader: User) -> None:
    client = signed_in(reader)
    response = client.post("/account/alerts/", {"frequency": "weekly", "weekday": "3"}, follow=True)
    assert "Saved. You get one email on Thursdays" in response.content.decode()
    response = client.post("/account/alerts/", {"frequency": "none", "weekday": "3"}, follow=True)
    assert "You get no email about it" in response.content.decode()
    settings = AlertSettings.objects.get(user=reader)
    assert (settings.frequency, settings.weekday) == ("none", 3)


@pytest.mark.parametrize(
    "sent", [{}, {"frequency": "hourly", "weekday": "1"}, {"frequency": "daily", "weekday": "7"}, {"frequency": "\0"}]
)
def test_what_cannot_be_chosen_is_refused_beside_its_field(reader: User, sent: dict[str, str]) -> None:
    response = signed_in(reader).post("/account/alerts/", sent)
    assert response.status_code == 200
    assert "There is a problem" in response.content.decode()
    assert not AlertSettings.objects.exists()


def test_whoever_turns_mails_on_again_is_not_told_of_the_time_between(reader: User) -> None:
    actions.follow(target=make_project(), by=reader)
    actions.choose_alerts(frequency="none", weekday=0, by=reader)
    before = AlertSettings.objects.get(user=reader).told_until
    actions.choose_alerts(frequency="daily", weekday=0, by=reader)
    turned_on = AlertSettings.objects.get(user=reader).told_until
    assert turned_on > before
    actions.choose_alerts(frequency="weekly", weekday=0, by=reader)
    assert AlertSettings.objects.get(user=reader).told_until == turned_on


def test_a_saved_list_can_be_given_another_name(reader: User) -> None:
    follow = actions.follow(target=saved_search("projects", "q=bins"), by=reader)
    client, address = signed_in(reader), reverse("rename-follow", args=[follow.pk])
    assert "Enter a name" in client.post(address, {"title": "  "}).content.decode()
    assert "200 characters or fewer" in client.post(address, {"title": "x" * 201}).content.decode()
    assert "cannot be shown" in client.post(address, {"title": "a\x07b"}).content.decode()
    page = read(client.post(address, {"title": " <b>Bins</b>  & more "}, follow=True))
    follow.refresh_from_db()
    assert follow.title == "<b>Bins</b> & more"
    assert "<b>Bins</b> & more" in page.text


def test_nobody_sees_renames_or_stops_what_somebody_else_follows(reader: User) -> None:
    theirs = make_follow(list_name="projects", query="q=secret", title="Secret plans")
    client = signed_in(reader)
    assert "Secret plans" not in show(client, "/account/alerts/").text
    assert client.get(reverse("rename-follow", args=[theirs.pk])).status_code == 404
    assert client.post(reverse("rename-follow", args=[theirs.pk]), {"title": "Mine"}).status_code == 404
    answer = client.post(reverse("stop-following", args=[theirs.pk]), follow=True)
    assert "Secret plans" not in answer.content.decode()
    theirs.refresh_from_db()
    assert theirs.title == "Secret plans"


def test_stopping_twice_does_no_harm_and_leads_nowhere_else(reader: User) -> None:
    follow, client = make_follow(user=reader), signed_in(reader)
    for _ in range(2):
        response = client.post(reverse("stop-following", args=[follow.pk]), {"next": "https://elsewhere.example/"})
        assert response["Location"] == "/account/alerts/"
    assert not Follow.objects.exists()


def test_pages_that_show_what_somebody_follows_are_for_them_alone(client: Client, reader: User) -> None:
    project = make_project()
    make_follow(user=reader, listing=project)
    response = signed_in(reader).get(project.get_absolute_url())
    assert "You follow this entry" in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    assert "You follow this entry" not in show(client, project).text
    assert "You follow this entry" not in show(signed_in(make_person()), project).text
