"""Every page of the site in every state that changes what it asks, and every form on them, found by opening them.

What stands in the table of addresses is opened; so a new page is there by itself.
"""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from django import forms
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from councils.models import User
from listings.admin.moderating.decisions import PAGES
from projects.sections import JOURNEY as PROJECT
from services.sections import JOURNEY as SERVICE
from tests.support.address_table import TABLE, address_of
from tests.support.factories import make_project
from tests.support.forms import Form, fields_of, forms_of
from tests.support.visits import signed_in

PREFERRED = ("officer", "manager", "moderator", "administrator", "visitor")
"""Of those who may open a page, the first opens it. In the admin, officers and those who may do everything see
different pages: both."""
NOT_OURS = "mfa_"
"""The second step is django-allauth's: its own tests are for it, and it needs a browser's keys."""


class Opened(NamedTuple):
    """A page that somebody has opened."""

    name: str
    visitor: str
    client: Client
    response: Any


class Found(NamedTuple):
    """A form, who has it before them, and the fields that Django has for it, by their names in HTML."""

    name: str
    visitor: str
    client: Client
    form: Form
    fields: dict[str, forms.Field]

    def __str__(self) -> str:
        return f"{self.name} ({self.form.address}, {self.visitor})"


def who_opens(name: str) -> list[str]:
    """Return the visitors as whom a page of the table is opened."""
    may = [visitor for visitor in PREFERRED if TABLE[name].get[visitor] == 200]
    return [visitor for visitor in may if visitor in {"officer", "administrator"}] if "admin:" in name else may[:1]


def variants(things: dict[str, Any]) -> list[tuple[dict[str, Any], set[str]]]:
    """Return the things with the whole table, and besides other projects in the place of the public one.

    Each comes with the names in the table whose pages show other forms or buttons for it.
    """
    council, now = things["councils_organisation"], timezone.now()
    own: dict[str, Any] = {"leads": [council]}
    others = {
        make_project("A draft", state="draft", **own): {"project-tasks", "project-check"},
        make_project("It waits", state="waiting", **own): {"moderate-entry"},
        make_project("It was public", state="withdrawn", **own): {"moderate-entry", "bring-back-entry"},
        make_project("It is over", **own, is_ended=True, end_reason="completed", ended="2025"): {"end-entry"},
        make_project("It changed", **own, changed_since_review_at=now): {"moderate-entry"},
        make_project("With ours", leads=["Elsewhere"], partners=[council]): {"project", "entry-part", "decline-part"},
        make_project("Not ours", leads=["Elsewhere"]): {"project", "join-entry", "adopt-entry"},
    }
    return [(things, set(TABLE)), *(({**things, "projects_project": one}, names) for one, names in others.items())]


def addresses_of(name: str, things: dict[str, Any]) -> list[str]:
    """Return the addresses that a line of the table stands for: mostly one, and more where a word chooses the form."""
    council, project = things["councils_organisation"].slug, things["projects_project"].pk
    sections = {"project-section": PROJECT, "service-section": SERVICE}
    if name in sections:
        listing = things["projects_project" if name.startswith("project") else "services_sharedservice"]
        return [reverse(name, args=[council, listing.pk, one.key]) for one in sections[name].sections]
    if name == "decide":
        return [reverse(name, args=[project, word]) for word in PAGES]
    address = address_of(name, things)
    if name == "add-partner":
        return [address, f"{address}?q=Elsewhere", f"{address}?q=Nobody"]
    return [address]


def every_address(things: dict[str, Any]) -> list[tuple[str, str]]:
    """Return every page's name in the table, and its address, in every state that changes what it asks."""
    return [
        (name, address)
        for some, names in variants(things)
        for name in sorted(names)
        if not name.startswith(NOT_OURS)
        for address in addresses_of(name, some)
    ]


def every_page(addresses: list[tuple[str, str]], cast: dict[str, User | None]) -> Iterator[Opened]:
    """Open every page that is there, once for each of those who see it differently."""
    clients = {visitor: signed_in(cast[visitor], Client(raise_request_exception=False)) for visitor in PREFERRED}
    for name, address in addresses:
        for visitor in who_opens(name):
            response: Any = clients[visitor].get(address)
            assert response.status_code < 500, f"{name} as {visitor}: {response.exc_info}"
            if response.status_code == 200 and "text/html" in response["Content-Type"]:
                yield Opened(name, visitor, clients[visitor], response)


def every_form(things: dict[str, Any], cast: dict[str, User | None], method: str = "post") -> list[Found]:
    """Return every form of the site, those once that differ in nothing but the number of what they are about."""
    found: dict[tuple[Any, ...], Found] = {}
    for page in every_page(every_address(things), cast):
        fields = fields_of(page.response)
        for form in forms_of(page.response):
            if form.method != method or not form.address.startswith("/"):
                continue
            alike = re.sub(r"\d+", "0", form.address)
            is_admin = alike.startswith("/admin/")
            key = (page.visitor if is_admin else "", alike, *sorted(form.controls), *form.buttons)
            found.setdefault(key, Found(page.name, page.visitor, page.client, form, fields))
    return list(found.values())
