"""Every page is valid HTML, says one thing once, and cannot be broken by what people write."""

import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from django.conf import settings as site
from django.test import Client
from django.urls import reverse

from councils.models import Organisation
from listings.models import Listing, ServiceArea
from tests.support import nu_checker, tour
from tests.support.error_addresses import ERROR_PAGES
from tests.support.factories import (
    add_source,
    make_area,
    make_council,
    make_former_council,
    make_planned_council,
    make_project,
    make_service,
)
from tests.support.pages import read
from tests.support.rarities import HOSTILE_TITLES, add_full_entries, add_hostile_entries

NAMESPACE = {"map": "http://www.sitemaps.org/schemas/sitemap/0.9"}
SAMPLED = 7
"""Of so many addresses of the site map one is opened: all would take a minute."""
OWN_SCRIPT = {"type": "module", "src": "/static/collabhub/suggest.js"}


@pytest.fixture(scope="session")
def kept_responses() -> dict[str, Any]:
    """Responses that several tests look at."""
    return {}


@pytest.fixture
def pages(kept_responses: dict[str, Any], starter_directory: None, client: Client, settings: Any) -> dict[str, Any]:
    """The response of every kind of page, those of error pages and of rare entries included."""
    if kept_responses:
        return kept_responses
    settings.ROOT_URLCONF = "tests.support.error_addresses"
    addresses = tour.every_kind_of_page() | ERROR_PAGES | add_full_entries() | add_hostile_entries()
    addresses["list of hostile projects"] = f"{reverse('projects')}?page=1"
    addresses["search for hostile words"] = f"{reverse('projects')}?q={HOSTILE_TITLES['script']}"
    kept_responses.update({name: client.get(address) for name, address in addresses.items()})
    return kept_responses


def test_every_page_is_valid_html(pages: dict[str, Any], tmp_path: Path) -> None:
    for name, response in pages.items():
        (tmp_path / f"{name}.html").write_bytes(response.content)
    try:
        complaints = nu_checker.complaints(tmp_path)
    except nu_checker.NotToBeHadError as missing:
        pytest.skip(str(missing))
    assert complaints == []


def test_the_checker_finds_a_planted_fault(tmp_path: Path) -> None:
    (tmp_path / "bad.html").write_text("<!DOCTYPE html><html lang=en><title>A</title><p id=a><p id=a><ul><p></ul>")
    try:
        complaints = nu_checker.complaints(tmp_path)
    except nu_checker.NotToBeHadError as missing:
        pytest.skip(str(missing))
    assert any("Duplicate ID" in complaint for complaint in complaints)
    assert any("not allowed as child of element “ul”" in complaint for complaint in complaints)


def test_every_page_has_one_first_heading_and_skips_no_level(pages: dict[str, Any]) -> None:
    for name, response in pages.items():
        levels = [level for level, _ in read(response).headings]
        assert levels.count(1) == 1, name
        assert levels[0] == 1, name
        assert all(after <= before + 1 for before, after in pairwise(levels)), f"{name}: {levels}"


def test_every_page_has_a_title_and_a_description_of_its_own(pages: dict[str, Any]) -> None:
    titles: dict[str, str] = {}
    for name, response in pages.items():
        page = read(response)
        description = page.attributes("meta", name="description")[0]["content"]
        assert page.title, name
        assert 20 <= len(description) <= 500 or "hostile" in name, f"{name}: {description}"
        if "hostile" not in name and "projects," not in name:
            path = response.request["PATH_INFO"]
            assert titles.setdefault(page.title, path) == path, f"{name} has the title of another page"


def test_the_title_of_a_page_says_what_its_heading_says(pages: dict[str, Any]) -> None:
    lists = set(tour.lists()) | {"home", "list of hostile projects", "search for hostile words"}
    for name, response in pages.items():
        if name not in lists:
            page = read(response)
            assert page.title.removesuffix(" - CollabHub") == page.heading(1), name


def test_every_page_names_its_lasting_address_and_what_to_show_when_it_is_shared(pages: dict[str, Any]) -> None:
    for name, response in pages.items():
        page = read(response)
        shared = {meta["property"]: meta["content"] for meta in page.attributes("meta") if "property" in meta}
        assert shared["og:title"], name
        assert shared["og:description"], name
        if not name.startswith("error"):
            assert page.canonical == f"{site.SITE_URL}{response.request['PATH_INFO']}", name
            assert shared["og:url"] == page.canonical, name
            assert shared["og:image"].startswith(site.SITE_URL), name


