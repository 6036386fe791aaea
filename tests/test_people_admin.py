"""Where administrators look after people, and how anybody gets to the admin at all."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.test import Client
from django.urls import NoReverseMatch, reverse

from councils.actions.accounts import close_account, rename
from councils.actions.people import save_person
from councils.models import User
from tests.support.doors import sign_in
from tests.support.mail import deliver
from tests.support.moments import LOCKING_A_PERSON, just_before
from tests.support.pages import read
from tests.support.second_step import set_up_app
from tests.support.visits import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]  # Django's own admin templates

PEOPLE, ADD = "/admin/councils/user/", "/admin/councils/user/add/"


@pytest.fixture
def office(administrator: User) -> Client:
    """The browser of an administrator."""
    return signed_in(administrator)


def change(person: User) -> str:
    """Return the address of the page where a person is changed."""
    return f"{PEOPLE}{person.pk}/change/"


def is_in(client: Client) -> bool:
    """True when a browser is somebody's."""
    return client.get("/account/sessions/").status_code == 200


# The door


def test_the_admin_has_no_door_of_its_own(client: Client) -> None:
    response = client.get("/admin/councils/organisation/", follow=True)
    assert [place for place, _ in response.redirect_chain] == [
        "/admin/login/?next=/admin/councils/organisation/",
        "/account/sign-in/?next=/admin/councils/organisation/",
    ]
    assert not read(response).attributes("input", type="password")
    tried = client.post("/admin/login/", {"username": "ada@example.org", "password": "secret"})
    assert (tried.status_code, tried["Location"]) == (302, "/account/sign-in/?next=/admin/")


def test_people_who_have_no_business_in_the_admin_are_told_so_and_not_sent_round_in_circles(reader: User) -> None:
    assert signed_in(reader).get("/admin/", follow=True).status_code == 403


def test_a_moderator_at_the_door_of_the_admin_is_let_through(moderator: User) -> None:
    client = signed_in(moderator)
    assert client.get("/admin/login/")["Location"] == "/admin/"
    assert client.get("/admin/login/?next=/admin/listings/")["Location"] == "/admin/listings/"
    assert client.get("/admin/login/?next=//evil.example/")["Location"] == "/admin/"


def test_the_admin_signs_out(moderator: User) -> None:
    client = signed_in(moderator)
    assert client.post("/admin/logout/").status_code in {200, 302}
    assert not is_in(client)


def test_the_admin_knows_no_passwords_and_no_tables_of_others(office: Client) -> None:
    for name in ("password_change", "password_change_done", "auth_user_password_change", "auth_group_changelist"):
        with pytest.raises(NoReverseMatch):
            reverse(f"admin:{name}", args=[1] if name.startswith("auth_user") else [])
    assert office.get("/admin/password_change/").status_code == 404
    apps = {model._meta.app_label for model in admin.site._registry}
    assert apps <= {"collaboration", "councils", "listings", "projects", "services"}


# People


def test_an_administrator_makes_a_moderator_who_then_signs_in_and_sets_up_a_second_step(office: Client) -> None:
    data = {"email": "Grace@Example.org", "name": "Grace", "is_active": "on", "is_staff": "on"}
    assert office.post(ADD, data).status_code == 302
    grace = User.objects.get(email="grace@example.org")
    assert not grace.has_usable_password()
    client = Client()
    sign_in(client, "grace@example.org")
    assert client.get("/admin/")["Location"].startswith("/account/second-step/")


@pytest.mark.parametrize("page", [ADD, None])
def test_no_page_about_a_person_has_a_password(office: Client, reader: User, page: str | None) -> None:
    shown = read(office.get(page or change(reader)))
    assert not shown.attributes("input", type="password")
    assert "password" not in shown.text.lower()


def test_an_address_that_has_an_account_is_refused_whatever_its_letters(office: Client) -> None:
    User.objects.create_user("ada@example.org")
    refused = office.post(ADD, {"email": "ADA@example.org"})
    assert "This address has an account." in refused.content.decode()


def test_a_person_is_found_and_stays_as_they_are_when_nothing_is_changed(office: Client, reader: User) -> None:
    theirs = signed_in(reader)
    assert reader.email in office.get(PEOPLE, {"q": reader.name}).content.decode()
    assert office.post(change(reader), {"is_active": "on"}).status_code == 302
    assert is_in(theirs)


def test_name_and_address_are_the_persons_own_to_change(office: Client, reader: User) -> None:
    data = {"email": "mine@evil.example", "name": "Somebody else", "is_active": "on"}
    assert office.post(change(reader), data).status_code == 302
    unchanged = User.objects.get(pk=reader.pk)
    assert (unchanged.email, unchanged.name) == (reader.email, reader.name)


@pytest.mark.parametrize(
    "address", ["ada@hackney.gov.uk.", "а@kent.gov.uk", "a b@kent.gov.uk", "ada", "ada@[127.0.0.1]"]
)
def test_nobody_is_made_at_an_address_that_sign_in_would_refuse(office: Client, address: str) -> None:
    before = User.objects.count()
    assert office.post(ADD, {"email": address, "is_active": "on"}).status_code == 200
    assert User.objects.count() == before


