"""Mails: one text, in plain words and as simple HTML that says the same; nothing in them breaks out."""

import re
import smtplib
from html.parser import HTMLParser
from traceback import format_exception
from typing import Any

import pytest
from django.core import mail as django_mail
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.template import Engine

from councils import mail
from tests.support.browsing import DESKTOP, PHONE, Visitor, axe_complaints, find_chromium

TEXT = """Join {{ council }}

Hello {{ name }}, this is < & >.
Two lines.

    1234 5678

{{ site_url }}/account/councils/



Goodbye to https://elsewhere.example/ and {{ site_url }}/ in a sentence.
"""


@pytest.fixture
def templates(monkeypatch: pytest.MonkeyPatch) -> None:
    """The site's templates, and a mail of ours."""
    engine = Engine.get_default()
    ours = {"mail/ours.txt": TEXT}
    loaders = [("django.template.loaders.locmem.Loader", ours), *engine.loaders]
    found = engine.get_template_loaders(loaders)
    monkeypatch.setattr(engine, "template_loaders", found)


@pytest.fixture
def composed(templates: None) -> EmailMultiAlternatives:
    """A mail with all kinds of paragraphs."""
    return mail.compose("ours", to="olu@council.example", context={"council": "King's Lynn & Co", "name": "O'Brien"})


def html_of(message: EmailMultiAlternatives) -> str:
    """Return the HTML part."""
    [(content, kind)] = message.alternatives
    assert kind == "text/html"
    return content


class Words(HTMLParser):
    """Reads what a person sees of HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.in_body = False

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.in_body = self.in_body or tag == "body"

    def handle_data(self, data: str) -> None:
        if self.in_body:
            self.seen += data.split()


def words_of(html: str) -> list[str]:
    """Return the words that a person sees."""
    reader = Words()
    reader.feed(html)
    return reader.seen


def test_both_parts_say_the_same(composed: EmailMultiAlternatives) -> None:
    seen = words_of(html_of(composed))
    expected = ["CollabHub", *composed.subject.split(), *composed.body.split()]
    assert seen[: len(expected)] == expected


def test_words_of_people_are_as_they_wrote_them_in_both_parts(composed: EmailMultiAlternatives) -> None:
    assert composed.subject == "Join King's Lynn & Co"
    assert "Hello O'Brien, this is < & >." in composed.body
    assert "Hello O&#x27;Brien, this is &lt; &amp; &gt;." in html_of(composed)


def test_a_lone_address_of_the_site_is_the_link_and_no_other(composed: EmailMultiAlternatives, settings: Any) -> None:
    links = re.findall(r'href="([^"]+)"', html_of(composed))
    assert links == [f"{settings.SITE_URL}/account/councils/", settings.SITE_URL]


def test_an_indented_line_is_shown_large(composed: EmailMultiAlternatives) -> None:
    kinds = [paragraph.kind for paragraph in mail.paragraphs(composed.body)]
    assert kinds == ["text", "large", "link", "text"]


def test_no_more_than_one_empty_line_follows_another(composed: EmailMultiAlternatives) -> None:
    assert "\n\n\n" not in composed.body
    assert composed.body.endswith("sentence.\n")


@pytest.mark.usefixtures("templates")
@pytest.mark.parametrize("between", ["\r\n", "\n", "\x00", "\u2028", "\u202e", "\x85"])
def test_a_name_cannot_break_out_of_the_subject(between: str) -> None:
    council = f"Exford{between}Bcc: everybody@council.example"
    message = mail.compose("ours", to="olu@council.example", context={"council": council, "name": "Olu"})
    assert not mail.CONTROLS.search(message.subject)
    sent = message.message()
    assert sent["Bcc"] is None
    assert message.recipients() == ["olu@council.example"]


@pytest.mark.usefixtures("templates")
def test_a_subject_without_end_is_cut() -> None:
    message = mail.compose("ours", to="olu@council.example", context={"council": "x" * 5000, "name": "Olu"})
    assert len(message.subject) == mail.LONGEST_SUBJECT


@pytest.mark.usefixtures("templates")
def test_an_address_with_a_line_break_is_refused() -> None:
    context = {"council": "Exford", "name": "Olu"}
    with pytest.raises(ValueError, match=r"newline|linefeed|header"):
        mail.send("ours", to="olu@council.example\nBcc: everybody@council.example", context=context)
    assert django_mail.outbox == []


def test_notices_of_absence_do_not_come_back_and_no_machine_is_named(
    composed: EmailMultiAlternatives, settings: Any
) -> None:
    sent = composed.message()
    assert sent["Auto-Submitted"] == "auto-generated"
    assert sent["X-Auto-Response-Suppress"] == "All"
    assert sent["Message-ID"].endswith(f"@{settings.SITE_HOST}>")


@pytest.mark.usefixtures("templates")
@pytest.mark.parametrize(("reply", "error"), [(550, mail.MailboxRefused), (451, smtplib.SMTPException)])
def test_a_refused_mailbox_is_told_apart_from_a_full_one_and_named_in_no_log(
    settings: Any, reply: int, error: type[Exception]
) -> None:
    settings.MAILERS = {"default": {"BACKEND": "tests.test_mail.Refusing", "OPTIONS": {"reply": reply}}}
    with pytest.raises(error) as refused:
        mail.send("ours", to="olu@council.example", context={"council": "Exford", "name": "Olu"})
    assert type(refused.value) is error
    assert str(reply) in str(refused.value)
    assert "olu@" not in str(refused.getrepr(chain=True, style="short").reprcrash)
    assert refused.value.__suppress_context__


@pytest.mark.usefixtures("templates")
def test_a_mail_server_that_refuses_the_words_of_a_mail_names_nobody_in_a_log(settings: Any) -> None:
    settings.MAILERS = {"default": {"BACKEND": "tests.test_mail.RefusingWords"}}
    address = "olu@council.example"
    with pytest.raises(smtplib.SMTPException) as refused:
        mail.send("ours", to=address, context={"council": "Exford", "name": "Olu"})
    logged = "".join(format_exception(refused.value))
    assert "reply 550" in logged
    assert "olu@" not in logged


class RefusingWords(BaseEmailBackend):
    """A mail server that takes the address, and then refuses the mail."""

    def send_messages(self, email_messages: Any) -> int:
        raise smtplib.SMTPDataError(550, b"<olu@council.example> unknown")


class Refusing(BaseEmailBackend):
    """A mail server that takes nothing."""

    def __init__(self, reply: int, **options: Any) -> None:
        super().__init__(**options)
        self.reply = reply

    def send_messages(self, email_messages: Any) -> int:
        raise smtplib.SMTPRecipientsRefused({"olu@council.example": (self.reply, b"No")})


@pytest.mark.browser
def test_the_html_is_accessible_at_every_width(composed: EmailMultiAlternatives) -> None:
    if find_chromium() is None:
        pytest.skip("Chromium is not installed, so nothing was tried in a real browser (CHROMIUM names another place)")
    with Visitor("http://127.0.0.1") as visitor:
        page = visitor.page()
        page.set_content(html_of(composed))
        assert axe_complaints(page, DESKTOP, PHONE) == []
        page.set_viewport_size(PHONE)
        assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
        assert visitor.complaints == []
