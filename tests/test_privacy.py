"""What the site says about personal data is what it does: pages, documentation, database and nightly job agree."""

import datetime
import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from councils import my_data
from councils.actions.upkeep import tidy_personal_data
from councils.models import Invitation, KnownBrowser, Membership, MembershipRequest, SignInCode, Tally, User
from councils.retention import COOKIES, KEPT, NOTHING_PERSONAL
from councils.sign_in import known_browsers
from tests.support.doors import list_domain, sign_in
from tests.support.dump import all_tables
from tests.support.factories import make_council, make_person
from tests.support.mail import deliver
from tests.support.moments import LOCKING_A_PERSON, just_before
from tests.support.pages import read

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "privacy.md"
DAY = datetime.timedelta(days=1)


def words(text: str) -> str:
    """Return a text with single spaces."""
    return " ".join(text.split())


# They agree


def test_every_table_of_the_database_is_known_to_hold_personal_data_or_none(db: None) -> None:
    named = [table for kept in KEPT for table in kept.tables]
    assert len(named) == len(set(named))
    assert set(named).isdisjoint(NOTHING_PERSONAL)
    assert set(named) | NOTHING_PERSONAL == set(all_tables())


def test_no_table_that_leads_to_a_person_is_called_free_of_personal_data(db: None) -> None:
    with connection.cursor() as cursor:
        for table in NOTHING_PERSONAL:
            leads_to = {relation[1] for relation in connection.introspection.get_relations(cursor, table).values()}
            assert "councils_user" not in leads_to, table


def test_the_page_about_privacy_says_all_that_is_kept_why_how_long_and_who_sees_it(db: None, client: Client) -> None:
    text = words(read(client.get("/privacy/")).text)
    for kept in KEPT:
        for sentence in (kept.name, kept.what, kept.why, kept.how_long, kept.who_sees):
            assert sentence in text, kept.name
    for cookie in COOKIES:
        assert f"{cookie.name} {cookie.what_for} {cookie.until}" in text


def test_the_document_about_privacy_says_the_same() -> None:
    lines = DOCUMENT.read_text().splitlines()
    for kept in KEPT:
        assert f"| {kept.name} | {kept.what} | {kept.why} | {kept.how_long} | {kept.who_sees} |" in lines
        tables = ", ".join(f"`{table}`" for table in kept.tables) or "none"
        assert f"| {kept.name} | {tables} |" in lines
    for cookie in COOKIES:
        assert f"| `{cookie.name}` | {cookie.what_for} | {cookie.until} |" in lines
    rows = [line for line in lines if line.startswith("| ") and "| --- |" not in line]
    headings_and_rights = 4 + 6
    assert len(rows) == 2 * len(KEPT) + len(COOKIES) + headings_and_rights


def test_the_site_sets_no_cookie_that_the_page_does_not_name(db: None) -> None:
    list_domain("exford.gov.uk")
    here = Client()
    sign_in(here, "mo@exford.gov.uk")
    here.post("/account/details/", {"name": "Mo"})
    assert set(here.cookies) <= {cookie.name for cookie in COOKIES}
    assert {"sessionid", known_browsers.COOKIE} <= set(here.cookies)


def test_whoever_only_reads_gets_no_cookie(db: None, client: Client) -> None:
    for page in ("/", "/projects/", "/privacy/", "/account/closed/"):
        client.get(page)
    assert not client.cookies


# What is held about me


@pytest.fixture
def signed_in(db: None) -> tuple[Client, User]:
    """A person who came in through the door, asked a council and was invited by another, with their browser."""
    list_domain("exford.gov.uk")
    here = Client()
    sign_in(here, "mo@exford.gov.uk")
    person = User.objects.get(email="mo@exford.gov.uk")
    MembershipRequest.objects.create(user=person, organisation=make_council("Asked"), message="I worked with you")
    Invitation.objects.create(organisation=make_council("Inviting"), email=person.email)
    return here, person


