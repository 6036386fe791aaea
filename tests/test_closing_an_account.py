"""Closing an account leaves no trace of its name or address in any table, and what was done stays done by somebody."""

import datetime
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import ADDITION, LogEntry
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from councils.actions.accounts import close_account
from councils.models import Invitation, KnownBrowser, Membership, Organisation, Role, User
from listings.models import ListingOfficer, Topic
from tests.support.doors import SIGN_IN, ask, code_for, enter, is_signed_in, list_domain, sign_in
from tests.support.dump import tables_with
from tests.support.factories import make_council, make_person, make_project
from tests.support.mail import deliver
from tests.support.pages import read
from tests.support.second_step import with_second_step

pytestmark = pytest.mark.django_db

NAME, EARLIER_NAME = "Zéphyrine Quastelbrook", "Zéphyrine Umbelfurth"
ADDRESS = "zq.quastelbrook@exford.gov.uk"
TRACES = ["Zéphyrine", "Zephyrine", "Quastelbrook", "Umbelfurth", "zq.quastel", ADDRESS]
HOLD_TRACES = {
    "councils_user",
    "councils_signincode",
    "councils_invitation",
    "councils_membershiprequest",
    "django_session",
    "django_admin_log",
}
"""Where a name or address lies while the account is open."""


@pytest.fixture
def exford() -> Organisation:
    """The council of the person who is to go, with another manager."""
    council = list_domain("exford.gov.uk")
    Membership.objects.create(user=make_person("Colleague"), organisation=council, role=Role.MANAGER)
    return council


@pytest.fixture
def here(exford: Organisation) -> Client:
    """A browser of a person who did everything that leaves something behind."""
    here, elsewhere, half_way, only_asking = Client(), Client(), Client(), Client()
    sign_in(here, ADDRESS)
    sign_in(elsewhere, ADDRESS)
    here.post("/account/details/", {"name": EARLIER_NAME})
    person = User.objects.get(email=ADDRESS)
    is_administered(person)
    person.refresh_from_db()
    for browser in (here, elsewhere):
        with_second_step(browser, person)
    here.post("/account/details/", {"name": NAME})
    asks_and_is_invited(here)
    looks_after_something(person)
    deliver()
    enter(half_way, code_for(half_way, ADDRESS))
    assert not is_signed_in(half_way)
    here.post("/account/address/", {"email": "zephyrine@elsewhere.example"})
    ask(only_asking, ADDRESS)
    return here


def is_administered(person: User) -> None:
    """Let an administrator make this person a moderator in the admin, which ends their sessions, and fill its log."""
    administrator = make_person("Administrator", is_staff=True, is_superuser=True)
    browser = with_second_step(Client(), administrator)
    page = reverse("admin:councils_user_change", args=[person.pk])
    form = browser.get(page).context["adminform"].form
    given = {name: value for name, value in form.initial.items() if isinstance(value, str | bool) and value}
    answer = browser.post(page, given | {"name": EARLIER_NAME, "is_staff": "on"})
    assert answer.status_code == 302
    members = [{"added": {"name": "membership", "object": f"{EARLIER_NAME}, officer of Exford"}}]
    council = Organisation.objects.filter(email_domains__domain="exford.gov.uk")
    LogEntry.objects.log_actions(administrator.pk, council, ADDITION, members)
    LogEntry.objects.log_actions(administrator.pk, person.memberships.all(), ADDITION, [])


def asks_and_is_invited(browser: Client) -> None:
    """Ask one council to be taken in, and be invited by another."""
    asked, inviting = make_council("Asked"), make_council("Inviting")
    browser.post(reverse("ask-council", args=[asked.slug]), {"message": f"I am {NAME}, {ADDRESS}"})
    manager = make_person("Manager")
    Membership.objects.create(user=manager, organisation=inviting, role=Role.MANAGER)
    theirs = Client()
    theirs.force_login(manager)
    theirs.post(reverse("invite", args=[inviting.slug]), {"email": ADDRESS, "role": "officer"})
    assert Invitation.objects.filter(email=ADDRESS, organisation=inviting).exists()


def looks_after_something(person: User) -> None:
    """Look after a project, and add a topic as a moderator: history and the log say who did it."""
    membership = person.memberships.get()
    ListingOfficer.objects.create(listing=make_project("Bins", leads=[membership.organisation]), membership=membership)
    browser = with_second_step(Client(), person)
    assert browser.post("/admin/listings/topic/add/", {"name": "reuse"}).status_code == 302


# No trace


