"""What each process remembers of the data for as long as the data does not change."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any

from django.db import connection

from listings.models.changes import data_generation

MOST_REMEMBERED = 3_000
"""Answers of one generation; past it the one that was found longest ago goes. A result of a list is about 10 kB."""


class Remembered:
    """Answers that hold for one generation of the data. Make one for each request: it asks for the generation once.

    Inside a transaction nothing is remembered: it may see what others do not, and what it may yet undo.
    """

    _generation = 0
    _answers: OrderedDict[Hashable, Any] = OrderedDict()

    def __init__(self) -> None:
        answers: OrderedDict[Hashable, Any] = OrderedDict()
        if not connection.in_atomic_block:
            generation = data_generation()
            if Remembered._generation != generation:
                Remembered._answers, Remembered._generation = answers, generation
            answers = Remembered._answers
        self.answers = answers

    def answer[Answer](self, question: Hashable, find: Callable[[], Answer]) -> Answer:
        """Return the answer to a question, found anew only when the data has changed since it was last asked."""
        if question not in self.answers:
            self.keep(question, find())
        found: Answer = self.answers[question]
        return found

    def each[Key: Hashable, Row](
        self, name: str, keys: Sequence[Key], find: Callable[[list[Key]], Mapping[Key, Row]]
    ) -> list[Row]:
        """Return the rows of some keys, in their order; those not remembered yet are found all at once.

        Keys of which `find` gives no row are left out.
        """
        found = {key: self.answers[name, key] for key in keys if (name, key) in self.answers}
        if missing := [key for key in keys if key not in found]:
            for key, row in find(missing).items():
                found[key] = row
                self.keep((name, key), row)
        return [found[key] for key in keys if key in found]

    def keep(self, question: Hashable, answer: Any) -> None:
        """Remember an answer, and forget the oldest when there are too many."""
        self.answers[question] = answer
        while len(self.answers) > MOST_REMEMBERED:
            self.answers.popitem(last=False)
