"""What sources write becomes what we keep: nothing is invented, nothing that a source states is lost."""

from pathlib import Path
from typing import Any

import pytest

from listings.imports.mapping import to_entry
from listings.imports.reading import Record
from listings.imports.service_areas import ServiceAreaNames
from listings.models import ServiceArea
from projects.importer import PROJECTS
from projects.models import Project
from services.importer import SERVICES
from services.models import SharedService
from tests.support.factories import make_area
from tests.support.imports import make_ready, project, run_import, service, write_lines

AREAS = ServiceAreaNames({"Revenues and benefits": [56, 3]}, [(3, "Benefits"), (56, "Taxation"), (66, "Housing")])


def facts_of(line: dict[str, Any], layout: Any = PROJECTS) -> dict[str, Any]:
    entry, problems = to_entry(Record(1, line), layout, AREAS)
    assert entry, problems
    return entry.facts


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"phase": "alpha"}, {"phase": "alpha", "is_ended": False}),
        ({"phase": "Beta"}, {"phase": "beta", "is_ended": False}),
        ({"phase": "unknown"}, {"phase": "", "is_ended": False}),
        ({}, {"phase": "", "is_ended": False, "funding_outcome": "", "funding_amount_gbp": None}),
        ({"phase": "retired"}, {"phase": "", "is_ended": True, "end_reason": ""}),
        ({"phase": "ended"}, {"phase": "", "is_ended": True}),
        (
            {"phase": "retired", "funding": {"outcome": "withdrawn", "reason": "One left."}},
            {"end_reason": "partner-withdrew", "end_note": "One left.", "funding_outcome": "", "funding_reason": ""},
        ),
        (
            {"phase": "idea", "funding": {"outcome": "withdrawn", "reason": "Later."}},
            {"is_ended": False, "end_reason": "", "funding_outcome": "withdrawn", "funding_reason": "Later."},
        ),
        (
            {"phase": "retired", "funding": {"outcome": "not-funded", "reason": "Too dear."}},
            {"is_ended": True, "end_reason": "", "funding_outcome": "not-funded", "funding_reason": "Too dear."},
        ),
        ({"funding": {"outcome": "none"}}, {"funding_outcome": ""}),
        ({"funding": None}, {"funding_source": "", "funding_amount_gbp": None}),
        ({"funding": {"amount_gbp": 0}}, {"funding_amount_gbp": 0}),
        ({"funding": {"amount_gbp": 350000.0}}, {"funding_amount_gbp": 350_000}),
        ({"funding": {"amount_gbp": "£350,000"}}, {"funding_amount_gbp": 350_000}),
        ({"funding": {"band": "£50K > £100k"}}, {"budget_band": "50k-100k", "budget_note": ""}),
        ({"funding": {"band": "£100k > £250k"}}, {"budget_band": "100k-250k"}),
        ({"funding": {"band": "£500,000 to £1 million"}}, {"budget_band": "500k-1m"}),
        ({"funding": {"band": "Over £1 million"}}, {"budget_band": "over-1m"}),
        ({"funding": {"band": "0-50k"}}, {"budget_band": "0-50k"}),
        ({"funding": {"band": "£750,000 each"}}, {"budget_band": "", "budget_note": "£750,000 each"}),
        ({"collaboration_wanted": "Share Ideas"}, {"wants": "share-ideas", "wants_note": ""}),
        ({"collaboration_wanted": "Open To Conversation"}, {"wants": "open-to-conversation"}),
        ({"collaboration_wanted": "Share Funding"}, {"wants": "share-funding"}),
        ({"collaboration_wanted": "Ready to reuse"}, {"wants": "ready-to-reuse"}),
        ({"collaboration_wanted": "Boroughs invited"}, {"wants": "", "wants_note": "Boroughs invited"}),
        ({"start_date": "2019", "end_date": "2019-03-31"}, {"started": "2019", "ended": "2019-03-31"}),
        ({"title": "  Two \n lines "}, {"title": "Two lines"}),
        ({"title": "Cafe\u0301"}, {"title": "Café"}),
        ({"partners_note": "ten councils"}, {"partners_note": "ten councils"}),
    ],
)
def test_a_project_is_kept_as_the_source_means_it(cells: dict[str, Any], expected: dict[str, Any]) -> None:
    facts = facts_of(project(**cells))
    assert {name: facts[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"model": "joint-committee"}, {"delivery_model": "joint-committee"}),
        ({"model": None}, {"delivery_model": ""}),
        ({"status": "ended"}, {"is_ended": True}),
        ({"status": None}, {"is_ended": False}),
        ({"open_to_new_members": True}, {"open_to_new_members": True}),
        ({"open_to_new_members": "no"}, {"open_to_new_members": False}),
        ({"open_to_new_members": None}, {"open_to_new_members": None}),
        ({"annual_saving_gbp": 5, "total_saving_gbp": "£1,000"}, {"annual_saving_gbp": 5, "total_saving_gbp": 1000}),
        ({"started": "2013-04-01"}, {"started": "2013-04-01"}),
    ],
)
def test_a_shared_service_is_kept_as_the_source_means_it(cells: dict[str, Any], expected: dict[str, Any]) -> None:
    facts = facts_of(service(**cells), SERVICES)
    assert {name: facts[name] for name in expected} == expected


