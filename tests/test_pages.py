"""What each page promises its reader."""

import datetime
import re
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from listings.models import Link, RelatedListing
from projects.models import Phase
from services.models import DeliveryModel
from tests.support import tour
from tests.support.factories import (
    add_source,
    make_area,
    make_council,
    make_former_council,
    make_partner,
    make_planned_council,
    make_project,
    make_service,
    succeed,
    take_part,
)
from tests.support.pages import Page, read

pytestmark = pytest.mark.django_db


def show(client: Client, thing: Any) -> Page:
    """Return the page of a thing, or at an address."""
    response = client.get(thing if isinstance(thing, str) else thing.get_absolute_url())
    assert response.status_code == 200
    return read(response)


def facts(page: Page) -> dict[str, str]:
    """Return the rows of the page's summary list."""
    keys, values = page.classes["govuk-summary-list__key"], page.classes["govuk-summary-list__value"]
    return {key: " ".join(value.split()) for key, value in zip(keys, values, strict=True)}


# One listing


def test_a_project_says_who_how_far_what_is_wanted_and_since_when(client: Client) -> None:
    council, partner = make_council("Exford"), make_partner("Helpful", website="https://helpful.example/")
    project = make_project(
        "Bins",
        leads=[council],
        partners=[partner, "Berkshire"],
        funders=[make_partner("The Fund")],
        partners_note="four districts",
        phase="alpha",
        wants="partners",
        wants_note="one more county",
        areas=[make_area("Waste")],
        topics=["bins"],
        started="2019-03",
        ended="2020",
    )
    page = show(client, project)
    assert page.heading(1) == "Bins"
    assert facts(page) == {
        "Phase": "Alpha Trying out ways to meet the need.",
        "Wanted": "Looking for partners: one more county",
        "Lead": "Exford Council",
        "Partners": "Helpful Berkshire (as the source writes it) Four districts",
        "Funder": "The Fund",
        "Last confirmed": "Never",
        "Service area": "Waste",
        "Topics": "bins",
        "Funding": "Not recorded",
        "Dates": "March 2019 to 2020",
    }
    assert page.link("Exford Council").href == council.get_absolute_url()


def test_what_nobody_recorded_is_said_to_be_not_recorded(client: Client) -> None:
    project = facts(show(client, make_project(phase="")))
    assert {key for key, value in project.items() if value == "Not recorded"} == {
        "Wanted",
        "Lead",
        "Partners",
        "Service area",
        "Funding",
        "Dates",
    }
    assert project["Phase"] == "Phase not recorded"
    service = facts(show(client, make_service(delivery_model="")))
    assert (service["Delivery model"], service["Open to new members"]) == ("Not recorded", "Not recorded")
    assert service["Savings, as claimed"] == "Not recorded"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"funding_outcome": "funded", "funding_amount_gbp": 350_000, "funding_source": "The Fund"}, "Funded, £350,000 by The Fund"),
        ({"funding_amount_gbp": 1}, "£1"),
        ({"funding_source": "The Fund"}, "The Fund"),
        ({"funding_outcome": "not-funded", "funding_reason": "Too dear."}, "Not funded Reason given: Too dear."),
        ({"budget_band": "0-50k"}, "Budget: Up to £50,000"),
        ({"budget_note": "some £70,000"}, "Budget: some £70,000"),
    ],
)
def test_what_is_known_of_the_money_is_said(client: Client, given: dict[str, Any], said: str) -> None:
    assert facts(show(client, make_project(**given)))["Funding"] == said


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"started": "2019"}, "Since 2019"),
        ({"started": "2019-03-31"}, "Since 31 March 2019"),
        ({"ended": "2030-12"}, "Until December 2030"),
        ({"started": "2019", "is_ended": True}, "Started 2019"),
        ({"ended": "2020-01", "is_ended": True}, "Ended January 2020"),
        ({"started": "2018", "ended": "2020-01", "is_ended": True}, "2018 to January 2020"),
    ],
)
def test_dates_are_as_precise_as_they_are_known(client: Client, given: dict[str, Any], said: str) -> None:
    assert facts(show(client, make_service(**given)))["Dates"] == said


def test_ended_work_says_so_and_why_and_how_far_it_had_come(client: Client) -> None:
    page = show(client, make_project(is_ended=True, phase="beta", end_reason="completed", end_note="All bins emptied."))
    assert facts(page)["Phase"] == "Ended It had reached beta."
    assert facts(page)["Why it ended"] == "Completed. All bins emptied."
    assert "This work has ended." in page.text
    assert facts(show(client, make_service(is_ended=True)))["Why it ended"] == "Not recorded"


