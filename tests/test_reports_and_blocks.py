"""Messages that should not be: a council takes no more of them, somebody reports them, a moderator stops them."""

import threading
from functools import partial

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from collaboration.actions.interest.moves import write
from collaboration.actions.interest.showing import show_interest
from collaboration.actions.introducing import introduce
from collaboration.actions.refused import Blocked
from collaboration.actions.reporting import block_sender, report
from collaboration.limits import refuse_if_barred
from collaboration.models import Block, Interest
from councils.models import User
from listings.models import ParticipationRequest
from tests.support.factories import make_council, make_officer, make_project
from tests.support.introductions import make_moderator
from tests.support.joining import make_interest
from tests.support.mail import deliver
from tests.support.visits import show, signed_in
from tests.test_abuse_of_interest import WORDS, entry, refused, send, text

pytestmark = pytest.mark.django_db


def test_a_blocked_sender_is_told_by_whom_and_everybody_else_still_takes_their_messages(reader: User) -> None:
    listing, other = entry(), entry()
    council = listing.participations.get().organisation
    owner = council.memberships.get().user
    client = signed_in(reader)
    send(client, listing)
    interest = Interest.objects.get()
    deliver()
    page = show(signed_in(owner), f"/account/interests/{interest.pk}/block/")
    assert "They get an email that says so, without anybody’s name." in page.text
    signed_in(owner).post(f"/account/interests/{interest.pk}/block/")
    signed_in(owner).post(f"/account/interests/{interest.pk}/block/")
    [told] = [one for one in deliver() if one.to == [reader.email]]
    assert told.subject == f"{council} takes no more messages from you"
    interest.refresh_from_db()
    assert (interest.state, interest.turn, interest.answered_at) == ("nothing", "", None)
    refusal = f"{council} takes no messages from you through this site. If that is a mistake"
    assert refusal in text(send(client, listing))
    assert refusal in text(send(client, make_project(leads=[council])))
    send(client, other)
    assert Interest.objects.open().count() == 1
    signed_in(owner).post(f"/account/interests/{interest.pk}/block/", {"unblock": "yes"})
    assert [one.subject for one in deliver() if one.to == [reader.email]] == [f"You can write to {council} again"]
    send(client, listing)
    assert Interest.objects.open().count() == 2


def test_to_block_is_no_answer_in_public_figures_and_both_sides_read_what_it_is(reader: User, client: Client) -> None:
    council = make_council()
    owner = make_officer(council)
    listings = [make_project(leads=[council]) for _ in range(3)]
    made = [make_interest(listing=listing, sender=reader, organisation=None) for listing in listings]
    signed_in(owner).post(f"/account/interests/{made[0].pk}/block/")
    assert not Interest.objects.open().exists()
    assert "on the same day" not in show(client, council.get_absolute_url()).text
    outcomes = " ".join(show(client, "/outcomes/").text.split())
    assert "Answered 3 of 3" not in outcomes
    assert "Ended without an answer: whoever wrote left, wrote twice or may not write any more 3" in outcomes
    for person in (owner, reader):
        page = show(signed_in(person), f"/account/interests/{made[1].pk}/").text
        assert "No more messages are taken from whoever wrote this." in page


@pytest.mark.parametrize("by_moderators", [False, True])
def test_who_is_blocked_cannot_write_by_asking_to_take_part(by_moderators: bool) -> None:
    listing, council = entry(), make_council()
    keeper, officer = listing.participations.get().organisation, make_officer(council)
    Block.objects.create(user=officer, organisation=None if by_moderators else keeper)
    asked = {"role": "partner", "words": "Why do you not answer me?"}
    page = signed_in(officer).post(reverse("join-entry", args=[council.slug, listing.pk]), asked, follow=True)
    said = "Moderators have stopped you from writing" if by_moderators else "takes no messages from you"
    assert said in text(page)
    assert "Why do you not answer me?" in text(page), "what was typed stays there"
    assert not ParticipationRequest.objects.exists()
    assert deliver() == []


