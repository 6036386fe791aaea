"""The words that people type, as the index knows them."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from snowballstemmer import stemmer

MOST_WORDS = 24
"""Words of one search that count."""
STOP_WORDS = frozenset(
    """
    i me my myself we our ours ourselves you your yours yourself yourselves he him his himself she her hers herself
    it its itself they them their theirs themselves what which who whom this that these those am is are was were be
    been being have has had having do does did doing a an the and but if or because as until while of at by for with
    about against between into through during before after above below to from up down in out on off over under
    again further then once here there when where why how all any both each few more most other some such no nor not
    only own same so than too very s t can will just don should now
    """.split()  # noqa: SIM905 - a list of so many words in quotes is hard to read
)
"""Words that the English index leaves out: the list that comes with PostgreSQL."""

PIECES = re.compile(r'-?"[^"]*"|\S+')
MARKS = re.compile("[\u0300-\u036f'’]")
NO_LETTERS = re.compile("[^a-z0-9\u00c0-\u1fff\u2c00-\U0010ffff]+")

_stemmer = stemmer("english")


@lru_cache(maxsize=50_000)
def fold(text: str) -> str:
    """Return text in small letters without accents and apostrophes, other punctuation as spaces.

    The index is folded by the database's function search_folded, which does the same.
    """
    # Letter by letter, as the database does it: a word has no influence on its letters.
    small = "".join(map(str.lower, MARKS.sub("", unicodedata.normalize("NFKD", text))))
    return NO_LETTERS.sub(" ", small).strip()


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return the English stem of one folded word."""
    return str(_stemmer.stemWord(word))


@dataclass(frozen=True)
class Term:
    """One thing asked for: a word, or several in a row that stood in quotes; `is_excluded` if it must not be there."""

    words: tuple[str, ...]
    is_phrase: bool = False
    is_excluded: bool = False


def parse(text: str) -> list[Term]:
    """Return what a search asks for. Any text will do: what holds no letter or digit asks for nothing."""
    terms: list[Term] = []
    for piece in PIECES.findall(text):
        words = tuple(fold(piece).split())[:MOST_WORDS]
        excluded = piece.startswith("-") and len(piece) > 1
        if words and (excluded or piece.startswith('"')):
            terms.append(Term(words, is_phrase=True, is_excluded=excluded))
        else:
            terms += [Term((word,)) for word in words]
    wanted = terms[:MOST_WORDS]
    # Words that the index leaves out are asked for only when nothing else is.
    telling = [term for term in wanted if term.is_phrase or term.words[0] not in STOP_WORDS]
    return telling if any(not term.is_excluded for term in telling) else wanted


def as_written(text: str) -> str:
    """Return a search with each word in quotes, so that it is taken letter by letter."""
    terms = parse(text)
    return " ".join(f'{"-" if term.is_excluded else ""}"{" ".join(term.words)}"' for term in terms)
