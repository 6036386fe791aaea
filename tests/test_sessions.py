"""How long a session lasts, where a person is signed in, and how they end it."""

import re
import time
from typing import Any

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from councils.models import User
from councils.sign_in.browsers import in_words
from councils.sign_in.sessions import end_sessions, forget_ended_sessions
from tests.support.doors import CODE, SIGN_IN, code_for, enter, is_signed_in, sign_in
from tests.support.factories import make_person
from tests.support.pages import read
from tests.support.second_step import code_shown, set_up_app, wrong_code
from tests.support.visits import signed_in

pytestmark = pytest.mark.django_db

SESSIONS, END_ALL = "/account/sessions/", "/account/sessions/end-all/"
PRIVATE = SESSIONS
ENDED = "Your session has ended. If you were signed in, sign in again to go on."
MINUTE, HOUR, DAY = 60, 3600, 86400
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:150.0) Gecko/20100101 Firefox/150.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile Safari/604.1"


def through_the_door(person: User, browser: str = FIREFOX) -> Client:
    """Return a browser in which this person signed in as people do."""
    client = Client(headers={"user-agent": browser})
    sign_in(client, person.email)
    assert is_signed_in(client)
    return client


def let_in(client: Client) -> bool:
    """True when a page for people who signed in is shown."""
    response = client.get(PRIVATE)
    assert response.status_code in {200, 302}
    return response.status_code == 200


# Whose session it is


@pytest.mark.slow
def test_a_session_id_that_was_planted_before_signing_in_is_never_anybodys(db: None) -> None:
    for number in range(100):
        thief = Client()
        planted = f"planted{number:025}"
        if number % 2:  # an id that the site itself gave to whoever plants it
            thief.get("/account/second-step/webauthn/login/", headers={"accept": "application/json"})
            planted = thief.cookies["sessionid"].value
        person = make_person()
        client = Client(REMOTE_ADDR=f"192.0.2.{number}")
        client.cookies["sessionid"] = thief.cookies["sessionid"] = planted
        sign_in(client, person.email)
        assert let_in(client)
        assert client.cookies["sessionid"].value != planted
        assert not let_in(thief)


def test_signing_out_ends_the_session_for_whoever_kept_its_cookie(reader: User) -> None:
    client = through_the_door(reader)
    copy = Client()
    copy.cookies["sessionid"] = client.cookies["sessionid"].value
    assert let_in(copy)
    client.post("/account/sign-out/")
    assert not let_in(client)
    assert not let_in(copy)


def test_whoever_may_not_sign_in_any_more_is_out_of_every_browser_at_the_next_request(reader: User) -> None:
    clients = [signed_in(reader) for _ in range(3)]
    assert all(map(let_in, clients))
    User.objects.filter(pk=reader.pk).update(is_active=False)
    assert not any(map(let_in, clients))
    User.objects.filter(pk=reader.pk).update(is_active=True)
    assert not any(map(let_in, clients)), "a session that ended does not come back"


# Limits


def test_a_session_ends_after_12_hours_without_use(reader: User) -> None:
    now = time.time()
    with time_machine.travel(now, tick=False) as clock:
        client = signed_in(reader)
        clock.shift(12 * HOUR - 1)
        assert let_in(client)
        clock.shift(12 * HOUR - 1)
        assert let_in(client)
        clock.shift(12 * HOUR)
        assert not let_in(client)


def test_a_session_ends_after_14_days_however_much_it_is_used(reader: User) -> None:
    with time_machine.travel(time.time(), tick=False) as clock:
        client = signed_in(reader)
        for _ in range(2 * 14 - 1):
            clock.shift(12 * HOUR - 1)
            assert let_in(client)
        clock.shift(12 * HOUR - 1)
        assert let_in(client)
        clock.shift(2 * 14)
        assert not let_in(client)


def test_a_moderators_session_ends_after_30_minutes_without_use(moderator: User) -> None:
    with time_machine.travel(time.time(), tick=False) as clock:
        client = signed_in(moderator)
        clock.shift(30 * MINUTE - 1)
        assert let_in(client)
        clock.shift(30 * MINUTE)
        assert not let_in(client)


def test_a_moderators_session_ends_after_12_hours_however_much_it_is_used(moderator: User) -> None:
    with time_machine.travel(time.time(), tick=False) as clock:
        client = signed_in(moderator)
        for _ in range(25):
            clock.shift(28 * MINUTE)
            assert let_in(client)
        clock.shift(20 * MINUTE)
        assert not let_in(client)


