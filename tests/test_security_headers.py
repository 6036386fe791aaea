"""What every answer tells the browser: where content may come from, who may frame it, what is kept."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as site
from django.db import OperationalError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client, RequestFactory
from django.test.utils import override_settings

from collabhub.middleware import AnswerWithoutDatabase
from councils.models import User
from tests.support.factories import make_council, make_project
from tests.support.pages import read
from tests.support.visits import signed_in

PAGES = ["/", "/projects/", "/projects/?phase=dreaming", "/about/", "/nowhere/", "/admin/login/", "/robots.txt"]


def policy_of(response: Any) -> dict[str, list[str]]:
    """Return the content security policy as a dictionary of words."""
    parts = [part.split() for part in response["Content-Security-Policy"].split(";") if part.strip()]
    return {name: sources for name, *sources in parts}


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.ignore_template_errors  # Django's own sign-in page
def test_every_page_says_that_nothing_may_come_from_elsewhere(db: None, client: Client, page: str) -> None:
    policy = policy_of(client.get(page))
    assert policy["default-src"] == ["'none'"]
    assert policy["frame-ancestors"] == policy["base-uri"] == ["'none'"]
    for name, sources in policy.items():
        assert set(sources) <= {"'none'", "'self'", *(["data:"] if name == "img-src" else [])}, name


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.ignore_template_errors  # Django's own sign-in page
def test_every_page_refuses_to_be_framed_sniffed_or_to_tell_others_where_readers_came_from(
    db: None, client: Client, page: str
) -> None:
    response = client.get(page)
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"


def test_reading_sets_no_cookie(db: None, client: Client) -> None:
    pages = [
        "/",
        "/projects/?q=bins",
        make_project().get_absolute_url(),
        make_council().get_absolute_url(),
        "/nowhere/",
    ]
    for page in pages:
        client.get(page)
    assert not client.cookies


def test_a_page_says_that_it_looks_different_to_people_who_signed_in(db: None, client: Client, reader: User) -> None:
    response = client.get("/about/")
    assert "Cookie" in response["Vary"]
    assert "no-store" not in response.get("Cache-Control", "")
    assert read(response).link_texts().count("Sign in") == 1
    own = signed_in(reader).get("/about/")
    assert {"private", "no-store"} <= set(own["Cache-Control"].split(", "))
    assert "Sign in" not in read(own).link_texts()


def test_pages_are_compressed_for_browsers_that_ask_for_it(db: None, client: Client) -> None:
    assert client.get("/about/", headers={"accept-encoding": "gzip"})["Content-Encoding"] == "gzip"


def test_a_request_for_another_host_is_refused(db: None, client: Client) -> None:
    response = client.get("/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert "evil.example" not in response.content.decode()


def test_a_form_from_another_site_is_refused_in_words(db: None, reader: User) -> None:
    client = signed_in(reader, Client(enforce_csrf_checks=True))
    response = client.post("/admin/login/", {"username": "a", "password": "b"})
    assert response.status_code == 403
    assert "This form was open for too long" in response.content.decode()


@pytest.mark.parametrize("status", [400, 403, 404, 413, 429, 500, 503])
def test_no_error_page_is_kept_or_looks_anybody_up(client: Client, settings: Any, status: int) -> None:
    settings.ROOT_URLCONF = "tests.support.error_addresses"
    response = client.get(f"/error/{status}/")  # without the database: pytest would refuse the connection
    assert response.status_code == status
    assert response["Cache-Control"] == "no-store"


def test_a_fault_is_answered_in_our_own_clothes_and_tells_nothing(db: None, settings: Any) -> None:
    settings.ROOT_URLCONF = "tests.support.error_addresses"
    response = Client(raise_request_exception=False).get("/fail/")
    assert response.status_code == 500
    assert "There is a problem with the site" in response.content.decode()
    assert "secret detail" not in response.content.decode()


def test_what_somebody_may_not_do_is_refused_in_words(db: None, client: Client, settings: Any) -> None:
    settings.ROOT_URLCONF = "tests.support.error_addresses"
    response = client.get("/refuse/")
    assert response.status_code == 403
    assert "You may not do this" in response.content.decode()


# Without the database


@pytest.fixture
def database_out_of_reach(db: None) -> Iterator[None]:
    """Every statement fails as when the server is gone."""

    def gone(*_: Any) -> Any:
        raise OperationalError("the connection is lost")

    with connection.execute_wrapper(gone):
        yield


def test_a_page_without_the_database_says_when_to_come_back(database_out_of_reach: None, client: Client) -> None:
    response = client.get("/projects/")
    assert response.status_code == 503
    assert response["Retry-After"] == "30"
    assert response["Cache-Control"] == "no-store"
    assert "The site is unavailable" in response.content.decode()


def test_pages_of_text_are_there_without_the_database(database_out_of_reach: None, client: Client) -> None:
    for page in ("/about/", "/rules/", "/privacy/", "/accessibility/", "/data/", "/robots.txt"):
        assert client.get(page).status_code == 200, page


def test_the_two_health_addresses_tell_a_lost_database_from_a_dead_site(
    database_out_of_reach: None, client: Client
) -> None:
    assert client.get("/healthz").status_code == 200
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (503, b"The database cannot be reached.\n")


def test_the_site_is_ready_when_the_database_answers_and_has_every_migration(db: None, client: Client) -> None:
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (200, b"ready\n")
    assert response["Cache-Control"] == "no-store"


def test_the_site_is_not_ready_while_a_migration_waits(db: None, client: Client) -> None:
    loader = MigrationLoader(connection)
    [newest] = loader.graph.leaf_nodes("services")
    for one in (newest, *loader.get_migration(*newest).replaces):
        MigrationRecorder(connection).record_unapplied(*one)
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (503, b"The database waits for migrations.\n")


def test_another_fault_is_not_mistaken_for_a_lost_database() -> None:
    front = AnswerWithoutDatabase(lambda request: None)
    assert front.process_exception(RequestFactory().get("/"), ValueError("else")) is None


# Behind HTTPS


@pytest.fixture
def over_https() -> Iterator[None]:
    """The settings of a site whose address starts with https://, see collabhub/settings.py."""
    with override_settings(SECURE_SSL_REDIRECT=True, SECURE_HSTS_SECONDS=31_536_000):
        yield


def test_plain_http_is_sent_to_https_but_health_checks_are_not(db: None, over_https: None, client: Client) -> None:
    response = client.get("/projects/?q=bins")
    assert (response.status_code, response["Location"]) == (301, "https://testserver/projects/?q=bins")
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 200


def test_https_pages_are_to_be_asked_for_over_https_for_a_year(db: None, over_https: None, client: Client) -> None:
    assert client.get("/about/", secure=True)["Strict-Transport-Security"].startswith("max-age=31536000")


def test_a_forwarded_protocol_is_trusted_only_when_told(db: None, over_https: None, client: Client) -> None:
    assert not getattr(site, "SECURE_PROXY_SSL_HEADER", None)
    assert client.get("/about/", headers={"x-forwarded-proto": "https"}).status_code == 301
