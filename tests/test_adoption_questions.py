"""Asking a council that uses an entry's work about it: only its people answer, and it is not in the entry's figures."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from collaboration.actions.chasing import chase
from collaboration.actions.interest.outcomes import end
from collaboration.actions.parting import leave_no_words
from collaboration.actions.refused import InterestRefused
from collaboration.figures import figures_of_council, figures_of_listing
from collaboration.models import Block, Interest
from councils.models import Organisation, User
from tests.support.factories import make_council, make_manager, make_officer, make_person, make_project, take_part
from tests.support.joining import make_adoption, make_interest
from tests.support.mail import deliver
from tests.support.pages import read
from tests.support.visits import show, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def other() -> Organisation:
    """The council that uses the entry's work."""
    return make_council("Wyeford")


@pytest.fixture
def wanda(other: Organisation) -> User:
    """An officer of that council."""
    return make_officer(other, "Wanda")


@pytest.fixture
def ann() -> User:
    """Who answers for the entry."""
    return make_officer(make_council("Exford"), "Ann")


@pytest.fixture
def bins(ann: User, other: Organisation) -> Any:
    """An entry whose work Wyeford uses, and is happy to talk about."""
    listing = make_project("Bins", leads=[ann.memberships.get().organisation])
    uses(other, listing)
    return listing


def uses(council: Organisation, listing: Any, *, happy: bool = True) -> None:
    """Let a council use the work of an entry, as both have said."""
    take_part(listing, "adopter", [council])
    make_adoption(
        listing=listing,
        organisation=council,
        happy_to_talk=happy,
        answer="yes",
        answered_at=timezone.now(),
        since="2024",
    )


def form_of(listing: Any, council: Organisation) -> str:
    """Return the address of the form that asks a council about its use of an entry's work."""
    return f"{reverse('show-interest', args=[listing.pk])}?adopter={council.slug}"


def ask(person: User, listing: Any, council: Organisation, **answers: str) -> Any:
    """Send the form."""
    whom = next(iter(person.roles), "myself")
    given = {"key": str(uuid.uuid4()), "whom": str(whom), "company": "", "message": "How long did it take you?"}
    return signed_in(person).post(form_of(listing, council), given | answers, follow=True)


def asked(person: User, listing: Any, council: Organisation) -> Interest:
    """Send the form; return what came of it."""
    ask(person, listing, council)
    return Interest.objects.get(sender=person, adopter=council)


def test_who_said_yes_has_a_link_that_opens_the_form_to_them(
    client: Client, bins: Any, other: Organisation, wanda: User
) -> None:
    shy = make_council("Wells")
    uses(shy, bins, happy=False)
    links = [link for link in show(client, bins).links if link.text.startswith("Ask them about it")]
    assert [link.href for link in links] == [form_of(bins, other)]
    page = show(signed_in(make_person()), links[0].href)
    assert page.heading(1) == "Ask Wyeford Council about its use of this"
    assert "The people who look after the entry do not read it." in page.text
    assert not page.attributes("input", name="kind")
    assert [link.href for link in show(client, other).links if "adopter=" in link.href] == [form_of(bins, other)]


def test_the_question_goes_to_the_adopters_people_and_only_they_read_and_answer_it(
    bins: Any, other: Organisation, wanda: User, ann: User
) -> None:
    make_manager(other, "Max")
    rita = make_person("Rita")
    interest = asked(rita, bins, other)
    [sent] = deliver()
    assert sent.to == [wanda.email]
    assert "your use of “Bins”" in sent.subject
    assert "You get this email because you belong to Wyeford" in sent.body
    page = f"/account/interests/{interest.pk}/"
    assert signed_in(ann).get(page).status_code == 404
    assert signed_in(ann).post(f"{page}answer/", {"answer": "talk"}).status_code == 404
    signed_in(wanda).post(f"{page}answer/", {"answer": "talk", "line": "Half a year. Tuesday?"})
    interest.refresh_from_db()
    assert (interest.state, interest.turn) == ("talking", "sender")
    [answer] = deliver()
    assert answer.to == [rita.email]
    assert "the use of “Bins” by Wyeford" in answer.subject
    shown = show(signed_in(rita), page)
    assert "You want to talk with Wyeford" in shown.heading(1)
    assert "Half a year. Tuesday?" in shown.text
    assert "Wyeford Council" in shown.text


def test_managers_of_the_adopter_are_asked_where_it_has_no_officers_and_moderators_where_it_has_nobody(
    bins: Any, other: Organisation, moderator: User
) -> None:
    page = show(signed_in(make_person()), form_of(bins, other))
    assert "Nobody of Wyeford Council can answer here yet." in page.text
    interest = asked(make_person("Rita"), bins, other)
    assert interest.chased == "moderators"
    [sent] = deliver()
    assert sent.to == [moderator.email]
    assert "the use of “Bins” by Wyeford" in sent.subject
    max_ = make_manager(other, "Max")
    asked(make_person("Rob"), bins, other)
    assert [sent.to for sent in deliver()] == [[max_.email]]


@pytest.mark.parametrize("change", ["happy", "left", "nobody"])
def test_who_does_not_talk_about_it_any_more_gets_no_question(
    bins: Any, other: Organisation, wanda: User, change: str
) -> None:
    if change == "happy":
        bins.adoptions.update(happy_to_talk=False)
    elif change == "left":
        bins.participations.filter(organisation=other).update(left="2025")
    council = make_council("Nowhere") if change == "nobody" else other
    response = ask(make_person(), bins, council)
    if change == "nobody":
        assert "They take no questions about their use of this any more." in read(response).text
    else:
        assert "Wyeford Council takes no questions about its use of this entry any more." in read(response).text
        assert "How long did it take you?" in response.content.decode()
    page = read(signed_in(make_person()).get(form_of(bins, council), follow=True))
    assert "They take no questions about their use of this any more." in page.text
    assert not Interest.objects.exists()


