"""Finding service areas by what a search means."""

from collections.abc import Mapping

from listings.search.meaning import Meaning, Part
from listings.search.synonyms import Words, roots
from listings.search.words import fold


def areas_meant(meaning: Meaning, labels: Mapping[str, str]) -> list[str]:
    """Return the numbers of the service areas whose label holds all that a search asks for, the shortest label first.

    Arguments: what the search means, and the labels by number. Synonyms count as in listings, "bins" finds "Waste".
    """
    if not meaning.parts:
        return []
    unwanted = [roots(term.words) for term in meaning.excluded]
    found = []
    for number, label in labels.items():
        words = tuple(fold(label).split())
        stems = {*words, *roots(words)}
        is_unwanted = any(map(stems.issuperset, unwanted))
        if not is_unwanted and all(stands_in(part, words, stems) for part in meaning.parts):
            found.append(number)
    return sorted(found, key=lambda number: (len(labels[number]), labels[number]))


def stands_in(part: Part, words: Words, stems: set[str]) -> bool:
    """True when a label holds one part of a search, or something that may stand in its place."""
    ways = [part.words, *part.others]
    goes_on = part.is_beginning and any(word.startswith(part.words[-1]) for word in words)
    return goes_on or any(stems.issuperset(roots(way)) for way in ways)
