"""The site in processes that may be killed, stops in the database where they wait to be, and what is left of it."""

import itertools
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from typing import Any
from urllib.parse import urlencode

import psutil
from django.conf import settings
from django.db import connection
from django.test import Client
from psycopg import sql

from tests.deployment.loopback import free_port, wait_until_alive, wait_until_open
from tests.support.dump import all_tables, dump
from tests.support.histories import ask
from tests.test_worker import PATIENCE, ROOT, address_of_the_database, eventually

TOKEN = "a" * 32
"""What the site compares with itself to see that a form is its own."""


DONE = 302
"""The status with which the site says that a form is taken: it leads on to the next page."""


class Site:
    """The site in gunicorn with the shipped settings, loaded once: the place of a killed worker is taken at once."""

    def __init__(self, *, workers: int) -> None:
        self.workers, self.port = workers, free_port()
        self.start()

    def start(self) -> None:
        """Start gunicorn; return once it answers."""
        given = {"DATABASE_URL": address_of_the_database(), "DEBUG": "1", "SECRET_KEY": settings.SECRET_KEY}
        told = ["--preload", "--workers", str(self.workers), "--bind", f"127.0.0.1:{self.port}", "--log-level=critical"]
        told += ["--config", "deploy/gunicorn.conf.py", "tests.support.loaded_site"]
        self.master = subprocess.Popen([sys.executable, "-m", "gunicorn", *told], cwd=ROOT, env=os.environ | given)
        wait_until_open(self.port, self.master)
        wait_until_alive(self.port)

    @property
    def worker_processes(self) -> list[psutil.Process]:
        """The processes that answer."""
        return psutil.Process(self.master.pid).children()

    def kill_worker(self) -> None:
        """Kill the worker that has been there longest, as `kill -9` does."""
        min(self.worker_processes, key=lambda worker: worker.create_time()).kill()

    def kill(self) -> None:
        """Kill gunicorn and its workers, as `kill -9` does."""
        found = self.worker_processes
        self.master.kill()
        for worker in found:
            worker.kill()
        self.master.wait()
        psutil.wait_procs(found)

    def post(self, browser: Client, path: str, **fields: Any) -> int | None:
        """Send a form as the person who is signed in in this browser; return the status, None without an answer."""
        cookies = {name: morsel.value for name, morsel in browser.cookies.items()} | {"csrftoken": TOKEN}
        headers = {
            "Host": "localhost",
            "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
            "Content-Type": "application/x-www-form-urlencoded",
        }
        caller = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        with closing(caller), suppress(OSError, HTTPException):
            caller.request("POST", path, urlencode(fields | {"csrfmiddlewaretoken": TOKEN}), headers)
            return caller.getresponse().status
        return None


@contextmanager
def running_in_gunicorn(*, workers: int) -> Iterator[Site]:
    """Run the site on the database in use; at the end it is gone."""
    site = Site(workers=workers)
    try:
        yield site
    finally:
        site.kill()


# Stops

LOCKS = 20_265
AT_COMMIT = 0
"""The number of the stop at which all is written and nothing is committed yet."""
PASSING = {"cache_entry", "django_session", "usersessions_usersession"}
"""Tables of what every request may write, beside what it is about."""
STOP = f"""
    CREATE OR REPLACE FUNCTION stop_of_a_test() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE number int := {AT_COMMIT};
    BEGIN
        IF pg_trigger_depth() > 1 THEN
            RETURN NULL;  -- written by the database itself, within a statement
        ELSIF TG_LEVEL = 'STATEMENT' THEN
            number := coalesce(nullif(current_setting('stop_of_a_test.number', true), ''), '0')::int + 1;
            PERFORM set_config('stop_of_a_test.number', number::text, true);
        END IF;
        PERFORM pg_advisory_xact_lock_shared({LOCKS}, number);
        RETURN NULL;
    END $$
"""
"""Every statement that writes first asks for a lock with its number in its transaction, and a commit for another."""
AT_EACH_WRITE = """
    CREATE OR REPLACE TRIGGER stop_of_a_test BEFORE INSERT OR UPDATE OR DELETE ON {}
    FOR EACH STATEMENT EXECUTE FUNCTION stop_of_a_test()
"""
AT_EACH_COMMIT = """
    CREATE CONSTRAINT TRIGGER stop_of_a_test_at_commit AFTER INSERT OR UPDATE ON listings_listing
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION stop_of_a_test()
"""


@contextmanager
def stops_in_the_database() -> Iterator[None]:
    """Let whatever writes be stopped before any of its writes, and entries at the commit."""
    with connection.cursor() as cursor:
        cursor.execute(STOP)
        for table in set(all_tables()) - PASSING:
            cursor.execute(sql.SQL(AT_EACH_WRITE).format(sql.Identifier(table)))
        cursor.execute(AT_EACH_COMMIT)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP FUNCTION stop_of_a_test CASCADE")


@contextmanager
def stopped_at(number: int) -> Iterator[None]:
    """Stop every transaction at its write with this number."""
    ask("SELECT pg_advisory_lock(%s, %s)", LOCKS, number)
    try:
        yield
    finally:
        ask("SELECT pg_advisory_unlock_all()")


def stopped() -> list[int]:
    """Return the numbers of the database's processes that wait at a stop."""
    question = "SELECT DISTINCT pid FROM pg_locks WHERE pg_backend_pid() = ANY(pg_blocking_pids(pid))"
    return [pid for (pid,) in ask(question)]


def is_gone(pids: list[int]) -> bool:
    """True when none of these processes of the database is there any more: what they were at is done, or undone."""
    return not ask("SELECT FROM pg_stat_activity WHERE pid = ANY(%s)", pids)


# What is left


type Rows = dict[str, list[str]]
"""The rows of each table as text."""


def everything_written() -> Rows:
    """Return the rows of each table in an order that does not change, but for what every request may write."""
    return {table: sorted(rows.splitlines()) for table, rows in dump().items() if table not in PASSING}


def changed_since(before: Rows) -> dict[str, int]:
    """Return the tables that are not as they were, each with how many rows came, less those that went."""
    now = everything_written()
    return {table: len(now[table]) - len(rows) for table, rows in before.items() if now[table] != rows}


# Killing


def in_a_thread[**P, R](work: Callable[P, R]) -> Callable[P, R]:
    """Return what does a piece of work in a thread, and leaves no connection of that thread behind."""

    def do(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return work(*args, **kwargs)
        finally:
            connection.close()

    return do


def killed_at(number: int, press: Callable[[], int | None], kill: Callable[[], None]) -> int | None:
    """Press, and kill when that stops at the write with this number; return the status, None when it was killed."""
    with ThreadPoolExecutor(1) as hand:
        with stopped_at(number):
            answer = hand.submit(in_a_thread(press))
            assert eventually(lambda: answer.done() or stopped())
            if answer.done():
                return answer.result()
            found = stopped()
            kill()
            assert answer.result() in (None, 503)
        assert eventually(lambda: is_gone(found))
    return None


def killed_at_every_write(press: Callable[[], int | None], kill: Callable[[], None]) -> int:
    """Press until nothing stops it any more, each time killed one write later; return how often it was killed.

    Raises AssertionError when anything is left of a press that was killed.
    """
    before = everything_written()
    for number in itertools.count(1):
        if (status := killed_at(number, press, kill)) is not None:
            assert status == DONE
            return number - 1
        assert changed_since(before) == {}, f"killed at write {number}"
    raise AssertionError