def test_words_that_are_no_message_are_not_passed_on_with_a_request_to_take_part() -> None:
    listing, council = entry(), make_council()
    client = signed_in(make_officer(council))
    asked = {"role": "partner", "words": "https://spam.example/buy"}
    page = client.post(reverse("join-entry", args=[council.slug, listing.pk]), asked, follow=True)
    assert "hardly any words of its own" in text(page)
    assert not ParticipationRequest.objects.exists()
    client.post(reverse("join-entry", args=[council.slug, listing.pk]), {"role": "partner", "words": ""})
    assert ParticipationRequest.objects.count() == 1


def test_who_may_write_to_nobody_shares_no_address_with_whom_they_are_introduced_to() -> None:
    councils = [make_council(), make_council()]
    one, _ = (make_officer(council) for council in councils)
    made = introduce(councils=councils, listings=[], words="You both do bins.", without_people=[], by=make_moderator())
    deliver()
    Block.objects.create(user=one, organisation=None)
    page = signed_in(one).post(f"/account/introductions/{made.pk}/share/", follow=True)
    assert "Moderators have stopped you from writing" in text(page)
    assert deliver() == []


def test_only_those_who_answer_for_the_entry_block(reader: User) -> None:
    interest = make_interest(sender=reader, organisation=None)
    assert signed_in(reader).post(f"/account/interests/{interest.pk}/block/").status_code == 403
    stranger = make_officer(make_council())
    assert signed_in(stranger).post(f"/account/interests/{interest.pk}/block/").status_code == 404
    assert not Block.objects.exists()


# Reports


def test_a_report_leads_to_a_moderator_who_stops_it_and_keeps_the_person_from_writing(
    reader: User, moderator: User
) -> None:
    listing = entry()
    owner = listing.participations.get().organisation.memberships.get().user
    send(signed_in(reader), listing, message="Buy our wonderful bins, the best of all.")
    interest = Interest.objects.get()
    deliver()
    page = f"/account/interests/{interest.pk}/"
    assert signed_in(moderator).get(page).status_code == 404
    said = signed_in(owner).post(f"{page}report/", {"words": "It only sells something."}, follow=True)
    assert "Reported. A moderator reads the conversation" in text(said)
    assert [one.to for one in deliver()] == [[moderator.email]]
    client = signed_in(moderator)
    assert "Reported conversations: 1" in show(client, "/admin/queues/").text
    assert "A reader about" in show(client, "/admin/reports/").text
    shown = show(client, f"/admin/reports/{interest.pk}/").text
    assert "It only sells something." in shown
    assert "Buy our wonderful bins" in shown
    client.post(f"/admin/reports/{interest.pk}/", {"answer": "stopped", "bar": [reader.pk]})
    interest.refresh_from_db()
    assert (interest.state, interest.turn, interest.due_on) == ("stopped", "", None)
    mails = deliver()
    assert ["until moderators allow it again" in one.body for one in mails if one.to == [reader.email]] == [True]
    told = {(one.to[0], one.subject.split(" about ")[0]) for one in mails}
    assert told == {
        (owner.email, "The conversation that you reported is stopped"),
        (reader.email, "A moderator has stopped the conversation"),
    }
    assert isinstance(refused(show_interest, listing=entry(), kind="talk", message=WORDS, by=reader), Blocked)
    assert "Moderators have stopped you from writing to others" in text(send(signed_in(reader), listing))
    assert f"Let {reader} write again" in client.get("/admin/reports/").content.decode()
    client.post(f"/admin/reports/barred/{Block.objects.get().pk}/")
    assert [one.subject for one in deliver()] == ["You can write to others again"]
    send(signed_in(reader), entry())
    assert Interest.objects.open().count() == 1


