"""The one thing that would make an entry better, as its council reads it beside each entry of its portfolio."""

import dataclasses
from typing import Any

import pytest

from councils.models import Organisation
from listings.portfolio.entries import Facts, OwnEntry, Part
from listings.portfolio.improving import OF_PROJECTS, OF_SERVICES, what_would_make_it_better
from projects.models import Project
from services.models import SharedService
from tests.support.belonging import area
from tests.support.factories import make_area, make_council, make_officer, make_project
from tests.support.visits import show, signed_in

KEEPER = Part(role="lead", is_keeper=True, is_named_only=False, left="")
EVERYTHING = Facts(**{field.name: True for field in dataclasses.fields(Facts)})
NOTHING_TO_SAY = ""


def project(part: Part = KEEPER, facts: Facts = EVERYTHING, **fields: Any) -> OwnEntry:
    """Return a published project that lacks nothing but what `fields` and `facts` say."""
    full = {"phase": "beta", "wants": "partners", "offers_note": "Code", "started": "2025"}
    return OwnEntry(Project(**{"kind": "project", "state": "published"} | full | fields), part, facts)


def service(part: Part = KEEPER, facts: Facts = EVERYTHING, **fields: Any) -> OwnEntry:
    """Return a published shared service that lacks nothing but what `fields` and `facts` say."""
    full = {
        "delivery_model": "network",
        "open_to_new_members": True,
        "benefits": "Less to pay",
        "started": "2020",
        "agreement_review": "2028",
    }
    return OwnEntry(SharedService(**{"kind": "service", "state": "published"} | full | fields), part, facts)


def without(*facts: str) -> Facts:
    """Return the facts of an entry that lacks some."""
    return dataclasses.replace(EVERYTHING, **{f"has_{fact}": False for fact in facts})


@pytest.mark.parametrize(
    ("entry", "suggestion"),
    [
        (project(phase=""), "Name the phase"),
        (project(facts=without("areas")), "Name the service area"),
        (project(wants=""), "Say what you want from others"),
        (project(facts=without("learnt")), "Add what you have learnt so far"),
        (project(offers_note=""), "Say what you can offer"),
        (project(facts=without("description")), "Say why you do it and for whom"),
        (project(facts=without("others")), "Name who works on it with you"),
        (project(started=""), "Add when it started"),
        (project(facts=without("links")), "Link to something"),
        (project(facts=without("updates")), "Post a short update"),
        (project(is_ended=True), "Say why it ended"),
        (project(is_ended=True, end_reason="completed"), "Say what you would do differently"),
        (service(delivery_model=""), "Say how it is delivered"),
        (service(open_to_new_members=None), "Say whether others may join"),
        (service(benefits=""), "Say what it has brought"),
        (service(facts=without("others")), "Name who shares it"),
        (service(started=""), "Add since when it runs"),
        (service(agreement_review=""), "Add when the agreement is reviewed next"),
        (service(facts=without("learnt")), "Add what you have learnt so far"),
    ],
)
def test_each_gap_has_its_line(entry: OwnEntry, suggestion: str) -> None:
    assert what_would_make_it_better(entry).startswith(suggestion)


@pytest.mark.parametrize(
    "entry",
    [
        project(),
        service(),
        project(phase="idea", facts=without("learnt")),
        project(wants="", wants_note="One more county"),
        project(facts=without("others"), partners_note="Four districts"),
        project(is_ended=True, end_reason="completed", would_do_differently="Ask first", wants="", offers_note=""),
        service(is_ended=True, end_reason="completed", would_do_differently="Ask first", agreement_review=""),
    ],
)
def test_who_has_said_what_there_is_to_say_is_left_alone(entry: OwnEntry) -> None:
    assert what_would_make_it_better(entry) == NOTHING_TO_SAY


@pytest.mark.parametrize("empty", [project(phase="", facts=Facts()), service(delivery_model="", facts=Facts())])
def test_of_many_gaps_the_one_that_helps_readers_most_is_named(empty: OwnEntry) -> None:
    first = OF_PROJECTS[0] if empty.listing.kind == "project" else OF_SERVICES[0]
    assert what_would_make_it_better(empty) == first.words


def test_nobody_is_told_to_improve_what_is_not_theirs_or_no_longer_there() -> None:
    partner = dataclasses.replace(KEEPER, role="partner", is_keeper=False)
    assert what_would_make_it_better(project(partner, phase="")) == NOTHING_TO_SAY
    assert what_would_make_it_better(project(phase="", state="withdrawn")) == NOTHING_TO_SAY


def test_no_suggestion_asks_for_more_than_a_line() -> None:
    for suggestion in (*OF_PROJECTS, *OF_SERVICES):
        assert len(suggestion.words) <= 75
        assert not suggestion.words.endswith(".")


def test_what_was_suggested_and_done_makes_room_for_the_next(db: None) -> None:
    council: Organisation = make_council("Exford")
    browser = signed_in(make_officer(council))
    bins = make_project("Bins", leads=[council])
    assert "Name the service area" in show(browser, area(council)).text
    bins.service_areas.add(make_area())
    assert "Say what you want from others" in show(browser, area(council)).text
    bins.wants = "partners"
    bins.learnt = "Much"
    bins.save()
    assert "Say what you can offer" in show(browser, area(council)).text
