"""The conversation after an answer: writing both ways, what came of it, and taking back what began it."""

import uuid
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from collaboration.actions.interest.moves import answer, take_back, write
from collaboration.actions.interest.outcomes import end, end_what_was_confirmed
from collaboration.actions.refused import InterestRefused
from collaboration.models import Adoption, Interest, Message
from collaboration.working_days import working_days_after
from councils.models import User
from listings.actions.participation_requests import answer_participation_request
from listings.models import Participation, ParticipationRequest
from tests.support.factories import make_council, make_former_member, make_officer, make_person, make_project
from tests.support.joining import make_interest
from tests.support.mail import deliver
from tests.support.pages import read
from tests.support.visits import facts, show, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(db: None) -> User:
    """The officer of the council that answers for the entry."""
    return make_officer(make_council("Exford"), "Ann Lee")


@pytest.fixture
def sender(db: None) -> User:
    """An officer of another council, who is interested in the entry."""
    return make_officer(make_council("Wells"), "Bob Hall")


@pytest.fixture
def talk(owner: User, sender: User) -> Interest:
    """A conversation that has begun: it is the turn of whoever is interested."""
    listing = make_project("Bins", leads=[owner.memberships.get().organisation])
    council = sender.memberships.get().organisation
    interest = make_interest(listing=listing, kind="join", organisation=council, sender=sender)
    answer(interest=interest, answer="talk", by=owner)
    deliver()
    interest.refresh_from_db()
    return interest


def page_of(interest: Interest, person: User) -> Any:
    """Return the page of a conversation as somebody sees it."""
    return show(signed_in(person), reverse("interest", args=[interest.pk]))


def write_on_page(interest: Interest, person: User, **answers: Any) -> Any:
    """Return the answer to the form for writing."""
    given = {"key": uuid.uuid4(), "words": "Tuesday at ten would suit us."}
    return signed_in(person).post(reverse("write-in-interest", args=[interest.pk]), given | answers)


def say(interest: Interest, person: User, **answers: Any) -> Any:
    """Return the answer to the form that asks what came of it."""
    return signed_in(person).post(reverse("end-interest", args=[interest.pk]), answers)


# Writing


def test_a_message_goes_to_the_other_side_by_mail_and_it_is_their_turn(
    talk: Interest, owner: User, sender: User
) -> None:
    write_on_page(talk, sender)
    talk.refresh_from_db()
    assert (talk.state, talk.turn, talk.due_on) == ("talking", "owners", working_days_after(localdate(), 10))
    [letter] = deliver()
    assert letter.to == [owner.email]
    assert letter.subject == "Wells Council writes about “Bins”"
    assert "Bob Hall, Wells Council, writes to you" in letter.body
    assert "> Tuesday at ten would suit us." in letter.body
    write_on_page(talk, owner, words="Tuesday it is, then.")
    [letter] = deliver()
    assert letter.to == [sender.email]
    assert "Ann Lee, Exford Council, writes to you" in letter.body


def test_addresses_stay_hidden_until_their_owner_shows_them(talk: Interest, owner: User, sender: User) -> None:
    write_on_page(talk, sender)
    [letter] = deliver()
    assert sender.email not in f"{letter.body} {letter.message()}"
    assert sender.email not in page_of(talk, owner).text
    write_on_page(talk, sender, words="Here is my address.", shares_address="on")
    [letter] = deliver()
    assert f"They show you their email address: {sender.email}" in letter.body
    assert sender.email in page_of(talk, owner).text
    assert owner.email not in page_of(talk, sender).text


def test_pressing_twice_writes_once(talk: Interest, sender: User) -> None:
    key = uuid.uuid4()
    for _ in range(2):
        assert write_on_page(talk, sender, key=key).status_code == 302
    assert Message.objects.count() == 1
    assert len(deliver()) == 1


def test_the_key_of_another_conversation_is_no_way_in(talk: Interest, owner: User, sender: User) -> None:
    write(interest=talk, words="Tuesday at ten?", by=sender, key="one")
    with pytest.raises(InterestRefused):
        write(interest=talk, words="Tuesday at ten?", by=owner, key="one")


