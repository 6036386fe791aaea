"""Handing over: what people looked after who left passes to the managers, entry by entry or all at once."""

from typing import Any

import pytest

from councils.actions.accounts import close_account
from councils.actions.memberships import end_membership, leave
from councils.models import Membership, Organisation, User
from listings.actions.handover import HandoverRefused, hand_over
from listings.models import Listing, ListingOfficer
from tests.support.factories import (
    look_after,
    make_council,
    make_manager,
    make_member,
    make_officer,
    make_project,
    make_service,
)
from tests.support.mail import deliver
from tests.support.pages import Page, read
from tests.support.visits import show, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def council() -> Organisation:
    """A council."""
    return make_council("Exford")


@pytest.fixture
def left(council: Organisation) -> Membership:
    """Somebody who looked after two entries of the council and left, while a manager was there."""
    make_manager(council, "Mina")
    jo = make_member(council, "Jo")
    look_after(make_project("Bins", leads=[council]), jo)
    look_after(make_service("Audit", leads=[council]), jo)
    leave(membership=jo, by=jo.user)
    return jo


def address(council: Organisation) -> str:
    """Return where the council's entries are handed over."""
    return f"/councils/{council.slug}/manage/handover/"


def manager_of(council: Organisation) -> User:
    """Return the council's first manager."""
    return council.memberships.current().managers()[0].user


def send(person: User, council: Organisation, **answers: Any) -> Page:
    """Send the form as this person; return the page that it leads to."""
    response = signed_in(person).post(address(council), answers, follow=True)
    assert response.status_code == 200
    return read(response)


def officers(title: str) -> list[str]:
    """Return who looks after the entry of this title now."""
    current = ListingOfficer.objects.current().filter(listing__title=title)
    return sorted(officer.membership.user.name for officer in current)


def field(title: str) -> str:
    """Return the name of the question about an entry."""
    return f"listing_{Listing.objects.get(title=title).pk}"


def test_what_somebody_looked_after_waits_when_they_leave_and_the_managers_hear_of_it(
    council: Organisation, left: Membership
) -> None:
    manager = manager_of(council)
    [mail] = deliver()
    assert mail.to == [manager.email]
    assert "2 entries that they looked after wait to be handed over" in " ".join(mail.body.split())
    assert address(council) in mail.body
    page = show(signed_in(manager), address(council))
    assert "2 entries wait" in page.text
    assert "Looked after by Jo until" in page.text
    assert "2 entries wait to be handed over" in show(signed_in(manager), f"/councils/{council.slug}/manage/").text
    assert officers("Bins") == []


def test_when_somebody_leaves_who_looked_after_nothing_the_managers_hear_that_nothing_waits(
    council: Organisation,
) -> None:
    make_manager(council, "Mina")
    jo, kim = make_member(council, "Jo"), make_member(council, "Kim")
    leave(membership=jo, by=jo.user)
    close_account(user=kim.user, by=kim.user)
    left, closed = deliver()
    assert left.subject == "Jo no longer belongs to Exford Council"
    assert closed.subject == "An officer of Exford Council closed their account"
    for mail in (left, closed):
        assert "nothing waits to be handed over" in mail.body
        assert address(council) not in mail.body
        assert f"/councils/{council.slug}/manage/people/" in mail.body


def test_one_press_gives_everything_to_the_managers(council: Organisation, left: Membership) -> None:
    make_manager(council, "Nia")
    manager = manager_of(council)
    page = show(signed_in(manager), address(council))
    chosen = [option["value"] for option in page.attributes("option") if "selected" in option]
    assert chosen == ["managers", "managers"]
    page = send(manager, council, **{field("Bins"): "managers", field("Audit"): "managers"})
    assert "2 entries handed over." in page.text
    assert "Nothing waits to be handed over" in page.text
    assert officers("Bins") == officers("Audit") == ["Mina", "Nia"]


def test_everything_may_go_to_one_person(council: Organisation, left: Membership) -> None:
    kim = make_member(council, "Kim")
    manager = manager_of(council)
    for_each = {field("Bins"): "managers", field("Audit"): "later"}
    assert send(manager, council, all_to=left.pk, **for_each).title.startswith("Error: ")
    page = send(manager, council, all_to=kim.pk, **for_each)
    assert "2 entries handed over." in page.text
    assert officers("Bins") == officers("Audit") == ["Kim"]


