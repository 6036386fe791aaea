"""Mails of the quick start, shown instead of sent. The addresses exist with DEBUG on only."""

import email
import email.policy
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from functools import wraps
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.csp import CSP
from django.utils.timesince import timesince
from django.views.decorators.cache import never_cache
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_POST, require_safe

View = Callable[..., HttpResponseBase]

BETWEEN_MAILS = re.compile(rb"^-{79}\n", re.MULTILINE)
"""What Django's file backend writes after each mail: of two in one second, both are in one file."""
OUR_FILE = re.compile(r"[-A-Za-z0-9_]+")
CODE = re.compile(r"^ {4}(\d[\d ]*\d)[ \r]*$", re.MULTILINE)
UNREADABLE = "An email that cannot be read"
STYLES_ITSELF = {
    "default-src": [CSP.NONE],
    "style-src": [CSP.UNSAFE_INLINE],
    "form-action": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
"""No style sheet reaches a mail, so its styles stand on its elements; it gets nothing else and runs nothing."""


@dataclass(frozen=True)
class Mail:
    """One mail as it would have gone out. What is missing in it, or cannot be read, is empty."""

    key: str
    when: datetime
    to: str
    subject: str
    text: str
    html: str

    @property
    def code(self) -> str:
        """The code in it, which stands indented on a line of its own; empty in a mail without one."""
        line = CODE.search(self.text)
        return line[1] if line else ""

    @property
    def ago(self) -> str:
        """How long ago it was written, in words."""
        is_new = timezone.now() - self.when < timedelta(minutes=1)
        return "just now" if is_new else f"{timesince(self.when)} ago"


def folder() -> Path | None:
    """Return where mails are written instead of sent, or None where EMAIL_URL sends them elsewhere."""
    written_to = settings.MAILERS["default"].get("OPTIONS", {}).get("file_path")
    return Path(written_to) if written_to else None


def files() -> list[Path]:
    """Return the files of the folder that Django's file backend may have written."""
    place = folder()
    return [file for file in place.glob("*.log") if OUR_FILE.fullmatch(file.stem)] if place else []


def mails() -> list[Mail]:
    """Return all mails in the folder, newest first."""
    found = [mail for file in files() for mail in mails_in(file)]
    return sorted(found, key=lambda mail: (mail.when, mail.key), reverse=True)


def mails_in(file: Path) -> list[Mail]:
    """Return the mails of one file; none when it cannot be opened, for instance because it has just been removed."""
    try:
        content, written = file.read_bytes(), datetime.fromtimestamp(file.stat().st_mtime, UTC)
    except OSError:
        return []
    pieces = [piece for piece in BETWEEN_MAILS.split(content) if piece.strip()]
    return [read(f"{file.stem}-{number}", piece, written) for number, piece in enumerate(pieces, start=1)]


def read(key: str, content: bytes, written: datetime) -> Mail:
    """Return a mail from its bytes; `written` is when, unless it says so itself."""
    message = email.message_from_bytes(content, policy=email.policy.default)
    try:
        to, subject = str(message["To"] or ""), str(message["Subject"] or "")
        text, html = part(message, "plain"), part(message, "html")
        when = parsedate_to_datetime(str(message["Date"])) if message["Date"] else written
    except (ValueError, LookupError, TypeError, AttributeError):
        # email's parser gives up on some of what is no mail in as many ways.
        return Mail(key, written, "", UNREADABLE, content.decode(errors="replace"), "")
    if not (to or subject):
        return Mail(key, written, "", UNREADABLE, content.decode(errors="replace"), "")
    return Mail(key, when if when.tzinfo else written, to, subject, text, html)


def part(message: EmailMessage, kind: str) -> str:
    """Return what a mail says as `plain` text or as `html`. Raises LookupError for an unknown character set."""
    body = message.get_body((kind,))
    return str(body.get_content()) if body else ""


def find(key: str) -> Mail:
    """Return a mail by its key. Raises Http404 when it is gone."""
    for mail in mails():
        if mail.key == key:
            return mail
    raise Http404


@require_safe
@never_cache
def message_list(request: HttpRequest) -> HttpResponse:
    """All mails, newest first."""
    return render(request, "dev/mail_list.html", {"mails": mails(), "folder": folder()})


@require_safe
@never_cache
def message(request: HttpRequest, key: str) -> HttpResponse:
    """One mail: to whom, and its plain text in full."""
    return render(request, "dev/mail.html", {"mail": find(key)})


@require_safe
@never_cache
@csp_override(STYLES_ITSELF)
def as_mail_programs_show_it(request: HttpRequest, key: str) -> HttpResponse:
    """The HTML part of a mail by itself. It may style itself, and nothing else."""
    return HttpResponse(find(key).html)


@require_POST
def empty(request: HttpRequest) -> HttpResponse:
    """Remove all mails."""
    for file in files():
        file.unlink(missing_ok=True)
    return HttpResponseRedirect(reverse("dev-mail"))


def with_debug_only(view: View) -> View:
    """Let a view answer 404 with DEBUG off, however it came to have an address."""

    @wraps(view)
    def guarded(request: HttpRequest, **given: str) -> HttpResponseBase:
        if not settings.DEBUG:
            raise Http404
        return view(request, **given)

    return guarded


urlpatterns = [
    path("dev/mail/", with_debug_only(message_list), name="dev-mail"),
    path("dev/mail/empty/", with_debug_only(empty), name="dev-mail-empty"),
    path("dev/mail/<slug:key>/", with_debug_only(message), name="dev-mail-message"),
    path("dev/mail/<slug:key>/html/", with_debug_only(as_mail_programs_show_it), name="dev-mail-html"),
]
