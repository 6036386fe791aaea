"""Two moderators change an entry in the admin at once: nothing that either of them wrote is lost."""

from typing import Any

import pytest
from django.test import Client

from listings.models import Listing
from tests.support.factories import make_area, make_council, make_project
from tests.support.visits import signed_in
from tests.test_listing_admin import change_page, form_of

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]


@pytest.fixture
def moderate(client: Client, administrator: Any) -> Client:
    return signed_in(administrator, client)


def test_who_changed_different_fields_both_keep_theirs(moderate: Client) -> None:
    old, new = make_area("Old"), make_area("New")
    address = change_page(make_project("Bins", summary="Old.", phase="alpha", areas=[old]))
    first = form_of(moderate, address, phase="beta", service_areas=[new.pk])
    second = form_of(moderate, address, summary="New.")
    assert moderate.post(address, first).status_code == 302
    assert moderate.post(address, second).status_code == 302
    saved = Listing.objects.get().specific
    assert (saved.phase, saved.summary, list(saved.service_areas.all())) == ("beta", "New.", [new])


def test_who_changed_the_same_field_sees_what_stands_and_replaces_it_knowingly(moderate: Client) -> None:
    address = change_page(make_project("Bins", summary="Old.", phase="alpha"))
    first = form_of(moderate, address, title="Bins of the first", phase="beta")
    second = form_of(moderate, address, title="Bins of the second", description="Much.")
    moderate.post(address, first)
    shown = moderate.post(address, second)
    text = shown.content.decode()
    assert "It says now: “Bins of the first”" in text
    assert "Bins of the second" in text
    assert "Much." in text
    assert Listing.objects.get().title == "Bins of the first"
    again = second | {"opened": shown.context["adminform"].form["opened"].value()}
    assert moderate.post(address, again).status_code == 302
    saved = Listing.objects.get().specific
    assert (saved.title, saved.description, saved.phase) == ("Bins of the second", "Much.", "beta")


def test_rows_that_somebody_else_changed_meanwhile_are_not_replaced_unseen(moderate: Client) -> None:
    address = change_page(make_project(partners=[make_council("Exford")], links=["https://a.example"]))
    first = form_of(moderate, address, **{"participations-0-role": "funder"})
    second = form_of(moderate, address, **{"participations-0-joined": "2019", "links-0-url": "https://b.example"})
    moderate.post(address, first)
    shown = moderate.post(address, second)
    assert "It says now: “Exford Council (funder)”" in shown.content.decode()
    part = Listing.objects.get().participations.get()
    assert (part.role, part.joined) == ("funder", "")
    [rows] = [
        each.formset for each in shown.context["inline_admin_formsets"] if each.formset.prefix == "participations"
    ]
    again = second | {"participations-opened": rows.management_form["opened"].value()}
    assert moderate.post(address, again).status_code == 302
    part.refresh_from_db()
    assert (part.role, part.joined) == ("partner", "2019")


def test_a_row_that_somebody_else_took_away_meanwhile_is_no_fault(moderate: Client) -> None:
    project = make_project(partners=[make_council("Exford")])
    address = change_page(project)
    sent = form_of(moderate, address, **{"participations-0-joined": "2019"})
    project.participations.all().delete()
    assert moderate.post(address, sent).status_code == 200


@pytest.mark.parametrize("mark", ["", "forged", "\0"])
def test_a_forged_mark_never_overwrites_in_silence(moderate: Client, mark: str) -> None:
    address = change_page(make_project("Bins"))
    response = moderate.post(address, form_of(moderate, address, title="New bins") | {"opened": mark})
    assert "It says now: “Bins”" in response.content.decode()
    assert Listing.objects.get().title == "Bins"


def test_sending_twice_saves_once(moderate: Client) -> None:
    address = change_page(make_project("Bins"))
    sent = form_of(moderate, address, title="New bins")
    assert [moderate.post(address, sent).status_code for _ in range(2)] == [302, 302]
    assert Listing.objects.get().title == "New bins"
