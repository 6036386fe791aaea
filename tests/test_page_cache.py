"""Public pages come from memory while nothing changed, and the next request after a save sees it: on every process."""

import contextlib
import gzip
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from typing import Any
from urllib.parse import quote, urlencode

import pytest
import time_machine
from django.conf import settings as site
from django.core.cache import caches
from django.db import OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from collabhub.page_cache import LARGEST_PAGE, PageCache
from councils.models import User
from listings.actions import save_listing
from listings.models import Topic
from tests.deployment import loopback
from tests.support.factories import make_project
from tests.support.visits import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


def statements(client: Client, address: str, **headers: str) -> int:
    """Return how many statements one request takes: one when the page comes from memory."""
    with CaptureQueriesContext(connection) as captured:
        client.get(address, headers=headers)
    return len(captured)


def is_kept(client: Client, address: str, **headers: str) -> bool:
    """Whether a visitor's request is answered from memory."""
    return statements(client, address, **headers) == 1


def make_kept(client: Client, address: str, **headers: str) -> None:
    """Ask for a page until it comes from memory: it is kept from the second time that it is asked for."""
    client.get(address, headers=headers)
    client.get(address, headers=headers)
    assert is_kept(client, address, **headers)


def rename(listing: Any, title: str) -> None:
    """Give a listing another title, as forms do."""
    listing.title = title
    save_listing(listing=listing, by=None)


# What is kept, and until when


def test_a_page_that_is_asked_for_again_costs_one_statement(client: Client) -> None:
    make_project("Bins")
    assert statements(client, "/projects/") > 1
    assert statements(client, "/projects/") > 1
    assert statements(client, "/projects/") == 1


def test_the_request_after_a_save_sees_it(client: Client) -> None:
    project = make_project("Bins")
    make_kept(client, "/projects/")
    for title in ("Parks", "Libraries"):
        rename(project, title)
        assert title in client.get("/projects/").content.decode()
        assert is_kept(client, "/projects/")


def test_what_was_not_saved_in_the_end_leaves_pages_as_they_are(client: Client) -> None:
    project = make_project("Bins")
    make_kept(client, "/projects/")
    with transaction.atomic():
        rename(project, "Parks")
        transaction.set_rollback(True)
    assert is_kept(client, "/projects/")


def test_inside_a_transaction_nothing_is_kept_or_comes_from_memory(client: Client) -> None:
    project = make_project("Bins")
    make_kept(client, "/projects/")
    with transaction.atomic():
        for title in ("Parks", "Libraries"):
            rename(project, title)
            assert title in client.get("/projects/").content.decode()
        transaction.set_rollback(True)
    assert "Bins" in client.get("/projects/").content.decode()


def test_pages_are_drawn_anew_every_day_because_they_tell_dates(client: Client) -> None:
    make_project("Bins")
    with time_machine.travel("2026-05-05 12:00Z", tick=False):
        make_kept(client, "/projects/")
    with time_machine.travel("2026-05-05 23:30Z", tick=False):  # half past midnight in London
        assert not is_kept(client, "/projects/")


def test_a_hard_reload_draws_the_page_anew(client: Client) -> None:
    make_project("Bins")
    make_kept(client, "/projects/")
    assert not is_kept(client, "/projects/", cache_control="no-cache")
    assert is_kept(client, "/projects/", cache_control="max-age=0")


def test_without_the_database_kept_pages_say_so_and_pages_of_text_are_there(client: Client) -> None:
    def gone(*_: Any) -> Any:
        raise OperationalError("the connection is lost")

    make_project("Bins")
    for address in ("/projects/", "/about/"):
        make_kept(client, address)
    with connection.execute_wrapper(gone):
        assert client.get("/projects/").status_code == 503
        assert client.get("/about/").status_code == 200
    assert is_kept(client, "/projects/")


def test_a_connection_that_was_lost_meanwhile_is_made_again(client: Client) -> None:
    make_project("Bins")
    make_kept(client, "/projects/")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        session = cursor.fetchone()
    other = connection.copy()
    with contextlib.closing(other), other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", session)
    assert client.get("/projects/").status_code == 200


# For whom


def test_the_signed_in_and_the_others_never_get_each_others_pages(client: Client, moderator: User) -> None:
    draft = make_project("Secret", state="draft").get_absolute_url()
    person = signed_in(moderator)
    for _ in range(3):
        assert person.get(draft).status_code == 200
        assert client.get(draft).status_code == 404
    make_kept(client, "/projects/")
    assert all(statements(person, "/projects/") > 1 for _ in range(3))


