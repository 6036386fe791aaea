"""Interest from the first press to its outcome, and interest that nobody answers, as people go through it."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail as outbox
from django.utils import timezone
from django.utils.timezone import localdate
from playwright.sync_api import Page, expect

from collaboration.actions.chasing import chase
from collaboration.actions.digests import send_digests
from collaboration.models import Interest
from collaboration.working_days import working_days_after
from councils.models import User
from listings.models import Listing
from tests.support.browsing import DESKTOP, PHONE, Visitor, is_as_wide_as_its_window, working_visitor
from tests.support.factories import (
    look_after,
    make_area,
    make_council,
    make_manager,
    make_officer,
    make_person,
    make_project,
)
from tests.support.mail import deliver
from tests.support.visits import signed_in

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

TITLE = "Bin rounds by demand"


@pytest.fixture
def visitor(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Visitor]:
    """Somebody with Chromium before a site that stores what they do."""
    with working_visitor(monkeypatch) as visitor:
        yield visitor


def page_of(visitor: Visitor, person: User | None = None, **options: Any) -> Page:
    """Return a blank page of somebody who is signed in, or of anybody."""
    page = visitor.page(options.pop("size", DESKTOP), **options)
    if person:
        session = signed_in(person).cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": visitor.site}])
    return page


def press(page: Page, name: str | re.Pattern[str], role: Any = "button") -> None:
    """Press what is called so, and wait for the page that it leads to."""
    with page.expect_navigation():
        page.get_by_role(role, name=name).first.click()


def link_in(message: Any, path: str) -> str:
    """Return the path in a mail that begins so. Raises AssertionError when there is none, or more than one."""
    [found] = set(re.findall(rf"https?://[^/\s]+({path}\S+)", message.body))
    return str(found)


def follow_the_service_area(page: Page, area: str) -> None:
    """Follow a service area, and ask to be told every day."""
    page.goto("/service-areas/")
    press(page, area, "link")
    press(page, re.compile("^Follow"))
    page.goto("/account/alerts/")
    page.get_by_label("Every day").check()
    press(page, "Save")


def find_it_and_ask_to_join(page: Page) -> None:
    """Find the entry by its words, and write to its people for one's council."""
    page.goto("/")
    page.locator("main input[name=q]").fill("bin rounds")
    with page.expect_navigation():
        page.locator("main input[name=q]").press("Enter")
    press(page, TITLE, "link")
    press(page, "Join", "link")
    page.get_by_label("Your message").fill("We run 40 rounds and would like to try it with you.")
    page.get_by_label("What you have").fill("A developer for a day a week")
    assert is_as_wide_as_its_window(page)
    press(page, "Send the message")


def say_that_they_joined(page: Page, conversation: str) -> None:
    """Read what was written last, and say that the council takes part now, as a partner."""
    page.goto(conversation)
    expect(page.get_by_text("Tuesday at ten, or Thursday at two?")).to_be_visible()
    page.get_by_text("Say what came of it", exact=True).click()
    page.get_by_label(re.compile("takes part now")).check()
    page.get_by_label(re.compile("^Partner")).check()
    press(page, "Save what came of it")


@pytest.mark.parametrize("with_script", [True, False], ids=["with script", "without script"])
def test_interest_leads_from_a_search_over_an_answer_by_mail_to_a_part_that_everybody_sees(
    visitor: Visitor, with_script: bool
) -> None:
    area = make_area("Waste")
    exford, winsford = make_council("Exford", slug="exford"), make_council("Winsford", slug="winsford")
    owner, officer = make_officer(exford, "Olu Owner"), make_officer(winsford, "Sam Sender")
    watcher = make_manager(make_council("Dulverton"))
    listing = make_project(TITLE, leads=[exford], areas=[area], wants="partners")
    script: dict[str, Any] = {"java_script_enabled": with_script}

    follow_the_service_area(page_of(visitor, watcher, **script), "Waste")
    sender = page_of(visitor, officer, size=PHONE, **script)
    find_it_and_ask_to_join(sender)
    [received] = deliver()
    assert received.to == [owner.email]
    assert officer.email not in received.body

    by_mail = page_of(visitor, **script)
    by_mail.goto(link_in(received, "/interest/"))
    press(by_mail, "Let’s talk")
    [answered] = deliver()
    assert answered.to == [officer.email]
    sender.goto(link_in(answered, "/account/interests/"))
    sender.get_by_label("Write to them").fill("Tuesday at ten, or Thursday at two?")
    press(sender, "Send the message")
    [passed_on] = deliver()

    say_that_they_joined(page_of(visitor, owner, **script), link_in(passed_on, "/account/interests/"))
    deliver()

    anybody = page_of(visitor, **script)
    for council in ("exford", "winsford"):
        anybody.goto(f"/councils/{council}/")
        expect(anybody.get_by_role("link", name=TITLE).first).to_be_visible()
    assert Interest.objects.get().state == Interest.State.JOINED
    digest = digest_of_tomorrow(watcher)
    assert TITLE in digest
    assert "Winsford" in digest
    assert listing.get_absolute_url() in digest


def digest_of_tomorrow(reader: User) -> str:
    """Return the words of the one digest that somebody gets on the next day."""
    with time_machine.travel(timezone.now() + timedelta(days=1), tick=True):
        send_digests(day=localdate())
    [digest] = [mail for mail in deliver_all() if mail.to == [reader.email]]
    return str(digest.body)


def deliver_all() -> list[Any]:
    """Return every mail so far, those that no job of the queue sent among them."""
    deliver()
    return list(outbox.outbox)


def days_on_the_ladder(due: date) -> dict[str, date]:
    """Return the day of each step for an interest that is due on a day."""
    reminded = due + timedelta(days=1)
    managers = working_days_after(reminded, 5)
    return {"reminded": reminded, "managers": managers, "moderators": working_days_after(managers, 5)}


def test_interest_that_nobody_answers_climbs_to_the_moderators_and_everybody_can_see_how_it_stands(
    visitor: Visitor,
) -> None:
    exford, winsford = make_council("Exford", slug="exford"), make_council("Winsford", slug="winsford")
    manager, moderator = make_manager(exford, "Mo Manager"), make_person("Moderator", is_staff=True)
    officer, sender = make_officer(exford, "Olu Owner"), make_officer(winsford, "Sam Sender")
    listing: Listing = make_project(TITLE, leads=[exford], wants="partners")
    look_after(listing, officer.memberships.get())
    here = page_of(visitor, sender)
    find_it_and_ask_to_join(here)
    assert {mail.to[0] for mail in deliver()} == {officer.email}
    days = days_on_the_ladder(Interest.objects.get().due_on or localdate())

    told = {}
    for step, day in days.items():
        with time_machine.travel(timezone.now() + (day - localdate()), tick=True):
            chase(today=day)
            told[step] = {mail.to[0] for mail in deliver()}
    assert told["reminded"] == {officer.email}
    assert told["managers"] == {manager.email}
    assert told["moderators"] == {moderator.email, sender.email}

    queue = page_of(visitor, moderator)
    queue.goto("/admin/interest/")
    expect(queue.get_by_text(TITLE).first).to_be_visible()
    here.goto("/account/interests/")
    press(here, re.compile(TITLE), "link")
    expect(here.get_by_text(re.compile("moderator", re.IGNORECASE)).first).to_be_visible()
    anybody = page_of(visitor)
    anybody.goto(listing.get_absolute_url())
    assert "Sam Sender" not in anybody.content()
