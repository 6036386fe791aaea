"""Mails: plain text written once, and a simple HTML from the same words.

Mail leaves from jobs of the queue only (councils.tasks), whose arguments are numbers of rows: no address, no code and
no words of people lie in the queue. A template `mail/<name>.txt` starts with the subject on its first line, then an
empty line, then paragraphs. A paragraph that is only an address of this site becomes the link; one that is indented by
four spaces is shown large. Nothing in it is escaped, since it is no HTML: the layout escapes what it takes over.
"""

import re
from collections.abc import Mapping
from email.utils import make_msgid
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from typing import Any, NamedTuple

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template import Context, Engine
from django.template.loader import render_to_string

LONGEST_SUBJECT = 150
CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
"""Line breaks and other control characters, and those that turn the direction of writing round."""
ANSWERED_BY_NOBODY = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
"""Keeps notices of absence from coming back (RFC 3834; the second is what Exchange looks at)."""
REFUSED_FOR_GOOD = 500
"""The first of SMTP's replies that say that trying again is no use (RFC 5321, 4.2.1)."""
NO_MAILBOX = re.compile(rb"5\.1\.(1|6|10)\b")
"""How replies begin about a mailbox that is not there, has moved, or takes no mail at all (RFC 3463, 7504 and 7505).

Other replies may as well come from a mail server of ours that is set up wrongly, whoever is written to."""


class MailboxRefused(Exception):
    """The mail server takes nothing for this address, now or later. Names no address, because logs hold it."""


class NoSuchMailbox(MailboxRefused):
    """The mail server says that there is no mailbox of this address, or not any more."""


class Paragraph(NamedTuple):
    """A piece of a mail: its words, and how they are shown (`text`, `link` or `large`)."""

    kind: str
    words: str


def compose(
    name: str,
    *,
    to: str,
    context: dict[str, Any],
    message_id: str = "",
    headers: Mapping[str, str] | None = None,
) -> EmailMultiAlternatives:
    """Return the mail `mail/<name>.txt` for one address, in plain text and simple HTML.

    `context` is what the template names; `site_url` is always there. `message_id` is what a mail is known by that may
    have to be sent again; else it gets a new one. `headers` are further ones, such as `Reply-To`, in one line each.
    Raises TemplateDoesNotExist for an unknown name.
    """
    context = {"site_url": settings.SITE_URL, **context}
    written = Engine.get_default().get_template(f"mail/{name}.txt").render(Context(context, autoescape=False))
    first, _, body = written.strip().partition("\n")
    subject = one_line(first)[:LONGEST_SUBJECT]
    text = re.sub(r"\n{3,}", "\n\n", body).strip("\n") + "\n"
    known_by = {"Message-ID": message_id or make_msgid(domain=settings.SITE_HOST)}
    further = {header: one_line(words) for header, words in (headers or {}).items()}
    mail = EmailMultiAlternatives(subject, text, to=[to], headers=known_by | ANSWERED_BY_NOBODY | further)
    shown = {"subject": subject, "paragraphs": paragraphs(text), **context}
    mail.attach_alternative(render_to_string("mail/layout.html", shown), "text/html")
    return mail


def send(
    name: str,
    *,
    to: str,
    context: dict[str, Any],
    message_id: str = "",
    headers: Mapping[str, str] | None = None,
) -> None:
    """Hand the mail to the mail server, now: call it from a job. For the arguments see `compose`.

    Raises MailboxRefused when the server never takes mail for this address (NoSuchMailbox when there is none), and
    OSError or SMTPException when it may be tried again.
    """
    mail = compose(name, to=to, context=context, message_id=message_id, headers=headers)
    try:
        mail.send()
    except SMTPRecipientsRefused as refused:
        [(code, words)] = refused.recipients.values()
        if code >= REFUSED_FOR_GOOD:
            error = NoSuchMailbox if NO_MAILBOX.match(words) else MailboxRefused
            raise error(f"The mail server takes nothing for this address (reply {code}).") from None
        raise SMTPException(f"The mail server takes nothing for this address now (reply {code}).") from None
    except SMTPResponseException as refused:  # whose words may name the address, and logs hold them
        raise SMTPException(f"The mail server did not take the mail (reply {refused.smtp_code}).") from None


def one_line(words: str) -> str:
    """Return words without line breaks or other control characters, as a header takes them."""
    return CONTROLS.sub(" ", words).strip()


def paragraphs(text: str) -> list[Paragraph]:
    """Return the pieces of a plain-text mail, each with how it is shown."""
    pieces = [piece for piece in re.split(r"\n\s*\n", text) if piece.strip()]
    return [Paragraph(kind_of(piece), piece.strip()) for piece in pieces]


def kind_of(piece: str) -> str:
    """Return how a piece is shown: a lone address of this site is the link, an indented line is large."""
    if re.fullmatch(re.escape(settings.SITE_URL) + r"/\S*", piece.strip()):
        return "link"
    return "large" if piece.startswith("    ") else "text"
