"""What people, programs and broken browsers send that no form asks for."""

from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django import forms

from tests.support.every_form import Found
from tests.support.forms import CHOSEN, TYPED, Control, filled_in

Value = str | bytes
LONGER_THAN_ANY = 20_001
"""One more than the longest text of any field."""
TEXTS: dict[str, Value] = {
    "NUL": "bins\x00bins",
    "not UTF-8": b"bins \xff\xfe \xed\xa0\x80 bins",
    "right to left": "\u202egnp.snib\u2066 bins",
    "only spaces": "  \u00a0\t  ",
    "emoji": "\U0001f469\u200d\U0001f469\u200d\U0001f467 \U0001f5d1\ufe0f bins",
    "100 KB of a letter": "a" * 100_000,
    "2 MB": "a" * 2_000_000,
}
"""Put into every text of a form at once."""
CHOICES: dict[str, Value] = {
    "no such choice": "no-such-choice",
    "a number beyond all": "99999999999999999999",
    "a negative number": "-1",
    "Arabic digits": "\u0663\u0664",
    "NUL": "1\x00",
    "somebody else’s": "1000000",
}
"""Put into every choice and every hidden control of a form at once; `somebody else’s` is replaced by a real number."""
ALONE: dict[str, Value] = {
    "a number beyond all": "99999999999999999999",
    "no such day": "2026-02-31",
    "a negative number": "-1",
    "Arabic digits": "\u0663\u0664",
    "beyond floating point": "1e999",
    "NUL": "bins\x00bins",
    "only spaces": "  \u00a0\t  ",
}
"""Put into few controls while all others are right; each control has its turn with one of them."""
LONGEST_QUERY = 2_000
"""Characters in one part of an address: servers refuse longer ones before the site sees them."""
ROUNDS = 8
"""Of so many rounds at most each puts something bad into its share of the controls."""
KEPT = {"right to left", "emoji", "too long", "not UTF-8"}
"""What must stand in the form again when it is refused."""


class Sent(NamedTuple):
    """What is sent: in words, as names and values, and the controls that hold something bad."""

    what: str
    answers: dict[str, list[Value]]
    bad: dict[str, Value]


def bad_answers(found: Found, of_others: str) -> Iterator[Sent]:
    """Yield what a form is tried with. `of_others` is the number of something that the visitor may not touch."""
    right: dict[str, Any] = filled_in(found.form, found.fields)
    texts, choices = found.form.of_kinds(TYPED), found.form.of_kinds(CHOSEN)
    for what, value in TEXTS.items() if texts else ():
        yield _with(what, right, {one.name: value for one in texts})
    if texts:
        yield _with("too long", right, {one.name: "w" * (longest(found.fields.get(one.name)) + 1) for one in texts})
    for what, value in CHOICES.items() if choices else ():
        chosen = of_others if what == "somebody else’s" else value
        yield _with(what, right, {one.name: chosen for one in choices})
    for few in _few_at_once([*texts, *choices]):
        yield _with("bad among good", right, few)
        yield Sent("some missing", {name: right[name] for name in right if name not in few}, {})
    yield Sent("nothing", {}, {})
    yield Sent("everything twice", {name: [*values, *(values or ["again"])] for name, values in right.items()}, {})


def _few_at_once(controls: list[Control]) -> Iterator[dict[str, Value]]:
    """Yield every control once with one of ALONE: by itself in a small form, with some others in a large one."""
    given = {one.name: list(ALONE.values())[place % len(ALONE)] for place, one in enumerate(controls)}
    for first in range(min(ROUNDS, len(given))):
        yield dict(list(given.items())[first::ROUNDS])


def longest(asked: forms.Field | None) -> int:
    """Return how many characters a field takes; for one that does not say, more than any does."""
    return getattr(asked, "max_length", None) or LONGER_THAN_ANY


def _with(what: str, right: dict[str, Any], bad: dict[str, Value]) -> Sent:
    return Sent(what, right | {name: [value] for name, value in bad.items()}, bad)


def bad_choices_of_filters(found: Found) -> Iterator[str]:
    """Yield query strings in which every control of a form that only asks holds something bad, or none does."""
    names = [one.name for one in found.form.of_kinds(TYPED | CHOSEN)]
    for value in {**TEXTS, **CHOICES, **ALONE}.values():
        yield urlencode(dict.fromkeys(names, value[:LONGEST_QUERY]))
    yield urlencode([(name, "a") for name in names * 3])
    yield "&=&%&%zz=%u0041&q[]=1&" + "q=" * 20
