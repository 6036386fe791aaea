"""What a list says of itself, how it is sorted, and how one gets from page to page."""

import re
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from tests.support.factories import make_area, make_council, make_partner, make_project, make_service
from tests.support.pages import read
from tests.support.visits import LISTS, choices_offered, count, everything_found, show

# What the page says


@pytest.mark.parametrize(
    ("number", "query", "heading"),
    [
        (0, "", "No projects"),
        (1, "", "1 project"),
        (3, "", "3 projects"),
        (3, "?q=shared", "3 projects matching “shared”"),
        (3, "?q=xyzzy", "No projects matching “xyzzy”"),
    ],
)
def test_the_number_of_results_is_said_in_words_and_in_the_title(
    db: None, client: Client, number: int, query: str, heading: str
) -> None:
    for _ in range(number):
        make_project()
    page = show(client, f"/projects/{query}")
    assert count(page) == heading
    assert (2, heading) in page.headings
    assert page.title == f"{heading} - CollabHub"


def test_the_title_names_the_page_of_several(db: None, client: Client) -> None:
    for _ in range(21):
        make_service()
    assert show(client, "/services/?page=2").title == "21 shared services (page 2 of 2) - CollabHub"


CHOSEN = "q=bins&phase=alpha&phase=ended&nation=England&region=South+West&sort=title"


def test_each_chosen_filter_is_a_link_that_takes_only_itself_away(db: None, client: Client) -> None:
    for number in range(45):
        make_project(f"bins {number}", leads=[make_council()])
    page = show(client, f"/projects/?{CHOSEN}&page=2")
    gone = {"Remove phase: Alpha": ("phase", "alpha"), "Remove phase: Ended": ("phase", "ended")}
    gone |= {"Remove nation: England": ("nation", "England"), "Remove region: South West": ("region", "South West")}
    assert {link.text for link in page.chosen} == set(gone)
    for link in page.chosen:
        kept = [pair for pair in parse_qsl(CHOSEN) if pair != gone[link.text]]
        assert sorted(parse_qsl(urlsplit(link.href).query)) == sorted(kept)
        assert link.text not in show(client, f"/projects/{link.href}").link_texts()


def test_clear_all_filters_is_there_only_when_there_are_some_and_keeps_the_words(db: None, client: Client) -> None:
    make_project("bins")
    for query in ("", "?q=bins", "?sort=title", "?phase=dreaming"):
        assert "Clear all filters" not in show(client, f"/projects/{query}").link_texts(), query
    assert show(client, f"/projects/?{CHOSEN}").link("Clear all filters").href == "?q=bins"


def test_a_chosen_filter_is_ticked_and_its_group_is_open(db: None, client: Client) -> None:
    page = show(client, "/projects/?phase=alpha&nation=Wales")
    ticked = [(box["name"], box["value"]) for box in page.attributes("input", type="checkbox") if "checked" in box]
    assert ticked == [("phase", "alpha"), ("nation", "Wales")]


def test_an_organisation_is_found_by_typing_its_name_and_then_stands_as_a_ticked_choice(
    db: None, client: Client
) -> None:
    council = make_council("Exford")
    council.aliases.create(name="Ex")
    make_project("bins", leads=[council])
    for typed in ("Exford", "exford council", "EX", council.slug):
        page = read(client.get(f"/projects/?{urlencode({'council': typed, 'phase': 'alpha'})}", follow=True))
        ticked = [box["value"] for box in page.attributes("input", type="checkbox", name="council") if "checked" in box]
        assert ticked == [council.slug]
        assert page.attributes("input", type="text", name="council")
        assert [link.text for link in page.chosen] == ["Remove phase: Alpha", "Remove organisation: Exford Council"]
        assert page.results == ["bins"]
        # Its number is either right or not said.
        assert choices_offered(page).get(("council", council.slug), 1) == 1


def test_a_typed_name_that_several_bear_is_asked_about_and_one_that_nobody_bears_is_said(
    db: None, client: Client
) -> None:
    make_project("bins", leads=[make_council("Durham"), make_partner("Durham")])
    page = show(client, "/projects/?council=Durham&phase=alpha")
    assert "“Durham” may be Durham Council or Durham. Type the whole name." in page.text
    assert page.results == ["bins"]
    assert "No organisation is called “Nowhere”." in show(client, "/projects/?council=Nowhere").text


def test_a_service_area_below_the_first_level_can_be_taken_away_again(db: None, client: Client) -> None:
    below = make_area("Bins", parent=make_area("Waste"))
    project = make_project(areas=[below])
    page = show(client, f"/projects/?area={below.pk}")
    assert page.results == [project.title]
    assert [link.text for link in page.chosen] == ["Remove service area: Bins"]
    assert str(below.pk) in [box["value"] for box in page.attributes("input", name="area") if "checked" in box]
    assert str(below.pk) not in [box["value"] for box in show(client, "/projects/").attributes("input", name="area")]


def test_the_form_works_without_script_and_changes_the_sort_only_by_a_button(db: None, client: Client) -> None:
    for path in LISTS:
        page = show(client, path)
        [form] = page.attributes("form")
        assert (form["method"], form["action"]) == ("get", path)
        assert page.attributes("button", type="submit")
        assert [select["name"] for select in page.attributes("select")] == ["sort"]
        assert not [link for link in page.links if "sort=" in link.href]


