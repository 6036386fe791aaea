"""Every kind of page in a real browser: for people who see little, use a phone, enlarge text, or print."""

import re

import pytest
from playwright.sync_api import Page

from tests.support.browsing import DESKTOP, PHONE, SMALL_PHONE, Visitor, axe_complaints, go, place

pytestmark = pytest.mark.browser

ONE_OF_EACH = (
    "home",
    "service-areas",
    "about",
    "data",
    "projects filtered",
    "projects, none",
    "projects, not understood",
    "services",
    "councils",
    "project with every field",
    "service with every field",
    "ended project with stages",
    "council with much work",
    "planned council, announced",
    "service area with work",
    "error 404",
)
"""Pages that between them use every template and every style."""
SHARES = 4
"""Parts of the tour that may be walked at the same time."""


@pytest.mark.parametrize("share", range(SHARES))
def test_axe_finds_nothing_wrong_with_any_page(visitor: Visitor, addresses: dict[str, str], share: int) -> None:
    page, wrong = visitor.page(DESKTOP), []
    for name, address in [*addresses.items()][share::SHARES]:
        go(page, address)
        wrong += [f"{name} {complaint}" for complaint in axe_complaints(page, DESKTOP, PHONE)]
    assert not wrong, "\n".join(wrong)


def test_axe_finds_nothing_wrong_in_forced_colours(visitor: Visitor, addresses: dict[str, str]) -> None:
    page, wrong = visitor.page(DESKTOP, forced_colors="active", color_scheme="dark"), []
    for name in ONE_OF_EACH:
        go(page, addresses[name])
        # A browser tells scripts the colours that the site asked for, not those that it was made to draw.
        wrong += [f"{name} {it}" for it in axe_complaints(page, DESKTOP, leave_out=("color-contrast",))]
    assert not wrong, "\n".join(wrong)


def test_axe_finds_nothing_wrong_when_the_filters_are_open(visitor: Visitor, addresses: dict[str, str]) -> None:
    page, wrong = visitor.page(PHONE), []
    for name in ("projects filtered", "services", "councils"):
        go(page, addresses[name])
        page.evaluate("document.querySelectorAll('details').forEach(box => box.open = true)")
        wrong += [f"{name} {complaint}" for complaint in axe_complaints(page, PHONE, DESKTOP)]
    assert not wrong, "\n".join(wrong)


def test_axe_finds_planted_faults(visitor: Visitor) -> None:
    page = visitor.page()
    go(page, "/about/")
    page.evaluate(
        "document.querySelector('h1').outerHTML = '<h4>Not first</h4><img src=\"/static/collabhub/icon.svg\">'"
    )
    found = " ".join(axe_complaints(page, DESKTOP))
    assert "image-alt" in found
    assert "page-has-heading-one" in found


# Small screens and large text

TOO_WIDE = """() => [...document.querySelectorAll('body *')]
    .filter(one => one.getBoundingClientRect().right > innerWidth + 1 && one.checkVisibility())
    .filter(one => !one.closest('.govuk-visually-hidden'))
    .slice(0, 3).map(one => one.outerHTML.slice(0, 120))"""
CUT = """() => [...document.querySelectorAll('main *, header *, footer *')]
    .filter(one => one.checkVisibility() && !one.closest('.govuk-visually-hidden, svg'))
    .filter(one => !['visible', 'auto'].includes(getComputedStyle(one).overflowX))
    .filter(one => one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1)
    .filter(one => !['INPUT', 'SELECT'].includes(one.tagName))
    .map(one => one.outerHTML.slice(0, 120))"""


