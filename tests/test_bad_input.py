"""Every form of the site, filled in as no form should be: refused in words, with what was typed, and nothing done.

The forms are found by opening every page of the table of addresses, so a new form is tried by itself.
"""

from itertools import islice
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.support.bad_answers import KEPT, LONGER_THAN_ANY, Sent, bad_answers, bad_choices_of_filters
from tests.support.cast import World
from tests.support.databases import undone
from tests.support.effort import as_many_as
from tests.support.every_form import Found, every_form
from tests.support.factories import make_project
from tests.support.forms import controls_by_name, filled_in, forms_of
from tests.support.pages import read
from tests.support.sending import send, send_raw
from tests.support.standing import changed, what_stands

pytestmark = [pytest.mark.slow, pytest.mark.ignore_template_errors]

IN_WORDS = ("govuk-error-summary", "errornote", "govuk-notification-banner", "messagelist")
"""Where a page says what is wrong: ours, and the admin's."""
TWO_VERSIONS = "Somebody else changed this while you were writing"
"""The heading over what somebody else has saved, beside what was sent: so a forged mark of opening is answered."""
SHARE = as_many_as(1, each_time=8)
"""Each form gets every eighth of the bad answers, its neighbour the next: all of them together take minutes."""
OTHER_KINDS = {
    "application/json": b'{"title": 1}',
    "text/plain": b"title=1",
    "multipart/form-data": b"no boundary",
    "multipart/form-data; boundary=x": b"--x\r\nContent-Disposition: form-data; name=title\r\n\r\nnever ended",
    "application/x-www-form-urlencoded; charset=nowhere": b"title=%ff",
}
KEPT_TO_LOOK_AT = "listings_importupload"
"""Where a file lies between looking at what it would change and confirming that."""
FILES = {
    "empty.csv": b"",
    "zeros.csv": b"title,summary\n\x00\x00\x00,\x00\n",
    "not-utf-8.csv": b"title,summary\n\xff\xfe\xed\xa0\x80,a\n",
    "a picture.png": b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
    "one line.jsonl": b"[" * 100_000,
    "one cell.csv": b'title,summary\n"' + b"a" * 200_000,
    "no columns.csv": b"colour,smell\nred,none\n",
    "../../etc/passwd": b"title\nbins\n",
}


@pytest.fixture(scope="module")
def everything(world: World) -> list[Found]:
    """Every form that is sent, in front of those who fill it in."""
    return every_form(world.things, world.cast)


def complaints(found: Found, sent: Sent, before: set[str]) -> list[str]:
    """Send something bad; return what is wrong with the answer."""
    with undone():
        response = send(found, sent.answers)
        if response.status_code >= 500:
            return [f"met a fault: {response.exc_info}"]
        tables = changed(before)
    if 300 <= response.status_code < 400:
        return [f"took what is too long: {tables}"] if sent.what == "too long" and tables else []
    wrong = [f"refused, but wrote to {tables}"] if tables else []
    if response.status_code != 200:
        return wrong
    page = read(response)
    says_why = any(text.strip() for place in IN_WORDS for text in page.classes.get(place, []))
    if sent.bad and not says_why and page.heading(1) != TWO_VERSIONS:
        wrong.append("shows a page that says nothing of it")
    return wrong + (lost(response, sent) if sent.what in KEPT else [])


def lost(response: Any, sent: Sent) -> list[str]:
    """Return which texts are not in the page that came back, up to the longest that any field takes."""
    again, gone = controls_by_name(forms_of(response)), []
    for name, value in sent.bad.items():
        typed = value.decode(errors="replace") if isinstance(value, bytes) else value
        shown = "".join(again[name].values) if name in again else ""
        if len(typed) <= LONGER_THAN_ANY and shown.split() != typed.split():
            gone.append(name)
    return [f"lost what was typed: {gone}"] if gone else []


def test_bad_answers_are_refused_in_words_and_lose_and_do_nothing(everything: list[Found]) -> None:
    assert len(everything) > 90
    with undone():
        of_others = str(make_project("Of others", state="draft", leads=["Far away"]).pk)
        before, wrong = what_stands(), []
        for place, found in enumerate(everything):
            for sent in islice(bad_answers(found, of_others), place % SHARE, None, SHARE):
                wrong += [f"{found}, {sent.what}: {it}" for it in complaints(found, sent, before)]
    assert not wrong, "\n".join(wrong)


def test_what_is_no_form_at_all_is_refused_and_does_nothing(everything: list[Found]) -> None:
    wrong = []
    for found in everything:
        for kind, body in OTHER_KINDS.items():
            with undone():
                response = send_raw(found, body, kind)
                if response.status_code >= 500:
                    wrong.append(f"{found}, {kind}: {response.status_code}")
    assert not wrong, "\n".join(wrong)


def test_filters_and_searches_take_anything(world: World) -> None:
    with undone():
        found_forms = every_form(world.things, world.cast, "get")
        assert {"add-partner", "decide"} <= {found.name for found in found_forms}
        for found in found_forms:
            for query in bad_choices_of_filters(found):
                status = found.client.get(found.form.address.partition("?")[0], QUERY_STRING=query).status_code
                assert status < 500, f"{found}: {query[:200]}"


def test_a_file_that_is_no_file_of_entries_is_refused_in_words(everything: list[Found]) -> None:
    with_files = [found for found in everything if found.form.of_kinds({"file"})]
    assert with_files
    before = what_stands()
    for found in with_files:
        [control] = found.form.of_kinds({"file"})
        for name, content in FILES.items():
            answers = filled_in(found.form, found.fields) | {control.name: [SimpleUploadedFile(name, content)]}
            with undone():
                response = send(found, answers)
                assert response.status_code in {200, 302}, name
                page = read(found.client.get(response["Location"]) if response.status_code == 302 else response)
                assert response.status_code == 302 or set(changed(before)) <= {KEPT_TO_LOOK_AT}, name
                assert page.classes.get("errornote") or page.classes.get("messagelist") or "refused" in page.text, name
