"""“This is wrong, or not ours”: out at once, kept, and answered by a moderator."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from councils.models import Organisation, User
from listings.actions.doubts import MOST_A_DAY, DoubtRefused, answer_doubt, doubt
from listings.actions.own_part import confirm_part
from listings.actions.saving import save_listing
from listings.doubted import held_in_words
from listings.models import Doubt, Listing, Participation
from projects.models import Project
from tests.support.factories import (
    look_after,
    make_council,
    make_member,
    make_officer,
    make_project,
    make_service,
    take_part,
)
from tests.support.imports import make_ready, project, run_import, write_lines
from tests.support.mail import deliver
from tests.support.pages import Page, read
from tests.support.visits import facts, show, signed_in

pytestmark = pytest.mark.django_db

SAYS: dict[str, dict[str, Any]] = {
    "description": {"description": "It **failed**."},
    "money": {"funding_source": "The fund", "funding_amount_gbp": 350_000, "funding_outcome": "not-funded"},
    "dates": {"started": "2019-04", "ended": "2021"},
    "ending": {"is_ended": True, "end_reason": "not-funded", "end_note": "No money."},
    "wanted": {"wants": "partners", "wants_note": "Two more councils", "offers_note": "The code"},
}
"""What an entry may say, by statement."""


@pytest.fixture
def council() -> Organisation:
    """A council that an entry names as a partner."""
    return make_council("Exford")


@pytest.fixture
def officer(council: Organisation) -> User:
    """An officer of the council."""
    return make_officer(council, "Olu")


@pytest.fixture
def bins(council: Organisation) -> Project:
    """An imported entry that says everything, and names the council as a partner."""
    said = {name: value for columns in SAYS.values() for name, value in columns.items()}
    return make_project("Bins", leads=[make_council("Lead")], partners=[council], source="A paper", **said)


def address(council: Organisation, listing: Any) -> str:
    """Return where a council's people say that something is wrong."""
    return f"/councils/{council.slug}/manage/entries/{listing.pk}/doubt/"


def send(person: User, council: Organisation, listing: Any, **answers: str) -> Page:
    """Send the form; return the page that it leads to."""
    response = signed_in(person).post(address(council, listing), {"words": "It is not so."} | answers, follow=True)
    assert response.status_code == 200
    return read(response)


def columns(listing: Any, *names: str) -> dict[str, Any]:
    """Return what some columns of an entry hold now."""
    fresh = type(listing).objects.get(pk=listing.pk)
    return {name: getattr(fresh, name) for name in names}


def refused(action: Any, **given: Any) -> str:
    """Do what is to be refused; return the sentence."""
    with pytest.raises(DoubtRefused) as why:
        action(**given)
    return str(why.value)


# Taking out


@pytest.mark.parametrize("statement", SAYS)
def test_what_is_doubted_is_out_at_once_and_kept_and_comes_back_as_it_was(
    council: Organisation, officer: User, moderator: User, bins: Project, statement: str
) -> None:
    said = SAYS[statement]
    shown = send(officer, council, bins, statement=statement)
    assert "out of the entry for now" in shown.text
    assert "A moderator reads what you wrote" in shown.text
    assert not any(columns(bins, *said).values())
    for other in SAYS.keys() - {statement}:
        assert columns(bins, *SAYS[other]) == SAYS[other]
    kept = Doubt.objects.get()
    assert (kept.organisation, kept.said_by, kept.words, kept.held) == (council, officer, "It is not so.", said)
    assert len(held_in_words(kept)) == len(said)
    answer_doubt(doubt=kept, answer="put-back", words="It is in the paper.", by=moderator)
    assert columns(bins, *said) == said
    assert not bins.phase_changes.exists()


def test_what_a_service_says_of_money_goes_with_its_benefits(council: Organisation, officer: User) -> None:
    audit = make_service("Audit", leads=[council], annual_saving_gbp=5, benefits="We save.", source="A paper")
    send(officer, council, audit, statement="money")
    assert columns(audit, "annual_saving_gbp", "benefits") == {"annual_saving_gbp": None, "benefits": ""}


