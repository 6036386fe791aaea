"""What is killed at any point of sending in, approving and merging leaves it wholly done or not at all."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.support.killing import (
    AT_COMMIT,
    DONE,
    Rows,
    Site,
    changed_since,
    everything_written,
    killed_at,
    killed_at_every_write,
    running_in_gunicorn,
    stops_in_the_database,
)
from tests.support.own_server import OwnServer, own_server
from tests.support.presses import PRESSES, Press, facts_about
from tests.support.writers import Writers
from tests.test_worker import empty_the_queue

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("killed")]

NOT_COUNTED = {"listings_datachange", "listings_word"}
"""Tables with as many rows as suits them: the notes that something changed are cleared now and then, and words stay."""

every_press = pytest.mark.parametrize("make_press", PRESSES.values(), ids=PRESSES)


@pytest.fixture(scope="module")
def site(django_db_setup: None) -> Iterator[Site]:
    """The site on the test database, with one worker."""
    with running_in_gunicorn(workers=1) as site:
        yield site


@pytest.fixture
def _stops(transactional_db: None) -> Iterator[None]:
    """Places in the database at which what writes can be stopped."""
    empty_the_queue()
    with stops_in_the_database():
        yield
    empty_the_queue()


@pytest.fixture(scope="module")
def postgresql(django_db_setup: None, django_db_blocker: Any) -> Iterator[OwnServer]:
    """A server of PostgreSQL that may be killed."""
    with django_db_blocker.unblock(), own_server() as own:
        yield own


@pytest.fixture(scope="module")
def site_on_postgresql(postgresql: OwnServer) -> Iterator[Site]:
    """The site on the server that may be killed, with two workers."""
    with postgresql.in_use(), running_in_gunicorn(workers=2) as site:
        yield site


@pytest.fixture
def _on_postgresql(postgresql: OwnServer, django_db_blocker: Any) -> Iterator[None]:
    """The test is on the server that may be killed."""
    with django_db_blocker.unblock(), postgresql.in_use():
        empty_the_queue()
        yield


@pytest.fixture
def _stops_on_postgresql(_on_postgresql: None) -> Iterator[None]:
    """The test is on the server that may be killed, and what writes there can be stopped."""
    with stops_in_the_database():
        yield


def presser(site: Site, press: Press) -> Callable[[], int | None]:
    """Return what presses a button on this site."""
    return lambda: site.post(press.browser, press.path, **press.sent)


def assert_done_once(press: Press, before: Rows) -> None:
    """Look whether a press has left all that it must, once."""
    changed = changed_since(before)
    assert {table: rows for table, rows in changed.items() if table not in NOT_COUNTED} == press.rows
    assert facts_about(press.listing) == press.facts


def pressing_again_changes_nothing(site: Site, press: Press) -> bool:
    """Press once more; say whether that is answered and leaves everything as it was."""
    before = everything_written()
    return presser(site, press)() == DONE and changed_since(before) == {}


# The web server


@every_press
@pytest.mark.usefixtures("_stops")
def test_a_server_killed_at_any_write_leaves_nothing_and_the_next_press_does_all_once(
    site: Site, make_press: Callable[[], Press]
) -> None:
    press = make_press()
    before = everything_written()
    assert killed_at_every_write(presser(site, press), site.kill_worker) > 2
    assert_done_once(press, before)
    assert pressing_again_changes_nothing(site, press)


@every_press
@pytest.mark.usefixtures("_stops")
def test_a_server_killed_while_the_database_commits_has_done_all_and_the_next_press_adds_nothing(
    site: Site, make_press: Callable[[], Press]
) -> None:
    press = make_press()
    before = everything_written()
    assert killed_at(AT_COMMIT, presser(site, press), site.kill_worker) is None
    assert_done_once(press, before)
    assert pressing_again_changes_nothing(site, press)


# PostgreSQL


@every_press
@pytest.mark.embedded
@pytest.mark.usefixtures("_stops_on_postgresql")
def test_a_database_killed_at_any_write_leaves_nothing_and_the_next_press_does_all_once(
    site_on_postgresql: Site, postgresql: OwnServer, make_press: Callable[[], Press]
) -> None:
    press = make_press()
    before = everything_written()
    press_it = presser(site_on_postgresql, press)
    assert killed_at_every_write(press_it, postgresql.kill_and_start) > 2
    assert_done_once(press, before)
    assert pressing_again_changes_nothing(site_on_postgresql, press)


@every_press
@pytest.mark.embedded
@pytest.mark.usefixtures("_stops_on_postgresql")
def test_a_database_killed_before_its_commit_leaves_nothing_and_killed_after_its_answer_keeps_all(
    site_on_postgresql: Site, postgresql: OwnServer, make_press: Callable[[], Press]
) -> None:
    press = make_press()
    before = everything_written()
    press_it = presser(site_on_postgresql, press)
    assert killed_at(AT_COMMIT, press_it, postgresql.kill_and_start) is None
    assert changed_since(before) == {}
    assert press_it() == DONE
    postgresql.kill_and_start()
    assert_done_once(press, before)
    assert pressing_again_changes_nothing(site_on_postgresql, press)


# Under load


def nothing_is_lost_or_broken_or_twice(writers: Writers) -> bool:
    """Say whether all that was acknowledged is there once, all else whole or absent, and the history tells of each."""
    changes = writers.changes()
    return (
        writers.lost() == set()
        and writers.broken() == []
        and set(changes.values()) == {1}
        and writers.history() == changes
    )


@pytest.mark.django_db(transaction=True)
def test_servers_killed_while_eight_people_write_lose_nothing_that_they_acknowledged() -> None:
    with running_in_gunicorn(workers=2) as site:

        def kill(number: int) -> None:
            if number % 3 < 2:
                site.kill_worker()
            else:
                site.kill()
                site.start()

        writers = Writers(site)
        writers.write_while(kill, times=6)
    assert nothing_is_lost_or_broken_or_twice(writers)


@pytest.mark.embedded
@pytest.mark.usefixtures("_on_postgresql")
def test_a_database_killed_while_eight_people_write_loses_nothing_and_the_site_goes_on(
    site_on_postgresql: Site, postgresql: OwnServer
) -> None:
    before = site_on_postgresql.worker_processes
    writers = Writers(site_on_postgresql)
    writers.write_while(lambda _: postgresql.kill_and_start(), times=4)
    assert nothing_is_lost_or_broken_or_twice(writers)
    assert site_on_postgresql.worker_processes == before
