"""What a search field suggests while somebody types, with a keyboard, a mouse or a finger, and when nothing comes."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from playwright.sync_api import Page, Route, expect

from tests.support.browsing import DESKTOP, PHONE, Visitor, axe_complaints, go
from tests.support.factories import make_area, make_council, make_partner, make_project, make_service
from tests.support.visits import signed_in

FIELDS = ("kind", "label", "address", "is_words")


def suggested(client: Client, words: str, **further: str) -> list[tuple[str, str]]:
    """Return the kind and label of each suggestion for what somebody has typed so far."""
    response = client.get("/search/suggest/", {"q": words} | further)
    assert response.status_code == 200
    return [(one["kind"], one["label"]) for one in response.json()["suggestions"]]


# What the server suggests


def test_names_service_areas_topics_and_titles_are_suggested_by_their_beginnings(db: None, client: Client) -> None:
    make_council("Parkshire")
    make_partner("Park Trust")
    make_area("Parks and open spaces")
    make_project("Car parking", topics=["car parks"])
    make_service("Park wardens")
    assert suggested(client, "park") == [
        ("Council", "Parkshire Council"),
        ("Organisation", "Park Trust"),
        ("Service area", "Parks and open spaces"),
        ("Topic", "car parks"),
        ("Shared service", "Park wardens"),
        ("Project", "Car parking"),
    ]
    assert suggested(client, "CAR park") == [("Topic", "car parks"), ("Project", "Car parking")]
    assert suggested(client, "arking") == []


def test_each_suggestion_leads_to_its_page_and_a_topic_to_a_search(db: None, client: Client) -> None:
    things = [make_council("Parkshire"), make_area("Parks"), make_project("Parking", topics=["R&D parks"])]
    found = client.get("/search/suggest/?q=park").json()["suggestions"]
    assert all(tuple(one) == FIELDS for one in found)
    pages = [one["address"] for one in found if not one["is_words"]]
    assert pages == [thing.get_absolute_url() for thing in things]
    [topic] = [one for one in found if one["is_words"]]
    assert client.get(topic["address"]).context["search"].words == "R&D parks"


def test_councils_are_suggested_by_any_name_and_in_any_spelling_of_it(db: None, client: Client) -> None:
    make_council("Ynys Môn").aliases.create(name="Anglesey")
    for words in ("ynys mo", "YNYS MÔN", "angl"):
        assert suggested(client, words) == [("Council", "Ynys Môn Council")], words


def test_there_are_at_most_eight_and_every_kind_has_room(db: None, client: Client) -> None:
    for number in range(9):
        make_council(f"Park {number}")
        make_area(f"Park {number}")
        make_project(f"Park {number}", topics=[f"park {number}"])
    kinds = [kind for kind, _ in suggested(client, "park")]
    assert len(kinds) == 8
    assert {kind: kinds.count(kind) for kind in kinds} == {"Council": 3, "Service area": 2, "Topic": 2, "Project": 1}


def test_room_that_other_kinds_do_not_need_is_filled(db: None, client: Client) -> None:
    for number in range(9):
        make_council(f"Park {number}")
    assert len(suggested(client, "park")) == 8


def test_the_field_for_a_council_is_given_organisations_alone(db: None, client: Client) -> None:
    make_council("Parkshire")
    make_project("Parking", topics=["parks"])
    assert suggested(client, "park", only="councils") == [("Council", "Parkshire Council")]


def test_the_field_for_a_service_area_is_given_service_areas_alone(db: None, client: Client) -> None:
    make_council("Parkshire")
    make_area("Parks")
    assert suggested(client, "park", only="areas") == [("Service area", "Parks")]


@pytest.mark.parametrize("state", ["draft", "waiting", "withdrawn"])
def test_nothing_unpublished_is_suggested_to_anybody(client: Client, moderator: Any, state: str) -> None:
    make_project("Parking", topics=["parks"], state=state)
    signed_in(moderator, client)
    assert suggested(client, "park") == []


def test_one_letter_is_too_few_for_suggestions_and_two_for_titles(db: None, client: Client) -> None:
    make_council("Parkshire")
    make_project("Parking")
    assert suggested(client, "p") == suggested(client, "") == suggested(client, "!!") == []
    assert suggested(client, "pa") == [("Council", "Parkshire Council")]


def test_suggestions_are_data_for_everybody_and_taken_for_nothing_else(db: None, client: Client) -> None:
    make_council("<b>Park</b>")
    response = client.get("/search/suggest/?q=park")
    assert response["Content-Type"] == "application/json"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["ETag"]
    assert not client.cookies


@pytest.mark.django_db(transaction=True)
def test_suggestions_take_two_statements_once_the_names_are_known(client: Client) -> None:
    make_project("Parking", leads=[make_council("Parkshire")], topics=["parks"])
    costs = []
    for words in ("par", "park", "parki"):
        with CaptureQueriesContext(connection) as captured:
            suggested(client, words)
        costs.append(len(captured))
    assert costs[1:] == [2, 2]


# In a browser


def type_into(page: Page, selector: str, words: str) -> None:
    """Type into a field as people do, and wait until suggestions are there."""
    page.locator(selector).press_sequentially(words)
    expect(page.get_by_role("option").first).to_be_visible()


def labels(page: Page) -> list[str]:
    """Return what is suggested."""
    return page.locator("[role=option] > :first-child").all_inner_texts()


def active(page: Page) -> str | None:
    """Return the suggestion that a screen reader would read out; None when the field itself has the focus."""
    field = page.locator(":focus")
    number = field.get_attribute("aria-activedescendant")
    chosen = page.locator("[role=option][aria-selected=true]")
    assert chosen.count() == (1 if number else 0)
    assert number is None or chosen.get_attribute("id") == number
    return chosen.locator(":first-child").inner_text() if number else None


@pytest.mark.browser
def test_the_arrow_keys_choose_a_suggestion_and_enter_opens_its_page(
    visitor: Visitor, addresses: dict[str, str]
) -> None:
    page = visitor.page(DESKTOP)
    go(page, "/")
    field = page.get_by_role("combobox")
    assert field.get_attribute("aria-expanded") == "false"
    type_into(page, "#q", "hack")
    found = labels(page)
    assert found[0] == "London Borough of Hackney"
    assert field.get_attribute("aria-expanded") == "true"
    assert page.locator(f"#{field.get_attribute('aria-controls')}").get_attribute("role") == "listbox"
    assert page.locator(".suggestions [aria-live=polite]").inner_text().startswith(f"{len(found)} suggestions.")
    steps = [("ArrowDown", found[0]), ("End", found[-1]), ("Home", found[0]), ("ArrowUp", None), ("ArrowUp", found[-1])]
    for key, expected in [*steps, ("ArrowDown", None), ("ArrowDown", found[0])]:
        page.keyboard.press(key)
        assert active(page) == expected, key
    page.keyboard.press("Enter")
    page.wait_for_url("**/councils/hackney/")


@pytest.mark.browser
def test_escape_and_tab_close_the_list_and_leave_what_was_typed(visitor: Visitor, addresses: dict[str, str]) -> None:
    page = visitor.page(DESKTOP)
    go(page, "/")
    type_into(page, "#q", "hack")
    page.keyboard.press("Escape")
    assert page.locator("[role=option]").count() == 0
    assert page.locator("#q").input_value() == "hack"
    page.keyboard.press("ArrowDown")
    assert active(page) == "London Borough of Hackney"
    page.keyboard.press("Tab")
    assert page.locator("[role=option]").count() == 0
    assert page.locator("#q").get_attribute("aria-expanded") == "false"
    assert page.locator("#q").input_value() == "hack"
    assert page.evaluate("document.activeElement.textContent.trim()") == "Search"


@pytest.mark.browser
def test_enter_without_a_choice_searches_as_ever(visitor: Visitor, addresses: dict[str, str]) -> None:
    page = visitor.page(PHONE)
    go(page, "/")
    type_into(page, "#q", "hack")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=hack")


@pytest.mark.browser
def test_choosing_a_topic_searches_for_it_on_the_page_where_one_is(visitor: Visitor, addresses: dict[str, str]) -> None:
    page = visitor.page(DESKTOP)
    go(page, "/services/")
    type_into(page, "#q", "digital id")
    page.get_by_role("option", name="digital identity Topic").click()
    page.wait_for_url("**/services/?q=digital+identity**")


@pytest.mark.browser
def test_choosing_a_name_fills_the_field_for_an_organisation_and_the_filter_takes_it(
    visitor: Visitor, addresses: dict[str, str]
) -> None:
    page = visitor.page(PHONE)
    go(page, "/projects/")
    page.locator(".filters > summary").click()
    page.locator("summary", has_text="Organisation").click()
    field = page.locator("[data-suggest=councils]")
    type_into(page, "[data-suggest=councils]", "hack")
    page.get_by_role("option", name="London Borough of Hackney").click()
    assert field.input_value() == "London Borough of Hackney"
    page.get_by_role("button", name="Apply filters").click()
    page.wait_for_url("**council=hackney**")
    expect(page.get_by_role("link", name="Remove organisation: London Borough of Hackney")).to_be_visible()


@pytest.mark.browser
def test_what_was_asked_before_the_last_key_is_never_shown(visitor: Visitor, addresses: dict[str, str]) -> None:
    page, held = visitor.page(DESKTOP), []
    page.route("**/search/suggest/?q=ha", lambda route: held.append(route))  # noqa: PLW0108 - it must be a function of its own
    go(page, "/")
    with page.expect_request("**/search/suggest/?q=ha"):
        page.locator("#q").press_sequentially("ha")
    type_into(page, "#q", "ck")
    late: Route = held[0]
    found = labels(page)
    late.fulfill(json={"suggestions": [{"kind": "Council", "label": "Late", "address": "/", "is_words": False}]})
    page.wait_for_timeout(100)
    assert labels(page) == found
    assert "Late" not in found


@pytest.mark.browser
def test_a_field_is_as_good_as_ever_when_no_suggestions_come(visitor: Visitor, addresses: dict[str, str]) -> None:
    page = visitor.page(DESKTOP)
    page.route("**/search/suggest/**", lambda route: route.abort())
    go(page, "/")
    with page.expect_event("requestfailed"):
        page.locator("#q").press_sequentially("hack")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=hack")
    assert all("ERR_FAILED" in complaint for complaint in visitor.complaints)
    visitor.complaints.clear()


@pytest.mark.browser
def test_without_script_a_search_field_is_just_that(visitor: Visitor, addresses: dict[str, str]) -> None:
    page = visitor.page(PHONE, java_script_enabled=False)
    go(page, "/search/")
    page.get_by_role("searchbox").fill("hackney")
    page.get_by_role("button", name="Search").click()
    assert page.get_by_role("link", name="London Borough of Hackney", exact=True).is_visible()


@pytest.mark.browser
@pytest.mark.parametrize("colours", ["none", "active"])
def test_axe_finds_nothing_wrong_while_suggestions_are_shown(
    visitor: Visitor, addresses: dict[str, str], colours: Any
) -> None:
    page, wrong = visitor.page(DESKTOP, forced_colors=colours), []
    for address in ("/", "/search/?q=bins", "/projects/"):
        go(page, address)
        page.locator("#q").fill("")
        type_into(page, "#q", "digi")
        page.keyboard.press("ArrowDown")
        # A browser tells scripts the colours that the site asked for, not those that it was made to draw.
        leave_out = ("color-contrast",) if colours == "active" else ()
        wrong += [f"{address} {it}" for it in axe_complaints(page, DESKTOP, PHONE, leave_out=leave_out)]
        page.set_viewport_size(DESKTOP)
    assert not wrong, "\n".join(wrong)


@pytest.mark.browser
def test_suggestions_fit_a_phone_can_be_hit_with_a_thumb_and_show_where_one_is(
    visitor: Visitor, addresses: dict[str, str]
) -> None:
    page = visitor.page(PHONE, has_touch=True)
    go(page, "/")
    type_into(page, "#q", "digi")
    options = page.get_by_role("option")
    for option in options.all():
        box = option.bounding_box()
        assert box
        assert box["height"] >= 40
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= PHONE["width"]
    before = options.first.screenshot()
    page.keyboard.press("ArrowDown")
    assert options.first.screenshot() != before
    options.nth(1).tap()
    page.wait_for_load_state()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
