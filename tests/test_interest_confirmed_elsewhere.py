"""What was said and confirmed on other pages: it settles the conversation, and the conversation settles it."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from collaboration.actions.adopting import adopt, answer_adoption
from collaboration.actions.interest.moves import answer
from collaboration.actions.interest.outcomes import end, end_what_was_confirmed
from collaboration.models import Interest
from councils.models import Organisation, User
from listings.actions.participation_requests import answer_participation_request, ask_to_take_part
from tests.support.factories import make_council, make_officer, make_project
from tests.support.joining import make_adoption, make_interest
from tests.support.mail import deliver
from tests.support.visits import show, signed_in

pytestmark = pytest.mark.django_db


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
    interest.refresh_from_db()
    return interest


def sender_of(interest: Interest) -> User:
    """Return who is interested."""
    assert interest.sender is not None
    return interest.sender


def council_of(interest: Interest) -> Organisation:
    """Return for whom somebody is interested."""
    assert interest.organisation is not None
    return interest.organisation


def test_reuse_that_a_colleague_said_on_its_own_page_ends_the_conversation_about_that(
    talk: Interest, owner: User
) -> None:
    Interest.objects.update(kind="reuse")
    deliver()
    colleague = make_officer(council_of(talk))
    said: dict[str, Any] = {"since": "2025", "supported_by": "", "happy_to_talk": False}
    adoption = adopt(listing=talk.listing, organisation=council_of(talk), by=colleague, **said)
    assert end_what_was_confirmed() == 0
    answer_adoption(adoption=adoption, confirm=True, reason="", by=owner)
    assert end_what_was_confirmed() == 1
    talk.refresh_from_db()
    assert (talk.state, talk.ended_by) == ("reused", owner)
    [told] = [letter for letter in deliver() if letter.to == [sender_of(talk).email]]
    assert "Wells Council reuses what was made" in told.body


def test_a_request_of_a_colleague_that_was_accepted_ends_the_conversation_about_that(
    talk: Interest, owner: User
) -> None:
    Interest.objects.update(kind="fund")
    deliver()
    asked: dict[str, Any] = {"organisation": council_of(talk), "role": "partner", "words": ""}
    request = ask_to_take_part(listing=talk.listing, by=make_officer(council_of(talk)), **asked)
    answer_participation_request(request=request, accept=True, reason="", by=owner)
    assert end_what_was_confirmed() == 1
    talk.refresh_from_db()
    assert (talk.state, talk.ended_by) == ("joined", owner)
    assert sender_of(talk).email in {letter.to[0] for letter in deliver()}


@pytest.mark.parametrize("kind", ["talk", "reuse", "join"])
def test_a_request_of_ones_own_that_was_accepted_ends_any_conversation_without_a_second_mail(
    talk: Interest, owner: User, kind: str
) -> None:
    Interest.objects.update(kind=kind)
    asked: dict[str, Any] = {"organisation": council_of(talk), "role": "partner", "words": ""}
    request = ask_to_take_part(listing=talk.listing, by=sender_of(talk), **asked)
    answer_participation_request(request=request, accept=True, reason="", by=owner)
    deliver()
    assert end_what_was_confirmed() == 1
    assert not deliver()


def test_what_a_colleague_came_to_ends_no_conversation_about_something_else(talk: Interest, owner: User) -> None:
    asked: dict[str, Any] = {"organisation": council_of(talk), "role": "partner", "words": ""}
    request = ask_to_take_part(listing=talk.listing, by=make_officer(council_of(talk)), **asked)
    answer_participation_request(request=request, accept=True, reason="", by=owner)
    said: dict[str, Any] = {"since": "2025", "supported_by": "", "happy_to_talk": False}
    adoption = adopt(listing=talk.listing, organisation=council_of(talk), by=make_officer(council_of(talk)), **said)
    answer_adoption(adoption=adoption, confirm=True, reason="", by=owner)
    assert end_what_was_confirmed() == 0
    talk.refresh_from_db()
    assert talk.is_open


def test_who_joins_by_a_conversation_gets_one_mail_that_leads_to_both(talk: Interest, owner: User) -> None:
    end(interest=talk, outcome="joined", role="partner", by=sender_of(talk))
    deliver()
    end(interest=talk, outcome="joined", role="partner", words="Welcome to the bins.", by=owner)
    [letter] = [letter for letter in deliver() if letter.to == [sender_of(talk).email]]
    assert "> Welcome to the bins." in letter.body
    assert reverse("interest", args=[talk.pk]) in letter.body
    assert reverse("entry-part", args=[council_of(talk).slug, talk.listing_id]) in letter.body


def test_a_colleague_who_had_asked_is_told_as_well(talk: Interest, owner: User) -> None:
    colleague = make_officer(council_of(talk))
    asked: dict[str, Any] = {"organisation": council_of(talk), "role": "partner", "words": ""}
    ask_to_take_part(listing=talk.listing, by=colleague, **asked)
    deliver()
    end(interest=talk, outcome="joined", role="partner", by=owner)
    assert sorted(letter.to[0] for letter in deliver()) == sorted([sender_of(talk).email, colleague.email])


def test_what_was_confirmed_before_somebody_wrote_ends_nothing(talk: Interest) -> None:
    make_adoption(listing=talk.listing, organisation=council_of(talk), answer="yes", answered_at=timezone.now())
    Interest.objects.update(sent_at=timezone.now())
    assert end_what_was_confirmed() == 0


def test_joining_in_another_role_than_was_asked_for_settles_the_request_too(talk: Interest, owner: User) -> None:
    end(interest=talk, outcome="joined", role="funder", by=sender_of(talk))
    end(interest=talk, outcome="joined", role="partner", since="2026-03", by=owner)
    request = talk.listing.participation_requests.get()
    assert (request.answer, request.role, request.answered_by) == ("yes", "partner", owner)
    parts = talk.listing.participations.filter(organisation=council_of(talk))
    assert [(part.role, part.joined) for part in parts] == [("partner", "2026-03")]


def test_who_wants_to_reuse_it_is_asked_whether_they_do_already(owner: User) -> None:
    council = make_council("Wells")
    listing = make_project("Bins", leads=[owner.memberships.get().organisation])
    client, address = signed_in(make_officer(council)), reverse("show-interest", args=[listing.pk])
    link = show(client, f"{address}?kind=reuse").link("Say so")
    assert link.href == reverse("adopt-entry", args=[council.slug, listing.pk])
    assert "Do you use it already?" not in show(client, f"{address}?kind=talk").text
