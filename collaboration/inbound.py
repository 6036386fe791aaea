"""Reading a mail that answers one of ours: from whom it is, to which reply address, and which words are its own.

Whoever knows a reply address may send anything to it, so nothing here trusts what it reads: headers are taken as they
are written, texts are decoded as far as they can be, and what a mail program quotes, a signature, and everything that
is attached is left out.
"""

import hashlib
import re
from email import policy
from email.message import Message
from email.parser import BytesParser
from email.utils import getaddresses
from enum import IntEnum
from html.parser import HTMLParser
from typing import Any

from collaboration.reply_addresses import HOLDS_FOR, ReplyAddress, holds_reply_address, read_reply_address
from councils.mail import one_line

MOST_READ = 1_000_000
"""Bytes of a mail that are looked at: its text comes first, and what is attached is left out anyway."""
LONGEST_READ = 100_000
"""Characters of a text that are looked at; far fewer are taken."""


class Why(IntEnum):
    """Why a mail was not passed on. A mail in the outbox holds the number."""

    SENDER = 1
    OLD = 2
    TOO_MANY = 3
    UNSUITABLE = 4
    BLOCKED = 5
    OVER = 6


WHY = {
    Why.SENDER: "It came from another address than that of your account, so nobody can tell whether it is from you.",
    Why.OLD: f"Reply addresses work for {HOLDS_FOR.days} days, and this one is older.",
    Why.TOO_MANY: "You have sent as many messages as one person may in an hour or a day. Send it again tomorrow.",
    Why.UNSUITABLE: "It had no words of its own, hardly anything but links, or more than 5,000 characters.",
    Why.BLOCKED: "They take no messages from you through this site.",
    Why.OVER: "The conversation has come to its end, or you do not belong to it any more.",
}
AUTOMATIC = {"bulk", "junk", "list", "auto_reply", "auto-reply"}
ONLY_IN_AUTOMATIC = ("X-Autoreply", "X-Autorespond", "List-Id", "List-Unsubscribe")
ENDS_THE_WORDS = re.compile(r"-{2,} ?Original Message ?-{2,}|_{20,}|-- ?|Begin forwarded message:", re.IGNORECASE)
"""Whole lines after which mail programs put what was written before, or who writes."""
HEADS_A_QUOTE = re.compile(r"(From|Von|De): .*", re.IGNORECASE)
GOES_ON_HEADING = re.compile(r"(Sent|Date|To|Subject): .*", re.IGNORECASE)
ATTRIBUTES = re.compile(r"(On|Le|Am) .{5,200}(wrote|écrit|schrieb).{0,80}:")


