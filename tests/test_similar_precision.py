"""How good similar work is on the starter entries, by what a council officer would call similar.

The labels were written before anything was tuned. The half named "tuning" was looked at when something was changed, the
half named "judging" was not.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.contrib.auth.models import AnonymousUser

from listings.models import Listing, Source
from listings.similar.finding import similar_to
from listings.similar.work import Work
from listings.stages import visible_stages

ANYONE = AnonymousUser()


@dataclass(frozen=True)
class Labelled:
    """A starter entry, all that an officer would call similar to it, and some that only seem so."""

    use: str
    entry: str
    similar: set[str]
    different: set[str]


def labelled() -> list[Labelled]:
    """Return the labelled entries of similar_pairs.csv, by their source keys."""
    with (Path(__file__).parent / "data" / "similar_pairs.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    others = {(row["entry"], row["verdict"]): set(row["others"].split()) for row in rows}
    uses = {row["entry"]: row["use"] for row in rows}
    return [
        Labelled(use, entry, others[entry, "similar"], others.get((entry, "different"), set()))
        for entry, use in uses.items()
    ]


def judged(*, as_ideas: bool) -> Iterator[tuple[Labelled, list[str]]]:
    """Yield the labelled entries with the keys of what is found for each; as ideas, for title and summary alone."""
    numbers = dict(Source.objects.values_list("key", "listing"))
    keys = {number: key for key, number in numbers.items()}
    for label in labelled():
        listing = Listing.objects.for_its_page().get(pk=numbers[label.entry])
        work = Work.of(listing, visible_stages(listing, ANYONE))
        if as_ideas:
            work = Work(work.title, work.problem, entries=work.entries)
        yield label, [keys[one.listing.pk] for one in similar_to(work, ANYONE)]


def precision(label: Labelled, found: list[str]) -> float:
    """Return the share of the first five that are similar; of the first few where there are not five to be found."""
    places = min(5, len(label.similar))
    return len(label.similar.intersection(found[:places])) / places


def mean(numbers: list[float]) -> float:
    """Return the mean."""
    return sum(numbers) / len(numbers)


def test_the_labelled_set_is_large_enough_to_mean_something() -> None:
    labels = labelled()
    assert sum(len(label.similar) for label in labels) >= 100
    assert not any(label.similar & label.different for label in labels)


def test_of_the_first_five_for_an_entry_four_are_similar(starter_directory: None) -> None:
    found = list(judged(as_ideas=False))
    for use in ("tuning", "judging"):
        assert mean([precision(label, keys) for label, keys in found if label.use == use]) >= 0.8, use


def test_of_the_first_five_for_an_idea_three_are_similar(starter_directory: None) -> None:
    assert mean([precision(label, keys) for label, keys in judged(as_ideas=True)]) >= 0.6


def test_what_only_seems_similar_seldom_stands_before_what_is(starter_directory: None) -> None:
    found = list(judged(as_ideas=False))
    wrong = [key for label, keys in found for key in keys[: len(label.similar)] if key in label.different]
    assert len(wrong) <= 3
