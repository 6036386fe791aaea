"""The database itself refuses memberships, requests and invitations that may not be, whichever way they come."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from councils.models import Invitation, Membership, MembershipRequest
from tests.support.factories import make_council, make_former_member, make_invitation, make_member, make_request
from tests.test_constraints import of, repeat, unread

pytestmark = pytest.mark.django_db


def end_before_it_began() -> None:
    past = timezone.now() - timedelta(days=1)
    of(make_member(make_council())).update(ended_at=past, end_reason="left")


BREAKS: list[tuple[str, Callable[[], object]]] = [
    ("membership_once_at_a_time", lambda: repeat(make_member(make_council()))),
    ("membership_ends_with_a_reason", lambda: of(make_member(make_council())).update(ended_at=timezone.now())),
    ("membership_ends_with_a_reason", lambda: of(make_member(make_council())).update(end_reason="left")),
    ("membership_ends_after_it_began", end_before_it_began),
    ("membership_request_waits_once", lambda: repeat(make_request(make_council()))),
    ("membership_request_answer_has_its_moment", lambda: of(make_request(make_council())).update(answer="yes")),
    (
        "membership_request_answer_has_its_moment",
        lambda: of(make_request(make_council())).update(answered_at=timezone.now()),
    ),
    ("invitation_waits_once", lambda: repeat(make_invitation(make_council()))),
    (
        "invitation_email_is_lower_case",
        lambda: of(make_invitation(make_council())).update(email=unread("Kim@people.example")),
    ),
    (
        "invitation_expires_later",
        lambda: of(make_invitation(make_council())).update(expires_at=timezone.now() - timedelta(days=9)),
    ),
]


@pytest.mark.parametrize(("name", "break_it"), BREAKS, ids=[f"{name}-{n}" for n, (name, _) in enumerate(BREAKS)])
def test_the_database_refuses_it_by_the_name_of_the_rule(name: str, break_it: Callable[[], object]) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        break_it()


def test_every_named_rule_of_these_tables_is_tried() -> None:
    models = (Membership, MembershipRequest, Invitation)
    named = {constraint.name for model in models for constraint in model._meta.constraints}
    assert named == {name for name, _ in BREAKS}


def test_who_belonged_once_may_belong_again_and_what_was_answered_may_be_asked_again() -> None:
    council = make_council()
    jo = make_former_member(council)
    make_member(council, user=jo)
    request, invitation = make_request(council, jo), make_invitation(council)
    of(request).update(answer="no", answered_at=timezone.now())
    of(invitation).update(withdrawn_at=timezone.now())
    make_request(council, jo)
    make_invitation(council, invitation.email)
    assert (jo.memberships.count(), jo.membership_requests.count(), council.invitations.count()) == (2, 2, 2)