def test_what_is_chosen_for_each_entry_counts_where_nobody_gets_everything(
    council: Organisation, left: Membership
) -> None:
    kim = make_member(council, "Kim")
    send(manager_of(council), council, all_to="each", **{field("Bins"): kim.pk, field("Audit"): "managers"})
    assert (officers("Bins"), officers("Audit")) == (["Kim"], ["Mina"])


def test_of_a_single_entry_nobody_is_asked_twice_who_gets_it(council: Organisation) -> None:
    jo = make_member(council, "Jo")
    look_after(make_project("Bins", leads=[council]), jo)
    make_manager(council, "Mina")
    leave(membership=jo, by=jo.user)
    assert "Give all to" not in show(signed_in(manager_of(council)), address(council)).text


def test_each_entry_may_go_to_somebody_else_or_wait(council: Organisation, left: Membership) -> None:
    kim = make_member(council, "Kim")
    page = send(manager_of(council), council, **{field("Bins"): kim.pk, field("Audit"): "later"})
    assert "1 entry handed over." in page.text
    assert "1 entry waits" in page.text
    assert officers("Bins") == ["Kim"]
    assert officers("Audit") == []


def test_who_looks_after_an_entry_already_goes_on(council: Organisation, left: Membership) -> None:
    kim = make_member(council, "Kim")
    look_after(Listing.objects.get(title="Bins"), kim)
    send(manager_of(council), council, **{field("Bins"): kim.pk, field("Audit"): kim.pk})
    assert officers("Bins") == officers("Audit") == ["Kim"]
    assert ListingOfficer.objects.count() == 2


def test_entries_go_to_nobody_who_does_not_belong_to_the_council(council: Organisation, left: Membership) -> None:
    manager, stranger = manager_of(council), make_member(make_council())
    for who in (stranger.pk, left.pk, "0", "everybody", ""):
        page = send(manager, council, **{field("Bins"): who, field("Audit"): "managers"})
        assert page.title.startswith("Error: ")
    with pytest.raises(HandoverRefused, match="Choose somebody who belongs to"):
        hand_over(listing=Listing.objects.get(title="Bins"), organisation=council, to=[stranger], by=manager)
    assert officers("Bins") == officers("Audit") == []


def test_nobody_hands_over_for_another_council(council: Organisation, left: Membership) -> None:
    other = make_council("Wyeford")
    stranger = make_manager(other)
    answers = {field("Bins"): "managers", field("Audit"): "managers"}
    assert signed_in(stranger).post(address(council), answers).status_code == 404
    assert signed_in(make_officer(council)).post(address(council), answers).status_code == 403
    assert "Nothing was handed over." in send(stranger, other, **answers).text
    assert officers("Bins") == []


def test_an_entry_that_the_council_does_not_lead_any_more_is_not_its_to_hand_over(
    council: Organisation, left: Membership
) -> None:
    Listing.objects.get(title="Bins").participations.update(organisation=make_council())
    page = show(signed_in(manager_of(council)), address(council))
    assert "1 entry waits" in page.text
    assert "Bins" not in page.text


def test_an_entry_is_handed_over_once(council: Organisation, left: Membership) -> None:
    manager, kim = manager_of(council), make_member(council, "Kim")
    bins = Listing.objects.get(title="Bins")
    hand_over(listing=bins, organisation=council, to=[kim], by=manager)
    with pytest.raises(HandoverRefused, match="already"):
        hand_over(listing=bins, organisation=council, to=[kim], by=manager)
    assert officers("Bins") == ["Kim"]


def test_what_two_councils_look_after_together_is_handed_over_by_each_for_itself(council: Organisation) -> None:
    other = make_council("Wyeford")
    make_manager(council, "Mina")
    make_manager(other, "Wanda")
    bins = make_project("Bins", leads=[council, other])
    ours, theirs = make_member(council, "Jo"), make_member(other, "Jim")
    for member in (ours, theirs):
        look_after(bins, member)
        leave(membership=member, by=member.user)
    send(manager_of(council), council, **{field("Bins"): "managers"})
    assert officers("Bins") == ["Mina"]
    assert "1 entry waits" in show(signed_in(manager_of(other)), address(other)).text


def test_moderators_hand_over_for_a_council_without_managers(council: Organisation, moderator: User) -> None:
    jo, kim = make_member(council, "Jo"), make_member(council, "Kim")
    look_after(make_project("Bins", leads=[council]), jo)
    end_membership(membership=jo, reason=Membership.EndReason.ENDED, by=moderator)
    page = show(signed_in(moderator), address(council))
    assert "The managers" not in page.text
    send(moderator, council, **{field("Bins"): kim.pk})
    assert officers("Bins") == ["Kim"]
