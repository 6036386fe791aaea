"""Answering somebody who is interested: on the page, and by the link in the mail without signing in."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.signing import TimestampSigner
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from collaboration.actions.interest.moves import answer, write
from collaboration.actions.refused import InterestRefused
from collaboration.answers import months_ahead
from collaboration.interest_links import SALT, token_of
from collaboration.models import Interest, Message
from collaboration.working_days import working_days_after
from councils.models import User
from listings.models import Participation
from tests.support.factories import make_council, make_manager, make_officer, make_person, make_project
from tests.support.joining import make_interest
from tests.support.mail import deliver
from tests.support.pages import read
from tests.support.visits import show, signed_in

pytestmark = pytest.mark.django_db


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


def by_mail(interest: Interest, reader: User) -> str:
    """Return the address that a mail about an interest leads its reader to."""
    return reverse("interest-by-mail", args=[token_of(interest, reader)])


def sender_of(interest: Interest) -> User:
    """Return who is interested."""
    assert interest.sender is not None
    return interest.sender


def press(address: str, person: User | None = None, **answers: str) -> Any:
    """Return the answer to one of the three buttons."""
    return signed_in(person).post(address, answers)


@pytest.mark.parametrize("is_by_mail", [True, False])
def test_lets_talk_gives_the_turn_to_whoever_wrote_with_a_new_day(
    interest: Interest, owner: User, is_by_mail: bool
) -> None:
    address = by_mail(interest, owner) if is_by_mail else reverse("answer-interest", args=[interest.pk])
    press(address, None if is_by_mail else owner, answer="talk", line="Lovely. Tuesday?")
    interest.refresh_from_db()
    assert (interest.state, interest.turn) == ("talking", "sender")
    assert interest.due_on == working_days_after(localdate(), 10)
    assert interest.answered_by == owner
    assert Message.objects.get().words == "Lovely. Tuesday?"
    [letter] = deliver()
    assert letter.to == [sender_of(interest).email]
    assert letter.subject == "Exford Council would like to talk: “Bins”"
    assert "> Lovely. Tuesday?" in letter.body
    assert owner.email not in letter.body


def test_later_comes_back_to_the_owners_in_that_month_with_time_to_answer(interest: Interest, owner: User) -> None:
    month = months_ahead(localdate())[2]
    press(by_mail(interest, owner), answer="later", month=f"{month:%Y-%m}")
    interest.refresh_from_db()
    assert (interest.state, interest.turn, interest.later_month) == ("later", "owners", month)
    assert interest.due_on == working_days_after(month, 10, "England")
    [letter] = deliver()
    assert letter.subject == f"Exford Council: later, in {month:%B %Y}: “Bins”"
    assert "We ask them again then: you need not do anything." in letter.body


@pytest.mark.parametrize("line", ["Not before then, please.", ""])
def test_an_answer_that_follows_another_before_its_mail_leaves_is_told_once_and_no_line_is_lost(
    interest: Interest, owner: User, line: str
) -> None:
    month = months_ahead(localdate())[2]
    answer(interest=interest, answer="later", month=month, words=line, by=owner)
    answer(interest=interest, answer="talk", words="Sooner after all: Monday?", by=owner)
    told = [(f"{month:%B %Y}" in letter.subject, "Monday?" in letter.body) for letter in deliver()]
    assert told == ([(True, False), (False, True)] if line else [(False, True)])


def test_not_now_ends_it_kindly_with_a_reason(interest: Interest, owner: User) -> None:
    press(by_mail(interest, owner), answer="no", reason="too-early", line="Ask again in spring.")
    interest.refresh_from_db()
    assert (interest.state, interest.turn, interest.due_on) == ("declined", "", None)
    [letter] = deliver()
    assert letter.subject == "Exford Council cannot take it up now: “Bins”"
    assert "The reason: It is too early: there is nothing to share yet." in letter.body
    assert "> Ask again in spring." in letter.body
    page = show(signed_in(interest.sender), reverse("interest", args=[interest.pk]))
    assert "It is too early: there is nothing to share yet" in page.text
    assert page.link("Write to them again")


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"answer": "no"}, "Choose a reason: it helps them to understand"),
        ({"answer": "no", "reason": "rude"}, "Choose a reason from the list"),
        ({"answer": "later"}, "Choose a month"),
        ({"answer": "later", "month": "1999-01"}, "Choose a month from the list"),
        ({"answer": "later", "month": "\x00"}, "Choose a month from the list"),
        ({}, "Press one of the three buttons"),
        ({"answer": "talk", "line": "x" * 501}, "Enter at most 500 characters"),
    ],
)
def test_an_answer_that_lacks_something_gets_a_sentence(
    interest: Interest, owner: User, answers: dict[str, str], sentence: str
) -> None:
    for address, person in ((by_mail(interest, owner), None), (reverse("answer-interest", args=[interest.pk]), owner)):
        page = read(press(address, person, **answers))
        assert sentence in page.text
        assert page.title.startswith("Error: ")
        assert "In which month? (optional)" not in " ".join(page.text.split())
    assert Interest.objects.get().state == "waiting"


def test_looking_at_the_link_changes_nothing_and_signs_nobody_in(
    interest: Interest, owner: User, client: Client
) -> None:
    page = show(client, by_mail(interest, owner))
    assert "We do this, too." in page.text
    assert "sessionid" not in client.cookies
    assert Interest.objects.get().state == "waiting"
    assert client.get(reverse("interest", args=[interest.pk])).status_code == 302


def test_the_link_dies_once_answered_and_shows_nothing_of_the_messages_then(
    interest: Interest, owner: User, client: Client
) -> None:
    address = by_mail(interest, owner)
    press(address, answer="talk")
    press(address, answer="no", reason="no-time")
    assert Interest.objects.get().state == "talking"
    page = show(client, address)
    assert page.title.startswith("Your answer is sent: let’s talk")
    assert page.link("Sign in and write to them")
    assert "We do this, too." not in page.text


def test_what_was_put_off_is_not_answered_by_the_old_link_but_by_a_new_one(interest: Interest, owner: User) -> None:
    old = by_mail(interest, owner)
    press(old, answer="later", month=f"{months_ahead(localdate())[1]:%Y-%m}")
    press(old, answer="talk")
    interest.refresh_from_db()
    assert interest.state == "later"
    press(by_mail(interest, owner), answer="talk")
    assert Interest.objects.get().state == "talking"


def test_a_forged_link_is_no_link(interest: Interest, owner: User, client: Client) -> None:
    token = token_of(interest, owner)
    other = make_interest(listing=interest.listing)
    forged = [
        token.replace(str(interest.pk), str(other.pk), 1),
        token[:-1] + ("a" if token[-1] != "a" else "b"),
        TimestampSigner(sep=".", salt="listings.review_mails").sign(token.rsplit(".", 2)[0]),
        TimestampSigner(sep=".", salt=SALT).sign(f"999999-{owner.pk}-1"),
        "x",
        "%00",
    ]
    for words in forged:
        for response in (client.get(f"/interest/{words}/"), client.post(f"/interest/{words}/", {"answer": "talk"})):
            assert response.status_code == 404, words
    assert not Interest.objects.exclude(state="waiting").exists()


def test_a_link_grows_old(interest: Interest, owner: User, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    long_ago = (timezone.now() - timedelta(days=61)).timestamp()
    monkeypatch.setattr("django.core.signing.time.time", lambda: long_ago)
    address = by_mail(interest, owner)
    monkeypatch.undo()
    assert client.get(address).status_code == 404


def test_who_left_the_council_does_not_answer_by_an_old_link(interest: Interest, owner: User, client: Client) -> None:
    address = by_mail(interest, owner)
    owner.memberships.update(ended_at=timezone.now(), end_reason="left")
    assert client.get(address).status_code == 404
    assert press(address, answer="talk").status_code == 404
    assert Interest.objects.get().state == "waiting"


def test_who_left_the_council_sees_how_their_answer_stands_and_no_messages(
    interest: Interest, owner: User, client: Client
) -> None:
    Interest.objects.update(message="Our secret plan for bins")
    answer(interest=interest, answer="later", month=months_ahead(localdate())[1], by=owner)
    interest.refresh_from_db()
    address = by_mail(interest, owner)
    assert "Our secret plan for bins" in show(client, address).text
    owner.memberships.update(ended_at=timezone.now(), end_reason="left")
    assert "Our secret plan for bins" not in show(client, address).text
    press(address, answer="talk")
    interest.refresh_from_db()
    assert interest.state == "later"


def test_the_link_in_the_mail_is_the_one_that_works(interest: Interest, owner: User, client: Client) -> None:
    client.force_login(sender_of(interest))
    other = make_project("Parks", leads=[owner.memberships.get().organisation])
    whom = interest.organisation_id
    client.post(
        reverse("show-interest", args=[other.pk]),
        {"key": "6f2c1f6e-0f6b-4a67-9d5e-8d2f7a4f1b11", "kind": "talk", "message": "We do parks, too.", "whom": whom},
    )
    [letter] = deliver()
    [path] = re.findall(r"^https?://[^/]+(/interest/\S+)$", letter.body, re.MULTILINE)
    press(path, answer="talk")
    assert Interest.objects.get(listing=other.pk).state == "talking"


def test_only_those_who_answer_for_the_entry_answer(interest: Interest) -> None:
    address = reverse("answer-interest", args=[interest.pk])
    expected = {sender_of(interest): 403, make_officer(make_council()): 404, make_person(): 404}
    for person, status in expected.items():
        assert press(address, person, answer="talk").status_code == status
    with pytest.raises(InterestRefused, match="Only the two sides"):
        answer(interest=interest, answer="talk", by=make_person())
    with pytest.raises(InterestRefused, match="Only the two sides"):
        write(interest=interest, words="Let me in, please.", by=make_person())
    assert Interest.objects.get().state == "waiting"


def test_pressing_the_same_answer_again_changes_nothing_and_another_is_refused(interest: Interest, owner: User) -> None:
    for _ in range(2):
        answer(interest=interest, answer="talk", by=owner)
    assert len(deliver()) == 1
    with pytest.raises(InterestRefused, match="answered already"):
        answer(interest=interest, answer="no", reason="no-time", by=make_officer(owner.memberships.get().organisation))
    with pytest.raises(InterestRefused):
        answer(interest=interest, answer="later", month=date(1999, 1, 1), by=owner)


def test_after_an_answer_nobody_else_is_asked_any_more(interest: Interest, owner: User) -> None:
    colleague = make_officer(owner.memberships.get().organisation)
    sender = sender_of(interest)
    other = make_project("Parks", leads=[owner.memberships.get().organisation])
    signed_in(sender).post(
        reverse("show-interest", args=[other.pk]),
        {
            "key": "6f2c1f6e-0f6b-4a67-9d5e-8d2f7a4f1b11",
            "kind": "talk",
            "message": "We do parks, too.",
            "whom": interest.organisation_id,
        },
    )
    answer(interest=Interest.objects.get(listing=other.pk), answer="talk", by=colleague)
    assert {letter.subject for letter in deliver()} == {"Exford Council would like to talk: “Parks”"}


def test_the_manager_of_whoever_wrote_reads_along_and_answers_nothing(interest: Interest) -> None:
    assert interest.organisation is not None
    manager = make_manager(interest.organisation)
    assert "Of your colleagues" in show(signed_in(manager), reverse("my-interests")).text
    page = show(signed_in(manager), reverse("interest", args=[interest.pk]))
    assert "It is the turn of Exford Council." in page.text
    assert "We do this, too." in page.text
    assert "answer" not in {box.get("name") for box in page.attributes("button")}
    assert press(reverse("answer-interest", args=[interest.pk]), manager, answer="talk").status_code == 403
    assert "wait for your answer" not in show(signed_in(manager), reverse("account")).text


def test_moderators_see_it_only_once_it_is_theirs(interest: Interest, moderator: User) -> None:
    address = reverse("interest", args=[interest.pk])
    assert signed_in(moderator).get(address).status_code == 404
    Interest.objects.update(chased="moderators", chased_on=localdate())
    assert signed_in(moderator).get(address).status_code == 200
    assert Participation.objects.keeping().filter(listing=interest.listing_id).exists()
    response = press(reverse("answer-interest", args=[interest.pk]), moderator, answer="no", reason="no-time")
    assert response.url == interest.listing.get_absolute_url()
