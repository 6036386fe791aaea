"""The quick start has people to sign in as. With DEBUG off they cannot be made, and nobody gets in as one of them."""

import io
from typing import Any

import pytest
from django.core.checks import Error, run_checks
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from collabhub.permissions import Action, can
from councils import demo
from councils.models import Organisation, Role, User
from projects.models import Project
from tests.support.factories import make_council

OFFICER, MANAGER, MODERATOR, ADMINISTRATOR = (person.address for person in demo.PEOPLE)


@pytest.fixture
def hackney(db: None) -> Organisation:
    """The council that they work for."""
    return make_council("Hackney", slug=demo.COUNCIL)


@pytest.fixture
def debug(settings: Any) -> None:
    """As in the quick start."""
    settings.DEBUG = True


def make() -> str:
    """Make them as `prepare` does, and return what the command says."""
    said = io.StringIO()
    call_command("demo_people", stdout=said)
    return said.getvalue()


def faults() -> list[str | None]:
    """Return what `migrate` would stop at."""
    return [fault.id for fault in run_checks(tags=["database"], databases=["default"]) if isinstance(fault, Error)]


@pytest.mark.usefixtures("debug")
def test_there_is_one_of_each_kind_and_making_them_again_changes_nothing(hackney: Organisation) -> None:
    assert "4 added, 0 there already" in make()
    assert "0 added, 4 there already" in make()
    people = {address: User.objects.get(email=address) for address in demo.ADDRESSES}
    assert people[OFFICER].roles == {hackney.pk: Role.OFFICER}
    assert people[MANAGER].roles == {hackney.pk: Role.MANAGER}
    assert people[MODERATOR].roles == people[ADMINISTRATOR].roles == {}
    assert {address for address, person in people.items() if person.is_staff} == {MODERATOR, ADMINISTRATOR}
    assert [address for address, person in people.items() if person.is_superuser] == [ADMINISTRATOR]
    assert not any(person.has_usable_password() for person in people.values())


@pytest.mark.usefixtures("debug")
def test_what_was_changed_about_one_of_them_stays(hackney: Organisation) -> None:
    make()
    User.objects.filter(email=OFFICER).update(name="Somebody Else")
    make()
    assert User.objects.get(email=OFFICER).name == "Somebody Else"


@pytest.mark.usefixtures("starter_directory", "debug")
def test_their_council_leads_starter_entries_that_its_officer_may_change() -> None:
    make()
    officer = User.objects.get(email=OFFICER)
    may = [project for project in Project.objects.all() if can(officer, Action.CHANGE, project)]
    assert may
    assert all(demo.COUNCIL in {lead.organisation.slug for lead in project.leads} for project in may)


def test_their_addresses_belong_to_nobody() -> None:
    assert all(address.endswith(".example") for address in demo.ADDRESSES)


@pytest.mark.usefixtures("debug")
def test_they_are_introduced_with_what_they_may_do_and_where_their_codes_are(settings: Any) -> None:
    said = demo.introduction()
    assert all(person.address in said and person.does in said for person in demo.PEOPLE)
    assert f"{settings.SITE_URL}/dev/mail/" in said
    assert max(map(len, said.splitlines())) <= 110


@pytest.mark.usefixtures("hackney")
def test_without_debug_they_are_not_made() -> None:
    with pytest.raises(CommandError, match="for DEBUG=1 only"):
        call_command("demo_people")
    call_command("migrate", verbosity=0)
    assert not User.objects.exists()


@pytest.mark.django_db
@pytest.mark.usefixtures("debug")
def test_without_the_register_the_command_says_what_is_missing() -> None:
    with pytest.raises(CommandError, match="load_register"):
        call_command("demo_people")


def test_without_debug_nobody_is_signed_in_as_one_of_them(hackney: Organisation, settings: Any) -> None:
    settings.DEBUG = True
    make()
    client = Client()
    client.force_login(User.objects.get(email=ADMINISTRATOR))
    assert client.get("/").wsgi_request.user.is_authenticated
    settings.DEBUG = False
    assert not client.get("/").wsgi_request.user.is_authenticated


def test_without_debug_the_database_is_not_brought_up_to_date_until_they_are_gone(
    hackney: Organisation, settings: Any
) -> None:
    settings.DEBUG = True
    make()
    assert faults() == []
    settings.DEBUG = False
    assert faults() == ["councils.E001"]
    call_command("demo_people", "--close", stdout=io.StringIO())
    assert faults() == []
    assert not User.objects.filter(email__in=demo.ADDRESSES).exists()
    assert not User.objects.open().exists()


def test_an_empty_database_is_no_fault_of_theirs(db: None) -> None:
    with connection.schema_editor() as editor:
        editor.execute("ALTER TABLE councils_user RENAME TO elsewhere")
    assert demo.no_demo_people_without_debug(databases=["default"]) == []
