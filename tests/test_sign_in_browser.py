"""The pages of signing in, in a real browser: by keyboard, on a phone, and with nothing for axe to complain of."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from councils.models import User
from tests.support.browsing import (
    DESKTOP,
    PHONE,
    Visitor,
    axe_complaints,
    go,
    is_as_wide_as_its_window,
    working_visitor,
)
from tests.support.doors import CODE, JOIN, SIGN_IN, SIGN_OUT, list_domain
from tests.support.factories import make_former_council
from tests.support.mail import code_in, deliver

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def visitor(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Visitor]:
    """Somebody with Chromium before a site that stores what they do."""
    with working_visitor(monkeypatch) as visitor:
        yield visitor


def complaints(page: Page) -> list[str]:
    """Return what is wrong with a page at both sizes."""
    found = axe_complaints(page, DESKTOP, PHONE)
    page.set_viewport_size(PHONE)
    sideways = [] if is_as_wide_as_its_window(page) else [f"{page.url} has to be scrolled sideways"]
    page.set_viewport_size(DESKTOP)
    return found + sideways


def press_until(page: Page, name: str) -> None:
    """Press the tabulator until the focus is on the control of this name. Raises AssertionError when it never is."""
    for _ in range(40):
        if page.evaluate(
            "(name) => [document.activeElement.name, document.activeElement.innerText].includes(name)", name
        ):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no way to {name} by keyboard")


@pytest.mark.parametrize("with_script", [True, False])
def test_a_person_signs_in_and_out_by_keyboard_alone(visitor: Visitor, with_script: bool) -> None:
    council = list_domain("exford.gov.uk")
    page = visitor.page(java_script_enabled=with_script)
    go(page, f"{SIGN_IN}?next=/projects/")
    if with_script:
        press_until(page, "email")
    else:
        page.locator("[name=email]").focus()
    page.keyboard.type("mo@exford.gov.uk")
    page.keyboard.press("Enter")
    expect(page.get_by_text(council.name)).to_be_visible()
    [mail] = deliver()
    if with_script:
        press_until(page, "code")
    else:
        page.locator("[name=code]").focus()
    page.keyboard.type(code_in(mail))
    page.keyboard.press("Enter")
    page.wait_for_url("**/projects/")
    assert User.objects.get().memberships.get().organisation == council
    go(page, SIGN_OUT)
    page.get_by_role("button", name="Sign out").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("You are signed out")


@pytest.mark.parametrize("address", ["mo@exford.gov.uk.example.org", "mo@evil-exford.gov.uk", "mo@ехford.gov.uk"])
def test_a_person_at_an_address_that_looks_like_a_councils_is_not_let_in(visitor: Visitor, address: str) -> None:
    list_domain("exford.gov.uk")
    page = visitor.page()
    go(page, SIGN_IN)
    page.get_by_label("Email address").fill(address)
    page.get_by_role("button", name="Send me a code").click()
    expect(page.get_by_text(re.compile("address that we know|Enter an email address")).first).to_be_visible()
    assert deliver() == []
    assert not User.objects.exists()
    page.goto(f"{visitor.site}/account/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_a_double_click_signs_in_as_one_click_does(visitor: Visitor) -> None:
    list_domain("exford.gov.uk")
    page = visitor.page()
    go(page, SIGN_IN)
    page.get_by_label("Email address").fill("mo@exford.gov.uk")
    page.get_by_role("button", name="Send me a code").dblclick(no_wait_after=True)
    page.wait_for_url(f"**{CODE}")
    [mail] = deliver()
    page.get_by_label("Code from the email").fill(code_in(mail))
    page.get_by_role("button", name="Sign in").dblclick(no_wait_after=True)
    page.wait_for_url("**/account/details/**")


def test_an_error_is_read_out_first_and_its_link_leads_to_the_field(visitor: Visitor) -> None:
    page = visitor.page()
    go(page, SIGN_IN)
    page.get_by_role("button", name="Send me a code").click()
    summary = page.locator(".govuk-error-summary")
    expect(summary).to_be_focused()
    summary.get_by_role("link", name="Enter your email address").click()
    expect(page.get_by_label("Email address")).to_be_focused()


def test_every_page_of_the_door_can_be_used_by_everybody_at_any_width(visitor: Visitor) -> None:
    list_domain("exford.gov.uk")
    list_domain("a-very-long-name-of-a-former-council.gov.uk", make_former_council("Oldbury"))
    page = visitor.page()
    found = []
    for address in (SIGN_IN, JOIN, SIGN_OUT):
        go(page, address)
        found += complaints(page)
    for door, typed in [
        (SIGN_IN, "no address"),
        (SIGN_IN, "mo@exford.gov.uk"),
        (SIGN_IN, "somebody.with.a.long-name@a-very-long-name-of-a-former-council.gov.uk"),
        (JOIN, "mo@example.org"),
    ]:
        go(page, door)
        page.get_by_label("Email address").fill(typed)
        page.get_by_role("button", name="Send me a code").click()
        found += complaints(page)
    page.get_by_label("Code from the email").fill("1234 5678")
    page.get_by_role("button", name="Make my account").click()
    assert page.url.endswith(CODE)
    assert found + complaints(page) == []
