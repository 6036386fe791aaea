"""The second step in a real browser: an authenticator app, a passkey, by keyboard, on a phone, without script."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import Page, expect

from councils.models import User
from tests.support.browsing import (
    DESKTOP,
    PHONE,
    Visitor,
    axe_complaints,
    go,
    working_visitor,
)
from tests.support.doors import SIGN_IN
from tests.support.factories import make_council, make_member, make_person
from tests.support.mail import code_in, deliver
from tests.support.second_step import code_shown, secret_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

STEP = "/account/second-step/"


@pytest.fixture
def visitor(transactional_db: None, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Visitor]:
    """Somebody with Chromium before the running site, whose name is `localhost`: passkeys need a name."""
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
    with working_visitor(monkeypatch, host="localhost") as visitor:
        yield visitor
    cache.clear()  # no table of a model, so nobody else empties it


def come_in(page: Page, person: User, wanted: str = "") -> None:
    """Sign in with a code from the mail, on the way to another page."""
    go(page, f"{SIGN_IN}?next={wanted}")
    page.get_by_label("email address").fill(person.email)
    page.get_by_role("button", name="Send me a code").click()
    page.wait_for_url("**/code/**")
    mail = [mail for mail in deliver() if mail.to == [person.email]][-1]
    page.get_by_label("Code").fill(code_in(mail))
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda address: not urlsplit(address).path.startswith("/account/sign-in/"))


def set_up_app(page: Page, person: User) -> None:
    """Set up an authenticator app, from the page about the second step."""
    page.get_by_role("button", name="Set up an app").click()
    secret = page.locator("main ol strong").inner_text().replace(" ", "")
    page.get_by_label("Code that the app shows").fill(code_shown(secret))
    page.get_by_role("button", name="Set up the app").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    assert secret_of(person) == secret


def add_authenticator(page: Page, *, knows_its_user: bool = True) -> None:
    """Give the browser a passkey authenticator of its own, as a laptop with a fingerprint reader has."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "automaticPresenceSimulation": True,
    }
    verifies = {"hasUserVerification": knows_its_user, "isUserVerified": knows_its_user}
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options | verifies})


def test_a_moderator_sets_up_an_app_on_the_way_to_the_admin(visitor: Visitor, moderator: User) -> None:
    page = visitor.page()
    come_in(page, moderator, "/admin/councils/organisation/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Second step of signing in")
    set_up_app(page, moderator)
    page.get_by_role("button", name="go on").click()
    page.wait_for_url("**/admin/councils/organisation/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Select organisation to change")


def test_a_moderator_does_all_of_it_by_keyboard_and_without_script(visitor: Visitor, moderator: User) -> None:
    page = visitor.page(java_script_enabled=False)
    come_in(page, moderator, "/projects/")
    set_up = page.get_by_role("button", name="Set up an app")
    for _ in range(60):
        page.keyboard.press("Tab")
        if set_up.evaluate("link => link === document.activeElement"):
            break
    page.keyboard.press("Enter")
    field = page.get_by_label("Code that the app shows")
    expect(field).to_be_visible()
    secret = page.locator("main ol strong").inner_text().replace(" ", "")
    field.focus()
    page.keyboard.type(code_shown(secret))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    page.get_by_role("button", name="go on").press("Enter")
    page.wait_for_url("**/projects/")


def test_without_script_passkeys_say_what_they_need(visitor: Visitor, reader: User) -> None:
    page = visitor.page(java_script_enabled=False)
    come_in(page, reader)
    go(page, f"{STEP}webauthn/add/")
    expect(page.get_by_text("Passkeys need JavaScript")).to_be_visible()
    expect(page.get_by_role("button", name="Add a passkey")).to_have_count(0)


def test_a_person_signs_in_with_a_passkey_alone(visitor: Visitor, reader: User) -> None:
    page = visitor.page()
    add_authenticator(page)
    come_in(page, reader)
    go(page, f"{STEP}webauthn/add/")
    page.get_by_label("Name of this passkey").fill("Laptop")
    page.get_by_label("Sign in with this passkey alone").check()
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    go(page, f"{STEP}webauthn/")
    expect(page.locator(".govuk-summary-list__key")).to_have_text("Laptop")
    long_ago = timezone.now() - timedelta(days=80)
    member = make_member(make_council(), user=reader, confirmed_at=long_ago)
    page.context.clear_cookies()
    go(page, f"{SIGN_IN}?next=/account/sessions/")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/account/sessions/")
    expect(page.locator(".govuk-tag")).to_have_text("This one")
    member.refresh_from_db()
    assert member.confirmed_at > long_ago, "whoever signs in still works there"


def test_a_passkey_is_the_second_step_of_a_moderator(visitor: Visitor, moderator: User) -> None:
    page = visitor.page()
    add_authenticator(page, knows_its_user=False)
    come_in(page, moderator, "/projects/")
    page.get_by_role("button", name="Add a passkey").click()
    page.get_by_role("button", name="Add a passkey").click()
    page.get_by_role("button", name="go on").click()
    page.wait_for_url("**/projects/")
    page.context.clear_cookies()
    come_in(page, moderator, "/projects/")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/projects/")


def test_a_browser_without_the_passkey_says_so_in_words(visitor: Visitor) -> None:
    page = visitor.page()
    add_authenticator(page)
    go(page, SIGN_IN)
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_text("That did not work. Try again, or use another way.")).to_be_visible()


def test_the_pages_of_the_second_step_are_accessible_on_a_phone_and_on_a_desktop(
    visitor: Visitor, moderator: User
) -> None:
    page = visitor.page()
    add_authenticator(page)
    come_in(page, moderator, "/")
    complaints = axe_complaints(page, DESKTOP, PHONE)
    page.get_by_role("button", name="Set up an app").click()
    complaints += axe_complaints(page, DESKTOP, PHONE)
    page.get_by_role("button", name="Set up the app").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    complaints += axe_complaints(page, DESKTOP, PHONE)
    go(page, STEP)
    set_up_app(page, moderator)
    complaints += axe_complaints(page, DESKTOP, PHONE)
    go(page, f"{STEP}webauthn/add/")
    page.get_by_role("button", name="Add a passkey").click()
    page.wait_for_url(f"**{STEP}")
    key = moderator.authenticator_set.get(type="webauthn").pk
    pages = ["", "totp/deactivate/", "recovery-codes/generate/", "webauthn/", "webauthn/add/", "reauthenticate/"]
    pages += ["webauthn/reauthenticate/", f"webauthn/keys/{key}/edit/", f"webauthn/keys/{key}/remove/"]
    for address in [*(STEP + one for one in pages), "/account/sessions/"]:
        go(page, address)
        assert urlsplit(page.url).path == address
        complaints += axe_complaints(page, DESKTOP, PHONE)
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), address
    page.context.clear_cookies()
    come_in(page, moderator, "/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Second step")
    assert complaints + axe_complaints(page, DESKTOP, PHONE) == []


def test_signing_out_everywhere_ends_the_session_of_another_browser(visitor: Visitor) -> None:
    person = make_person("Ada")
    office, home = visitor.page(), visitor.page(PHONE)
    for page in (office, home):
        come_in(page, person)
    go(office, "/account/sessions/")
    expect(office.locator(".govuk-summary-list__row")).to_have_count(2)
    office.get_by_role("button", name="Sign out everywhere").click()
    expect(office.get_by_text("You are signed out everywhere")).to_be_visible()
    go(home, "/account/sessions/")
    assert urlsplit(home.url).path == SIGN_IN
