"""Two people who act in one conversation at the same moment never do a thing twice, nor two things that exclude."""

import uuid
from functools import partial
from typing import Any

import pytest

from collaboration.actions.interest.moves import answer, take_back, write
from collaboration.actions.interest.outcomes import end
from collaboration.actions.interest.showing import show_interest
from collaboration.actions.refused import InterestRefused
from collaboration.models import Interest, Message
from councils.models import OutgoingMail, User
from listings.models import Listing, Participation
from tests.support.at_once import at_once as together
from tests.support.factories import make_council, make_officer, make_project
from tests.support.joining import make_interest

pytestmark = pytest.mark.django_db(transaction=True)


at_once = partial(together, refused=InterestRefused)


def again(one: Any) -> Any:
    """Return a row as another request would have it."""
    return type(one).objects.get(pk=one.pk)


def conversation() -> tuple[Interest, User]:
    """Return an interest that waits for an answer, and the officer who answers for the entry."""
    council = make_council()
    interest = make_interest(listing=make_project(leads=[council]), kind="join", organisation=make_council())
    return interest, make_officer(council)


def test_one_form_that_is_sent_eight_times_at_once_is_one_interest_and_one_mail() -> None:
    council = make_council()
    listing = Listing.objects.get(pk=make_project(leads=[council]).pk)
    make_officer(council)
    sender, key = make_officer(make_council()), uuid.uuid4()
    sending = [
        lambda: show_interest(
            listing=again(listing), kind="talk", message="We do this, too.", by=again(sender), key=key
        )
    ] * 8
    assert at_once(*sending) == []
    assert Interest.objects.count() == OutgoingMail.objects.count() == 1


def test_two_forms_of_one_person_at_once_are_one_open_approach() -> None:
    listing, sender = Listing.objects.get(pk=make_project(leads=[make_council()]).pk), make_officer(make_council())
    sending = [
        lambda: show_interest(
            listing=again(listing), kind="talk", message="We do this, too.", by=again(sender), key=uuid.uuid4()
        )
    ] * 4
    assert len(at_once(*sending)) == 3
    assert Interest.objects.count() == 1


def test_a_yes_and_a_no_at_once_are_one_answer() -> None:
    interest, owner = conversation()
    yes = [lambda: answer(interest=again(interest), answer="talk", by=again(owner))] * 2
    no = [lambda: answer(interest=again(interest), answer="no", reason="no-time", by=again(owner))] * 2
    assert len(at_once(*yes, *no)) == 2
    assert OutgoingMail.objects.filter(name="interest_answered").count() == 1


def test_an_answer_and_taking_it_back_at_once_leave_one_state_that_holds() -> None:
    for _ in range(5):
        interest, owner = conversation()
        at_once(
            partial(answer, interest=again(interest), answer="talk", by=again(owner)),
            partial(take_back, interest=again(interest), by=again(interest.sender)),
        )
        interest.refresh_from_db()
        assert (interest.state, interest.turn) == ("taken-back", "")


def test_one_message_that_is_sent_eight_times_at_once_is_one() -> None:
    interest, owner = conversation()
    writing = [lambda: write(interest=again(interest), words="Tuesday at ten?", by=again(owner), key="one")] * 8
    assert at_once(*writing) == []
    assert Message.objects.count() == OutgoingMail.objects.count() == 1


def test_both_sides_that_say_at_once_that_one_joined_leave_one_part() -> None:
    interest, owner = conversation()
    answer(interest=interest, answer="talk", by=owner)
    sender = interest.sender
    joining = [
        lambda who=who: end(interest=again(interest), outcome="joined", role="partner", by=again(who))
        for who in (owner, owner, sender, sender)
    ]
    at_once(*joining)
    interest.refresh_from_db()
    assert interest.state == "joined"
    assert Participation.objects.filter(organisation=interest.organisation).count() == 1
