"""What moderators see of memberships in the admin, and whom they appoint."""

from datetime import UTC, datetime

import pytest

from councils.models import Invitation, Membership, Organisation, Role, User
from tests.support.belonging import council_at, send, status
from tests.support.factories import (
    make_council,
    make_former_council,
    make_former_member,
    make_manager,
    make_member,
    make_person,
    make_request,
)
from tests.support.visits import show, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def council() -> Organisation:
    """A council whose staff have addresses at exford.gov.uk."""
    return council_at("exford.gov.uk")


class TestTheAdmin:
    def test_a_moderator_appoints_a_manager_who_has_an_account(self, council: Organisation, moderator: User) -> None:
        jo = make_person("Jo")
        page = send(moderator, "/admin/councils/membership/add/", organisation=council.pk, email=jo.email)
        assert f"Now manager of {council}: Jo." in page.text
        assert User.objects.get(pk=jo.pk).roles == {council.pk: Role.MANAGER}

    def test_a_moderator_appoints_somebody_without_an_account_by_an_invitation(
        self, council: Organisation, moderator: User
    ) -> None:
        address = "/admin/councils/membership/add/"
        assert "Appoint a manager" in show(signed_in(moderator), address).text
        page = send(moderator, address, organisation=council.pk, email="kim@people.example")
        assert f"Invited to be manager of {council}: kim@people.example." in page.text
        assert Invitation.objects.open().get().role == Role.MANAGER

    def test_nobody_is_appointed_to_what_is_not_a_council(self, moderator: User) -> None:
        old = make_former_council()
        page = send(moderator, "/admin/councils/membership/add/", organisation=old.pk, email="kim@people.example")
        assert "Choose a council in force" in page.text
        assert not Invitation.objects.exists()

    @pytest.mark.parametrize(
        ("organisation", "sentence"),
        [
            ("x\x00", "Null characters are not allowed"),
            ("x", "Choose a council in force"),
            (str(2**70), "Choose a council in force"),
            ("", "Choose the council"),
        ],
    )
    def test_nonsense_instead_of_a_council_is_refused_beside_its_field(
        self, moderator: User, organisation: str, sentence: str
    ) -> None:
        page = send(moderator, "/admin/councils/membership/add/", organisation=organisation, email="kim@people.example")
        assert sentence in page.text
        assert page.attributes("input", name="email")[0]["value"] == "kim@people.example"
        assert not Invitation.objects.exists()

    def test_requests_of_councils_without_managers_are_what_moderators_answer(
        self, council: Organisation, moderator: User
    ) -> None:
        with_manager = make_council()
        make_manager(with_manager)
        make_request(council, make_person("Ann"))
        make_request(with_manager, make_person("Bob"))
        page = show(signed_in(moderator), "/admin/councils/membershiprequest/?answers=moderators")
        assert "Answer Ann" in page.link_texts()
        assert "Answer Bob" not in page.link_texts()
        assert "Answer Bob" in show(signed_in(moderator), "/admin/councils/membershiprequest/?answers=managers").text

    def test_moderators_find_their_way_to_a_councils_people(self, council: Organisation, moderator: User) -> None:
        browser = signed_in(moderator)
        index = show(browser, "/admin/")
        assert {"Requests for moderators to answer", "Appoint a manager"} <= set(index.link_texts())
        people = f"/councils/{council.slug}/manage/people/"
        page = show(browser, f"/admin/councils/organisation/{council.pk}/change/")
        assert people in [link.href for link in page.links]
        appoint = [link.href for link in show(browser, people).links if "role=manager" in link.href]
        page = show(browser, people + "invite/" + appoint[0].rpartition("/")[2])
        assert page.heading(1) == "Appoint a manager"
        assert [radio["value"] for radio in page.attributes("input", name="role") if "checked" in radio] == ["manager"]

    def test_managers_invite_and_do_not_appoint(self, council: Organisation) -> None:
        browser = signed_in(make_manager(council))
        people = f"/councils/{council.slug}/manage/people/"
        assert "Appoint a manager" not in show(browser, people).text
        assert show(browser, f"{people}invite/?role=manager").heading(1) == "Invite somebody"

    def test_the_list_of_memberships_tells_who_belongs_now(self, council: Organisation, moderator: User) -> None:
        make_member(council, "Jo")
        make_former_member(council, "Kim")
        address = "/admin/councils/membership/"
        page = show(signed_in(moderator), address)
        assert "Appoint a manager" in page.link_texts()
        assert "Add membership" not in page.text
        assert {"Jo", "Kim"} <= set(page.link_texts())
        for asked, here, gone in (("now", "Jo", "Kim"), ("ended", "Kim", "Jo")):
            found = show(signed_in(moderator), f"{address}?belongs={asked}").link_texts()
            assert here in found
            assert gone not in found

    def test_moments_are_written_with_24_hours(self, council: Organisation, moderator: User) -> None:
        make_member(council, began_at=datetime(2026, 1, 5, 14, 7, tzinfo=UTC))
        assert "5 January 2026, 14:07" in show(signed_in(moderator), "/admin/councils/membership/").text

    def test_memberships_are_seen_and_not_edited(self, council: Organisation, moderator: User) -> None:
        member = make_member(council)
        address = f"/admin/councils/membership/{member.pk}/change/"
        assert status(moderator, address) == 200
        assert status(moderator, address, "post", role="manager") == 403
        assert status(make_manager(council), "/admin/councils/membership/") in (302, 403)

    def test_mail_that_came_back_ends_memberships(self, council: Organisation, moderator: User) -> None:
        make_manager(council)
        member = make_member(council)
        page = send(moderator, "/admin/councils/membership/", action="mail_came_back", _selected_action=str(member.pk))
        assert "Memberships ended: 1." in page.text
        member.refresh_from_db()
        assert member.end_reason == Membership.EndReason.ADDRESS_FAILED