def test_whoever_carries_a_cookie_of_this_site_gets_nothing_from_memory(client: Client) -> None:
    make_project("Bins")
    make_kept(client, "/projects/")
    for cookie in (site.SESSION_COOKIE_NAME, site.CSRF_COOKIE_NAME, "messages"):
        known = Client()
        known.cookies[cookie] = "x"
        assert all(not is_kept(known, "/projects/") for _ in range(3)), cookie


def test_cookies_of_others_do_not_matter(client: Client) -> None:
    make_project("Bins")
    client.cookies["_other_site"] = "x"
    make_kept(client, "/projects/")


def test_who_cannot_take_compressed_pages_gets_them_plain(client: Client) -> None:
    make_project("Bins")
    make_kept(client, "/projects/", accept_encoding="gzip, br")
    make_kept(client, "/projects/")
    compressed = client.get("/projects/", headers={"accept-encoding": "gzip, br"})
    plain = client.get("/projects/")
    assert compressed["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain
    assert gzip.decompress(compressed.content) == plain.content


def test_another_host_is_refused_also_where_the_page_is_kept(client: Client) -> None:
    make_project("Bins")
    make_kept(client, "/projects/")
    assert [client.get("/projects/", headers={"host": "evil.example"}).status_code for _ in range(3)] == [400] * 3


def test_each_address_has_its_own_page(client: Client) -> None:
    make_project("Bins", phase="beta")
    make_project("Parks", phase="alpha")
    for address in ("/projects/?phase=beta", "/projects/?phase=alpha", "/projects/?phase=beta&sort=title"):
        make_kept(client, address)
    assert "Parks" not in client.get("/projects/?phase=beta").content.decode()
    assert "Bins" not in client.get("/projects/?phase=alpha").content.decode()
    assert not is_kept(client, "/projects/?sort=title&phase=beta")
    assert not is_kept(client, "/projects/?phase=beta%00")


# What a visitor gets


def test_a_kept_page_carries_exactly_the_headers_of_the_first_answer(client: Client) -> None:
    make_project("Bins")
    first, second, kept = (client.get("/projects/", headers={"accept-encoding": "gzip"}) for _ in range(3))
    assert dict(second.items()) == dict(kept.items())
    told = {name: value for name, value in kept.items() if name != "Content-Length"}  # padding differs in length
    assert told == {name: value for name, value in first.items() if name != "Content-Length"}
    assert {"Content-Security-Policy", "X-Frame-Options", "X-Content-Type-Options", "Referrer-Policy"} <= set(told)
    assert told["Cache-Control"] == "no-cache"
    assert {"Cookie", "Accept-Encoding"} <= {word.strip() for word in told["Vary"].split(",")}


@pytest.mark.parametrize("method", ["get", "head"])
def test_whoever_has_the_page_already_is_told_so_until_it_changes(client: Client, method: str) -> None:
    project = make_project("Bins")
    tag = client.get("/projects/")["ETag"]
    for encoding in ("identity", "gzip") * 2:
        answer = getattr(client, method)("/projects/", headers={"if-none-match": tag, "accept-encoding": encoding})
        assert (answer.status_code, answer.content, answer["ETag"]) == (304, b"", tag)
        assert {"Content-Security-Policy", "Vary", "Cache-Control", "X-Content-Type-Options"} <= set(answer.headers)
    rename(project, "Parks")
    assert getattr(client, method)("/projects/", headers={"if-none-match": tag}).status_code == 200


def test_a_change_elsewhere_leaves_a_visitors_copy_right(client: Client) -> None:
    tag = client.get("/about/")["ETag"]
    make_project("Bins")
    assert client.get("/about/", headers={"if-none-match": f'"other", {tag}'}).status_code == 304
    assert client.get("/about/", headers={"if-none-match": '"other"'}).status_code == 200


def test_the_head_of_a_kept_page_is_that_of_the_page(client: Client) -> None:
    make_project("Bins")
    make_kept(client, "/projects/")
    assert dict(client.head("/projects/").items()) == dict(client.get("/projects/").items())


# What is never kept

Answer = Callable[[HttpRequest], HttpResponseBase]
NEVER_KEPT: dict[str, Answer] = {
    "for one visitor": lambda _: HttpResponse("x", headers={"Cache-Control": "private"}),
    "not to be stored": lambda _: HttpResponse("x", headers={"Cache-Control": "max-age=0, no-store"}),
    "by language": lambda _: HttpResponse("x", headers={"Vary": "Cookie, Accept-Language"}),
    "secret of one answer": lambda _: HttpResponse("x", headers={"Content-Security-Policy": "script-src 'nonce-abc'"}),
    "not found": lambda _: HttpResponse("x", status=404),
    "redirect": lambda _: HttpResponse(status=302, headers={"Location": "/"}),
    "piece by piece": lambda _: StreamingHttpResponse([b"x"]),
    "large": lambda _: HttpResponse(b"x" * (LARGEST_PAGE + 1)),
}


def with_cookie(_: HttpRequest) -> HttpResponse:
    """Answer and give the visitor something."""
    response = HttpResponse("x")
    response.set_cookie("seen", "1")
    return response


def times_drawn(answer: Answer) -> int:
    """Return how often a page is drawn of the four times that it is asked for."""
    caches["pages"].clear()
    caches["addresses"].clear()
    drawn: list[HttpRequest] = []

    def draw(request: HttpRequest) -> HttpResponseBase:
        drawn.append(request)
        return answer(request)

    cache = PageCache(draw)
    for _ in range(4):
        cache(RequestFactory().get("/"))
    return len(drawn)


def test_what_is_for_one_visitor_or_no_plain_page_is_never_kept() -> None:
    assert times_drawn(lambda _: HttpResponse("x")) == 2
    assert times_drawn(with_cookie) == 4
    assert {kind: times_drawn(answer) for kind, answer in NEVER_KEPT.items()} == dict.fromkeys(NEVER_KEPT, 4)


def test_an_answer_to_head_is_never_kept_as_the_page() -> None:
    cache = PageCache(lambda request: HttpResponse("x" if request.method == "GET" else ""))
    for _ in range(3):
        cache(RequestFactory().head("/"))
    assert all(cache(RequestFactory().get("/")).content == b"x" for _ in range(3))


def test_the_admin_health_checks_and_forms_stand_outside(client: Client) -> None:
    for address in ("/admin/login/", "/healthz"):
        assert "ETag" not in client.get(address)
    assert "ETag" not in client.post("/projects/")


# Two processes


def address_of_database() -> str:
    """Return a DATABASE_URL for the database of the tests."""
    told = connection.get_connection_params()
    user, password = (quote(str(told.get(part) or ""), safe="") for part in ("user", "password"))
    where = urlencode({"host": told.get("host") or "localhost", "port": told.get("port") or 5432})
    return f"postgres://{user}{f':{password}' if password else ''}@/{told['dbname']}?{where}"


@contextlib.contextmanager
def process() -> Iterator[HTTPConnection]:
    """Run the site in gunicorn with one worker on the database of the tests; yields a way to ask it."""
    port = loopback.free_port()
    told = {"DEBUG": "1", "DATABASE_URL": address_of_database(), "SECRET_KEY": site.SECRET_KEY}
    told["SITE_URL"] = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", "1", "collabhub.wsgi"]
    server = subprocess.Popen([*command, "--log-level", "warning"], cwd=loopback.ROOT, env=os.environ | told)
    with loopback.ended_after(server):
        loopback.wait_until_open(port, server)
        loopback.wait_until_alive(port)
        yield HTTPConnection("127.0.0.1", port, timeout=loopback.PATIENCE)


def page_from(server: HTTPConnection, address: str, **headers: str) -> tuple[int, str]:
    """Return the status and the text of a page."""
    server.request("GET", address, headers=headers)
    answer = server.getresponse()
    return answer.status, answer.read().decode()


@pytest.mark.slow
def test_a_save_through_one_process_is_on_the_next_page_of_the_other(administrator: User) -> None:
    topic = Topic.objects.create(name="bins")
    project = make_project(topics=["bins"]).get_absolute_url()
    moderator = signed_in(administrator)
    token = "a" * 32
    cookies = f"sessionid={moderator.cookies['sessionid'].value}; csrftoken={token}"
    with process() as one, process() as other:
        for _ in range(3):
            assert all("bins" in page_from(server, project)[1] for server in (one, other))
        for name in ("refuse", "waste"):
            form = urlencode({"name": name, "csrfmiddlewaretoken": token, "_save": "Save"})
            headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
            one.request("POST", f"/admin/listings/topic/{topic.pk}/change/", form, headers)
            answer = one.getresponse()
            assert (answer.status, answer.read()) == (302, b"")
            assert name in page_from(other, project)[1]
            assert name in page_from(one, project)[1]
        one.request("HEAD", project)
        assert one.getresponse().read() == b""
