"""How people come to belong to a council: by their address, by asking, or by an invitation."""

from datetime import timedelta

import pytest
from django.utils import timezone

from councils.actions.invitations import accept_invitation, invite, withdraw_invitation
from councils.actions.membership_requests import answer_request, ask_to_join, take_back
from councils.actions.memberships import end_membership, join_by_domain, join_chosen
from councils.models import Invitation, Membership, MembershipRequest, Organisation, Role, User
from tests.support.belonging import council_at, person_at, refused, subjects
from tests.support.factories import (
    make_council,
    make_former_council,
    make_former_member,
    make_invitation,
    make_manager,
    make_member,
    make_officer,
    make_partner,
    make_person,
    make_request,
)
from tests.support.mail import deliver

pytestmark = pytest.mark.django_db
ENDED = Membership.EndReason.ENDED


@pytest.fixture
def council() -> Organisation:
    """A council whose staff have addresses at exford.gov.uk."""
    return council_at("exford.gov.uk")


class TestJoiningByAddress:
    def test_an_address_of_one_council_makes_an_officer_at_once_and_its_managers_hear(
        self, council: Organisation
    ) -> None:
        manager = make_manager(council)
        jo = person_at("jo@exford.gov.uk")
        membership = join_by_domain(user=jo, by=jo)
        assert membership
        assert jo.roles == {council.pk: Role.OFFICER}
        assert subjects() == [(manager.email, f"Jo Bloggs joined {council}")]

    def test_joining_twice_is_joining_once(self, council: Organisation) -> None:
        jo = person_at("jo@exford.gov.uk")
        join_by_domain(user=jo, by=jo)
        assert join_by_domain(user=jo, by=jo) is None
        assert jo.memberships.count() == 1

    @pytest.mark.parametrize("address", ["jo@people.example", "jo@sub.exford.gov.uk", "jo@exford.gov.uk.example"])
    def test_any_other_address_joins_nothing(self, council: Organisation, address: str) -> None:
        jo = person_at(address)
        assert join_by_domain(user=jo, by=jo) is None
        assert jo.roles == {}

    @pytest.mark.parametrize("address", ["press@exford.gov.uk", "all-staff@exford.gov.uk", "info@exford.gov.uk"])
    def test_a_mailbox_that_several_people_read_joins_nothing(self, council: Organisation, address: str) -> None:
        office = person_at(address)
        assert join_by_domain(user=office, by=office) is None
        assert refused(join_chosen, user=office, organisation=council, by=office)

    def test_a_membership_that_ended_is_not_brought_back(self, council: Organisation) -> None:
        jo = person_at("jo@exford.gov.uk")
        make_former_member(council, user=jo)
        assert join_by_domain(user=jo, by=jo) is None
        assert jo.roles == {}

    def test_a_person_who_is_kept_out_joins_nothing(self, council: Organisation) -> None:
        jo = person_at("jo@exford.gov.uk")
        User.objects.update(is_active=False)
        assert join_by_domain(user=jo, by=jo) is None

    def test_of_councils_that_share_a_domain_a_person_chooses_one_or_both(self, council: Organisation) -> None:
        other = make_council("Wyeford")
        other.email_domains.create(domain="exford.gov.uk", basis="mailbox")
        jo = person_at("jo@exford.gov.uk")
        assert join_by_domain(user=jo, by=jo) is None
        join_chosen(user=jo, organisation=other, by=jo)
        join_chosen(user=jo, organisation=council, by=jo)
        assert jo.roles == {council.pk: Role.OFFICER, other.pk: Role.OFFICER}

    def test_nobody_chooses_a_council_that_their_address_is_not_of_nor_one_that_they_left(
        self, council: Organisation
    ) -> None:
        other = make_council("Wyeford")
        other.email_domains.create(domain="exford.gov.uk", basis="mailbox")
        jo = person_at("jo@exford.gov.uk")
        make_former_member(other, user=jo)
        sentence = "does not show that you work for"
        assert sentence in refused(join_chosen, user=jo, organisation=make_council(), by=jo)
        assert sentence in refused(join_chosen, user=jo, organisation=other, by=jo)


