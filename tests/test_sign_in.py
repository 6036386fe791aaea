"""People sign in with a code from their mail, and belong to their council from the first time on."""

from datetime import date, timedelta
from urllib.parse import urlencode

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from councils.models import Invitation, MembershipRequest, User
from tests.support.doors import CODE, JOIN, SIGN_IN, SIGN_OUT, ask, code_for, enter, is_signed_in, list_domain, sign_in
from tests.support.factories import make_council, make_former_council, make_person
from tests.support.mail import code_in, deliver
from tests.support.pages import read

pytestmark = pytest.mark.django_db

ACCOUNT, MY_COUNCILS = "/account/", "/account/councils/"
NAME = "/account/details/?next=/councils/"
"""The question at the first time: where it leads on to is the area of a council."""
NOON = "2026-05-05 12:00Z"


def belongs_to(address: str) -> list[tuple[str, str]]:
    """Return the councils of the person at an address now, each with the role."""
    memberships = User.objects.get(email=address).memberships.current()
    return list(memberships.values_list("organisation__name", "role"))


# At the address of a council


def test_a_person_at_a_councils_address_gets_a_code_signs_in_and_belongs_to_it(client: Client) -> None:
    council = list_domain("exford.gov.uk")
    assert ask(client, " Mo.Reeve@Exford.gov.uk ").url == CODE
    page = read(client.get(CODE))
    assert page.heading(1) == "Enter your code"
    assert f"Mo.Reeve@Exford.gov.uk, an address of {council.name}." in " ".join(page.text.split())
    [mail] = deliver()
    assert mail.to == ["mo.reeve@exford.gov.uk"]
    assert enter(client, code_in(mail)).url.startswith(NAME)
    assert is_signed_in(client)
    assert belongs_to("mo.reeve@exford.gov.uk") == [(council.name, "officer")]


def test_who_comes_back_is_the_same_person_however_the_address_is_typed(client: Client) -> None:
    council = list_domain("exford.gov.uk")
    sign_in(Client(), "mo@exford.gov.uk")
    assert sign_in(client, "MO@EXFORD.GOV.UK").url == f"/councils/{council.slug}/manage/"
    assert User.objects.count() == 1


def test_at_the_first_time_a_person_hears_where_they_belong_and_says_their_name(client: Client) -> None:
    council = list_domain("exford.gov.uk")
    question = sign_in(client, "mo@exford.gov.uk").url
    page = read(client.get(question))
    assert page.heading(1) == "What is your name?"
    assert f"You now belong to {council.name} as an officer." in page.text
    assert client.post(question, {"name": "Mo"}).url == f"/councils/{council.slug}/manage/"
    assert User.objects.get(email="mo@exford.gov.uk").name == "Mo"
    client.post(SIGN_OUT)
    sign_in(client, "mo@exford.gov.uk")
    assert "You now belong to" not in read(client.get(ACCOUNT)).text


def test_nobody_has_to_say_their_name(client: Client) -> None:
    council = list_domain("exford.gov.uk")
    question = sign_in(client, "mo@exford.gov.uk").url
    assert f"/councils/{council.slug}/manage/" in [link.href for link in read(client.get(question)).links]
    assert client.post(question, {"name": ""}).url == f"/councils/{council.slug}/manage/"
    assert sign_in(Client(), "mo@exford.gov.uk").url == f"/councils/{council.slug}/manage/"


def test_who_belongs_to_several_councils_lands_on_their_account(client: Client) -> None:
    person = make_person("Mo")
    for council in (make_council(), make_council()):
        person.memberships.create(organisation=council)
    assert sign_in(client, person.email).url == ACCOUNT


def test_after_the_name_nobody_is_led_to_another_site(client: Client) -> None:
    client.force_login(make_person())
    for elsewhere in ("https://example.org/", "//example.org/", "javascript:alert(1)"):
        assert client.post(f"/account/details/?{urlencode({'next': elsewhere})}", {"name": "Mo"}).url == ACCOUNT


def test_a_domain_that_councils_share_leaves_the_choice_to_the_person(client: Client) -> None:
    one, other = make_council("Adbury"), make_council("Worbury")
    list_domain("adbury-worbury.gov.uk", one, other)
    ask(client, "mo@adbury-worbury.gov.uk")
    assert f"{one.name} and {other.name}" in read(client.get(CODE)).text
    [mail] = deliver()
    assert f"{one.name} and {other.name}" in mail.body
    assert enter(client, code_in(mail)).url == MY_COUNCILS
    assert belongs_to("mo@adbury-worbury.gov.uk") == []


def test_a_mailbox_that_several_people_read_belongs_to_no_council_by_itself(client: Client) -> None:
    list_domain("exford.gov.uk")
    assert sign_in(client, "all-staff@exford.gov.uk").url == MY_COUNCILS
    assert belongs_to("all-staff@exford.gov.uk") == []


# At another address


