"""Opens pages as a visitor does, and picks out what tests look for most."""

import re
from typing import Any
from urllib.parse import urlencode

from django.test import Client

from councils.models import User
from tests.support.pages import Page, read
from tests.support.second_step import with_second_step

LISTS = ("/projects/", "/services/", "/councils/")


def signed_in(person: User | None, client: Client | None = None) -> Client:
    """Return a browser in which this person is signed in; a moderator has passed the second step, as all must."""
    client = client or Client()
    if person and person.is_staff:
        return with_second_step(client, person)
    if person:
        client.force_login(person)
    return client


def show(client: Client, thing: Any) -> Page:
    """Return the page of a thing, or at an address. Raises AssertionError when it is not there."""
    address = thing if isinstance(thing, str) else thing.get_absolute_url()
    response = client.get(address)
    assert response.status_code == 200, address
    return read(response)


def facts(page: Page) -> dict[str, str]:
    """Return the rows of a page's summary list."""
    keys, values = page.classes["govuk-summary-list__key"], page.classes["govuk-summary-list__value"]
    return {key: " ".join(value.split()) for key, value in zip(keys, values, strict=True)}


def count(page: Page) -> str:
    """Return the number of results in words, as a list says it to a screen reader."""
    [said] = page.roles["status"]
    return said


def everything_found(client: Client, path: str, asked: dict[str, Any]) -> list[str]:
    """Return the titles on every page of a list, in order, wherever a better way to say the same leads."""
    page = read(client.get(f"{path}?{urlencode(asked, doseq=True)}", follow=True))
    titles = page.results
    while further := [link for link in page.links if link.attributes.get("rel") == "next"]:
        page = show(client, path + further[0].href)
        titles += page.results
    return titles


def first_results(client: Client, path: str, words: str, number: int) -> list[str]:
    """Return the titles of the first `number` entries that a list shows for some search words."""
    return show(client, f"{path}?{urlencode({'q': words})}").results[:number]


def choices_offered(page: Page) -> dict[tuple[str, str], int]:
    """Return the number beside each choice of a list's filters, by the filter's word and the choice's value."""
    offered = {}
    for kind, control in (("checkboxes", "checkbox"), ("radios", "radio")):
        boxes = page.attributes("input", type=control)
        for box, text in zip(boxes, page.classes.get(f"govuk-{kind}__item", []), strict=True):
            if number := re.search(r"\(([\d,]+)\)$", text):
                offered[box["name"], box["value"]] = int(number[1].replace(",", ""))
    return offered
