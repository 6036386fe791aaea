"""Nobody is led astray at the door: no forged forms, no planted sessions, no ways off the site."""

import itertools
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from councils.sign_in.return_paths import safe_path
from tests.support.doors import (
    CODE,
    JOIN,
    SIGN_IN,
    SIGN_OUT,
    ask,
    code_for,
    enter,
    is_signed_in,
    list_domain,
    sign_in,
)
from tests.support.factories import make_person
from tests.support.mail import deliver
from tests.support.pages import read

pytestmark = pytest.mark.django_db

FORMS = {
    SIGN_IN: {"email": "mo@exford.gov.uk"},
    JOIN: {"email": "mo@exford.gov.uk"},
    CODE: {"code": "1234 5678"},
    SIGN_OUT: {},
}
HOSTS = ["evil.example", "evil.example:80", "localhost.evil.example", "localhost@evil.example", "evil%2eexample"]
STARTS = ["//{}", "///{}", "////{}/", "https://{}", "http:{}", "https:/{}", "HTTPS://{}/", "/\\{}", "\\\\{}", "\\/{}"]
REDIRECTS = [
    *(start.format(host) for start, host in itertools.product(STARTS, HOSTS)),
    "javascript:alert(1)",
    "JavaScript://%0aalert(1)",
    "data:text/html,x",
    "vbscript:x",
    "/\t/evil.example",
    "/\n/evil.example",
    "\t//evil.example",
    "\x00//evil.example",
    " //evil.example",
    "/ok\r\nLocation: https://evil.example",
    "evil.example",
    "@evil.example",
    ".evil.example",
    "／／evil.example",
    "/\u2028/evil.example",
    "http://localhost:8000/account/",
    "/" + "a" * 3000,
]
"""Return addresses that lead elsewhere in one browser or another, or are none that this site made."""


# Return paths


def test_there_are_as_many_forged_return_paths_as_the_plan_asks_for() -> None:
    assert len(REDIRECTS) >= 60


@pytest.mark.parametrize("path", ["/", "/projects/?q=a%20b&page=2", "/councils/exford/manage/", "/search/?q=https://x"])
def test_a_path_of_this_site_is_kept_as_it_is(path: str) -> None:
    assert safe_path(path) == path


@pytest.mark.parametrize("forged", REDIRECTS)
def test_a_forged_return_path_leads_nowhere(client: Client, forged: str) -> None:
    council = list_domain("exford.gov.uk")
    led_to = f"/account/details/?next=/councils/{council.slug}/manage/"
    for page in (SIGN_IN, JOIN):
        named = read(client.get(page, {"next": forged})).attributes("input", name="next")
        assert named == []
    assert sign_in(client, "mo@exford.gov.uk", next=forged).url == led_to
    assert client.get(SIGN_IN, {"next": forged}).url == "/account/"
    assert client.post(SIGN_IN, {"next": forged}).url == "/account/"
    assert client.post(SIGN_OUT, {"next": forged}).url == SIGN_OUT


# Forged forms


@pytest.mark.parametrize("page", FORMS)
@pytest.mark.parametrize(
    ("headers", "has_token"),
    [
        ({}, False),
        ({"HTTP_ORIGIN": "https://evil.example"}, True),
        ({"HTTP_ORIGIN": "null"}, True),
        ({"HTTP_ORIGIN": "https://evil.example", "HTTP_SEC_FETCH_SITE": "cross-site"}, True),
    ],
)
def test_a_form_without_a_token_or_from_another_site_is_refused_and_does_nothing(
    page: str, headers: dict[str, str], has_token: bool
) -> None:
    list_domain("exford.gov.uk")
    browser = Client(enforce_csrf_checks=True)
    if page == SIGN_OUT:
        browser.force_login(make_person())
    [token, *_] = [
        field["value"]
        for field in read(browser.get(SIGN_IN if page == CODE else page)).attributes(
            "input", name="csrfmiddlewaretoken"
        )
    ]
    fields = FORMS[page] | ({"csrfmiddlewaretoken": token} if has_token else {})
    assert browser.post(page, fields, **headers).status_code == 403
    assert deliver() == []
    assert is_signed_in(browser) == (page == SIGN_OUT)


def test_a_form_with_its_token_is_taken() -> None:
    list_domain("exford.gov.uk")
    browser = Client(enforce_csrf_checks=True)
    token = read(browser.get(SIGN_IN)).attributes("input", name="csrfmiddlewaretoken")[0]["value"]
    assert ask(browser, "mo@exford.gov.uk", csrfmiddlewaretoken=token).url == CODE


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
@pytest.mark.parametrize("page", [SIGN_IN, JOIN, SIGN_OUT])
def test_other_methods_do_nothing(client: Client, page: str, method: str) -> None:
    assert getattr(client, method)(page).status_code == 405
    assert deliver() == []


# Sessions


def test_a_session_that_was_planted_is_never_that_of_the_person_who_signs_in() -> None:
    list_domain("exford.gov.uk")
    for number in range(100):
        attacker = Client()
        ask(attacker, f"attacker{number}@example.org", REMOTE_ADDR=f"198.51.100.{number}")
        planted = attacker.cookies["sessionid"].value if number % 2 else f"{number:032}"
        victim = Client()
        victim.cookies["sessionid"] = planted
        address = {"REMOTE_ADDR": f"192.0.2.{number}"}
        code = code_for(victim, f"victim{number}@exford.gov.uk", **address)
        asked_in = victim.cookies["sessionid"].value
        assert enter(victim, code, **address).status_code == 302
        signed_in = victim.cookies["sessionid"].value
        assert len({planted, asked_in, signed_in}) == 3
        assert not Session.objects.filter(session_key__in=[planted, asked_in]).exists()
        assert not is_signed_in(attacker)


NUL_COOKIES = ['"' + r"\000" * 9 + '"', '"' + "a" * 31 + r'\000"', '"' + r"\303\251" * 16 + '"']
"""Session cookies as nobody's browser has them: Python reads a NUL, or letters beyond ASCII, out of the figures."""


@pytest.mark.parametrize("cookie", NUL_COOKIES)
@pytest.mark.parametrize(
    "page", ["/", "/projects/", "/healthz", "/readyz", "/static/x", "/nowhere/", SIGN_IN, "/account/", "/admin/"]
)
def test_a_session_cookie_with_a_nul_in_it_is_answered_like_none(client: Client, page: str, cookie: str) -> None:
    without = client.get(page).status_code
    assert Client().get(page, headers={"cookie": f"sessionid={cookie}"}).status_code == without
    posted = client.post(page).status_code
    assert Client().post(page, headers={"cookie": f"sessionid={cookie}"}).status_code == posted


def test_a_session_cannot_be_read_for_a_code(client: Client) -> None:
    list_domain("exford.gov.uk")
    code = code_for(client, "mo@exford.gov.uk").replace(" ", "")
    kept: dict[str, Any] = Session.objects.get().get_decoded()
    assert code not in str(kept)


def test_every_page_of_the_door_is_kept_by_nobody(client: Client) -> None:
    list_domain("exford.gov.uk")
    answers = [client.get(page) for page in (SIGN_IN, JOIN, SIGN_OUT, CODE)]
    answers += [ask(client, "mo@exford.gov.uk"), client.get(CODE), enter(client, "1234 5678")]
    for answer in answers:
        assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))
