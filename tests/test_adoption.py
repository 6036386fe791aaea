"""Saying that a council reuses an entry, confirming it, changing it: who is told, and what the public reads when."""

from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import localdate

from collaboration.actions.adopting import MOST_A_DAY, AdoptionRefused, adopt_from_interest
from collaboration.models import Adoption, Block, Interest
from councils.models import Organisation, User
from listings.models import Participation
from projects.models import Project
from tests.support.factories import make_council, make_former_member, make_manager, make_officer, make_project
from tests.support.joining import make_adoption, make_interest, make_introduction
from tests.support.mail import deliver
from tests.support.pages import Page, read
from tests.support.visits import show, signed_in

pytestmark = pytest.mark.django_db
ANSWERS: dict[str, Any] = {"since": "March 2024", "supported_by": "Its own IT team", "happy_to_talk": "yes"}


@pytest.fixture
def lead() -> Organisation:
    """The council that leads."""
    return make_council("Exford")


@pytest.fixture
def bins(lead: Organisation) -> Project:
    """A public entry of the council that leads."""
    return make_project("Bins", leads=[lead])


@pytest.fixture
def other() -> Organisation:
    """A council that uses the entry's work."""
    return make_council("Wyeford")


@pytest.fixture
def wanda(other: Organisation) -> User:
    """An officer of the council that uses it."""
    return make_officer(other, "Wanda")


def page(council: Organisation, listing: Any, words: str) -> str:
    """Return the address of a page about an entry in a council's area."""
    return f"/councils/{council.slug}/manage/entries/{listing.pk}/{words}"


def send(person: User, address: str, status: int = 200, **answers: Any) -> Page:
    """Send a form as this person; return the page that it leads to."""
    response = signed_in(person).post(address, answers, follow=True)
    assert response.status_code == status, (address, response.status_code)
    return read(response)


def words(shown: Page) -> str:
    """Return what a page says, with single spaces."""
    return " ".join(shown.text.split())


def addresses(shown: Page) -> list[str]:
    """Return where the links of a page lead."""
    return [link.href for link in shown.links]


def confirmed(listing: Any, organisation: Organisation, **fields: Any) -> Adoption:
    """Return an adoption that went the whole way: said, confirmed, and named in the entry."""
    officer = make_officer(organisation)
    send(officer, page(organisation, listing, "reuse/"), **ANSWERS | fields)
    said = Adoption.objects.get(organisation=organisation, listing=listing.pk)
    keeper = listing.participations.get(role="lead").organisation
    send(make_officer(keeper), page(keeper, listing, f"adoption/{said.pk}/"), answer="yes", reason="")
    deliver()
    return said


# Saying it, and the answer


def test_a_council_says_that_it_uses_an_entry_and_once_confirmed_both_pages_show_it(
    client: Client, lead: Organisation, bins: Project, other: Organisation, wanda: User
) -> None:
    manager = make_manager(lead, "Mina")
    assert page(other, bins, "reuse/") in addresses(show(signed_in(wanda), bins))
    said = send(wanda, page(other, bins, "reuse/"), **ANSWERS)
    assert "The people who answer for the entry are asked to confirm it" in said.text
    [mail] = deliver()
    assert (mail.to, mail.subject) == ([manager.email], "Does Wyeford Council use “Bins”?")
    address = page(lead, bins, f"adoption/{Adoption.objects.get().pk}/")
    assert address in mail.body
    asked = words(show(signed_in(manager), address))
    assert "Since March 2024" in asked
    assert "Supported by Its own IT team" in asked
    done = send(manager, address, answer="yes", reason="Glad to hear it.")
    assert "The entry now says that Wyeford Council uses it" in done.text
    [mail] = deliver()
    assert (mail.to, mail.subject) == ([wanda.email], "Confirmed: Wyeford Council uses “Bins”")
    assert "> Glad to hear it." in mail.body
    facts = "Since March 2024 Supported by: Its own IT team Happy to talk about it"
    assert f"Who uses this Wyeford Council {facts}" in words(show(client, bins))
    assert f"What it reuses Bins {facts}" in words(show(client, other))
    part = Participation.objects.get(organisation=other)
    assert (part.role, part.joined, part.standing) == ("adopter", "2024-03", "confirmed")


