"""What was typed is not lost when it is refused, and whoever is concerned is told in words that fit them."""

import uuid
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from collaboration.actions.interest.moves import answer, write
from collaboration.interest_links import token_of
from collaboration.models import Block, Interest
from councils.models import Organisation, User
from listings.models import Listing
from tests.support.factories import make_council, make_manager, make_officer, make_person, make_project
from tests.support.joining import make_interest
from tests.support.mail import deliver
from tests.support.pages import read
from tests.support.visits import show, signed_in

pytestmark = pytest.mark.django_db
TYPED = "Tuesday at ten would suit us, in the town hall."


@pytest.fixture
def council() -> Organisation:
    """The council that answers for the entry."""
    return make_council("Exford")


@pytest.fixture
def owner(council: Organisation) -> User:
    """Its officer."""
    return make_officer(council, "Ann Lee")


@pytest.fixture
def interest(council: Organisation, owner: User) -> Interest:
    """Somebody wrote about the entry, and waits for an answer."""
    return make_interest(listing=make_project("Bins", leads=[council]), sender=make_person("Rita"), organisation=None)


def page_of(interest: Interest, more: str = "") -> str:
    """Return the address of a conversation, or of what is done in it."""
    return f"/account/interests/{interest.pk}/{more}"


def by_mail(interest: Interest, reader: User) -> str:
    """Return the address that a mail leads its reader to."""
    return reverse("interest-by-mail", args=[token_of(interest, reader)])


def typed_in(response: Any) -> str:
    """Return what is still to be read on a page, in its boxes and beside them."""
    assert response.status_code == 200
    return response.content.decode()


# What was typed


@pytest.mark.parametrize("way", ["page", "mail"])
@pytest.mark.parametrize("fault", ["no reason", "barred", "only a link"])
def test_a_refused_answer_keeps_the_line_that_was_typed(interest: Interest, owner: User, way: str, fault: str) -> None:
    if fault == "barred":
        Block.objects.create(user=owner)
    line = "https://exford.example/" if fault == "only a link" else TYPED
    sent = {"answer": "no" if fault == "no reason" else "talk", "line": line}
    address = page_of(interest, "answer/") if way == "page" else by_mail(interest, owner)
    response = signed_in(owner if way == "page" else None).post(address, sent, follow=True)
    assert line in typed_in(response)
    said = {
        "no reason": "Choose a reason: it helps them to understand",
        "barred": "Moderators have stopped you from writing to others",
        "only a link": "The message has hardly any words of its own.",
    }
    assert said[fault] in read(response).text
    assert read(response).title.startswith("Error: ")
    interest.refresh_from_db()
    assert interest.state == "waiting"


@pytest.mark.parametrize("way", ["page", "mail"])
def test_who_answers_after_a_colleague_did_gets_back_what_they_typed(
    interest: Interest, owner: User, council: Organisation, way: str
) -> None:
    address = page_of(interest, "answer/") if way == "page" else by_mail(interest, owner)
    answer(interest=interest, answer="no", reason="no-time", by=make_officer(council, "Bob"))
    response = signed_in(owner if way == "page" else None).post(address, {"answer": "talk", "line": TYPED}, follow=True)
    assert TYPED in typed_in(response)
    assert "Somebody else was quicker, so what you typed was not sent" in read(response).text


def test_a_line_for_an_answer_that_a_colleague_gave_stands_in_the_form_for_the_next_message(
    interest: Interest, owner: User, council: Organisation
) -> None:
    answer(interest=interest, answer="talk", by=make_officer(council, "Bob"))
    response = signed_in(owner).post(
        page_of(interest, "answer/"), {"answer": "later", "month": f"{localdate():%Y-%m}", "line": TYPED}
    )
    assert TYPED in typed_in(response).split('name="words"')[1]


def test_what_was_typed_into_a_conversation_that_ended_meanwhile_can_be_copied(interest: Interest, owner: User) -> None:
    answer(interest=interest, answer="no", reason="no-time", by=owner)
    assert interest.sender
    for more, sent in (
        ("write/", {"key": str(uuid.uuid4()), "words": TYPED}),
        ("outcome/", {"outcome": "met", "came": TYPED}),
    ):
        response = signed_in(interest.sender).post(page_of(interest, more), sent)
        assert TYPED in typed_in(response)
        assert "This has come to its end already" in read(response).text


# A moderator in the place of the owners


def test_owners_are_told_what_a_moderator_answered_in_their_place(
    interest: Interest, owner: User, moderator: User
) -> None:
    Interest.objects.filter(pk=interest.pk).update(chased="moderators", chased_on=localdate())
    signed_in(moderator).post(page_of(interest, "answer/"), {"answer": "talk", "line": TYPED})
    assert interest.sender
    sent = {one.to[0]: one for one in deliver()}
    assert set(sent) == {interest.sender.email, owner.email}
    told = sent[owner.email]
    assert told.subject == "A moderator has answered in your place: “Bins”"
    assert "answered in your place: let’s talk." in told.body
    assert f"> {TYPED}" in told.body
    interest.refresh_from_db()
    write(interest=interest, words="They are on leave this week.", by=moderator)
    assert {one.to[0]: one for one in deliver()}[owner.email].body.count("> They are on leave this week.") == 1