class TestAsking:
    def test_the_managers_are_asked_or_the_moderators_where_there_is_none(
        self, council: Organisation, moderator: User
    ) -> None:
        jo, kim = make_person("Jo"), make_person("Kim")
        ask_to_join(user=jo, organisation=council, message="I\nam in\n\nhousing.", by=jo)
        [mail] = deliver()
        assert (mail.to, mail.subject) == ([moderator.email], f"Jo asks to belong to {council}")
        assert "They write: I am in housing." in mail.body
        manager = make_manager(council)
        ask_to_join(user=kim, organisation=council, message="", by=kim)
        assert subjects() == [(manager.email, f"Kim asks to belong to {council}")]

    def test_yes_makes_an_officer_and_no_does_not_and_both_are_told(self, council: Organisation) -> None:
        manager = make_manager(council)
        jo, kim = make_person("Jo"), make_person("Kim")
        answer_request(request=make_request(council, jo), accept=True, by=manager)
        answer_request(request=make_request(council, kim), accept=False, reason="We do not know you.", by=manager)
        assert jo.roles == {council.pk: Role.OFFICER}
        assert kim.roles == {}
        to_jo, to_kim = deliver()
        assert (to_jo.to, to_jo.subject) == ([jo.email], f"You now belong to {council}")
        assert (to_kim.to, to_kim.subject) == ([kim.email], f"{council} said no to your request")
        assert "They write: We do not know you." in to_kim.body

    def test_nobody_answers_their_own_request(self, council: Organisation, moderator: User) -> None:
        request = make_request(council, moderator)
        assert refused(answer_request, request=request, accept=True, by=moderator).startswith(
            "Nobody answers their own"
        )
        assert moderator.roles == {}

    def test_a_request_is_answered_once(self, council: Organisation) -> None:
        manager, request = make_manager(council), make_request(council)
        answer_request(request=request, accept=False, by=manager)
        assert "answered or taken back already" in refused(answer_request, request=request, accept=True, by=manager)
        assert request.user.roles == {}

    def test_a_request_is_taken_back_by_the_person_alone(self, council: Organisation) -> None:
        request = make_request(council)
        assert refused(take_back, request=request, by=make_manager(council))
        take_back(request=request, by=request.user)
        assert request.answer == MembershipRequest.Answer.TAKEN_BACK

    def test_who_belongs_already_or_asked_already_asks_no_more(self, council: Organisation) -> None:
        officer, jo = make_officer(council), make_person("Jo")
        make_request(council, jo)
        assert "You belong to" in refused(ask_to_join, user=officer, organisation=council, message="", by=officer)
        assert "You have asked" in refused(ask_to_join, user=jo, organisation=council, message="", by=jo)

    def test_councils_that_were_abolished_and_other_bodies_take_nobody_in(self) -> None:
        jo, manager = make_person("Jo"), make_person("Manager")
        for body in (make_former_council(), make_partner()):
            assert "not a council in force" in refused(ask_to_join, user=jo, organisation=body, message="", by=jo)
            assert "not a council in force" in refused(
                invite, organisation=body, email="kim@people.example", role="officer", by=manager
            )

    def test_five_requests_a_day_are_enough_for_anybody(self) -> None:
        jo = make_person("Jo")
        for _ in range(5):
            take_back(request=ask_to_join(user=jo, organisation=make_council(), message="", by=jo), by=jo)
        assert "5 times today" in refused(ask_to_join, user=jo, organisation=make_council(), message="", by=jo)


