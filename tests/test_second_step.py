"""The second step of signing in: required of moderators, offered to everybody."""

import json
import time
from base64 import urlsafe_b64encode
from functools import partial
from typing import Any
from urllib.parse import parse_qs, quote

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from councils.models import User
from tests.support.doors import SIGN_IN, is_signed_in, sign_in
from tests.support.factories import make_council, make_member, make_person
from tests.support.mail import deliver
from tests.support.pages import read
from tests.support.second_step import code_shown, secret_of, set_up_app, with_second_step, wrong_code
from tests.support.visits import signed_in

pytestmark = pytest.mark.django_db

INDEX, SET_UP, TAKE = (
    "/account/second-step/",
    "/account/second-step/totp/activate/",
    "/account/second-step/reauthenticate/",
)
ADMIN = "/admin/listings/topic/"


@pytest.fixture
def at_once(django_capture_on_commit_callbacks: Any) -> Any:
    """What does at once, inside `with`, all that waits for the end of a transaction: a test's never ends."""
    return partial(django_capture_on_commit_callbacks, execute=True)


def without_second_step(person: User) -> Client:
    """Return a browser in which this person signed in, but took no second step."""
    client = Client()
    client.force_login(person)
    return client


@pytest.mark.parametrize("place", ["/", "/projects/", ADMIN, "/admin/", "/councils/?q=a"])
def test_a_moderator_without_a_second_step_is_led_to_setting_it_up_and_back(moderator: User, place: str) -> None:
    response = without_second_step(moderator).get(place)
    assert response.status_code == 302
    path, _, query = response["Location"].partition("?")
    assert (path, parse_qs(query)) == (INDEX, {"next": [place]})


@pytest.mark.parametrize("place", ["/", ADMIN])
def test_what_a_moderator_without_a_second_step_posts_is_not_done(moderator: User, place: str) -> None:
    response = without_second_step(moderator).post(place + "add/", {"name": "bins"})
    assert (response.status_code, response["Location"]) == (302, INDEX)


@pytest.mark.parametrize("place", [INDEX, SET_UP, "/account/sessions/", "/static/collabhub/site.css"])
def test_the_own_account_and_the_look_of_pages_need_no_second_step(moderator: User, place: str) -> None:
    response = without_second_step(moderator).get(place)
    response.close()
    assert response.status_code == 200


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_moderator_without_a_second_step_changes_nothing_of_councils_under_their_account(
    moderator: User, method: str
) -> None:
    council = make_council()
    make_member(council, role="manager", user=moderator)
    successor = make_member(council)
    client = without_second_step(moderator)
    for place in ("/account/councils/", f"/account/councils/{council.slug}/leave/"):
        answer = getattr(client, method)(place, {"next": successor.pk})
        assert answer["Location"].startswith(INDEX)
    assert User.objects.get(pk=moderator.pk).roles == {council.pk: "manager"}
    assert successor.user.roles == {council.pk: "officer"}


def test_an_officer_needs_no_second_step(reader: User) -> None:
    assert signed_in(reader).get("/projects/").status_code == 200


def test_a_moderator_sets_up_an_app_and_lands_where_they_wanted(moderator: User, at_once: Any) -> None:
    client = without_second_step(moderator)
    overview = client.get(ADMIN, follow=True)
    set_up = next(link.href for link in read(overview).links if link.href.startswith(SET_UP))
    page = client.get(set_up)
    secret = page.context["form"].secret
    assert secret in read(page).text.replace(" ", "")
    with at_once():
        codes = client.post(SET_UP, {"code": code_shown(secret), "next": ADMIN}, follow=True)
    assert codes.status_code == 200
    assert ADMIN in [link.href for link in read(codes).links]
    assert secret_of(moderator) == secret
    assert len(codes.context["unused_codes"]) == 10
    assert client.get(ADMIN).status_code == 200
    [mail] = deliver()
    assert mail.to == [moderator.email]
    assert mail.subject == "An authenticator app was set up for your account"