def test_whoever_is_signed_out_by_a_limit_reads_why_and_gets_back(reader: User) -> None:
    with time_machine.travel(time.time(), tick=False) as clock:
        client = signed_in(reader)
        clock.shift(12 * HOUR)
        page = client.get(PRIVATE, follow=True)
        assert page.redirect_chain == [(f"{SIGN_IN}?next=/account/sessions/", 302)]
        assert "because you had not used CollabHub for 12 hours" in read(page).text
        assert "because" not in read(client.get(SIGN_IN)).text
        back = sign_in(client, reader.email, next=PRIVATE)
        assert back["Location"] == PRIVATE
        assert let_in(client)


def test_what_is_posted_after_the_end_of_a_session_is_not_done(reader: User) -> None:
    with time_machine.travel(time.time(), tick=False) as clock:
        client, other = signed_in(reader), through_the_door(reader)
        clock.shift(12 * HOUR - 60)
        assert let_in(other)
        clock.shift(60)
        assert client.post(END_ALL)["Location"].startswith(SIGN_IN)
        assert let_in(other)


def test_reading_pages_writes_a_session_once_in_five_minutes(reader: User) -> None:
    with time_machine.travel(time.time(), tick=False) as clock:
        client = through_the_door(reader)
        written = 0
        for _ in range(30):
            clock.shift(30)
            with CaptureQueriesContext(connection) as statements:
                client.get("/projects/")
            written += any(re.match("(UPDATE|INSERT) .*django_session", one["sql"]) for one in statements)
        assert written == 3


# Where a person is signed in


def test_a_person_sees_where_they_are_signed_in(reader: User) -> None:
    desktop, phone = through_the_door(reader), through_the_door(reader, PHONE)
    through_the_door(make_person("Somebody else"), "curl")
    page = read(desktop.get(SESSIONS))
    browsers = [" ".join(words.split()) for words in page.classes["govuk-summary-list__key"]]
    assert sorted(browsers) == ["Firefox on Windows This one", "Safari on iPhone"]
    assert phone.get(SESSIONS).status_code == 200


def test_a_person_ends_one_session_and_the_other_goes_on(reader: User) -> None:
    desktop, phone = through_the_door(reader), through_the_door(reader, PHONE)
    theirs = UserSession.objects.get(user_agent=PHONE)
    page = desktop.post(f"{SESSIONS}{theirs.pk}/end/", follow=True)
    assert "Signed out of Safari on iPhone" in read(page).text
    assert let_in(desktop)
    assert not let_in(phone)
    assert not UserSession.objects.filter(pk=theirs.pk).exists()


def test_a_person_ends_the_session_they_are_in(reader: User) -> None:
    client = through_the_door(reader)
    assert client.post(f"{SESSIONS}{UserSession.objects.get().pk}/end/")["Location"] == "/"
    assert not let_in(client)


def test_nobody_ends_the_session_of_somebody_else(reader: User) -> None:
    owner = through_the_door(reader)
    theirs = UserSession.objects.get()
    stranger = signed_in(make_person("Stranger"))
    for forged in (theirs.pk, theirs.pk + 1000, 2**70):
        assert stranger.post(f"{SESSIONS}{forged}/end/").status_code == 404
    assert let_in(owner)
    assert Client().post(f"{SESSIONS}{theirs.pk}/end/")["Location"].startswith(SIGN_IN)
    assert let_in(owner)


def test_signing_out_everywhere_ends_the_session_of_another_browser(reader: User) -> None:
    desktop, phone, unlisted = through_the_door(reader), through_the_door(reader, PHONE), signed_in(reader)
    stranger = signed_in(make_person("Stranger"))
    page = desktop.post(END_ALL, follow=True)
    assert "You are signed out everywhere" in read(page).text
    assert not any(map(let_in, [desktop, phone, unlisted]))
    assert let_in(stranger)
    assert not UserSession.objects.filter(user=reader).exists()
    told = read(phone.get(SESSIONS, follow=True))
    assert not told.text.count("because")


def test_whose_session_was_ended_elsewhere_reads_so(reader: User) -> None:
    client = signed_in(reader)
    end_sessions(user=reader)
    assert ENDED in read(client.get(PRIVATE, follow=True)).text


def test_whoever_only_asked_for_a_code_does_not_read_that_they_had_been_signed_in(reader: User) -> None:
    client = Client()
    code_for(client, reader.email)
    Session.objects.all().delete()
    text = read(client.get(CODE, follow=True)).text
    assert ENDED in text
    assert "any more" not in text


@pytest.mark.parametrize("address", [f"{SESSIONS}1/end/", END_ALL])
def test_a_link_ends_no_session(reader: User, address: str) -> None:
    client = through_the_door(reader)
    assert client.get(address).status_code == 405
    assert let_in(client)


def test_a_second_step_that_waits_is_no_session(moderator: User) -> None:
    set_up_app(moderator)
    client = Client()
    answer = sign_in(client, moderator.email)
    assert answer["Location"] == "/account/second-step/authenticate/"
    assert not let_in(client)
    assert client.get("/admin/")["Location"].startswith("/admin/login/")
    assert not UserSession.objects.exists()