def test_nobody_else_reads_what_waits_was_declined_or_was_taken_back(
    client: Client, lead: Organisation, bins: Project, other: Organisation, wanda: User
) -> None:
    waiting = make_adoption(listing=bins, organisation=other, supported_by="Its secret team", said_by=wanda)
    manager, address = make_manager(lead), page(lead, bins, f"adoption/{waiting.pk}/")

    def is_hidden() -> bool:
        shown = words(show(client, bins)) + words(show(client, other)) + words(show(signed_in(manager), bins))
        return "secret" not in shown and "What it reuses" not in shown and "Wyeford Council Since" not in shown

    assert is_hidden()
    send(manager, address, answer="no", reason="We have never met.")
    assert is_hidden()
    [mail] = deliver()
    assert mail.subject == "Not confirmed: “Bins” does not name Wyeford Council"
    assert "> We have never met." in mail.body
    assert "We have never met." in show(signed_in(wanda), page(other, bins, f"adoption/{waiting.pk}/")).text
    send(wanda, page(other, bins, "reuse/"), **ANSWERS)
    again = Adoption.objects.latest("pk")
    send(wanda, page(other, bins, f"adoption/{again.pk}/take-back/"))
    assert is_hidden()
    assert Adoption.objects.latest("pk").withdrawn_at is not None
    assert deliver() == []
    assert "has taken this back" in send(manager, page(lead, bins, f"adoption/{again.pk}/"), answer="yes").text
    assert not Participation.objects.filter(organisation=other).exists()


def test_pressing_twice_says_it_once_and_answers_it_once(
    lead: Organisation, bins: Project, other: Organisation, wanda: User
) -> None:
    manager = make_manager(lead)
    for _ in range(2):
        said = send(wanda, page(other, bins, "reuse/"), **ANSWERS)
        assert "asked to confirm it" in said.text
    assert len(deliver()) == 1
    address = page(lead, bins, f"adoption/{Adoption.objects.get().pk}/")
    for _ in range(2):
        send(manager, address, answer="yes", reason="")
    assert len(deliver()) == 1
    assert Participation.objects.filter(organisation=other).count() == 1
    assert "settled already: confirmed" in send(manager, address, answer="no", reason="").text
    assert "has said already" in send(wanda, page(other, bins, "reuse/"), **ANSWERS | {"since": "2019"}).text


def test_a_moderator_confirms_where_the_entry_has_no_people(other: Organisation, wanda: User, moderator: User) -> None:
    bins = make_project("Bins", leads=["Durham"], source="A paper")
    send(wanda, page(other, bins, "reuse/"), **ANSWERS)
    [mail] = deliver()
    assert mail.to == [moderator.email]
    address = page(other, bins, f"adoption/{Adoption.objects.get().pk}/")
    assert address in mail.body
    assert address in addresses(show(signed_in(moderator), "/account/"))
    assert "now says that Wyeford Council uses it" in send(moderator, address, answer="yes", reason="").text


def test_an_entry_that_names_the_adopter_already_needs_no_second_yes(
    client: Client, lead: Organisation, other: Organisation, wanda: User
) -> None:
    bins = make_project("Bins", leads=[lead], adopters=[other], source="A paper")
    assert "Wyeford Council Since when is not recorded" in words(show(client, bins))
    assert "names Wyeford Council as an adopter already" in show(signed_in(wanda), page(other, bins, "reuse/")).text
    said = send(wanda, page(other, bins, "reuse/"), **ANSWERS)
    assert "The entry now says that Wyeford Council uses it" in said.text
    assert "Wyeford Council Since March 2024 Supported by: Its own IT team" in words(show(client, bins))
    assert deliver() == []


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"since": ""}, "Enter since when you use it: a year is enough"),
        ({"since": "soon"}, "“soon” is not a date"),
        ({"since": str(localdate().year + 1)}, "has not come yet"),
        ({"since": "20\x0024"}, "is not a date"),
        ({"supported_by": "x" * 201}, "Enter at most 200 characters"),
        ({"supported_by": "jo@exford.example"}, "Take out “jo@exford.example”"),
        ({"supported_by": "Our\x00team"}, "Take out the characters that cannot be shown"),
        ({"happy_to_talk": ""}, "Choose yes or no"),
        ({"happy_to_talk": "perhaps"}, "Choose yes or no"),
    ],
)
def test_what_cannot_be_is_answered_with_a_sentence(
    bins: Project, other: Organisation, wanda: User, wrong: dict[str, Any], sentence: str
) -> None:
    shown = send(wanda, page(other, bins, "reuse/"), **ANSWERS | wrong)
    assert sentence in shown.text
    assert not Adoption.objects.exists()


# Changing it, and stopping


def test_an_adopter_changes_what_it_said_and_stops_and_the_history_stays_readable(
    client: Client, bins: Project, other: Organisation, wanda: User
) -> None:
    said = confirmed(bins, other)
    address = page(other, bins, f"adoption/{said.pk}/change/")
    send(wanda, address, **ANSWERS | {"supported_by": "Exford Council", "until": ""})
    assert "Supported by: Exford Council" in words(show(client, bins))
    stopped = send(wanda, address, **ANSWERS | {"until": "May 2026"})
    assert "used this until May 2026" in stopped.text
    part = Participation.objects.get(organisation=other)
    assert (part.joined, part.left) == ("2024-03", "2026-05")
    for where in (bins, other):
        shown = words(show(client, where))
        assert "From March 2024 to May 2026" in shown
        assert "Happy to talk" not in shown
    assert "Used by" not in words(show(client, bins))
    send(wanda, address, **ANSWERS | {"until": ""})
    assert "Used by 1 organisation" in words(show(client, bins))