class Inbound:
    """A mail as it came in. Raises nothing, whatever it holds."""

    def __init__(self, raw: bytes, *, recipient: str = "") -> None:
        try:
            # The newer policies read headers more closely, and raise for some that strangers may write.
            self.mail: Message = BytesParser(policy=policy.compat32).parsebytes(raw[:MOST_READ])
        except RecursionError:  # parts within parts within parts
            self.mail = Message()
        self.recipient = recipient

    @property
    def reply_address(self) -> ReplyAddress | None:
        """What the first reply address of ours among its recipients names; None where there is none."""
        names = ("Delivered-To", "X-Original-To", "To", "Cc")
        written = (
            [self.recipient] if self.recipient else [address for name in names for address in self._addresses(name)]
        )
        return next(filter(None, map(read_reply_address, written)), None)

    @property
    def sender(self) -> str:
        """Its one sender's address, in small letters; empty where there is none, or several."""
        found = self._addresses("From")
        return found[0].lower() if len(found) == 1 and len(self._all("From")) == 1 else ""

    @property
    def is_automatic(self) -> bool:
        """True for notices of absence, reports of mail servers and mailing lists: nobody wrote these (RFC 3834)."""
        return (
            self._first("Auto-Submitted").split(";")[0].strip().lower() not in ("", "no")
            or self._first("Precedence").strip().lower() in AUTOMATIC
            or self._first("Return-Path").strip() == "<>"
            or self.mail.get_content_type() == "multipart/report"
            or any(name in self.mail for name in ONLY_IN_AUTOMATIC)
        )

    def key(self, named: ReplyAddress) -> str:
        """Return by which the same mail is known when it comes again."""
        known_by = self._first("Message-ID").strip() or self.words
        words = f"{named.interest_id} {named.user_id} {known_by}"
        return f"mail:{hashlib.sha256(words.encode(errors='replace')).hexdigest()}"

    @property
    def words(self) -> str:
        """What whoever wrote it has written now: plain text without control characters, quotes and signature."""
        return own_words(self._text()[:LONGEST_READ])

    def _text(self) -> str:
        """Return its first text that is not attached, a plain one rather than one in HTML."""
        parts = [part for part in self.mail.walk() if part.get_content_maintype() == "text" and not _is_attached(part)]
        for kind, read in (("text/plain", str), ("text/html", text_of_html)):
            found = next((part for part in parts if part.get_content_type() == kind), None)
            if found is not None:
                return read(_decoded(found))
        return ""

    def _all(self, name: str) -> list[str]:
        return [str(value) for value in self.mail.get_all(name, [])]

    def _first(self, name: str) -> str:
        return next(iter(self._all(name)), "")

    def _addresses(self, name: str) -> list[str]:
        return [address for _, address in getaddresses(self._all(name)) if address]


def own_words(text: str) -> str:
    """Return a text without what a mail program quotes in it, and without what follows that or a signature.

    Lines with a reply address go, whatever else they say, in any language: it is a secret between us and the writer.
    """
    lines = [one_line(line.replace("\t", " ")) for line in text.splitlines()]
    kept: list[str] = []
    for number, line in enumerate(lines):
        following = lines[number + 1] if number + 1 < len(lines) else ""
        if ENDS_THE_WORDS.fullmatch(line):
            break
        if HEADS_A_QUOTE.fullmatch(line) and GOES_ON_HEADING.fullmatch(following):
            break
        if ATTRIBUTES.fullmatch(line) or ATTRIBUTES.fullmatch(f"{line} {following}"):
            # What stands between quotes is an answer, too.
            continue
        if kept and ATTRIBUTES.fullmatch(f"{lines[number - 1]} {line}"):
            continue
        if not line.startswith(">") and not holds_reply_address(line):
            kept.append(line)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()


class _Words(HTMLParser):
    """Collects the text of HTML as lines; what is quoted or not shown is left out."""

    LINES = frozenset({"p", "div", "br", "li", "tr", "h1", "h2", "h3", "ul", "ol", "table"})
    LEFT_OUT = frozenset({"blockquote", "style", "script", "head", "title"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.left_out: list[str] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag in self.LEFT_OUT:
            self.left_out.append(tag)
        elif tag in self.LINES:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self.left_out:
            del self.left_out[self.left_out.index(tag) :]
        elif tag in self.LINES:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.left_out:
            self.pieces.append(re.sub(r"\s+", " ", data))


def text_of_html(html: str) -> str:
    """Return the words of a text in HTML, without what it quotes."""
    reader = _Words()
    reader.feed(html)
    reader.close()
    return re.sub(r"\n{3,}", "\n\n", "".join(reader.pieces))


def _is_attached(part: Any) -> bool:
    return part.get_content_disposition() == "attachment" or bool(part.get_filename())


def _decoded(part: Any) -> str:
    """Return the text of a part, as far as it can be read."""
    payload = part.get_payload(decode=True) or b""
    try:
        text = str(payload.decode(part.get_content_charset() or "utf-8", errors="replace"))
    except (LookupError, ValueError):
        return str(payload.decode("latin-1"))
    # UTF-7, for one, can name halves of characters, which no database takes.
    return text.encode(errors="replace").decode()
