"""Before an entry begins: what others do or did that is like it, and what somebody may do about it."""

from typing import Any

import pytest
from django.test import Client

from councils.models import Organisation
from listings.models import Listing, StartCheck
from tests.support.factories import make_council, make_officer, make_project
from tests.support.pages import Page, read
from tests.support.registering import SAID, address, begin, start_address
from tests.support.visits import signed_in

pytestmark = pytest.mark.django_db
TITLE = "Repairs tracker for tenants"


@pytest.fixture
def council() -> Organisation:
    """A council."""
    return make_council("Exford")


@pytest.fixture
def client(council: Organisation) -> Client:
    """A browser in which an officer of the council is signed in."""
    return signed_in(make_officer(council, "Jo"))


def shown(client: Client, council: Organisation, **said: Any) -> Page:
    """Send the first page and return what comes."""
    return read(begin(client, council, **said))


def new_entry() -> Listing:
    """Return the entry that has begun."""
    return Listing.objects.get(title=SAID["title"])


def test_similar_work_is_shown_with_its_reason_before_anything_is_saved(client: Client, council: Organisation) -> None:
    make_project(TITLE, leads=[make_council("Wyeford")], phase="beta")
    page = shown(client, council)
    assert page.heading(1) == "1 entry looks like this one"
    assert TITLE in page.heading(2)
    assert "Led by Wyeford Council" in page.text
    assert "Close wording" in page.text
    assert Listing.objects.count() == 1


def test_what_ended_or_was_refused_is_shown_too_and_says_why(client: Client, council: Organisation) -> None:
    make_project(TITLE, is_ended=True, end_reason="evidence-said-no", end_note="Nobody used it.")
    make_project(f"{TITLE} again", funding_outcome="not-funded", funding_reason="Too few partners.")
    page = shown(client, council)
    assert "Stopped because the evidence said no: Nobody used it." in page.text
    assert "Not funded: Too few partners." in page.text


def test_going_on_keeps_what_was_shown_and_that_the_officer_went_on(client: Client, council: Organisation) -> None:
    other = make_project(TITLE)
    begin(client, council, **{"go-on": "1"})
    check = new_entry().start_check
    assert check.choice == StartCheck.Choice.GO_ON
    assert [one.pk for one in check.offered.all()] == [other.pk]


def test_pointing_to_similar_work_puts_it_among_the_links_and_is_kept(client: Client, council: Organisation) -> None:
    other = make_project(TITLE)
    begin(client, council, **{"go-on": "1", "link": [str(other.pk), "x", "999999"]})
    assert new_entry().start_check.choice == StartCheck.Choice.LINK
    [link] = new_entry().links.all()
    assert link.url.endswith(other.get_absolute_url())


def test_one_may_ask_to_join_what_is_public_goes_on_and_is_not_ones_own(client: Client, council: Organisation) -> None:
    make_project(TITLE, leads=[make_council()])
    make_project(f"{TITLE} ended", leads=[make_council()], is_ended=True)
    own = make_project(f"{TITLE} of ours", leads=[council])
    page = shown(client, council)
    assert [link.text for link in page.links if "Ask to join" in link.text] == [
        f"Ask to join this one instead: {TITLE}"
    ]
    assert page.link(f"Go on with this one instead: {TITLE} of ours").href == address(own, "tasks")


def test_drafts_of_the_own_council_are_shown_and_those_of_others_never(client: Client, council: Organisation) -> None:
    mine = make_project(TITLE, state="draft", leads=[council])
    make_project(f"{TITLE} in secret", state="draft", leads=[make_council()])
    page = shown(client, council)
    assert page.heading(1) == "1 entry looks like this one"
    assert page.link(f"Go on with this one instead: {TITLE}").href == address(mine, "tasks")
    assert "secret" not in page.text


def test_the_second_page_carries_what_was_typed_and_leads_back_to_it(client: Client, council: Organisation) -> None:
    make_project(TITLE)
    page = shown(client, council)
    carried = {given["name"]: given["value"] for given in page.attributes("input", type="hidden") if "value" in given}
    assert SAID.items() <= carried.items()
    carried.pop("csrfmiddlewaretoken")
    back = read(client.post(start_address(council), carried | {"back": "1"}))
    assert back.attributes("input", name="title")[0]["value"] == SAID["title"]
    assert back.attributes("input", name="key")[0]["value"] == carried["key"]
    assert Listing.objects.count() == 1


def test_nothing_similar_is_noted_too(client: Client, council: Organisation) -> None:
    make_project("Audit of cemeteries", summary="Graves.")
    begin(client, council)
    assert new_entry().start_check.choice == StartCheck.Choice.NOTHING_SIMILAR
