"""A supplier has one open offer in an entry, however many of its people write."""

import uuid
from typing import Any

import pytest
from django.urls import reverse

from collaboration.actions.interest.moves import take_back
from collaboration.models import Interest
from councils.models import User
from tests.support.factories import make_council, make_officer, make_partner, make_person, make_project
from tests.support.joining import make_interest
from tests.support.mail import deliver
from tests.support.pages import read
from tests.support.visits import signed_in

pytestmark = pytest.mark.django_db
WORDS = "We sell software for bin lorries to councils."


@pytest.fixture
def bins(db: None) -> Any:
    """An entry whose council has an officer."""
    council = make_council("Exford")
    make_officer(council, "Ann Lee")
    return make_project("Bins", leads=[council])


def offer(person: User, listing: Any, **given: Any) -> str:
    """Send the form of an entry; return what the page says that it leads to."""
    sent = {"key": uuid.uuid4(), "kind": "supply", "message": WORDS} | given
    return read(signed_in(person).post(reverse("show-interest", args=[listing.pk]), sent, follow=True)).text


def test_a_second_person_of_a_company_is_led_to_the_one_offer(bins: Any) -> None:
    first = make_person()
    offer(first, bins, company="Acme  Ltd")
    page = offer(make_person(), bins, company="acme ltd ")
    assert "Somebody has offered this for the company that you work for already." in page
    assert WORDS in page
    assert Interest.objects.count() == 1
    assert len(deliver()) == 1
    offer(make_person(), bins, company="Acme Lorries Ltd")
    offer(make_person(), make_project(leads=[make_council()]), company="Acme Ltd")
    assert Interest.objects.count() == 3
    take_back(interest=Interest.objects.get(sender=first), by=first)
    offer(make_person(), bins, company="Acme Ltd")
    assert Interest.objects.open().count() == 3


def test_a_second_person_of_an_organisation_is_led_to_the_one_offer(bins: Any) -> None:
    partner = make_partner("Helpful Bins")
    for person in (make_officer(partner), make_officer(partner)):
        page = offer(person, bins, whom=partner.pk)
    assert "Somebody has offered this for Helpful Bins already." in page
    assert Interest.objects.count() == 1
    offer(make_officer(partner), bins, whom=partner.pk, kind="talk")
    assert Interest.objects.count() == 2


def test_of_two_offers_of_one_company_the_earlier_goes_on_when_entries_become_one(bins: Any, moderator: User) -> None:
    goes = make_project("More bins", leads=[make_council()])
    company: dict[str, Any] = {"kind": "supply", "organisation": None}
    first = make_interest(listing=goes, company="Acme Ltd", **company)
    make_interest(listing=bins, company="ACME LTD", **company)
    other = make_interest(listing=bins, company="Other Ltd", **company)
    signed_in(moderator).post(reverse("decide", args=[goes.pk, "merge"]), {"into": bins.pk})
    assert set(Interest.objects.open().filter(listing=bins.pk)) == {first, other}
