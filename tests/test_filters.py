"""A list, its number of results and the number beside every choice agree with plain Python, whatever is asked."""

import random
from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict
from django.test import Client

from collabhub.permissions import Action, allowed
from councils.filters import SHOWS
from councils.geography import Nation, Region
from councils.models import Organisation
from directory.filtered_list import FilteredList, Option
from listings.models import SearchEntry
from projects.filters import ProjectFilter
from projects.views import ProjectListView
from services.filters import SharedServiceFilter
from services.views import SharedServiceListView
from tests.support.factories import (
    make_council,
    make_former_council,
    make_partner,
    make_planned_council,
    make_project,
    make_service,
)
from tests.support.pages import read
from tests.support.plain_answers import PLACES, Asked, Directory
from tests.support.random_directory import random_directory, random_question
from tests.support.visits import choices_offered, count, everything_found, show

ALL = 1_000
KINDS = {
    "project": ("/projects/", make_project, ProjectFilter, ProjectListView.filter_words),
    "service": ("/services/", make_service, SharedServiceFilter, SharedServiceListView.filter_words),
}


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def filtered_list(kind: str, asked: Asked) -> FilteredList:
    """Return a list as an anonymous visitor gets it for an address."""
    _, _, filterset, words = KINDS[kind]
    data = QueryDict(urlencode(asked, doseq=True))
    entries: Any = allowed(AnonymousUser(), Action.VIEW, SearchEntry.objects.of_kind(kind))  # type: ignore[arg-type]
    return FilteredList(filterset(data, entries), data, words)


def all_options(options: list[Option]) -> list[Option]:
    """Return the choices of a group with those that some of them open to."""
    return [one for option in options for one in (option, *all_options(option.below))]


def wrong_counts(shown: FilteredList, directory: Directory, asked: Asked) -> list[str]:
    """Return in words every choice beside which stands another number than plain Python counts."""
    return [
        f"{group.word}={option.value}: {option.number}, not {right}"
        for group in shown.groups()
        if not group.is_typed
        for option in all_options(group.options)
        if option.number != (right := directory.count_beside(asked, group.word, option.value))
    ]


# Lists of entries


def test_the_list_its_total_and_every_count_agree_with_plain_python(db: None, kind: str) -> None:
    directory = random_directory(KINDS[kind][1], 60)
    dice = random.Random(kind)
    for _ in range(120):
        asked = random_question(dice, KINDS[kind][1])
        shown = filtered_list(kind, asked)
        right = directory.found(asked)
        everything = shown.filterset.answer(shown.ways_to_sort[shown.sort][1], 0, ALL)
        titles = [row.title for row in shown.filterset.fetch(everything.ids)]
        assert sorted(titles) == sorted(facts.title for facts in right), asked
        assert shown.answer.total == everything.total == len(right), asked
        assert wrong_counts(shown, directory, asked) == [], asked
        ended = {facts.title for facts in directory.entries if facts.is_ended}
        if shown.sort == "recent":
            assert [title in ended for title in titles] == sorted(title in ended for title in titles), asked


def test_choosing_an_option_gives_exactly_the_number_beside_it(db: None, client: Client, kind: str) -> None:
    path, make, *_ = KINDS[kind]
    random_directory(make, 40)
    dice = random.Random(2)
    for _ in range(15):
        asked = random_question(dice, make)
        options = choices_offered(read(client.get(f"{path}?{urlencode(asked, doseq=True)}", follow=True)))
        (word, value), number = dice.choice(sorted(options.items()))
        assert len(everything_found(client, path, asked | {word: [value]})) == number, (asked, word, value)


def test_a_role_and_a_place_mean_that_somebody_from_there_has_that_role(db: None, client: Client) -> None:
    londoner, other = make_council(region="London"), make_council(region="South West")
    make_project("led from London", leads=[londoner], partners=[other])
    make_project("London is a partner", leads=[other], partners=[londoner])
    page = show(client, "/projects/?role=lead&region=London")
    assert page.results == ["led from London"]
    options = choices_offered(page)
    assert options["role", "lead"] == options["role", "partner"] == 1
    assert options["region", "London"] == options["region", "South West"] == 1
    assert options["role", "supplier"] == 0
    assert len(show(client, "/projects/?role=lead&role=partner&region=London").results) == 2


