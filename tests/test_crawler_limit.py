"""Programs that try out combinations of filters are slowed down and told where the data is; people notice nothing."""

from typing import Any
from urllib.parse import urlencode

import pytest
import time_machine
from django.core.cache import caches
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from collabhub.crawlers import A_MINUTE, A_MINUTE_FOR_ALL, FREE_FILTERS, FREE_PAGES, MOST_FILTERS
from councils.models import User
from tests.support.pages import read
from tests.support.visits import signed_in

pytestmark = pytest.mark.django_db

NOON = "2026-05-05 12:00Z"


@pytest.fixture(autouse=True)
def _limited(settings: Any) -> None:
    settings.LIMIT_CRAWLERS = True


def with_filters(number: int, **more: str) -> str:
    """Return the address of a list with so many chosen values."""
    return f"/projects/?{urlencode({'tag': [f'tag-{n}' for n in range(number)], **more}, doseq=True)}"


DEEP = with_filters(FREE_FILTERS + 1)
TOO_DEEP = with_filters(MOST_FILTERS + 1)


def statuses(client: Client, address: str, times: int, **about_the_visitor: str) -> list[int]:
    """Return the statuses of so many requests."""
    return [client.get(address, **about_the_visitor).status_code for _ in range(times)]


def refused(client: Client, address: str, times: int, **about_the_visitor: str) -> int:
    """Return how many of so many requests were refused."""
    return statuses(client, address, times, **about_the_visitor).count(429)


# Who is limited


@pytest.mark.parametrize(
    "address",
    [
        "/",
        with_filters(FREE_FILTERS, q="bins", sort="title", page="2"),
        with_filters(FREE_FILTERS) + "&phase=&region=&nation=&kind=&council=&area=&status=&model=",
        f"/projects/?page={FREE_PAGES}",
        f"/projects/?page={'0' * 5000}1",
        "/projects/?page=last",
    ],
)
def test_what_people_do_is_never_limited(client: Client, address: str) -> None:
    with time_machine.travel(NOON, tick=False):
        assert refused(client, address, A_MINUTE + 1) == 0


@pytest.mark.parametrize("address", [DEEP, with_filters(MOST_FILTERS), f"/projects/?page={FREE_PAGES + 1}"])
def test_deep_pages_are_opened_at_the_pace_of_people(client: Client, address: str) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        assert refused(client, address, A_MINUTE) == 0
        assert refused(client, address, 3) == 3
        clock.shift(60 / A_MINUTE)
        assert refused(client, address, 3) == 2
        clock.shift(3600)
        assert refused(client, address, A_MINUTE + 1) == 1


def test_many_more_filters_than_people_choose_are_refused_at_once(client: Client) -> None:
    assert statuses(client, TOO_DEEP, 1) == [429]
    assert client.head(TOO_DEEP).status_code == 429


def test_one_crawler_does_not_use_up_what_others_may_do(client: Client) -> None:
    with time_machine.travel(NOON, tick=False):
        statuses(client, DEEP, A_MINUTE + 10, REMOTE_ADDR="192.0.2.1")
        assert statuses(client, DEEP, 1, REMOTE_ADDR="192.0.2.1") == [429]
        assert statuses(client, DEEP, 1, REMOTE_ADDR="192.0.2.2") == [200]


def test_what_is_refused_anyhow_uses_up_nothing(client: Client) -> None:
    with time_machine.travel(NOON, tick=False):
        assert refused(client, TOO_DEEP, A_MINUTE_FOR_ALL + 1) == A_MINUTE_FOR_ALL + 1
        assert statuses(client, DEEP, 1) == [200]


def test_a_crawler_with_many_addresses_is_limited_as_a_whole(client: Client) -> None:
    with time_machine.travel(NOON, tick=False):
        for number in range(A_MINUTE_FOR_ALL):
            assert statuses(client, DEEP, 1, REMOTE_ADDR=f"192.0.2.{number}") == [200]
        assert statuses(client, DEEP, 1, REMOTE_ADDR="198.51.100.1") == [429]
        assert statuses(client, "/projects/", 1, REMOTE_ADDR="198.51.100.1") == [200]