def test_an_address_that_is_no_councils_gets_an_honest_page_and_no_mail(client: Client) -> None:
    ask(client, "mo@example.org")
    page = read(client.get(CODE))
    assert page.heading(1) == "This is not a council’s address that we know"
    assert "We do not know example.org as an address of a council." in page.text
    assert "no email comes" in page.text
    assert deliver() == []
    assert enter(client, "1234 5678").status_code == 200
    assert not is_signed_in(client)
    assert not User.objects.exists()


def test_an_account_with_another_address_is_made_at_a_door_of_its_own(client: Client) -> None:
    ask(client, "Mo@Example.org")
    [form] = read(client.get(CODE)).attributes("form", action=JOIN)
    assert form["method"] == "post"
    assert sign_in(client, "Mo@Example.org", JOIN).url == MY_COUNCILS
    assert belongs_to("mo@example.org") == []
    assert sign_in(Client(), "mo@example.org").url == MY_COUNCILS


def test_making_an_account_with_a_councils_address_is_the_same_as_signing_in(client: Client) -> None:
    council = list_domain("exford.gov.uk")
    assert sign_in(client, "mo@exford.gov.uk", JOIN).url.startswith(NAME)
    assert belongs_to("mo@exford.gov.uk") == [(council.name, "officer")]


def test_who_has_an_account_makes_no_second_one_and_signs_in_at_either_door(client: Client) -> None:
    person = make_person("Mo")
    sign_in(client, person.email, JOIN)
    assert is_signed_in(client)
    assert list(User.objects.all()) == [person]


def test_who_was_invited_gets_a_code_at_any_address_until_the_invitation_is_withdrawn(client: Client) -> None:
    invitation = Invitation.objects.create(organisation=make_council(), email="mo@example.org")
    assert sign_in(client, "mo@example.org").url == MY_COUNCILS
    User.objects.all().delete()
    Invitation.objects.filter(pk=invitation.pk).update(withdrawn_at=timezone.now())
    ask(Client(), "mo@example.org")
    assert deliver() == []


def test_an_address_of_a_former_council_leads_to_the_councils_after_it_and_to_no_account(client: Client) -> None:
    today, former = make_council("Newshire"), make_former_council("Oldbury")
    make_former_council("Midbury", successor=today)
    former.successions_from.create(successor=today, date=date(2023, 4, 1), status="done", source="The order")
    list_domain("oldbury.gov.uk", former)
    ask(client, "mo@oldbury.gov.uk")
    words = " ".join(read(client.get(CODE)).text.split())
    assert f"was the address of {former.name}, abolished 31 March 2023." in words
    assert f"ask {today.name} to let you join" in words
    assert deliver() == []
    assert sign_in(client, "mo@oldbury.gov.uk", JOIN).url == MY_COUNCILS
    assert belongs_to("mo@oldbury.gov.uk") == []
    assert not MembershipRequest.objects.exists()


def test_a_domain_counts_until_its_last_day(client: Client) -> None:
    list_domain("exford.gov.uk", valid_until=date(2026, 5, 5))
    with time_machine.travel(NOON) as clock:
        sign_in(Client(), "mo@exford.gov.uk")
        assert belongs_to("mo@exford.gov.uk")
        clock.shift(timedelta(days=1))
        ask(client, "jo@exford.gov.uk")
        assert deliver() == []


# Who may not


def test_who_was_kept_out_and_who_closed_their_account_get_no_code(client: Client) -> None:
    list_domain("exford.gov.uk")
    person = User.objects.create_user("mo@exford.gov.uk", is_active=False)
    for page in (SIGN_IN, JOIN):
        assert ask(client, person.email, page).url == CODE
    assert read(client.get(CODE)).heading(1) == "Enter your code"
    assert deliver() == []


def test_who_is_kept_out_after_the_mail_went_is_told_so_and_does_not_get_in(client: Client) -> None:
    list_domain("exford.gov.uk")
    person = User.objects.create_user("mo@exford.gov.uk")
    code = code_for(client, person.email)
    User.objects.update(is_active=False)
    assert "You cannot sign in with this address." in read(enter(client, code)).text
    assert not is_signed_in(client)


# The code


@pytest.mark.parametrize("typed", ["{}{}", "{} {}", "{}-{}", " {}\u2013{} ", "{}\u00a0{}"])
def test_a_code_may_be_typed_with_blanks_and_dashes(client: Client, typed: str) -> None:
    list_domain("exford.gov.uk")
    code = code_for(client, "mo@exford.gov.uk")
    assert enter(client, typed.format(*code.split())).url.startswith(NAME)


@pytest.mark.parametrize("typed", ["", "1234", "123456789", "1234 567a", "١٢٣٤٥٦٧٨", "1" * 200, "1234\x005678"])
def test_what_cannot_be_a_code_uses_up_no_try(client: Client, typed: str) -> None:
    list_domain("exford.gov.uk")
    code = code_for(client, "mo@exford.gov.uk")
    for _ in range(12):
        page = read(enter(client, typed))
        assert page.title == "Error: Enter your code - CollabHub"
    assert enter(client, code).url.startswith(NAME)


