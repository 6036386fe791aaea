"""One entry from the front page to its end, as an officer, a partner and a moderator go through it in a browser."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from councils.models import User
from listings.actions.review_mails import ask_for_reviews
from listings.models import Listing
from tests.support.browsing import (
    DESKTOP,
    PATIENCE,
    PHONE,
    Visitor,
    is_as_wide_as_its_window,
    working_visitor,
)
from tests.support.doors import list_domain
from tests.support.factories import make_area, make_council, make_manager, make_officer, make_person
from tests.support.mail import code_in, deliver
from tests.support.visits import signed_in

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

TITLE, PROBLEM = "Beach huts online", "Families cannot see which beach huts are free."


@pytest.fixture
def visitor(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Visitor]:
    """Somebody with Chromium before a site that stores what they do."""
    with working_visitor(monkeypatch) as visitor:
        yield visitor


def sign_in_from_the_front_page(page: Page, address: str, name: str) -> None:
    """Come in with a code from the mail, as somebody who was never here before, and give a name."""
    page.goto("/")
    page.get_by_role("link", name="Sign in").first.click()
    page.get_by_label("Email address").fill(address)
    page.get_by_role("button", name="Send me a code").click()
    page.wait_for_url("**/code/")
    [mail] = deliver()
    page.get_by_label("Code from the email").fill(code_in(mail))
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/account/details/**")
    page.get_by_label("Name").fill(name)
    page.locator("main button").first.click()
    page.wait_for_url(re.compile("/account/(?!details)|/councils/"))


def continue_on(page: Page) -> None:
    """Press Continue, and wait for the next page."""
    with page.expect_navigation():
        page.get_by_role("button", name="Continue").click()


def register(page: Page) -> None:
    """Start an entry with all that is needed, a partner and an ask, and send it in."""
    page.get_by_role("link", name="Register what you are working on").first.click()
    page.get_by_label("What are you working on?").fill(TITLE)
    page.get_by_label("The problem, in a sentence").fill(PROBLEM)
    page.get_by_label("A project").check()
    continue_on(page)
    page.get_by_label("Search the list").fill("leisure")
    page.get_by_role("button", name="Find").click()
    page.get_by_label("Leisure").first.check()
    continue_on(page)
    page.get_by_label("Discovery").check()
    continue_on(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    page.get_by_role("link", name="Partners and their roles").click()
    page.get_by_role("link", name="Add an organisation").click()
    page.get_by_label("Name of the organisation").fill("Winsford")
    page.get_by_role("button", name="Search").click()
    page.get_by_label("Winsford Council").check()
    page.get_by_label(re.compile("^Partner")).check()
    page.get_by_role("button", name="Add to the entry").click()
    page.get_by_role("link", name="Go back to the list of sections").click()
    page.get_by_role("link", name="What you want and offer").click()
    page.get_by_label("Looking for partners").check()
    continue_on(page)
    page.get_by_role("button", name="Check your answers").click()
    page.get_by_role("button", name="Send for review").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sent for review")


def approve(page: Page) -> None:
    """Find what waits, read it and approve it."""
    page.goto("/admin/")
    page.get_by_role("link", name="Waiting for a first look").click()
    page.get_by_role("link", name=TITLE).click()
    page.get_by_role("button", name="Approve and publish").click()


def see_it_everywhere(page: Page, *councils: str) -> None:
    """Find the entry in the public list and on the pages of the councils, without an account."""
    page.goto(f"/projects/?q={TITLE.replace(' ', '+')}")
    expect(page.locator(".result").get_by_role("link", name=TITLE)).to_be_visible()
    for council in councils:
        page.goto(f"/councils/{council}/")
        expect(page.get_by_role("link", name=TITLE).first).to_be_visible()


def change_what_it_says(page: Page, listing: Listing, words: str) -> None:
    """Change the summary of a public entry."""
    page.goto(listing.get_absolute_url())
    page.get_by_role("link", name="Edit this entry").first.click()
    page.get_by_role("link", name="Title and problem").click()
    page.get_by_label("The problem, in a sentence").fill(words)
    continue_on(page)


def look_at_the_change(page: Page, before: str, after: str) -> None:
    """See the old beside the new in the queue, and say that it has been looked at."""
    page.goto("/admin/")
    page.get_by_role("link", name="Changed since somebody looked").click()
    page.get_by_role("link", name=TITLE).click()
    expect(page.get_by_text(before)).to_be_visible()
    expect(page.get_by_text(after)).to_be_visible()
    page.get_by_role("button", name="I have looked at these changes").click()


def confirm_from_the_mail(page: Page, listing: Listing) -> None:
    """Follow the link of the mail that asks whether the entry is still true, and say yes."""
    a_quarter_ago = timezone.now() - timedelta(days=91)
    Listing.objects.filter(pk=listing.pk).update(confirmed_at=a_quarter_ago, review_date=timezone.localdate())
    ask_for_reviews(today=timezone.localdate(), by=None)
    [mail] = deliver()
    [link] = re.findall(r"https?://[^/\s]+(/review/\S+)", mail.body)
    page.goto(link)
    page.get_by_role("button", name="Still true").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you, nothing is left to confirm", timeout=PATIENCE)


def end_it(page: Page, listing: Listing) -> None:
    """Say that the work has ended, and what would be done differently."""
    page.goto(f"/councils/exford/manage/projects/{listing.pk}/")
    page.get_by_role("link", name="Say that it has ended").click()
    page.get_by_label("Completed").check()
    page.get_by_label(re.compile("do differently")).fill("Ask families first.")
    page.get_by_role("button", name="It has ended").click()


@pytest.mark.parametrize("with_script", [True, False], ids=["with script", "without script"])
def test_an_entry_goes_from_the_front_page_through_review_change_and_confirmation_to_its_end(
    visitor: Visitor, with_script: bool
) -> None:
    list_domain("exford.gov.uk", make_council("Exford", slug="exford"))
    winsford = make_council("Winsford", slug="winsford")
    partner = make_manager(winsford)
    make_area("Leisure")
    officer, anybody = (visitor.page(DESKTOP, java_script_enabled=with_script) for _ in range(2))
    moderator = visitor.page(DESKTOP, java_script_enabled=with_script)
    moderator.context.add_cookies([cookie_of(make_person("Moderator", is_staff=True), visitor.site)])

    sign_in_from_the_front_page(officer, "jo@exford.gov.uk", "Jo")
    officer.goto("/councils/exford/manage/")
    register(officer)
    assert deliver() == []
    approve(moderator)
    told = {mail.to[0] for mail in deliver()}
    assert told == {"jo@exford.gov.uk", partner.email}
    see_it_everywhere(anybody, "exford", "winsford")

    listing = Listing.objects.get().specific
    change_what_it_says(officer, listing, "Families and hoteliers cannot see which huts are free.")
    look_at_the_change(moderator, PROBLEM, "Families and hoteliers cannot see which huts are free.")
    confirm_from_the_mail(anybody, listing)
    listing.refresh_from_db()
    assert listing.review_date > timezone.localdate()
    end_it(officer, listing)
    anybody.goto(listing.get_absolute_url())
    expect(anybody.get_by_text("Ask families first.")).to_be_visible()
    expect(anybody.get_by_text("Ended").first).to_be_visible()


def cookie_of(person: User, site: str) -> dict[str, str]:
    """Return the cookie of somebody who is signed in, after the second step where that is needed."""
    return {"name": "sessionid", "value": signed_in(person).cookies["sessionid"].value, "url": site}


# By keyboard alone, on a phone

WORDS_OF_THE_FOCUS = """() => {
    const focused = document.activeElement;
    const labels = focused.labels ? [...focused.labels].map(label => label.innerText) : [];
    return [...labels, focused.innerText, focused.type === 'submit' ? focused.value : ''].join(' ').trim();
}"""
MOST_PRESSES = 90


def reach(page: Page, words: str) -> None:
    """Press the tabulator until the focus is on what is called so. Raises AssertionError when it never is."""
    for _ in range(MOST_PRESSES):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.type") == "radio":
            if choose_within_the_group(page, words):
                return
        elif page.evaluate(WORDS_OF_THE_FOCUS).startswith(words):
            return
    raise AssertionError(f"no way to “{words}” by keyboard on {page.url}")


def choose_within_the_group(page: Page, words: str) -> bool:
    """Go through a group of radio buttons with the arrows and choose; return whether it has what is called so."""
    first = page.evaluate("document.activeElement.id")
    labels = "[...document.getElementsByName(document.activeElement.name)].map(one => one.labels[0].innerText.trim())"
    if not any(label.startswith(words) for label in page.evaluate(labels)):
        return False
    page.keyboard.press("Space")
    while not page.evaluate(WORDS_OF_THE_FOCUS).startswith(words):
        page.keyboard.press("ArrowDown")
        assert page.evaluate("document.activeElement.id") != first
    return True


def press(page: Page, words: str) -> None:
    """Reach a link or button and press Enter, and wait for the page that it leads to."""
    reach(page, words)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def type_into(page: Page, words: str, text: str) -> None:
    """Reach a field and type."""
    reach(page, words)
    page.keyboard.type(text)


def test_an_officer_registers_and_a_moderator_approves_by_keyboard_alone_on_a_phone(visitor: Visitor) -> None:
    council = list_domain("exford.gov.uk", make_council("Exford", slug="exford"))
    make_area("Leisure")
    officer, moderator = visitor.page(PHONE), visitor.page(PHONE)
    for page, person in ((officer, make_officer(council)), (moderator, make_person("Mo", is_staff=True))):
        page.context.add_cookies([cookie_of(person, visitor.site)])
    officer.goto("/councils/exford/manage/")
    press(officer, "Register what you are working on")
    type_into(officer, "What are you working on?", TITLE)
    type_into(officer, "The problem, in a sentence", PROBLEM)
    reach(officer, "A project")
    for page_after in ("service-area", "phase", "projects"):
        assert is_as_wide_as_its_window(officer), officer.url
        press(officer, "Continue")
        assert page_after in officer.url
        if page_after == "service-area":
            type_into(officer, "Search the list", "leisure")
            press(officer, "Find")
            reach(officer, "Leisure")
            if not officer.evaluate("document.activeElement.checked"):  # what is called exactly so is ticked already
                officer.keyboard.press("Space")
        elif page_after == "phase":
            reach(officer, "Beta")
    press(officer, "Check your answers")
    assert is_as_wide_as_its_window(officer)
    press(officer, "Send for review")
    expect(officer.get_by_role("heading", level=1)).to_have_text("Sent for review")
    moderator.goto("/admin/")
    for step in ("Waiting for a first look", TITLE, "Approve and publish"):
        press(moderator, step)
    assert Listing.objects.get().state == Listing.State.PUBLISHED