def test_it_cannot_stop_before_it_began_nor_before_it_is_confirmed(
    bins: Project, other: Organisation, wanda: User
) -> None:
    waiting = make_adoption(listing=bins, organisation=other)
    address = page(other, bins, f"adoption/{waiting.pk}/change/")
    send(wanda, address, **ANSWERS | {"until": "2026"})
    waiting.refresh_from_db()
    assert (waiting.since, waiting.until) == ("2024-03", "")
    said = confirmed(bins, make_council("Teeford"))
    tina = make_officer(said.organisation, "Tina")
    refused = send(tina, page(said.organisation, bins, f"adoption/{said.pk}/change/"), **ANSWERS | {"until": "2023"})
    assert "It cannot stop before it begins." in refused.text
    assert Participation.objects.get(organisation=said.organisation).left == ""


def test_what_a_moderator_took_out_can_be_said_again(bins: Project, other: Organisation, wanda: User) -> None:
    said = confirmed(bins, other)
    Participation.objects.filter(organisation=other).delete()
    address = page(other, bins, f"adoption/{said.pk}/")
    assert "is not in the entry any more" in show(signed_in(wanda), address).text
    assert "You can say so again" in send(wanda, f"{address}change/", **ANSWERS).text
    send(wanda, page(other, bins, "reuse/"), **ANSWERS)
    assert Adoption.objects.waiting().count() == 1


# Who may


def test_only_its_own_people_speak_for_a_council_and_only_the_keepers_answer(
    lead: Organisation, bins: Project, other: Organisation, wanda: User
) -> None:
    waiting = make_adoption(listing=bins, organisation=other)
    keeper = make_officer(lead)
    send(make_former_member(other), page(other, bins, "reuse/"), status=404, **ANSWERS)
    send(make_officer(make_council()), page(other, bins, f"adoption/{waiting.pk}/"), status=404, answer="yes")
    send(wanda, page(other, bins, f"adoption/{waiting.pk}/"), status=403, answer="yes", reason="")
    send(keeper, page(lead, bins, f"adoption/{waiting.pk}/change/"), status=403, **ANSWERS)
    send(keeper, page(lead, bins, f"adoption/{waiting.pk}/take-back/"), status=403)
    waiting.refresh_from_db()
    assert (waiting.answer, waiting.withdrawn_at, waiting.since) == ("", None, "")


def test_an_adoption_stands_under_the_entry_and_the_councils_that_it_is_about(
    lead: Organisation, bins: Project, other: Organisation, wanda: User
) -> None:
    waiting = make_adoption(listing=bins, organisation=other)
    elsewhere = make_project("Lights", leads=[lead])
    visitor = signed_in(make_officer(lead))
    assert visitor.get(page(lead, elsewhere, f"adoption/{waiting.pk}/")).status_code == 404
    assert visitor.get(page(lead, bins, f"adoption/{waiting.pk + 1}/")).status_code == 404
    assert signed_in(wanda).get(page(other, elsewhere, f"adoption/{waiting.pk}/")).status_code == 404


def test_who_leads_an_entry_does_not_reuse_it(lead: Organisation, bins: Project) -> None:
    officer = make_officer(lead)
    assert page(lead, bins, "reuse/") not in addresses(show(signed_in(officer), bins))
    assert "goes without saying" in send(officer, page(lead, bins, "reuse/"), **ANSWERS).text
    assert not Adoption.objects.exists()


def test_an_entry_that_is_not_public_takes_no_adopters(lead: Organisation, other: Organisation, wanda: User) -> None:
    draft = make_project(leads=[lead], state="draft")
    send(wanda, page(other, draft, "reuse/"), status=404, **ANSWERS)
    withdrawn = make_adoption(listing=make_project(leads=[lead], state="withdrawn"), organisation=other)
    address = page(lead, withdrawn.listing, f"adoption/{withdrawn.pk}/")
    assert "not public any more" in send(make_officer(lead), address, answer="yes", reason="").text
    assert not Participation.objects.filter(organisation=other).exists()


def test_nobody_asks_to_take_part_as_an_adopter(bins: Project, other: Organisation, wanda: User) -> None:
    asking = show(signed_in(wanda), page(other, bins, "join/"))
    assert "Adopter" not in asking.text
    assert page(other, bins, "reuse/") in addresses(asking)
    refused = send(wanda, page(other, bins, "join/"), role="adopter", words="")
    assert "Choose a role from the list" in refused.text


# What is refused


