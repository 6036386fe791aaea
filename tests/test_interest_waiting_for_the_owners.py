"""What whoever is interested says came of it, while that waits for the yes of those who answer for the entry."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from collaboration.actions.interest.moves import answer
from collaboration.models import Adoption, Interest, Message
from councils.models import Organisation, User
from listings.actions.participation_requests import ask_to_take_part
from tests.support.factories import make_council, make_officer, make_project
from tests.support.joining import make_interest
from tests.support.mail import deliver
from tests.support.pages import read
from tests.support.visits import show, signed_in

pytestmark = pytest.mark.django_db
WORDS = "Live in two towns now"


@pytest.fixture
def owner(db: None) -> User:
    """The officer of the council that answers for the entry."""
    return make_officer(make_council("Exford"), "Ann Lee")


@pytest.fixture
def talk(owner: User) -> Interest:
    """A conversation with an officer of Wells."""
    council = make_council("Wells")
    listing = make_project("Bins", leads=[owner.memberships.get().organisation])
    interest = make_interest(listing=listing, organisation=council, sender=make_officer(council, "Bob Hall"))
    answer(interest=interest, answer="talk", by=owner)
    deliver()
    interest.refresh_from_db()
    return interest


def council_of(interest: Interest) -> Organisation:
    """Return for whom somebody is interested."""
    assert interest.organisation is not None
    return interest.organisation


def say(interest: Interest, person: User | None, **given: Any) -> Any:
    """Say on the page of a conversation what came of it."""
    return signed_in(person).post(reverse("end-interest", args=[interest.pk]), given, follow=True)


@pytest.mark.parametrize("outcome", ["joined", "reused"])
@pytest.mark.parametrize("has_asked", [True, False])
def test_the_words_of_an_outcome_that_waits_reach_the_owners_once(
    talk: Interest, owner: User, outcome: str, has_asked: bool
) -> None:
    if has_asked:
        asked: dict[str, Any] = {"organisation": council_of(talk), "role": "partner", "words": "", "by": talk.sender}
        ask_to_take_part(listing=talk.listing, **asked)
        deliver()
    for _ in range(2):
        say(talk, talk.sender, outcome=outcome, role="partner", came=WORDS)
    assert [letter.to for letter in deliver() if WORDS in letter.body] == [[owner.email]]
    page = show(signed_in(owner), reverse("interest", args=[talk.pk]))
    assert page.text.count(WORDS) == 1
    talk.refresh_from_db()
    assert (talk.is_open, talk.turn) == (True, "owners")


def test_words_that_wait_count_as_messages(talk: Interest) -> None:
    for number in range(19):
        say(talk, talk.sender, outcome="reused", since="2025", came=f"{WORDS}: {number} times")
    page = read(say(talk, talk.sender, outcome="reused", since="2025", came="Once more"))
    assert "You sent 20 messages in the last hour" in page.text
    assert Message.objects.count() == 19  # and the interest itself


def test_the_owners_begin_with_the_day_since_when_they_are_told_somebody_takes_part(
    talk: Interest, owner: User
) -> None:
    say(talk, talk.sender, outcome="joined", role="partner", since="March 2025")
    page = show(signed_in(owner), reverse("interest", args=[talk.pk]))
    assert "March 2025" in {box.get("value") for box in page.attributes("input")}
    say(talk, owner, outcome="joined", role="partner", since="March 2025")
    assert talk.listing.participations.get(organisation=council_of(talk)).joined == "2025-03"


def test_nobody_takes_part_or_reuses_it_since_a_day_to_come(talk: Interest, owner: User) -> None:
    for outcome in ("joined", "reused"):
        page = read(say(talk, owner, outcome=outcome, role="partner", since=f"March {localdate().year + 60}"))
        assert "has not come yet: enter a date that has passed" in page.text
    talk.refresh_from_db()
    assert talk.is_open
    assert not Adoption.objects.exists()
