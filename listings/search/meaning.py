"""What a search means: its words, what else they may be called, and what was probably meant by those nobody knows."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_

from django.contrib.postgres.search import SearchQuery, SearchQueryCombinable
from django.db.models import F, Func, IntegerField, Value

from listings.models import SearchEntry, SynonymGroup
from listings.remembered import Remembered
from listings.search.spelling import Spelling
from listings.search.synonyms import SynonymTable, Words
from listings.search.words import STOP_WORDS, Term, parse

PAIR = 2
"""Words that may also be written in one."""


def all_stems(words: Sequence[str]) -> SearchQueryCombinable:
    """Return the query for all of some words, by their stems; words that the index leaves out as they are written."""
    config = "simple" if all(word in STOP_WORDS for word in words) else "english"
    return SearchQuery(" ".join(words), config=config, search_type="plain")


def in_a_row(words: Sequence[str]) -> SearchQueryCombinable:
    """Return the query for words one after the other, by their stems."""
    return SearchQuery(" ".join(words), config="english", search_type="phrase")


def as_written(words: Sequence[str]) -> SearchQueryCombinable:
    """Return the query for words one after the other, letter by letter."""
    return SearchQuery(" ".join(words), config="simple", search_type="phrase")


@dataclass(frozen=True)
class Part:
    """One thing that must be there: some words of the search, or any of `others` in their place.

    `is_phrase` when it stood in quotes; `is_beginning` when the word may go on.
    """

    words: Words
    others: tuple[Words, ...] = ()
    is_phrase: bool = False
    is_beginning: bool = False

    def stems(self) -> SearchQueryCombinable:
        """Return the query for the words themselves."""
        return as_written(self.words) if self.is_phrase else all_stems(self.words)

    def query(self) -> SearchQueryCombinable:
        """Return the query for the words or whatever may stand in their place."""
        ways = [self.stems(), *(in_a_row(words) for words in self.others)]
        if self.is_beginning:
            ways.append(SearchQuery(f"'{self.words[-1]}':*", config="simple", search_type="raw"))
        return reduce(or_, ways)


@dataclass(frozen=True)
class Meaning:
    """What a search asks for, ready to ask the database.

    `corrected` is the search as it was understood when words were changed, empty when it was taken as it stands.
    """

    parts: tuple[Part, ...]
    excluded: tuple[Term, ...] = ()
    corrected: str = ""

    @property
    def is_empty(self) -> bool:
        """True when nothing is asked for."""
        return not self.parts and not self.excluded

    def query(self) -> SearchQueryCombinable:
        """Return the query that an entry's document must match."""
        wanted = [part.query() for part in self.parts]
        unwanted = [
            ~(as_written(term.words) if len(term.words) > 1 else all_stems(term.words))  # type: ignore[operator]  # its subclass has ~
            for term in self.excluded
        ]
        return reduce(and_, [*wanted, *unwanted])

    def tier(self) -> Func | Value:
        """Return the expression for how well an entry answers: 0 is best. See the function search_tier."""
        if not self.parts:
            return Value(0)
        return Func(
            F("head"),
            self.query(),
            reduce(or_, [part.query() for part in self.parts]),
            reduce(and_, [part.stems() for part in self.parts]),
            reduce(and_, [SearchQuery(" ".join(part.words), config="simple") for part in self.parts]),
            function="search_tier",
            output_field=IntegerField(),
        )


def meaning_of(text: str, remembered: Remembered) -> Meaning:
    """Return what a search means, with synonyms; words that nobody knows are read as the known ones nearest to them."""
    return remembered.answer(("meaning", text), lambda: _meaning_of(text, remembered))


def _meaning_of(text: str, remembered: Remembered) -> Meaning:
    terms = parse(text)
    table = remembered.answer("synonyms", lambda: SynonymTable(SynonymGroup.objects.in_use()))
    free = [term.words[0] for term in terms if not term.is_phrase]
    spelling = Spelling(free, table.words, table.misspelt, remembered)
    meaning = _read(terms, table, spelling)
    # A guess that leads nowhere helps nobody: then the words stay as they are.
    if spelling.meant and not SearchEntry.objects.published().filter(document=meaning.query()).exists():
        spelling.meant.clear()
        meaning = _read(terms, table, spelling)
    return meaning


def _read(terms: Sequence[Term], table: SynonymTable, spelling: Spelling) -> Meaning:
    """Return the meaning of some terms; words between two phrases are read together."""
    parts: list[Part] = []
    row: list[str] = []
    for term in terms:
        if not term.is_phrase:
            row.append(term.words[0])
            continue
        parts += _parts_of(row, table, spelling)
        row = []
        if not term.is_excluded:
            parts.append(Part(term.words, is_phrase=True))
    parts += _parts_of(row, table, spelling)
    excluded = tuple(term for term in terms if term.is_excluded)
    return Meaning(tuple(parts), excluded, spelling.corrected(terms) if spelling.meant else "")


def _parts_of(row: Sequence[str], table: SynonymTable, spelling: Spelling) -> list[Part]:
    """Return the parts of a row of words: the longest rows that have synonyms first, then pairs, then single words."""
    parts = []
    start = 0
    while start < len(row):
        for length in range(min(max(table.longest, PAIR), len(row) - start), 0, -1):
            words = tuple(spelling.meant.get(word, word) for word in row[start : start + length])
            others = table.of(words)
            if length == PAIR and spelling.knows("".join(words)):
                others = [*others, ("".join(words),)]
            if others or length == 1:
                parts.append(
                    Part(
                        words,
                        tuple(dict.fromkeys([*others, *spelling.apart(words)])),
                        is_beginning=length == 1 and row[start] in spelling.beginnings,
                    )
                )
                start += length
                break
    return parts