def test_whoever_reported_it_comes_last_among_those_to_keep_out_and_each_is_named_by_their_part(
    reader: User, moderator: User
) -> None:
    listing = entry()
    owner = listing.participations.get().organisation.memberships.get().user
    interest = show_interest(listing=listing, kind="talk", message=WORDS, by=reader)
    write(interest=interest, words="Please stop selling us things.", by=owner)
    write(interest=interest, words="A moderator looks at this.", by=moderator)
    signed_in(reader).post(f"/account/interests/{interest.pk}/report/", {"words": "They are rude."})
    page = show(signed_in(moderator), f"/admin/reports/{interest.pk}/").text
    offered = [
        f"{moderator} (you; wrote for those who are asked)",
        f"{owner} (wrote for those who are asked)",
        f"{reader} (wrote first, for themselves; reported it)",
    ]
    assert [page.find(name) for name in offered] == sorted(page.find(name) for name in offered)
    assert all(name in page for name in offered)


def test_what_both_sides_report_is_read_together_and_neither_learns_of_the_other(reader: User, moderator: User) -> None:
    listing = entry()
    owner = listing.participations.get().organisation.memberships.get().user
    interest = show_interest(listing=listing, kind="talk", message=WORDS, by=reader)
    address = f"/account/interests/{interest.pk}/report/"
    signed_in(owner).post(address, {"words": "They sell things."})
    for _ in range(2):
        answered = signed_in(reader).post(address, {"words": "They are rude."}, follow=True)
    assert "They sell things" not in text(answered)
    page = show(signed_in(moderator), f"/admin/reports/{interest.pk}/").text
    assert "They sell things." in page
    assert page.count("They are rude.") == 1


def test_where_nothing_is_wrong_it_goes_on_and_the_same_report_again_is_refused(reader: User, moderator: User) -> None:
    listing = entry()
    owner = listing.participations.get().organisation.memberships.get().user
    interest = show_interest(listing=listing, kind="talk", message=WORDS, by=reader)
    address = f"/account/interests/{interest.pk}/report/"
    signed_in(owner).post(address, {"words": "I do not like it."})
    assert "This conversation is reported already." in show(signed_in(owner), address).text
    assert "reported already" not in show(signed_in(reader), address).text, "the other side is not told"
    signed_in(moderator).post(f"/admin/reports/{interest.pk}/", {"answer": "fine"})
    told = [one.subject for one in deliver() if one.to == [owner.email]]
    assert told[-1] == "We looked at the conversation that you reported"
    interest.refresh_from_db()
    assert interest.is_open
    again = signed_in(owner).post(address, {"words": "I still do not like it."}, follow=True)
    assert "nobody has written since" in text(again)
    write(interest=interest, words="My own further words.", by=owner)
    again = signed_in(owner).post(address, {"words": "I still do not like it."}, follow=True)
    assert "nobody has written since" in text(again), "what one writes oneself is nothing new"
    write(interest=interest, words=WORDS, by=reader)
    again = signed_in(owner).post(address, {"words": "Now it is worse."}, follow=True)
    assert "Reported." in text(again)


def test_who_was_stopped_can_say_that_it_was_a_mistake(reader: User, moderator: User) -> None:
    reported = {"reported_at": timezone.now(), "report_words": "Bad."}
    interest = make_interest(sender=reader, organisation=None, **reported)
    signed_in(moderator).post(f"/admin/reports/{interest.pk}/", {"answer": "stopped"})
    [told] = deliver()
    address = next(line for line in told.body.splitlines() if line.startswith("http")).removeprefix(
        "http://localhost:8000"
    )
    said = signed_in(reader).post(address, {"words": "I am an officer of Exford, and meant it."}, follow=True)
    assert "Reported." in text(said)
    assert [one.to for one in deliver()] == [[moderator.email]]