def test_an_imported_entry_names_its_source_and_that_nobody_confirmed_it(client: Client) -> None:
    project = make_project()
    add_source(project, "Council paper", url="https://papers.example/7", published="2019-03")
    page = show(client, project)
    assert "From a published source. Not yet confirmed by the council." in page.text
    assert page.link("Council paper").href == "https://papers.example/7"
    assert "dated March 2019, on 15 September 2026." in page.text


def test_a_confirmed_entry_no_longer_warns(client: Client) -> None:
    project = make_project(source="Paper", confirmed_at=datetime.datetime(2026, 6, 30, 23, 30, tzinfo=datetime.UTC))
    page = show(client, project)
    assert "Not yet confirmed" not in page.text
    assert facts(page)["Last confirmed"] == "1 July 2026"


@pytest.mark.parametrize(
    ("today", "said"),
    [
        ("2026-03-01", "Never. Next check: 14 March 2026"),
        ("2026-03-14", "Never. Next check: 14 March 2026"),
        ("2026-03-15", "Never. The next check was due on 14 March 2026"),
    ],
)
def test_the_next_check_is_named_and_when_it_is_past_said_to_be_due(client: Client, today: str, said: str) -> None:
    with time_machine.travel(f"{today} 12:00Z", tick=False):
        project = make_project(review_date=datetime.date(2026, 3, 14))
        assert facts(show(client, project))["Last confirmed"] == said


def test_members_who_left_and_joined_are_shown_with_when_and_after_those_who_take_part(client: Client) -> None:
    project = make_project()
    take_part(project, "partner", [make_council("Gone")], joined="2017", left="2019-04")
    take_part(project, "partner", [make_council("Late")], joined="2020")
    take_part(project, "partner", [make_council("Always")])
    said = facts(show(client, project))["Partners"]
    assert said == "Late Council (joined 2020) Always Council Gone Council (left April 2019)"


def test_a_former_council_keeps_its_name_in_an_entry_and_is_said_to_be_abolished(client: Client) -> None:
    project = make_project(leads=[make_former_council("Oldford", website="https://oldford.example/")])
    page = show(client, project)
    assert facts(page)["Lead"] == "Oldford Council (abolished 31 March 2023)"
    assert "https://oldford.example/" not in [link.href for link in page.links]


def test_the_way_to_get_involved_is_the_site_of_a_council_in_force(client: Client) -> None:
    lead, partner = make_council(website="https://lead.example/"), make_council(website="https://partner.example/")
    page = show(client, make_project(leads=[make_former_council(), lead], partners=[partner], wants="ready-to-reuse"))
    [section] = page.classes["next-step"]
    assert "They say: Ready to reuse." in " ".join(section.split())
    contacts = [link.href for link in page.links if link.attributes.get("rel") == "external"]
    assert contacts == ["https://lead.example/", "https://partner.example/"]


def test_without_a_site_to_turn_to_the_way_to_get_involved_says_so(client: Client) -> None:
    assert "No website is recorded." in show(client, make_project(leads=[make_council()])).text


def test_a_service_that_is_open_says_so(client: Client) -> None:
    assert "This arrangement is open to new members." in " ".join(
        show(client, make_service(open_to_new_members=True)).text.split()
    )
    assert facts(show(client, make_service(open_to_new_members=False)))["Open to new members"] == "No"


def test_what_a_service_claims_to_save_is_given_with_a_caution(client: Client) -> None:
    service = make_service(annual_saving_gbp=250_000, total_saving_gbp=1_000_000)
    said = facts(show(client, service))["Savings, as claimed"]
    assert said.startswith("£250,000 a year £1,000,000 in all")
    assert "may be a plan or an estimate" in said


def test_links_say_what_they_are_and_where_they_lead(client: Client) -> None:
    project = make_project()
    Link.objects.create(listing=project, url="https://www.code.example/repo", kind="code")
    Link.objects.create(listing=project, url="https://papers.example/", kind="source")
    page = show(client, project)
    assert page.link("Code at code.example").href == "https://www.code.example/repo"
    assert [text for text in page.link_texts() if text.startswith("Where this was read at papers.example")]


def test_stages_of_one_piece_of_work_are_shown_in_order_on_each_of_their_pages(client: Client) -> None:
    bid = make_project("The bid", phase="idea", funding_outcome="funded", funding_amount_gbp=50_000)
    first, second = make_project("Discovery", phase="discovery"), make_project("Alpha", phase="alpha")
    hidden = make_project("Not yet public", state="draft")
    for earlier, later in ((bid, first), (first, second), (second, hidden)):
        RelatedListing.objects.create(earlier=earlier, later=later)
    for here in (bid, first, second):
        page = show(client, here)
        [stages] = page.classes["stages"]
        found = [" ".join(stage.split()) for stage in re.split(r"\n\s*\n?", stages) if stage.strip()]
        assert [stage.partition(" (")[0].removesuffix(" this entry") for stage in found] == ["The bid", "Discovery", "Alpha"]
        assert "idea, funded, £50,000" in found[0]
        assert here.title not in [link.text for link in page.links if link.href.startswith("/projects/") and link.text]


