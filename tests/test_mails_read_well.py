"""Every mail that there is: reads well as plain text alone, says the same in HTML, and is accessible on a phone."""

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from django.core import mail

from tests.support.browsing import PHONE, Visitor, axe_complaints, find_chromium, is_as_wide_as_its_window
from tests.test_mail_links import every_mail

pytestmark = pytest.mark.django_db

LONGEST_SUBJECT = 100
LEFT_IN_A_TEMPLATE = re.compile(r"\{[{%#]|None\b|&(amp|lt|gt|quot|#\d+);")
"""What a reader never sees, unless a template was not filled in, or a text was escaped that is no HTML."""


SIGNS = re.compile(r"–|>|-{3,}")
"""What begins an item of a list or a quoted line in plain text, or underlines a heading; HTML shows it otherwise."""


class Words(HTMLParser):
    """Collects what is to be read in the body of a page, and where its links lead."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.is_in_body = False

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.is_in_body = self.is_in_body or tag == "body"
        self.words += [value for name, value in attrs if name == "href"]

    def handle_data(self, data: str) -> None:
        if self.is_in_body:
            self.words += [word.rstrip(":") for word in data.split()]


def sent() -> dict[str, Any]:
    """Return every mail by the name of its template, as it goes out."""
    found = {}
    for name, send in every_mail().items():
        send()
        found[name] = mail.outbox.pop()
    return found


def html_of(message: Any) -> str:
    html, kind = message.alternatives[0]
    assert kind == "text/html"
    return str(html)


def test_every_mail_is_complete_as_plain_text_and_its_subject_fits_a_phone() -> None:
    for name, message in sent().items():
        assert 0 < len(message.subject) <= LONGEST_SUBJECT, (name, message.subject)
        assert not LEFT_IN_A_TEMPLATE.search(message.subject + message.body), (name, message.body)
        assert not re.search(r"^ {4}\S.*\n\n {4}", message.body, re.MULTILINE), name
        assert message.body.strip(), name


def test_every_mail_says_the_same_in_html() -> None:
    for name, message in sent().items():
        reader = Words()
        reader.feed(html_of(message))
        said = [word.rstrip(":") for word in message.body.split() if not SIGNS.fullmatch(word)]
        missing = [word for word in said if word not in reader.words]
        assert missing == [], name


@pytest.mark.browser
def test_the_html_of_every_mail_is_accessible_and_fits_a_phone() -> None:
    if find_chromium() is None:
        pytest.skip("Chromium is not installed, so nothing was tried in a real browser (CHROMIUM names another place)")
    messages = sent()
    with Visitor("http://127.0.0.1") as visitor:
        page = visitor.page(PHONE)
        for name, message in messages.items():
            page.set_content(html_of(message))
            assert axe_complaints(page, PHONE) == [], name
            assert is_as_wide_as_its_window(page), name
        assert visitor.complaints == []
