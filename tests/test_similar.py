"""Similar work: what is found for an entry or for an idea, and what is said of why."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from councils.models import User
from listings.models import Listing, RelatedListing, SynonymGroup
from listings.similar.finding import Similar, similar_to
from listings.similar.work import Work
from tests.support.factories import make_area, make_council, make_partner, make_project, make_service
from tests.support.visits import show

pytestmark = pytest.mark.django_db
ANYONE = AnonymousUser()
SHORT = "It is what it is."
"""A summary that says nothing."""


def titles(found: list[Similar]) -> list[str]:
    """Return the titles of what was found."""
    return [one.listing.title for one in found]


def reasons(work: Work) -> dict[str, str]:
    """Return the reason for each entry that is similar to some work, by title."""
    return {one.listing.title: one.reason for one in similar_to(work, ANYONE)}


def of(listing: Any) -> Work:
    """Return the work of an entry, read anew."""
    return Work.of(Listing.objects.for_its_page().get(pk=listing.pk))


# What counts as similar, and the reason


def test_the_reason_names_the_service_area_the_topics_the_words_and_the_lead() -> None:
    waste, council = make_area("Waste"), make_council("Exford")
    make_service("Bin lorries on the road", summary=SHORT, areas=[waste], topics=["sensors", "routes"], leads=[council])
    mine = make_project("Lorries that know the way", areas=[waste], topics=["sensors", "routes"], leads=[council])
    assert reasons(of(mine)) == {
        "Bin lorries on the road": "Same service area: Waste. Shares the topics routes and sensors. "
        "Close wording: “Lorries”. Same lead: Exford Council."
    }


def test_one_shared_topic_is_one_topic() -> None:
    make_project("Old", topics=["sensors", "routes"], summary=SHORT)
    assert reasons(of(make_service("New", topics=["sensors"], summary=SHORT))) == {"Old": "Shares the topic sensors."}


def test_words_are_shared_by_their_stem_and_named_as_they_were_written() -> None:
    make_project("Renting homes to tenants", summary=SHORT)
    assert reasons(Work("Tenant’s rents (in Exford)")) == {
        "Renting homes to tenants": "Close wording: “Tenant’s” and “rents”."
    }


def test_the_sectors_own_words_for_the_same_thing_are_shared() -> None:
    SynonymGroup.objects.create(terms=["robotic process automation", "RPA"])
    make_project("RPA for invoices", summary=SHORT)
    assert reasons(Work("A robotic process automation pilot")) == {
        "RPA for invoices": "Close wording: “robotic process automation”."
    }


def test_work_in_an_area_below_is_in_the_same_area() -> None:
    waste = make_area("Waste")
    make_project("Below", areas=[make_area("Bins", parent=waste)], summary=SHORT)
    assert reasons(Work("Mine", areas=[waste])) == {"Below": "Same service area: Waste."}


def test_one_word_or_the_same_lead_alone_makes_nothing_similar() -> None:
    council = make_council()
    make_project("A library card", leads=[council], summary=SHORT)
    make_project("Elsewhere", summary=SHORT)
    assert similar_to(of(make_project("A picture library", leads=[council], summary=SHORT)), ANYONE) == []


def test_names_of_councils_that_take_part_are_no_likeness() -> None:
    council = make_council("Upper Wyedale")
    make_project("Upper Wyedale swimming", leads=[council], summary=SHORT)
    make_project("Elsewhere", summary=SHORT)
    mine = make_project("Upper Wyedale payroll", partners=[council], leads=[make_partner()], summary=SHORT)
    assert similar_to(of(mine), ANYONE) == []


def test_the_more_and_the_rarer_is_shared_the_higher_an_entry_stands() -> None:
    housing = make_area("Housing")
    for number in range(8):
        make_project(f"Homes {number}", areas=[housing], summary=SHORT)
    make_project("Area and topic", areas=[housing], topics=["damp"], summary=SHORT)
    make_project("All three: mould", areas=[housing], topics=["damp"], summary=SHORT)
    draft = Work("Mould", areas=[housing], topics=[*Listing.objects.get(title="Area and topic").topics.all()])
    assert titles(similar_to(draft, ANYONE, limit=2)) == ["All three: mould", "Area and topic"]


# What is shown and what is not


def test_other_stages_of_the_same_work_are_not_called_similar(client: Client) -> None:
    discovery, alpha, other = (make_project(title, topics=["damp"]) for title in ("Discovery", "Alpha", "Other"))
    RelatedListing.objects.create(earlier=discovery, later=alpha)
    assert [link.text for link in show(client, alpha).links if link.href == other.get_absolute_url()] == ["Other"]
    [section] = show(client, alpha).classes["similar"]
    assert "Discovery" not in section


@pytest.mark.parametrize("state", ["draft", "waiting", "withdrawn"])
def test_what_is_not_public_is_similar_for_moderators_only(
    client: Client, reader: User, moderator: User, state: str
) -> None:
    make_project("Secret plans", topics=["damp"], state=state)
    mine = make_project("Mine", topics=["damp"])
    for visitor in (ANYONE, reader):
        assert similar_to(of(mine), visitor) == []
    assert titles(similar_to(of(mine), moderator)) == ["Secret plans"]
    assert "Secret plans" not in show(client, mine).text


def test_what_is_not_public_takes_no_place_from_what_is() -> None:
    mine = make_project("Mine", topics=["damp"])
    make_project("Public", topics=["damp"])
    for number in range(70):
        make_project(f"Mine {number}", topics=["damp"], state="draft")
    assert titles(similar_to(of(mine), ANYONE)) == ["Public"]


def test_ended_and_refused_work_is_shown_and_marked(client: Client) -> None:
    make_project("Turned down", topics=["damp"], funding_outcome="not-funded", phase="idea")
    make_project("Long over", topics=["damp"], is_ended=True)
    make_service("Shared once", topics=["damp"], is_ended=True, leads=[make_council("Exford")])
    page = show(client, make_project("Mine", topics=["damp"]))
    said = {item.split("\n")[0].strip(): " ".join(item.split()) for item in page.classes["similar__item"]}
    assert set(said) == {"Turned down", "Long over", "Shared once"}
    assert said["Turned down"].endswith("Idea Not funded")
    assert said["Long over"].endswith("Ended")
    assert "Led by Exford Council" in said["Shared once"]
    assert "Ended" in said["Shared once"]
    assert "Shares the topic damp." in said["Shared once"]


def test_a_page_names_at_most_five(client: Client) -> None:
    mine = make_project("Mine", topics=["damp"])
    for number in range(7):
        make_project(f"Other {number}", topics=["damp"])
    assert len(show(client, mine).classes["similar__item"]) == 5


def test_where_nothing_is_similar_the_page_does_not_speak_of_it(client: Client) -> None:
    mine = make_project("Mine", summary=SHORT)
    make_project("Elsewhere", summary=SHORT)
    assert "Similar work" not in show(client, mine).text


# An idea that is not saved yet


def test_an_idea_finds_what_is_like_it_before_anything_is_saved() -> None:
    make_project("Damp and mould sensors", summary="Sensors in council homes warn of mould.", is_ended=True)
    make_service("Joint payroll", summary="One payroll team.")
    before = Listing.objects.count()
    [found] = similar_to(Work("Mould", "Tenants ring us when the mould is there: can sensors warn us?"), ANYONE)
    assert found.listing.title == "Damp and mould sensors"
    assert "“Mould”" in found.reason
    assert Listing.objects.count() == before


@pytest.mark.parametrize(
    "text",
    [
        "",
        "the and of",
        "\" or '",
        "a\x00b",
        "C++ & !(|) <-> :*",
        "🙂🙂",
        "or " * 3000,
        "word" * 5000,
        "ŵŷ Cyngor",
        "%s %(a)s {a}",
    ],
)
def test_any_text_is_an_idea(text: str) -> None:
    make_project("Damp", topics=["damp"])
    assert similar_to(Work(text, text), ANYONE) == []


def test_the_number_of_statements_does_not_grow() -> None:
    mine, area = make_project("Mine", topics=["damp"]), make_area()
    counts = []
    for number in (2, 40):
        for _ in range(number):
            make_project(topics=["damp"], areas=[area], leads=[make_council()], partners=[make_council()])
        work = of(mine)
        with CaptureQueriesContext(connection) as asked:
            similar_to(work, ANYONE)
        counts.append(len(asked))
    # The synonyms, which are remembered outside a test; how common the traits are; who shares them; entries and people.
    assert counts == [5, 5]
