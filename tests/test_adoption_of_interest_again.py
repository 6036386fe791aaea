"""Interest that comes to reuse a second time, after the first word of it was declined, taken back or taken out."""

from collections.abc import Callable

import pytest

from collaboration.actions.adopting import adopt_from_interest, answer_adoption, take_back_adoption
from collaboration.actions.interest.moves import answer
from collaboration.actions.interest.outcomes import end
from collaboration.models import Adoption
from councils.models import User
from tests.support.factories import make_council, make_member, make_officer, make_project
from tests.support.joining import make_interest

pytestmark = pytest.mark.django_db


def _decline(adoption: Adoption, sender: User, owner: User) -> None:
    answer_adoption(adoption=adoption, confirm=False, reason="Not yet.", by=owner)


def _take_back(adoption: Adoption, sender: User, owner: User) -> None:
    take_back_adoption(adoption=adoption, by=sender)


def _take_out(adoption: Adoption, sender: User, owner: User) -> None:
    answer_adoption(adoption=adoption, confirm=True, reason="", by=owner)
    adoption.listing.participations.filter(role="adopter").delete()


def test_a_moderator_who_wrote_for_their_own_council_waits_for_the_owners_like_anybody(moderator: User) -> None:
    council, lead = make_council(), make_council()
    owner = make_officer(lead)
    make_member(council, user=moderator)
    interest = make_interest(listing=make_project(leads=[lead]), organisation=council, sender=moderator, kind="reuse")
    answer(interest=interest, answer="talk", by=owner)
    end(interest=interest, outcome="reused", since="2026-05", by=moderator)
    assert not Adoption.objects.get().answer
    end(interest=interest, outcome="reused", since="2026-05", by=owner)
    assert Adoption.objects.get().answer == "yes"


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
