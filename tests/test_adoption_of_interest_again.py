"""Interest that comes to reuse a second time, after the first word of it was declined, taken back or taken out."""

from collections.abc import Callable

import pytest

from collaboration.actions.adopting import adopt_from_interest, answer_adoption, take_back_adoption
from collaboration.models import Adoption
from councils.models import User
from tests.support.factories import make_council, make_officer, make_project
from tests.support.joining import make_interest

pytestmark = pytest.mark.django_db


def _decline(adoption: Adoption, sender: User, owner: User) -> None:
    answer_adoption(adoption=adoption, confirm=False, reason="Not yet.", by=owner)


def _take_back(adoption: Adoption, sender: User, owner: User) -> None:
    take_back_adoption(adoption=adoption, by=sender)


def _take_out(adoption: Adoption, sender: User, owner: User) -> None:
    answer_adoption(adoption=adoption, confirm=True, reason="", by=owner)
    adoption.listing.participations.filter(role="adopter").delete()


@pytest.mark.parametrize("happened", [_decline, _take_back, _take_out])
@pytest.mark.parametrize("says_so", ["sender", "owner"])
def test_reuse_can_be_noted_again_and_belongs_to_the_interest_then(
    happened: Callable[[Adoption, User, User], None], says_so: str
) -> None:
    lead = make_council()
    interest = make_interest(listing=make_project(leads=[lead]), kind="reuse")
    sender, owner = interest.sender, make_officer(lead)
    assert sender
    first = adopt_from_interest(interest=interest, since="2026-05", by=sender)
    happened(first, sender, owner)
    again = adopt_from_interest(interest=interest, since="2026-06", by=sender if says_so == "sender" else owner)
    assert again.pk != first.pk
    assert list(Adoption.objects.filter(interest=interest)) == [again]