def test_a_closed_account_leaves_no_trace_of_its_name_or_address_in_any_table(here: Client) -> None:
    assert tables_with(TRACES) >= HOLD_TRACES
    answer = here.post("/account/close/", {"word": "close"})
    assert (answer.status_code, answer.url) == (302, "/account/closed/")
    assert tables_with(TRACES) == set()
    mails = deliver()
    assert mails
    assert not any(trace.lower() in str(mail.message()).lower() for mail in mails for trace in TRACES)
    assert tables_with(TRACES) == set()


def test_every_way_in_ends_with_the_account(here: Client) -> None:
    person = User.objects.get(email=ADDRESS)
    browsers = [with_second_step(Client(), person) for _ in range(2)]
    UserSession.objects.create(user=person, session_key=here.session.session_key, ip="192.0.2.1", user_agent="Firefox")
    ways = [model.objects.filter(user=person) for model in (KnownBrowser, Authenticator, UserSession)]
    assert all(way.exists() for way in ways)
    here.post("/account/close/", {"word": "close"})
    assert not any(way.exists() for way in ways)
    assert not any(is_signed_in(browser) for browser in [here, *browsers])


def test_a_code_that_was_on_its_way_opens_no_closed_account(exford: Organisation) -> None:
    here, there = Client(), Client()
    sign_in(here, ADDRESS)
    code = code_for(there, ADDRESS)
    here.post("/account/close/", {"word": "close"})
    enter(there, code)
    assert not is_signed_in(there)


@pytest.mark.parametrize("other", ["jo@exford.gov.uk", "j.o@exford.gov.uk", "jan-o@exford.gov.uk"])
def test_somebody_whose_address_ends_alike_goes_on_signing_in(exford: Organisation, other: str) -> None:
    there = Client()
    code = code_for(there, other)
    close_account(user=User.objects.create_user("o@exford.gov.uk"), by=None)
    enter(there, code)
    assert is_signed_in(there)


@pytest.mark.parametrize("said", ["Wrote to o@exford.gov.uk.", '"o@exford.gov.uk"', "<O@exford.gov.uk>"])
def test_an_address_is_found_wherever_it_stands_in_a_session(exford: Organisation, said: str) -> None:
    person, there = User.objects.create_user("o@exford.gov.uk"), Client()
    session = there.session
    session["said"] = [{"words": said}]
    session.save()
    close_account(user=person, by=None)
    assert not there.session.exists(session.session_key)


def test_what_a_person_did_stays_as_done_by_a_former_officer(here: Client) -> None:
    person = User.objects.get(email=ADDRESS)
    here.post("/account/close/", {"word": "close"})
    person = User.objects.get(pk=person.pk)
    assert str(person) == "a former officer"
    assert (person.email, person.name, person.is_active) == (f"closed-{person.pk}@closed.invalid", "", False)
    assert not person.is_staff
    assert Topic.objects.filter(name="reuse").exists()
    membership = person.memberships.get()
    assert membership.end_reason == "closed"
    assert ListingOfficer.objects.to_hand_over().filter(membership=membership).exists()
    assert LogEntry.objects.filter(user=person, object_repr="reuse").exists()
    assert LogEntry.objects.get(object_id=str(person.pk), content_type__model="user").object_repr == "a former officer"
    [said] = LogEntry.objects.filter(content_type__model="organisation").values_list("change_message", flat=True)
    assert "a former officer, officer of Exford" in said


def test_other_people_keep_their_names_and_entries_of_the_log(here: Client) -> None:
    others = make_person("Quastelbrook"), make_person("Zeph")
    LogEntry.objects.log_actions(others[0].pk, others, ADDITION, [])
    close_account(user=User.objects.get(email=ADDRESS), by=None)
    kept = LogEntry.objects.filter(user=others[0]).values_list("object_repr", flat=True)
    assert set(kept) == {"Quastelbrook", "Zeph"}
    assert set(User.objects.filter(pk__in=[one.pk for one in others]).values_list("name", flat=True)) == set(kept)


def test_the_same_address_can_have_a_new_account_that_knows_nothing_of_the_old_one(here: Client) -> None:
    old = User.objects.get(email=ADDRESS)
    here.post("/account/close/", {"word": "close"})
    deliver()
    again = Client()
    sign_in(again, ADDRESS)
    new = User.objects.get(email=ADDRESS)
    assert (new.pk != old.pk, new.name, new.is_staff) == (True, "", False)


# On the way there