def test_work_in_one_stage_shows_no_stages(client: Client) -> None:
    assert "stages" not in show(client, make_project()).classes


def test_stages_that_run_in_a_circle_are_no_fault(client: Client) -> None:
    one, two = make_project("One"), make_project("Two")
    RelatedListing.objects.create(earlier=one, later=two)
    RelatedListing.objects.create(earlier=two, later=one)
    assert "Two" in show(client, one).classes["stages"][0]


# In a list


def test_a_result_says_who_leads_with_whom_how_far_and_how_old_it_is(client: Client) -> None:
    partners = [make_council(name) for name in ("A", "B", "C", "D", "E", "F")]
    project = make_project("Bins", leads=[make_council("Exford")], partners=partners, phase="beta", wants_note="a lorry")
    add_source(project, "Paper", published="2019-03")
    [result] = show(client, "/projects/").classes["result"]
    said = " ".join(result.split())
    assert "Led by Exford Council, with A Council, B Council, C Council and 3 others" in said
    assert "Beta" in said
    assert "a lorry" in said
    assert "Not yet confirmed, dated March 2019" in said


@pytest.mark.parametrize(
    ("given", "published", "age"),
    [
        ({}, None, "Published 5 May 2026"),
        ({}, "", "Not yet confirmed, source undated"),
        ({"started": "2018"}, "", "Not yet confirmed, dated 2018"),
        ({"started": "2018", "ended": "2020-02"}, "", "Not yet confirmed, dated February 2020"),
        ({"confirmed_at": datetime.datetime(2026, 5, 6, tzinfo=datetime.UTC)}, "2019", "Confirmed 6 May 2026"),
    ],
)
def test_every_entry_shows_its_age(client: Client, given: dict[str, Any], published: str | None, age: str) -> None:
    with time_machine.travel("2026-05-05 12:00Z", tick=False):
        project = make_project(**given)
    if published is not None:
        add_source(project, "Paper", published=published)
    assert age in show(client, "/projects/").classes["result"][0]


def test_a_result_without_a_lead_names_its_partners_or_the_note_on_them(client: Client) -> None:
    make_service("A", partners=["One Council", "Two Council"])
    make_service("B", partners_note="all 32 Scottish councils")
    make_service("C")
    said = [" ".join(result.split()) for result in show(client, "/services/?sort=title").classes["result"]]
    assert "One Council and Two Council" in said[0]
    assert "Led by" not in said[0]
    assert "all 32 Scottish councils" in said[1]


def test_a_bid_that_was_turned_down_says_so_in_the_list(client: Client) -> None:
    make_project(funding_outcome="not-funded")
    assert "Not funded" in show(client, "/projects/").classes["result"][0]


# One organisation


def test_a_council_shows_its_work_by_role_and_each_entry_once(client: Client) -> None:
    council, other = make_council("Exford"), make_council("Other")
    make_project("Leads", leads=[council], partners=[council, other], phase="live")
    make_project("Takes part", partners=[council, other], phase="alpha")
    make_project("Has ended", partners=[council], is_ended=True)
    make_project("Funds", funders=[council])
    make_service("Shares", leads=[other], adopters=[council])
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
    assert "Never Council" not in page.link_texts()


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
    assert show(client, bins).link("Waste").href == waste.get_absolute_url()


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
    rows = dict(zip([row.strip() for row in page.classes["govuk-table__header"][3:]], zip(*[iter(cells)] * 2, strict=True), strict=True))
    assert (rows["Wales"], rows["South West"], rows["London"]) == (("1", "1"), ("0", "1"), ("0", "0"))
    assert "Wales: 1 project, 1 shared service" in page.classes["map"][0]


def test_the_words_of_the_trade_are_explained(client: Client) -> None:
    explained = facts(show(client, "/about/"))
    assert explained == {choice.label: choice.meaning for choice in [*Phase, *DeliveryModel]}


def test_every_page_leads_to_the_rules_the_data_and_the_statements(client: Client) -> None:
    for name, address in tour.text_pages().items():
        links = {link.href for link in show(client, address).links}
        assert {"/rules/", "/data/", "/accessibility/", "/privacy/", "/about/"} <= links, name


@pytest.mark.parametrize("section", ["projects", "services", "councils", "service-areas", "about"])
def test_the_menu_says_where_one_is(client: Client, section: str) -> None:
    page = show(client, f"/{section}/")
    assert [link.href for link in page.links if link.attributes.get("aria-current") == "true"] == [f"/{section}/"]