def test_writing_again_gives_the_other_side_no_more_time(talk: Interest, owner: User, sender: User) -> None:
    write(interest=talk, words="Tuesday at ten?", by=sender)
    Interest.objects.update(due_on="2026-01-05", chased="reminded", chased_on="2026-01-06")
    write(interest=talk, words="Or Thursday at two?", by=sender)
    talk.refresh_from_db()
    assert (str(talk.due_on), talk.chased) == ("2026-01-05", "reminded")
    write(interest=talk, words="Thursday suits us well.", by=owner)
    talk.refresh_from_db()
    assert (talk.turn, talk.chased, talk.chased_on) == ("sender", "", None)


def test_what_the_owners_write_first_is_an_answer(owner: User) -> None:
    interest = make_interest(listing=make_project(leads=[owner.memberships.get().organisation]))
    write(interest=interest, words="Lovely to hear from you.", by=owner)
    interest.refresh_from_db()
    assert (interest.state, interest.turn, interest.answered_by) == ("talking", "sender", owner)


def test_who_adds_something_while_they_wait_still_waits(owner: User, sender: User) -> None:
    interest = make_interest(listing=make_project(leads=[owner.memberships.get().organisation]), sender=sender)
    due = interest.due_on
    write(interest=interest, words="One more thing to say.", by=sender)
    interest.refresh_from_db()
    assert (interest.state, interest.turn, interest.due_on) == ("waiting", "owners", due)


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"words": ""}, "Write a message"),
        ({"words": "x" * 5001}, "Enter at most 5,000 characters"),
        ({"words": "Hello\x00 there"}, "Take out the characters that cannot be shown"),
        ({"words": "https://spam.example/a"}, "words of its own"),
        ({"key": ""}, "Open this page again before you send it"),
    ],
)
def test_a_message_that_cannot_be_sent_gets_a_sentence(
    talk: Interest, sender: User, answers: dict[str, str], sentence: str
) -> None:
    page = read(write_on_page(talk, sender, **answers))
    assert sentence in page.text
    assert page.title.startswith("Error: ")
    assert not Message.objects.exists()


def test_nobody_else_reads_or_writes(talk: Interest) -> None:
    for person in (make_person(), make_officer(make_council()), make_former_member(make_council())):
        assert signed_in(person).get(reverse("interest", args=[talk.pk])).status_code == 404
        assert write_on_page(talk, person).status_code == 404
        assert say(talk, person, outcome="met").status_code == 404
    assert not Message.objects.exists()


def test_the_page_says_whose_turn_it_is_and_by_when_to_each_side(talk: Interest, owner: User, sender: User) -> None:
    day = f"{talk.due_on:%-d %B %Y}"
    assert f"It is your turn: write by {day}, or say what came of it." in page_of(talk, sender).text
    assert f"It is their turn, until {day}." in page_of(talk, owner).text


def test_what_people_write_is_shown_as_they_wrote_it_and_never_as_html(
    talk: Interest, owner: User, sender: User
) -> None:
    write(interest=talk, words="<b>Bold</b> & <script>alert(1)</script> enough", by=sender)
    html = signed_in(owner).get(reverse("interest", args=[talk.pk])).content.decode()
    assert "<script>alert(1)" not in html
    assert "&lt;b&gt;Bold&lt;/b&gt; &amp; &lt;script&gt;" in html
    [letter] = deliver()
    assert "<script>" not in letter.alternatives[0][0]


def test_my_conversations_begin_with_those_whose_turn_is_mine(talk: Interest, owner: User, sender: User) -> None:
    for person, title, is_theirs in ((sender, "You want to join", True), (owner, "Wells Council wants to join", False)):
        text = show(signed_in(person), reverse("my-interests")).text
        assert title in text
        assert ("Nothing waits for you." in text) is not is_theirs
    end(interest=talk, outcome="met", by=owner)
    assert "You wanted to join" in show(signed_in(sender), reverse("my-interests")).text


def test_who_has_no_conversations_is_led_to_where_they_begin(reader: User) -> None:
    page = show(signed_in(reader), reverse("my-interests"))
    assert page.link("See projects")


def test_a_short_reply_is_a_reply(talk: Interest, sender: User) -> None:
    assert write_on_page(talk, sender, words="Yes").status_code == 302


# What came of it


