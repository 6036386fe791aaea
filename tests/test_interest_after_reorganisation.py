"""Councils are abolished while their people talk to others: those who took over go on with it."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from collaboration.actions.interest.moves import answer, write
from collaboration.actions.interest.outcomes import end
from collaboration.actions.refused import Blocked, InterestRefused
from collaboration.limits import refuse_if_blocked
from collaboration.models import Block, Interest
from councils.models import Organisation, User
from tests.support.factories import make_council, make_manager, make_officer, make_project, succeed
from tests.support.joining import make_interest
from tests.support.mail import deliver
from tests.support.visits import show, signed_in

pytestmark = pytest.mark.django_db
WORDS = "Tuesday at ten would suit us."


@pytest.fixture
def owner(db: None) -> User:
    """The officer of the council that answers for the entry."""
    return make_officer(make_council("Exford"), "Ann Lee")


@pytest.fixture
def successor(db: None) -> Organisation:
    """The council that takes over."""
    return make_council("Somer")


@pytest.fixture
def talk(owner: User, successor: Organisation) -> Interest:
    """The owners want to talk with an officer of Wells, whose council is abolished then."""
    council, between = make_council("Wells"), make_council("Wells and Cheddar")
    listing = make_project("Bins", leads=[owner.memberships.get().organisation])
    sender = make_officer(council, "Bob Hall")
    interest = make_interest(listing=listing, kind="join", organisation=council, sender=sender)
    answer(interest=interest, answer="talk", by=owner)
    deliver()
    for earlier, later in ((council, between), (between, successor)):
        succeed(earlier, later)
        Organisation.objects.filter(pk=earlier.pk).update(status="abolished", end_date=date(2023, 3, 31))
    return Interest.objects.get(pk=interest.pk)


def again(person: User | None) -> User:
    """Return somebody as another request has them."""
    assert person is not None
    return User.objects.get(pk=person.pk)


def test_the_manager_of_the_council_that_took_over_goes_on(
    talk: Interest, owner: User, successor: Organisation
) -> None:
    manager, address = make_manager(successor, "Sue Dee"), reverse("interest", args=[talk.pk])
    assert address in {link.get("href") for link in show(signed_in(manager), reverse("my-interests")).attributes("a")}
    assert "We do this, too." in show(signed_in(manager), address).text
    given: dict[str, Any] = {"key": "6f2c1f6e-0f6b-4a67-9d5e-8d2f7a4f1b11", "words": WORDS}
    signed_in(manager).post(reverse("write-in-interest", args=[talk.pk]), given)
    assert [letter.to for letter in deliver() if WORDS in letter.body] == [[owner.email]]
    write(interest=talk, words="Tuesday it is, then.", by=owner)
    assert manager.email in {letter.to[0] for letter in deliver() if "Tuesday it is, then." in letter.body}
    signed_in(manager).post(reverse("end-interest", args=[talk.pk]), {"outcome": "met"})
    talk.refresh_from_db()
    assert talk.state == "met"


def test_who_wrote_goes_on_once_they_belong_to_the_council_that_took_over(
    talk: Interest, successor: Organisation
) -> None:
    sender = again(talk.sender)
    with pytest.raises(InterestRefused, match="Wells Council is no more, so the managers of the council that took"):
        write(interest=talk, words=WORDS, by=sender)
    sender.memberships.create(organisation=successor)
    assert write(interest=talk, words=WORDS, by=again(sender)).side == "sender"


def test_the_entry_does_not_name_a_council_that_is_no_more(
    talk: Interest, owner: User, successor: Organisation
) -> None:
    for person in (make_manager(successor), owner):
        with pytest.raises(InterestRefused, match="Wells Council is no more, so the entry cannot name it"):
            end(interest=talk, outcome="joined", role="partner", by=person)


def test_managers_of_other_councils_and_officers_see_nothing_of_it(talk: Interest, successor: Organisation) -> None:
    for person in (make_manager(make_council()), make_officer(successor)):
        assert signed_in(person).get(reverse("interest", args=[talk.pk])).status_code == 404


def test_a_block_of_a_council_holds_for_the_one_that_took_over(successor: Organisation) -> None:
    council, sender = make_council("Wells"), make_officer(make_council())
    succeed(council, successor)
    Organisation.objects.filter(pk=council.pk).update(status="abolished", end_date=date(2023, 3, 31))
    Block.objects.create(user=sender, organisation=council)
    with pytest.raises(Blocked):
        refuse_if_blocked(by=sender, listing=make_project(leads=[successor]))
    refuse_if_blocked(by=sender, listing=make_project(leads=[make_council()]))
