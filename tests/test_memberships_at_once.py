"""Two people who act at the same moment never do a thing twice, and never leave a council alone."""

from functools import partial

import pytest

from councils.actions.invitations import invite
from councils.actions.membership_requests import answer_request
from councils.actions.memberships import MembershipRefused, join_by_domain, leave
from councils.models import MembershipRequest, User
from tests.support.at_once import at_once as together
from tests.support.belonging import person_at
from tests.support.factories import make_council, make_manager, make_member, make_request

pytestmark = pytest.mark.django_db(transaction=True)


at_once = partial(together, refused=MembershipRefused)


def test_two_managers_who_leave_together_do_not_leave_the_council_alone() -> None:
    council = make_council()
    both = [make_member(council, role="manager") for _ in range(2)]
    leaving = [lambda one=one: leave(membership=one, by=one.user) for one in both]
    [why] = at_once(*leaving)
    assert why.startswith("Nobody else looks after")
    assert council.memberships.current().managers().count() == 1


def test_two_answers_to_one_request_are_one_answer() -> None:
    council = make_council()
    manager, asked = make_manager(council), make_request(council)
    answers = [
        lambda yes=yes: answer_request(
            request=MembershipRequest.objects.get(pk=asked.pk), accept=yes, by=User.objects.get(pk=manager.pk)
        )
        for yes in (True, True, False, False)
    ]
    assert len(at_once(*answers)) == 3
    asked.refresh_from_db()
    assert asked.user.memberships.count() == (1 if asked.answer == "yes" else 0)


def test_signing_in_in_four_browsers_at_once_makes_one_membership() -> None:
    council = make_council()
    council.email_domains.create(domain="exford.gov.uk", basis="mailbox")
    jo = person_at("jo@exford.gov.uk")
    people = [User.objects.get(pk=jo.pk) for _ in range(4)]
    assert at_once(*[lambda who=who: join_by_domain(user=who, by=who) for who in people]) == []
    assert jo.memberships.count() == 1


def test_inviting_one_address_from_four_desks_at_once_makes_one_invitation() -> None:
    council = make_council()
    manager = make_manager(council)
    invites = [
        lambda: invite(organisation=council, email="kim@people.example", role="officer", by=manager) for _ in range(4)
    ]
    assert at_once(*invites) == []
    assert council.invitations.count() == 1
