"""Lists narrow as asked, say what they did, and survive whatever an address holds."""

import random
import string
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from councils.geography import Nation, Region
from councils.models import Organisation
from listings.models import ServiceArea
from projects.models import Phase, Project
from services.models import DeliveryModel
from tests.support.factories import (
    make_area,
    make_council,
    make_former_council,
    make_partner,
    make_planned_council,
    make_project,
    make_service,
)
from tests.support.pages import read
from tests.support.visits import LISTS, count, everything_found, show

PLACES = [
    ("England", "London", "county"),
    ("England", "South West", "unitary"),
    ("Scotland", "Scotland", "scottish"),
    ("Wales", "Wales", "welsh"),
    ("Northern Ireland", "Northern Ireland", "unitary"),
]
WORDS = ["bins", "parks", "Ärger", "100%", "a_b", "council", "É"]


# What may be asked, and what must come out


@dataclass(frozen=True)
class Facts:
    """What a list is narrowed by, for one entry: each filter's values, and the texts in which words are sought."""

    title: str
    is_ended: bool
    values: dict[str, set[str]]
    texts: tuple[str, ...]

    def matches(self, asked: dict[str, list[str]]) -> bool:
        """True when every filter has one of its chosen values and every word is somewhere."""
        words = " ".join(asked.get("q", [])).lower().split()
        found = all(any(word in text.lower() for text in self.texts) for word in words)
        return found and all(
            self.values[name] & set(chosen) for name, chosen in asked.items() if name != "q" and chosen
        )


def with_those_above(area: ServiceArea) -> set[str]:
    """Return the number of a service area and of every area above it: a filter for any of these finds it."""
    return {str(area.pk)} | (with_those_above(area.parent) if area.parent else set())


COLUMNS = {"phase": "phase", "model": "delivery_model"}


def facts_of(listing: Any, narrowed_by: str) -> Facts:
    """Read from a listing, row by row, what a list may narrow it by."""
    taking_part = list(listing.participations.all())
    people = [part.organisation for part in taking_part if part.organisation]
    names = [name for person in people for name in (person.name, person.short_name)]
    names += [alias.name for person in people for alias in person.aliases.all()]
    value = getattr(listing, COLUMNS[narrowed_by]) or "unknown"
    values = {
        narrowed_by: {"ended" if listing.is_ended and narrowed_by == "phase" else value},
        "area": {pk for area in listing.service_areas.all() for pk in with_those_above(area)},
        **{name: {getattr(person, name) for person in people} for name in ("nation", "region", "kind")},
        "council": {person.slug for person in people},
    }
    topics = [topic.name for topic in listing.topics.all()]
    texts = (listing.title, listing.summary, *topics, *names, *(part.written_name for part in taking_part))
    return Facts(listing.title, listing.is_ended, values, texts)


def random_directory(size: int, make: Any, narrowed_by: str, choices: list[str]) -> list[Facts]:
    """Make entries with random facts, the same on every run, and return what is known of each."""
    dice = random.Random(size)
    councils = [
        make_council(f"{word} {nation}", nation=nation, region=region, kind=kind)
        for (nation, region, kind), word in zip(PLACES, WORDS, strict=False)
    ]
    councils[0].aliases.create(name="Elsewhere")
    everyone = [*councils, make_partner("Bins for all"), "Unknown Parks"]
    top = [make_area("First"), make_area("Second")]
    areas = [*top, *(make_area(parent=area) for area in top)]
    areas.append(make_area(parent=areas[2]))
    listings = [
        make(
            f"{dice.choice(WORDS)} {number:03}",
            summary="Summed up.",
            partners=dice.sample(everyone, dice.randint(0, 3)),
            areas=dice.sample(areas, dice.randint(0, 2)),
            topics=dice.sample(WORDS, dice.randint(0, 2)),
            is_ended=dice.random() < 0.3,
            **{COLUMNS[narrowed_by]: dice.choice(choices)},
        )
        for number in range(size)
    ]
    return [facts_of(listing, narrowed_by) for listing in listings]


def questions(narrowed_by: str, choices: list[str]) -> st.SearchStrategy[dict[str, list[str]]]:
    """Return a strategy for what an address may ask of a list."""

    def some(values: list[str]) -> st.SearchStrategy[list[str]]:
        return st.lists(st.sampled_from(values), max_size=2, unique=True)

    areas = [str(pk) for pk in ServiceArea.objects.values_list("pk", flat=True)]
    return st.fixed_dictionaries(
        {},
        optional={
            narrowed_by: some(choices),
            "area": some(areas),
            "nation": some(Nation.values),
            "region": some(Region.values[-6:]),
            "kind": some(["county", "unitary", "scottish", "welsh"]),
            "council": some(list(Organisation.objects.values_list("slug", flat=True))),
            "q": st.lists(st.sampled_from([*WORDS, "elsewhere", "unknown", "summed"]), max_size=2).map(
                lambda words: [" ".join(words)]
            ),
        },
    )