def test_a_filtered_list_names_the_whole_list_as_its_lasting_address(db: None, client: Client) -> None:
    assert read(client.get("/projects/?phase=alpha&page=1")).canonical == f"{site.SITE_URL}/projects/"


def test_an_error_page_names_no_lasting_address(client: Client, db: None) -> None:
    assert read(client.get("/nowhere/")).attributes("link", rel="canonical") == []


def test_no_page_has_an_inline_script_or_style_or_asks_another_host(pages: dict[str, Any]) -> None:
    for name, response in pages.items():
        for tag, attributes in read(response).elements:
            assert tag != "style", name
            assert "style" not in attributes, name
            assert not [word for word in attributes if word.startswith("on")], f"{name}: {attributes}"
            if tag == "script":
                assert attributes in ({"type": "application/ld+json"}, OWN_SCRIPT), name
            if tag in {"img", "link", "script", "iframe"}:
                target = attributes.get("src", attributes.get("href", ""))
                assert target.startswith(("/", site.SITE_URL)) or not target, f"{name}: {target}"


def test_what_people_write_is_shown_as_they_wrote_it_and_never_run(pages: dict[str, Any]) -> None:
    for name, title in HOSTILE_TITLES.items():
        for kind in ("project", "service", "organisation"):
            page = read(pages[f"hostile {kind}, {name}"])
            assert page.heading(1) == " ".join(title.split()), name
            assert not page.attributes("img"), name


def test_markdown_from_people_is_made_safe(pages: dict[str, Any]) -> None:
    text = pages["project with every field"].content.decode()
    page = read(pages["project with every field"])
    assert (3, "Why") in page.headings
    assert "<strong>count</strong> bins <em>by hand</em>" in text
    assert "ask <script>alert(1)</script> first" in page.text
    assert page.link("look").attributes["rel"] == "nofollow noopener noreferrer"
    assert not [link for link in page.links if link.href.startswith("javascript:")]
    assert not page.attributes("img")


# Linked data


def test_linked_data_is_json_on_every_page_that_has_it(pages: dict[str, Any]) -> None:
    with_data = {name for name, response in pages.items() if read(response).linked_data}
    without = set(tour.text_pages()) | set(tour.lists()) | set(tour.service_areas()) | set(ERROR_PAGES)
    assert with_data.isdisjoint(without)
    assert with_data >= set(pages) - without - {"list of hostile projects", "search for hostile words"}


@pytest.mark.parametrize("title", HOSTILE_TITLES.values(), ids=HOSTILE_TITLES.keys())
def test_no_text_breaks_out_of_linked_data(db: None, client: Client, title: str) -> None:
    council = make_council(name=title)
    project = make_project(title, summary=title, leads=[council], topics=[title[:60]])
    response = client.get(project.get_absolute_url())
    [data] = read(response).linked_data
    assert data["name"] == data["description"] == title
    assert data["member"][0]["name"] == title
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', response.content.decode(), re.DOTALL)
    assert block
    assert not set(block[1]) & set("<>&\u2028\u2029")


def test_linked_data_of_a_project_says_who_works_on_what_since_when(db: None, client: Client) -> None:
    council = make_council("Exford")
    project = make_project(
        "Bins", leads=[council], partners=["Berkshire"], funders=[make_council()], topics=["waste"], started="2024-05"
    )
    [data] = read(client.get(project.get_absolute_url())).linked_data
    address = f"{site.SITE_URL}{project.get_absolute_url()}"
    assert data == {
        "@context": "https://schema.org",
        "@type": "Project",
        "@id": address,
        "url": address,
        "name": "Bins",
        "description": project.summary,
        "foundingDate": "2024-05",
        "member": [
            {"@type": "Organization", "name": "Exford Council", "@id": f"{site.SITE_URL}{council.get_absolute_url()}"},
            {"@type": "Organization", "name": "Berkshire"},
        ],
        "keywords": ["waste"],
    }


def test_linked_data_of_a_shared_service_says_who_provides_what(db: None, client: Client) -> None:
    service = make_service("Audit", leads=[make_council("Exford")], areas=[make_area("Finance")])
    [data] = read(client.get(service.get_absolute_url())).linked_data
    assert data["@type"] == "GovernmentService"
    assert data["serviceType"] == ["Finance"]
    assert [provider["name"] for provider in data["provider"]] == ["Exford Council"]


