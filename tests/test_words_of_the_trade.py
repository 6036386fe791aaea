"""What models say in the words of the trade, and how they name themselves in the admin."""

import datetime
from typing import Any

import pytest

from councils.models import EmailDomain, FormerCode, Organisation, OrganisationAlias, User
from listings.models import Link, Listing, NameToResolve, Participation, RelatedListing
from projects.models import Project
from services.models import SharedService
from tests.support.factories import (
    add_source,
    make_area,
    make_council,
    make_former_council,
    make_partner,
    make_planned_council,
    make_project,
    make_service,
    succeed,
)

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2026, 11, 22)


def test_an_entry_is_stale_from_the_day_on_which_it_is_to_be_checked() -> None:
    due = make_project(review_date=TODAY)
    make_project(review_date=TODAY + datetime.timedelta(days=1))
    make_project(review_date=TODAY, state="draft")
    make_project()
    assert [listing.pk for listing in Listing.objects.stale(TODAY)] == [due.pk]


def test_only_what_is_published_is_public() -> None:
    shown = [make_project(), make_service(is_ended=True)]
    for state in ("draft", "waiting", "withdrawn"):
        make_project(state=state)
    assert set(Listing.objects.published().values_list("pk", flat=True)) == {listing.pk for listing in shown}


def test_bids_that_were_turned_down_and_services_that_one_may_join() -> None:
    refused, open_one = make_project(funding_outcome="not-funded"), make_service(open_to_new_members=True)
    make_project(funding_outcome="withdrawn")
    make_service(open_to_new_members=False)
    assert list(Project.objects.not_funded()) == [refused]
    assert list(SharedService.objects.open_to_new_members()) == [open_one]


def test_parts_of_the_register() -> None:
    council, former, planned = make_council(), make_former_council(), make_planned_council()
    strategic = make_council(kind="combined-authority", tier="strategic")
    partner = make_partner()
    everyone = Organisation.objects
    assert set(everyone.councils()) == {council, former, planned, strategic}
    assert set(everyone.councils().current()) == {council, strategic}
    assert list(everyone.principal_councils()) == [council]
    assert list(everyone.strategic_authorities()) == [strategic]
    assert list(everyone.partner_organisations()) == [partner]


def test_a_listing_knows_which_kind_it_is() -> None:
    project, service = make_project(), make_service()
    assert Listing.objects.get(pk=project.pk).specific == project.specific == project
    assert Listing.objects.get(pk=service.pk).specific == service


def test_everything_names_itself_as_people_would() -> None:
    council = make_council("Exford")
    project = make_project("Bins", leads=[council], partners=["Berkshire"])
    later = make_project("More bins")
    names: list[tuple[Any, str]] = [
        (council, "Exford Council"),
        (project, "Bins"),
        (add_source(project, "Council paper"), "Council paper"),
        (succeed(council, make_council("Newford")), "Exford Council to Newford Council, 1 April 2023"),
        (RelatedListing(earlier=project, later=later), "Bins then More bins"),
        (Link(url="https://papers.example/"), "https://papers.example/"),
        (NameToResolve.objects.get(), "Berkshire"),
        (Participation.objects.get(role="lead"), "Exford Council (lead)"),
        (Participation.objects.get(role="partner"), "Berkshire (partner)"),
        (EmailDomain(domain="exford.example"), "exford.example"),
        (FormerCode(gss_code="E99000001"), "E99000001"),
        (OrganisationAlias(name="Little Ex"), "Little Ex"),
        (make_area("Waste"), "Waste"),
        (User(email="ada@people.example"), "ada@people.example"),
        (User(email="ada@people.example", name="Ada"), "Ada"),
    ]
    assert [str(thing) for thing, _ in names] == [name for _, name in names]


def test_a_person_needs_an_address_and_is_known_by_it_in_small_letters() -> None:
    assert User.objects.create_user("Ada@Exford.Example").email == "ada@exford.example"
    with pytest.raises(ValueError, match="A person needs an e-mail address"):
        User.objects.create_user("")


def test_an_administrator_may_use_the_admin() -> None:
    person = User.objects.create_superuser("ada@exford.example")
    assert person.is_staff
    assert person.is_superuser


def test_nobody_has_a_password() -> None:
    assert not User.objects.create_user("ada@exford.example").has_usable_password()
    with pytest.raises(ValueError, match="nobody has a password"):
        User.objects.create_user("bea@exford.example", "a long enough sentence")  # type: ignore[arg-type]  # that is it
