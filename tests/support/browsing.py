"""Somebody who uses the running site with Chromium: by mouse, by keyboard, on a phone, on paper, without script."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connections
from django.test.testcases import LiveServerThread
from playwright.sync_api import ConsoleMessage, FloatRect, Page, Request, ViewportSize, sync_playwright

PHONE: ViewportSize = {"width": 360, "height": 640}
SMALL_PHONE: ViewportSize = {"width": 320, "height": 568}
DESKTOP: ViewportSize = {"width": 1280, "height": 800}
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"]
"""Chromium runs as root in containers only without its sandbox; the rest keeps it from calling home."""
PATIENCE = 15_000
"""Milliseconds for any one step."""

RULES: dict[str, Any] = {
    "resultTypes": ["violations"],
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    "rules": {"target-size": {"enabled": True}},
}
"""Every rule of axe up to WCAG 2.2 AA, best practices besides; the size of targets is off unless asked for."""


def find_chromium() -> str | None:
    """Return where Chromium is: CHROMIUM, else the first of its names on the PATH."""
    named = os.environ.get("CHROMIUM")
    return named or next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@contextmanager
def running_site() -> Iterator[str]:
    """Serve the site on loopback from the database in use; yields its address. Static files come as in production."""
    server = LiveServerThread("127.0.0.1", static_handler=lambda application: application)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    if server.error:
        raise server.error
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.terminate()


@contextmanager
def working_visitor(monkeypatch: pytest.MonkeyPatch, *, host: str = "127.0.0.1") -> Iterator["Visitor"]:
    """Yield somebody with Chromium before a site that stores what they do. A complaint of the browser fails the test.

    Playwright keeps an event loop in this thread. It does not run while a test waits for the database, which has a
    connection of its own while there is a loop. `host` is the name by which they know the site.
    """
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    if find_chromium() is None:
        pytest.skip("Chromium is not installed, so nothing was tried in a real browser (CHROMIUM names another place)")
    with running_site() as site, Visitor(site.replace("127.0.0.1", host)) as visitor:
        yield visitor
        connections.close_all()
    assert visitor.complaints == []


def is_as_wide_as_its_window(page: Page) -> bool:
    """True when nothing has to be scrolled sideways."""
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


class Visitor:
    """Opens pages of the site and notes whatever the browser complains of."""

    def __init__(self, site: str) -> None:
        self.site = site
        self.complaints: list[str] = []

    def __enter__(self) -> Self:
        self.playwright = sync_playwright().start()
        self.browser = self.playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.browser.close()
        self.playwright.stop()

    def page(self, viewport: ViewportSize = DESKTOP, **options: Any) -> Page:
        """Return a blank page in a browser that was never here before; `options` are Playwright's for a context."""
        context = self.browser.new_context(viewport=viewport, base_url=self.site, **options)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.on("console", self.note_console)
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.on("request", self.note_request)
        return page

    def note_console(self, message: ConsoleMessage) -> None:
        """Note errors and warnings; that an error page came with its status is none."""
        own_status = "the server responded with a status of" in message.text and "/error/" in message.location["url"]
        if message.type in {"error", "warning"} and not own_status:
            self.complaints.append(f"{message.location['url']}: {message.text}")

    def note_request(self, request: Request) -> None:
        """Note a request that leaves the site."""
        if urlsplit(request.url).scheme != "data" and not request.url.startswith(f"{self.site}/"):
            self.complaints.append(f"asked for {request.url}")


def go(page: Page, address: str) -> None:
    """Open an address of the site. Raises AssertionError when the site failed."""
    response = page.goto(address)
    assert response
    assert response.status < 500 or address.startswith("/error/"), f"{address}: {response.status}"


def axe_complaints(page: Page, *viewports: ViewportSize, leave_out: tuple[str, ...] = ()) -> list[str]:
    """Return what axe finds wrong with a page at each size, with the element it is about; the first size stays."""
    options = RULES | {"rules": RULES["rules"] | {rule: {"enabled": False} for rule in leave_out}}
    page.evaluate(Axe().axe_script)
    complaints = []
    for viewport in reversed(viewports):
        page.set_viewport_size(viewport)
        found = page.evaluate("options => axe.run(options).then(results => results.violations)", options)
        complaints += [
            f"at {viewport['width']} px, {rule['id']}: {node['html'][:150]} {node['failureSummary']}"
            for rule in found
            for node in rule["nodes"]
        ]
    return complaints


def titles(page: Page) -> list[str]:
    """Return the titles of the results on a list."""
    return page.locator(".result :is(h3, h4) a").all_inner_texts()


def place(page: Page, selector: str) -> FloatRect:
    """Return where the first element that a selector finds is drawn. Raises AssertionError when it is not."""
    box = page.locator(selector).first.bounding_box()
    assert box, selector
    return box