def test_a_council_says_it_twenty_times_a_day_at_most(other: Organisation, wanda: User) -> None:
    for _ in range(MOST_A_DAY):
        make_adoption(organisation=other)
    bins = make_project("Bins", leads=[make_council()])
    assert "20 times today" in send(wanda, page(other, bins, "reuse/"), **ANSWERS).text
    assert not Adoption.objects.filter(listing=bins.pk).exists()


def test_who_is_blocked_by_those_who_answer_for_an_entry_is_told_so(
    lead: Organisation, bins: Project, other: Organisation, wanda: User
) -> None:
    Block.objects.create(user=wanda, organisation=lead)
    assert "takes no messages from you" in send(wanda, page(other, bins, "reuse/"), **ANSWERS).text
    assert not Adoption.objects.exists()


# What comes of interest


def test_an_owner_who_notes_that_interest_became_reuse_says_so_for_good(
    client: Client, lead: Organisation, bins: Project, other: Organisation, wanda: User
) -> None:
    interest = make_interest(listing=bins, organisation=other, sender=wanda, kind="reuse")
    owner = make_officer(lead)
    for _ in range(2):
        adoption = adopt_from_interest(interest=interest, since="2026-05", by=owner)
    assert (adoption.answer, adoption.interest, adoption.answered_by) == ("yes", interest, owner)
    assert "Wyeford Council Since May 2026" in words(show(client, bins))
    assert Adoption.objects.count() == 1


def test_reuse_that_the_interested_side_notes_waits_for_the_owners(
    client: Client, lead: Organisation, bins: Project, other: Organisation, wanda: User
) -> None:
    manager = make_manager(lead)
    interest = make_interest(listing=bins, organisation=other, sender=wanda, kind="reuse")
    waiting = adopt_from_interest(interest=interest, since="2026-05", by=wanda)
    assert "Wyeford" not in words(show(client, bins))
    assert [mail.subject for mail in deliver()] == ["Does Wyeford Council use “Bins”?"]
    confirmed_by_owner = adopt_from_interest(interest=interest, since="2020", by=manager)
    assert (confirmed_by_owner.pk, confirmed_by_owner.answer, confirmed_by_owner.since) == (
        waiting.pk,
        "yes",
        "2026-05",
    )


def test_interest_for_no_council_becomes_no_reuse(lead: Organisation, bins: Project, wanda: User) -> None:
    interest = make_interest(listing=bins, organisation=None, sender=wanda)
    with pytest.raises(AdoptionRefused, match="for no council"):
        adopt_from_interest(interest=interest, since="2026", by=make_officer(lead))
    alone = make_interest(listing=bins, organisation=lead)
    with pytest.raises(AdoptionRefused, match="goes without saying"):
        adopt_from_interest(interest=alone, since="2026", by=make_officer(lead))


# The council's area


def test_the_area_and_the_account_say_what_waits_for_an_answer_until_it_has_one(
    lead: Organisation, bins: Project, other: Organisation
) -> None:
    waiting, manager = make_adoption(listing=bins, organisation=other), make_manager(lead)
    address = page(lead, bins, f"adoption/{waiting.pk}/")
    places = [f"/councils/{lead.slug}/manage/", "/account/"]
    sentence = "Wyeford Council says that it uses “Bins”: confirm it or not"
    for place in places:
        assert show(signed_in(manager), place).link(sentence).href == address
        assert sentence not in show(signed_in(make_officer(other)), "/account/").text
    send(manager, address, answer="no", reason="")
    for place in places:
        assert sentence not in show(signed_in(manager), place).text


def test_the_account_counts_the_conversations_in_which_it_is_ones_turn(
    lead: Organisation, bins: Project, other: Organisation, wanda: User
) -> None:
    manager = make_manager(lead)
    interest = make_interest(listing=bins, organisation=other, sender=wanda)

    def waits_for() -> list[User]:
        sentence = "1 conversation waits for your answer"
        return [person for person in (manager, wanda) if sentence in show(signed_in(person), "/account/").text]

    assert waits_for() == [manager]
    answered = {"state": "talking", "turn": "sender", "answered_at": interest.sent_at}
    Interest.objects.filter(pk=interest.pk).update(**answered)
    assert waits_for() == [wanda]
    put_off = {"state": "later", "turn": "owners", "later_month": interest.due_on}
    Interest.objects.filter(pk=interest.pk).update(**answered | put_off)
    assert waits_for() == []


def test_the_account_leads_to_introductions_without_an_outcome(lead: Organisation, bins: Project) -> None:
    make_introduction(councils=[make_council()], listings=[bins])
    introduced = show(signed_in(make_officer(lead)), "/account/").link_texts()
    assert "New: you are introduced to " in " ".join(introduced)
    assert "Waiting for you" not in show(signed_in(make_officer(make_council())), "/account/").text
