"""How memberships of councils change and end, and who hears of it."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from councils.actions.invitations import accept_invitation, appoint_by_address, invite, withdraw_invitation
from councils.actions.membership_requests import answer_request, ask_to_join, take_back
from councils.actions.memberships import (
    LastManager,
    MembershipRefused,
    address_failed,
    change_role,
    confirm_still_here,
    end_membership,
    leave,
    note_sign_in,
    to_confirm,
)
from councils.models import Invitation, Membership, MembershipRequest, Organisation, Role, User
from tests.support.belonging import council_at, refused, subjects
from tests.support.factories import (
    make_council,
    make_invitation,
    make_manager,
    make_member,
    make_officer,
    make_person,
    make_request,
)
from tests.support.mail import deliver, waiting_jobs

pytestmark = pytest.mark.django_db
ENDED = Membership.EndReason.ENDED


@pytest.fixture
def council() -> Organisation:
    """A council whose staff have addresses at exford.gov.uk."""
    return council_at("exford.gov.uk")


class TestManagers:
    def test_a_person_with_an_account_is_appointed_at_once_and_anybody_else_is_invited(
        self, council: Organisation, moderator: User
    ) -> None:
        jo = make_person("Jo")
        appoint_by_address(organisation=council, email=jo.email.upper(), by=moderator)
        appoint_by_address(organisation=council, email="kim@people.example", by=moderator)
        assert jo.roles == {council.pk: Role.MANAGER}
        assert council.invitations.open().get().role == Role.MANAGER
        assert subjects() == [
            (jo.email, f"You are now a manager of {council}"),
            ("kim@people.example", f"{council} invites you to CollabHub"),
        ]

    def test_an_officer_becomes_manager_and_officer_again(self, council: Organisation) -> None:
        manager, jo = make_manager(council), make_member(council)
        change_role(membership=jo, role="manager", by=manager)
        assert jo.user.roles == {council.pk: Role.MANAGER}
        assert subjects() == [(jo.user.email, f"You are now a manager of {council}")]
        change_role(membership=jo, role="officer", by=manager)
        assert jo.user.roles == {council.pk: Role.OFFICER}

    @pytest.mark.parametrize("how", ["demoted", "ended", "left"])
    def test_the_last_manager_goes_only_with_a_successor_or_when_the_moderators_take_over(
        self, council: Organisation, moderator: User, how: str
    ) -> None:
        last = make_member(council, role="manager")
        jo = make_member(council, "Jo")

        def go(**answer: Any) -> None:
            if how == "demoted":
                change_role(membership=last, role="officer", by=last.user, **answer)
            elif how == "ended":
                end_membership(membership=last, reason=ENDED, by=moderator, **answer)
            else:
                leave(membership=last, by=last.user, **answer)

        with pytest.raises(LastManager, match="Nobody else looks after"):
            go()
        with pytest.raises(MembershipRefused):
            go(successor=make_member(make_council()))
        assert last.user.roles == {council.pk: Role.MANAGER}
        go(successor=jo)
        assert jo.user.roles == {council.pk: Role.MANAGER}
        deliver()
        change_role(membership=jo, role="officer", by=jo.user, moderators_look_after=True)
        assert subjects() == [(moderator.email, f"{council} has no manager any more")]

    def test_one_of_two_managers_goes_freely(self, council: Organisation) -> None:
        one, two = make_member(council, role="manager"), make_member(council, role="manager")
        leave(membership=one, by=one.user)
        with pytest.raises(LastManager):
            leave(membership=two, by=two.user)

    def test_a_manager_who_is_kept_out_does_not_count(self, council: Organisation) -> None:
        one, two = make_member(council, role="manager"), make_member(council, role="manager")
        User.objects.filter(pk=two.user.pk).update(is_active=False)
        with pytest.raises(LastManager):
            leave(membership=one, by=one.user)


class TestEnding:
    def test_who_is_put_out_is_told_and_the_managers_hear_that_something_may_wait(self, council: Organisation) -> None:
        manager, other, jo = make_manager(council), make_manager(council), make_member(council, "Jo")
        end_membership(membership=jo, reason=ENDED, by=manager)
        assert jo.user.roles == {}
        assert subjects() == [
            (jo.user.email, f"You no longer belong to {council}"),
            (other.email, f"Jo no longer belongs to {council}"),
        ]
        assert "does not belong" in refused(end_membership, membership=jo, reason=ENDED, by=manager)

    def test_a_person_leaves_for_themselves_alone(self, council: Organisation) -> None:
        jo = make_member(council)
        assert refused(leave, membership=jo, by=make_manager(council))
        leave(membership=jo, by=jo.user)
        assert jo.end_reason == Membership.EndReason.LEFT

    def test_mail_that_comes_back_ends_every_membership_and_session_and_the_managers_are_told(
        self, council: Organisation, client: Any, moderator: User
    ) -> None:
        manager, other = make_manager(council), make_council("Wyeford")
        jo = make_person("Jo")
        make_member(council, user=jo)
        make_member(other, user=jo, role="manager")
        request = make_request(make_council(), jo)
        client.force_login(jo)
        assert client.get("/account/councils/").status_code == 200
        assert address_failed(user=jo, by=None) == 2
        request.refresh_from_db()
        assert jo.roles == {}
        assert jo.address_failed_at
        assert request.answer == MembershipRequest.Answer.TAKEN_BACK
        assert client.get("/account/councils/").status_code == 302
        assert sorted(subjects()) == sorted(
            [
                (manager.email, f"Jo no longer belongs to {council}"),
                (moderator.email, f"Jo no longer belongs to {other}"),
                (moderator.email, f"{other} has no manager any more"),
            ]
        )

    def test_the_command_says_who_is_gone_and_refuses_addresses_that_nobody_has(self, council: Organisation) -> None:
        jo = make_officer(council)
        call_command("address_failed", jo.email.upper(), verbosity=0)
        assert User.objects.get(pk=jo.pk).roles == {}
        with pytest.raises(CommandError, match="Nobody who may sign in has this address"):
            call_command("address_failed", "nobody@people.example")

    def test_mails_are_not_written_to_people_who_may_no_longer_sign_in(self, council: Organisation) -> None:
        manager, jo = make_manager(council), make_member(council)
        end_membership(membership=jo, reason=ENDED, by=make_person())
        User.objects.filter(pk__in=[manager.pk, jo.user.pk]).update(is_active=False)
        assert subjects() == []


class TestWhatTheyLeftWaiting:
    def test_invitations_of_a_manager_who_is_put_out_end_with_the_membership(self, council: Organisation) -> None:
        gone, manager = make_member(council, role="manager"), make_manager(council)
        kim, lou = make_person("Kim"), make_person("Lou")
        theirs = make_invitation(council, kim.email, role="manager", invited_by=gone.user)
        elsewhere = make_invitation(make_council(), kim.email, invited_by=gone.user)
        others = make_invitation(council, lou.email, invited_by=manager)
        end_membership(membership=gone, reason=ENDED, by=manager)
        assert "taken back" in refused(accept_invitation, invitation=theirs, user=kim, by=kim)
        assert set(Invitation.objects.open()) == {elsewhere, others}

    def test_invitations_of_a_manager_who_leaves_in_peace_stay(self, council: Organisation) -> None:
        leaver, _ = make_member(council, role="manager"), make_manager(council)
        kim = make_person("Kim")
        invitation = make_invitation(council, kim.email, invited_by=leaver.user)
        leave(membership=leaver, by=leaver.user)
        assert accept_invitation(invitation=invitation, user=kim, by=kim).role == Role.OFFICER

    def test_what_was_deleted_meanwhile_is_refused_with_a_sentence(self, council: Organisation) -> None:
        manager, kim = make_manager(council), make_person("Kim")
        asked, invitation = make_request(council, kim), make_invitation(council, kim.email)
        MembershipRequest.objects.filter(pk=asked.pk).delete()
        Invitation.objects.filter(pk=invitation.pk).delete()
        assert "is not there any more" in refused(answer_request, request=asked, accept=True, by=manager)
        assert "is not there any more" in refused(take_back, request=asked, by=kim)
        assert "is not there any more" in refused(accept_invitation, invitation=invitation, user=kim, by=kim)
        assert "is not there any more" in refused(withdraw_invitation, invitation=invitation, by=manager)


class TestStillHere:
    def test_who_was_away_for_90_days_is_asked_until_they_say_yes(self, council: Organisation) -> None:
        now = timezone.now()
        away = make_member(council, confirmed_at=now - timedelta(days=91))
        note_sign_in(user=away.user)
        assert list(to_confirm(away.user)) == [away]
        confirm_still_here(membership=away, by=away.user)
        assert not to_confirm(away.user)

    def test_who_keeps_signing_in_is_not_asked(self, council: Organisation) -> None:
        member = make_member(council, confirmed_at=timezone.now() - timedelta(days=89))
        note_sign_in(user=member.user)
        member.refresh_from_db()
        assert member.confirmed_at > timezone.now() - timedelta(minutes=1)

    def test_nobody_says_it_for_somebody_else(self, council: Organisation) -> None:
        member = make_member(council)
        assert refused(confirm_still_here, membership=member, by=make_manager(council))


def test_nothing_but_numbers_of_rows_waits_in_the_queue(council: Organisation, moderator: User) -> None:
    manager, jo = make_member(council, role="manager"), make_member(council, "Jo")
    kim = make_person("Kim")
    ask_to_join(user=kim, organisation=council, message="I am in housing.", by=kim)
    invite(organisation=council, email="kim@people.example", role="officer", by=manager.user)
    answer_request(request=kim.membership_requests.get(), accept=True, reason="Welcome", by=manager.user)
    end_membership(membership=jo, reason=ENDED, by=moderator)
    leave(membership=manager, by=manager.user, moderators_look_after=True)
    jobs = waiting_jobs()
    assert {job.task_name for job in jobs} >= {"councils.invitation", "councils.no_manager_left"}
    assert all(isinstance(number, int) for job in jobs for number in job.args.values())
