"""One search for everything, and councils that are found however somebody writes them."""

from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from listings.models import SynonymGroup
from tests.support.factories import (
    make_area,
    make_council,
    make_former_council,
    make_partner,
    make_planned_council,
    make_project,
    make_service,
)
from tests.support.pages import Page
from tests.support.visits import count, show, signed_in

pytestmark = pytest.mark.django_db

FIRST = "Go straight to"


def search(client: Client, words: str) -> Page:
    """Return what /search/ shows for some words."""
    return show(client, f"/search/?q={quote(words)}")


def groups(page: Page) -> dict[str, list[str]]:
    """Return the lines of each group of results, by its heading, in the order of the page."""
    found = [[line.strip() for line in text.splitlines() if line.strip()] for text in page.classes["search-group"]]
    return {heading: lines for heading, *lines in found}


def councils(client: Client, words: str, **filters: str) -> list[str]:
    """Return whom the list of councils shows for some words."""
    further = "".join(f"&{word}={value}" for word, value in filters.items())
    return show(client, f"/councils/?q={quote(words)}{further}").results


# Everything at once


def test_one_search_finds_projects_services_organisations_and_service_areas_and_counts_each(client: Client) -> None:
    project, service = make_project("Waste by weight"), make_service("Joint waste collection")
    make_council("Exford")
    partner, area = make_partner("Waste Not"), make_area("Waste management", parent=make_area("Environment"))
    page = search(client, "waste")
    found = groups(page)
    assert list(found) == [
        "Projects (1)",
        "Shared services (1)",
        "Councils and partner organisations (1)",
        "Service areas (1)",
    ]
    assert [lines[0] for lines in found.values()][:3] == [project.title, service.title, partner.name]
    assert found["Service areas (1)"] == ["Waste management in Environment"]
    assert page.link("Waste management").href == area.get_absolute_url()
    assert count(page) == "4 results matching “waste”"
    assert page.title == "4 results matching “waste” - CollabHub"


def test_the_best_five_of_a_kind_are_shown_with_a_link_to_the_list_of_all(client: Client) -> None:
    for number in range(7):
        make_project(f"Parking {number}")
        make_service(f"Parking wardens {number}")
    make_project("Kerbs", summary="Less parking on them.")
    page = search(client, "parking")
    assert len([title for title in page.results if title.startswith("Parking ")]) == 10
    assert "Kerbs" not in page.results
    for link, heading in (("See all 8 projects", "8 projects"), ("See all 7 shared services", "7 shared services")):
        assert count(show(client, page.link(link).href)) == f"{heading} matching “parking”"


def test_nothing_is_to_be_seen_in_full_that_is_there_already(client: Client) -> None:
    make_project("Parking")
    assert not [text for text in search(client, "parking").link_texts() if text.startswith("See all")]


def test_all_organisations_that_match_can_be_seen_part_by_part_of_the_register(client: Client) -> None:
    for number in range(4):
        make_council(f"Upper Ex {number}")
    make_former_council("Upper Exshire")
    make_planned_council("Upper Exland")
    make_partner("Upper Ex Trust")
    page = search(client, "upper")
    assert page.results[:4] == [f"Upper Ex {number} Council" for number in range(4)]
    links = {link.text: link.href for link in page.links if "/councils/?q=upper" in link.href}
    assert list(links) == [
        "Councils in force (4)",
        "Planned councils (1)",
        "Former councils (1)",
        "Partner organisations (1)",
    ]
    for text, address in links.items():
        assert f"({len(show(client, address).results)})" in text


def test_unpublished_entries_are_found_by_moderators_alone(client: Client, moderator: Any) -> None:
    make_project("Parking", state="draft")
    assert count(search(client, "parking")) == "No results matching “parking”"
    signed_in(moderator, client)
    assert search(client, "parking").results == ["Parking"]


def test_what_was_searched_for_stands_in_the_field_again(client: Client) -> None:
    [field] = search(client, '"<b>" & co').attributes("input", name="q")
    assert field["value"] == '"<b>" & co'


# Councils first


@pytest.mark.parametrize(
    "words",
    ["camden", "Camden Council", "LONDON BOROUGH OF CAMDEN", "borough of camden", "LBC", "e09000007", "E09999999"],
)
def test_a_search_that_names_a_council_leads_to_its_page_first(client: Client, words: str) -> None:
    council = make_council("Camden", name="London Borough of Camden", gss_code="E09000007", kind="london-borough")
    council.aliases.create(name="LBC")
    council.former_codes.create(gss_code="E09999999")
    make_council("Camdenham")
    make_project("Camden trees", leads=[council])
    make_project("Street trees", partners=[council])
    page = search(client, words)
    assert next(iter(groups(page))) == FIRST
    assert groups(page)[FIRST][0] == council.name
    assert "Takes part in 2 entries" in groups(page)[FIRST]
    assert page.link(council.name).href == council.get_absolute_url()
    assert page.results.count(council.name) == 1


