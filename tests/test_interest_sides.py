"""The two sides of a conversation: who stays on them, who steps in, and who does not belong to them any more."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from collaboration.actions.interest.moves import answer, write
from collaboration.actions.interest.outcomes import end
from collaboration.actions.refused import InterestRefused
from collaboration.models import Interest
from councils.models import User
from tests.support.factories import make_council, make_manager, make_officer, make_project
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
def sender(db: None) -> User:
    """An officer of another council, who is interested in the entry."""
    return make_officer(make_council("Wells"), "Bob Hall")


@pytest.fixture
def interest(owner: User, sender: User) -> Interest:
    """An interest on which nobody has moved, so that it is with the moderators."""
    council = sender.memberships.get().organisation
    listing = make_project("Bins", leads=[owner.memberships.get().organisation])
    return make_interest(listing=listing, organisation=council, sender=sender, chased="moderators")


def address_of(interest: Interest) -> str:
    """Return the page of a conversation."""
    return reverse("interest", args=[interest.pk])


def told(*, of: str) -> set[str]:
    """Return to whom the mails go whose text has these words."""
    return {letter.to[0] for letter in deliver() if of in letter.body}


# Moderators who step in


def test_a_moderator_who_stepped_in_keeps_the_conversation_and_the_owners_get_its_mails(
    interest: Interest, owner: User, sender: User, moderator: User
) -> None:
    other = User.objects.create_user("other@moderators.example", is_staff=True)
    client = signed_in(moderator)
    client.post(f"{address_of(interest)}answer/", {"answer": "talk", "line": "I look for the right person."})
    assert "I look for the right person." in show(client, address_of(interest)).text
    deliver()
    write(interest=interest, words=WORDS, by=sender)
    assert told(of=WORDS) == {owner.email, moderator.email}
    assert signed_in(other).get(address_of(interest)).status_code == 404
    end(interest=interest, outcome="met", by=owner)
    assert client.get(address_of(interest)).status_code == 404


def test_a_moderator_who_wrote_and_did_not_answer_keeps_it_too(
    interest: Interest, owner: User, moderator: User
) -> None:
    write(interest=interest, words=WORDS, by=moderator)
    Interest.objects.update(answered_by=owner)
    assert WORDS in show(signed_in(moderator), address_of(interest)).text


def test_where_nobody_answers_for_an_entry_only_the_moderator_who_stepped_in_gets_its_mails(
    interest: Interest, owner: User, sender: User, moderator: User
) -> None:
    User.objects.create_user("other@moderators.example", is_staff=True)
    owner.memberships.update(ended_at=timezone.now(), end_reason="left")
    answer(interest=interest, answer="talk", by=moderator)
    write(interest=interest, words=WORDS, by=sender)
    assert told(of=WORDS) == {moderator.email}


# Reports that are decided


def test_once_a_report_is_decided_moderators_are_in_the_conversation_no_more(
    interest: Interest, owner: User, moderator: User
) -> None:
    reported = {"reported_at": timezone.now(), "reported_by": owner, "report_words": "Bad."}
    Interest.objects.update(chased="", **reported)
    client = signed_in(moderator)
    assert "Moderators look at it." in show(client, address_of(interest)).text
    client.post(f"/admin/reports/{interest.pk}/", {"answer": "fine"})
    assert client.get(address_of(interest)).status_code == 404
    assert "Bad." in show(client, f"/admin/reports/{interest.pk}/").text


def test_either_side_is_offered_to_report_unless_its_own_report_waits(
    interest: Interest, owner: User, sender: User
) -> None:
    def may_report(person: User) -> bool:
        return "tell the moderators" in show(signed_in(person), address_of(interest)).text

    assert may_report(owner)
    assert may_report(sender)
    Interest.objects.update(reported_at=timezone.now(), reported_by=owner, report_words="Bad.")
    assert not may_report(owner)
    assert may_report(sender)  # who is not told that the others did
    Interest.objects.update(report_answer="fine", report_answered_at=timezone.now())
    assert may_report(owner)


# Who left the council for which they wrote


def leave(person: User) -> User:
    """End what somebody belongs to; return them as they are then."""
    person.memberships.update(ended_at=timezone.now(), end_reason="left")
    return User.objects.get(pk=person.pk)


def test_who_left_their_council_does_not_go_on_in_its_name_but_takes_it_back(interest: Interest, sender: User) -> None:
    former = leave(sender)
    page = show(signed_in(former), address_of(interest))
    assert "You do not belong to Wells Council any more, so its managers go on with this." in page.text
    assert not page.attributes("textarea")
    with pytest.raises(InterestRefused, match="its managers go on with this"):
        write(interest=interest, words=WORDS, by=former)
    signed_in(former).post(f"{address_of(interest)}take-back/")
    interest.refresh_from_db()
    assert interest.state == "taken-back"


def test_who_left_their_council_does_not_say_what_came_of_it(interest: Interest, owner: User, sender: User) -> None:
    answer(interest=interest, answer="talk", by=owner)
    with pytest.raises(InterestRefused, match="its managers go on with this"):
        end(interest=interest, outcome="met", by=leave(sender))


def test_their_manager_goes_on_with_it_and_gets_the_mails(interest: Interest, owner: User, sender: User) -> None:
    manager = make_manager(sender.memberships.get().organisation, "Cat Dee")
    answer(interest=interest, answer="talk", by=owner)
    leave(sender)
    deliver()
    given: dict[str, Any] = {"key": "6f2c1f6e-0f6b-4a67-9d5e-8d2f7a4f1b11", "words": WORDS}
    signed_in(manager).post(f"{address_of(interest)}write/", given)
    assert told(of="Cat Dee, Wells Council, writes to you") == {owner.email}
    interest.refresh_from_db()
    assert interest.turn == "owners"
    write(interest=interest, words="Tuesday it is, then.", by=owner)
    assert told(of="Tuesday it is, then.") == {manager.email, sender.email}
    signed_in(manager).post(f"{address_of(interest)}outcome/", {"outcome": "joined", "role": "partner"})
    assert interest.listing.participation_requests.get().asked_by == manager
    end(interest=interest, outcome="joined", role="partner", by=owner)
    assert interest.listing.participations.filter(organisation=interest.organisation, role="partner").exists()
