"""What people write, in Chromium: it opens no dialog, runs nothing, fetches nothing, and no policy is broken."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as site_settings
from playwright.sync_api import Dialog, Page

from councils.models import User
from tests.support.address_table import address_of
from tests.support.browsing import Visitor, go, working_visitor
from tests.support.cast import make_cast
from tests.support.hostile_rows import fill_up, make_hostile
from tests.support.visits import signed_in

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

SEEN_BY = {
    "visitor": ("projects", "project", "council", "service"),
    "officer": ("council-area", "project-tasks", "project-check", "entry-partners", "project-history", "entry-updates"),
    "moderator": ("moderate-entry", "moderate-doubt", "queues"),
    "administrator": ("admin:projects_project_changelist", "admin:projects_project_change"),
}


@pytest.fixture
def visitor(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Visitor]:
    """Somebody with Chromium before a site that stores what they do."""
    with working_visitor(monkeypatch) as visitor:
        yield visitor


def page_of(visitor: Visitor, person: User | None, dialogs: list[str]) -> Page:
    """Return a blank page in a browser in which this person is signed in; `dialogs` takes what pages open."""
    page = visitor.page()

    def note(dialog: Dialog) -> None:
        dialogs.append(f"{page.url}: {dialog.message}")
        dialog.dismiss()

    page.on("dialog", note)
    if person:
        name = site_settings.SESSION_COOKIE_NAME
        page.context.add_cookies([{"name": name, "value": signed_in(person).cookies[name].value, "url": visitor.site}])
    return page


def test_no_page_runs_or_fetches_what_people_wrote(visitor: Visitor) -> None:
    things: dict[str, Any] = fill_up()
    cast = make_cast(things)
    addresses = {name: address_of(name, things) for names in SEEN_BY.values() for name in names}
    make_hostile()
    dialogs: list[str] = []
    for who, names in SEEN_BY.items():
        page = page_of(visitor, cast[who], dialogs)
        for name in names:
            go(page, addresses[name])
            assert page.locator("body").inner_text().count("alert(1)"), f"{name} shows nothing that people wrote"
            for selector in ("summary", "input:visible", "a[href*='zq']"):
                for one in page.locator(selector).all()[:3]:
                    one.dispatch_event("mouseover")
                    one.dispatch_event("focus")
    assert dialogs == []