def test_a_wrong_code_sets_up_nothing(moderator: User) -> None:
    client = without_second_step(moderator)
    secret = client.get(SET_UP).context["form"].secret
    page = read(client.post(SET_UP, {"code": wrong_code(secret)}))
    assert "That code is not right" in page.text
    assert secret in page.text.replace(" ", "")
    assert not Authenticator.objects.exists()


def test_a_moderator_whose_session_took_no_second_step_is_asked_for_it(moderator: User) -> None:
    set_up_app(moderator)
    client = without_second_step(moderator)
    asked = client.get(ADMIN)
    assert asked["Location"].startswith(TAKE)
    assert client.get(asked["Location"]).status_code == 200
    assert client.post(TAKE, {"code": wrong_code(), "next": ADMIN}).status_code == 200
    assert client.get(ADMIN).status_code == 302
    taken = client.post(TAKE, {"code": code_shown(), "next": ADMIN})
    assert (taken.status_code, taken["Location"]) == (302, ADMIN)
    assert client.get(ADMIN).status_code == 200


def test_a_person_made_moderator_while_signed_in_takes_a_second_step_from_then_on(reader: User) -> None:
    client = signed_in(reader)
    assert client.get("/").status_code == 200
    User.objects.filter(pk=reader.pk).update(is_staff=True)
    assert client.get("/")["Location"].startswith(INDEX)


def test_a_second_step_that_somebody_else_took_counts_for_nothing(moderator: User, administrator: User) -> None:
    client = with_second_step(Client(), administrator)
    session = client.session
    records = {key: session[key] for key in session.keys() if key.startswith("account_authentication_methods")}  # noqa: SIM118 - no iterator
    set_up_app(moderator)
    client = without_second_step(moderator)
    session = client.session
    session.update(records)
    session.save()
    assert client.get(ADMIN)["Location"].startswith(TAKE)


def test_a_moderator_who_removes_the_last_second_step_sets_up_another_before_anything_else(
    moderator: User, at_once: Any
) -> None:
    client = without_second_step(moderator)
    set_up_app(moderator)
    client.post(TAKE, {"code": code_shown()})
    assert client.get(ADMIN).status_code == 200
    with at_once():
        assert client.post("/account/second-step/totp/deactivate/").status_code == 302
    assert not Authenticator.objects.exists()
    assert client.get(ADMIN)["Location"].startswith(INDEX)


