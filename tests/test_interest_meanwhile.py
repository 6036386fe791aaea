"""What happened a blink before somebody acted in a conversation is neither overwritten nor written past."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from collaboration.actions.adopting import adopt
from collaboration.actions.interest.moves import answer, write
from collaboration.actions.interest.outcomes import end
from collaboration.actions.interest.showing import show_interest
from collaboration.actions.refused import InterestRefused
from collaboration.models import Adoption, Interest, Message
from councils.actions.accounts import close_account
from councils.models import User
from listings.actions.moderating.merging import merge
from listings.models import Listing, Participation
from tests.support.factories import make_council, make_officer, make_project
from tests.support.joining import make_adoption, make_interest, make_introduction
from tests.support.mail import deliver
from tests.support.moments import LOCKING_A_PERSON, just_before
from tests.support.pages import read
from tests.support.visits import signed_in

pytestmark = pytest.mark.django_db
LOCKING_AN_ENTRY = r'FROM "listings_listing" .*FOR NO KEY UPDATE'
LOCKING_AN_INTEREST = r'FROM "collaboration_interest" .*FOR NO KEY UPDATE'


@pytest.fixture
def owner(db: None) -> User:
    """The officer of the council that answers for the entry."""
    return make_officer(make_council("Exford"), "Ann Lee")


@pytest.fixture
def interest(owner: User) -> Interest:
    """An officer of Wells wants to join the entry of Exford."""
    council = make_council("Wells")
    listing = make_project("Bins", leads=[owner.memberships.get().organisation])
    return make_interest(listing=listing, kind="join", organisation=council, sender=make_officer(council, "Bob Hall"))


@pytest.fixture
def talk(interest: Interest, owner: User) -> Interest:
    """The owners have answered: let's talk."""
    answer(interest=interest, answer="talk", by=owner)
    deliver()
    interest.refresh_from_db()
    return interest


def sender_of(interest: Interest) -> User:
    """Return who is interested."""
    assert interest.sender is not None
    return interest.sender


def colleague_of(person: User) -> User:
    """Return another officer of the same council."""
    return make_officer(person.memberships.get().organisation, "Zoe Second")


# Two who say the same


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"answer": "talk"}, {"answer": "talk", "line": "Ring me on Tuesday"}),
        ({"answer": "no", "reason": "no-time"}, {"answer": "no", "reason": "no-time", "line": "Ring me on Tuesday"}),
        ({"answer": "no", "reason": "no-time"}, {"answer": "no", "reason": "enough", "line": "Ring me on Tuesday"}),
    ],
)
def test_a_second_answer_of_the_same_kind_does_not_lose_its_words(
    interest: Interest, owner: User, first: dict[str, str], second: dict[str, str]
) -> None:
    address, other = reverse("answer-interest", args=[interest.pk]), colleague_of(owner)
    signed_in(owner).post(address, first)
    deliver()
    page = read(signed_in(other).post(address, second, follow=True))
    assert "answered already in the same way, so what you wrote is not sent" in page.text
    assert "Ring me on Tuesday" in page.text
    assert "Your answer is sent" not in page.text
    assert not deliver()


def test_another_reason_for_the_same_no_is_not_said_to_be_sent(interest: Interest, owner: User) -> None:
    answer(interest=interest, answer="no", reason="no-time", by=owner)
    with pytest.raises(InterestRefused, match="answered already in the same way"):
        answer(interest=interest, answer="no", reason="enough", by=colleague_of(owner))


@pytest.mark.parametrize("given", [{"answer": "talk"}, {"answer": "no", "reason": "no-time"}])
@pytest.mark.parametrize("words", ["", "Ring me on Tuesday"])
def test_the_same_answer_pressed_twice_is_one(interest: Interest, owner: User, given: Any, words: str) -> None:
    for _ in range(2):
        answer(interest=interest, by=owner, words=words, **given)
    assert len(deliver()) == 1


def test_a_second_word_of_what_came_of_it_is_not_lost(talk: Interest, owner: User) -> None:
    end(interest=talk, outcome="met", by=owner)
    deliver()
    address = reverse("end-interest", args=[talk.pk])
    given = {"outcome": "met", "came": "We will run a pilot"}
    page = read(signed_in(sender_of(talk)).post(address, given, follow=True))
    assert "This was noted already: met. What you wrote is not sent." in page.text
    assert "We will run a pilot" in page.text
    assert not deliver()