@pytest.mark.parametrize("word", ["", "closed", "yes", "c l o s e", "close\x00"])
def test_an_account_is_closed_only_with_the_word(exford: Organisation, word: str) -> None:
    here = Client()
    sign_in(here, ADDRESS)
    page = read(here.post("/account/close/", {"word": word}))
    assert page.title.startswith("Error: ")
    assert User.objects.get(email=ADDRESS).is_active


def test_the_only_manager_is_told_and_may_close_all_the_same_and_the_moderators_hear_of_it(moderator: User) -> None:
    council = make_council("Lonely")
    person = make_person("Alone")
    Membership.objects.create(user=person, organisation=council, role=Role.MANAGER)
    here = Client()
    here.force_login(person)
    assert "Nobody else looks after Lonely Council" in read(here.get("/account/close/")).text
    assert here.post("/account/close/", {"word": "Close"}).status_code == 302
    assert moderator.email in {to for mail in deliver() for to in mail.to}


def test_the_page_asks_the_database_no_more_often_for_many_councils_than_for_one() -> None:
    numbers = []
    for councils in (1, 4):
        here = Client()
        person = make_person()
        for _ in range(councils):
            Membership.objects.create(user=person, organisation=make_council(), role=Role.MANAGER)
        here.force_login(person)
        with CaptureQueriesContext(connection) as asked:
            assert "Nobody else looks after" in read(here.get("/account/close/")).text
        numbers.append(len(asked))
    assert numbers[0] == numbers[1]


def test_closing_twice_does_nothing_more(reader: User) -> None:
    close_account(user=reader, by=reader)
    before = User.objects.get(pk=reader.pk).closed_at
    close_account(user=reader, by=None)
    assert User.objects.get(pk=reader.pk).closed_at == before


# By whoever runs the site


def test_an_operator_closes_an_account_by_its_address(reader: User, capsys: Any) -> None:
    call_command("close_account", f" {reader.email.upper()} ")
    assert not User.objects.get(pk=reader.pk).is_active
    assert reader.email not in capsys.readouterr().out


def test_an_operator_is_told_when_nobody_has_the_address(db: None) -> None:
    with pytest.raises(CommandError, match="Nobody has an account with this address"):
        call_command("close_account", "nobody@exford.gov.uk")


def test_accounts_that_an_older_backup_brings_back_are_closed_again(
    tmp_path: Path, settings: Any, django_capture_on_commit_callbacks: Any, capsys: Any
) -> None:
    settings.ERASURE_LIST = str(tmp_path / "erased")
    person, other = make_person("Zeph"), make_person("Other")
    backup = User.objects.values().get(pk=person.pk)
    with django_capture_on_commit_callbacks(execute=True):
        close_account(user=person, by=None)
    assert "zeph" not in (tmp_path / "erased").read_text().lower()
    User.objects.filter(pk=person.pk).update(**backup)
    assert tables_with(["zeph"]) == {"councils_user"}
    call_command("erase_again", settings.ERASURE_LIST)
    assert tables_with(["zeph"]) == set()
    assert User.objects.get(pk=other.pk).is_active
    call_command("erase_again", settings.ERASURE_LIST)
    assert capsys.readouterr().out == "Closed 1 accounts again.\nClosed 0 accounts again.\n"


def test_whoever_got_the_number_of_an_erased_account_later_keeps_theirs(tmp_path: Path, reader: User) -> None:
    before = reader.joined_at - datetime.timedelta(days=1)
    (tmp_path / "erased").write_text(f"{reader.pk} {before.isoformat()}\n")
    call_command("erase_again", str(tmp_path / "erased"))
    assert User.objects.get(pk=reader.pk).is_active


@pytest.mark.parametrize("line", ["x 2026-11-22T10:00:00+00:00", "5", "5 yesterday"])
def test_a_list_with_a_wrong_line_erases_nobody_and_says_which(tmp_path: Path, reader: User, line: str) -> None:
    (tmp_path / "erased").write_text(f"{reader.pk} 2099-01-01T00:00:00+00:00\n{line}\n")
    with pytest.raises(CommandError, match="Line 2"):
        call_command("erase_again", str(tmp_path / "erased"))
    assert User.objects.get(pk=reader.pk).is_active


def test_the_page_after_closing_says_the_same_to_everybody(client: Client, reader: User) -> None:
    before = read(client.get("/account/closed/")).text
    client.force_login(reader)
    assert "Account closed" in before
    assert client.get("/account/closed/").status_code == 200
    assert client.get(SIGN_IN).status_code == 302