@pytest.mark.parametrize(
    "wanted", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_the_way_back_never_leads_off_the_site(moderator: User, wanted: str) -> None:
    client = without_second_step(moderator)
    secret = client.get(SET_UP, {"next": wanted}).context["form"].secret
    codes = client.post(SET_UP, {"code": code_shown(secret), "next": wanted})
    assert codes["Location"] == "/account/second-step/recovery-codes/"
    again = without_second_step(moderator)
    assert "evil" not in again.post(TAKE, {"code": code_shown(secret), "next": wanted}).get("Location", "")


# Tries


def test_a_code_of_the_app_is_taken_once(moderator: User) -> None:
    set_up_app(moderator)
    code = code_shown()
    assert without_second_step(moderator).post(TAKE, {"code": code, "next": "/"}).status_code == 302
    again = without_second_step(moderator).post(TAKE, {"code": code, "next": "/"})
    assert "That code is not right" in read(again).text


def test_a_code_of_the_app_is_taken_once_for_as_long_as_a_slow_clock_shows_it(moderator: User) -> None:
    set_up_app(moderator)
    with time_machine.travel(1_800_000_000, tick=False) as clock:
        code = code_shown()
        assert without_second_step(moderator).post(TAKE, {"code": code, "next": "/"}).status_code == 302
        clock.shift(31)
        again = without_second_step(moderator).post(TAKE, {"code": code, "next": "/"})
        assert "That code is not right" in read(again).text


def test_the_code_that_set_an_app_up_signs_nobody_in(moderator: User) -> None:
    client = without_second_step(moderator)
    secret = client.get(SET_UP).context["form"].secret
    code = code_shown(secret)
    assert client.post(SET_UP, {"code": code}).status_code == 302
    assert without_second_step(moderator).post(TAKE, {"code": code, "next": "/"}).status_code == 200


def test_a_recovery_code_is_taken_once(moderator: User, at_once: Any) -> None:
    with at_once():
        client = signed_in(moderator)
        client.post(TAKE, {"code": code_shown()})
        made = client.post("/account/second-step/recovery-codes/generate/", follow=True)
    code = made.context["unused_codes"][0]
    assert without_second_step(moderator).post(TAKE, {"code": code, "next": "/"}).status_code == 302
    again = without_second_step(moderator).post(TAKE, {"code": code, "next": "/"})
    assert "That code is not right" in read(again).text


def test_wrong_codes_are_counted_across_sessions_and_lock_nobody_out_for_good(moderator: User) -> None:
    set_up_app(moderator)
    answers = [
        read(without_second_step(moderator).post(TAKE, {"code": wrong_code()}, REMOTE_ADDR=f"192.0.2.{number}")).text
        for number in range(10)
    ]
    assert sum("That code is not right" in text for text in answers) == 5
    assert sum("Too many tries" in text for text in answers) == 5
    owner = without_second_step(moderator)
    assert "Too many tries" in read(owner.post(TAKE, {"code": code_shown()})).text
    with time_machine.travel(time.time() + 5 * 60 + 1, tick=False):
        assert owner.post(TAKE, {"code": code_shown(), "next": ADMIN})["Location"] == ADMIN
        assert owner.get(ADMIN).status_code == 200


def test_wrong_codes_from_one_place_are_counted_whoever_they_are_for(db: None) -> None:
    people = [make_person("Moderator", is_staff=True) for _ in range(6)]
    answers = []
    for person in people:
        set_up_app(person)
        client = without_second_step(person)
        answers += [read(client.post(TAKE, {"code": wrong_code()})).text for _ in range(4)]
    assert sum("That code is not right" in text for text in answers) == 20
    assert sum("Too many tries" in text for text in answers) == 4


@pytest.mark.parametrize("code", ["", " ", "1" * 21, "\x00", "１２３４５６", "' OR 1=1", "-1", "123 456 789 000"])
def test_odd_codes_are_refused_in_words(moderator: User, code: str) -> None:
    set_up_app(moderator)
    page = read(without_second_step(moderator).post(TAKE, {"code": code}))
    assert "There is a problem" in page.text


CLIENT_DATA = {"type": "webauthn.create", "challenge": "AAAA", "origin": "http://testserver"}
NESTED = {
    "id": "AAAA",
    "rawId": "AAAA",
    "type": "public-key",
    "response": {
        "clientDataJSON": urlsafe_b64encode(json.dumps(CLIENT_DATA).encode()).decode().rstrip("="),
        "attestationObject": urlsafe_b64encode(b"\x81" * 30_000).decode().rstrip("="),
    },
}
"""What a browser sends of a new passkey, but with a list in a list in a list, and so on, as its attestation."""
NONSENSE: list[Any] = [
    "",
    "null",
    "[]",
    "[1]",
    "{}",
    "1",
    '"a"',
    '{"response": 1}',
    '{"rawId": "a", "response": {"userHandle": 3}}',
    "{" * 500,
    pytest.param("[" * 200_000, id="lists without end"),
    pytest.param('{"a":' * 100_000 + "1" + "}" * 100_000, id="objects without end"),
    pytest.param(json.dumps(NESTED), id="an attestation without end"),
]


@pytest.mark.parametrize("said", NONSENSE)
def test_nonsense_instead_of_a_passkey_lets_nobody_in_and_breaks_nothing(moderator: User, said: str) -> None:
    visitor = Client()
    assert (
        visitor.get("/account/second-step/webauthn/login/", headers={"accept": "application/json"}).status_code == 200
    )
    assert visitor.post("/account/second-step/webauthn/login/", {"credential": said}).status_code == 302
    assert "_auth_user_id" not in visitor.session
    client = without_second_step(moderator)
    assert client.get("/account/second-step/webauthn/add/").status_code == 200
    assert client.post("/account/second-step/webauthn/add/", {"credential": said, "name": "Key"}).status_code == 200
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_first_second_step_needs_somebody_who_signed_in_just_now(reader: User, method: str) -> None:
    with time_machine.travel(time.time(), tick=False) as clock:
        client = signed_in(reader)
        assert client.get(SET_UP).status_code == 200
        clock.shift(15 * 60)
        page = getattr(client, method)(SET_UP, {"next": ADMIN})
        assert "Sign in once more" in read(page).text
        assert is_signed_in(client), "a link that somebody else made signs nobody out"
        again = client.post(f"{SET_UP}?next={ADMIN}", {"sign-in-again": "yes"})
        assert again["Location"] == f"{SIGN_IN}?next={quote(f'{SET_UP}?next={ADMIN}', safe='/')}"
        assert not is_signed_in(client)
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize("place", [SET_UP, TAKE, "/account/second-step/authenticate/"])
def test_a_code_that_is_sent_by_a_double_click_is_sent_once(moderator: User, place: str) -> None:
    client = without_second_step(moderator)
    if place != SET_UP:
        set_up_app(moderator)
    if "authenticate" in place and place != TAKE:
        client = Client()
        sign_in(client, moderator.email)
    page = read(client.get(place))
    [form] = [form for form in page.attributes("form", method="post") if "novalidate" in form]
    assert "data-once" in form
    assert any("once" in script.get("src", "") for script in page.attributes("script"))


# What is not there


@pytest.mark.parametrize(
    "place", ["login", "signup", "password/change", "password/reset", "email", "reauthenticate", "inactive", "logout"]
)
def test_nothing_of_allauths_own_sign_in_is_there(client: Client, reader: User, place: str) -> None:
    assert client.get(f"/account/{place}/").status_code == 404
    assert client.get(f"/account/second-step/{place}/").status_code == 404 or place == "reauthenticate"


def test_nobody_reads_another_persons_recovery_codes_or_changes_their_passkeys(reader: User, moderator: User) -> None:
    data = {"name": "Key", "credential": {}}
    theirs = Authenticator.objects.create(user=moderator, type=Authenticator.Type.WEBAUTHN, data=data)
    client = signed_in(reader)
    assert client.get("/account/second-step/recovery-codes/").status_code == 404
    for page in ("edit", "remove"):
        for method in (client.get, client.post):
            assert method(f"/account/second-step/webauthn/keys/{theirs.pk}/{page}/", {"name": "x"}).status_code == 404
    assert Authenticator.objects.get(pk=theirs.pk).data["name"] == "Key"


@pytest.mark.parametrize("name", ["mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_activate_totp"])
def test_what_undoes_a_second_step_asks_for_it_once_more(moderator: User, name: str) -> None:
    client = signed_in(moderator)
    Authenticator.objects.create(
        user=moderator, type=Authenticator.Type.RECOVERY_CODES, data={"seed": "a" * 80, "used_mask": 0}
    )
    response = client.get(reverse(name), follow=True)
    assert "Show that it is you" in read(response).text


def test_the_secret_of_an_app_is_in_no_mail_and_no_job(moderator: User, at_once: Any) -> None:
    client = without_second_step(moderator)
    secret = client.get(SET_UP).context["form"].secret
    with at_once():
        client.post(SET_UP, {"code": code_shown(secret)})
    [mail] = deliver()
    assert secret not in mail.message().as_string()