def test_nobody_asks_their_own_council_and_owners_may_ask_too(
    bins: Any, other: Organisation, wanda: User, ann: User
) -> None:
    assert "This is your own council." in show(signed_in(wanda), form_of(bins, other)).text
    ask(wanda, bins, other)
    assert not Interest.objects.exists()
    assert not [link for link in show(signed_in(wanda), bins).links if "adopter=" in link.href]
    assert asked(ann, bins, other).turn == "owners"


def test_one_conversation_with_the_owners_and_one_with_each_adopter_can_be_open(
    bins: Any, other: Organisation, wanda: User
) -> None:
    rita = make_person("Rita")
    make_interest(listing=bins, sender=rita, organisation=None)
    asked(rita, bins, other)
    assert "that conversation is open" in read(ask(rita, bins, other)).text
    assert Interest.objects.open().filter(sender=rita).count() == 2
    assert "Open the conversation" in [link.text for link in show(signed_in(rita), bins).links]


def test_figures_and_the_block_of_the_entry_know_nothing_of_questions_to_adopters(
    bins: Any, other: Organisation, wanda: User, ann: User
) -> None:
    interest = asked(make_person("Rita"), bins, other)
    Interest.objects.filter(pk=interest.pk).update(due_on=localdate() - timedelta(days=1))
    assert figures_of_listing(bins).came == 0
    assert figures_of_council(ann.memberships.get().organisation).came == 0
    assert figures_of_council(other).came == 0
    assert "Nobody waits for your word." in show(signed_in(ann), bins).text


def test_the_ladder_climbs_on_the_adopters_side(
    bins: Any, other: Organisation, wanda: User, ann: User, moderator: User
) -> None:
    max_ = make_manager(other, "Max")
    asked(make_person("Rita"), bins, other)
    deliver()
    day, told = localdate() + timedelta(days=40), []
    for _ in range(3):
        chase(today=day)
        told.append(sorted(sent.to[0] for sent in deliver()))
        day += timedelta(days=14)
    assert told[:2] == [[wanda.email], [max_.email]]
    assert moderator.email in told[2]
    assert ann.email not in [email for step in told for email in step]


def test_the_only_outcomes_are_that_they_met_or_that_nothing_came_of_it(
    bins: Any, other: Organisation, wanda: User
) -> None:
    council = make_council("Wells")
    officer = make_officer(council)
    interest = asked(officer, bins, other)
    signed_in(wanda).post(f"/account/interests/{interest.pk}/answer/", {"answer": "talk"})
    page = show(signed_in(officer), f"/account/interests/{interest.pk}/")
    assert [box["value"] for box in page.attributes("input", name="outcome")] == ["met", "nothing"]
    interest.refresh_from_db()
    with pytest.raises(InterestRefused, match="does not answer for the entry"):
        end(interest=interest, outcome="reused", by=officer, since="2026")


def test_the_adopter_can_take_no_more_messages_from_somebody_and_the_owners_still_do(
    bins: Any, other: Organisation, wanda: User, ann: User
) -> None:
    rita = make_person("Rita")
    interest = asked(rita, bins, other)
    to_owners = make_interest(listing=bins, sender=rita, organisation=None)
    assert signed_in(ann).post(f"/account/interests/{interest.pk}/block/").status_code == 404
    signed_in(wanda).post(f"/account/interests/{interest.pk}/block/")
    assert Block.objects.get().organisation == other
    interest.refresh_from_db()
    to_owners.refresh_from_db()
    assert (interest.state, to_owners.state) == ("nothing", "waiting")
    assert "takes no messages from you through this site" in read(ask(rita, bins, other)).text


def test_the_area_and_the_list_of_conversations_of_the_adopter_name_what_waits(
    bins: Any, other: Organisation, wanda: User, ann: User
) -> None:
    asked(make_person("Rita"), bins, other)
    assert (
        "A reader wants to talk about its use by Wyeford Council" in show(signed_in(wanda), "/account/interests/").text
    )
    assert "Rita" not in show(signed_in(ann), "/account/interests/").text
    assert "1 conversation" in show(signed_in(wanda), f"/councils/{other.slug}/manage/").text


def test_when_entries_are_merged_a_question_to_an_adopter_goes_on_beside_that_to_the_owners(
    bins: Any, other: Organisation, wanda: User, moderator: User
) -> None:
    stays, rita = make_project("Bin lorries", leads=[make_council()]), make_person("Rita")
    interest = asked(rita, bins, other)
    to_owners = make_interest(listing=stays, sender=rita, organisation=None)
    signed_in(moderator).post(reverse("decide", args=[bins.pk, "merge"]), {"into": stays.pk})
    for one in (interest, to_owners):
        one.refresh_from_db()
        assert (one.listing_id, one.is_open) == (stays.pk, True)
    assert signed_in(wanda).get(f"/account/interests/{interest.pk}/").status_code == 200


def test_who_closes_their_account_takes_their_question_back_and_the_adopter_is_told(
    bins: Any, other: Organisation, wanda: User
) -> None:
    rita = make_person("Rita")
    interest = asked(rita, bins, other)
    deliver()
    leave_no_words(rita)
    assert [sent.to for sent in deliver()] == [[wanda.email]]
    interest.refresh_from_db()
    assert interest.state == "taken-back"