def test_a_name_that_an_abolished_council_shares_leads_to_the_one_in_force(client: Client) -> None:
    former, council = make_former_council("Somerset", name="Somerset County Council"), make_council("Somerset")
    found = groups(search(client, "somerset"))
    assert found[FIRST][0] == council.name
    assert found["Other councils and partner organisations (1)"][0] == former.name
    assert groups(search(client, "somerset county council"))[FIRST][0] == former.name


def test_a_word_that_is_only_part_of_a_name_leads_nobody_straight_on(client: Client) -> None:
    make_council("Upper Exford")
    assert list(groups(search(client, "upper"))) == ["Councils and partner organisations (1)"]


# Forgiving


def test_a_misspelt_name_is_answered_with_the_likely_one_and_says_so(client: Client) -> None:
    council = make_council("Hackney")
    make_project("Hackney trees", leads=[council])
    page = search(client, "hackny")
    assert "Showing results for hackney." in page.text
    assert page.title.startswith("2 results matching “hackney”")
    assert groups(page)[FIRST][0] == council.name
    as_written = show(client, f"/search/{page.link('Search instead for “hackny”').href}")
    assert count(as_written) == 'No results matching “"hackny"”'


def test_service_areas_are_found_by_the_words_of_the_trade(client: Client) -> None:
    SynonymGroup.objects.create(terms=["bins", "waste"])
    make_area("Household waste")
    make_area("Hazardous waste")
    assert groups(search(client, "bins"))["Service areas (2)"] == ["Hazardous waste", "Household waste"]
    assert groups(search(client, "bins -hazardous"))["Service areas (1)"] == ["Household waste"]


@pytest.mark.parametrize("words", ["E09000099", "w06999999"])
def test_a_code_that_nobody_has_is_answered_in_words(client: Client, words: str) -> None:
    page = search(client, words)
    assert f"No organisation in the register has the code {words.upper()}, today or in the past." in page.text


@pytest.mark.parametrize("words", ["E8 1EA", "e81ea", "sw1a", "M5", "EC1A 1BB"])
def test_a_postcode_is_answered_with_where_to_find_its_council(client: Client, words: str) -> None:
    page = search(client, words)
    assert "the register holds no postcodes" in page.text
    assert page.link("Find the council of a postcode on GOV.UK").href == "https://www.gov.uk/find-local-council"


@pytest.mark.parametrize("words", ["E09000012", "CON29", "5G", "bins", "S106"])
def test_what_is_no_postcode_is_not_taken_for_one(client: Client, words: str) -> None:
    assert "postcode" not in search(client, words).text


def test_without_words_the_page_says_where_to_begin(client: Client) -> None:
    for address in ("/search/", "/search/?q=", "/search/?q=+", "/search/?page=3"):
        page = show(client, address)
        assert page.title == "Search - CollabHub"
        assert {"Projects", "Shared services", "Councils", "Service areas", "revs and bens"} <= set(page.link_texts())


def test_where_nothing_matches_the_page_says_what_to_try(client: Client) -> None:
    page = search(client, "xyzzy")
    assert count(page) == "No results matching “xyzzy”"
    assert "check the spelling" in page.text
    assert {"browse by service area", "projects", "shared services", "councils"} <= set(page.link_texts())


def test_punctuation_alone_asks_for_nothing_and_is_told_so(client: Client) -> None:
    assert "“!!” holds no letters or digits" in search(client, "!!").text


def test_only_what_anybody_would_type_is_read_of_a_very_long_search(client: Client) -> None:
    page = search(client, "bins " * 2000)
    assert "Only the first 200 characters of your search words were used." in page.text


STRANGE = [
    "c++",
    "O'Brien",
    "AND",
    '"',
    '""',
    "-",
    "--",
    "-bins",
    "- bins",
    "\x00",
    "bins\x00",
    "🗑",
    "🗑 bins",
    "%",
    "_",
]
STRANGE += [
    "\\",
    "';--",
    "' | '",
    "!(",
    "a:*",
    "<->",
    "<script>",
    "٣",
    "ß",
    "\u202ebins",
    "\ud7ff",
    "ynys môn",
    "&&",
    "x" * 200,
]


@pytest.mark.parametrize("words", STRANGE)
def test_nothing_that_people_type_breaks_a_search(client: Client, words: str) -> None:
    make_project("Bins", leads=[make_council("Ynys Môn")], topics=["c++"])
    make_area("Bins")
    for address in ("/search/", "/councils/", "/search/suggest/"):
        assert client.get(address, {"q": words}).status_code == 200


