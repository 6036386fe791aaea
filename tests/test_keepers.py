"""Councils that answer for one entry together: what one of them may do, and what the others hear of it."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from councils.models import Organisation, User
from listings.actions.claiming import claim
from listings.actions.endings import EndingRefused, bring_back, go_on, withdraw
from listings.actions.moderating import approve
from listings.actions.names import resolve_name
from listings.actions.own_part import decline_part
from listings.actions.participation_requests import answer_participation_request, ask_to_take_part
from listings.actions.partners import add_partner, change_part, propose_partner, remove_part
from listings.actions.publishing import submit
from listings.models import ListingOfficer, NameToResolve, Participation, Source, Update
from tests.support.factories import (
    look_after,
    make_area,
    make_council,
    make_former_council,
    make_manager,
    make_officer,
    make_partner,
    make_project,
)
from tests.support.parts import page, parts_of, refused, send, subjects
from tests.support.visits import show, signed_in

pytestmark = pytest.mark.django_db

ANSWERS = {"description": "Many people ask for it.", "phase": "alpha"}


@pytest.fixture
def lead() -> Organisation:
    """The council that leads."""
    return make_council("Exford")


@pytest.fixture
def lia(lead: Organisation) -> User:
    """An officer of the council that leads."""
    return make_officer(lead, "Lia")


@pytest.fixture
def partner() -> Organisation:
    """A council that takes part."""
    return make_council("Wyeford")


@pytest.fixture
def pat(partner: Organisation) -> User:
    """An officer of the council that takes part."""
    return make_officer(partner, "Pat")


@pytest.fixture
def imported(lead: Organisation, partner: Organisation) -> Any:
    """An entry of which a source says that one council leads it and the other takes part."""
    return make_project("Bins", leads=[lead], partners=[partner], source="A paper")


def part_of(listing: Any, council: Organisation) -> Participation:
    return Participation.objects.get(listing=listing.pk, organisation=council)


# Claiming what others lead


def test_the_lead_is_told_when_a_partner_claims_its_entry(
    imported: Any, partner: Organisation, lia: User, pat: User
) -> None:
    claim(listing=imported, organisation=partner, by=pat)
    assert subjects() == [("lia", "Wyeford Council answers for “Bins” too")]
    claim(listing=imported, organisation=partner, by=pat)
    assert subjects() == []


def test_moderators_are_told_where_the_lead_has_no_people(
    imported: Any, partner: Organisation, pat: User, moderator: User
) -> None:
    claim(listing=imported, organisation=partner, by=pat)
    assert [mail for _, mail in subjects()] == ["Wyeford Council answers for “Bins” too"]


def test_nobody_is_told_where_the_only_lead_claims_its_own_entry(lead: Organisation, lia: User) -> None:
    claim(listing=make_project("Bins", leads=[lead], source="A paper"), organisation=lead, by=lia)
    assert subjects() == []


def test_a_partner_that_claimed_an_entry_neither_removes_its_lead_nor_takes_the_lead(
    imported: Any, lead: Organisation, partner: Organisation, pat: User
) -> None:
    claim(listing=imported, organisation=partner, by=pat)
    theirs, own = part_of(imported, lead), part_of(imported, partner)
    assert "answers for this entry too" in refused(remove_part, part=theirs, by=pat)
    assert "answers for this entry too" in refused(change_part, part=theirs, role="funder", joined="", left="", by=pat)
    assert "answers for this entry too" in refused(
        change_part, part=theirs, role="lead", joined="", left="2020", by=pat
    )
    assert "leads this entry" in refused(change_part, part=own, role="lead", joined="", left="", by=pat)
    for council in (partner, make_council("Friend")):
        assert "leads this entry" in refused(add_partner, listing=imported, organisation=council, role="lead", by=pat)
    assert "leads this entry" in refused(propose_partner, listing=imported, name="Acme", role="lead", by=pat)
    assert parts_of(imported) == [("Exford Council", "lead", "stated"), ("Wyeford Council", "partner", "confirmed")]


def test_a_partner_that_claimed_an_entry_does_not_decide_about_the_whole_of_it(
    imported: Any, partner: Organisation, lia: User, pat: User
) -> None:
    claim(listing=imported, organisation=partner, by=pat)
    shown = send(pat, reverse("withdraw-entry", args=[partner.slug, imported.pk]))
    assert "Exford Council leads this entry, so its people decide about this." in shown.text
    ending = {"end_reason": "evidence-said-no", "ended": "2024"}
    assert "Exford Council leads this entry" in send(pat, page(partner, imported, "end/"), **ending).text
    doubt = send(pat, page(partner, imported, "doubt/"), statement="all", words="Away with it.")
    assert doubt.title.startswith("Error: ")
    imported.refresh_from_db()
    assert (imported.state, imported.is_ended) == ("published", False)
    withdraw(listing=imported, by=lia)
    with pytest.raises(EndingRefused, match="Exford Council leads"):
        bring_back(listing=imported, by=pat)
    type(imported).objects.update(is_ended=True)
    with pytest.raises(EndingRefused, match="Exford Council leads"):
        go_on(listing=imported, by=pat)


def test_who_claimed_what_no_council_leads_decides_about_it(partner: Organisation, pat: User) -> None:
    bins = make_project("Bins", leads=[make_former_council("Oldford")], partners=[partner], source="A paper")
    claim(listing=bins, organisation=partner, by=pat)
    withdraw(listing=bins, by=pat)
    bins.refresh_from_db()
    assert bins.state == "withdrawn"


def test_the_others_that_answer_for_an_entry_are_told_when_one_withdraws_it(
    imported: Any, lead: Organisation, partner: Organisation, lia: User, pat: User
) -> None:
    claim(listing=imported, organisation=partner, by=pat)
    subjects()
    withdraw(listing=imported, by=lia)
    withdraw(listing=imported, by=lia)
    assert subjects() == [("pat", "Exford Council has withdrawn “Bins”")]


def test_the_others_that_answer_for_an_entry_are_told_of_a_new_lead(
    imported: Any, partner: Organisation, lia: User, pat: User
) -> None:
    claim(listing=imported, organisation=partner, by=pat)
    subjects()
    add_partner(listing=imported, organisation=make_partner("Acme"), role="lead", by=lia)
    assert subjects() == [("pat", "Acme is named as a lead of “Bins”")]


# Leads that have not said so themselves


@pytest.mark.parametrize("standing", ["stated", "named"])
def test_a_council_that_others_name_as_lead_publishes_nothing_unseen(
    lead: Organisation, lia: User, standing: str
) -> None:
    known = make_council("Known", publishes_directly=True)
    bins = make_project("Bins", state="draft", leads=[lead], areas=[make_area()], published_at=None, **ANSWERS)
    Participation.objects.create(listing_id=bins.pk, organisation=known, role="lead", standing=standing)
    assert submit(listing=bins, by=lia).state == "waiting"


def test_an_abolished_lead_neither_publishes_directly_nor_comes_to_do_so(
    lead: Organisation, lia: User, moderator: User
) -> None:
    old = make_former_council("Oldford")
    Organisation.objects.filter(pk=old.pk).update(publishes_directly=True)
    bins = make_project("Bins", state="draft", leads=[lead], areas=[make_area()], published_at=None, **ANSWERS)
    bins.participations.update(standing="confirmed")
    Participation.objects.create(listing_id=bins.pk, organisation=old, role="lead", standing="confirmed")
    tasks = show(signed_in(lia), reverse("project-check", args=[lead.slug, bins.pk]))
    assert "Send for review" in tasks.text
    assert submit(listing=bins, by=lia).state == "waiting"
    Organisation.objects.filter(pk=old.pk).update(publishes_directly=False)
    bins.refresh_from_db()
    approve(listing=bins, seen=bins.updated_at, by=moderator)
    able = Organisation.objects.filter(publishes_directly=True)
    assert list(able) == [lead]


# Names that turn out to be councils


def test_a_proposed_name_that_turns_out_to_be_a_council_is_for_that_council_to_confirm(
    lead: Organisation, partner: Organisation, lia: User, pat: User, moderator: User
) -> None:
    bins = make_project("Bins", leads=[lead])
    propose_partner(listing=bins, name="Wye and Ford", role="lead", by=lia)
    resolve_name(name=NameToResolve.objects.get(), organisations=[partner], by=moderator)
    assert parts_of(bins)[1] == ("Wyeford Council", "lead", "named")
    assert not part_of(bins, partner).is_keeper
    assert [to for to, _ in subjects()] == ["pat"]


def test_a_name_that_a_source_wrote_stands_as_the_source_says(
    lead: Organisation, partner: Organisation, lia: User, pat: User, moderator: User
) -> None:
    bins, roads = make_project("Bins", leads=[lead], source="A paper"), make_project("Roads", leads=[lead])
    source = Source.objects.get(listing=bins.pk)
    source.imported = {"organisations": [["partner", "Wye and Ford", None]]}
    source.save()
    for listing in (bins, roads):
        propose_partner(listing=listing, name="Wye and Ford", role="partner", by=lia)
    propose_partner(listing=roads, name="Acme", role="supplier", by=lia)
    for name, organisation in (("Wye and Ford", partner), ("Acme", make_partner("Acme Ltd"))):
        resolve_name(name=NameToResolve.objects.get(name=name), organisations=[organisation], by=moderator)
    assert parts_of(bins)[1] == ("Wyeford Council", "partner", "stated")
    assert parts_of(roads)[1:] == [("Wyeford Council", "partner", "named"), ("Acme Ltd", "supplier", "stated")]


def test_a_council_that_said_no_does_not_come_back_under_another_name(
    lead: Organisation, partner: Organisation, lia: User, pat: User, moderator: User
) -> None:
    bins = make_project("Bins", leads=[lead])
    decline_part(part=add_partner(listing=bins, organisation=partner, role="partner", by=lia), reason="", by=pat)
    propose_partner(listing=bins, name="Wye and Ford", role="partner", by=lia)
    resolve_name(name=NameToResolve.objects.get(), organisations=[partner], by=moderator)
    assert parts_of(bins) == [("Exford Council", "lead", "stated")]


# Leaving and coming back


def test_who_leaves_stops_answering_for_the_entry_also_when_it_comes_back(
    imported: Any, partner: Organisation, lia: User, pat: User
) -> None:
    claim(listing=imported, organisation=partner, by=pat)
    change_part(part=part_of(imported, partner), role="partner", joined="", left="2024", by=pat)
    assert part_of(imported, partner).claimed_at is None
    change_part(part=part_of(imported, partner), role="partner", joined="", left="", by=pat)
    assert not part_of(imported, partner).is_keeper


def test_a_lead_that_left_leads_again_when_those_who_answer_for_the_entry_say_so(
    lead: Organisation, partner: Organisation, lia: User, pat: User
) -> None:
    bins = make_project("Bins", leads=[lead, partner])
    part = change_part(part=part_of(bins, partner), role="lead", joined="", left="2024", by=pat)
    assert refused(change_part, part=part, role="lead", joined="", left="", by=pat).startswith("Only those who answer")
    assert not part_of(bins, partner).is_keeper
    change_part(part=part, role="lead", joined="", left="", by=lia)
    assert part_of(bins, partner).left == ""


def test_who_is_let_in_again_after_leaving_does_not_answer_for_the_entry(
    imported: Any, partner: Organisation, lia: User, pat: User
) -> None:
    left = {"left": "2024", "claimed_at": timezone.now()}
    Participation.objects.filter(organisation=partner).update(**left)
    request = ask_to_take_part(listing=imported, organisation=partner, role="partner", words="", by=pat)
    answer_participation_request(request=request, accept=True, reason="", by=lia)
    assert (part_of(imported, partner).left, part_of(imported, partner).is_keeper) == ("", False)


def test_a_name_that_waits_is_no_other_lead(lead: Organisation, lia: User) -> None:
    bins = make_project("Bins", leads=[lead])
    propose_partner(listing=bins, name="Acme", role="lead", by=lia)
    assert "is the only lead" in refused(remove_part, part=part_of(bins, lead), by=lia)
    assert "is the only lead" in refused(
        change_part, part=part_of(bins, lead), role="partner", joined="", left="", by=lia
    )


# Mail that nobody asked for


def test_a_council_hears_once_of_an_entry_whatever_becomes_of_its_part(
    lead: Organisation, partner: Organisation, lia: User, pat: User
) -> None:
    bins = make_project("Bins", leads=[lead], published_at=timezone.now() - timedelta(days=1))
    part = add_partner(listing=bins, organisation=partner, role="partner", by=lia)
    assert len(subjects()) == 1
    for role in ("funder", "adopter"):
        change_part(part=part, role=role, joined="", left="", by=lia)
    add_partner(listing=bins, organisation=partner, role="partner", by=lia)
    assert subjects() == []
    for each in Participation.objects.filter(organisation=partner):
        remove_part(part=each, by=lia)
    add_partner(listing=bins, organisation=partner, role="partner", by=lia)
    assert subjects() == []


def test_a_council_named_and_taken_out_in_a_draft_is_told_once_the_entry_is_public(
    lead: Organisation, partner: Organisation, lia: User, pat: User, moderator: User
) -> None:
    bins = make_project("Bins", state="draft", leads=[lead], areas=[make_area()], published_at=None, **ANSWERS)
    for _ in range(2):
        part = add_partner(listing=bins, organisation=partner, role="partner", by=lia)
        remove_part(part=part, by=lia)
    add_partner(listing=bins, organisation=partner, role="partner", by=lia)
    submit(listing=bins, by=lia)
    bins.refresh_from_db()
    approve(listing=bins, seen=bins.updated_at, by=moderator)
    assert ("pat", "Exford Council names Wyeford Council in “Bins”") in subjects()


def test_a_lead_reaches_so_many_councils_in_a_day_and_no_more(
    lead: Organisation, partner: Organisation, lia: User, pat: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("listings.told.MOST_A_DAY", 1)
    first, second = make_project("Bins", leads=[lead]), make_project("Roads", leads=[lead])
    part = add_partner(listing=first, organisation=partner, role="partner", by=lia)
    assert len(subjects()) == 1
    remove_part(part=part, by=lia)
    add_partner(listing=second, organisation=partner, role="partner", by=lia)
    assert subjects() == []
    assert part_of(second, partner).told_at is None


# Updates


def test_a_council_that_is_out_of_an_entry_does_not_change_what_it_wrote(
    imported: Any, partner: Organisation, pat: User
) -> None:
    update = Update.objects.create(listing_id=imported.pk, organisation=partner, happened="We tried it.")
    address = reverse("change-update", args=[partner.slug, imported.pk, update.pk])
    assert signed_in(pat).get(address).status_code == 200
    Participation.objects.filter(organisation=partner).update(left="2024")
    assert signed_in(pat).get(address).status_code == 404
    Participation.objects.filter(organisation=partner).delete()
    assert signed_in(pat).post(address, {"happened": "Ha."}).status_code == 404
    assert signed_in(pat).post(f"{address}remove/").status_code == 404


def test_who_answers_for_an_entry_removes_what_others_wrote_but_does_not_change_it(
    imported: Any, lead: Organisation, partner: Organisation, lia: User, pat: User
) -> None:
    update = Update.objects.create(listing_id=imported.pk, organisation=partner, happened="We tried it.")
    shown = show(signed_in(lia), reverse("entry-updates", args=[lead.slug, imported.pk]))
    [link] = [link.href for link in shown.links if "/remove/" in link.href]
    assert not [link for link in shown.links if link.text.startswith("Change the update")]
    change = reverse("change-update", args=[lead.slug, imported.pk, update.pk])
    assert signed_in(lia).get(change).status_code == 404
    assert "We tried it." in show(signed_in(lia), link).text
    assert "The update is removed." in send(lia, link).text
    assert not Update.objects.exists()


# Handing the lead on, and words


def test_who_hands_the_lead_on_does_not_look_after_the_entry_any_more(
    lead: Organisation, partner: Organisation, lia: User
) -> None:
    bins = make_project("Bins", state="draft", leads=[lead])
    look_after(bins, lia.memberships.get())
    make_manager(partner, "Mo")
    membership = partner.memberships.create(user=lia)
    address = reverse("project-section", args=[lead.slug, bins.pk, "lead"])
    opened = show(signed_in(lia), address).attributes("input", name="opened")[0]["value"]
    send(lia, address, opened=opened, lead=partner.pk)
    assert parts_of(bins) == [("Wyeford Council", "lead", "confirmed")]
    assert [each.membership for each in ListingOfficer.objects.all()] == [membership]


def test_names_and_groups_hold_no_email_address(lead: Organisation, lia: User) -> None:
    bins = make_project("Bins", leads=[lead])
    shown = send(lia, page(lead, bins, "partners/group/"), note="all of them, ask jo@exford.example")
    assert "Take out “jo@exford.example”" in shown.text
    proposed = send(
        lia, page(lead, bins, "partners/add/?q=jo@exford.example"), organisation="new", role="partner", joined=""
    )
    assert "Take out “jo@exford.example”" in proposed.text
    assert not NameToResolve.objects.exists()
