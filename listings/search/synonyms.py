"""The sector's own words, as a search looks them up."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from listings.models import SynonymGroup
from listings.search.words import STOP_WORDS, fold, stem

Words = tuple[str, ...]


def roots(words: Sequence[str]) -> Words:
    """Return the stems of words, those left out that the index leaves out: "Revs and Bens" and "rev bens" are alike."""
    return tuple(stem(word) for word in words if word not in STOP_WORDS) or tuple(words)


class SynonymTable:
    """For each term the terms that it also stands for; `misspelt` gives for a common misspelling the word meant."""

    def __init__(self, groups: Iterable[SynonymGroup]) -> None:
        self.others: defaultdict[Words, list[Words]] = defaultdict(list)
        self.words: set[str] = set()
        self.misspelt: dict[str, str] = {}
        for group in groups:
            terms = [tuple(fold(term).split()) for term in group.terms]
            if group.is_misspelling:
                self.misspelt["".join(terms[0])] = "".join(terms[1])
                continue
            for term in terms[:1] if group.is_one_way else terms:
                self.others[roots(term)] += [other for other in terms if roots(other) != roots(term)]
            self.words |= {word for term in terms for word in term}
        self.longest = max(map(len, self.others), default=0)

    def of(self, words: Sequence[str]) -> list[Words]:
        """Return what else a row of words may be called; nothing for words that are in no group."""
        return self.others.get(roots(words), [])
