"""Names that list several organisations: "Adur & Worthing Councils", "Nottingham, Leicestershire and Doncaster"."""

import re
from collections.abc import Callable

SEPARATOR = re.compile(r"\s*[,;/&+|]\s*|\s+and\s+", re.IGNORECASE)
MOST_PARTS = 60
LONGEST_NAME = 5
"""How many pieces one name may have: "Bournemouth, Christchurch and Poole" has three."""


def split_brackets(name: str) -> tuple[str, str] | None:
    """Return what stands before and inside closing brackets, such as ("Greater London Authority", "GLA")."""
    found = re.fullmatch(r"\s*([^()]+?)\s*\(([^()]+)\)\s*", name)
    return (found[1], found[2]) if found else None


def fewest_parts(name: str, is_known: Callable[[str], bool]) -> list[str] | None:
    """Cut `name` at its commas and "and"s into the fewest parts that are all known; None when that cannot be done.

    A part may hold a separator of its own: in "Brighton and Hove, Croydon" the first part is "Brighton and Hove".
    """
    pieces = pieces_of(name)
    if len(pieces) > MOST_PARTS:
        return None
    best: list[list[str] | None] = [[], *([None] * len(pieces))]
    for end in range(1, len(pieces) + 1):
        for start in range(max(0, end - LONGEST_NAME), end):
            before = best[start]
            found = best[end]
            if before is None or (found is not None and len(found) <= len(before) + 1):
                continue
            part = name[pieces[start][0] : pieces[end - 1][1]]
            if is_known(part):
                best[end] = [*before, part]
    return best[-1] or None


def pieces_of(name: str) -> list[tuple[int, int]]:
    """Where the pieces between separators begin and end; empty ones (", and") are left out."""
    bounds = [0, *(edge for found in SEPARATOR.finditer(name) for edge in found.span()), len(name)]
    spans = zip(bounds[::2], bounds[1::2], strict=True)
    return [(start, end) for start, end in spans if name[start:end].strip()]