def test_a_council_that_says_it_does_not_take_part_is_gone_from_the_entry(
    council: Organisation, officer: User, moderator: User, bins: Project, client: Any
) -> None:
    take_part(bins, "funder", [council], joined="2019")
    shown = send(officer, council, bins, statement="our-part")
    assert "The entry does not name Exford Council any more." in shown.text
    assert "Exford Council" not in " ".join(facts(show(client, bins)).values())
    kept = Doubt.objects.get()
    assert held_in_words(kept) == [("Exford Council", "Partner"), ("Exford Council", "Funder")]
    answer_doubt(doubt=kept, answer="put-back", words="", by=moderator)
    parts = Participation.objects.filter(organisation=council).order_by("role")
    assert [(part.role, part.joined, part.standing) for part in parts] == [
        ("funder", "2019", "stated"),
        ("partner", "", "stated"),
    ]


def test_the_whole_entry_is_withdrawn_where_the_council_leads_it_and_comes_back(
    council: Organisation, officer: User, moderator: User, client: Any
) -> None:
    bins = make_project("Bins", leads=[council], source="A paper")
    shown = send(officer, council, bins, statement="all")
    assert "The whole entry is out of the directory for now." in shown.text
    assert client.get(bins.get_absolute_url()).status_code == 404
    answer_doubt(doubt=Doubt.objects.get(), answer="put-back", words="", by=moderator)
    assert client.get(bins.get_absolute_url()).status_code == 200


def test_the_whole_entry_of_others_is_not_a_partners_to_take_out(
    council: Organisation, officer: User, bins: Project
) -> None:
    assert "The whole entry" not in show(signed_in(officer), address(council, bins)).text
    assert send(officer, council, bins, statement="all").title.startswith("Error: ")
    said = refused(doubt, listing=bins, organisation=council, statement="all", words="No", by=officer)
    assert said.startswith("Only a council that answers for the whole entry")
    assert columns(bins, "state") == {"state": "published"}


def test_only_what_the_entry_says_is_offered(council: Organisation, officer: User) -> None:
    plain = make_project("Plain", partners=[council], source="A paper")
    shown = show(signed_in(officer), address(council, plain))
    assert [box["value"] for box in shown.attributes("input", name="statement")] == ["our-part"]
    said = refused(doubt, listing=plain, organisation=council, statement="money", words="No", by=officer)
    assert said.startswith("The entry does not say this any more.")


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({}, "Choose what is wrong"),
        ({"statement": "everything"}, "Choose what is wrong from the list"),
        ({"statement": "money", "words": ""}, "Say why it is wrong"),
        ({"statement": "money", "words": "x" * 1001}, "Enter at most 1,000 characters"),
        ({"statement": "money", "words": "No\x00"}, "characters"),
    ],
)
def test_what_is_missing_is_said_beside_the_field_and_nothing_is_taken_out(
    council: Organisation, officer: User, bins: Project, answers: dict[str, str], said: str
) -> None:
    shown = send(officer, council, bins, **answers)
    assert shown.title.startswith("Error: ")
    assert said in shown.text
    assert not Doubt.objects.exists()


@pytest.mark.parametrize("statement", ["our-part", "money", "all"])
def test_a_double_press_makes_one_doubt_and_says_the_same(council: Organisation, officer: User, statement: str) -> None:
    bins = make_project("Bins", leads=[council, make_council()], funding_source="The fund", source="A paper")
    first = send(officer, council, bins, statement=statement)
    again = send(officer, council, bins, statement=statement)
    assert again.text == first.text
    assert Doubt.objects.count() == 1


def test_a_second_council_learns_that_it_is_out_already(officer: User, council: Organisation, bins: Project) -> None:
    other = make_council("Wyeford")
    take_part(bins, "partner", [other])
    doubt(listing=bins, organisation=council, statement="money", words="No", by=officer)
    said = refused(
        doubt, listing=bins, organisation=other, statement="money", words="No", by=make_officer(other, "Wanda")
    )
    assert "Somebody may have taken it out already." in said


