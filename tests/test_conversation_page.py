"""The page of a conversation and the pages around it: what each side sees there, and what it does not."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from collaboration.actions.interest.moves import answer, take_back
from collaboration.actions.interest.outcomes import end
from collaboration.actions.reporting import answer_report, block_sender, report
from collaboration.answers import months_ahead
from collaboration.interest_links import token_of
from collaboration.models import Block, Interest
from councils.models import User
from listings.models import ParticipationRequest
from tests.support.factories import make_council, make_officer, make_person, make_project
from tests.support.joining import make_interest, make_message
from tests.support.mail import deliver
from tests.support.pages import read
from tests.support.visits import show, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(db: None) -> User:
    """The officer of the council that answers for the entry."""
    return make_officer(make_council("Exford", slug="exford"), "Ann Lee")


@pytest.fixture
def interest(owner: User) -> Interest:
    """An officer of Wells wants to join the entry of Exford; nobody has answered."""
    wells = make_council("Wells")
    listing = make_project("Bins", leads=[owner.memberships.get().organisation])
    return make_interest(listing=listing, kind="join", organisation=wells, sender=make_officer(wells, "Bob Hall"))


def sender_of(interest: Interest) -> User:
    """Return whoever wrote."""
    assert interest.sender is not None
    return interest.sender


def page_of(interest: Interest, person: User) -> Any:
    """Return the page of a conversation as somebody sees it."""
    return show(signed_in(person), reverse("interest", args=[interest.pk]))


def words_of(interest: Interest, person: User) -> str:
    """Return what the page of a conversation says, its white space made single."""
    return " ".join(page_of(interest, person).text.split())


# Reported


def test_only_the_side_that_reported_a_conversation_and_moderators_see_that(interest: Interest, owner: User) -> None:
    report(interest=interest, words="Advertising.", by=owner)
    colleague = make_officer(owner.memberships.get().organisation)
    for person in (owner, colleague, make_person("Moderator", is_staff=True)):
        assert "This was reported on" in words_of(interest, person)
    page = page_of(interest, sender_of(interest))
    assert "report" not in page.text.lower()
    form = show(signed_in(sender_of(interest)), page.link("Something is wrong with this: tell the moderators").href)
    assert "reported this conversation already" not in form.text
    assert form.attributes("textarea")


def test_who_reported_it_reads_what_moderators_found_and_the_other_side_does_not(
    interest: Interest, owner: User
) -> None:
    report(interest=interest, words="Advertising.", by=owner)
    answer_report(interest=interest, answer="fine", by=make_person("Mo", is_staff=True))
    assert "A moderator: found nothing wrong with this" in words_of(interest, owner)
    assert "found nothing wrong" not in words_of(interest, sender_of(interest))


def test_who_reports_reads_that_the_other_side_is_not_told(interest: Interest, owner: User) -> None:
    page = show(signed_in(owner), reverse("report-interest", args=[interest.pk]))
    assert "The other side is not told that you reported it." in page.text


# Blocked


def test_who_is_blocked_is_not_invited_to_write_again_and_finds_the_moderators(interest: Interest, owner: User) -> None:
    council = owner.memberships.get().organisation
    block_sender(interest=interest, organisation=council, by=owner)
    page = page_of(interest, sender_of(interest))
    assert "Ended: no more messages taken" in page.text
    assert "Not now" not in page.text
    assert "Write to them again" not in page.text
    assert f"{council} takes no messages from you through this site." in page.text
    assert owner.name not in page.text
    report_page = reverse("report-interest", args=[interest.pk])
    assert page.link("Write to the moderators").href == report_page
    form = show(signed_in(sender_of(interest)), reverse("show-interest", args=[interest.listing_id]))
    assert f"{council} takes no messages from you through this site." in form.text
    assert form.link("Write to the moderators").href == report_page
    assert form.attributes("textarea") == []


def test_whose_council_blocked_somebody_sees_that_and_undoes_it_from_the_conversation(
    interest: Interest, owner: User
) -> None:
    council = owner.memberships.get().organisation
    assert "Take messages again" not in page_of(interest, owner).text
    block_sender(interest=interest, organisation=council, by=owner)
    page = page_of(interest, owner)
    assert f"{council} takes no messages from this person since {localdate():%-d %B %Y}." in " ".join(page.text.split())
    assert page.link("Take messages again").href == reverse("block-sender", args=[interest.pk])
    signed_in(owner).post(reverse("block-sender", args=[interest.pk]), {"unblock": "yes"})
    assert not Block.objects.exists()
    assert "Take messages again" not in page_of(interest, owner).text


# What happened


def test_the_page_says_who_answered_what_and_when(interest: Interest, owner: User) -> None:
    month = months_ahead(localdate())[2]
    colleague = make_officer(owner.memberships.get().organisation, "Cy Young")
    answer(interest=interest, answer="later", month=month, by=owner)
    answer(interest=interest, answer="talk", by=colleague)
    said = words_of(interest, sender_of(interest))
    assert f"Ann Lee, Exford Council: later, in {month:%B %Y} on {localdate():%-d %B %Y}" in said
    assert "Cy Young, Exford Council: let’s talk on" in said
    assert "You: later, in" in words_of(interest, owner)


def test_the_page_says_what_came_of_it_with_the_words_once(interest: Interest, owner: User) -> None:
    answer(interest=interest, answer="talk", by=owner)
    end(interest=interest, outcome="met", words="We met in May.", by=sender_of(interest))
    interest.refresh_from_db()
    said = words_of(interest, owner)
    assert "Bob Hall, Wells Council: met or talked on" in said
    assert said.count("We met in May.") == 1


def test_rows_of_one_day_say_the_time_of_day(interest: Interest, owner: User) -> None:
    assert not re.search(r"\d{4}, \d\d:\d\d", words_of(interest, owner))
    make_message(interest=interest, author=owner)
    assert len(re.findall(r"on \d+ \w+ \d{4}, \d\d:\d\d", words_of(interest, owner))) == 2


def test_somebody_else_to_ask_is_no_not_now_and_names_who(interest: Interest, owner: User) -> None:
    given = {"answer": "no", "reason": "others", "better": "Islington’s data team"}
    signed_in(owner).post(reverse("answer-interest", args=[interest.pk]), given)
    page = page_of(interest, sender_of(interest))
    assert "Better to ask: Islington’s data team" in page.text
    assert "Not now" not in page.text
    assert page.link("See similar work by others").href.endswith("#similar-work")
    assert "Others to ask" in show(signed_in(sender_of(interest)), reverse("my-interests")).text
    [letter] = deliver()
    assert letter.body.startswith("Thank you for writing. Exford Council cannot take up")
    assert "> Better to ask: Islington’s data team" in letter.body
    assert f"{interest.listing.get_absolute_url()}#similar-work" in letter.body


def test_a_line_that_is_too_long_with_whom_to_ask_is_shortened_by_who_wrote_it(interest: Interest, owner: User) -> None:
    given = {"answer": "no", "reason": "others", "better": "Islington", "line": "x" * 495}
    page = read(signed_in(owner).post(reverse("answer-interest", args=[interest.pk]), given))
    assert "Enter at most 471 characters" in page.text
    assert Interest.objects.get().state == "waiting"


# Withdrawing


def test_withdrawing_is_asked_once_more_and_ends_it_before_the_first_answer(interest: Interest, owner: User) -> None:
    client, address = signed_in(sender_of(interest)), reverse("take-back-interest", args=[interest.pk])
    assert page_of(interest, sender_of(interest)).link("Withdraw and end this conversation").href == address
    page = show(client, address)
    assert "Exford Council is told. What you wrote stays readable for both sides." in page.text
    assert Interest.objects.get().is_open
    client.post(address)
    interest.refresh_from_db()
    assert interest.state == "taken-back"
    assert "You: withdrew this" in words_of(interest, sender_of(interest))
    assert "Withdrawn by whoever wrote it" in words_of(interest, owner)


def test_what_is_answered_is_not_withdrawn_any_more(interest: Interest, owner: User) -> None:
    answer(interest=interest, answer="talk", by=owner)
    assert "Withdraw" not in page_of(interest, sender_of(interest)).text
    client = signed_in(sender_of(interest))
    assert client.get(reverse("take-back-interest", args=[interest.pk])).status_code == 302


def test_who_withdraws_what_went_to_moderators_reads_that_they_are_told(interest: Interest, owner: User) -> None:
    owner.memberships.update(ended_at=interest.sent_at, end_reason="left")
    page = show(signed_in(sender_of(interest)), reverse("take-back-interest", args=[interest.pk]))
    assert "Our moderators are told" in page.text
    assert "Exford Council is told" not in page.text


# They take part now


def test_the_owners_confirm_with_one_press_that_somebody_takes_part(interest: Interest, owner: User) -> None:
    answer(interest=interest, answer="talk", by=owner)
    end(
        interest=interest, outcome="joined", role="partner", since="2026-03", words="We signed.", by=sender_of(interest)
    )
    request = ParticipationRequest.objects.get()
    page = page_of(interest, owner)
    assert "Wells Council says that it is a partner now, since March 2026. Is that so?" in " ".join(page.text.split())
    no = page.link("No")
    assert no.href == reverse("answer-participation-request", args=["exford", interest.listing_id, request.pk])
    hidden = {box["name"]: box["value"] for box in page.attributes("input", type="hidden") if box["name"] != "key"}
    hidden.pop("csrfmiddlewaretoken", None)
    answered = signed_in(owner).post(reverse("end-interest", args=[interest.pk]), hidden, follow=True)
    assert "Wells Council is a partner in the entry now. They get an email." in read(answered).text
    assert interest.listing.participations.get(role="partner").joined == "2026-03"


def test_the_request_that_came_of_a_conversation_leads_to_it(interest: Interest, owner: User) -> None:
    answer(interest=interest, answer="talk", by=owner)
    end(interest=interest, outcome="joined", role="partner", by=sender_of(interest))
    asked = ParticipationRequest.objects.get()
    page = show(
        signed_in(owner), reverse("answer-participation-request", args=["exford", interest.listing_id, asked.pk])
    )
    conversation = reverse("interest", args=[interest.pk])
    assert page.link("The conversation that led to this").href == conversation
    assert "They write" not in page.text
    [letter] = [one for one in deliver() if "asks to take part" in one.subject]
    assert conversation in letter.body


def test_a_request_without_a_conversation_leads_to_none(owner: User) -> None:
    listing = make_project("Bins", leads=[owner.memberships.get().organisation])
    asked = ParticipationRequest.objects.create(listing_id=listing.pk, organisation=make_council(), words="We, too.")
    page = show(signed_in(owner), reverse("answer-participation-request", args=["exford", listing.pk, asked.pk]))
    assert "We, too." in page.text
    assert "The conversation that led to this" not in page.text


# The link in the mail, and signing in


@pytest.mark.parametrize(
    ("given", "words"),
    [({"answer": "talk"}, "let’s talk"), ({"answer": "no", "reason": "no-time"}, "not now")],
)
def test_the_page_of_a_link_says_which_answer_was_sent(
    interest: Interest, owner: User, client: Client, given: dict[str, str], words: str
) -> None:
    page = read(client.post(reverse("interest-by-mail", args=[token_of(interest, owner)]), given, follow=True))
    assert page.title.startswith(f"Your answer is sent: {words}")
    # What is ended by a no cannot be taken back: nothing is promised there.
    assert ("Pressed the wrong one?" in page.text) is (given["answer"] == "talk")


def test_signing_in_half_way_says_what_for(interest: Interest, client: Client) -> None:
    listing = interest.listing
    for path, words in (
        (reverse("show-interest", args=[listing.pk]), "Sign in to write to Exford Council about “Bins”."),
        (f"/follow/?listing={listing.pk}", "Sign in to follow “Bins”."),
        (f"{listing.get_absolute_url()}#who-uses-this", "Sign in to say that your council uses “Bins”."),
    ):
        page = show(client, f"{reverse('sign-in')}?{'next='}{path.replace('?', '%3F').replace('#', '%23')}")
        assert f"{words} You come back to where you were." in page.text, path


@pytest.mark.parametrize(
    "path", ["", "/entries/999999/interest/", "https://evil.example/a", "/follow/?listing=x", "/nothing/", "/account/"]
)
def test_signing_in_says_nothing_of_where_nothing_is_known(client: Client, interest: Interest, path: str) -> None:
    page = show(client, f"{reverse('sign-in')}?next={path.replace('?', '%3F')}")
    assert "You come back to where you were" not in page.text
    assert "evil" not in page.text


def test_signing_in_does_not_name_an_entry_that_is_not_public(interest: Interest, client: Client) -> None:
    interest.listing.state = "draft"
    interest.listing.save()
    page = show(client, f"{reverse('sign-in')}?next=/entries/{interest.listing_id}/interest/")
    assert "Bins" not in page.text


# What moderators decide about what has ended


def test_a_moderator_decides_on_what_has_ended_that_it_stays_ended(interest: Interest, owner: User) -> None:
    report(interest=interest, words="Advertising.", by=owner)
    moderator = signed_in(make_person("Mo", is_staff=True))
    address = reverse("moderate-report", args=[interest.pk])
    assert "it goes on" in show(moderator, address).text
    block_sender(interest=interest, organisation=owner.memberships.get().organisation, by=owner)
    page = show(moderator, address)
    assert "it stays ended" in page.text
    assert "Exford Council takes no messages from whoever wrote first" in page.text


def test_an_address_that_was_shown_is_not_offered_again(interest: Interest, owner: User) -> None:
    make_message(interest=interest, author=owner, shares_address=True)
    answer(interest=interest, answer="talk", by=owner)
    page = page_of(interest, owner)
    assert "You showed your email address" in page.text
    assert "They have your address." in page.text
    assert [box["name"] for box in page.attributes("input", type="checkbox")] == []
    assert page_of(interest, sender_of(interest)).attributes("input", type="checkbox")


def test_taking_back_by_the_action_still_tells_the_owners(interest: Interest, owner: User) -> None:
    take_back(interest=interest, by=sender_of(interest))
    [letter] = deliver()
    assert (letter.to, letter.subject) == ([owner.email], "Wells Council has withdrawn their message about “Bins”")


def test_the_mail_about_the_outcome_names_it_and_whoever_noted_it(interest: Interest, owner: User) -> None:
    answer(interest=interest, answer="talk", by=owner)
    deliver()
    end(interest=interest, outcome="met", by=sender_of(interest))
    [letter] = deliver()
    assert letter.subject == "Met or talked: “Bins”"
    assert "Wells Council has noted what came of your conversation" in letter.body
    assert "Sign in and see the conversation here:" in letter.body
