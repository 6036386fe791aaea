"""Following in a real browser: by keyboard, on a phone, without script, with nothing for axe to complain of."""

from collections.abc import Iterator

import pytest
from django.conf import settings as site
from playwright.sync_api import Page, expect

from collaboration.models import AlertSettings, Follow
from collaboration.unsubscribing import token_of, token_of_all
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
from tests.support.factories import make_area, make_council, make_project
from tests.support.visits import signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def visitor(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Visitor]:
    """Somebody with Chromium before a site that stores what they do."""
    with working_visitor(monkeypatch) as visitor:
        yield visitor


def page_of(visitor: Visitor, person: User, *, with_script: bool = True) -> Page:
    """Return a blank page of a person who is signed in."""
    page = visitor.page(java_script_enabled=with_script)
    session = signed_in(person).cookies[site.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": site.SESSION_COOKIE_NAME, "value": session, "url": visitor.site}])
    return page


def press(page: Page, name: str) -> None:
    """Press a button from the keyboard."""
    page.get_by_role("button", name=name).focus()
    page.keyboard.press("Enter")


@pytest.mark.parametrize("with_script", [True, False])
def test_a_list_is_followed_renamed_and_stopped_by_keyboard(visitor: Visitor, reader: User, with_script: bool) -> None:
    make_project("Brown bins")
    page = page_of(visitor, reader, with_script=with_script)
    go(page, "/projects/?q=bins")
    press(page, "Follow this list")
    expect(page.get_by_text("You follow this list as “Projects matching ‘bins’”.")).to_be_visible()
    page.get_by_role("link", name="See your alerts").press("Enter")
    page.get_by_text("Nothing new, 1 in the last 30 days").press("Enter")
    expect(page.get_by_role("link", name="Brown bins")).to_be_visible()
    page.get_by_role("link", name="Rename Projects matching ‘bins’").press("Enter")
    page.get_by_label("What do you want to call it?").fill("Our bins")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Our bins", exact=True)).to_be_visible()
    page.get_by_label("Every day").check()
    press(page, "Save")
    expect(page.get_by_text("Saved. You get one email each day")).to_be_visible()
    press(page, "Stop following Our bins")
    expect(page.get_by_text("You do not follow “Our bins” any more.")).to_be_visible()
    assert not Follow.objects.exists()


def test_the_link_in_a_mail_ends_it_after_one_press(visitor: Visitor, reader: User) -> None:
    follow = Follow.objects.create(user=reader, listing_id=make_project("Bins").pk)
    page = visitor.page(PHONE)
    go(page, f"/unsubscribe/{token_of(follow)}/")
    press(page, "Stop these emails")
    expect(page.get_by_role("heading", name="You get no more emails about “Bins”")).to_be_visible()
    assert not Follow.objects.exists()


def test_axe_finds_nothing_wrong_and_nothing_is_wider_than_a_phone(visitor: Visitor, reader: User) -> None:
    council, area = make_council("Exford"), make_area("Waste")
    project = make_project(f"Bins {'and-more' * 20}", leads=[council], areas=[area])
    AlertSettings.objects.create(user=reader)
    follow = Follow.objects.create(
        user=reader, list_name="projects", query="q=bins", title=f"Everything about {'bins' * 30}"
    )
    Follow.objects.create(user=reader, listing_id=project.pk)
    page = page_of(visitor, reader)
    wrong = []
    for address in (
        "/account/alerts/",
        "/projects/?q=bins",
        "/projects/?q=nothing",
        "/services/",
        project.get_absolute_url(),
        council.get_absolute_url(),
        area.get_absolute_url(),
        "/follow/?list=projects&query=q%3Dparks",
        f"/account/alerts/{follow.pk}/name/",
        f"/unsubscribe/{token_of(follow)}/",
        f"/unsubscribe/{token_of_all(reader)}/",
    ):
        go(page, address)
        wrong += [f"{address} {complaint}" for complaint in axe_complaints(page, DESKTOP, PHONE)]
        page.set_viewport_size(PHONE)
        wrong += [] if is_as_wide_as_its_window(page) else [f"{address} has to be scrolled sideways"]
    assert wrong == []