def test_a_wrong_code_is_answered_with_a_sentence_and_the_fifth_ends_it(client: Client) -> None:
    list_domain("exford.gov.uk")
    code = code_for(client, "mo@exford.gov.uk")
    wrong = f"{(int(code.replace(' ', '')) + 1) % 10**8:08}"
    for _ in range(4):
        assert "That is not the code in our latest email" in read(enter(client, wrong)).text
    last = read(enter(client, wrong))
    assert "this was the last try. Ask for another code" in last.text
    assert last.heading(1) == "Ask for another code"
    assert 'name="code"' not in client.get(CODE).content.decode()
    assert "This code no longer works. Ask for another code" in read(enter(client, code)).text
    assert not is_signed_in(client)
    assert sign_in(client, "mo@exford.gov.uk").url.startswith(NAME)


def test_only_the_newest_code_works_once_in_its_browser_before_ten_minutes_are_over() -> None:
    list_domain("exford.gov.uk")
    for number in range(20):
        address, browser, other, late = f"mo{number}@exford.gov.uk", Client(), Client(), Client()
        with time_machine.travel(NOON, tick=False) as clock:
            older, newer = code_for(browser, address), code_for(browser, address)
            too_late = code_for(late, address)
            ask(other, address)
            clock.shift(timedelta(minutes=9, seconds=50))
            assert older == newer or enter(browser, older).status_code == 200
            assert enter(other, newer).status_code == 200
            assert enter(Client(), newer).url == SIGN_IN
            assert enter(browser, newer).url.startswith(NAME)
            browser.post(SIGN_OUT)
            assert enter(browser, newer).url == SIGN_IN
            clock.shift(timedelta(seconds=20))
            assert "no longer works" in read(enter(late, too_late)).text
            assert not any(is_signed_in(each) for each in (browser, other, late))


def test_asking_for_a_code_leaves_the_code_of_another_browser_as_it_is(client: Client) -> None:
    list_domain("exford.gov.uk")
    code = code_for(client, "mo@exford.gov.uk")
    code_for(Client(), "mo@exford.gov.uk")
    assert enter(client, code).url.startswith(NAME)


def test_opening_the_pages_uses_up_nothing_and_writes_nothing(client: Client) -> None:
    list_domain("exford.gov.uk")
    code = code_for(client, "mo@exford.gov.uk")
    before = Session.objects.get().session_data
    for _ in range(5):
        for page in (CODE, SIGN_IN, JOIN, SIGN_OUT):
            assert client.get(page, {"code": code, "email": "mo@exford.gov.uk"}).status_code == 200
    assert Session.objects.get().session_data == before
    assert deliver() == []
    assert enter(client, code).url.startswith(NAME)


def test_without_having_asked_for_a_code_nobody_can_enter_one(client: Client) -> None:
    assert client.get(CODE).url == SIGN_IN
    assert enter(client, "1234 5678").url == SIGN_IN


# Going on


def test_whoever_came_from_a_page_goes_on_to_it_through_all_steps(client: Client) -> None:
    list_domain("exford.gov.uk")
    page = read(client.get(SIGN_IN, {"next": "/projects/?q=bins"}))
    field = page.attributes("input", type="hidden", name="next")[0]
    ask(client, "not an address", next=field["value"])
    code_for(client, "mo@exford.gov.uk", next=field["value"])
    [again] = read(client.get(CODE)).attributes("input", type="hidden", name="next")
    code = code_for(client, "mo@exford.gov.uk", next=again["value"])
    enter(client, "0000 0000" if code != "0000 0000" else "1111 1111")
    assert enter(client, code).url == "/projects/?q=bins"


def test_whoever_is_signed_in_already_is_led_on(client: Client) -> None:
    client.force_login(make_person())
    for page in (SIGN_IN, JOIN):
        assert client.get(page).url == ACCOUNT
        assert client.get(page, {"next": "/services/"}).url == "/services/"
        assert client.get(page, {"next": "https://example.org/"}).url == ACCOUNT
        assert ask(client, "mo@example.org", page).url == ACCOUNT
    assert client.get(CODE).url == ACCOUNT
    assert deliver() == []


# Signing out


def test_signing_out_is_asked_first_and_ends_the_session_for_good(client: Client) -> None:
    person = make_person()
    client.force_login(person)
    kept = client.cookies["sessionid"].value
    assert read(client.get(SIGN_OUT)).heading(1) == "Do you want to sign out?"
    assert is_signed_in(client)
    assert client.post(SIGN_OUT).url == SIGN_OUT
    assert read(client.get(SIGN_OUT)).heading(1) == "You are signed out"
    client.cookies["sessionid"] = kept
    assert not is_signed_in(client)


def test_signing_out_without_being_signed_in_changes_nothing(client: Client) -> None:
    assert client.post(SIGN_OUT).url == SIGN_OUT
    assert client.post(SIGN_OUT, follow=True).status_code == 200
