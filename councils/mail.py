"""Mails: plain text written once, and a simple HTML from the same words.

Mail leaves from jobs of the queue only (councils.tasks), whose arguments are numbers of rows: no address, no code and
no words of people lie in the queue. A template `mail/<name>.txt` starts with the subject on its first line, then an
empty line, then paragraphs. A paragraph that is only an address of this site becomes the link; one that is indented by
four spaces is shown large; a line with a line of hyphens below is a heading; lines that all begin with ">" are what
somebody wrote, and with a dash a list; lines that all end with an address of this site are links called by what stands
before it. Nothing in it is escaped, since it is no HTML: the layout escapes what it takes over.
"""

import re
from collections.abc import Mapping
from contextlib import suppress
from email import policy as policies
from email.headerregistry import BaseHeader, HeaderRegistry, UnstructuredHeader
from email.policy import EmailPolicy, Policy
from email.utils import make_msgid
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException, SMTPServerDisconnected
from typing import Any, NamedTuple, Self, cast

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, mailers
from django.core.mail.backends.base import BaseEmailBackend
from django.template import Context, Engine
from django.template.loader import render_to_string

LONGEST_SUBJECT = 150
CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
"""Line breaks and other control characters, and those that turn the direction of writing round."""
ANSWERED_BY_NOBODY = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
"""Keeps notices of absence from coming back (RFC 3834; the second is what Exchange looks at)."""
REFUSED_FOR_GOOD = 500
"""The first of SMTP's replies that say that trying again is no use (RFC 5321, 4.2.1)."""
HANGING_UP = 421
"""SMTP's reply of a server that ends the conversation, as many do after so many mails (RFC 5321, 3.8)."""
NO_MAILBOX = re.compile(rb"5\.1\.(1|6|10)\b")
"""How replies begin about a mailbox that is not there, has moved, or takes no mail at all (RFC 3463, 7504 and 7505).

Other replies may as well come from a mail server of ours that is set up wrongly, whoever is written to."""


class MailboxRefused(Exception):
    """The mail server takes nothing for this address, now or later. Names no address, because logs hold it."""


class NoSuchMailbox(MailboxRefused):
    """The mail server says that there is no mailbox of this address, or not any more."""


class MailServerAway(OSError):
    """The mail server cannot be reached at all, which says nothing about any mail."""


class WholeHeader(UnstructuredHeader, BaseHeader):
    """Stays on one line. Python folds a long address by encoding it, and then mail programs do not know it."""

    def fold(self, *, policy: "Policy[Any]") -> str:
        """Return the header as it is sent."""
        return f"{self.name}: {self}{policy.linesep}"


HEADERS = HeaderRegistry()
HEADERS.map_to_type("list-unsubscribe", WholeHeader)


class Mail(EmailMultiAlternatives):
    """A mail in plain text and HTML, whose addresses in headers stay whole."""

    def message(self, *, policy: "Policy[Any] | None" = policies.default) -> Any:
        """Return it as the standard library has it."""
        given = cast("EmailPolicy[Any]", policy or policies.default)
        return super().message(policy=given.clone(header_factory=HEADERS))


UNDERLINED = re.compile(r"[^\n]+\n-{3,}")
ITEM = "– "
QUOTED = ">"


class Paragraph(NamedTuple):
    """A piece of a mail: its words, and how they are shown (`text`, `link`, `large`, `quote`, and so on: `kind_of`)."""

    kind: str
    words: str

    @property
    def title(self) -> str:
        """The words of a heading, without the line below."""
        return self.words.partition("\n")[0]

    @property
    def quoted(self) -> str:
        """What somebody wrote, without the signs before its lines."""
        return "\n".join(line.removeprefix(QUOTED).strip() for line in self.words.splitlines())

    @property
    def items(self) -> list[str]:
        """What stands in a list, without its dashes."""
        return [line.removeprefix(ITEM) for line in self.words.splitlines()]

    @property
    def links(self) -> list[tuple[str, str]]:
        """What each of several links is called, and its address."""
        return [(name, address) for name, _, address in (line.rpartition(": ") for line in self.words.splitlines())]


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
    mail = Mail(subject, text, to=[to], headers=known_by | ANSWERED_BY_NOBODY | further)
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
    with MailServer() as server:
        server.hand_over(compose(name, to=to, context=context, message_id=message_id, headers=headers))


