"""A person looks after their own account: name, address, and the ways to everything else."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.admin.models import ADDITION, LogEntry
from django.test import Client
from django.utils import timezone

from councils.actions.accounts import AddressTaken, change_address, close_account, rename
from councils.models import Invitation, Membership, Organisation, Role, SignInCode, User
from tests.support.doors import list_domain, sign_in
from tests.support.dump import tables_with
from tests.support.factories import make_council, make_invitation, make_officer, make_person, make_request
from tests.support.mail import code_in, deliver
from tests.support.moments import just_before
from tests.support.pages import read
from tests.support.second_step import set_up_app
from tests.support.visits import show, signed_in

pytestmark = pytest.mark.django_db

OLD, NEW = "mo@exford.gov.uk", "mo@wyford.gov.uk"
ADDRESS, CODES = "/account/address/", "/account/address/codes/"
OWN_PAGES = ["", "details/", "address/", "address/codes/", "my-data/", "my-data.json", "close/"]


@pytest.fixture
def exford() -> Organisation:
    """A council with the domain exford.gov.uk and a manager."""
    council = list_domain("exford.gov.uk")
    Membership.objects.create(user=make_person("Manager"), organisation=council, role=Role.MANAGER)
    return council


@pytest.fixture
def here(exford: Organisation) -> Client:
    """The browser in which Mo of Exford is signed in, with the post delivered."""
    browser = Client()
    sign_in(browser, OLD)
    # What is said at the first time is read once.
    browser.get("/account/")
    deliver()
    return browser


def post_code(browser: Client, address: str) -> Any:
    """Type the code from the mail to an address; return the answer."""
    [message] = [message for message in deliver() if message.to == [address]]
    return browser.post(CODES, {"code": code_in(message)})


def change(browser: Client, old: str, new: str) -> Any:
    """Change the address, with the codes from both mails; return the last answer."""
    assert browser.post(ADDRESS, {"email": new}).url == CODES
    assert post_code(browser, old).url == CODES
    return post_code(browser, new)


# Overview


def test_my_account_shows_who_i_am_where_i_belong_and_the_way_to_everything(here: Client, exford: Organisation) -> None:
    page = read(here.get("/account/"))
    assert OLD in page.text
    assert exford.name in page.link_texts()
    ways = {link.href for link in page.links}
    assert {
        "/account/details/",
        ADDRESS,
        "/account/my-data/",
        "/account/close/",
        "/account/second-step/",
        "/account/sessions/",
        "/account/councils/",
    } <= ways
    assert page.attributes("form", action="/account/sign-out/")


def test_my_account_says_whether_the_second_step_is_set_up_and_who_needs_it(client: Client, moderator: User) -> None:
    client.force_login(moderator)
    assert "Not set up: you need it" in read(client.get("/account/")).text
    set_up_app(moderator)
    assert "Not set up" not in read(client.get("/account/")).text


def test_my_account_says_in_how_many_browsers_i_am_signed_in(here: Client) -> None:
    assert "In this browser" in read(here.get("/account/")).text
    sign_in(Client(), OLD)
    assert "In 2 browsers" in read(here.get("/account/")).text


def test_somebody_of_no_council_is_told_so(client: Client, reader: User) -> None:
    client.force_login(reader)
    assert "You do not belong to a council yet" in read(client.get("/account/")).text


@pytest.mark.parametrize("page", OWN_PAGES)
def test_whoever_is_not_signed_in_is_led_to_sign_in_and_back(client: Client, page: str) -> None:
    for answer in (client.get(f"/account/{page}"), client.post(f"/account/{page}")):
        assert answer.status_code in {302, 405}
        assert answer.status_code == 405 or answer.url == f"/account/sign-in/?next=/account/{page}"


@pytest.mark.parametrize("page", OWN_PAGES)
def test_no_page_of_an_account_is_kept_by_a_cache(here: Client, page: str) -> None:
    assert "no-store" in here.get(f"/account/{page}")["Cache-Control"]


def test_my_account_says_what_waits_for_me(exford: Organisation) -> None:
    manager = User.objects.get(memberships__organisation=exford)
    assert "Waiting for you" not in show(signed_in(manager), "/account/").text
    other = make_council("Wyeford")
    make_request(other)
    make_invitation(make_council("Minehead"))
    assert "Waiting for you" not in show(signed_in(manager), "/account/").text
    make_request(exford)
    make_request(exford)
    make_invitation(other, manager.email)
    manager.memberships.update(confirmed_at=timezone.now() - timedelta(days=100))
    links = {link.text: link.href for link in show(signed_in(manager), "/account/").links}
    assert links[f"2 people ask to join {exford.name}"] == f"/councils/{exford.slug}/manage/people/#requests"
    assert links["Wyeford Council invites you"] == "/account/councils/"
    assert links[f"Do you still work for {exford}?"] == "/account/councils/"


def test_requests_to_other_councils_wait_for_their_managers_and_not_for_officers(exford: Organisation) -> None:
    make_request(exford)
    assert "Waiting for you" not in show(signed_in(make_officer(exford)), "/account/").text


# Name


def test_a_person_changes_their_name(here: Client) -> None:
    answer = here.post("/account/details/", {"name": "  Mo   O’Hara-Ní Bhriain "}, follow=True)
    assert "Your name is saved." in read(answer).text
    assert User.objects.get(email=OLD).name == "Mo O’Hara-Ní Bhriain"


def test_a_person_takes_their_name_away(here: Client) -> None:
    here.post("/account/details/", {"name": "Mo"})
    here.post("/account/details/", {"name": ""})
    assert User.objects.get(email=OLD).name == ""


@pytest.mark.parametrize(
    "name", ["x" * 121, "Mo\x00", "Mo https://evil.example", "www.evil.example", "mo@evil.example"]
)
def test_what_is_no_name_is_refused_with_a_sentence(here: Client, name: str) -> None:
    page = read(here.post("/account/details/", {"name": name}))
    assert page.title.startswith("Error: ")
    assert "There is a problem" in page.text
    assert User.objects.get(email=OLD).name == ""


def test_a_form_about_me_changes_nothing_but_what_it_asks_for(here: Client, reader: User) -> None:
    more = {"email": "x@evil.example", "is_staff": "on", "is_superuser": "on", "user": reader.pk, "id": reader.pk}
    here.post("/account/details/", {"name": "Mo"} | more)
    person = User.objects.get(email=OLD)
    assert (person.name, person.is_staff, person.is_superuser) == ("Mo", False, False)
    assert User.objects.get(pk=reader.pk).name == reader.name


# Address


def test_a_person_changes_their_address_with_a_code_from_each(here: Client, exford: Organisation) -> None:
    wyford = list_domain("wyford.gov.uk")
    person = User.objects.get(email=OLD)
    assert change(here, OLD, NEW).url == "/account/"
    person.refresh_from_db()
    assert person.email == NEW
    assert {each.organisation for each in person.memberships.current()} == {exford, wyford}
    assert NEW in read(here.get("/account/")).text
    deliver()
    sign_in(Client(), NEW)
    assert User.objects.get(email=NEW) == person


def test_what_a_double_click_sends_of_a_new_address_is_sent_once(here: Client) -> None:
    for page in (ADDRESS, CODES):
        shown = read(here.get(page))
        [form] = [form for form in shown.attributes("form", method="post") if "novalidate" in form]
        assert "data-once" in form
        assert any("once" in script.get("src", "") for script in shown.attributes("script"))
        here.post(ADDRESS, {"email": "zephyrine@elsewhere.example"})


def test_nobody_is_written_to_at_the_new_address_before_the_present_one_is_confirmed(here: Client) -> None:
    here.post(ADDRESS, {"email": NEW})
    assert [message.to for message in deliver()] == [[OLD]]


@pytest.mark.parametrize("right_codes", [0, 1])
def test_without_both_codes_the_address_stays(here: Client, right_codes: int) -> None:
    here.post(ADDRESS, {"email": NEW})
    if right_codes:
        assert post_code(here, OLD).status_code == 302
    page = read(here.post(CODES, {"code": "0000 0000"}))
    assert page.title.startswith("Error: ")
    assert "That is not the code" in page.text
    assert User.objects.filter(email=OLD).exists()
    assert not User.objects.filter(email=NEW).exists()


def test_a_code_for_one_thing_does_not_serve_for_another(here: Client) -> None:
    here.post(ADDRESS, {"email": NEW})
    [mail] = deliver()
    here.post(CODES, {"code": code_in(mail)})
    here.post(CODES, {"code": code_in(mail)})
    assert User.objects.filter(email=OLD).exists()


def test_the_councils_whose_address_it_no_longer_is_are_named_before_and_told_afterwards(
    here: Client, exford: Organisation
) -> None:
    here.post(ADDRESS, {"email": "mo@home.example"})
    warning = f"mo@home.example is not an address of {exford.name}."
    assert warning in read(here.get(CODES)).text
    post_code(here, OLD)
    assert warning in read(here.get(CODES)).text
    post_code(here, "mo@home.example")
    person = User.objects.get(email="mo@home.example")
    assert person.memberships.current().get().organisation == exford
    [mail] = deliver()
    manager = exford.memberships.managers().get().user
    assert mail.to == [manager.email]
    assert "mo@home.example" in mail.body


def test_within_a_councils_domains_nobody_is_warned_or_told(here: Client, exford: Organisation) -> None:
    list_domain("adults.exford.gov.uk", exford)
    here.post(ADDRESS, {"email": "mo@adults.exford.gov.uk"})
    assert "is not an address of" not in read(here.get(CODES)).text
    post_code(here, OLD)
    post_code(here, "mo@adults.exford.gov.uk")
    assert not deliver()


@time_machine.travel("2026-05-05 12:00Z", tick=False)
def test_a_taken_address_answers_as_a_free_one_and_its_owner_gets_a_note_instead_of_a_code(here: Client) -> None:
    owner = make_person("Owner")
    pages = []
    for wanted in ("free@home.example", owner.email):
        here.post(ADDRESS, {"email": wanted})
        answer = post_code(here, OLD)
        text = read(here.get(CODES)).text.replace(wanted, "…")
        pages.append((answer.status_code, answer.url, text))
        mails = [mail for mail in deliver() if mail.to == [wanted]]
        assert len(mails) == 1
    assert pages[0] == pages[1]
    assert "wanted to use your address" in mails[0].subject
    assert "    " not in mails[0].body
    here.post(CODES, {"code": "1234 5678"})
    assert User.objects.get(pk=owner.pk).email == owner.email
    assert User.objects.filter(email=OLD).exists()


def test_of_two_accounts_that_want_one_address_only_one_gets_it(here: Client, reader: User) -> None:
    here.post(ADDRESS, {"email": NEW})
    post_code(here, OLD)
    [mail] = deliver()
    change_address(user=reader, address=NEW, by=reader)
    answer = here.post(CODES, {"code": code_in(mail)}, follow=True)
    assert "belongs to another account by now" in read(answer).text
    assert User.objects.get(email=NEW) == reader
    with pytest.raises(AddressTaken):
        change_address(user=User.objects.get(email=OLD), address=NEW, by=None)


def test_an_address_that_somebody_else_takes_at_the_same_moment_is_taken(reader: User) -> None:
    before = reader.email
    somebody_is_quicker = just_before(r'UPDATE "councils_user" SET "email"', lambda: User.objects.create_user(NEW))
    with somebody_is_quicker, pytest.raises(AddressTaken):
        change_address(user=reader, address=NEW, by=reader)
    assert User.objects.get(pk=reader.pk).email == before


def test_nothing_is_changed_in_an_account_that_was_closed_meanwhile(reader: User) -> None:
    close_account(user=User.objects.get(pk=reader.pk), by=None)
    closed = User.objects.values().get(pk=reader.pk)
    rename(user=reader, name="Mo", by=reader)
    assert change_address(user=reader, address=NEW, by=reader) == []
    assert User.objects.values().get(pk=reader.pk) == closed


@pytest.mark.parametrize(
    "address",
    [
        "",
        "mo",
        "mo@xn--exford-cua.gov.uk",
        "mо@exford.gov.uk",
        '"m o"@exford.gov.uk',
        "mo@exford.gov.uk.",
        OLD,
        OLD.upper(),
    ],
)
def test_an_address_that_sign_in_would_not_take_is_refused_with_a_sentence(here: Client, address: str) -> None:
    page = read(here.post(ADDRESS, {"email": address}))
    assert page.title.startswith("Error: ")
    assert "There is a problem" in page.text
    assert not deliver()


def test_codes_are_asked_for_only_so_often(here: Client) -> None:
    for _ in range(5):
        assert here.post(ADDRESS, {"email": NEW}).status_code == 302
    page = read(here.post(ADDRESS, {"email": NEW}))
    assert "Try again" in page.text
    assert len(deliver()) <= 5


def test_the_page_for_codes_leads_back_when_nothing_was_asked_for(here: Client) -> None:
    for answer in (here.get(CODES), here.post(CODES, {"code": "1234 5678"})):
        assert (answer.status_code, answer.url) == (302, ADDRESS)


def test_an_old_address_opens_nothing_and_leaves_no_trace_even_when_the_account_is_closed_later(
    here: Client, exford: Organisation
) -> None:
    Invitation.objects.create(organisation=make_council(), email=OLD)
    members = [{"added": {"name": "membership", "object": f"{OLD}, officer of Exford"}}]
    LogEntry.objects.log_actions(make_person("Administrator").pk, [exford], ADDITION, members)
    stranger = Client()
    stranger.post("/account/sign-in/", {"email": OLD})
    deliver()
    here.post(ADDRESS, {"email": "someone@home.example"})
    assert "Invitations to your current address end with it" in read(here.get(CODES)).text
    post_code(here, OLD)
    post_code(here, "someone@home.example")
    assert not SignInCode.objects.filter(address=OLD).exists()
    here.post("/account/close/", {"word": "close"})
    assert tables_with([OLD, "someone@home"]) == set()
