"""A mail server that takes most mails, refuses some, and knows what it took."""

import re
import socketserver
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import NamedTuple, cast

ADDRESS = re.compile(rb"<([^>]*)>")
KNOWN_BY = re.compile(rb"^Message-ID:\s*(\S+)", re.IGNORECASE | re.MULTILINE)


class Taken(NamedTuple):
    """A mail that the server took: for whom, and what it is known by."""

    to: str
    message_id: str


class Sink(socketserver.ThreadingTCPServer):
    """Takes every mail whose address it does not refuse.

    `refuses` returns its reply to an address, "" to take it; `mails_each` is how many mails it takes in a conversation
    before it ends that. `on_taken` is called after each mail, with the number of those that were taken.
    """

    allow_reuse_address = daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.taken: list[Taken] = []
        self.contents: list[bytes] = []
        self.replies: Counter[str] = Counter()
        self.conversations = 0
        self.mails_each: int | None = None
        self.drops_at: set[int] = set()
        self.refuses: Callable[[str], str] = lambda _address: ""
        self.on_taken: Callable[[int], None] = lambda _number: None
        self.guard = threading.Lock()

    @property
    def address(self) -> str:
        """What EMAIL_URL calls it."""
        return f"smtp://127.0.0.1:{self.server_address[1]}"

    @property
    def mailer(self) -> dict[str, object]:
        """What MAILERS of Django calls it."""
        options = {"host": "127.0.0.1", "port": self.server_address[1], "timeout": 30}
        return {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}}

    def take(self, to: str, content: bytes) -> int:
        """Note a mail; return how many there are."""
        known_by = KNOWN_BY.search(content)
        assert known_by
        with self.guard:
            self.taken.append(Taken(to, known_by[1].decode()))
            self.contents.append(content)
            return len(self.taken)

    def twice(self) -> dict[str, int]:
        """Return how often each mail was taken that was taken more than once, by what it is known by."""
        return {
            known_by: times for known_by, times in Counter(one.message_id for one in self.taken).items() if times > 1
        }


class Conversation(socketserver.StreamRequestHandler):
    """As much of SMTP (RFC 5321) as it takes."""

    disable_nagle_algorithm = True

    def say(self, line: str) -> None:
        """Answer."""
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self) -> None:
        sink = cast(Sink, self.server)
        with sink.guard:
            sink.conversations += 1
        with suppress(ConnectionError):
            self.converse(sink)

    def converse(self, sink: Sink) -> None:
        """Take mails until one of the two says no more."""
        self.say("220 here")
        to, mails = "", 0
        while line := self.rfile.readline():
            command = line[:4].upper().strip()
            if command == b"MAIL" and sink.mails_each is not None and mails >= sink.mails_each:
                self.say("421 4.7.0 enough for now")
                return
            if command == b"RCPT":
                to = cast(re.Match[bytes], ADDRESS.search(line))[1].decode()
                reply = sink.refuses(to)
                with sink.guard:
                    sink.replies[reply[:3] or "250"] += 1
                self.say(reply or "250 yes")
            elif command == b"DATA":
                self.say("354 go on")
                number = sink.take(to, b"".join(iter(self.rfile.readline, b".\r\n")))
                mails += 1
                sink.on_taken(number)
                if number in sink.drops_at:
                    return
                self.say("250 taken")
            elif command == b"QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 yes")


@contextmanager
def running_sink() -> Iterator[Sink]:
    """Run a mail server; at the end it is gone."""
    with Sink() as sink:
        thread = threading.Thread(target=sink.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield sink
        finally:
            sink.shutdown()
            thread.join()