def test_an_empty_list_offers_what_to_loosen_and_how_much_each_would_give(db: None, client: Client) -> None:
    (
        make_project("bins"),
        make_project("bins", leads=[make_council(nation="Wales")], phase="beta"),
        make_project("parks"),
    )
    for query in (
        "q=bins&phase=alpha&nation=Wales",
        "phase=alpha&nation=Wales",
        "q=bins+parks",
        "q=bins&role=lead&tag=x",
    ):
        page = show(client, f"/projects/?{query}")
        for link in page.links:
            if number := re.search(rf"{re.escape(link.text)} \((\d+) projects?\)", " ".join(page.text.split())):
                landed = read(client.get(f"/projects/{link.href}", follow=True))
                assert count(landed).split()[0] == number[1], (query, link.text)
        assert page.results or page.link("see all projects").href == "/projects/"
    page = show(client, "/projects/?q=bins&phase=alpha&nation=Wales")
    assert parse_qs(page.link("remove phase").href[1:]) == {"q": ["bins"], "nation": ["Wales"]}
    assert parse_qs(page.link("remove nation").href[1:]) == {"q": ["bins"], "phase": ["alpha"]}
    assert "search without these words" not in page.link_texts()
    assert show(client, "/projects/?q=xyzzy&phase=alpha").link("search without these words").href == "?phase=alpha"


def test_choices_that_would_give_nothing_come_last_and_cannot_be_made_unless_they_are_in_force(
    db: None, client: Client
) -> None:
    make_project(phase="live")
    page = show(client, "/projects/?nation=Wales")
    boxes = page.attributes("input", name="phase") + page.attributes("input", name="nation")
    assert [box["value"] for box in boxes if "disabled" not in box] == ["Wales"]
    boxes = show(client, "/projects/").attributes("input", name="phase")
    assert boxes[0]["value"] == "live"
    assert ["disabled" in box for box in boxes] == [False] + [True] * (len(boxes) - 1)


# Order and pages


def titles_in_order(client: Client, path: str, sort: str) -> list[str]:
    return everything_found(client, path, {"sort": sort} if sort else {})


def test_the_usual_order_is_the_latest_change_first_and_ended_work_last(db: None, client: Client) -> None:
    now = timezone.now()
    for days, title, is_ended in (
        (1, "new, ended", True),
        (5, "old", False),
        (3, "newer", False),
        (9, "oldest, ended", True),
    ):
        make_project(title, is_ended=is_ended, updated_at=now - timezone.timedelta(days=days))
    assert titles_in_order(client, "/projects/", "") == ["newer", "old", "new, ended", "oldest, ended"]


def test_a_list_can_be_sorted_by_start_and_by_title(db: None, client: Client) -> None:
    for title, started in (("B", "2020"), ("C", "2021-05"), ("A", ""), ("D", "2021-05-02")):
        make_service(title, started=started)
    assert titles_in_order(client, "/services/", "started") == ["D", "C", "B", "A"]
    assert titles_in_order(client, "/services/", "title") == ["A", "B", "C", "D"]


def test_the_register_can_be_sorted_by_population_and_by_entries(db: None, client: Client) -> None:
    small, big, _unknown = make_council("B", population=10), make_council("A", population=20), make_council("C")
    make_project(leads=[small], partners=[small])
    make_project(leads=[small, big], state="draft")
    names = ["A Council", "B Council", "C Council"]
    assert titles_in_order(client, "/councils/", "") == names
    assert titles_in_order(client, "/councils/", "population") == names
    assert titles_in_order(client, "/councils/", "listings") == ["B Council", "A Council", "C Council"]


def test_the_register_counts_for_each_council_only_what_is_published_and_each_entry_once(
    db: None, client: Client
) -> None:
    council = make_council()
    make_project(leads=[council], partners=[council])
    make_service(partners=[council], state="draft")
    [result] = show(client, "/councils/").classes["result"]
    assert "1 entry" in result


def test_the_sort_in_force_is_named(db: None, client: Client) -> None:
    assert "Sorted by: Most recently confirmed or updated" in show(client, "/projects/").text
    assert "Sorted by: Title, A to Z" in show(client, "/projects/?sort=title").text


def test_equal_entries_keep_their_place_from_page_to_page(db: None, client: Client) -> None:
    now = timezone.now()
    for _ in range(45):
        make_project("Same title", updated_at=now, started="2020")
    for sort in ("", "started", "title"):
        seen = []
        for number in (1, 2, 3):
            page = show(
                client,
                f"/projects/?{urlencode({'sort': sort, 'page': number})}" if sort else f"/projects/?page={number}",
            )
            seen += [link.href for link in page.links if link.text == "Same title"]
        assert len(seen) == len(set(seen)) == 45, sort


@pytest.mark.parametrize("page", ["0", "-1", "2", "9999", "9" * 30, "1.5", "abc", "", "1e3", "%00", "²", "٣"])
def test_a_page_that_is_not_there_leads_to_the_first_and_keeps_the_rest(db: None, client: Client, page: str) -> None:
    make_project("bins")
    response = client.get(f"/projects/?q=bins&phase=alpha&sort=title&page={page}")
    assert response.status_code == 302
    assert response["Location"] == "/projects/?q=bins&phase=alpha&sort=title"
    assert client.get(f"/projects/?page={page}")["Location"] == "/projects/"


def test_links_to_other_pages_keep_what_was_asked_for(db: None, client: Client) -> None:
    for _ in range(85):
        make_project("bins")
    page = show(client, "/projects/?q=bins&phase=alpha&sort=title&page=3")
    found = [link for link in page.links if link.attributes.get("aria-label", "").startswith("Page ")]
    assert [link.text for link in found] == ["1", "2", "3", "4", "5"]
    assert found[0].href == "?q=bins&phase=alpha&sort=title"
    assert found[4].href == "?q=bins&phase=alpha&sort=title&page=5"
    assert [link.text for link in found if "aria-current" in link.attributes] == ["3"]
