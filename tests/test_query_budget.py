"""How many statements each kind of page costs: the same with few rows and with many."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from councils.models import Organisation
from listings.models import RelatedListing
from tests.support.factories import (
    add_source,
    make_area,
    make_council,
    make_former_council,
    make_partner,
    make_project,
    make_service,
    succeed,
    take_part,
)
from tests.support.joining import make_adoption, make_ask, make_call_entry, make_interest

FEW, MANY = 3, 30


class SmallWorld:
    """A directory round one council, one service area and one project, with `size` of everything they have."""

    def __init__(self, size: int) -> None:
        self.authority = make_council("Region", kind="combined-authority", tier="strategic")
        self.council = make_council("Exford", strategic_authority=self.authority)
        self.county = make_council("Exshire", kind="county", tier="upper")
        self.top = make_area("Environment")
        self.area = make_area("Waste", parent=self.top)
        self.project = make_project("Bins", leads=[self.council], areas=[self.area], topics=["bins"])
        self.service = make_service("Audit", leads=[self.council], areas=[self.area])
        for number in range(size):
            self.add(number)

    def add(self, number: int) -> None:
        """Add one of everything."""
        former = make_former_council(successor=self.council)
        succeed(self.council, make_council())
        partner = make_partner(website="https://partner.example/")
        make_council(county=self.county, kind="non-metropolitan-district", tier="lower")
        make_council(strategic_authority=self.authority)
        make_area(parent=self.area)
        about = {"areas": [self.area, self.top], "topics": [f"topic {number}", "bins"]}
        stage = make_project(leads=[self.council], partners=[partner, f"Name {number}"], wants="partners", **about)
        make_project(leads=[former], funders=[self.council], is_ended=True, **about)
        make_project(leads=[former], partners=[partner], source="Paper", **about)
        make_service(leads=[self.council], partners=[partner], open_to_new_members=True, source="Paper", **about)
        for listing in (self.project, self.service):
            take_part(listing, "partner", [former])
            take_part(listing, "supplier", [partner])
            add_source(listing, f"Paper {number}")
            listing.links.create(url=f"https://papers.example/{number}")
        RelatedListing.objects.create(earlier=stage, later=self.project)
        self.council.aliases.create(name=f"Borough {number}")
        self.join_in(partner)

    def join_in(self, partner: Organisation) -> None:
        """Let a partner reuse the two entries, and the council theirs; want something, and answer somebody."""
        now = timezone.now()
        yes = {"answer": "yes", "answered_at": now}
        for listing in (self.project, self.service):
            take_part(listing, "adopter", [partner])
            make_adoption(listing_id=listing.pk, organisation=partner, since="2024", **yes)
            make_ask(listing_id=listing.pk, organisation=self.council)
            make_call_entry(listing_id=listing.pk)
            talking = {"state": "talking", "turn": "sender", "answered_at": now}
            make_interest(listing_id=listing.pk, organisation=None, **talking)
        theirs = make_project(leads=[partner], adopters=[self.council])
        make_adoption(listing_id=theirs.pk, organisation=self.council, **yes)


Address = Callable[[SmallWorld], str]
BUDGET: dict[str, tuple[Address, int]] = {
    # Front page: 1 projects, 1 services, 1 councils and 1 councils taking part, counted; 1 phases, 1 ended, 1 regions;
    # 4 newest (with participations, service areas, sources); 1 open to new members, 1 service areas; 1 asks, 1 calls.
    "home": (lambda world: "/", 15),
    # Lists: 1 the generation of the data, by which the rest is remembered, 1 the page.
    "projects": (lambda world: "/projects/", 2),
    "projects, filtered": (lambda world: f"/projects/?q=shared&phase=alpha&area={world.top.pk}&nation=England", 2),
    "projects of a council": (lambda world: f"/projects/?council={world.council.slug}", 2),
    # …and 1 how many there would be without the words.
    "projects, none": (lambda world: "/projects/?q=xyzzy", 3),
    "services": (lambda world: "/services/", 2),
    # The register: 1 the generation, 1 counts and page.
    "councils": (lambda world: "/councils/", 2),
    "councils by entries": (lambda world: "/councils/?show=partners&sort=listings", 2),
    # A listing: 1 itself, 5 participations, service areas, sources, topics, links, 1 its stages' links, 5 similar work
    # (1 synonyms, 1 how telling its traits are, 1 who shares them, 1 those listings, 1 who takes part in them), 2 its
    # phases and updates; 1 asks, 1 calls, 1 who reuses it, 1 how it is answered.
    "service": (lambda world: world.service.get_absolute_url(), 18),
    # …and 1 the stages themselves.
    "project": (lambda world: world.project.get_absolute_url(), 19),
    # An organisation: 1 itself, 1 aliases, 1 its listings, 1 those left out, 4 those shown, 2 whom it works with,
    # 5 listings of those before it and their number, 1 those that come after, 1 those before, 1 districts, 1 councils
    # in its area, 1 those like it; 2 what it reuses, 1 how it answers.
    "council": (lambda world: world.council.get_absolute_url(), 23),
    # …of which without work: 1 its listings, 1 those left out, 1 whom it works with, 2 inherited ones.
    "county": (lambda world: world.county.get_absolute_url(), 14),
    "strategic authority": (lambda world: world.authority.get_absolute_url(), 14),
    # Service areas: 1 the first level, 1 those below, 1 counts.
    "service areas": (lambda world: "/service-areas/", 3),
    # One area: 1 itself, 1 those below, 4 projects, 4 services, 2 counts.
    "service area": (lambda world: world.area.get_absolute_url(), 12),
    # Each of the three parts that come from tables: 1 count, 1 rows.
    "site map": (lambda world: "/sitemap.xml", 6),
    # What is wanted: 1 the generation, 1 the page. Calls: 1 open, 1 how many are closed.
    "wanted": (lambda world: "/wanted/", 2),
    "calls": (lambda world: "/calls/", 2),
    "about": (lambda world: "/about/", 0),
    "robots": (lambda world: "/robots.txt", 0),
    "alive": (lambda world: "/healthz", 0),
}


def number_of_statements(client: Client, address: str) -> int:
    """Return how many statements it costs to draw a page that was drawn before, since the data last changed."""
    for _ in range(2):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address, headers={"cache-control": "no-cache"}).status_code == 200
    return len(captured)


@pytest.mark.parametrize("size", [FEW, MANY])
def test_every_page_keeps_to_its_budget_with_few_and_with_many_rows(
    transactional_db: None, client: Client, size: int
) -> None:
    world = SmallWorld(size)
    found = {page: number_of_statements(client, address(world)) for page, (address, _) in BUDGET.items()}
    assert found == {page: budget for page, (_, budget) in BUDGET.items()}


LISTS = [page for page in BUDGET if page.startswith(("projects", "services", "councils"))]
MOST = 8
"""Statements for a list, as the design allows."""
MOST_AT_FIRST = 12
"""Statements for a list that is the first to be drawn since the data changed: it also finds what is then remembered."""


def test_no_list_costs_more_than_the_design_allows() -> None:
    assert max(BUDGET[page][1] for page in LISTS) <= MOST


def test_the_first_list_after_a_change_costs_little_more(db: None, client: Client) -> None:
    world = SmallWorld(FEW)
    for page in LISTS:  # inside the transaction of this test nothing is remembered
        with CaptureQueriesContext(connection) as captured:
            client.get(BUDGET[page][0](world))
        assert len(captured) <= MOST_AT_FIRST, page