def test_nobody_doubts_for_a_council_that_is_not_theirs_or_takes_no_part(
    council: Organisation, officer: User, bins: Project, moderator: User
) -> None:
    stranger, elsewhere = make_officer(make_council()), make_council("Elsewhere")
    passer_by = make_officer(elsewhere)
    assert signed_in(stranger).post(address(council, bins)).status_code == 404
    assert signed_in(moderator).post(address(council, bins)).status_code == 403
    assert "does not name Elsewhere Council" in show(signed_in(passer_by), address(elsewhere, bins)).text
    send(passer_by, elsewhere, bins, statement="our-part")
    given = {"listing": bins, "statement": "money", "words": "No"}
    assert "Only the people" in refused(doubt, organisation=council, by=stranger, **given)
    assert "does not take part" in refused(doubt, organisation=elsewhere, by=passer_by, **given)
    bins.state = "withdrawn"
    bins.save()
    assert "not public any more" in refused(doubt, organisation=council, by=officer, **given)
    assert not Doubt.objects.exists()


def test_the_only_lead_of_a_confirmed_entry_does_not_leave_it_without_one(council: Organisation, officer: User) -> None:
    bins = make_project("Bins", leads=[council])
    said = refused(doubt, listing=bins, organisation=council, statement="our-part", words="No", by=officer)
    assert said.startswith("Your council is the only lead of this entry.")
    assert Participation.objects.count() == 1


@pytest.mark.parametrize("statement", ["description", "money", "dates", "ending", "wanted"])
def test_in_an_entry_that_others_confirmed_a_partner_doubts_its_own_part_alone(
    council: Organisation, officer: User, bins: Project, statement: str
) -> None:
    Project.objects.filter(pk=bins.pk).update(confirmed_at=timezone.now())
    shown = show(signed_in(officer), address(council, bins))
    assert [box["value"] for box in shown.attributes("input", name="statement")] == ["our-part"]
    assert "write to the people of the entry" in shown.text
    assert send(officer, council, bins, statement=statement).title.startswith("Error: ")
    said = refused(doubt, listing=bins, organisation=council, statement=statement, words="No", by=officer)
    assert said.startswith("Your council can take out only that it takes part.")
    assert columns(bins, *SAYS[statement]) == SAYS[statement]
    send(officer, council, bins, statement="our-part")
    assert Doubt.objects.get().statement == "our-part"


def test_a_council_that_is_only_named_doubts_its_own_part_alone(
    council: Organisation, officer: User, bins: Project
) -> None:
    bins.participations.filter(organisation=council).update(standing="named")
    shown = show(signed_in(officer), address(council, bins))
    assert [box["value"] for box in shown.attributes("input", name="statement")] == ["our-part"]
    refused(doubt, listing=bins, organisation=council, statement="money", words="No", by=officer)
    assert columns(bins, *SAYS["money"]) == SAYS["money"]


@pytest.mark.parametrize("statement", [*SAYS, "our-part", "all"])
def test_what_a_moderator_put_back_is_not_taken_out_again_until_it_changes(
    council: Organisation, officer: User, moderator: User, statement: str
) -> None:
    said = {name: value for each in SAYS.values() for name, value in each.items()}
    other = make_council("Lead")
    bins = make_project("Bins", leads=[council, other], source="A paper", **said)
    given: dict[str, Any] = {"listing": bins, "organisation": council, "statement": statement, "by": officer}
    made = doubt(**given, words="No")
    answer_doubt(doubt=made, answer="put-back", words="It is so.", by=moderator)
    shown = show(signed_in(officer), address(council, bins))
    assert statement not in [box["value"] for box in shown.attributes("input", name="statement")]
    assert "It cannot be taken out again." in shown.text
    assert "a moderator put it back" in refused(doubt, **given, words="No, again")
    bins.refresh_from_db()
    bins.description, bins.funding_amount_gbp, bins.started = "Other words.", 5, "2018"
    bins.end_note, bins.wants_note = "Other.", "Three more councils"
    save_listing(listing=bins, by=officer)
    bins.participations.filter(organisation=council).update(joined="2019")
    assert doubt(**given, words="No").answered_at is None


def test_a_council_does_not_take_out_very_much_in_a_day(council: Organisation, officer: User, bins: Project) -> None:
    many = [make_project(f"Old {n}", partners=[council], source="A paper") for n in range(MOST_A_DAY)]
    for each in many:
        doubt(listing=each, organisation=council, statement="our-part", words="No", by=officer)
    given: dict[str, Any] = {"listing": bins, "organisation": council, "statement": "money", "words": "No"}
    assert f"{MOST_A_DAY} times today" in refused(doubt, **given, by=officer)
    Doubt.objects.update(said_at=timezone.now() - timedelta(days=1, seconds=1))
    doubt(**given, by=officer)


