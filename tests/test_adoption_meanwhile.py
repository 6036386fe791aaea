"""What happens to an entry, or is said by others of the same council, while somebody says that they reuse it."""

from functools import partial
from typing import Any

import pytest
from django.urls import reverse

from collaboration.actions.adopting import AdoptionRefused, adopt
from collaboration.models import Adoption
from councils.models import User
from listings.models import Listing
from tests.support.at_once import at_once
from tests.support.factories import make_council, make_officer, make_project
from tests.support.joining import make_adoption
from tests.support.moments import just_before
from tests.support.pages import read
from tests.support.visits import signed_in

LOCKING_AN_ENTRY = r'FROM "listings_listing" .*FOR NO KEY UPDATE'


@pytest.mark.django_db
def test_an_adoption_that_went_along_with_its_entry_is_answered_there() -> None:
    council = make_council()
    owner, bins, other = make_officer(council), make_project(leads=[council]), make_project(leads=[council])
    said = make_adoption(listing=bins)
    address = reverse("adoption", args=[council.slug, bins.pk, said.pk])
    with just_before(LOCKING_AN_ENTRY, lambda: Adoption.objects.update(listing=other.pk)):
        response = signed_in(owner).post(address, {"answer": "yes"})
    assert response.status_code == 302
    page = read(signed_in(owner).get(reverse("adoption", args=[council.slug, other.pk, said.pk])))
    assert page.headings
    assert not Adoption.objects.get().answer


@pytest.mark.django_db(transaction=True)
def test_what_a_council_says_of_many_entries_at_once_does_not_get_past_the_limit() -> None:
    owners, council = make_council(), make_council()
    make_officer(owners)
    people = [make_officer(council) for _ in range(8)]
    entries = [Listing.objects.get(pk=make_project(leads=[owners]).pk) for _ in range(27)]
    said: dict[str, Any] = {"since": "2025", "supported_by": "", "happy_to_talk": False, "organisation": council}
    for entry in entries[:19]:
        adopt(listing=entry, by=people[0], **said)

    def say(person: User, entry: Listing) -> None:
        adopt(listing=entry, by=User.objects.get(pk=person.pk), **said)

    saying = [partial(say, person, entry) for person, entry in zip(people, entries[19:], strict=True)]
    assert len(at_once(*saying, refused=AdoptionRefused)) == 7
    assert Adoption.objects.count() == 20
