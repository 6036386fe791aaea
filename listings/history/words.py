"""What changed in a longer text, word for word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

MOST_COMPARED = 1_000_000
"""Old words times new words. Beyond that the whole stretch counts as written anew: comparing would take too long."""
KEPT_AROUND = 8
"""Words that are shown before and after a change, where a longer stretch stayed."""


class What(StrEnum):
    """What became of some words."""

    STAYED = "stayed"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True)
class Run:
    """Words one after another to which the same happened, with the spaces that stood between them."""

    what: What
    text: str


def compare(before: str, after: str, *, whole: bool = False) -> list[Run]:
    """Return what stayed, was removed and was added, in the order of reading.

    Long stretches that stayed are cut, unless the texts are to be read `whole`.
    """
    old, new = re.findall(r"\s*\S+", before), re.findall(r"\s*\S+", after)
    start = _alike(old, new)
    end = _alike(old[start:][::-1], new[start:][::-1])
    runs = [
        Run(What.STAYED, "".join(old[:start]) if whole else _cut(old[:start], is_first=True)),
        *_middle(old[start : len(old) - end], new[start : len(new) - end], whole=whole),
        Run(What.STAYED, "".join(old[len(old) - end :]) if whole else _cut(old[len(old) - end :], is_last=True)),
    ]
    return [run for run in runs if run.text]


def _alike(old: list[str], new: list[str]) -> int:
    """Return with how many equal words two texts begin."""
    pairs = zip(old, new, strict=False)
    return next((place for place, (one, other) in enumerate(pairs) if one != other), min(len(old), len(new)))


def _middle(old: list[str], new: list[str], *, whole: bool) -> list[Run]:
    """Return the runs between the first and the last word that differ."""
    if len(old) * len(new) > MOST_COMPARED:
        return [Run(What.REMOVED, "".join(old)), Run(What.ADDED, "".join(new))]
    runs = []
    for what, first, last, new_first, new_last in SequenceMatcher(None, old, new).get_opcodes():
        if what == "equal":
            runs.append(Run(What.STAYED, "".join(old[first:last]) if whole else _cut(old[first:last])))
            continue
        runs += [Run(What.REMOVED, "".join(old[first:last])), Run(What.ADDED, "".join(new[new_first:new_last]))]
    return runs


def _cut(words: list[str], *, is_first: bool = False, is_last: bool = False) -> str:
    """Return words that stayed, those far from any change as an ellipsis."""
    head = [] if is_first else words[:KEPT_AROUND]
    tail = [] if is_last else words[-KEPT_AROUND:]
    if len(words) <= len(head) + len(tail) + 1:
        return "".join(words)
    return "".join([*head, " …", *tail])