def test_all_addresses_of_one_ipv6_network_are_one_visitor(client: Client) -> None:
    with time_machine.travel(NOON, tick=False):
        for number in range(A_MINUTE):
            statuses(client, DEEP, 1, REMOTE_ADDR=f"2001:db8::{number:x}")
        assert statuses(client, DEEP, 1, REMOTE_ADDR="2001:db8::ffff:1") == [429]
        assert statuses(client, DEEP, 1, REMOTE_ADDR="2001:db8:0:1::1") == [200]


def test_people_who_signed_in_are_never_limited(client: Client, reader: User) -> None:
    signed_in(reader, client)
    with time_machine.travel(NOON, tick=False):
        assert refused(client, DEEP, A_MINUTE + 1) == 0
        assert statuses(client, TOO_DEEP, 1) == [200]


def test_a_made_up_session_is_not_signed_in(client: Client) -> None:
    client.cookies["sessionid"] = "x" * 32
    assert statuses(client, TOO_DEEP, 1) == [429]


def test_the_limit_can_be_switched_off(client: Client, settings: Any) -> None:
    settings.LIMIT_CRAWLERS = False
    assert statuses(client, TOO_DEEP, 1) == [200]


# Where a visitor comes from


def test_without_a_front_that_can_be_trusted_nobody_can_write_another_address(client: Client) -> None:
    with time_machine.travel(NOON, tick=False):
        for number in range(A_MINUTE):
            statuses(client, DEEP, 1, HTTP_X_FORWARDED_FOR=f"192.0.2.{number}")
        assert statuses(client, DEEP, 1, HTTP_X_FORWARDED_FOR="198.51.100.1") == [429]


def test_behind_a_front_visitors_are_told_apart_by_the_address_that_it_wrote_last(
    client: Client, settings: Any
) -> None:
    settings.TRUST_FORWARDED_FOR = True
    with time_machine.travel(NOON, tick=False):
        for number in range(A_MINUTE):
            statuses(client, DEEP, 1, HTTP_X_FORWARDED_FOR=f"10.0.0.{number}, 192.0.2.1")
        assert statuses(client, DEEP, 1, HTTP_X_FORWARDED_FOR="198.51.100.1, 192.0.2.1") == [429]
        assert statuses(client, DEEP, 1, HTTP_X_FORWARDED_FOR="192.0.2.1, 198.51.100.1") == [200]


def test_what_is_no_address_is_one_visitor(client: Client, settings: Any) -> None:
    settings.TRUST_FORWARDED_FOR = True
    with time_machine.travel(NOON, tick=False):
        for number in range(A_MINUTE):
            statuses(client, DEEP, 1, HTTP_X_FORWARDED_FOR=f"<{number}>")
        assert statuses(client, DEEP, 1) == [429]


# What a refusal is


def test_a_refusal_says_how_to_go_on_and_where_the_data_is(client: Client) -> None:
    response = client.get(TOO_DEEP)
    assert (response["Retry-After"], response["Cache-Control"]) == ("60", "no-store")
    assert response["Content-Security-Policy"]
    page = read(response)
    assert page.heading(1) == "Choose fewer filters, or wait a minute"
    assert page.link("how to get the data as a whole").href == "/data/"


def test_a_refusal_asks_nothing_of_the_database(client: Client) -> None:
    with CaptureQueriesContext(connection) as captured:
        assert statuses(client, TOO_DEEP, 3) == [429] * 3
    assert len(captured) == 0


def test_without_the_database_a_visitor_is_told_so(client: Client) -> None:
    def gone(*_: Any) -> Any:
        raise OperationalError("the connection is lost")

    client.cookies["sessionid"] = "x" * 32
    with connection.execute_wrapper(gone):
        assert statuses(client, DEEP, 1) == [503]


def test_a_kept_page_is_for_crawlers_too(transactional_db: None, client: Client) -> None:
    with time_machine.travel(NOON, tick=False):
        assert refused(client, DEEP, A_MINUTE * 2) == 0
        assert statuses(client, with_filters(FREE_FILTERS + 1, sort="title"), 1) == [200]


def test_memory_of_visitors_is_bounded(client: Client, settings: Any) -> None:
    most = settings.CACHES["visitors"]["OPTIONS"]["MAX_ENTRIES"]
    for number in range(most + 10):
        caches["visitors"].set(str(number), (0.0, 0.0))
    kept = sum(str(number) in caches["visitors"] for number in range(most + 10))
    assert most / 2 < kept <= most