def test_a_second_moderator_is_told_that_it_is_decided(reader: User, moderator: User) -> None:
    interest = make_interest(reported_at=timezone.now(), report_words="Bad.")
    address = f"/admin/reports/{interest.pk}/"
    signed_in(moderator).post(address, {"answer": "fine"})
    second = signed_in(moderator).post(address, {"answer": "stopped"}, follow=True)
    assert "Somebody has answered this already: nothing wrong with it." in text(second)
    interest.refresh_from_db()
    assert interest.is_open


@pytest.mark.parametrize("words", ["", " ", "\x00", "It sells something.\x00", "x" * 501, "a@exford.gov.uk\x07"])
def test_a_report_without_plain_words_comes_back_with_a_sentence(words: str) -> None:
    interest = make_interest()
    assert interest.sender
    address = f"/account/interests/{interest.pk}/report/"
    page = signed_in(interest.sender).post(address, {"words": words})
    assert page.status_code == 200
    assert "There is a problem" in text(page)
    interest.refresh_from_db()
    assert interest.reported_at is None


@pytest.mark.parametrize("bar", ["", "x", "\x00", "9" * 30, "-1", "0"])
def test_a_decision_that_cannot_be_is_asked_for_again(moderator: User, bar: str) -> None:
    interest = make_interest(reported_at=timezone.now(), report_words="Bad.")
    address = f"/admin/reports/{interest.pk}/"
    for answers in ({"answer": "\x00"}, {"answer": "stopped", "bar": [bar]}, {"bar": [bar]}):
        page = signed_in(moderator).post(address, answers)
        assert page.status_code == 200
        assert "Nothing was done yet." in text(page)
    interest.refresh_from_db()
    assert interest.report_answer == ""
    assert not Block.objects.exists()


def test_nobody_is_kept_from_writing_for_what_is_fine(moderator: User) -> None:
    interest = make_interest(reported_at=timezone.now(), report_words="Bad.")
    answers = {"answer": "fine", "bar": [interest.sender_id]}
    assert "in which nothing is wrong" in text(signed_in(moderator).post(f"/admin/reports/{interest.pk}/", answers))


def test_whoever_is_kept_from_writing_leaves_nobody_waiting_and_writes_on_neither_side(
    reader: User, moderator: User
) -> None:
    one, other = entry(), entry()
    people = [listing.participations.get().organisation.memberships.get().user for listing in (one, other)]
    reported, waits = (show_interest(listing=it, kind="talk", message=WORDS, by=reader) for it in (one, other))
    report(interest=reported, words="It only sells something.", by=people[0])
    deliver()
    answers = {"answer": "stopped", "bar": [reader.pk]}
    signed_in(moderator).post(f"/admin/reports/{reported.pk}/", answers)
    assert set(Interest.objects.values_list("state", "turn", "due_on")) == {("stopped", "", None)}
    told = {mail.to[0]: mail.body for mail in deliver()}
    assert set(told) == {people[0].email, people[1].email, reader.email}
    assert "because its writer may not write to others" in told[people[1].email]
    assert "was reported" not in told[people[1].email]
    assert isinstance(refused(partial(refuse_if_barred, reader)), Blocked)
    refuse_if_barred(people[0])
    assert waits.listing_id == other.pk


@pytest.mark.django_db(transaction=True)
def test_a_council_that_blocks_from_two_conversations_at_once_waits_for_nobody(reader: User) -> None:
    council = make_council()
    owners = [make_officer(council) for _ in range(2)]
    made = [
        show_interest(listing=make_project(leads=[council]), kind="talk", message=WORDS, by=reader) for _ in range(4)
    ]
    begin = threading.Barrier(4)
    failed: list[Exception] = []

    def block(interest: Interest, by: User) -> None:
        begin.wait()
        try:
            block_sender(interest=interest, organisation=council, by=by)
        except OperationalError as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=block, args=[one, owners[number % 2]]) for number, one in enumerate(made)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert set(Interest.objects.values_list("state", flat=True)) == {"nothing"}
    assert Block.objects.count() == 1
