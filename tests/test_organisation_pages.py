"""What the pages of organisations and service areas, the front page and the pages of text promise their readers."""

import datetime
import re

import pytest
from django.test import Client

from listings.phases import Phase
from services.models import DeliveryModel
from tests.support import tour
from tests.support.factories import (
    make_area,
    make_council,
    make_former_council,
    make_partner,
    make_planned_council,
    make_project,
    make_service,
    succeed,
)
from tests.support.pages import read
from tests.support.visits import facts, show

pytestmark = pytest.mark.django_db

# One organisation


def test_a_council_shows_its_work_by_role_and_each_entry_once(client: Client) -> None:
    council, other = make_council("Exford"), make_council("Other")
    make_project("Leads", leads=[council], partners=[council, other], phase="live")
    make_project("Takes part", partners=[council, other], phase="alpha")
    make_project("Has ended", partners=[council], is_ended=True)
    make_project("Funds", funders=[council])
    make_service("Shares", leads=[other], partners=[council])
    make_project("Not its own", leads=[other])
    page = show(client, council)
    groups = [text for level, text in page.headings if level == 3]
    assert groups == [
        "Projects it leads (1)",
        "Projects it takes part in (2)",
        "Projects it funds or supplies (1)",
        "Shared services (1)",
    ]
    assert page.results == ["Leads", "Takes part", "Has ended", "Funds", "Shares"]
    assert "5 entries, of which projects: " in " ".join(page.text.split())


def test_a_council_names_whom_it_works_with_most(client: Client) -> None:
    council, often, once, never = (make_council(name) for name in ("Exford", "Often", "Once", "Never"))
    make_project(leads=[council], partners=[often, once])
    make_service(leads=[often], partners=[council])
    make_project(leads=[often, never])
    make_project(leads=[council, never], state="draft")
    page = show(client, council)
    text = " ".join(page.text.split())
    assert "Works with most Often Council (2 entries) Once Council (1 entry)" in text
    assert "Never Council (" not in text


def test_a_council_says_what_the_register_knows_of_it(client: Client) -> None:
    county = make_council("Exshire", kind="county", tier="upper")
    strategic = make_council("Ex and Wye", kind="combined-authority", tier="strategic")
    council = make_council(
        "Exford",
        website="https://www.exford.example/home",
        gss_code="E99000001",
        population=123_456,
        population_year=2024,
        start_date=datetime.date(1974, 4, 1),
        county=county,
        strategic_authority=strategic,
    )
    council.aliases.create(name="Little Ex")
    text = " ".join(show(client, council).text.split())
    for said in (
        "Unitary authority, South West",
        "Website: exford.example",
        "Population: 123,456 (2024 estimate)",
        "GSS code: E99000001",
        "In its present form since 1 April 1974",
        "County: Exshire Council",
        "Strategic authority: Ex and Wye Council",
        "Also called: Little Ex",
    ):
        assert said in text
    assert "Exford Council" in show(client, county).link_texts()
    assert "Exford Council" in show(client, strategic).link_texts()


def test_a_former_council_names_its_successor_and_keeps_its_work(client: Client) -> None:
    successor = make_council("Newford")
    former = make_former_council("Oldford", successor=successor)
    make_project("Old work", leads=[former])
    page = show(client, former)
    assert "Abolished 31 March 2023." in page.text
    assert page.link("Newford Council").href == successor.get_absolute_url()
    assert page.results == ["Old work"]


def test_a_council_lists_the_work_of_those_before_it_apart_from_its_own(client: Client) -> None:
    council = make_council("Newford")
    former = make_former_council("Oldford", successor=council)
    make_project("Inherited", leads=[former])
    make_project("Carried on", leads=[former], partners=[council])
    page = show(client, council)
    assert page.results == ["Carried on", "Inherited"]
    assert (2, "From the councils before it") in page.headings
    assert "1 entry of councils that Newford Council took over from." in page.text
    assert "Oldford Council" in page.link_texts()


def test_a_planned_council_says_from_when_and_how_certain_it_is(client: Client) -> None:
    planned, today = make_planned_council("Nextford"), make_council("Exford")
    succeed(today, planned, date=datetime.date(2028, 4, 1), status="announced")
    page = show(client, planned)
    assert "Planned for 1 April 2028." in page.text
    assert "working ones until Parliament has agreed" in page.text
    assert "Exford Council" in page.link_texts()
    before = show(client, today)
    assert "On 1 April 2028" in before.text
    assert before.link("Nextford Council").href == planned.get_absolute_url()


def test_a_council_without_work_says_that_no_entry_names_it(client: Client) -> None:
    council, partner = make_council("Exford"), make_partner("Helpful")
    assert "No entry names Exford Council yet." in show(client, council).text
    assert "what can be listed" in show(client, council).link_texts()
    assert "what can be listed" not in show(client, partner).link_texts()


# Service areas