@pytest.mark.parametrize(
    ("path", "make", "narrowed_by", "choices"),
    [
        ("/projects/", make_project, "phase", [*Phase.values, ""]),
        ("/services/", make_service, "model", DeliveryModel.values[:4]),
    ],
)
def test_a_list_shows_exactly_what_was_asked_for_and_ended_work_last(
    db: None, client: Client, path: str, make: Any, narrowed_by: str, choices: list[str]
) -> None:
    directory = random_directory(45, make, narrowed_by, choices)
    ended = {facts.title for facts in directory if facts.is_ended}
    asked_choices = [choice or "unknown" for choice in choices] + (["ended"] if narrowed_by == "phase" else [])

    @settings(max_examples=60)
    @given(asked=questions(narrowed_by, asked_choices))
    def shows_exactly(asked: dict[str, list[str]]) -> None:
        titles = everything_found(client, path, asked)
        assert sorted(titles) == sorted(facts.title for facts in directory if facts.matches(asked))
        assert [title in ended for title in titles] == sorted(title in ended for title in titles)

    shows_exactly()


def test_the_register_shows_exactly_what_was_asked_for(db: None, client: Client) -> None:
    for nation, region, _ in PLACES:
        make_council(f"Current {region}", nation=nation, region=region)
        make_former_council(f"Former {region}", nation=nation, region=region)
        make_planned_council(f"Planned {region}", nation=nation, region=region)
        make_council(f"Together {region}", nation=nation, region=region, tier="strategic", kind="combined-authority")
    make_partner("Partner")
    shows = {
        "": {"status": "current", "tier": "single"},
        "councils": {"status": "current", "tier": "single"},
        "strategic": {"status": "current", "tier": "strategic"},
        "planned": {"status": "planned"},
        "abolished": {"status": "abolished"},
        "partners": {"kind": "charity"},
    }
    everyone = list(Organisation.objects.all())

    @settings(max_examples=80)
    @given(
        show=st.sampled_from(list(shows)),
        nations=st.lists(st.sampled_from(Nation.values), max_size=2, unique=True),
        regions=st.lists(st.sampled_from(Region.values[-6:]), max_size=2, unique=True),
        kinds=st.lists(st.sampled_from(["unitary", "combined-authority"]), max_size=1),
        words=st.sampled_from(["", "current", "LONDON", "former wales", "council"]),
    )
    def shows_exactly(show: str, nations: list[str], regions: list[str], kinds: list[str], words: str) -> None:
        asked = {"show": show, "nation": nations, "region": regions, "kind": kinds, "q": words}
        expected = [
            one.name
            for one in everyone
            if all(getattr(one, name) == value for name, value in shows[show].items())
            and (not nations or one.nation in nations)
            and (not regions or one.region in regions)
            and (not kinds or one.kind in kinds)
            and all(word in one.name.lower() for word in words.lower().split())
        ]
        assert sorted(everything_found(client, "/councils/", asked)) == sorted(expected)

    shows_exactly()


@pytest.mark.parametrize(
    ("path", "heading"),
    [("/projects/", "145 projects"), ("/services/", "57 shared services"), ("/councils/", "382 councils")],
)
def test_the_starter_directory_holds_what_it_promises(
    starter_directory: None, client: Client, path: str, heading: str
) -> None:
    assert count(show(client, path)) == heading


def test_every_choice_of_the_starter_directory_narrows_and_all_together_lose_nothing(
    starter_directory: None, client: Client
) -> None:
    for path, word in (("/projects/", "phase"), ("/services/", "model")):
        whole = sorted(everything_found(client, path, {}))
        page = show(client, path)
        choices = [box["value"] for box in page.attributes("input", name=word)]
        parts = [everything_found(client, path, {word: choice}) for choice in choices]
        assert sorted(title for part in parts for title in part) == whole
        assert all(len(part) < len(whole) for part in parts)


# Words


def test_more_words_never_find_more(starter_directory: None) -> None:
    sought = ["data", "council", "digital", "waste", "e", "hackney", "service", "social", "zzz", "of", "'s"]
    dice = random.Random(300)
    for _ in range(100):
        few = dice.sample(sought, dice.randint(1, 2))
        more = [*few, dice.choice(sought)]
        found = [set(Project.objects.matching(" ".join(words)).values_list("pk", flat=True)) for words in (few, more)]
        assert found[1] <= found[0], more


