"""What would make an entry better: one suggestion each, the one that helps its readers most."""

from collections.abc import Callable
from typing import NamedTuple

from listings.models import Listing
from listings.phases import Phase
from listings.portfolio.entries import OwnEntry

Lacks = Callable[[OwnEntry], bool]


class Suggestion(NamedTuple):
    """What its people could add, in one line, and when it applies."""

    words: str
    applies: Lacks


def runs(lacks: Lacks) -> Lacks:
    """Return the condition for work that goes on."""
    return lambda entry: not entry.listing.is_ended and lacks(entry)


def has_ended(lacks: Lacks) -> Lacks:
    """Return the condition for work that is over."""
    return lambda entry: entry.listing.is_ended and lacks(entry)


def lacks(field: str) -> Lacks:
    """Return the condition that a field of the entry says nothing."""
    return lambda entry: getattr(entry.listing, field) in ("", None)


def is_without(fact: str) -> Lacks:
    """Return the condition that the entry has none of what a column of `Facts` says."""
    return lambda entry: not getattr(entry.facts, f"has_{fact}")


def wants_nothing(entry: OwnEntry) -> bool:
    """True when an entry does not say what its people want of others."""
    return not entry.listing.wants and not entry.listing.wants_note


def has_begun_to_learn(entry: OwnEntry) -> bool:
    """True for work that came further than an idea and says nothing of what was learnt."""
    return getattr(entry.listing, "phase", "") != Phase.IDEA and not entry.facts.has_learnt


def is_alone(entry: OwnEntry) -> bool:
    """True when an entry names nobody but the council."""
    return not entry.facts.has_others and not entry.listing.partners_note


NEXT_UPDATE = Suggestion("Post a short update: what happened, and what is next", runs(is_without("updates")))
OF_BOTH = [
    Suggestion("Name the service area, so that people of that trade find it", is_without("areas")),
    Suggestion("Say why it ended: others learn from that", has_ended(lacks("end_reason"))),
    Suggestion("Say what you would do differently", has_ended(lacks("would_do_differently"))),
]
OF_PROJECTS = [
    Suggestion("Name the phase, so that people at the same point find it", runs(lacks("phase"))),
    *OF_BOTH,
    Suggestion("Say what you want from others", runs(wants_nothing)),
    Suggestion("Add what you have learnt so far", has_begun_to_learn),
    Suggestion("Say what you can offer to others", runs(lacks("offers_note"))),
    Suggestion("Say why you do it and for whom", is_without("description")),
    Suggestion("Name who works on it with you, or say that you look for partners", runs(is_alone)),
    Suggestion("Add when it started", lacks("started")),
    Suggestion("Link to something that others can read or reuse", is_without("links")),
    NEXT_UPDATE,
]
OF_SERVICES = [
    Suggestion("Say how it is delivered", lacks("delivery_model")),
    *OF_BOTH,
    Suggestion("Say whether others may join", runs(lacks("open_to_new_members"))),
    Suggestion("Say what it has brought, and how you know", lacks("benefits")),
    Suggestion("Name who shares it", is_alone),
    Suggestion("Add since when it runs", lacks("started")),
    Suggestion("Add when the agreement is reviewed next", runs(lacks("agreement_review"))),
    Suggestion("Add what you have learnt so far", is_without("learnt")),
    Suggestion("Link to something that others can read or reuse", is_without("links")),
    NEXT_UPDATE,
]


def what_would_make_it_better(entry: OwnEntry) -> str:
    """Return the most useful thing that the council could add to an entry it answers for; empty when none is known."""
    if not entry.part.is_keeper or entry.listing.state == Listing.State.WITHDRAWN:
        return ""
    suggestions = OF_PROJECTS if entry.listing.kind == Listing.Kind.PROJECT else OF_SERVICES
    return next((suggestion.words for suggestion in suggestions if suggestion.applies(entry)), "")
