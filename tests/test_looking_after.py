"""Looking after an entry: officers take on what their council leads and give it up, in the council's area."""

from typing import Any

import pytest

from councils import demo
from councils.actions.memberships import leave
from councils.models import Organisation, User
from listings.actions.demo_entries import give_demo_officer_entries
from listings.actions.looking_after import LookAfterRefused, look_after
from listings.models import ListingOfficer
from tests.support.belonging import area, send, status
from tests.support.factories import make_council, make_manager, make_member, make_officer, make_project
from tests.support.visits import show, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def council() -> Organisation:
    """A council."""
    return make_council("Exford")


def take_on(listing: Any) -> str:
    """Return the part of the address at which an entry is taken on."""
    return f"entries/{listing.pk}/look-after/"


def give_up(listing: Any) -> str:
    """Return the part of the address at which an entry is given up."""
    return f"entries/{listing.pk}/give-up/"


def officers() -> list[str]:
    """Return who looks after an entry now."""
    return [officer.membership.user.name for officer in ListingOfficer.objects.current()]


def test_an_officer_takes_on_an_entry_and_gives_it_up(council: Organisation) -> None:
    bins, jo = make_project("Bins", leads=[council]), make_officer(council, "Jo")
    assert "Look after it" in show(signed_in(jo), area(council)).text
    page = send(jo, area(council, take_on(bins)))
    assert "You now look after “Bins”." in page.text
    assert "looked after by Jo" in page.text
    assert "Stop looking after it" in page.text
    assert officers() == ["Jo"]
    page = send(jo, area(council, give_up(bins)))
    assert "You no longer look after “Bins”." in page.text
    assert officers() == []


def test_pressing_twice_changes_nothing(council: Organisation) -> None:
    bins, jo = make_project("Bins", leads=[council]), make_officer(council, "Jo")
    for _ in range(2):
        send(jo, area(council, take_on(bins)))
        assert officers() == ["Jo"]
    for _ in range(2):
        send(jo, area(council, give_up(bins)))
        assert officers() == []


def test_nobody_gives_up_for_a_colleague(council: Organisation) -> None:
    bins = make_project("Bins", leads=[council])
    look_after(listing=bins, membership=make_member(council, "Jo"), by=None)
    send(make_officer(council, "Kim"), area(council, give_up(bins)))
    assert officers() == ["Jo"]


def test_what_an_officer_looked_after_waits_to_be_handed_over_when_they_leave(council: Organisation) -> None:
    bins, jo = make_project("Bins", leads=[council]), make_member(council, "Jo")
    manager = make_manager(council)
    send(jo.user, area(council, take_on(bins)))
    leave(membership=jo, by=jo.user)
    assert "1 entry waits to be handed over" in show(signed_in(manager), area(council)).text


def test_an_entry_of_another_council_cannot_be_taken_on(council: Organisation) -> None:
    other = make_council("Wyeford")
    theirs = make_project("Parks", leads=[other], partners=[council])
    jo = make_officer(council, "Jo")
    assert status(jo, area(council, take_on(theirs)), "post") == 404
    assert status(jo, area(other, take_on(theirs)), "post") == 404
    with pytest.raises(LookAfterRefused, match="does not answer for “Parks”"):
        look_after(listing=theirs, membership=jo.memberships.get(), by=jo)
    assert officers() == []


def test_who_left_at_this_moment_takes_nothing_on(council: Organisation) -> None:
    bins, jo = make_project("Bins", leads=[council]), make_member(council, "Jo")
    leave(membership=jo, by=jo.user)
    with pytest.raises(LookAfterRefused, match="does not belong to Exford Council any more"):
        look_after(listing=bins, membership=jo, by=jo.user)


def test_moderators_look_after_entries_of_no_council(council: Organisation, moderator: User) -> None:
    bins = make_project("Bins", leads=[council])
    assert "Look after it" not in show(signed_in(moderator), area(council)).text
    assert status(moderator, area(council, take_on(bins)), "post") == 403


def test_the_officer_of_the_quick_start_looks_after_two_entries_once(council: Organisation) -> None:
    assert give_demo_officer_entries(by=None) == 0
    for title in ("Bins", "Parks", "Roads"):
        make_project(title, leads=[council])
    address = next(person.address for person in demo.PEOPLE if person.role == "officer")
    make_member(council, user=User.objects.create_user(address, name="Olu"))
    assert give_demo_officer_entries(by=None) == 2
    assert give_demo_officer_entries(by=None) == 0
    assert officers() == ["Olu", "Olu"]