# Telling, and answering


def test_who_answers_for_the_entry_hears_of_it_and_who_doubted_of_the_answer(
    council: Organisation, officer: User, moderator: User, bins: Project
) -> None:
    lead = bins.leads[0].organisation
    keeper = make_member(lead, "Kim")
    look_after(bins, keeper)
    made = doubt(listing=bins, organisation=council, statement="money", words="It was £5.", by=officer)
    [mail] = deliver()
    assert mail.to == [keeper.user.email]
    assert "It was £5." in mail.body
    for _ in range(2):
        answer_doubt(doubt=made, answer="stays-out", words="You are right.", by=moderator)
    [mail] = deliver()
    assert (mail.to, mail.subject) == ([officer.email], "What you doubted in “Bins” stays out")
    assert "You are right." in mail.body
    assert not columns(bins, "funding_source")["funding_source"]
    assert "answered already: stays out" in refused(answer_doubt, doubt=made, answer="put-back", words="", by=moderator)


def test_what_was_written_anew_meanwhile_stays(
    council: Organisation, officer: User, moderator: User, bins: Project
) -> None:
    made = doubt(listing=bins, organisation=council, statement="money", words="No", by=officer)
    Project.objects.filter(pk=bins.pk).update(funding_source="Another fund")
    answer_doubt(doubt=made, answer="put-back", words="", by=moderator)
    assert columns(bins, "funding_source", "funding_amount_gbp") == {
        "funding_source": "Another fund",
        "funding_amount_gbp": 350_000,
    }


def test_what_does_not_fit_any_more_is_not_put_back_and_says_why(
    council: Organisation, officer: User, moderator: User, bins: Project
) -> None:
    made = doubt(listing=bins, organisation=council, statement="dates", words="No", by=officer)
    Listing.objects.filter(pk=bins.pk).update(ended="2010")
    said = refused(answer_doubt, doubt=made, answer="put-back", words="", by=moderator)
    assert said == "It does not fit with what was written since: The end is before the start."
    made.refresh_from_db()
    assert made.answer == ""


def test_a_council_that_came_back_by_itself_is_not_added_twice(
    council: Organisation, officer: User, moderator: User, bins: Project
) -> None:
    made = doubt(listing=bins, organisation=council, statement="our-part", words="No", by=officer)
    take_part(bins, "adopter", [council])
    answer_doubt(doubt=made, answer="put-back", words="", by=moderator)
    assert [part.role for part in Participation.objects.filter(organisation=council)] == ["adopter"]


# Importing again


@pytest.mark.parametrize("statement", ["our-part", "money", "all"])
def test_importing_again_does_not_bring_back_what_was_doubted(tmp_path: Path, statement: str) -> None:
    make_ready()
    line = {"funding": {"source": "The fund", "amount_gbp": 5}, "lead": "Exford Council", "key": "one"}
    run_import(write_lines(tmp_path, project(**line)))
    entry = Project.objects.get()
    council = Organisation.objects.get(short_name="Exford")
    doubt(listing=entry, organisation=council, statement=statement, words="No", by=make_officer(council))
    run_import(write_lines(tmp_path, project(**line)))
    said = run_import(write_lines(tmp_path, project(**line, description="More is known now.")))
    assert "edited since, left alone" in said
    entry.refresh_from_db()
    shown = {
        "our-part": entry.participations.exists(),
        "money": bool(entry.funding_source or entry.funding_amount_gbp),
        "all": entry.state == "published",
    }
    assert not shown[statement]
    assert sum(shown.values()) == 2


def test_a_part_that_its_council_confirmed_does_not_go_with_a_name_that_a_file_leaves_out(tmp_path: Path) -> None:
    make_ready()
    run_import(write_lines(tmp_path, project(partners=["Exford Council"])))
    part = Participation.objects.get()
    assert part.organisation
    without = write_lines(tmp_path, project(partners=[], summary="New words."), name="later.jsonl")
    confirm_part(part=part, by=make_officer(part.organisation))
    assert "changed in the directory: organisations" in run_import(without)
    assert Participation.objects.get().standing == "confirmed"
    with_it = write_lines(tmp_path, project(partners=["Exford Council"], summary="New words."), name="with.jsonl")
    assert "1 changed" in run_import(with_it)