@pytest.mark.parametrize("words", ["%", "_", "\\", "'", '"', "%%", "b%s", "bin_"])
def test_signs_that_a_database_gives_a_meaning_are_only_letters_here(db: None, client: Client, words: str) -> None:
    make_project("bins"), make_project(f"odd {words} title")
    assert show(client, f"/projects/?{urlencode({'q': words})}").results == [f"odd {words} title"]


@pytest.mark.parametrize(
    "words", ["bin", "BINS", "exford", "Exford council", "parking", "Nobody", "kettering", "sort waste"]
)
def test_words_are_found_in_title_summary_topics_and_names_whatever_their_case(
    db: None, client: Client, words: str
) -> None:
    council = make_council("Exford")
    council.aliases.create(name="Kettering")
    make_project(
        "Bins", leads=[council], partners=["Nobody Knows"], topics=["parking"], summary="Robots sort the waste."
    )
    make_project("Other", summary="Else.")
    assert show(client, f"/projects/?{urlencode({'q': words})}").results == ["Bins"]


def test_words_in_a_description_are_not_sought(db: None, client: Client) -> None:
    make_project("Bins", description="hidden words")
    assert count(show(client, "/projects/?q=hidden")) == "No projects matching “hidden”"


def test_a_council_is_found_by_its_code_and_other_names(db: None, client: Client) -> None:
    council = make_council("Exford", gss_code="E99000001")
    council.aliases.create(name="Little Ex")
    make_council("Other")
    for words in ("e99000001", "little", "exford council"):
        assert show(client, f"/councils/?{urlencode({'q': words})}").results == ["Exford Council"]


# Whatever an address holds

NOT_UNDERSTOOD = {
    "colour=red": "There is no filter called “colour”.",
    "phase=dreaming": "“dreaming” is not a choice of phase.",
    "phase=alpha&phase=dreaming": "“dreaming” is not a choice of phase.",
    "area=1%00": "is not a choice of service area.",
    "area=abc": "“abc” is not a choice of service area.",
    "area=-1": "“-1” is not a choice of service area.",
    "area=99999999999999999999": "is not a choice of service area.",
    "council=nowhere": "“nowhere” is not a choice of organisation.",
    "council=%27%22%3E": "is not a choice of organisation.",
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


def test_blank_filters_are_as_good_as_none(db: None, client: Client) -> None:
    project = make_project()
    page = show(client, "/projects/?q=+&phase=&nation=&area=&council=&sort=")
    assert page.results == [project.title]
    assert "not understood" not in page.text
    assert page.chosen == []


def test_very_many_parameters_are_refused_in_words(db: None, client: Client) -> None:
    response = client.get("/projects/?" + "&".join(f"a{number}=1" for number in range(2_000)))
    assert response.status_code == 400
    assert "This request was not understood" in response.content.decode()


texts = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        [
            "",
            "0",
            "-1",
            "unknown",
            "ended",
            "\x00",
            "%",
            "'",
            '"><script>',
            "x" * 3000,
            "١",
            "\ufffd",
            "alpha",
            "England",
            "2",
        ]
    ),
)
names = st.one_of(
    st.sampled_from(["q", "phase", "area", "nation", "region", "kind", "council", "model", "show", "sort", "page"]),
    st.text(alphabet=string.printable, max_size=12),
)


@pytest.mark.parametrize("path", LISTS)
def test_no_address_is_a_fault(db: None, client: Client, path: str) -> None:
    make_project("bins", leads=[make_council()], areas=[make_area()])

    @settings(max_examples=100)
    @given(pairs=st.lists(st.tuples(names, texts), max_size=6))
    def is_no_fault(pairs: list[tuple[str, str]]) -> None:
        response = client.get(f"{path}?{urlencode(pairs)}")
        if response.status_code == 302:
            response = client.get(response["Location"])
        assert response.status_code == 200
        page = read(response)
        understood = {"q", "phase", "area", "nation", "region", "kind", "council", "model", "show", "sort", "page"}
        for name, _ in pairs:
            if name not in understood:
                assert "not understood" in page.text or "page" in dict(pairs)

    is_no_fault()


@pytest.mark.parametrize("query", ["%ff=%fe", "q=%ff", "&&&", "=", "q", "%", "q=%", "?" * 50, "q=%F0%9F%97%91"])
def test_a_query_string_that_is_no_text_is_no_fault(db: None, client: Client, query: str) -> None:
    for path in LISTS:
        assert client.get(path, QUERY_STRING=query).status_code == 200
