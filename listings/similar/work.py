"""A piece of work, published or not yet written down, and the traits by which other work may be like it."""

import re
import string
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self

from councils.models import Organisation
from listings.models import Listing, ServiceArea, Topic
from listings.search.synonyms import SynonymTable, Words, roots
from listings.search.words import STOP_WORDS, fold

MOST_WORDS = 32
"""Words and terms of one piece of work that count, those of the title first."""
OF_THE_TITLE, OF_THE_PROBLEM = 1.0, 0.5
"""How much a word tells, by where the work has it."""
WHERE_AND_HOW_MANY = re.compile(
    r"(north|south|east|west)(ern)?|one|two|three|four|five|six|seven|eight|nine|ten|several|first|second|third|"
    r"(year|month|week|day)s?|[0-9]+"
)
"""Words that say nothing of what the work is."""


class Kind(StrEnum):
    """What two pieces of work may share. There is no field for technology: topics name it."""

    AREA = "area"
    TOPIC = "topic"
    WORDING = "wording"


@dataclass(frozen=True)
class Trait:
    """Something that other work may share, by the name that people know it by.

    `key` is what the database finds it by: an identifier, or a search. `number` is how many other entries have it.
    `weight` says how telling it is: the fewer have it, the more.
    """

    kind: Kind
    key: str
    name: str
    weight: float
    number: int = 0

    @property
    def words_together(self) -> str:
        """The key without the order of words, which the index does not know: to look it up would mean reading texts."""
        return re.sub("<(-|[0-9]+)>", "&", self.key)


@dataclass(frozen=True)
class Work:
    """A piece of work: an entry, or what an officer has said of it so far.

    `problem` is what it is for, in a sentence. `others` are organisations that take part without leading. `entries` are
    the listings that this very work is published as: they are not similar to it, they are the same.
    """

    title: str
    problem: str = ""
    areas: Sequence[ServiceArea] = ()
    topics: Sequence[Topic] = ()
    leads: Sequence[Organisation] = ()
    others: Sequence[Organisation] = ()
    entries: Collection[int] = ()

    @classmethod
    def of(cls, listing: Any, stages: Sequence[Listing] = ()) -> Self:
        """Return the work that a listing is about; `stages` are all entries of the same work."""
        return cls(
            title=listing.title,
            problem=listing.summary,
            areas=listing.service_areas.all(),
            topics=listing.topics.all(),
            leads=[part.organisation for part in listing.leads if part.organisation],
            others=[part.organisation for part in [*listing.partners, *listing.others] if part.organisation],
            entries={listing.pk, *(stage.pk for stage in stages)},
        )

    def wordings(self, table: SynonymTable) -> list[Trait]:
        """Return its words and the terms that have synonyms, the title's first, each once.

        Names of councils that take part are left out: they say where the work is, not what it is.
        """
        councils = [organisation for organisation in [*self.leads, *self.others] if organisation.is_council]
        names = {word for council in councils for word in fold(council.short_name).split()}
        found: dict[Words, Trait] = {}
        for text, weight in ((self.title, OF_THE_TITLE), (self.problem, OF_THE_PROBLEM)):
            written = as_written(text)
            for start, term, others in terms([word for word, _ in written], table):
                if not names.issuperset(term):
                    name = " ".join(words for _, words in written[start : start + len(term)])
                    ways = " or ".join(f'"{" ".join(way)}"' for way in [term, *others])
                    found.setdefault(roots(term), Trait(Kind.WORDING, ways, name, weight))
        return list(found.values())[:MOST_WORDS]


def as_written(text: str) -> list[tuple[str, str]]:
    """Return each word of a text as searching knows it, and as people wrote it: "childrens" is "children’s"."""
    return [
        (word, piece.strip(string.punctuation + "‘’“”–—…") if len(words) == 1 else word)
        for piece in text.split()
        if (words := fold(piece).split())
        for word in words
    ]


def terms(words: Sequence[str], table: SynonymTable) -> Iterator[tuple[int, Words, list[Words]]]:
    """Yield every telling word and every row that has synonyms: where it begins, and what else it is called."""
    longest = max(table.longest, 1)
    for start in range(len(words)):
        for end in range(start + 1, min(start + longest, len(words)) + 1):
            term = tuple(words[start:end])
            others = table.of(term)
            is_telling = len(term) == 1 and not WHERE_AND_HOW_MANY.fullmatch(term[0])
            if (others or is_telling) and not STOP_WORDS.intersection((term[0], term[-1])):
                yield start, term, others