@pytest.mark.parametrize("changed", [{"is_active": ""}, {"is_staff": "on"}])
def test_whose_rights_change_signs_in_again(office: Client, reader: User, changed: dict[str, str]) -> None:
    theirs = [signed_in(reader) for _ in range(3)]
    data = {"email": reader.email, "name": reader.name, "is_active": "on"} | changed
    assert office.post(change(reader), {name: value for name, value in data.items() if value}).status_code == 302
    assert not any(map(is_in, theirs))


def test_an_administrator_who_steps_down_to_moderator_goes_on_as_one(office: Client, administrator: User) -> None:
    assert office.post(change(administrator), {"is_active": "on", "is_staff": "on"}).status_code == 302
    assert office.get("/admin/").status_code == 200
    assert office.get(PEOPLE).status_code == 403


def test_an_administrator_is_always_a_moderator(office: Client, reader: User) -> None:
    data = {"email": reader.email, "is_active": "on", "is_superuser": "on"}
    refused = office.post(change(reader), data)
    assert "An administrator is always a moderator, too" in refused.content.decode()
    assert not User.objects.get(pk=reader.pk).is_superuser


def test_what_a_person_changed_meanwhile_stays_when_an_administrator_saves(reader: User, administrator: User) -> None:
    shown = User.objects.get(pk=reader.pk)
    rename(user=reader, name="Chosen by me", by=reader)
    shown.is_staff = True
    save_person(person=shown, changed=["is_staff"], by=administrator)
    saved = User.objects.get(pk=reader.pk)
    assert (saved.name, saved.is_staff) == ("Chosen by me", True)


def test_of_two_administrators_who_change_the_rights_of_one_person_the_later_decides(
    moderator: User, administrator: User
) -> None:
    shown = User.objects.get(pk=moderator.pk)
    User.objects.filter(pk=moderator.pk).update(is_staff=False)
    shown.is_superuser = True
    save_person(person=shown, changed=["is_superuser"], by=administrator)
    saved = User.objects.get(pk=moderator.pk)
    assert (saved.is_staff, saved.is_superuser) == (True, True)


def test_saving_brings_no_closed_account_back(reader: User, administrator: User) -> None:
    shown = User.objects.get(pk=reader.pk)
    close_account(user=reader, by=reader)
    closed = User.objects.values().get(pk=reader.pk)
    shown.is_staff = True
    with pytest.raises(User.DoesNotExist):
        save_person(person=shown, changed=["is_staff"], by=administrator)
    assert User.objects.values().get(pk=reader.pk) == closed


def test_an_administrator_is_told_when_the_account_was_closed_meanwhile(office: Client, reader: User) -> None:
    with just_before(LOCKING_A_PERSON, lambda: close_account(user=reader, by=None)):
        answer = office.post(change(reader), {"is_active": "on", "is_staff": "on"}, follow=True)
    assert answer.status_code == 200
    assert "This account has just been closed, so nothing was saved." in answer.content.decode()
    assert not User.objects.get(pk=reader.pk).is_staff


def choose(office: Client, action: str, *people: User) -> Any:
    """Do an action to some people on the list."""
    return office.post(PEOPLE, {"action": action, "_selected_action": [person.pk for person in people]}, follow=True)


def test_an_administrator_ends_all_sessions_of_somebody(office: Client, reader: User, moderator: User) -> None:
    theirs, others = [signed_in(reader) for _ in range(3)], signed_in(moderator)
    assert "Signed out everywhere: 1." in choose(office, "end_all_sessions", reader).content.decode()
    assert not any(map(is_in, theirs))
    assert is_in(others)


def test_an_administrator_ends_their_own_sessions_but_the_one_they_are_in(office: Client, administrator: User) -> None:
    other = signed_in(administrator)
    assert choose(office, "end_all_sessions", administrator).status_code == 200
    assert not is_in(other)
    assert is_in(office)


def test_somebody_who_lost_their_phone_gets_in_again_and_is_told(office: Client, moderator: User) -> None:
    set_up_app(moderator)
    theirs = signed_in(moderator)
    page = choose(office, "remove_the_second_step", moderator)
    assert "Second step removed: 1." in page.content.decode()
    assert not Authenticator.objects.filter(user=moderator).exists()
    assert not is_in(theirs)
    [mail] = deliver()
    assert mail.subject == "An administrator removed the second step of your account"


@pytest.mark.parametrize("page", ["list", "add", "change"])
def test_moderators_do_not_appoint_each_other(moderator: User, reader: User, page: str) -> None:
    client = signed_in(moderator)
    address = {"list": PEOPLE, "add": ADD, "change": change(reader)}[page]
    assert client.get(address).status_code == 403
    assert client.post(address, {"email": reader.email, "is_active": "on", "is_staff": "on"}).status_code == 403
    assert not User.objects.get(pk=reader.pk).is_staff


def test_nobody_deletes_a_person_and_a_closed_account_stays_as_it_is(office: Client, reader: User) -> None:
    assert office.post(f"{PEOPLE}{reader.pk}/delete/", {"post": "yes"}).status_code == 403
    closed = {"email": f"closed-{reader.pk}@closed.invalid", "name": "", "is_active": False}
    User.objects.filter(pk=reader.pk).update(**closed, closed_at="2026-11-01T12:00Z")
    assert office.get(change(reader)).status_code == 200
    assert office.post(change(reader), {"email": "back@example.org", "is_active": "on"}).status_code == 403