def test_each_link_has_its_kind_and_none_stands_twice() -> None:
    source = "https://papers.example/audit"
    links = [source, "https://www.github.com/a/b", "https://a.example/Paper.PDF", "https://a.example/pdf", source]
    facts = facts_of(service(website="https://audit.example", links=links), SERVICES)
    assert facts["links"] == [
        ["source", source],
        ["website", "https://audit.example"],
        ["code", "https://www.github.com/a/b"],
        ["document", "https://a.example/Paper.PDF"],
        ["page", "https://a.example/pdf"],
    ]


def test_names_are_kept_as_written_and_the_lead_is_not_its_own_partner() -> None:
    facts = facts_of(
        project(lead="London Borough of Southwark", partners=["GLA", "London Borough of Southwark", "GLA"])
    )
    assert facts["organisations"] == [["lead", "London Borough of Southwark"], ["partner", "GLA"]]


@pytest.mark.parametrize(
    ("dates", "day"),
    [
        ({"start_date": "2018-12", "published": "2019"}, "2018-12"),
        ({"published": "2019-09-12", "end_date": "2020"}, "2019-09-12"),
        ({"end_date": "2020"}, "2020"),
        ({}, None),
    ],
)
def test_names_are_read_as_of_the_first_date_that_is_known(dates: dict[str, Any], day: str | None) -> None:
    entry, _ = to_entry(Record(1, project(**dates)), PROJECTS, AREAS)
    assert entry
    assert entry.on == day


@pytest.mark.parametrize(
    ("written", "ids"),
    [
        ("Revenues and benefits", [56, 3]),
        ("HOUSING", [66]),
        ("66", [66]),
        (["Housing", "Benefits", "Revenues and benefits"], [66, 3, 56]),
    ],
)
def test_a_service_area_is_found_by_everyday_label_standard_label_or_identifier(written: Any, ids: list[int]) -> None:
    assert facts_of(project(service_area=written))["service_areas"] == ids


def test_a_source_without_a_name_is_named_by_its_site() -> None:
    assert facts_of(project(source_url="https://www.papers.example:8080/a"))["source_name"] == "papers.example"
    assert facts_of(project(source_name="The Papers"))["source_name"] == "The Papers"


# In the directory


def test_the_everyday_labels_lead_to_terms_of_the_standard_list(db: None) -> None:
    make_ready()
    names = ServiceAreaNames.from_database()
    assert names.find("waste and recycling") == [38, 39]
    assert names.find("Finance, HR and payroll") == [116, 119]
    assert ServiceArea.objects.filter(pk__in=names.find("Democratic services")).get().label == "Democratic services"


def test_identifiers_beyond_the_standard_list_are_found_once_they_are_loaded(db: None) -> None:
    area = make_area("Space travel")
    assert ServiceAreaNames.from_database().find("space travel") == [area.pk]


def test_every_fact_of_a_line_arrives(db: None, tmp_path: Path) -> None:
    make_ready()
    line = project(
        lead="Exford Council",
        partners_note="ten others",
        phase="retired",
        service_area="Digital inclusion",
        topics=["parking", "permits"],
        funding={
            "source": "The fund",
            "amount_gbp": 5,
            "band": "£50K > £100k",
            "outcome": "not-funded",
            "reason": "No.",
        },
        collaboration_wanted="Share Ideas",
        start_date="2019",
        end_date="2020-05",
        source_name="The Papers",
        published="2019-07",
        read_on="2026-09-15",
    )
    run_import(write_lines(tmp_path, line))
    found = Project.objects.get()
    assert [str(part) for part in found.leads] == ["Exford Council (lead)"]
    assert (found.partners_note, found.started, found.ended, found.is_ended) == ("ten others", "2019", "2020-05", True)
    assert sorted(area.pk for area in found.service_areas.all()) == [4, 24]
    assert sorted(topic.name for topic in found.topics.all()) == ["parking", "permits"]
    assert (found.funding_source, found.funding_amount_gbp, found.budget_band) == ("The fund", 5, "50k-100k")
    assert (found.funding_outcome, found.funding_reason, found.wants) == ("not-funded", "No.", "share-ideas")
    source = found.sources.get()
    assert (source.name, source.published, str(source.read_on)) == ("The Papers", "2019-07", "2026-09-15")


def test_every_fact_of_a_shared_service_arrives(db: None, tmp_path: Path) -> None:
    make_ready()
    line = service(
        model="joint-committee",
        partners=["Exford"],
        service_area="Internal audit",
        annual_saving_gbp=5,
        total_saving_gbp=15,
        open_to_new_members=True,
        status="ended",
        website="https://audit.example",
        started="2013",
    )
    run_import(write_lines(tmp_path, line), kind="services")
    found = SharedService.objects.get()
    assert (found.delivery_model, found.annual_saving_gbp, found.total_saving_gbp) == ("joint-committee", 5, 15)
    assert (found.open_to_new_members, found.is_ended, found.started) == (True, True, "2013")
    assert [link.kind for link in found.links.all()] == ["source", "website"]