def test_an_organisation_joins_by_the_owners_word_and_both_pages_show_it(
    talk: Interest, owner: User, sender: User
) -> None:
    say(talk, owner, outcome="joined", role="partner", since="March 2026", came="They run the pilot.")
    talk.refresh_from_db()
    assert (talk.state, talk.turn, talk.due_on, talk.ended_by) == ("joined", "", None, owner)
    part = talk.listing.participations.get(role="partner")
    assert (part.organisation, part.standing, part.joined) == (talk.organisation, "confirmed", "2026-03")
    assert "Wells Council" in facts(show(signed_in(None), talk.listing))["Partners"]
    [letter] = deliver()
    assert letter.to == [sender.email]
    assert "Wells Council takes part now" in letter.body
    assert "> They run the pilot." in letter.body


def test_who_is_interested_cannot_join_by_their_own_word_alone(talk: Interest, owner: User, sender: User) -> None:
    say(talk, sender, outcome="joined", role="funder", came="We pay for the pilot.")
    talk.refresh_from_db()
    assert (talk.state, talk.turn) == ("talking", "owners")
    request = ParticipationRequest.objects.get()
    assert (request.organisation, request.role) == (talk.organisation, "funder")
    page = page_of(talk, owner)
    assert "Wells Council says that it is a funder now. Is that so?" in page.text
    assert [box["value"] for box in page.attributes("input", type="radio") if "checked" in box] == ["joined", "funder"]
    say(talk, owner, outcome="joined", role="funder")
    talk.refresh_from_db()
    request.refresh_from_db()
    assert (talk.state, request.answer) == ("joined", "yes")
    assert talk.listing.participations.filter(role="funder", organisation=talk.organisation).count() == 1


def test_a_request_that_was_accepted_elsewhere_ends_the_conversation_in_the_daily_run(
    talk: Interest, owner: User, sender: User
) -> None:
    end(interest=talk, outcome="joined", role="partner", by=sender)
    request = ParticipationRequest.objects.get()
    answer_participation_request(request=request, accept=True, reason="", by=owner)
    assert end_what_was_confirmed() == 1
    assert end_what_was_confirmed() == 0
    talk.refresh_from_db()
    assert (talk.state, talk.ended_by) == ("joined", owner)


def test_reuse_by_the_owners_word_is_an_adoption_with_its_date(talk: Interest, owner: User) -> None:
    say(talk, owner, outcome="reused", since="2025")
    talk.refresh_from_db()
    adoption = Adoption.objects.get()
    assert (talk.state, adoption.organisation, adoption.since, adoption.answer) == (
        "reused",
        talk.organisation,
        "2025",
        "yes",
    )
    assert talk.listing.participations.filter(role="adopter", organisation=talk.organisation).exists()


def test_reuse_by_the_word_of_whoever_is_interested_waits_for_the_owners(talk: Interest, sender: User) -> None:
    say(talk, sender, outcome="reused", since="2025")
    talk.refresh_from_db()
    assert (talk.state, talk.turn, Adoption.objects.get().answer) == ("talking", "owners", "")


@pytest.mark.parametrize("outcome", ["met", "nothing"])
def test_either_side_says_that_they_met_or_that_nothing_came_of_it(
    talk: Interest, owner: User, sender: User, outcome: str
) -> None:
    for _ in range(2):
        end(interest=talk, outcome=outcome, by=sender, words="Thank you all the same.")
    talk.refresh_from_db()
    assert talk.state == outcome
    [letter] = deliver()
    assert letter.to == [owner.email]
    with pytest.raises(InterestRefused, match="come to its end already"):
        write(interest=talk, words="One more thing to say.", by=owner)


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({}, "Choose what came of it"),
        ({"outcome": "married"}, "Choose what came of it from the list"),
        ({"outcome": "joined"}, "Choose in which role it takes part"),
        ({"outcome": "joined", "role": "lead"}, "Choose a role from the list"),
        ({"outcome": "reused", "since": "someday"}, "is not a date"),
    ],
)
def test_an_outcome_that_cannot_be_gets_a_sentence(
    talk: Interest, owner: User, answers: dict[str, str], sentence: str
) -> None:
    page = read(say(talk, owner, **answers))
    assert sentence in page.text
    assert page.title.startswith("Error: ")
    assert Interest.objects.get().is_open


