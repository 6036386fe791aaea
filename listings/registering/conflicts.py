"""Two people save the same section of an entry: the second sees both versions and chooses, and nothing is lost.

A form carries, in the hidden field `opened`, a signed mark of each answer as it stood when the form was opened. Saving
compares three versions of each answer: as it was then, as it stands now, and as it was sent. What only one of the two
people changed is simply saved; where both changed the same answer, the second is asked.

How a view uses it:

    data = chosen(request.POST)                           # the choices of the page that compares, if that was sent
    form = SectionForm(data, …)
    if form.is_valid():
        try:
            save_section(…, sent=form.sent(), opened=data.get(OPENED, ""), by=request.user)
        except SectionConflict as found:
            context = compared(found.differences, form=form, now=found.now)
            return render(request, "registering/conflict.html", {…} | context)

The action asks `conflict` under the lock of the entry, and saves `merged` when there is none. The form carries
`<input type="hidden" name="opened" value="…">`: `opened(values)` when it is opened, and what was sent, unchanged, when
it is shown again because of an error. The template wants `council`, `listing`, `title` (of the section) and `back` (an
address) besides. Answers are texts and lists of texts, in which the order says nothing.

A forged, broken or missing mark says nothing about how an answer stood, so every answer that differs is asked about.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.http import QueryDict
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from listings.history.words import Run, What, compare

OPENED = "opened"
"""The hidden field that says how the answers stood when the form was opened."""
COMPARED = "compared"
"""On the page that compares: the answers to choose for."""
CHOICE = "choice"
THEIRS, MINE = "theirs", "mine"
"""What may be chosen for each; the other's answers are sent along under names that begin with the first of them."""
SALT = "listings.registering.opened"
MARK = 22
"""Hexadecimal digits of a mark: enough that no two answers ever share one."""


@dataclass(frozen=True)
class Difference:
    """An answer that two people changed: as it stands now, and as the second sent it."""

    name: str
    now: Any
    sent: Any


@dataclass(frozen=True)
class Row:
    """A difference as the page shows it: both versions in words, and the other's as hidden controls."""

    name: str
    label: str
    theirs: list[Run]
    mine: list[Run]
    hidden: SafeString
    is_undecided: bool


def opened(values: Mapping[str, Any]) -> str:
    """Return the signed marks of these answers, for the hidden field of a form that is opened with them."""
    return _signed({name: _mark(value) for name, value in values.items()})


def conflict(token: str, now: Mapping[str, Any], sent: Mapping[str, Any]) -> list[Difference]:
    """Return the answers that somebody else changed since the form was opened, and that were sent otherwise.

    `token` is what the form carried, `now` the answers as they stand, read under a lock, `sent` those of the form.
    """
    were = _marks(token)
    found = []
    for name, value in sent.items():
        mine, theirs = _mark(value), _mark(now.get(name))
        if mine != theirs and were.get(name) not in (mine, theirs):
            found.append(Difference(name, now.get(name), value))
    return found


def merged(token: str, now: Mapping[str, Any], sent: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answers to save where nothing is in conflict: what the sender did not change is as it stands now."""
    were = _marks(token)
    return {
        name: now[name] if name in now and were.get(name) == _mark(value) else value for name, value in sent.items()
    }


def chosen(post: QueryDict) -> QueryDict:
    """Return what was sent with the choices of the page that compares carried out; anything else as it is.

    An answer for which nothing was chosen stays as the sender had it, and is asked about again.
    """
    if COMPARED not in post:
        return post
    data, marks, undecided = post.copy(), _marks(post.get(OPENED, "")), []
    for name in post.getlist(COMPARED):
        choice = post.get(f"{CHOICE}-{name}")
        if choice == THEIRS:
            _replace(data, name)
        elif choice != MINE:
            undecided.append(name)
            marks.pop(name, None)
    for key in [key for key in data if key.startswith((f"{THEIRS}-", f"{CHOICE}-"))]:
        del data[key]
    data.setlist(COMPARED, undecided)
    data[OPENED] = _signed(marks)
    return data


def _replace(data: QueryDict, name: str) -> None:
    """Put the other's answer in the place of the sender's. Controls of several parts number them: name_0, name_1."""
    control = re.compile(rf"({THEIRS}-)?{re.escape(name)}(_\d+)?", re.ASCII)
    keys = [key for key in data if control.fullmatch(key)]
    theirs = {key.removeprefix(f"{THEIRS}-"): data.getlist(key) for key in keys if key.startswith(f"{THEIRS}-")}
    for key in keys:
        del data[key]
    for key, values in theirs.items():
        data.setlist(key, values)


def compared(differences: Iterable[Difference], *, form: Any, now: Mapping[str, Any]) -> dict[str, Any]:
    """Return what registering/conflict.html shows: `rows` to choose between, and what is sent along with the choices.

    `form` is the SectionForm that was sent, made of what `chosen` returned; `now` has the answers as they stand.
    """
    undecided = form.data.getlist(COMPARED)
    rows = [
        Row(
            one.name,
            form.fields[one.name].label,
            *_side_by_side(*("\n".join(form.in_words(one.name, value)) for value in (one.now, one.sent))),
            hidden=_hidden(form, one.name, one.now, f"{THEIRS}-"),
            is_undecided=one.name in undecided,
        )
        for one in differences
    ]
    sent = merged(form.data.get(OPENED, ""), now, form.sent())
    kept = format_html_join("", "{}", [(_hidden(form, name, value),) for name, value in sent.items()])
    return {"rows": rows, "kept": kept, "opened": opened(now), "is_undecided": any(row.is_undecided for row in rows)}


def _side_by_side(now: str, sent: str) -> tuple[list[Run], list[Run]]:
    """Return two texts as runs of words, those marked that stand in one of them only."""
    runs = compare(now, sent, whole=True)
    return [run for run in runs if run.what != What.ADDED], [run for run in runs if run.what != What.REMOVED]


def _hidden(form: Any, name: str, value: Any, prefix: str = "") -> SafeString:
    """Return an answer as hidden controls, as the form would send it."""
    field = form.fields[name]
    html: SafeString = field.hidden_widget().render(f"{prefix}{name}", field.prepare_value(value))
    return html


def _mark(value: Any) -> str:
    """Return a mark by which an answer is recognised; the same for no answer of any kind."""
    return hashlib.sha256(json.dumps(_plain(value)).encode()).hexdigest()[:MARK]


def _plain(value: Any) -> str | list[str]:
    """Return an answer in the one way in which forms and entries can be compared."""
    if isinstance(value, list):
        return sorted(_one_line_end(one) for one in value) or ""
    return _one_line_end(value)


def _one_line_end(text: Any) -> str:
    return "" if text is None else str(text).replace("\r\n", "\n").strip()


def _signed(marks: Mapping[str, str]) -> str:
    return signing.dumps(dict(marks), salt=SALT, compress=True)


def _marks(token: str) -> dict[str, str]:
    """Return the marks that a token carries; none when it is not ours."""
    try:
        marks = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return {}
    return marks if isinstance(marks, dict) else {}
