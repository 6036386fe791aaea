"""The first administrator of a site is appointed by a command; nobody gets a password."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from councils.models import User
from tests.support.factories import make_person

pytestmark = pytest.mark.django_db


def appoint(*arguments: str) -> str:
    """Run the command and return what it says."""
    said = io.StringIO()
    call_command("appoint", *arguments, stdout=said)
    return said.getvalue()


def test_the_first_administrator_needs_only_an_address() -> None:
    said = appoint("  Ada@Kent.GOV.uk ", "--administrator", "--name", "Ada Adams")
    person = User.objects.get()
    assert (person.email, person.name) == ("ada@kent.gov.uk", "Ada Adams")
    assert person.is_staff
    assert person.is_superuser
    assert not person.has_usable_password()
    assert "ada@kent.gov.uk is an administrator" in said
    assert "/account/sign-in/" in said
    assert "second step" in said


def test_a_moderator_is_no_administrator() -> None:
    appoint("mo@kent.gov.uk", "--moderator")
    person = User.objects.get()
    assert person.is_staff
    assert not person.is_superuser


def test_somebody_with_an_account_is_appointed_where_they_are_and_signs_in_again() -> None:
    person = make_person("Reader")
    client = Client()
    client.force_login(person)
    appoint(person.email, "--moderator")
    person.refresh_from_db()
    assert person.is_staff
    assert person.name == "Reader"
    assert not client.get("/").wsgi_request.user.is_authenticated


def test_appointing_again_takes_nothing_away(administrator: User) -> None:
    client = Client()
    client.force_login(administrator)
    said = appoint(administrator.email, "--moderator")
    administrator.refresh_from_db()
    assert administrator.is_superuser
    assert "is an administrator" in said
    assert client.get("/").wsgi_request.user.is_authenticated


@pytest.mark.parametrize("address", ["nonsense", "", "a@b@c.example", "a@kent.gov.uk\nBcc: b@kent.gov.uk"])
def test_what_is_no_address_is_refused_in_words(address: str) -> None:
    with pytest.raises(CommandError):
        appoint(address, "--moderator")
    assert not User.objects.exists()


def test_a_blocked_account_and_an_endless_name_are_refused_in_words() -> None:
    person = make_person("Reader", is_active=False)
    with pytest.raises(CommandError, match="may not sign in"):
        appoint(person.email, "--administrator")
    with pytest.raises(CommandError, match="at most 120 characters"):
        appoint("mo@kent.gov.uk", "--moderator", "--name", "x" * 121)
    assert not User.objects.filter(is_staff=True).exists()


def test_one_of_the_two_must_be_named() -> None:
    with pytest.raises(CommandError, match="--moderator --administrator is required"):
        appoint("mo@kent.gov.uk")


@pytest.mark.parametrize("arguments", [[], ["--noinput", "--email", "ada@kent.gov.uk"]])
def test_the_command_that_asks_for_a_password_leads_to_the_one_that_does_not(arguments: list[str]) -> None:
    with pytest.raises(CommandError, match=r"manage\.py appoint ADDRESS --administrator"):
        call_command("createsuperuser", *arguments)
    assert not User.objects.exists()