class MailServer:
    """The mail server, which is reached once for many mails: when the first is handed over. Use it in a `with`."""

    def __init__(self) -> None:
        self._connection: BaseEmailBackend | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.hang_up()

    def hand_over(self, mail: EmailMultiAlternatives) -> None:
        """Give it a mail; return once it has taken it. For what this raises see `send`.

        One that ended the conversation after earlier mails is reached anew, once. Raises MailServerAway when it cannot
        be reached at all.
        """
        was_there = self._connection is not None
        try:
            try:
                self._reached().send_messages([mail])
            except (OSError, SMTPException) as error:
                if not (was_there and has_hung_up(error)):
                    raise
                self.hang_up()
                self._reached().send_messages([mail])
        except SMTPRecipientsRefused as refused:
            [(code, words)] = refused.recipients.values()
            if code >= REFUSED_FOR_GOOD:
                kind = NoSuchMailbox if NO_MAILBOX.match(words) else MailboxRefused
                raise kind(f"The mail server takes nothing for this address (reply {code}).") from None
            self.hang_up()
            raise SMTPException(f"The mail server takes nothing for this address now (reply {code}).") from None
        except SMTPResponseException as refused:  # whose words may name the address, and logs hold them
            self.hang_up()
            raise SMTPException(f"The mail server did not take the mail (reply {refused.smtp_code}).") from None
        except (OSError, SMTPException):
            self.hang_up()
            raise

    def hang_up(self) -> None:
        """End the conversation, if there is one. The next mail begins another."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(OSError, SMTPException):  # there is nobody left to say goodbye to
                connection.close()

    def _reached(self) -> BaseEmailBackend:
        if self._connection is None:
            connection = mailers.default
            try:
                connection.open()
            except (OSError, SMTPException) as error:
                with suppress(OSError, SMTPException):
                    connection.close()
                raise MailServerAway(f"The mail server cannot be reached ({type(error).__name__}).") from None
            self._connection = connection
        return self._connection


def has_hung_up(error: Exception) -> bool:
    """True for what is raised when a mail server has ended the conversation."""
    if isinstance(error, SMTPRecipientsRefused):
        return any(code == HANGING_UP for code, _ in error.recipients.values())
    is_told = isinstance(error, SMTPResponseException) and error.smtp_code == HANGING_UP
    return is_told or isinstance(error, SMTPServerDisconnected | ConnectionError)


def one_line(words: str) -> str:
    """Return words without line breaks or other control characters, as a header takes them."""
    return CONTROLS.sub(" ", words).strip()


def paragraphs(text: str) -> list[Paragraph]:
    """Return the pieces of a plain-text mail, each with how it is shown."""
    pieces = [piece for piece in re.split(r"\n\s*\n", text) if piece.strip()]
    return [Paragraph(kind_of(piece), piece.strip()) for piece in pieces]


def kind_of(piece: str) -> str:
    """Return how a piece is shown; only addresses of this site are links."""
    ours = re.escape(settings.SITE_URL) + r"/\S*"
    if re.fullmatch(ours, piece.strip()):
        return "link"
    if piece.startswith("    "):
        return "large"
    if UNDERLINED.fullmatch(piece.strip()):
        return "heading"
    lines = piece.strip().splitlines()
    if all(line.startswith(QUOTED) for line in lines):
        return "quote"
    if all(line.startswith(ITEM) for line in lines):
        return "list"
    return "links" if all(re.fullmatch(rf"\S.*: {ours}", line) for line in lines) else "text"
