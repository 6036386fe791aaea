"""Why an entry is like some work, in words that people can check."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.text import get_text_list

from listings.search.synonyms import Words, roots
from listings.search.words import fold
from listings.similar.work import Trait

LEAST_TOLD, LEAST_TOLD_BESIDE = 1.0, 1.4
"""Weight of a wording that is named as a reason: alone, and beside a shared service area or topic."""
MOST_TOLD = 3
"""Words that are named as a reason."""
FEWEST_WORDS = 2
"""Words that must be shared when nothing else is."""


@dataclass(frozen=True)
class Shared:
    """What an entry shares with some work. `wording` comes with what each is worth where the entry has it."""

    area: Trait | None
    topics: Sequence[Trait]
    wording: Sequence[tuple[Trait, float]]
    leads: list[str]

    def telling_words(self) -> list[str]:
        """Return the words and terms that tell most, without those that say the same again."""
        told: list[str] = []
        least = LEAST_TOLD_BESIDE if self.area or self.topics else LEAST_TOLD
        said = {root for trait in [*self.topics, *([self.area] if self.area else [])] for root in roots_of(trait)}
        for trait, worth in sorted(self.wording, key=lambda one: (-one[0].name.count(" "), -one[1])):
            if worth >= least and not said.issuperset(roots_of(trait)):
                told.append(trait.name)
                said.update(roots_of(trait))
        return told[:MOST_TOLD]

    def is_enough(self) -> bool:
        """True when it is more than a word that both happen to use, or the same people doing something else."""
        return bool(self.area or self.topics or sum(len(told.split()) for told in self.telling_words()) >= FEWEST_WORDS)

    def reasons(self) -> Iterator[str]:
        """Yield a sentence for each thing that is shared."""
        if self.area:
            yield f"Same service area: {self.area.name}."
        if self.topics:
            names = get_text_list([topic.name for topic in self.topics], "and")
            yield f"Shares the topic{'s' if len(self.topics) > 1 else ''} {names}."
        if words := self.telling_words():
            yield f"Close wording: {get_text_list([f'“{word}”' for word in words], 'and')}."
        if self.leads:
            yield f"Same lead: {get_text_list(self.leads, 'and')}."


def roots_of(trait: Trait) -> Words:
    """Return the stems of the words of a trait's name."""
    return roots(fold(trait.name).split())
