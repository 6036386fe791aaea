"""Claiming an imported entry: one press, and the council answers for it."""

from typing import Any

import pytest
from django.utils.timezone import localdate

from councils.models import Organisation, User
from listings.actions.claiming import ClaimRefused, claim
from listings.models import ListingOfficer, Participation
from listings.reviews import next_review_date
from tests.support.factories import make_council, make_officer, make_person, make_project, make_service, take_part
from tests.support.pages import Page, read
from tests.support.visits import show, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def council() -> Organisation:
    """A council that a source names."""
    return make_council("Exford")


@pytest.fixture
def officer(council: Organisation) -> User:
    """An officer of the council."""
    return make_officer(council, "Olu")


def press(person: User, council: Organisation, listing: Any) -> Page:
    """Press the button that claims an entry; return the page that it leads to."""
    response = signed_in(person).post(f"/councils/{council.slug}/manage/entries/{listing.pk}/claim/", follow=True)
    assert response.status_code == 200
    return read(response)


def parts_of(council: Organisation) -> list[tuple[str, str, bool]]:
    """Return the council's parts: role, standing, and whether it claimed them."""
    parts = Participation.objects.filter(organisation=council)
    return [(part.role, part.standing, part.claimed_at is not None) for part in parts]


@pytest.mark.parametrize("role", ["lead", "partner", "adopter"])
def test_one_press_makes_a_council_that_takes_part_answer_for_the_entry(
    council: Organisation, officer: User, role: str
) -> None:
    bins = make_project("Bins", leads=[make_council("Other")] if role != "lead" else [], source="A paper")
    take_part(bins, role, [council])
    shown = press(officer, council, bins)
    assert "Exford Council answers for this entry now" in shown.text
    assert shown.heading(1)
    assert parts_of(council) == [(role, "confirmed", True)]
    bins.refresh_from_db()
    assert (localdate(bins.confirmed_at), bins.confirmed_by) == (localdate(), officer)
    assert bins.review_date == next_review_date(bins, localdate())
    assert not bins.is_unconfirmed
    assert [each.membership.user for each in ListingOfficer.objects.filter(listing=bins.pk)] == [officer]
    assert signed_in(officer).get(f"/councils/{council.slug}/manage/entries/{bins.pk}/partners/").status_code == 200


def test_a_second_press_leads_to_the_same_page_and_changes_nothing(council: Organisation, officer: User) -> None:
    audit = make_service("Audit", leads=[council], source="A paper")
    first = press(officer, council, audit)
    audit.refresh_from_db()
    before = (audit.confirmed_at, audit.updated_at)
    assert press(officer, council, audit).heading(1) == first.heading(1)
    audit.refresh_from_db()
    assert (audit.confirmed_at, audit.updated_at) == before
    assert ListingOfficer.objects.count() == 1


def test_what_another_council_has_claimed_meanwhile_is_said_and_left(council: Organisation, officer: User) -> None:
    other = make_council("Wyeford")
    bins = make_project("Bins", leads=[other], partners=[council], source="A paper")
    claim(listing=bins, organisation=other, by=make_officer(other))
    assert "Another council has confirmed this entry already." in press(officer, council, bins).text
    assert parts_of(council) == [("partner", "stated", False)]


def test_only_a_council_that_a_source_names_is_asked_to_claim_and_a_part_that_is_confirmed_says_so(
    council: Organisation, officer: User
) -> None:
    bins = make_project("Bins", leads=[make_council("Other")], source="A paper")
    take_part(bins, "partner", [council])
    assert "names Exford Council as partner" in show(signed_in(officer), bins).text
    bins.participations.filter(organisation=council).update(standing="confirmed")
    page = show(signed_in(officer), bins).text
    assert "names Exford Council as partner" not in page
    assert "Named here as partner, which is confirmed." in page


def test_what_does_not_come_from_a_source_is_not_claimed(council: Organisation, officer: User) -> None:
    bins = make_project("Bins", leads=[make_council()], partners=[council])
    assert "has confirmed this entry already" in press(officer, council, bins).text
    assert parts_of(council) == [("partner", "stated", False)]


def test_who_left_or_never_took_part_claims_nothing(council: Organisation, officer: User) -> None:
    bins = make_project("Bins", source="A paper")
    assert "does not take part in this entry" in press(officer, council, bins).text
    take_part(bins, "partner", [council], left="2020")
    assert "does not take part in this entry" in press(officer, council, bins).text
    assert parts_of(council) == [("partner", "stated", False)]


def test_nobody_claims_for_a_council_that_is_not_theirs(council: Organisation, officer: User, moderator: User) -> None:
    bins = make_project("Bins", leads=[council], source="A paper")
    address = f"/councils/{council.slug}/manage/entries/{bins.pk}/claim/"
    assert signed_in(make_person()).post(address).status_code == 404
    assert signed_in(make_officer(make_council())).post(address).status_code == 404
    assert signed_in(moderator).post(address).status_code == 403
    with pytest.raises(ClaimRefused, match="Only the people of Exford Council"):
        claim(listing=bins, organisation=council, by=moderator)
    assert parts_of(council) == [("lead", "stated", False)]


def test_the_page_of_an_entry_offers_to_claim_it_to_those_who_may(
    council: Organisation, officer: User, client: Any
) -> None:
    bins = make_project("Bins", partners=[council], source="A paper")
    shown = show(signed_in(officer), bins)
    assert "names Exford Council as partner. If it is yours, claim it" in shown.text
    assert shown.attributes("form", action=f"/councils/{council.slug}/manage/entries/{bins.pk}/claim/")
    claim(listing=bins, organisation=council, by=officer)
    after = show(signed_in(officer), bins)
    assert "claim it" not in after.text
    assert "Edit this entry" in after.text
    assert "claim it" not in show(client, bins).text
