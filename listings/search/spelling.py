"""Words that nobody knows: what was probably meant."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise

from django.db import connection
from rapidfuzz import process
from rapidfuzz.distance import OSA

from listings.models import Word
from listings.remembered import Remembered
from listings.search.words import STOP_WORDS, Term, stem

SHORTEST_CORRECTED = 4
"""Letters. In shorter words almost any change gives another word."""
LONG = 6
"""Letters from which a word may differ in two places."""
SHORTEST_BEGINNING = 3
"""Letters. What begins with fewer is too much to show."""
CANDIDATES = 12
"""Known words that are compared by how many entries they lead to."""
SHORTEST_PART = 3
"""Letters of each half of a word that was written in one."""

WHETHER_BEGINNING = """
SELECT word,
    EXISTS (SELECT FROM listings_searchentry
            WHERE is_published AND document @@ to_tsquery('pg_catalog.simple', quote_literal(word) || ':*'))
FROM unnest(%s::text[]) AS word
"""
HOW_OFTEN = """
SELECT word, (
    SELECT count(*) FROM (
        SELECT FROM listings_searchentry
        WHERE is_published AND document @@ plainto_tsquery('pg_catalog.simple', word) LIMIT 1000
    ) AS found
)
FROM unnest(%s::text[]) AS word
"""


def words_near(word: str, vocabulary: Sequence[str]) -> dict[str, int]:
    """Return the known words that a misspelt one may stand for, with the steps between them; none for short words."""
    if len(word) < SHORTEST_CORRECTED or any(letter.isdigit() for letter in word):
        return {}
    most = 2 if len(word) >= LONG else 1
    near = process.extract(word, vocabulary, scorer=OSA.distance, score_cutoff=most, limit=CANDIDATES)
    return {known: int(steps) for known, steps, _ in near}


def the_nearest(word: str, near: Mapping[str, int], uses: Mapping[str, int]) -> str | None:
    """Return the word in fewest steps, then of the same first letter, then of most uses; None if none has a use."""
    useful = [(steps, known[0] != word[0], -uses[known], known) for known, steps in near.items() if uses[known]]
    return min(useful)[-1] if useful else None


class Spelling:
    """What is known of the words of one search.

    `jargon` are words that need not stand in any entry to be known, `misspelt` common misspellings with what is meant.
    `meant` gives for a misspelt word the known one, `beginnings` are words that go on in others.
    """

    def __init__(
        self, words: Sequence[str], jargon: AbstractSet[str], misspelt: Mapping[str, str], remembered: Remembered
    ) -> None:
        self.remembered = remembered
        self.meant: dict[str, str] = {word: misspelt[word] for word in words if word in misspelt}
        self.beginnings: set[str] = set()
        pairs = ["".join(pair) for pair in pairwise(words)]
        halves = {half for word in words for parts in self.cuts(word) for half in parts}
        stems = {stem(word) for word in {*words, *pairs, *halves}}
        self.known = set(Word.objects.filter(stem__in=stems).values_list("stem", flat=True)) if words else set()
        strange = [word for word in words if not self.knows(word) and word not in jargon | STOP_WORDS | misspelt.keys()]
        if strange:
            self.find_out(strange)

    @staticmethod
    def cuts(word: str) -> list[tuple[str, str]]:
        """Return every way to cut a word in two; a first letter alone only if it is the e of "electronic"."""
        cuts = [(word[:place], word[place:]) for place in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1)]
        return [("e", word[1:]), *cuts] if word.startswith("e") and len(word) > SHORTEST_PART else cuts

    def knows(self, word: str) -> bool:
        """True for a word that stands, in whichever form, in a published entry or in a name of the register."""
        return stem(word) in self.known

    def apart(self, words: Sequence[str]) -> list[tuple[str, ...]]:
        """Return the known words that an unknown one may be made of: "lowcode" is "low code"."""
        if len(words) != 1 or self.knows(words[0]):
            return []
        return [cut for cut in self.cuts(words[0]) if all(half == "e" or self.knows(half) for half in cut)]

    def find_out(self, strange: Sequence[str]) -> None:
        """Sort the words that nobody knows: beginnings, two words in one, or misspelt."""
        with connection.cursor() as cursor:
            cursor.execute(WHETHER_BEGINNING, [list(strange)])
            for word, is_beginning in cursor.fetchall():
                if is_beginning and len(word) >= SHORTEST_BEGINNING:
                    self.beginnings.add(word)
                elif not self.apart([word]) and (known := self.nearest(word)):
                    self.meant[word] = known

    def nearest(self, word: str) -> str | None:
        """Return the known word that differs least from a misspelt one and leads to most entries; None without any."""
        vocabulary = self.remembered.answer(
            "vocabulary", lambda: list(Word.objects.values_list("word", flat=True).distinct())
        )
        near = words_near(word, vocabulary)
        if not near:
            return None
        with connection.cursor() as cursor:
            cursor.execute(HOW_OFTEN, [list(near)])
            entries = dict(cursor.fetchall())
        return the_nearest(word, near, entries)

    def corrected(self, terms: Sequence[Term]) -> str:
        """Return the search with the words that were meant in the place of those that were written."""
        said = []
        for term in terms:
            words = " ".join(self.meant.get(word, word) for word in term.words)
            said.append(f'{"-" if term.is_excluded else ""}"{words}"' if term.is_phrase else words)
        return " ".join(said)