def test_owners_are_told_of_a_no_with_its_reason_and_of_an_end_that_a_moderator_gave(
    interest: Interest, owner: User, moderator: User
) -> None:
    answer(interest=interest, answer="no", reason="no-time", words=TYPED, by=moderator)
    told = {one.to[0]: one for one in deliver()}[owner.email].body
    assert "answered in your place: not now. The reason: We have no time for it at the moment." in told
    assert f"> {TYPED}" in told


def test_nobody_is_told_of_what_their_own_people_answered(
    interest: Interest, owner: User, council: Organisation
) -> None:
    answer(interest=interest, answer="talk", by=make_officer(council, "Bob"))
    assert interest.sender
    assert [one.to[0] for one in deliver()] == [interest.sender.email]


# Entries that are not public any more


@pytest.mark.parametrize("state", [Listing.State.WITHDRAWN, Listing.State.DRAFT])
def test_mails_do_not_name_an_entry_to_those_who_may_not_read_it_any_more(
    interest: Interest, owner: User, state: str
) -> None:
    answer(interest=interest, answer="talk", words=TYPED, by=owner)
    interest.listing.title = "Our secret plan"
    interest.listing.state = state
    interest.listing.save()
    assert interest.sender
    [sent] = deliver()
    assert sent.subject == "Exford Council would like to talk: an entry that is not public any more"
    assert "secret" not in sent.body + sent.alternatives[0].content
    assert TYPED in sent.body
    write(interest=interest, words="Tuesday is fine.", by=interest.sender)
    [sent] = deliver()
    assert "“Our secret plan”" in sent.subject


# Why


def test_each_mail_names_the_one_reason_for_which_its_reader_gets_it(
    interest: Interest, owner: User, council: Organisation, moderator: User
) -> None:
    rob = make_officer(make_council("Wells"), "Rob")
    answer(interest=interest, answer="talk", by=owner)
    assert interest.sender
    write(interest=interest, words="Gladly.", by=interest.sender)
    bodies = {one.to[0]: one.body for one in deliver()}
    because = bodies[interest.sender.email].rstrip().splitlines()[-1]
    assert because == "You get this email because you wrote about this entry."
    assert "because you belong to Exford Council, which answers for this entry." in bodies[owner.email]
    make_manager(council, "Max")
    signed_in(rob).post(
        reverse("show-interest", args=[interest.listing_id]),
        {"key": uuid.uuid4(), "kind": "talk", "whom": "myself", "message": "We do this, too, and would talk."},
    )
    [sent] = [one for one in deliver() if "manager" in one.body]
    assert "because you are a manager of Exford Council, which answers for this entry." in sent.body
    nobodys = make_project(leads=[make_council()])
    signed_in(rob).post(
        reverse("show-interest", args=[nobodys.pk]),
        {"key": uuid.uuid4(), "kind": "talk", "whom": "myself", "message": "We do this, too, and would talk."},
    )
    [sent] = deliver()
    assert sent.to == [moderator.email]
    assert "because you are a moderator, and nobody else answers for this entry." in sent.body


# How much


def test_once_both_sides_want_to_talk_they_may_write_more_than_five_times_a_day(
    interest: Interest, owner: User
) -> None:
    answer(interest=interest, answer="talk", by=owner)
    assert interest.sender
    for person in (interest.sender, owner):
        client = signed_in(person)
        for number in range(8):
            client.post(page_of(interest, "write/"), {"key": str(uuid.uuid4()), "words": f"Word number {number}."})
    assert interest.messages.count() == 16
    assert "Word number 7." in show(signed_in(owner), page_of(interest)).text


def test_the_hourly_total_holds_where_both_sides_want_to_talk(interest: Interest, owner: User) -> None:
    answer(interest=interest, answer="talk", by=owner)
    for number in range(20):
        write(interest=interest, words=f"Word number {number}.", by=owner)
    response = signed_in(owner).post(page_of(interest, "write/"), {"key": str(uuid.uuid4()), "words": TYPED})
    assert "You sent 20 messages in the last hour" in read(response).text
    assert TYPED in typed_in(response)
    assert interest.messages.count() == 20


def test_before_an_answer_five_a_day_is_the_most_that_somebody_writes_to_the_same_people(interest: Interest) -> None:
    assert interest.sender
    client = signed_in(interest.sender)
    Interest.objects.filter(pk=interest.pk).update(sent_at=timezone.now())
    pages = [
        client.post(page_of(interest, "write/"), {"key": str(uuid.uuid4()), "words": f"Word number {number}."})
        for number in range(6)
    ]
    assert interest.messages.count() == 4
    assert "You sent 5 messages to the same people in the last 24 hours" in read(pages[-1]).text