def test_linked_data_of_a_former_council_says_when_it_ended_and_names_no_website(db: None, client: Client) -> None:
    former = make_former_council("Oldford", gss_code="E99000009", website="https://oldford.example/")
    [data] = read(client.get(former.get_absolute_url())).linked_data
    assert data == {
        "@context": "https://schema.org",
        "@type": "GovernmentOrganization",
        "@id": f"{site.SITE_URL}{former.get_absolute_url()}",
        "name": "Oldford Council",
        "alternateName": "Oldford",
        "identifier": "E99000009",
        "dissolutionDate": "2023-03-31",
    }


SCHEMA = {
    "GovernmentOrganization": {"alternateName", "foundingDate", "dissolutionDate", "identifier"},
    "Organization": {"alternateName", "foundingDate", "dissolutionDate", "identifier"},
    "Project": {"description", "foundingDate", "member", "keywords"},
    "GovernmentService": {"description", "serviceType", "provider"},
}
"""What schema.org knows of each type that is used here, what every type has apart. Source: schema.org, version 30."""


def test_linked_data_uses_only_words_that_schema_org_knows(pages: dict[str, Any]) -> None:
    def check(thing: dict[str, Any], name: str) -> None:
        known = SCHEMA[thing["@type"]] | {"@context", "@type", "@id", "name", "url"}
        assert set(thing) <= known, name
        assert thing["name"], name
        for value in thing.values():
            for part in value if isinstance(value, list) else [value]:
                assert part not in ("", None), name
                if isinstance(part, dict):
                    check(part, name)

    for name, response in pages.items():
        for thing in read(response).linked_data:
            check(thing, name)
            assert json.dumps(thing["@id"]) == json.dumps(read(response).canonical), name


# For search engines

LISTS = ("projects", "services", "councils", "wanted")


def test_the_site_map_lists_every_public_page_once_and_nothing_else(db: None, client: Client) -> None:
    shown = [make_project(), make_service(is_ended=True), make_council(), make_former_council(), make_planned_council()]
    hidden = [make_project(state="draft"), make_service(state="withdrawn"), make_project(state="waiting")]
    top = make_area("Environment")
    shown += [top, make_area("Waste", parent=top)]
    found = re.findall(r"<loc>(.*?)</loc>", client.get("/sitemap.xml").content.decode())
    expected = {thing.get_absolute_url() for thing in shown} | {reverse(name) for name in tour.TEXT_PAGES}
    expected |= {reverse(name) for name in LISTS}
    assert sorted(found) == sorted(f"{site.SITE_URL}{address}" for address in expected)
    assert not {thing.get_absolute_url() for thing in hidden} & set(found)


@pytest.mark.slow
def test_the_addresses_in_the_site_map_answer_and_are_the_lasting_ones(starter_directory: None, client: Client) -> None:
    tree = ElementTree.fromstring(client.get("/sitemap.xml").content)
    found = [place.text or "" for place in tree.iterfind("map:url/map:loc", NAMESPACE)]
    number = Listing.objects.count() + Organisation.objects.count() + ServiceArea.objects.count()
    assert len(found) == len(set(found)) == number + len(tour.TEXT_PAGES) + len(LISTS)
    for place in found[::SAMPLED]:
        response = client.get(place.removeprefix(site.SITE_URL))
        assert response.status_code == 200, place
        assert f'<link rel="canonical" href="{place}">' in response.content.decode(), place


def test_the_site_map_says_when_a_listing_last_changed(db: None, client: Client) -> None:
    project = make_project()
    text = client.get("/sitemap.xml").content.decode()
    assert f"<lastmod>{project.updated_at:%Y-%m-%d}</lastmod>" in text


def test_search_engines_are_kept_out_of_filters_and_told_of_the_site_map(client: Client) -> None:
    response = client.get("/robots.txt")
    assert response["Content-Type"].startswith("text/plain")
    lines = response.content.decode().splitlines()
    assert "Disallow: /*?" in lines
    assert "Disallow: /admin/" in lines
    assert f"Sitemap: {site.SITE_URL}/sitemap.xml" in lines


def test_the_source_of_an_entry_is_linked_and_never_lost_in_the_markup(db: None, client: Client) -> None:
    project = make_project()
    add_source(project, 'A "paper" & <more>', url="https://papers.example/?a=1&copy=2", published="2019-03")
    page = read(client.get(project.get_absolute_url()))
    assert page.link('A "paper" & <more>').href == "https://papers.example/?a=1&copy=2"
    assert "dated March 2019" in page.text
