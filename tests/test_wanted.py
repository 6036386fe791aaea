"""Wanted now: what councils ask of one another, and by when."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localdate

from collaboration.models import Ask
from collaboration.wanted import by_day
from listings.models import ServiceArea
from listings.models.listing import ARCHIVED_AFTER
from tests.support.factories import make_area, make_council, make_officer, make_project, make_service
from tests.support.joining import make_ask, make_call, make_call_entry
from tests.support.visits import choices_offered, count, everything_found, facts, show, signed_in

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def in_days(number: int) -> Any:
    return localdate() + timedelta(days=number)


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (-1, "until 9 March 2027"),
        (0, "by 10 March 2027, today"),
        (1, "by 11 March 2027, tomorrow"),
        (12, "by 22 March 2027, in 12 days"),
    ],
)
def test_a_day_is_said_as_people_count(days: int, said: str) -> None:
    today = localdate().replace(2027, 3, 10)
    assert by_day(today + timedelta(days=days), today) == said


# What is shown


def test_each_ask_says_who_wants_what_of_whom_by_when_and_what_to_do(client: Client) -> None:
    waste = make_area("Waste")
    council = make_council("Exford", region="Wales", nation="Wales")
    project = make_project("Bins", leads=[council], areas=[waste])
    call = make_call(title="Digital fund")
    words = "Two councils to try the form"
    make_ask(listing=project, organisation=council, kind="co-funders", words=words, deadline=in_days(12), call=call)
    page = show(client, "/wanted/")
    [result] = page.classes["result"]
    said = " ".join(result.split())
    for expected in (words, "Exford Council, for “Bins”", "Co-funders", "in 12 days", "Waste", "Wales", "Digital fund"):
        assert expected in said
    assert page.link(words).href == project.get_absolute_url()
    assert page.link("Offer money: Bins").href == f"/entries/{project.pk}/interest/?kind=fund"
    assert count(page) == "1 thing wanted now"


@pytest.mark.parametrize(
    ("kind", "leads_to"),
    [
        ("test-users", "join"),
        ("co-funders", "fund"),
        ("partners", "join"),
        ("adopters", "reuse"),
        ("experience", "talk"),
    ],
)
def test_whoever_can_help_is_led_to_the_form_of_the_fitting_kind(client: Client, kind: str, leads_to: str) -> None:
    ask = make_ask(kind=kind)
    [link] = [one for one in show(client, "/wanted/").links if "/interest/" in one.href]
    assert link.href == f"/entries/{ask.listing_id}/interest/?kind={leads_to}"
    assert client.get(link.href).status_code in {200, 302}


def test_only_what_somebody_can_still_answer_is_shown(client: Client) -> None:
    make_ask(words="On its last day", deadline=in_days(0))
    make_ask(words="Over", deadline=in_days(-1))
    make_ask(words="Closed", outcome="found", closed_at=timezone.now())
    hidden: dict[str, dict[str, Any]] = {
        "Of a draft": {"state": "draft"},
        "Of a withdrawn one": {"state": "withdrawn"},
        "Of an ended one": {"is_ended": True},
        "Of an archived one": {"review_date": localdate() - ARCHIVED_AFTER},
    }
    for words, fields in hidden.items():
        make_ask(words=words, listing=make_project(leads=[make_council()], **fields))
    overdue = make_service(leads=[make_council()], review_date=in_days(-1))
    make_ask(words="Of one overdue for a check", listing=overdue)
    assert show(client, "/wanted/").results == ["On its last day", "Of one overdue for a check"]
    feed = client.get("/wanted/feed/").content.decode()
    for words in ("Over", "Closed", *hidden):
        assert words not in feed


def test_the_soonest_stand_first_unless_the_newest_are_asked_for(client: Client) -> None:
    now = timezone.now()
    make_ask(words="Later", deadline=in_days(30), asked_at=now)
    make_ask(words="Sooner", deadline=in_days(3), asked_at=now - timedelta(days=2))
    assert show(client, "/wanted/").results == ["Sooner", "Later"]
    assert show(client, "/wanted/?sort=newest").results == ["Later", "Sooner"]


# Finding


@pytest.fixture
def six_asks() -> None:
    """Asks that differ in everything that they can be filtered by."""
    waste = make_area("Waste")
    bins, housing = make_area("Bins", parent=waste), make_area("Housing")
    fund = make_call(title="Digital fund", deadline=in_days(40))
    places = [("England", "South West"), ("England", "London"), ("Wales", "Wales")]
    for number in range(6):
        nation, region = places[number % 3]
        council = make_council(f"Council {number}", nation=nation, region=region)
        areas = [[bins], [waste], [housing], [bins, housing], [], [waste]][number]
        make_ask(
            listing=make_project(f"Entry {number}", leads=[council], areas=areas),
            organisation=council,
            kind=Ask.Kind.values[number % 5],
            words=f"Want {number}",
            deadline=in_days([0, 14, 15, 42, 43, 300][number]),
            call=fund if number in (1, 3) else None,
        )


def test_the_number_beside_each_choice_is_what_it_gives_whatever_else_is_chosen(six_asks: None, client: Client) -> None:
    for chosen in ({}, {"nation": "England"}, {"kind": ["test-users", "co-funders"], "due": "soon"}):
        offered = choices_offered(show(client, f"/wanted/?{urlencode(chosen, doseq=True)}"))
        assert {word for word, _ in offered} == {"kind", "due", "area", "nation", "region", "call"}
        for (word, value), number in offered.items():
            found = everything_found(client, "/wanted/", {**chosen, word: value})
            assert len(found) == number, (chosen, word, value)


def test_filters_join_and_each_can_be_taken_away(six_asks: None, client: Client) -> None:
    assert everything_found(client, "/wanted/", {"region": ["London", "Wales"], "due": "soon"}) == ["Want 1"]
    assert everything_found(client, "/wanted/", {"due": "weeks"}) == ["Want 2", "Want 3"]
    page = show(client, "/wanted/?region=London&due=soon")
    assert [link.text for link in page.chosen] == ["Remove deadline: In the next 2 weeks", "Remove region: London"]
    assert show(client, f"/wanted/{page.chosen[0].href}").results == ["Want 1", "Want 4"]


def test_a_service_area_holds_what_stands_below_it_and_a_narrower_one_can_be_chosen_too(
    six_asks: None, client: Client
) -> None:
    waste, bins = ServiceArea.objects.get(label="Waste").pk, ServiceArea.objects.get(label="Bins").pk
    assert everything_found(client, "/wanted/", {"area": waste}) == ["Want 0", "Want 1", "Want 3", "Want 5"]
    page = show(client, f"/wanted/?area={bins}")
    assert page.results == ["Want 0", "Want 3"]
    assert [link.text for link in page.chosen] == ["Remove service area: Bins"]
    assert choices_offered(page)["area", str(bins)] == 2


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("wants", 6),
        ("entry 2", 1),
        ("“Council 4”", 1),
        ("want 3", 1),
        ("co-funders", 1),
        ("bïns", 2),
        ("xyzzy", 0),
        ("want -3", 5),
    ],
)
def test_search_words_find_what_is_wanted_the_entry_and_the_council(
    six_asks: None, client: Client, words: str, found: int
) -> None:
    assert len(everything_found(client, "/wanted/", {"q": words})) == found


def test_what_the_address_asks_for_and_nobody_knows_is_left_out_and_said(six_asks: None, client: Client) -> None:
    page = show(client, "/wanted/?kind=gold&call=999&area=x&colour=red&page=1&region=Wales")
    assert page.results == ["Want 2", "Want 5"]
    for sentence in (
        "“gold” is not a choice of what is wanted.",
        "“999” is not a choice of call or event.",
        "“x” is not a choice of service area.",
        "There is no filter called “colour”.",
    ):
        assert sentence in page.text
    assert client.get("/wanted/?q=%00&kind=%00&page=99999999999999999").status_code in {200, 302}


def test_an_empty_list_says_what_else_there_is(client: Client) -> None:
    page = show(client, "/wanted/")
    assert count(page) == "Nothing is wanted now"
    assert "Call or event" not in page.text
    assert "No council is asking for anything just now." in page.text
    for words in ("projects that look for partners", "funding calls and events", "its area"):
        assert page.link(words).href
    for link in page.links:
        if link.text.startswith(("projects that", "shared services that")):
            assert client.get(link.href).status_code == 200


def test_filters_that_leave_nothing_offer_which_to_take_away(six_asks: None, client: Client) -> None:
    page = show(client, "/wanted/?due=later&region=South+West")
    assert page.results == []
    assert "remove deadline" in page.link_texts()
    assert "No council is asking" not in page.text


def test_the_page_costs_the_same_with_few_and_with_many(transactional_db: None, client: Client) -> None:
    def cost() -> int:
        for _ in range(2):
            with CaptureQueriesContext(connection) as captured:
                assert client.get("/wanted/?nation=England", headers={"cache-control": "no-cache"}).status_code == 200
        return len(captured)

    make_ask(listing=make_project(leads=[make_council()], areas=[make_area()]))
    few = cost()
    for _ in range(12):
        make_ask(listing=make_project(leads=[make_council()], areas=[make_area()]), call=make_call())
    assert (few, cost()) == (2, 2)


# Elsewhere


def test_the_feed_holds_what_the_page_shows_with_the_same_filters(six_asks: None, client: Client) -> None:
    page = show(client, "/wanted/?nation=England")
    [link] = page.attributes("link", type="application/atom+xml")
    response = client.get(link["href"])
    assert response["Content-Type"].startswith("application/atom+xml")
    feed = ElementTree.fromstring(response.content)
    entries = feed.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}title") for entry in entries] == page.results
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(set(ids)) == len(ids)
    assert "Council 0 Council, for “Entry 0”" in (entries[0].findtext(f"{ATOM}summary") or "")


def test_the_front_page_shows_the_soonest_asks_and_calls(client: Client) -> None:
    make_project("Wants partners", wants="partners", wants_note="Two counties")
    assert "Two counties" in show(client, "/").text
    for number in range(6):
        make_ask(words=f"Want {number}", deadline=in_days(number))
    make_call(title="Digital fund")
    page = show(client, "/")
    assert [text for text in page.link_texts() if text.startswith("Want ")] == [f"Want {number}" for number in range(4)]
    assert page.link("Digital fund").href.startswith("/calls/")
    assert page.link("See all that is wanted now").href == "/wanted/"
    assert "Two counties" not in page.text


def test_the_facts_of_an_entry_name_what_it_asks_for_and_lead_there(client: Client) -> None:
    council = make_council()
    project = make_project("Bins", leads=[council])
    assert facts(show(client, project))["Wanted"] == "Not recorded"
    make_ask(listing=project, organisation=council, kind="adopters", deadline=in_days(9))
    page = show(client, project)
    day = date_format(in_days(9), "j F Y")
    assert facts(page)["Wanted"] == f"Adopters, by {day}"
    assert page.link(f"Adopters, by {day}").href == "#wanted"


def test_the_page_of_an_entry_shows_what_it_wants_and_goes_for(client: Client) -> None:
    council = make_council()
    project = make_project("Bins", leads=[council])
    other = show(client, project)
    assert (2, "Wanted now") not in other.headings
    call = make_call(title="Digital fund")
    make_ask(listing=project, organisation=council, words="Two testers", call=call)
    make_ask(words="Of another entry")
    make_call_entry(call=call, listing=project, words="A county")
    make_call_entry(call=make_call(title="Old fund", deadline=in_days(-1)), listing=project)
    page = show(client, project)
    assert (2, "Wanted now") in page.headings
    for words in ("Two testers", "Looks for partners for Digital fund: A county", "Offer to test", "Join them"):
        assert words in " ".join(page.text.split())
    assert "Of another entry" not in page.text
    assert "Old fund" not in page.text
    assert "Close it" not in page.text
    assert "Close it, or change the day: Two testers" in show(signed_in(make_officer(council)), project).link_texts()