def test_a_service_area_shows_the_work_in_it_and_below_it(client: Client) -> None:
    top = make_area("Environment")
    waste = make_area("Waste", parent=top)
    bins = make_area("Bins", parent=waste)
    make_project("Deep", areas=[bins])
    make_service("Twice", areas=[waste, bins])
    make_project("Elsewhere", areas=[make_area("Libraries")])
    page = show(client, top)
    assert page.results == ["Deep", "Twice"]
    assert (2, "1 project") in page.headings
    assert (2, "1 shared service") in page.headings
    assert page.link("Waste").href == waste.get_absolute_url()
    assert page.link("1 project").href == "#projects"
    assert show(client, bins).link("Waste").href == waste.get_absolute_url()


def test_a_service_area_with_much_work_shows_the_first_ten_and_leads_to_all(client: Client) -> None:
    waste = make_area("Waste")
    for _ in range(11):
        make_project(areas=[waste])
    page = show(client, waste)
    assert len(page.results) == 10
    assert page.link("See all 11 projects").href == f"/projects/?area={waste.pk}"


def test_the_list_of_service_areas_counts_each_entry_once(client: Client) -> None:
    top, empty = make_area("Environment"), make_area("Libraries")
    below = make_area("Waste", parent=top)
    make_project(areas=[top, below, make_area("Bins", parent=below)])
    make_project(areas=[below], state="draft")
    cards = {" ".join(card.split()) for card in show(client, "/service-areas/").classes["card"]}
    assert cards == {f"{top} 1 entry Waste", f"{empty} No entries"}


# The front page and pages of text


def test_the_front_page_says_how_much_there_is_and_leads_to_it(client: Client) -> None:
    council = make_council()
    make_project("Running", leads=[council], phase="beta", started="2024")
    make_project("Over", is_ended=True, started="2025")
    make_project("Kept back", state="draft")
    make_service("Open", leads=[council], open_to_new_members=True)
    make_project("Wanting", wants="partners", phase="idea", started="2020")
    page = show(client, "/")
    numbers = [" ".join(text.split()) for text in page.classes["numbers"]]
    assert numbers == ["3 projects 1 shared service 1 council listed 1 council named in an entry"]
    assert page.link("Beta (1)").href == "/projects/?phase=beta"
    assert page.link("Ended (1)").href == "/projects/?phase=ended"
    assert page.results == ["Running", "Wanting"]
    assert {"Wanting", "Open"} <= set(page.link_texts())


def test_an_empty_directory_is_no_fault(client: Client) -> None:
    assert "No projects yet." in show(client, "/").text
    for path in ("/projects/", "/services/", "/councils/", "/service-areas/", "/sitemap.xml"):
        assert client.get(path).status_code == 200


def test_the_map_of_the_front_page_has_a_table_with_the_same_numbers(client: Client) -> None:
    wales = make_council(nation="Wales", region="Wales", kind="welsh")
    make_project(leads=[wales], partners=[wales])
    make_service(leads=[wales, make_council()])
    make_service(leads=[wales], state="draft")
    page = show(client, "/")
    cells = [re.sub(r" (projects?|shared services?) in .*", "", cell) for cell in page.classes["govuk-table__cell"]]
    rows = dict(
        zip(
            [row.strip() for row in page.classes["govuk-table__header"][3:]],
            zip(*[iter(cells)] * 2, strict=True),
            strict=True,
        )
    )
    assert (rows["Wales"], rows["South West"], rows["London"]) == (("1", "1"), ("0", "1"), ("0", "0"))
    assert "Wales: 1 project, 1 shared service" in page.classes["map"][0]


def test_the_words_of_the_trade_are_explained(client: Client) -> None:
    explained = facts(show(client, "/about/"))
    assert explained == {choice.label: choice.meaning for choice in [*Phase, *DeliveryModel]}


def test_every_page_leads_to_the_rules_the_data_and_the_statements(client: Client) -> None:
    for name, address in tour.text_pages().items():
        links = {link.href for link in show(client, address).links}
        assert {"/rules/", "/data/", "/accessibility/", "/privacy/", "/about/"} <= links, name


@pytest.mark.parametrize("section", ["projects", "services", "councils", "service-areas", "wanted"])
def test_the_menu_says_where_one_is(client: Client, section: str) -> None:
    page = show(client, f"/{section}/")
    assert [link.href for link in page.links if link.attributes.get("aria-current") == "true"] == [f"/{section}/"]


def test_a_council_with_much_work_shows_the_first_of_it_and_leads_to_all(client: Client) -> None:
    council = make_council("Exford")
    for number in range(22):
        make_project(f"Project {number:02}", leads=[council])
    make_service("Audit", leads=[council])
    page = show(client, council)
    assert "23 entries" in page.text
    assert "Projects it leads (22)" in page.text
    assert "Project 19" in page.link_texts()
    assert "Project 20" not in page.link_texts()
    all_of_them = client.get(page.link("See all 22 projects it leads").attributes["href"])
    assert "22 projects" in [text for _, text in read(all_of_them).headings]
