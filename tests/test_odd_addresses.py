"""Whatever an address asks of a list, people get a list and a sentence about what was not understood."""

import string
from urllib.parse import urlencode

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.factories import (
    make_area,
    make_council,
    make_former_council,
    make_planned_council,
    make_project,
)
from tests.support.pages import read
from tests.support.visits import LISTS, show

pytestmark = pytest.mark.slow

NOT_UNDERSTOOD = {
    "colour=red": "There is no filter called “colour”.",
    "phase=dreaming": "“dreaming” is not a choice of phase.",
    "phase=alpha&phase=dreaming": "“dreaming” is not a choice of phase.",
    "area=1%00": "is not a choice of service area.",
    "area=abc": "“abc” is not a choice of service area.",
    "area=-1": "“-1” is not a choice of service area.",
    "area=99999999999999999999": "is not a choice of service area.",
    "council=nowhere": "No organisation is called “nowhere”.",
    "council=%27%22%3E": "No organisation is called “'\">”.",
    "council=%00": "No organisation is called",
    "role=boss": "“boss” is not a choice of role.",
    "tag=Bins": "“Bins” is not a choice of topic.",
    "nation=england": "“england” is not a choice of nation.",
    "sort=luck": "“luck” is not a way to sort this list.",
    f"q={'x' * 5000}": "Only the first 200 characters of your search words were used.",
    f"{'y' * 500}=1": f"There is no filter called “{'y' * 40}”.",
    "phase[]=alpha": "There is no filter called “phase[]”.",
    "q=bins&q=parks": "“q” can be asked for only once, so the last one was used.",
}


@pytest.mark.parametrize("query", NOT_UNDERSTOOD, ids=lambda query: query[:25])
def test_what_is_not_understood_is_left_out_and_said(db: None, client: Client, query: str) -> None:
    make_project("bins parks")
    page = show(client, f"/projects/?{query}")
    assert NOT_UNDERSTOOD[query] in page.text
    assert "filters" in [word for box in page.attributes("details") if "open" in box for word in box["class"].split()]


def test_of_several_parts_of_the_register_only_one_is_shown_and_said_to_be_chosen(db: None, client: Client) -> None:
    make_former_council("Former"), make_planned_council("Planned")
    page = show(client, "/councils/?show=planned&show=abolished")
    assert len(page.chosen) == 1
    assert len([box for box in page.attributes("input", type="radio") if "checked" in box]) == 1
    assert page.results == [page.chosen[0].text.partition(": ")[2].split()[0] + " Council"]
    assert "“show” can be asked for only once, so the last one was used." in page.text


def test_what_is_not_understood_is_not_carried_to_the_next_page(db: None, client: Client) -> None:
    for _ in range(21):
        make_project()
    page = show(client, "/projects/?phase=alpha&phase=dreaming&colour=red")
    assert page.link("Next page").href == "?phase=alpha&page=2"


def test_a_null_byte_in_the_words_is_a_blank(db: None, client: Client) -> None:
    make_project("bins and parks")
    assert show(client, "/projects/?q=bins%00parks").results == ["bins and parks"]


def test_blank_filters_lead_to_the_short_address(db: None, client: Client) -> None:
    for query, short in (
        ("q=+&phase=&nation=&area=&council=&sort=", ""),
        ("q=&phase=alpha&nation=&sort=title", "?phase=alpha&sort=title"),
        ("q=bins&phase=&page=1", "?q=bins"),
    ):
        response = client.get(f"/projects/?{query}")
        assert (response.status_code, response["Location"]) == (302, f"/projects/{short}")


def test_the_usual_sort_is_not_said_in_the_address(db: None, client: Client) -> None:
    for path, query, short in (
        ("/projects/", "sort=recent", ""),
        ("/projects/", "q=bins&sort=relevance", "?q=bins"),
        ("/councils/", "sort=name&show=councils", ""),
    ):
        response = client.get(f"{path}?{query}")
        assert (response.status_code, response["Location"]) == (302, path + short)
    assert client.get("/projects/?q=bins&sort=recent").status_code == 200


def test_very_many_parameters_are_refused_in_words(db: None, client: Client) -> None:
    response = client.get("/projects/?" + "&".join(f"a{number}=1" for number in range(2_000)))
    assert response.status_code == 400
    assert "This request was not understood" in response.content.decode()


ODD = ["", "0", "-1", "unknown", "ended", "\x00", "%", "'", '"><script>', "x" * 3000, "١", "\ufffd", "2"]
CHOICES = {
    "q": ["bins", "bins -parks", '"bins', "xyzzy"],
    "phase": ["alpha", "ended", "unknown"],
    "model": ["network"],
    "nation": ["England", "Wales"],
    "region": ["London", "South West"],
    "kind": ["unitary", "county"],
    "council": ["exford-council", "Exford", "exford"],
    "role": ["lead", "partner"],
    "wants": ["partners", "unknown"],
    "spread": ["country", "unknown"],
    "status": ["active", "not-funded"],
    "funding": ["funded", "unknown"],
    "open": ["yes", "unknown"],
    "freshness": ["never", "year"],
    "tag": ["bins"],
    "area": ["900001"],
    "show": ["planned", "partners"],
    "sort": ["title", "started", "spread", "relevance", "recent", "name"],
    "page": ["1", "2"],
}
asked_for = st.one_of(
    st.sampled_from([(word, choice) for word, choices in CHOICES.items() for choice in choices]),
    st.tuples(st.sampled_from(sorted(CHOICES)), st.one_of(st.text(max_size=30), st.sampled_from(ODD))),
    st.tuples(st.text(alphabet=string.printable, max_size=12), st.text(max_size=30)),
)


@pytest.mark.parametrize("path", LISTS)
def test_no_address_is_a_fault(db: None, client: Client, path: str) -> None:
    make_project("bins", leads=[make_council("Exford", slug="exford-council")], areas=[make_area()], topics=["bins"])

    @settings(max_examples=150)
    @given(pairs=st.lists(asked_for, max_size=6))
    def is_no_fault(pairs: list[tuple[str, str]]) -> None:
        response = client.get(f"{path}?{urlencode(pairs)}")
        if response.status_code == 302:
            response = client.get(response["Location"])
        assert response.status_code == 200
        page = read(response)
        if any(name not in CHOICES for name, _ in pairs):
            assert "not understood" in page.text or "page" in dict(pairs)

    is_no_fault()


@pytest.mark.parametrize(
    "query", ["%ff=%fe", "q=%ff", "&&&", "=", "q", "phase", "%", "q=%", "?" * 50, "q=%F0%9F%97%91"]
)
def test_a_query_string_that_is_no_text_is_no_fault(db: None, client: Client, query: str) -> None:
    for path in LISTS:
        response = client.get(path, QUERY_STRING=query)
        assert response.status_code == 200 or response["Location"] == path


def test_a_form_with_more_text_than_the_site_takes_is_answered_with_a_sentence(db: None, client: Client) -> None:
    response = client.post("/account/sign-in/", {"email": "x" * 5_000_000})
    page = read(response)
    assert response.status_code == 413
    assert "Nothing of what you sent was saved" in page.text