def test_adding_a_word_or_a_filter_never_finds_more(db: None, kind: str) -> None:
    random_directory(KINDS[kind][1], 40)
    dice = random.Random(300)
    for _ in range(50):
        asked, more = random_question(dice, KINDS[kind][1]), random_question(dice, KINDS[kind][1])
        words = " ".join([*asked.get("q", []), *more.get("q", [])])
        # One more role lets somebody else count for a place, a second choice of a group lets more through, and what is
        # archived shows only to who asks for it.
        added = {name: chosen for name, chosen in more.items() if name not in asked and "archived" not in chosen}
        if {"role", *PLACES} & asked.keys() and {"role", *PLACES} & added.keys():
            added = {}
        narrower = asked | added | ({"q": [words]} if words else {})
        assert filtered_list(kind, narrower).answer.total <= filtered_list(kind, asked).answer.total, (asked, narrower)


def test_more_words_never_find_more_among_the_starter_entries(starter_directory: None) -> None:
    sought = ["data", "council", "digital", "hackney", "service", "social", "zzz", "-data", "partner"]
    dice = random.Random(300)
    for _ in range(100):
        # Small words, such as “of”, are not among them: they count only while nothing else is asked for.
        few = dice.sample(sought, dice.randint(1, 2))
        more = [*few, dice.choice(sought)]
        found_by = [
            set(filtered_list("project", {"q": [" ".join(words)]}).filterset.answer(["pk"], 0, ALL).ids)
            for words in (few, more)
        ]
        assert found_by[1] <= found_by[0], more


# The register


def make_register() -> list[Organisation]:
    """Return organisations of every part of the register, in several places."""
    for nation, region in (
        ("England", "London"),
        ("England", "South West"),
        ("Scotland", "Scotland"),
        ("Wales", "Wales"),
    ):
        make_council(f"Current {region}", nation=nation, region=region)
        make_council(f"County {region}", nation=nation, region=region, kind="county", tier="upper")
        make_former_council(f"Former {region}", nation=nation, region=region)
        make_planned_council(f"Planned {region}", nation=nation, region=region)
        make_council(f"Together {region}", nation=nation, region=region, tier="strategic", kind="combined-authority")
    make_partner("Partner"), make_partner("Scottish partner", nation="Scotland", region="Scotland")
    return list(Organisation.objects.all())


def is_shown(one: Organisation, asked: Asked) -> bool:
    """True when the register shows an organisation for what is asked."""
    shows: dict[str, dict[str, Any]] = {
        "councils": {"status": ["current"], "tier": ["single", "upper"]},
        "strategic": {"status": ["current"], "tier": ["strategic"]},
        "planned": {"status": ["planned"]},
        "abolished": {"status": ["abolished"]},
        "partners": {"kind": ["charity"]},
    }
    chosen = {name: values for name, values in asked.items() if name not in {"show", "q"} and values}
    chosen_show = shows[(asked.get("show") or ["councils"])[0]]
    names = f"{one.name} {one.short_name}".lower()
    return all(getattr(one, name) in values for part in (chosen, chosen_show) for name, values in part.items()) and all(
        word in names for word in " ".join(asked.get("q", [])).lower().split()
    )


def test_the_register_and_every_count_in_it_agree_with_plain_python(db: None, client: Client) -> None:
    everyone = make_register()
    dice = random.Random(3)
    choices = {"show": list(SHOWS), "nation": Nation.values, "region": Region.values[-6:]}
    choices |= {"kind": ["unitary", "county", "combined-authority"]}
    for _ in range(60):
        names = dice.sample(sorted(choices), dice.choice([0, 1, 2, 3]))
        asked = {name: dice.sample(choices[name], 1 if name == "show" else dice.randint(1, 2)) for name in names}
        asked["q"] = [dice.choice(["", "", "current", "LONDON", "former wales", "council"])]
        page = show(
            client, f"/councils/?{urlencode({name: one for name, one in asked.items() if one != ['']}, doseq=True)}"
        )
        right = sorted(one.name for one in everyone if is_shown(one, asked))
        assert sorted(page.results) == right, asked
        for (word, value), number in choices_offered(page).items():
            only = asked | {word: [value]}
            assert number == sum(is_shown(one, only) for one in everyone), (asked, word, value)


# The starter entries


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