def test_a_person_reads_what_is_held_about_them_and_takes_the_same_with_them(signed_in: tuple[Client, User]) -> None:
    here, _ = signed_in
    text = words(read(here.get("/account/my-data/")).text)
    answer = here.get("/account/my-data.json")
    assert answer["Content-Type"] == "application/json"
    assert answer["Content-Disposition"] == 'attachment; filename="my-collabhub-data.json"'
    held = {kind["name"]: kind["records"] for kind in json.loads(answer.content)["what_the_site_holds"]}
    assert held["Account"][0]["address"] == "mo@exford.gov.uk"
    assert held["Requests to belong"][0]["message"] == "I worked with you"
    assert held["Sessions"][0]["internet_address"] == "127.0.0.1"
    assert len(held["Codes from your email"]) == len(held["Browsers you signed in with"]) == 1
    for shown in ("mo@exford.gov.uk", "I worked with you", "127.0.0.1", "Inviting Council", "Asked Council"):
        assert shown in text
    for kept in KEPT:
        assert kept.how_long in text


def test_nobody_reads_what_is_held_about_somebody_else(signed_in: tuple[Client, User], reader: User) -> None:
    other = Client()
    other.force_login(reader)
    for address in ("/account/my-data/", "/account/my-data.json"):
        assert b"mo@exford.gov.uk" not in other.get(address).content
        assert Client().get(address).status_code == 302


def test_the_file_holds_no_secret_that_lets_somebody_in(signed_in: tuple[Client, User]) -> None:
    here, person = signed_in
    text = here.get("/account/my-data.json").content.decode()
    secrets = [code.code_hash for code in SignInCode.objects.all()]
    secrets += [browser.token_hash for browser in KnownBrowser.objects.all()]
    secrets += [person.password, here.session.session_key]
    assert not [secret for secret in secrets if secret in text]


def test_every_row_of_a_table_with_personal_data_that_leads_to_a_person_is_in_their_file(
    signed_in: tuple[Client, User],
) -> None:
    _, person = signed_in
    held = my_data.everything_about(person)
    for kept in KEPT:
        assert (kept.key in my_data.FOUND) == (kept.key not in {"entries", "kept_text", "server_log", "backups"})
        if kept.key in {"account", "councils", "requests", "invitations", "codes", "browsers", "sessions"}:
            assert held[kept.key], kept.name


# In time


def age(person: User, days: float) -> None:
    """Let a person have been here last so many days ago."""
    moment = timezone.now() - days * DAY
    User.objects.filter(pk=person.pk).update(last_login=moment, joined_at=moment - DAY)


def test_an_idle_account_is_closed_after_24_months_and_30_days_after_a_mail(reader: User) -> None:
    age(reader, 699)
    tidy_personal_data(by=None)
    assert not deliver()
    age(reader, 701)
    tidy_personal_data(by=None)
    [mail] = deliver()
    assert (mail.to, "30 days" in mail.subject) == ([reader.email], True)
    age(reader, 731)
    tidy_personal_data(by=None)
    assert User.objects.get(pk=reader.pk).is_active, "told only today"
    assert not deliver(), "told once"
    Tally.objects.update(since=timezone.now() - 30 * DAY)
    tidy_personal_data(by=None)
    assert not User.objects.get(pk=reader.pk).is_active
    assert not deliver()


def test_whoever_comes_back_after_the_mail_keeps_their_account(reader: User) -> None:
    age(reader, 701)
    tidy_personal_data(by=None)
    age(reader, 0)
    Tally.objects.update(since=timezone.now() - 30 * DAY)
    tidy_personal_data(by=None)
    assert User.objects.get(pk=reader.pk).is_active


def test_whoever_comes_back_while_idle_accounts_are_closed_keeps_theirs(reader: User) -> None:
    age(reader, 731)
    tidy_personal_data(by=None)
    Tally.objects.update(since=timezone.now() - 31 * DAY)
    with just_before(LOCKING_A_PERSON, lambda: age(reader, 0)):
        tidy_personal_data(by=None)
    assert User.objects.get(pk=reader.pk).is_active