# Entries that become one


def test_who_joins_an_entry_while_it_is_merged_is_not_put_into_the_one_that_is_gone(
    talk: Interest, owner: User, moderator: User
) -> None:
    goes, stays = Listing.objects.get(pk=talk.listing_id), make_project("More bins", leads=[make_council()])

    def become_one() -> None:
        merge(listing=goes, into=Listing.objects.get(pk=stays.pk), words="The same", by=moderator)

    with just_before(LOCKING_AN_ENTRY, become_one), pytest.raises(InterestRefused, match="has just become one with"):
        end(interest=Interest.objects.get(pk=talk.pk), outcome="joined", role="partner", by=sender_of(talk))
    talk.refresh_from_db()
    assert talk.is_open
    assert not Participation.objects.filter(organisation=talk.organisation).exists()


# Accounts that are closed


def test_closing_an_account_leaves_an_answer_that_was_given_meanwhile(interest: Interest, owner: User) -> None:
    def say_no() -> None:
        answer(interest=interest, answer="no", reason="no-time", by=owner)

    with just_before(LOCKING_AN_INTEREST, say_no):
        close_account(user=sender_of(interest), by=sender_of(interest))
    interest.refresh_from_db()
    assert interest.state == "declined"
    assert not [letter for letter in deliver() if letter.to == [owner.email]]


def _shows(interest: Interest, person: User) -> None:
    council = make_council()
    make_officer(council)
    listing = Listing.objects.get(pk=make_project(leads=[council]).pk)
    show_interest(listing=listing, kind="talk", message="Ring me: 07700 900123, please.", by=person)


def _writes(interest: Interest, person: User) -> None:
    write(interest=interest, words="Ring me: 07700 900123, please.", by=person)


def _ends(interest: Interest, person: User) -> None:
    end(interest=interest, outcome="met", words="Ring me: 07700 900123, please.", by=person)


def _adopts(interest: Interest, person: User) -> None:
    said: Any = {"since": "2025", "supported_by": "Somebody", "happy_to_talk": True}
    adopt(listing=interest.listing, organisation=person.memberships.get().organisation, by=person, **said)


@pytest.mark.parametrize("act", [_shows, _writes, _ends, _adopts])
def test_nobody_writes_with_an_account_that_was_closed_meanwhile(
    talk: Interest, act: Callable[[Interest, User], None]
) -> None:
    sender = sender_of(talk)
    assert sender.roles  # as the request had them

    def close() -> None:
        close_account(user=User.objects.get(pk=sender.pk), by=None)
        deliver()

    with just_before(LOCKING_A_PERSON, close), pytest.raises(InterestRefused, match="Your account is closed"):
        act(talk, sender)
    assert not deliver()
    assert not Message.objects.exists()
    assert not Adoption.objects.exists()
    assert not Interest.objects.exclude(pk=talk.pk).exists()


def test_nobody_answers_with_an_account_that_was_closed_meanwhile(interest: Interest, owner: User) -> None:
    assert owner.roles  # as the request had them
    with (
        just_before(LOCKING_A_PERSON, lambda: close_account(user=User.objects.get(pk=owner.pk), by=None)),
        pytest.raises(InterestRefused, match="Your account is closed"),
    ):
        answer(interest=interest, answer="talk", words="Ring me: 07700 900123, please.", by=owner)
    interest.refresh_from_db()
    assert interest.state == "waiting"


def test_closing_an_account_leaves_no_words_of_answers_and_endings(owner: User) -> None:
    adoption = make_adoption(answer="no", answered_by=owner, answered_at=timezone.now(), reason="Ring Ann Lee.")
    ended: dict[str, Any] = {"outcome": "met", "due_on": None, "ended_at": timezone.now()}
    introduction = make_introduction(ended_by=owner, outcome_words="Ann Lee met them.", **ended)
    close_account(user=owner, by=owner)
    adoption.refresh_from_db()
    introduction.refresh_from_db()
    assert (adoption.answer, adoption.reason) == ("no", "")
    assert (introduction.outcome, introduction.outcome_words) == ("met", "")