def test_broken_characters_in_an_address_break_nothing(client: Client) -> None:
    for address in ("/search/", "/councils/", "/search/suggest/"):
        assert client.get(f"{address}?q=%ED%A0%80%FF&q=%00").status_code == 200


def test_c_plus_plus_does_not_find_every_council_with_a_c(client: Client) -> None:
    make_council("Camden")
    assert count(search(client, "c++")) == "No results matching “c++”"


# The list of councils

NAMES = {
    "accents": ("Ynys Mon", "Ynys Môn"),
    "case": ("CAMDEN", "Camden"),
    "beginning": ("camd", "Camden"),
    "misspelt": ("camdne", "Camden"),
    "what sort": ("london borough of camden", "Camden"),
    "council": ("camden council", "Camden"),
    "saint": ("Saint Albans", "St Albans"),
    "and": ("Brighton & Hove", "Brighton and Hove"),
    "run together": ("stalbans", "St Albans"),
    "apostrophe": ("Kings Lynn", "King's Lynn"),
    "short": ("n yorks", "North Yorkshire"),
    "misspelt, with what sort": ("borough of camdem", "Camden"),
}


@pytest.mark.parametrize(("words", "short_name"), NAMES.values(), ids=NAMES)
def test_a_council_is_found_however_its_name_is_written(client: Client, words: str, short_name: str) -> None:
    for name in dict.fromkeys(name for _, name in NAMES.values()):
        make_council(name)
    assert councils(client, words) == [f"{short_name} Council"]


def test_a_council_is_found_by_its_other_names_and_its_codes_of_now_and_before(client: Client) -> None:
    council = make_council("Isle of Ex", gss_code="E06000099", code3="IOX")
    council.aliases.create(name="Ynys Ecs")
    council.former_codes.create(gss_code="E07000099")
    make_council("Exford")
    for words in ("ynys", "ecs", "E06000099", "e07000099", "iox", '"isle of ex"'):
        assert councils(client, words) == [council.name], words
    assert councils(client, '"of isle"') == councils(client, "E0600009") == []


def test_the_list_of_councils_says_which_word_it_corrected(client: Client) -> None:
    make_council("Hackney")
    page = show(client, "/councils/?q=hackny")
    assert count(page) == "1 council matching “hackney”"
    assert "Showing results for hackney." in page.text
    assert show(client, f"/councils/{page.link('Search instead for “hackny”').href}").results == []


def test_no_word_is_corrected_that_finds_somebody_or_is_like_none(client: Client) -> None:
    make_council("Exford")
    for words in ("exfo", "exford", "xyzzy", "exf0rd"):
        assert "Showing results for" not in show(client, f"/councils/?q={words}").text, words


def test_a_word_may_be_left_out_of_the_names_of_councils(client: Client) -> None:
    for name in ("Upper Ex", "Lower Ex"):
        make_council(name)
    assert councils(client, "ex -upper") == councils(client, "-upper") == ["Lower Ex Council"]


def test_the_best_match_comes_first_unless_another_order_is_asked_for(client: Client) -> None:
    for name in ("Bath and North Kent", "Kent", "Kentish Downs"):
        make_council(name)
    by_match = ["Kent Council", "Kentish Downs Council", "Bath and North Kent Council"]
    assert councils(client, "kent") == by_match
    assert councils(client, "kent", sort="name") == sorted(by_match)
    assert "Best match" not in show(client, "/councils/").text


def test_words_narrow_the_list_together_with_its_filters(client: Client) -> None:
    make_council("Upper Ex")
    make_council("Upper Wy", nation="Wales", region="Wales", kind="welsh")
    assert councils(client, "upper", nation="Wales") == ["Upper Wy Council"]


# Cost


def cost(client: Client, address: str) -> int:
    """Return how many statements a page takes."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_a_search_takes_as_many_statements_with_few_rows_as_with_many(client: Client) -> None:
    council = make_council("Exford")
    addresses = ("/search/?q=exford", "/search/?q=parking", "/councils/?q=exford", "/search/suggest/?q=park")
    costs = []
    for number in range(2, 40, 19):
        for _ in range(number):
            make_project(f"Parking {number}", leads=[council], areas=[make_area("Parking")], topics=["parking"])
            make_service(f"Parking {number}", partners=[council, make_partner("Exford Trust")])
            make_council("Upper Exford").aliases.create(name="Over Exford")
        costs.append([cost(client, address) for address in addresses])
    few, many = costs
    assert few == many
    assert max(few) <= 14
    assert few[2] <= 3
