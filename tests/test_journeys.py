"""Ways through the site in a real browser: by keyboard alone on a phone, and without script."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page

from tests.support.browsing import DESKTOP, PHONE, Visitor, go, titles

pytestmark = pytest.mark.browser

MOST_KEYS = 25
FOCUSED = "document.activeElement"


class Keyboard:
    """Presses keys, counts them, and looks after each whether one can see where one is."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.pressed = 0
        self.unseen: list[str] = []

    def press(self, key: str) -> None:
        """Press one key; the place that has the focus afterwards must show it, and be on the screen."""
        self.page.keyboard.press(key)
        self.page.wait_for_load_state()
        self.pressed += 1
        if key == "Tab" and not self.focus_is_visible():
            self.unseen.append(self.page.evaluate(f"{FOCUSED}.outerHTML.slice(0, 120)"))

    def focus_is_visible(self) -> bool:
        """True when the screen looks different with and without the focus."""
        within = self.page.evaluate(
            f"(box => box.bottom > 0 && box.top < innerHeight)({FOCUSED}.getBoundingClientRect())"
        )
        focused = self.page.evaluate_handle(FOCUSED)
        with_focus = self.page.screenshot()
        focused.evaluate("one => one.blur()")
        without_focus = self.page.screenshot()
        focused.evaluate("one => one.focus({focusVisible: true, preventScroll: true})")
        return bool(within) and with_focus != without_focus

    def tab_to(self, what: str) -> None:
        """Press Tab until the focus is on an element that a selector finds."""
        while not self.page.evaluate(f"what => {FOCUSED}.matches(what)", what):
            assert self.pressed < 3 * MOST_KEYS, f"{what} is out of reach of the keyboard"
            self.press("Tab")


def test_search_and_filters_lead_to_a_result_by_keyboard_alone_on_a_phone(
    visitor: Visitor, addresses: dict[str, str]
) -> None:
    page = visitor.page(PHONE)
    go(page, addresses["projects"])
    keys = Keyboard(page)
    keys.tab_to(".govuk-skip-link")
    keys.press("Enter")
    keys.tab_to("input[name=q]")
    page.keyboard.type("data")  # letters are not counted: a word has as many on every site
    keys.press("Enter")
    page.wait_for_url("**q=data**")
    keys.tab_to(".govuk-skip-link")
    keys.press("Enter")
    keys.tab_to(".filters > summary")
    keys.press("Enter")
    keys.tab_to("input[name=phase]")
    keys.press("Space")
    keys.press("Tab")
    keys.press("Space")
    keys.press("Enter")
    page.wait_for_url("**phase=idea&phase=discovery**")
    keys.tab_to(".govuk-skip-link")
    keys.press("Enter")
    keys.tab_to(".result a")
    assert keys.unseen == []
    assert keys.pressed <= MOST_KEYS
    wanted = page.evaluate(f"{FOCUSED}.textContent")
    keys.press("Enter")
    page.wait_for_url("**/projects/*/*/")
    assert page.get_by_role("heading", level=1).inner_text() == wanted


@pytest.mark.parametrize("name", ["home", "project with every field", "council with much work"])
def test_the_place_of_the_focus_is_always_visible_and_every_link_is_reached(
    visitor: Visitor, addresses: dict[str, str], name: str
) -> None:
    page = visitor.page(PHONE)
    go(page, addresses[name])
    keys = Keyboard(page)
    can_have_focus = page.locator("a[href]:not([tabindex='-1']), button, input, select, summary").locator(
        "visible=true"
    )
    steps = min(can_have_focus.count(), 40)
    seen = set()
    for _ in range(steps):
        keys.press("Tab")
        seen.add(page.evaluate(f"[...document.querySelectorAll('*')].indexOf({FOCUSED})"))
    assert keys.unseen == []
    assert len(seen) == steps


def test_the_focus_is_visible_in_forced_colours(visitor: Visitor, addresses: dict[str, str]) -> None:
    page = visitor.page(PHONE, forced_colors="active")
    go(page, addresses["projects filtered"])
    keys = Keyboard(page)
    for _ in range(20):
        keys.press("Tab")
    assert keys.unseen == []


# Without script


class WithoutScript:
    """Somebody whose browser runs no script, and a friend to whom they send each address."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.page = visitor.page(DESKTOP, java_script_enabled=False)

    def sees_what_a_friend_sees(self) -> list[str]:
        """Return the results; a browser that was never here must show the same at this address."""
        here = titles(self.page)
        friend = self.visitor.page(DESKTOP)
        friend.goto(self.page.url)
        assert titles(friend) == here
        friend.context.close()
        return here

    def press(self, link_or_button: Locator) -> None:
        """Press what leads to another page, and wait until that page is there."""
        with self.page.expect_navigation():
            link_or_button.click()

    def apply(self) -> None:
        """Send the form by its button."""
        self.press(self.page.get_by_role("button", name="Apply filters"))


def test_search_filters_sort_pages_and_removing_a_filter_work_without_script(
    visitor: Visitor, addresses: dict[str, Any]
) -> None:
    somebody = WithoutScript(visitor)
    page = somebody.page
    go(page, "/")
    page.get_by_label("Search by subject").fill("council")
    somebody.press(page.get_by_role("button", name="Search"))
    assert "matching “council”" in page.get_by_role("status").inner_text()
    somebody.press(page.get_by_role("link", name=re.compile(r"See all [\d,]+ projects")))
    searched = somebody.sees_what_a_friend_sees()
    assert "matching “council”" in page.get_by_role("status").inner_text()
    page.get_by_role("checkbox", name="Discovery").check()
    page.get_by_role("checkbox", name="Alpha").check()
    page.locator("summary", has_text="Nation").click()
    page.get_by_role("checkbox", name="England").check()
    somebody.apply()
    assert somebody.sees_what_a_friend_sees() != searched
    page.get_by_label("Sort by").select_option(label="Title, A to Z")
    somebody.apply()
    first = somebody.sees_what_a_friend_sees()
    assert first == sorted(first, key=str.casefold)
    somebody.press(page.get_by_role("link", name="Next page"))
    second = somebody.sees_what_a_friend_sees()
    assert not set(second) & set(first)
    somebody.press(page.get_by_role("link", name="Remove phase: Discovery"))
    assert "phase=discovery" not in page.url
    assert all(word in page.url for word in ("q=council", "phase=alpha", "nation=England", "sort=title"))
    assert "page=" not in page.url
    assert somebody.sees_what_a_friend_sees() != first
    assert page.get_by_role("link", name="Remove nation: England").is_visible()
