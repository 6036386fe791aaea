"""A mail is written for who its reader is when it leaves: whoever left meanwhile, or may write no more, is no part."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.timezone import localdate

from collaboration.actions.adopting import adopt, answer_adoption
from collaboration.actions.chasing import chase
from collaboration.actions.interest.moves import answer, write
from collaboration.actions.reporting import answer_report, block_sender, report
from collaboration.models import Adoption, Block, Interest
from councils.models import User
from tests.support.factories import make_council, make_manager, make_officer, make_project
from tests.support.joining import make_interest
from tests.support.mail import deliver

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(db: None) -> User:
    """The officer of the council that answers for the entry."""
    return make_officer(make_council("Exford"), "Ann Lee")


@pytest.fixture
def interest(owner: User) -> Interest:
    """An officer of Wells wants to join the entry of Exford; the owners should have answered by now."""
    council = make_council("Wells")
    listing = make_project("Bins", leads=[owner.memberships.get().organisation])
    late = localdate() - timedelta(days=30)
    sender = make_officer(council, "Bob Hall")
    return make_interest(listing=listing, kind="join", organisation=council, sender=sender, due_on=late)


def leave(person: User) -> None:
    """End what somebody belongs to."""
    person.memberships.update(ended_at=timezone.now(), end_reason="left")


def mails_to(person: User | None) -> list[str]:
    """Send what waits; return the subjects of what somebody got."""
    assert person is not None
    return [letter.subject for letter in deliver() if letter.to == [person.email]]


def adopted(interest: Interest) -> Adoption:
    """Let whoever is interested say that their council reuses the entry."""
    assert interest.organisation
    assert interest.sender
    return adopt(
        listing=interest.listing,
        organisation=interest.organisation,
        since="2025",
        supported_by="",
        happy_to_talk=False,
        by=interest.sender,
    )


@pytest.mark.parametrize("leaves", [True, False])
def test_who_left_is_not_reminded(interest: Interest, owner: User, leaves: bool) -> None:
    chase(today=localdate())
    if leaves:
        leave(owner)
    assert bool(mails_to(owner)) != leaves


@pytest.mark.parametrize("leaves", [True, False])
def test_who_is_manager_no_more_is_not_told_what_their_people_left(
    interest: Interest, owner: User, leaves: bool
) -> None:
    manager = make_manager(owner.memberships.get().organisation)
    Interest.objects.update(chased="reminded", chased_on=localdate() - timedelta(days=20))
    chase(today=localdate())
    if leaves:
        leave(manager)
    assert bool(mails_to(manager)) != leaves


@pytest.mark.parametrize("leaves", [True, False])
def test_who_left_is_not_asked_to_confirm_a_reuse(interest: Interest, owner: User, leaves: bool) -> None:
    adopted(interest)
    if leaves:
        leave(owner)
    assert bool(mails_to(owner)) != leaves


@pytest.mark.parametrize("leaves", [True, False])
def test_who_left_is_not_told_what_became_of_the_reuse(interest: Interest, owner: User, leaves: bool) -> None:
    answer_adoption(adoption=adopted(interest), confirm=True, reason="", by=owner)
    if leaves and interest.sender:
        leave(interest.sender)
    assert bool(mails_to(interest.sender)) != leaves


@pytest.mark.parametrize("leaves", [True, False])
def test_who_left_is_not_told_what_became_of_their_report(
    interest: Interest, owner: User, moderator: User, leaves: bool
) -> None:
    report(interest=interest, words="Bad.", by=owner)
    deliver()
    answer_report(interest=interest, answer="fine", by=moderator)
    if leaves:
        leave(owner)
    assert bool(mails_to(owner)) != leaves


@pytest.mark.parametrize(("leaves", "is_barred"), [(True, False), (False, False), (True, True)])
def test_who_left_is_told_that_it_was_stopped_only_where_it_concerns_them(
    interest: Interest, owner: User, moderator: User, leaves: bool, is_barred: bool
) -> None:
    report(interest=interest, words="Bad.", by=interest.sender)  # type: ignore[arg-type]  # there is a sender
    deliver()
    answer_report(interest=interest, answer="stopped", by=moderator, bar=[owner] if is_barred else [])
    if leaves:
        leave(owner)
    assert bool(mails_to(owner)) == (is_barred or not leaves)


@pytest.mark.parametrize("by_whom", ["council", "moderators", "nobody"])
def test_a_message_that_waits_does_not_reach_who_takes_none_from_its_writer_by_now(
    interest: Interest, owner: User, by_whom: str
) -> None:
    answer(interest=interest, answer="talk", by=owner)
    deliver()
    write(interest=interest, words="You are all fools here.", by=interest.sender)  # type: ignore[arg-type]  # as above
    if by_whom == "council":
        block_sender(interest=interest, organisation=owner.memberships.get().organisation, by=owner)
    elif by_whom == "moderators":
        Block.objects.create(user=interest.sender, organisation=None)  # type: ignore[misc]  # as above
    assert bool(mails_to(owner)) == (by_whom == "nobody")
