"""The area of a council and the pages of its people: what they show, to whom, and what a form can do."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from councils.models import Invitation, Membership, MembershipRequest, Organisation, Role, User
from tests.support.belonging import area, council_at, send, status
from tests.support.factories import (
    look_after,
    make_council,
    make_former_council,
    make_former_member,
    make_invitation,
    make_manager,
    make_member,
    make_officer,
    make_partner,
    make_person,
    make_project,
    make_request,
)
from tests.support.mail import deliver
from tests.support.visits import show, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def council() -> Organisation:
    """A council whose staff have addresses at exford.gov.uk."""
    return council_at("exford.gov.uk")


class TestTheArea:
    def test_officers_see_their_councils_entries_in_every_state_and_not_those_of_others(
        self, council: Organisation
    ) -> None:
        for state in ("draft", "waiting", "published", "withdrawn"):
            make_project(f"Bins {state}", leads=[council], state=state)
        make_project("Parking", leads=[make_council()], partners=[council], state="draft")
        page = show(signed_in(make_officer(council)), area(council))
        groups = page.classes["portfolio__group"]
        assert groups == ["Draft (1)", "Waiting for a moderator (1)", "Alpha (1)", "Withdrawn (1)"]
        for state in ("draft", "waiting", "published", "withdrawn"):
            show(signed_in(make_officer(council)), page.link(f"Bins {state}").href)
        assert "Parking" not in page.link_texts()
        assert page.link("Public page").href == council.get_absolute_url()

    def test_of_an_entry_led_by_two_councils_each_sees_its_own_officers_and_not_the_others(
        self, council: Organisation
    ) -> None:
        other = make_council("Wyeford")
        members = {"Jo": make_member(council, "Jo"), "Kim": make_member(other, "Kim")}
        bins = make_project("Bins", leads=[council, other])
        for member in members.values():
            look_after(bins, member)
        for own, stranger in (("Jo", "Kim"), ("Kim", "Jo")):
            text = show(signed_in(members[own].user), area(members[own].organisation)).text
            assert f"looked after by {own}" in text
            assert stranger not in text

    def test_managers_see_what_waits_for_them(self, council: Organisation) -> None:
        make_request(council)
        assert "1 person asks to belong" in show(signed_in(make_manager(council)), area(council)).text
        assert "Needs you" not in show(signed_in(make_officer(council)), area(council)).text

    def test_the_public_page_of_a_council_leads_its_people_to_it_and_others_to_asking(
        self, council: Organisation
    ) -> None:
        to_area, to_ask = area(council), f"/account/councils/{council.slug}/ask/"
        for person in (make_officer(council), make_manager(council), make_person(is_staff=True)):
            links = {link.href for link in show(signed_in(person), council).links}
            assert links & {to_area, to_ask} == {to_area}
        for stranger in (make_person(), make_officer(make_council()), make_former_member(council)):
            links = {link.href for link in show(signed_in(stranger), council).links}
            assert links & {to_area, to_ask} == {to_ask}
        links = {link.href for link in show(signed_in(None), council).links}
        assert links & {to_area, to_ask} == {to_area, to_ask}, "who works there may just not have signed in"

    def test_nobody_is_asked_to_join_what_takes_nobody_in(self) -> None:
        for body in (make_partner(), make_former_council()):
            assert "Ask to join" not in show(signed_in(make_person()), body).text

    def test_one_person_has_the_area_of_each_of_their_councils_under_its_own_address(
        self, council: Organisation
    ) -> None:
        other = make_council("Wyeford")
        jo = make_officer(council)
        make_member(other, user=jo, role="manager")
        browser = signed_in(jo)
        assert show(browser, area(council)).heading(1) == "Exford Council"
        assert show(browser, area(other)).heading(1) == "Wyeford Council"
        assert browser.get(area(council, "people/invite/")).status_code == 403
        assert browser.get(area(other, "people/invite/")).status_code == 200

    @pytest.mark.parametrize("page", ["", "people/", "people/invite/", "handover/"])
    def test_the_area_of_a_council_is_not_there_for_anybody_else(self, council: Organisation, page: str) -> None:
        others = [
            make_person(),
            make_officer(make_council()),
            make_manager(make_council()),
            make_former_member(council),
        ]
        for person in others:
            assert status(person, area(council, page)) == 404
            assert status(person, area(council, page), "post") in (404, 405)
        answer = Client().get(area(council, page))
        assert answer.status_code == 302
        assert answer["Location"].startswith("/account/sign-in/?next=/councils/")

    def test_who_is_put_out_is_out_at_the_next_page(self, council: Organisation) -> None:
        manager, jo = make_manager(council), make_member(council)
        browser = signed_in(jo.user)
        assert browser.get(area(council)).status_code == 200
        send(manager, area(council, f"people/{jo.pk}/end/"))
        assert browser.get(area(council)).status_code == 404


class TestThePeoplePage:
    def test_officers_see_the_list_and_managers_act_on_it(self, council: Organisation) -> None:
        jo = make_officer(council, "Jo")
        manager = make_manager(council, "Kim")
        make_invitation(council, "new@people.example")
        make_request(council, make_person("Asker"))
        page = show(signed_in(jo), area(council, "people/"))
        assert "Kim" in page.text
        for hidden in ("Invite somebody", "End", "new@people.example", "Asker"):
            assert hidden not in page.text
        page = show(signed_in(manager), area(council, "people/"))
        for shown in ("Invite somebody", "Make manager", "new@people.example", "Asker"):
            assert shown in page.text

    def test_officers_may_read_and_not_act(self, council: Organisation) -> None:
        officer, member = make_officer(council), make_member(council)
        request, invitation = make_request(council), make_invitation(council)
        for page in (
            "people/invite/",
            f"people/{member.pk}/role/",
            f"people/{member.pk}/end/",
            f"requests/{request.pk}/",
            f"invitations/{invitation.pk}/withdraw/",
            "handover/",
        ):
            assert status(officer, area(council, page), "post", email="a@people.example", role="manager") == 403, page
        assert Invitation.objects.open().get() == invitation
        assert Membership.objects.current().filter(role="officer").count() == 2

    def test_a_manager_invites_somebody_who_accepts_after_signing_in(self, council: Organisation) -> None:
        page = send(make_manager(council), area(council, "people/invite/"), email="Kim@people.example", role="officer")
        assert "kim@people.example is invited." in page.text
        [mail] = deliver()
        assert "/account/councils/" in mail.body
        assert "kim@people.example" not in mail.body

    @pytest.mark.parametrize(
        ("answers", "sentence"),
        [
            ({}, "Enter an email address"),
            (
                {"email": "kim@people.example", "role": "moderator"},
                "Choose whether they will be an officer or a manager",
            ),
            ({"email": "kim", "role": "officer"}, "Enter an email address such as"),
            ({"email": "кim@people.example", "role": "officer"}, "letters that we cannot take"),
        ],
    )
    def test_what_is_wrong_with_an_invitation_is_said_in_both_places(
        self, council: Organisation, answers: dict[str, str], sentence: str
    ) -> None:
        page = send(make_manager(council), area(council, "people/invite/"), **answers)
        assert page.title.startswith("Error: ")
        assert page.text.count(sentence) >= 2
        assert not Invitation.objects.exists()

    def test_promoting_and_ending_ask_first_and_then_do_it(self, council: Organisation) -> None:
        manager, jo = make_manager(council), make_member(council, "Jo")
        for page in (f"people/{jo.pk}/role/", f"people/{jo.pk}/end/"):
            assert status(manager, area(council, page)) == 200
            jo.refresh_from_db()
            assert (jo.role, jo.is_current) == (Role.OFFICER, True)
        assert "Jo is a manager now." in send(manager, area(council, f"people/{jo.pk}/role/")).text
        assert "Jo is an officer now." in send(manager, area(council, f"people/{jo.pk}/role/")).text
        assert "They wait under" in show(signed_in(manager), area(council, f"people/{jo.pk}/end/")).text
        assert "Jo no longer belongs to" in send(manager, area(council, f"people/{jo.pk}/end/")).text

    @pytest.mark.parametrize(("before", "after"), [("officer", "manager"), ("manager", "officer")])
    def test_a_button_that_is_pressed_twice_does_once_what_it_says(
        self, council: Organisation, before: str, after: str
    ) -> None:
        manager, jo = make_manager(council), make_member(council, "Jo", role=before)
        address = area(council, f"people/{jo.pk}/role/")
        [wanted] = show(signed_in(manager), address).attributes("input", name="role")
        assert f"Jo is {'a manager' if after == 'manager' else 'an officer'} now." in (
            send(manager, address, role=wanted["value"]).text
        )
        assert send(manager, address, role=wanted["value"]).heading(1) == "People"
        jo.refresh_from_db()
        assert jo.role == after

    def test_who_demotes_or_ends_themselves_lands_where_they_may_be(self, council: Organisation) -> None:
        make_manager(council)
        one, two = make_member(council, role="manager"), make_member(council, role="manager")
        assert send(one.user, area(council, f"people/{one.pk}/role/")).heading(1) == "People"
        assert send(two.user, area(council, f"people/{two.pk}/end/")).heading(1) == "My councils"

    def test_a_manager_answers_a_request(self, council: Organisation) -> None:
        manager = make_manager(council)
        yes, no = make_request(council, message="Housing"), make_request(council)
        assert "Housing" in show(signed_in(manager), area(council, f"requests/{yes.pk}/")).text
        send(manager, area(council, f"requests/{yes.pk}/"), answer="yes")
        send(manager, area(council, f"requests/{no.pk}/"), answer="no", reason="Unknown here")
        assert User.objects.get(pk=yes.user_id).roles == {council.pk: Role.OFFICER}
        assert User.objects.get(pk=no.user_id).roles == {}
        again = send(manager, area(council, f"requests/{no.pk}/"), answer="yes")
        assert "answered or taken back already" in again.text

    def test_moderators_look_after_the_people_of_every_council(self, council: Organisation, moderator: User) -> None:
        request = make_request(council)
        send(moderator, area(council, f"requests/{request.pk}/"), answer="yes")
        assert User.objects.get(pk=request.user_id).roles == {council.pk: Role.OFFICER}
        assert "Moderator of CollabHub" in show(signed_in(moderator), area(council)).text

    def test_a_moderator_does_not_answer_their_own_request(self, council: Organisation, moderator: User) -> None:
        request = make_request(council, moderator)
        page = show(signed_in(moderator), area(council, f"requests/{request.pk}/"))
        assert "Nobody answers their own request" in page.text
        send(moderator, area(council, f"requests/{request.pk}/"), answer="yes")
        assert not Membership.objects.exists()


class TestForgedForms:
    def test_numbers_of_another_councils_people_lead_nowhere(self, council: Organisation) -> None:
        manager, other = make_manager(council), make_council()
        member, request, invitation = make_member(other), make_request(other), make_invitation(other)
        gone = make_former_member(council).memberships.get()
        pages = [
            *[f"people/{pk}/{page}/" for pk in (member.pk, gone.pk, 0, 999_999_999_999) for page in ("role", "end")],
            f"requests/{request.pk}/",
            f"invitations/{invitation.pk}/withdraw/",
        ]
        for page in pages:
            assert status(manager, area(council, page), "post", answer="yes") == 404, page
            assert status(manager, area(other, page), "post", answer="yes") == 404, page
        assert Membership.objects.current().count() == 2
        assert Invitation.objects.open().count() == 1

    def test_fields_that_no_form_has_change_nothing(self, council: Organisation) -> None:
        other = make_council()
        manager, jo = make_manager(council), make_person("Jo")
        invitation = make_invitation(council, jo.email)
        forbidden = {
            **dict.fromkeys(["is_staff", "is_superuser", "is_active", "accepted", "is_admin"], "true"),
            **dict.fromkeys(["organisation", "organisation_id", "council"], other.pk),
            **dict.fromkeys(["user", "user_id", "invited_by", "answered_by", "by", "pk", "id"], jo.pk),
            **dict.fromkeys(["began_at", "ended_at", "expires_at", "invited_at", "confirmed_at"], "2001-01-01"),
            "end_reason": "left",
            "state": "published",
            "membership": "1",
            "moderators_look_after": "1",
        }
        assert len(forbidden) >= 24
        send(manager, area(council, "people/invite/"), **forbidden | {"email": "kim@people.example", "role": "officer"})
        send(jo, f"/account/councils/invitations/{invitation.pk}/accept/", role="manager", **forbidden)
        send(jo, f"/account/councils/{other.slug}/ask/", role="manager", answer="yes", **forbidden)
        made, joined = Invitation.objects.open().get(), jo.memberships.get()
        assert (made.organisation, made.invited_by, made.role) == (council, manager, "officer")
        assert made.expires_at > timezone.now() + timedelta(days=13)
        assert (joined.organisation, joined.role, joined.ended_at) == (council, "officer", None)
        assert joined.began_at > timezone.now() - timedelta(minutes=1)
        asked = MembershipRequest.objects.get()
        assert (asked.organisation, asked.user, asked.answer, asked.answered_at) == (other, jo, "", None)
        send(manager, area(council, f"people/{joined.pk}/role/"), role="administrator", **forbidden)
        joined.refresh_from_db()
        assert (joined.role, joined.organisation) == ("manager", council)
        assert not User.objects.filter(is_staff=True).exists()
        assert Membership.objects.count() == 2


def test_reading_never_writes(council: Organisation, django_assert_num_queries: Any) -> None:
    manager, jo = make_manager(council), make_member(council, confirmed_at=timezone.now() - timedelta(days=91))
    request, invitation = make_request(council, jo.user), make_invitation(council, jo.user.email)
    Membership.objects.filter(pk=jo.pk).update(role="officer")
    before = (
        list(Membership.objects.values()),
        list(Invitation.objects.values()),
        list(MembershipRequest.objects.values()),
    )
    for page in ("", "people/", "people/invite/", f"people/{jo.pk}/role/", f"people/{jo.pk}/end/", "handover/"):
        assert status(manager, area(council, page)) == 200
    assert status(manager, area(council, f"invitations/{invitation.pk}/withdraw/")) == 302
    for page in ("", "find/?q=ex", f"{council.slug}/ask/", f"{council.slug}/join/", f"{council.slug}/leave/"):
        assert status(jo.user, f"/account/councils/{page}") == 200
    for page in (f"{council.slug}/still-here/", f"requests/{request.pk}/take-back/"):
        assert status(jo.user, f"/account/councils/{page}") == 302
    after = (
        list(Membership.objects.values()),
        list(Invitation.objects.values()),
        list(MembershipRequest.objects.values()),
    )
    assert before == after
