"""Registering an entry through the front door: what tests of it share."""

from typing import Any
from uuid import uuid4

from django.test import Client
from django.urls import reverse

from councils.models import Organisation
from listings.models import Listing
from tests.support.pages import Page, read

PROJECT, SERVICE = "project", "service"
SAID = {"title": "Repairs tracker", "summary": "Tenants cannot see what happens to a repair.", "kind": PROJECT}


def address(listing: Any, page: str, *words: str, council: Organisation | None = None) -> str:
    """Return the address of a page of an entry in the area of its lead, or of another council."""
    council = council or listing.leads[0].organisation
    return reverse(f"{listing.kind}-{page}", args=[council.slug, listing.pk, *words])


def start_address(council: Organisation) -> str:
    """Return where entries of a council begin."""
    return reverse("start", args=[council.slug])


def begin(client: Client, council: Organisation, **said: Any) -> Any:
    """Send the first page, with a key of its own unless one is given; return the answer."""
    return client.post(start_address(council), SAID | {"key": str(uuid4())} | said)


def begun(client: Client, council: Organisation, **said: Any) -> Any:
    """Begin an entry, whatever is similar to it, and return it."""
    title = said.get("title", SAID["title"])
    begin(client, council, **said | {"go-on": "1"})
    return Listing.objects.get(title=title).specific


def open_section(client: Client, listing: Any, key: str) -> dict[str, Any]:
    """Open a section, and return what its form would send if nobody changed anything."""
    return fields_of(read(client.get(address(listing, "section", key))))


def fields_of(page: Page) -> dict[str, Any]:
    """Return what the inputs of a page would send: texts, what is ticked, and the mark of the form's opening."""
    found: dict[str, Any] = {}
    for given in page.attributes("input"):
        name, kind = given.get("name", ""), given.get("type", "text")
        if name in ("", "csrfmiddlewaretoken", "q") or (kind in ("radio", "checkbox") and "checked" not in given):
            continue
        if kind == "checkbox":
            found.setdefault(name, []).append(given.get("value", ""))
        else:
            found[name] = given.get("value", "")
    return found


def answer(client: Client, listing: Any, key: str, **answers: Any) -> Any:
    """Open a section, answer it and press Continue; return the answer of the site."""
    return client.post(address(listing, "section", key), open_section(client, listing, key) | answers)


def answer_what_is_needed(client: Client, listing: Any, area: Any) -> None:
    """Answer all required sections of an entry that has just begun."""
    answer(client, listing, "service-area", service_areas=[str(area.pk)])
    if listing.kind == PROJECT:
        answer(client, listing, "phase", phase="discovery")
    else:
        answer(client, listing, "model", delivery_model="joint-committee")
