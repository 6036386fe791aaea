"""What every test may ask for, and the promise that nothing is left out in silence."""

import os
from collections import Counter
from collections.abc import Iterator
from typing import Any

import hypothesis
import pytest
from django.core.cache import caches
from django.db import connection
from django.test import override_settings

from councils.models import User
from tests.support.browsing import Visitor, find_chromium, running_site
from tests.support.cast import World
from tests.support.connections import kept_connections
from tests.support.databases import copy_database, drop_copy, load_starter_entries, undone, using_database
from tests.support.error_addresses import ERROR_PAGES
from tests.support.factories import make_person
from tests.support.flushing import cheap_flushing
from tests.support.rarities import add_full_entries, add_hostile_entries
from tests.support.tour import every_kind_of_page

# The same examples on every run: a failure that is seen once is seen again.
hypothesis.settings.register_profile("same-every-time", derandomize=True, deadline=None, database=None)
hypothesis.settings.load_profile("same-every-time")


@pytest.fixture(scope="session", autouse=True)
def _static_files_where_they_lie() -> Iterator[None]:
    """Serve static files from their sources, as the quick start does, instead of collecting them first."""
    with override_settings(WHITENOISE_AUTOREFRESH=True):
        yield


@pytest.fixture(scope="session", autouse=True)
def _tests_may_ask_as_often_as_they_like() -> Iterator[None]:
    """Limit nobody, but for the tests that are about the limit."""
    with override_settings(LIMIT_CRAWLERS=False):
        yield


@pytest.fixture(scope="session", autouse=True)
def _tables_are_emptied_cheaply() -> Iterator[None]:
    """Spare the disk, after each of the tests whose transactions are real."""
    with cheap_flushing():
        yield


@pytest.fixture(scope="session", autouse=True)
def _connections_are_kept() -> Iterator[None]:
    """Connect to the database once, not for each test."""
    with kept_connections():
        yield


@pytest.fixture(autouse=True)
def _nothing_in_memory() -> None:
    """Forget pages that an earlier test kept, and how often its visitors came."""
    for name in ("pages", "addresses", "visitors"):
        caches[name].clear()


# The cast: somebody without an account is `client` alone.


@pytest.fixture
def reader(db: None) -> User:
    """A person who signed in and has no rights."""
    return make_person("Reader")


@pytest.fixture
def moderator(db: None) -> User:
    """A person who looks after the directory."""
    return make_person("Moderator", is_staff=True)


@pytest.fixture
def administrator(db: None) -> User:
    """A person who may do everything."""
    return make_person("Administrator", is_staff=True, is_superuser=True)


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """One of everything and one person of every kind, signed in: made once for the tests of a module.

    What a test does with it, it must undo. No test of such a module may ask for the database in another way.
    """
    with django_db_blocker.unblock(), undone():
        yield World()


# The starter entries


@pytest.fixture(scope="session")
def starter_database(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """The name of a database that holds what `bin/run` shows on its first day."""
    empty = connection.settings_dict["NAME"]
    with django_db_blocker.unblock(), using_database(copy_database(empty, "starter")):
        load_starter_entries()
    yield f"{empty}_starter"
    with django_db_blocker.unblock():
        drop_copy(empty, "starter")


@pytest.fixture
def _on_starter_database(starter_database: str, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), using_database(starter_database):
        yield


@pytest.fixture
def starter_directory(_on_starter_database: None, db: None) -> None:
    """The register and the starter entries, for this test, before any other fixture that uses the database."""


# A real browser


@pytest.fixture(scope="session")
def browser_directory(starter_database: str, django_db_blocker: Any) -> Iterator[tuple[str, dict[str, str]]]:
    """The name of a database with the starter entries and rarer ones, and the addresses of the rarer ones."""
    with django_db_blocker.unblock(), using_database(copy_database(starter_database, "browser")):
        rare = add_full_entries() | add_hostile_entries("long-word", "right-to-left")
    yield f"{starter_database}_browser", rare
    with django_db_blocker.unblock():
        drop_copy(starter_database, "browser")


@pytest.fixture
def _on_browser_directory(browser_directory: tuple[str, Any], django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), using_database(browser_directory[0]):
        yield


@pytest.fixture
def addresses(
    browser_directory: tuple[str, dict[str, str]], _on_browser_directory: None, db: None, settings: Any
) -> dict[str, str]:
    """One address of every kind of page, error pages and rare entries included."""
    settings.ROOT_URLCONF = "tests.support.error_addresses"
    return every_kind_of_page() | browser_directory[1] | ERROR_PAGES


@pytest.fixture
def visitor(addresses: dict[str, str]) -> Iterator[Visitor]:
    """Somebody with Chromium before the running site. Whatever the browser complains of fails the test."""
    if find_chromium() is None:
        pytest.skip("Chromium is not installed, so nothing was tried in a real browser (CHROMIUM names another place)")
    with running_site() as site, Visitor(site) as visitor:
        yield visitor
    assert visitor.complaints == []


# Nothing is left out in silence


def all_is_required() -> bool:
    """True when whatever would be left out must fail instead."""
    return os.environ.get("REQUIRE_ALL", "") not in ("", "0")


def reason_of(report: Any) -> str:
    """Return why a test was skipped."""
    where_and_why = report.longrepr
    why = where_and_why[2] if isinstance(where_and_why, tuple) else str(where_and_why)
    return why.removeprefix("Skipped: ")


def fail_if_left_out(report: Any) -> Any:
    """Turn a skip into a failure when all is required."""
    if report.skipped and all_is_required() and not hasattr(report, "wasxfail"):
        report.outcome, report.longrepr = "failed", f"REQUIRE_ALL is set, and this was left out: {reason_of(report)}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Any:
    return fail_if_left_out((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Any:
    return fail_if_left_out((yield))


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Say what was left out and why."""
    terminalreporter.section("left out")
    skipped = Counter(reason_of(report) for report in terminalreporter.stats.get("skipped", []))
    for reason, number in skipped.items():
        terminalreporter.line(f"{number} of the tests: {reason}")
    asked = {"-m": config.option.markexpr, "-k": config.option.keyword}
    for option, expression in asked.items():
        if expression:
            terminalreporter.line(f"Every test that does not match {option} “{expression}”")
    if not skipped and not any(asked.values()):
        terminalreporter.line("Nothing.")