class TestInviting:
    def test_who_is_invited_gets_a_mail_and_belongs_once_they_accept(self, council: Organisation) -> None:
        manager, kim = make_manager(council), person_at("kim@people.example")
        invitation = invite(organisation=council, email=" Kim@People.Example ", role="officer", by=manager)
        assert subjects() == [("kim@people.example", f"{council} invites you to CollabHub")]
        assert invitation.expires_at - invitation.invited_at >= timedelta(days=14)
        accept_invitation(invitation=invitation, user=kim, by=kim)
        assert kim.roles == {council.pk: Role.OFFICER}
        assert "accepted already" in refused(accept_invitation, invitation=invitation, user=kim, by=kim)

    def test_inviting_an_address_again_renews_the_invitation_and_mails_no_sooner_than_after_an_hour(
        self, council: Organisation
    ) -> None:
        manager = make_manager(council)
        first = invite(organisation=council, email="kim@people.example", role="officer", by=manager)
        assert invite(organisation=council, email="kim@people.example", role="officer", by=manager) == first
        assert len(deliver()) == 1
        long_ago = timezone.now() - timedelta(days=20)
        Invitation.objects.update(invited_at=long_ago, expires_at=long_ago + timedelta(days=14))
        again = invite(organisation=council, email="kim@people.example", role="manager", by=manager)
        assert again == first
        assert Invitation.objects.open().get().role == Role.MANAGER
        assert len(deliver()) == 1

    def test_nobody_accepts_what_is_for_another_address_or_ran_out_or_was_taken_back(
        self, council: Organisation
    ) -> None:
        kim = person_at("kim@people.example")
        past = timezone.now() - timedelta(days=20)
        other = make_invitation(council, "kim+council@people.example")
        old = make_invitation(council, kim.email, invited_at=past, expires_at=past + timedelta(days=14))
        back = make_invitation(make_council(), kim.email)
        withdraw_invitation(invitation=back, by=make_manager(council))
        assert "for another address" in refused(accept_invitation, invitation=other, user=kim, by=kim)
        assert "has run out" in refused(accept_invitation, invitation=old, user=kim, by=kim)
        assert "taken back" in refused(accept_invitation, invitation=back, user=kim, by=kim)
        assert kim.roles == {}

    def test_an_invitation_is_to_a_role_of_a_council_and_to_an_address_that_can_sign_in(
        self, council: Organisation
    ) -> None:
        manager = make_manager(council)
        for role in ("moderator", "administrator", "", "is_staff"):
            assert refused(invite, organisation=council, email="kim@people.example", role=role, by=manager)
        for address in ("kim@xn--exford-9za.gov.uk", '"kim"@people.example', "kim@[127.0.0.1]", manager.email):
            assert refused(invite, organisation=council, email=address, role="officer", by=manager)
        assert not Invitation.objects.exists()

    def test_an_officer_who_accepts_to_be_manager_becomes_one_and_a_manager_stays_one(
        self, council: Organisation
    ) -> None:
        kim = make_member(council)
        accept_invitation(
            invitation=make_invitation(council, kim.user.email, role="manager"), user=kim.user, by=kim.user
        )
        assert kim.user.roles == {council.pk: Role.MANAGER}
        accept_invitation(invitation=make_invitation(council, kim.user.email), user=kim.user, by=kim.user)
        assert kim.user.roles == {council.pk: Role.MANAGER}

    def test_a_council_cannot_flood_strangers_with_mail(self, council: Organisation) -> None:
        for _ in range(50):
            make_invitation(council)
        sentence = refused(invite, organisation=council, email="kim@people.example", role="officer", by=make_person())
        assert "has invited 50 people today" in sentence

    def test_an_invitation_that_waits_does_not_bring_back_whose_membership_ends(self, council: Organisation) -> None:
        kim = make_member(council)
        invitation = make_invitation(council, kim.user.email, role="manager")
        end_membership(membership=kim, reason=ENDED, by=make_manager(council))
        assert "taken back" in refused(accept_invitation, invitation=invitation, user=kim.user, by=kim.user)
