"""What each page promises its reader."""

import datetime
import re
from typing import Any

import pytest
import time_machine
from django.test import Client

from listings.models import Link, RelatedListing
from tests.support.factories import (
    add_source,
    make_area,
    make_council,
    make_former_council,
    make_partner,
    make_project,
    make_service,
    take_part,
)
from tests.support.visits import facts, show

pytestmark = pytest.mark.django_db


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
        review_date=datetime.date(2100, 3, 14),
    )
    page = show(client, project)
    assert page.heading(1) == "Bins"
    assert facts(page) == {
        "Phase": "Alpha Trying out ways to meet the need.",
        "Wanted": "Looking for partners: one more county",
        "Lead": "Exford Council",
        "Partners": "Helpful Berkshire (not yet in the register) Four districts",
        "Funder": "The Fund",
        "Last confirmed": "Never. Next check: 14 March 2100",
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
        (
            {"funding_outcome": "funded", "funding_amount_gbp": 350_000, "funding_source": "The Fund"},
            "Funded, £350,000 by The Fund",
        ),
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
    at_night, due = datetime.datetime(2026, 6, 30, 23, 30, tzinfo=datetime.UTC), datetime.date(2100, 3, 14)
    page = show(client, make_project(source="Paper", confirmed_at=at_night, review_date=due))
    assert "Not yet confirmed" not in page.text
    assert facts(page)["Last confirmed"] == "1 July 2026. Next check: 14 March 2100"


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
        assert [stage.partition(" (")[0].removesuffix(" this entry") for stage in found] == [
            "The bid",
            "Discovery",
            "Alpha",
        ]
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
    project = make_project(
        "Bins", leads=[make_council("Exford")], partners=partners, phase="beta", wants_note="a lorry"
    )
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
