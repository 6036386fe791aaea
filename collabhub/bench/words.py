"""Text that looks like what councils write, and whose vocabulary grows as that of real text does."""

import itertools
import math
import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

WORD = re.compile(r"[\w’'&-]*\w")
FROM_STOCK = 0.5
"""How often the next word is any word at all, and not one that follows the last one in a starter entry."""

ONSETS = "b br c ch cl d dr f fl g gr h l m n p pl pr qu r s sc sh st t th tr v w".split()  # noqa: SIM905 - easier to read
NUCLEI = "a a a e e e i i i o o o u u ai ea ee oa ou".split()  # noqa: SIM905 - as above
CODAS = ["", "", "", *"d l ll m n nd ng nt r rd rn s sk st t x".split()]  # noqa: SIM905 - as above


class GrowingStock:
    """Draws from what was drawn before, frequent things often; now and then it makes a thing that is new.

    The first draws are given: `seen`, in the order in which they occurred. From them comes b, the exponent of Heaps'
    law (after n draws there are about K·n^b different things), as the growth from the first half to the whole. The next
    draw is then new with probability b·V/n, V being the number of different things so far; else it repeats one of all
    earlier draws at random. That gives the long tail of real vocabularies (Simon 1955; Pitman and Yor 1997).

    Raises ValueError when `seen` is too short to show any growth.
    """

    def __init__(self, chance: random.Random, seen: Sequence[str], make: Callable[[], str]) -> None:
        half = len(set(seen[: len(seen) // 2]))
        if not half:
            raise ValueError("There is too little text to learn from.")
        self.chance = chance
        self.drawn = list(seen)
        self.known = set(seen)
        self.make = make
        self.growth = math.log2(len(self.known) / half)

    def draw(self) -> str:
        """Return a thing, seen before or new."""
        if self.chance.random() < self.growth * len(self.known) / len(self.drawn):
            drawn = self.make_new()
        else:
            drawn = self.drawn[int(self.chance.random() * len(self.drawn))]
        self.drawn.append(drawn)
        return drawn

    def make_new(self) -> str:
        """Return a thing that was never drawn."""
        while (made := self.make()) in self.known:
            pass
        self.known.add(made)
        return made


class Writer:
    """Writes texts of a given length in the manner of `texts`.

    A word is followed by one of the words that follow it in `texts` (a chain of pairs) or, as often as FROM_STOCK says,
    by any word of a growing stock, in which made-up ones appear.
    """

    def __init__(self, chance: random.Random, texts: Iterable[str]) -> None:
        self.chance = chance
        self.starts: list[str] = []
        self.followers: dict[str, list[str]] = defaultdict(list)
        spoken: list[str] = []
        for text in texts:
            words = words_of(text)
            self.starts += words[:1]
            for word, following in itertools.pairwise(words):
                self.followers[word].append(following)
            spoken += words
        self.stock = GrowingStock(chance, spoken, self.invent)

    def write(self, length: int) -> str:
        """Return a text of at least `length` characters, its last word cut off where it would be much longer."""
        word = self.pick(self.starts)
        words, size = [word], len(word)
        while size < length:
            followers = self.followers.get(word)
            word = self.pick(followers) if followers and self.chance.random() >= FROM_STOCK else self.stock.draw()
            words.append(word)
            size += len(word) + 1
        words[0] = words[0][:1].upper() + words[0][1:]
        return " ".join(words)

    def pick(self, words: Sequence[str]) -> str:
        """Return one of some words; faster than random.choice, which takes half the time of a run otherwise."""
        return words[int(self.chance.random() * len(words))]

    def invent(self) -> str:
        """Return a word that can be pronounced: two or three syllables."""
        syllables = 2 if self.chance.random() < 0.5 else 3
        return "".join(
            self.pick(ONSETS) + self.pick(NUCLEI) + (self.pick(CODAS) if last else "")
            for last in [False] * (syllables - 1) + [True]
        )


def words_of(text: str) -> list[str]:
    """Return the words of a text without punctuation; a capital that only starts the text becomes small."""
    words = WORD.findall(text)
    if words and words[0][1:].islower():
        words[0] = words[0].lower()
    return words