def old_and_young(reader: User) -> list[tuple[Any, Any]]:
    """Return pairs of rows: one whose time is over since yesterday, and one that has another day."""
    now, council, another = timezone.now(), make_council(), make_council()
    ends = {"invited_at": now - 200 * DAY}

    def invitation(**fields: Any) -> Invitation:
        email = f"mo-{Invitation.objects.count()}@exford.gov.uk"
        return Invitation.objects.create(organisation=council, email=email, **(ends | fields))

    def request(organisation: Any, days: int) -> MembershipRequest:
        moment = now - days * DAY
        return MembershipRequest.objects.create(
            user=reader, organisation=organisation, asked_at=moment, answered_at=moment, answer="no"
        )

    def browser(days: int) -> KnownBrowser:
        return KnownBrowser.objects.create(user=reader, token_hash=f"{days:064}", last_seen_at=now - days * DAY)

    return [
        (invitation(expires_at=now - 91 * DAY), invitation(expires_at=now - 89 * DAY)),
        (invitation(accepted_at=now - 91 * DAY), invitation(accepted_at=now - 89 * DAY)),
        (invitation(withdrawn_at=now - 91 * DAY), invitation(withdrawn_at=now - 89 * DAY)),
        (request(council, 731), request(another, 729)),
        (browser(366), browser(364)),
    ]


def test_what_has_had_its_time_is_deleted_and_the_rest_stays_however_often_it_is_tidied(reader: User) -> None:
    pairs = old_and_young(reader)
    for _ in range(2):
        tidy_personal_data(by=None)
        for old, young in pairs:
            assert not type(old).objects.filter(pk=old.pk).exists(), old
            assert type(young).objects.filter(pk=young.pk).exists(), young


def test_network_addresses_go_with_the_session_and_with_the_time_of_the_limit(signed_in: tuple[Client, User]) -> None:
    here, person = signed_in
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO cache_entry VALUES ('192.0.2.1', '', now() - interval '1 second')")
        cursor.execute("INSERT INTO cache_entry VALUES ('192.0.2.2', '', now() + interval '1 hour')")
    tidy_personal_data(by=None)
    assert person.usersession_set.exists()
    here.session.flush()
    tidy_personal_data(by=None)
    assert not person.usersession_set.exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM cache_entry WHERE cache_key LIKE '192.%'")
        assert cursor.fetchall() == [("192.0.2.2",)]


def test_the_worker_tidies_every_night(reader: User) -> None:
    from procrastinate.contrib.django import app  # noqa: PLC0415 - once the apps are ready

    app.perform_import_paths()
    periodic = {task.task.name: task.cron for task in app.periodic_registry.periodic_tasks.values()}
    assert re.fullmatch(r"\d+ \d+ \* \* \*", periodic["councils.tidy_personal_data"])
    age(reader, 701)
    app.tasks["councils.tidy_personal_data"].func(timestamp=0)
    assert len(deliver()) == 1


def test_the_command_says_how_much_it_tidied(reader: User, capsys: Any) -> None:
    age(reader, 701)
    call_command("tidy_personal_data")
    assert "1 people told that their account will be closed" in capsys.readouterr().out


def test_a_council_whose_last_manager_was_idle_goes_to_the_moderators(moderator: User) -> None:
    person = make_person("Idle")
    Membership.objects.create(user=person, organisation=make_council("Lonely"), role="manager")
    age(person, 731)
    Tally.objects.create(
        what=f"idle-account:{person.pk}", since=timezone.now() - 31 * DAY, until=timezone.now() + DAY, number=1
    )
    tidy_personal_data(by=None)
    assert [mail.to for mail in deliver() if "Lonely" in mail.subject] == [[moderator.email]] * 2