def test_a_moderator_comes_in_with_both_steps_to_where_they_wanted(moderator: User) -> None:
    set_up_app(moderator)
    client = Client()
    asked = client.get("/admin/listings/topic/", follow=True)
    assert asked.redirect_chain[-1][0] == f"{SIGN_IN}?next=/admin/listings/topic/"
    step = sign_in(client, moderator.email, next="/admin/listings/topic/")
    assert client.get(step["Location"]).status_code == 200
    done = client.post(step["Location"], {"code": code_shown()})
    assert done["Location"] == "/admin/listings/topic/"
    assert client.get(done["Location"]).status_code == 200


def test_a_wrong_second_step_lets_nobody_in_and_the_code_from_the_mail_is_used_up(moderator: User) -> None:
    set_up_app(moderator)
    client = Client()
    code = code_for(client, moderator.email)
    step = enter(client, code)["Location"]
    for _ in range(7):
        assert client.post(step, {"code": wrong_code()}).status_code == 200
    assert not let_in(client)
    assert enter(client, code).get("Location") != step
    assert not let_in(client)


# What is kept of sessions


def test_nothing_is_kept_of_sessions_that_are_over(reader: User) -> None:
    with time_machine.travel(time.time(), tick=False) as clock:
        ended, open_one = through_the_door(reader), through_the_door(reader)
        ended.post("/account/sign-out/")
        assert forget_ended_sessions() == 1
        assert let_in(open_one)
        clock.shift(15 * DAY)
        forget_ended_sessions()
        assert not UserSession.objects.exists()
        assert not Session.objects.exists()


@pytest.mark.parametrize("address", ["198.51.100.7", "2001:db8:1:2:3::4", "nonsense", ""])
def test_a_session_begins_wherever_somebody_comes_from(reader: User, address: str) -> None:
    client = Client(REMOTE_ADDR=address)
    sign_in(client, reader.email)
    assert let_in(client)
    kept = UserSession.objects.get().ip
    assert kept == {"198.51.100.7": "198.51.100.7", "2001:db8:1:2:3::4": "2001:db8:1:2::"}.get(address, "0.0.0.0")


def test_a_session_begins_in_a_browser_that_calls_itself_oddly(reader: User) -> None:
    for odd in ("", "x" * 5000, "Ünïcode <script>alert(1)</script>"):
        client = Client(headers={"user-agent": odd})
        sign_in(client, reader.email)
        page = client.get(SESSIONS)
        assert page.status_code == 200
        assert b"<script>alert" not in page.content


CALLED = {
    FIREFOX: "Firefox on Windows",
    PHONE: "Safari on iPhone",
    "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36 Edg/140.0": "Edge on Windows",
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36": "Chrome on Linux",
    "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36": "Chrome on Android",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) Version/18.0 Safari/605.1.15": "Safari on Mac",
    "curl/8": "A browser that we do not know",
}


@pytest.mark.parametrize("user_agent", CALLED)
def test_a_browser_is_called_what_its_owner_calls_it(user_agent: str) -> None:
    assert in_words(user_agent) == CALLED[user_agent]


def test_a_person_keeps_the_session_in_which_everything_else_was_ended(reader: User, rf: Any) -> None:
    client, other = through_the_door(reader), through_the_door(reader, PHONE)
    request = rf.get("/")
    request.user, request.session = User.objects.get(pk=reader.pk), client.session
    end_sessions(user=request.user, but_this=request)
    request.session.save()
    client.cookies["sessionid"] = request.session.session_key
    assert let_in(client)
    assert not let_in(other)
    assert read(client.get(SESSIONS)).classes["govuk-tag"] == ["This one"]


# Without the database


def refuses(part: str) -> Any:
    """Return what makes the database fail at statements with these words in them."""

    def refuse(execute: Any, sql: str, *rest: Any) -> Any:
        if part in sql:
            raise OperationalError("the database is not there")
        return execute(sql, *rest)

    return connection.execute_wrapper(refuse)


@pytest.mark.parametrize("part", ["django_session", "councils_user"])
@pytest.mark.parametrize("address", ["/projects/", PRIVATE])
def test_without_the_database_people_who_signed_in_read_so(reader: User, part: str, address: str) -> None:
    client = signed_in(reader)
    with refuses(part):
        assert client.get(address).status_code == 503
    assert let_in(client)


def test_a_database_that_fails_for_a_moment_lets_no_moderator_past_the_second_step(moderator: User) -> None:
    client = Client()
    client.force_login(moderator)
    with refuses("mfa_authenticator"):
        assert client.get("/admin/").status_code in {302, 503}
