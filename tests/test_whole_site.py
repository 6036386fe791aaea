"""What no page of the site may do, found by walking through all kinds of them on the first day's directory."""

import re
from itertools import product
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings as site
from django.test import Client
from django.urls import reverse

from councils.models import Organisation
from listings.models import Listing, ServiceArea
from listings.phases import Phase
from tests.support import tour
from tests.support.pages import Page, read

NUMERIC_DATE = re.compile(r"\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b|\b\d{4}-\d{2}-\d{2}\b")
EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+|mailto:|%40", re.IGNORECASE)
PROPER = {"CollabHub", "UK", "Collab", "Hub"}


@pytest.fixture(scope="session")
def kept_pages() -> dict[str, Any]:
    """Pages that several tests look at."""
    return {}


@pytest.fixture
def pages(kept_pages: dict[str, Page], starter_directory: None, client: Client) -> dict[str, Page]:
    """Every kind of page."""
    if not kept_pages:
        kept_pages.update({name: read(client.get(address)) for name, address in tour.every_kind_of_page().items()})
    return kept_pages


def test_no_page_shows_a_date_in_figures(pages: dict[str, Page]) -> None:
    for name, page in pages.items():
        assert not NUMERIC_DATE.search(page.text), f"{name}: {NUMERIC_DATE.search(page.text)}"


def test_no_page_holds_an_email_address(starter_directory: None, client: Client) -> None:
    for name, address in tour.every_kind_of_page().items():
        found = EMAIL.search(client.get(address).content.decode())
        assert not found, f"{name}: {found}"


def test_our_own_headings_are_in_sentence_case(pages: dict[str, Page]) -> None:
    given = {*Listing.objects.values_list("title", flat=True), *Organisation.objects.values_list("name", flat=True)}
    labels = sorted(ServiceArea.objects.values_list("label", flat=True), key=len, reverse=True)
    for name, page in pages.items():
        for _, heading in page.headings:
            if heading in given:
                continue
            ours = heading
            for label in labels:
                ours = ours.replace(label, "")
            ours = re.sub(r"“.*”", "", ours)
            capitals = [word for word in re.findall(r"\b[A-Z]\w*", ours)[1:] if word not in PROPER]
            assert not capitals, f"{name}: {heading}"


def test_stages_are_named_in_words_that_the_site_explains(pages: dict[str, Page]) -> None:
    tags = {tag for page in pages.values() for tag in page.classes.get("govuk-tag", [])}
    assert tags <= {*Phase.labels, "Ended", "Phase not recorded", "Shared service"}


def test_every_organisation_is_called_by_its_one_official_name_wherever_it_is_linked(pages: dict[str, Page]) -> None:
    names = {one.get_absolute_url(): one.name for one in Organisation.objects.all()}
    for name, page in pages.items():
        for link in page.links:
            if link.href in names and "results" not in link.attributes.get("class", ""):
                assert link.text.removeprefix("All work of ") == names[link.href], name


def ways_to_join_in() -> set[str]:
    """Return the addresses of following, of feeds, and of the forms by which people get involved."""
    entries, areas = Listing.objects.published(), ServiceArea.objects.all()
    found = {reverse(name) for name in ("follow", "projects-feed", "services-feed", "search-feed", "wanted-feed")}
    found |= {reverse(name, args=[entry.pk]) for entry in entries for name in ("show-interest", "entry-feed")}
    found |= {reverse("council-feed", args=[one.slug]) for one in Organisation.objects.all()}
    return found | {reverse("service-area-feed", args=[area.pk]) for area in areas}


def test_every_link_within_the_site_leads_to_a_page_that_is_there(pages: dict[str, Page]) -> None:
    things = [*Listing.objects.published(), *Organisation.objects.all(), *ServiceArea.objects.all()]
    known = {thing.get_absolute_url() for thing in things} | {reverse(name) for name in tour.TEXT_PAGES}
    known |= {reverse("sign-in"), reverse("account"), reverse("my-councils"), reverse("sitemap")}
    of_councils = product(("ask-council", "council-area"), Organisation.objects.councils())
    known |= {reverse(name, args=[council.slug]) for name, council in of_councils}
    lists = {reverse(name) for name in ("projects", "services", "councils", "search", "wanted")} | ways_to_join_in()
    for name, page in pages.items():
        for link in page.links:
            parts = urlsplit(link.href)
            if parts.scheme:
                assert parts.scheme in {"http", "https"}, name
            elif parts.path:
                assert parts.path in known | lists, f"{name}: {link.href}"
                assert not parts.query or parts.path in lists | {reverse("sign-in")}, f"{name}: {link.href}"


def test_every_link_says_where_it_leads(pages: dict[str, Page]) -> None:
    for name, page in pages.items():
        seen: dict[str, str] = {}
        for link in page.links:
            words = link.attributes.get("aria-label", link.text)
            assert words or link.attributes.get("tabindex") == "-1", f"{name}: {link}"
            assert words.lower() not in {"here", "click here", "more", "read more", "link"}, f"{name}: {link}"
            if words and link.href.startswith("/"):
                assert seen.setdefault(words, link.href) == link.href, f"{name}: two links “{words}”"


def test_every_link_to_another_site_tells_it_nothing_and_opens_no_window(pages: dict[str, Page]) -> None:
    for name, page in pages.items():
        for link in page.links:
            assert "target" not in link.attributes, name
            assert not link.href.startswith(site.SITE_URL), name


def test_every_field_has_a_label_of_its_own(pages: dict[str, Page]) -> None:
    for name, page in pages.items():
        labelled = {label["for"] for label in page.attributes("label")}
        fields = [*page.attributes("select"), *(box for box in page.attributes("input") if box.get("type") != "hidden")]
        assert {box["id"] for box in fields} == labelled, name
        ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
        assert len(ids) == len(set(ids)), name


def test_no_page_is_heavier_than_it_must_be(starter_directory: None, client: Client) -> None:
    for name, address in tour.every_kind_of_page().items():
        answer = client.get(address, headers={"accept-encoding": "gzip"})
        assert len(answer.content) < 30_000, f"{name}: {len(answer.content):,} bytes compressed"
