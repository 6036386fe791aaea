"""The page of a person's councils: what they belong to, are invited to, may choose, and ask."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from councils.models import Membership, MembershipRequest, Organisation, Role, User
from tests.support.belonging import council_at, send, status
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
    succeed,
)
from tests.support.mail import deliver
from tests.support.pages import read
from tests.support.visits import show, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def council() -> Organisation:
    """A council whose staff have addresses at exford.gov.uk."""
    return council_at("exford.gov.uk")


class TestAnAbolishedCouncil:
    @pytest.fixture
    def old(self, council: Organisation) -> Organisation:
        """An abolished council that Exford took over; its domain is still written in the register."""
        old = make_former_council("Wyeford", successor=council)
        old.email_domains.create(domain="wyeford.gov.uk", basis="website")
        return old

    def test_membership_of_it_opens_nothing_and_the_moderators_look_after_it(
        self, old: Organisation, moderator: User
    ) -> None:
        jo = make_manager(old)
        assert jo.roles == {}
        for page in ("", "people/", "people/invite/", "handover/"):
            assert status(jo, f"/councils/{old.slug}/manage/{page}") == 404, page
            assert status(moderator, f"/councils/{old.slug}/manage/{page}") == 200, page

    def test_its_people_read_that_it_was_abolished_and_are_led_to_who_took_over(
        self, council: Organisation, old: Organisation
    ) -> None:
        jo = make_officer(old, confirmed_at=timezone.now() - timedelta(days=91))
        browser = signed_in(jo)
        page = show(browser, "/account/councils/")
        assert f"{old} was abolished on 31 March 2023" in page.text
        assert page.link(f"Ask {council}").href == f"/account/councils/{council.slug}/ask/"
        assert "Do you still work for" not in page.text
        for links in (page.links, show(browser, "/account/").links):
            assert f"/councils/{old.slug}/manage/" not in {link.href for link in links}
        send(jo, f"/account/councils/{council.slug}/ask/")
        assert MembershipRequest.objects.get().organisation == council

    def test_its_last_manager_leaves_it_without_naming_a_successor(self, old: Organisation, moderator: User) -> None:
        jo = make_manager(old)
        assert f"You no longer belong to {old}." in send(jo, f"/account/councils/{old.slug}/leave/").text
        assert "abolished" not in show(signed_in(jo), "/account/councils/").text
        assert [mail.subject for mail in deliver()] == [f"{jo} no longer belongs to {old}"]


class TestMyCouncils:
    def test_the_page_shows_what_somebody_belongs_to_is_invited_to_and_asked(self, council: Organisation) -> None:
        jo = make_officer(council, "Jo")
        invited, asked = make_council("Wyeford"), make_council("Zedford")
        make_invitation(invited, jo.email, role="manager", invited_by=make_manager(invited, "Kim"))
        make_request(asked, jo)
        text = " ".join(show(signed_in(jo), "/account/councils/").text.split())
        assert f"{council} Officer since" in text
        assert f"{invited} invites you Kim asks you to be a manager" in text
        assert f"{asked} Asked on" in text

    def test_an_invitation_is_accepted_with_one_press(self, council: Organisation) -> None:
        jo = make_person("Jo")
        invitation = make_invitation(council, jo.email)
        offered = show(signed_in(jo), "/account/councils/").text
        assert f"Accept and become an officer of {council}" in " ".join(offered.split())
        page = send(jo, f"/account/councils/invitations/{invitation.pk}/accept/")
        assert f"You are now an officer of {council}." in page.text
        assert page.heading(1) == str(council)
        assert User.objects.get(pk=jo.pk).roles == {council.pk: Role.OFFICER}

    def test_a_manager_who_accepts_to_be_an_officer_stays_manager_and_hears_so(self, council: Organisation) -> None:
        kim = make_manager(council)
        invitation = make_invitation(council, kim.email)
        page = send(kim, f"/account/councils/invitations/{invitation.pk}/accept/")
        assert f"You are now a manager of {council}." in page.text

    def test_an_invitation_is_declined_with_one_press(self, council: Organisation) -> None:
        jo = make_person("Jo")
        invitation = make_invitation(council, jo.email)
        page = send(jo, f"/account/councils/invitations/{invitation.pk}/decline/")
        assert f"You declined the invitation to {council}." in page.text
        assert "invites you" not in page.text
        assert "taken back" in send(jo, f"/account/councils/invitations/{invitation.pk}/accept/").text
        assert not Membership.objects.exists()

    def test_who_belongs_to_a_council_is_led_to_its_area_instead_of_asking(self, council: Organisation) -> None:
        jo, to_area = make_officer(council), f"/councils/{council.slug}/manage/"
        page = show(signed_in(jo), f"/account/councils/{council.slug}/ask/")
        assert page.heading(1) == f"You belong to {council} already"
        assert to_area in {link.href for link in page.links}
        assert not page.attributes("textarea")
        found = show(signed_in(jo), "/account/councils/find/?q=exford")
        assert f"{council} (yours)" in " ".join(found.text.split())
        assert to_area in {link.href for link in found.links}

    def test_an_invitation_to_somebody_else_is_not_there(self, council: Organisation) -> None:
        invitation = make_invitation(council)
        assert status(make_person(), f"/account/councils/invitations/{invitation.pk}/decline/", "post") == 404
        assert status(make_person(), f"/account/councils/invitations/{invitation.pk}/accept/", "post") == 404

    def test_of_councils_that_share_a_domain_a_person_confirms_one_by_its_full_name(
        self, council: Organisation
    ) -> None:
        make_council("Wyeford").email_domains.create(domain="exford.gov.uk", basis="mailbox")
        jo = User.objects.create_user("jo@exford.gov.uk")
        page = show(signed_in(jo), "/account/councils/")
        assert "I work for Wyeford Council" in page.link_texts()
        page = show(signed_in(jo), page.link("I work for Exford Council").href)
        assert page.heading(1) == "Do you work for Exford Council?"
        send(jo, f"/account/councils/{council.slug}/join/")
        assert User.objects.get(pk=jo.pk).roles == {council.pk: Role.OFFICER}

    def test_nobody_joins_a_council_that_their_address_is_not_of(self, council: Organisation) -> None:
        jo = make_person()
        page = show(signed_in(jo), f"/account/councils/{council.slug}/join/")
        assert "ask to join it" in page.link_texts()
        page = send(jo, f"/account/councils/{council.slug}/join/")
        assert "does not show that you work for" in page.text
        assert not Membership.objects.exists()

    def test_an_address_of_an_abolished_council_is_shown_who_took_over_and_asks(self, council: Organisation) -> None:
        old = make_former_council("Wyeford", successor=council)
        old.email_domains.create(domain="wyeford.gov.uk", basis="website", valid_until=old.end_date)
        jo = User.objects.create_user("jo@wyeford.gov.uk")
        page = show(signed_in(jo), "/account/councils/")
        assert page.link(f"Ask {council}").href == f"/account/councils/{council.slug}/ask/"
        page = send(jo, page.link(f"Ask {council}").href, message="Planning")
        assert f"You asked {council}." in page.text
        assert MembershipRequest.objects.get().message == "Planning"
        assert f"Ask {council}" not in page.link_texts()

    def test_a_shared_office_mailbox_and_a_former_member_are_led_to_asking(self, council: Organisation) -> None:
        for person in (User.objects.create_user("press@exford.gov.uk"), make_former_member(council)):
            assert f"Ask {council}" in show(signed_in(person), "/account/councils/").link_texts()

    def test_a_council_is_found_by_its_name_without_scripts(self, council: Organisation) -> None:
        make_council("Exmouth")
        make_former_council("Exmoor")
        council.aliases.create(name="Old Ex")
        jo = signed_in(make_person())
        assert "Ask Exford Council" in show(jo, "/account/councils/find/?q=exf").link_texts()
        assert "Ask Exford Council" in show(jo, "/account/councils/find/?q=council+ford").link_texts()
        assert "Ask Exford Council" in show(jo, "/account/councils/find/?q=old+ex").link_texts()
        assert "2 councils" in [words for _, words in show(jo, "/account/councils/find/?q=ex").headings]
        assert "No council in force has this name" in show(jo, "/account/councils/find/?q=exmoor").text

    @pytest.mark.parametrize("q", ["", "%00", "a" * 101])
    def test_a_search_for_nothing_or_nonsense_says_what_to_enter(self, q: str) -> None:
        page = show(signed_in(make_person()), f"/account/councils/find/?q={q}")
        assert page.title.startswith("Error: ")
        assert "There is a problem" in page.text

    def test_a_request_is_taken_back_with_one_press_and_only_by_its_person(self, council: Organisation) -> None:
        request = make_request(council)
        address = f"/account/councils/requests/{request.pk}/take-back/"
        for other in (make_person(), make_manager(council)):
            assert status(other, address, "post") == 404
        assert "is withdrawn" in send(request.user, address).text
        assert "answered or taken back already" in send(request.user, address).text

    @pytest.mark.parametrize("body", [make_former_council, make_partner])
    def test_bodies_that_take_nobody_in_are_not_asked(self, body: Any) -> None:
        assert status(make_person(), f"/account/councils/{body().slug}/ask/") == 404

    def test_who_was_away_for_long_is_asked_whether_they_still_work_there(self, council: Organisation) -> None:
        jo = make_officer(council, confirmed_at=timezone.now() - timedelta(days=91))
        page = show(signed_in(jo), "/account/councils/")
        assert (2, f"Do you still work for {council}?") in page.headings
        page = send(jo, f"/account/councils/{council.slug}/still-here/")
        assert (2, f"Do you still work for {council}?") not in page.headings

    def test_a_person_leaves_after_reading_what_becomes_of_their_entries(self, council: Organisation) -> None:
        jo = make_officer(council)
        assert "The entries stay." in show(signed_in(jo), f"/account/councils/{council.slug}/leave/").text
        assert f"You no longer belong to {council}." in send(jo, f"/account/councils/{council.slug}/leave/").text
        assert status(jo, f"/account/councils/{council.slug}/leave/") == 404

    def test_a_manager_without_colleagues_may_invite_one_or_leave_it_to_the_moderators(self) -> None:
        council = make_council()
        last, address = make_manager(council), f"/account/councils/{council.slug}/leave/"
        page = show(signed_in(last), address)
        assert f"Nobody else belongs to {council}." in page.text
        assert page.link("Invite a colleague").href == f"/councils/{council.slug}/manage/people/invite/"
        assert f"You no longer belong to {council}." in send(last, address, next="moderators").text

    def test_the_last_manager_says_who_looks_after_the_council_next(self, council: Organisation) -> None:
        last, jo = make_manager(council), make_member(council, "Jo")
        stranger = make_member(make_council())
        address = f"/account/councils/{council.slug}/leave/"
        assert "Choose who looks after the council next" in send(last, address).text
        assert "Choose somebody who belongs to the council" in send(last, address, next=stranger.pk).text
        assert f"You no longer belong to {council}." in send(last, address, next=jo.pk).text
        jo.refresh_from_db()
        assert jo.role == Role.MANAGER

    def test_who_had_to_sign_in_again_after_pressing_a_button_finds_the_button_again(
        self, council: Organisation
    ) -> None:
        jo = make_person("Jo")
        address = f"/account/councils/invitations/{make_invitation(council, jo.email).pk}/accept/"
        answer = Client().post(address)
        assert answer["Location"] == f"/account/sign-in/?next={address}"
        page = read(signed_in(jo).get(address, follow=True))
        assert f"{council} invites you" in page.text
        assert not Membership.objects.exists()


def test_a_council_that_took_over_is_offered_through_two_reorganisations(council: Organisation) -> None:
    middle = make_former_council("Middle", successor=council)
    first = make_former_council("First", status="abolished")
    succeed(first, middle)
    first.email_domains.create(domain="first.gov.uk", basis="website", valid_until=first.end_date)
    jo = User.objects.create_user("jo@first.gov.uk")
    assert f"Ask {council}" in show(signed_in(jo), "/account/councils/").link_texts()