def scrolls_sideways(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


def test_no_page_scrolls_sideways_on_the_smallest_phone(visitor: Visitor, addresses: dict[str, str]) -> None:
    page, wrong = visitor.page(SMALL_PHONE), []
    for name, address in addresses.items():
        go(page, address)
        if scrolls_sideways(page):
            wrong.append(f"{name}: {page.evaluate(TOO_WIDE)}")
    assert not wrong, "\n".join(wrong)


def test_no_page_scrolls_sideways_on_a_desktop(visitor: Visitor, addresses: dict[str, str]) -> None:
    page = visitor.page(DESKTOP)
    for name, address in addresses.items():
        if name in ONE_OF_EACH or "long-word" in name:
            go(page, address)
            assert not scrolls_sideways(page), f"{name}: {page.evaluate(TOO_WIDE)}"


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_text_of_twice_the_size_is_neither_cut_nor_pushed_aside(
    visitor: Visitor, addresses: dict[str, str], viewport: dict[str, int]
) -> None:
    page, wrong = visitor.page(viewport), []
    for name in ONE_OF_EACH:
        go(page, addresses[name])
        before = place(page, "h1")["height"]
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert place(page, "h1")["height"] > before, name
        if scrolls_sideways(page) or page.evaluate(CUT):
            wrong.append(f"{name}: {page.evaluate(TOO_WIDE)} {page.evaluate(CUT)}")
    assert not wrong, "\n".join(wrong)


def test_on_a_small_phone_filters_are_closed_and_the_number_of_results_is_on_the_first_screen(
    visitor: Visitor, addresses: dict[str, str]
) -> None:
    page = visitor.page(SMALL_PHONE)
    for name in ("projects", "services", "councils", "projects filtered"):
        go(page, addresses[name])
        assert page.locator("details.filters").get_attribute("open") is None
        results = place(page, "#results")
        assert results["y"] + results["height"] <= SMALL_PHONE["height"], name
        assert page.get_by_text("Filter and sort").locator("visible=true").count() == 1


def test_filters_open_by_themselves_when_something_was_not_understood(
    visitor: Visitor, addresses: dict[str, str]
) -> None:
    page = visitor.page(SMALL_PHONE)
    go(page, addresses["projects, not understood"])
    assert page.get_by_role("checkbox", name="Alpha").is_visible()
    assert page.get_by_text("There is no filter called “colour”.").is_visible()


def test_on_a_desktop_the_filters_stand_beside_the_results(visitor: Visitor, addresses: dict[str, str]) -> None:
    page = visitor.page(DESKTOP)
    go(page, addresses["projects"])
    box, results = place(page, ".filters__panel"), place(page, "#results")
    assert page.get_by_role("checkbox", name="Alpha").is_visible()
    assert box["x"] + box["width"] <= results["x"]


ANSWERS = ("Phase", "Wanted", "Lead", "Partners", "Last confirmed")


def test_who_how_far_what_is_wanted_and_how_to_join_stand_on_the_first_screen(
    visitor: Visitor, addresses: dict[str, str]
) -> None:
    page, wrong = visitor.page(DESKTOP), []
    for name in ("project, idea", "project, live", "project, not funded", "project with every field"):
        go(page, addresses[name])
        for answer in ANSWERS:
            row = place(page, f"dt:text-is('{answer}') + dd")
            if row["y"] + row["height"] > DESKTOP["height"]:
                wrong.append(f"{name}: {answer} ends at {row['y'] + row['height']:.0f} px")
        assert place(page, "#get-involved")["y"] < DESKTOP["height"], name
    assert not wrong, "\n".join(wrong)


# On paper

PAPER = (
    "project with every field",
    "project, one of several stages",
    "service with every field",
    "council with much work",
)
NOT_ON_PAPER = ("header", "nav", "form", ".govuk-skip-link", ".site-footer__links", ".govuk-breadcrumbs", ".chosen")


@pytest.mark.parametrize("name", PAPER)
def test_a_printed_page_says_where_it_is_from_and_shows_no_menus(
    visitor: Visitor, addresses: dict[str, str], name: str
) -> None:
    page = visitor.page(DESKTOP)
    go(page, addresses[name])
    page.emulate_media(media="print")
    for selector in NOT_ON_PAPER:
        assert page.locator(selector).locator("visible=true").count() == 0, selector
    printed = page.locator(".site-footer__print")
    assert printed.is_visible()
    assert re.search(rf"{addresses[name]}, as it stood on \d+ \w+ \d{{4}}", printed.inner_text())
    assert page.get_by_role("heading", level=1).is_visible()


@pytest.mark.parametrize("name", [name for name in PAPER if "council" not in name])
def test_a_printed_listing_takes_no_more_than_two_pages(visitor: Visitor, addresses: dict[str, str], name: str) -> None:
    page = visitor.page(DESKTOP)
    go(page, addresses[name])
    pages = len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4")))
    assert 1 <= pages <= 2
