"""Who may write to nobody, what is no message, and how often an answer can be put off."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from collaboration.actions.interest.moves import answer, write
from collaboration.actions.interest.outcomes import end
from collaboration.actions.refused import Blocked, TooMany, Unsuitable
from collaboration.answers import months_ahead
from collaboration.models import Block, Interest, Message
from councils.models import User
from tests.support.factories import make_council, make_officer, make_project
from tests.support.joining import make_interest
from tests.support.mail import deliver
from tests.support.visits import signed_in

pytestmark = pytest.mark.django_db
WORDS = "Tuesday at ten would suit us."


@pytest.fixture
def owner(db: None) -> User:
    """The officer of the council that answers for the entry."""
    return make_officer(make_council("Exford"), "Ann Lee")


@pytest.fixture
def interest(owner: User) -> Interest:
    """Somebody is interested in an entry, and nobody has answered."""
    return make_interest(listing=make_project("Bins", leads=[owner.memberships.get().organisation]))


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


def test_who_is_barred_writes_for_neither_side(talk: Interest, owner: User) -> None:
    for person in (owner, sender_of(talk)):
        Block.objects.create(user=person, organisation=None)
        with pytest.raises(Blocked, match="Moderators have stopped you"):
            write(interest=talk, words=WORDS, by=person)
        with pytest.raises(Blocked, match="Moderators have stopped you"):
            end(interest=talk, outcome="met", by=person)
    talk.refresh_from_db()
    assert talk.is_open
    assert not deliver()


def test_who_is_barred_does_not_answer(interest: Interest, owner: User) -> None:
    Block.objects.create(user=owner, organisation=None)
    address = reverse("answer-interest", args=[interest.pk])
    page = signed_in(owner).post(address, {"answer": "talk"}, follow=True)
    assert "Moderators have stopped you from writing" in page.content.decode()
    assert not deliver()


def test_the_words_of_an_outcome_are_no_way_round_a_block(talk: Interest, owner: User) -> None:
    Block.objects.create(user=sender_of(talk), organisation=owner.memberships.get().organisation)
    said = {"outcome": "met", "came": "Listen to me all the same."}
    page = signed_in(sender_of(talk)).post(reverse("end-interest", args=[talk.pk]), said)
    assert "takes no messages from you" in page.content.decode()
    assert not deliver()
    end(interest=talk, outcome="met", by=sender_of(talk))
    assert "Listen to me" not in deliver()[0].body


@pytest.mark.parametrize("words", ["https://spam.example/a", "x" * 501])
def test_the_words_of_an_outcome_are_a_message(talk: Interest, owner: User, words: str) -> None:
    with pytest.raises(Unsuitable):
        end(interest=talk, outcome="met", words=words, by=owner)


def test_an_answer_is_put_off_again_only_once_its_month_has_come(interest: Interest, owner: User) -> None:
    months = months_ahead(localdate())
    address = reverse("answer-interest", args=[interest.pk])

    def put_off(month: Any) -> str:
        given = {"answer": "later", "month": f"{month:%Y-%m}", "line": "Not before then."}
        return str(signed_in(owner).post(address, given, follow=True).content.decode())

    put_off(months[2])
    assert len(deliver()) == 1
    assert "its month has not come" in put_off(months[3])
    assert not deliver()
    Interest.objects.update(later_month=localdate().replace(day=1))
    put_off(months[3])
    interest.refresh_from_db()
    assert interest.later_month == months[3]


def test_the_words_of_an_answer_are_counted_and_looked_at_as_any_message(interest: Interest, owner: User) -> None:
    with pytest.raises(Unsuitable):
        answer(interest=interest, answer="talk", words="https://spam.example/a", by=owner)
    earlier = make_interest(sender=sender_of(interest), organisation=None)
    for _ in range(5):
        Message.objects.create(interest=earlier, side="owners", author=owner, words=WORDS)
    with pytest.raises(TooMany):
        answer(interest=interest, answer="talk", words=WORDS, by=owner)
    answer(interest=interest, answer="talk", by=owner)
    interest.refresh_from_db()
    assert interest.state == "talking"