def test_nothing_can_have_come_of_it_before_an_answer(owner: User, sender: User) -> None:
    interest = make_interest(listing=make_project(leads=[owner.memberships.get().organisation]), sender=sender)
    for outcome in ("met", "nothing"):
        with pytest.raises(InterestRefused, match="Nobody has answered yet"):
            end(interest=interest, outcome=outcome, by=sender)


def test_a_person_without_an_organisation_cannot_join_or_reuse(owner: User) -> None:
    listing = make_project(leads=[owner.memberships.get().organisation])
    interest = make_interest(listing=listing, organisation=None, kind="supply", company="Ware Ltd")
    answer(interest=interest, answer="talk", by=owner)
    offered = [box["value"] for box in page_of(interest, owner).attributes("input", name="outcome")]
    assert offered == ["met", "nothing"]
    with pytest.raises(InterestRefused, match="Only an organisation"):
        end(interest=interest, outcome="joined", role="supplier", by=owner)


def test_who_left_their_council_joins_nothing_in_its_name(talk: Interest, owner: User, sender: User) -> None:
    sender.memberships.update(ended_at=timezone.now(), end_reason="left")
    with pytest.raises(InterestRefused, match="does not belong to Wells Council any more"):
        end(interest=talk, outcome="joined", role="partner", by=owner)
    assert Participation.objects.filter(organisation=talk.organisation).count() == 0


def test_where_whoever_wrote_has_closed_their_account_the_owners_can_end_it(owner: User) -> None:
    interest = make_interest(listing=make_project(leads=[owner.memberships.get().organisation]))
    Interest.objects.update(sender=None)
    interest.refresh_from_db()
    assert page_of(interest, owner)
    say(interest, owner, outcome="nothing")
    assert Interest.objects.get().state == "nothing"


# Taking it back


def test_who_wrote_takes_it_back_and_the_other_side_is_told(talk: Interest, owner: User, sender: User) -> None:
    for _ in range(2):
        signed_in(sender).post(reverse("take-back-interest", args=[talk.pk]))
    talk.refresh_from_db()
    assert (talk.state, talk.turn) == ("taken-back", "")
    [letter] = deliver()
    assert letter.to == [owner.email]
    assert letter.subject == "Wells Council has withdrawn their message about “Bins”"
    with pytest.raises(InterestRefused):
        take_back(interest=talk, by=owner)
    assert show(signed_in(sender), talk.listing).link("Talk to them")


def test_a_mail_about_what_was_taken_back_meanwhile_is_not_sent(owner: User, sender: User) -> None:
    listing = make_project(leads=[owner.memberships.get().organisation])
    council = sender.memberships.get().organisation.pk
    given = {"key": uuid.uuid4(), "kind": "talk", "message": "We do this, too.", "whom": council}
    signed_in(sender).post(reverse("show-interest", args=[listing.pk]), given)
    take_back(interest=Interest.objects.get(), by=sender)
    assert [letter.subject.partition(" has ")[2][:9] for letter in deliver()] == ["withdrawn"]


# How much it asks of the database


def queries_of(person: User, address: str) -> int:
    """Return how many statements a page takes."""
    client = signed_in(person)
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_a_long_conversation_takes_no_more_statements_than_a_short_one(talk: Interest, owner: User) -> None:
    address = reverse("interest", args=[talk.pk])
    write(interest=talk, words="The first thing to say.", by=owner)
    short = queries_of(owner, address)
    for _ in range(10):
        Message.objects.create(interest=talk, side="owners", author=owner, words="More.")
        Message.objects.create(interest=talk, side="sender", author=talk.sender, words="And more.")
    assert queries_of(owner, address) == short


def test_many_conversations_take_no_more_statements_than_a_few(talk: Interest, owner: User) -> None:
    def more() -> None:
        make_interest(listing=make_project(leads=[owner.memberships.get().organisation]))
        make_interest(listing=make_project(leads=[make_council()]), sender=owner)

    more()
    few = queries_of(owner, reverse("my-interests"))
    for _ in range(5):
        more()
    assert queries_of(owner, reverse("my-interests")) == few
