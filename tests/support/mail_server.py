"""Mail servers as they may be."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, cast

from django.core.mail.backends.base import BaseEmailBackend


class Away(BaseEmailBackend):
    """One that does not answer."""

    def send_messages(self, email_messages: Any) -> int:
        raise OSError("The mail server is away.")


class Accepting(socketserver.ThreadingTCPServer):
    """One that takes every mail once `may_answer` is set; `mails` holds those whose sender has heard its yes."""

    allow_reuse_address = daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.mails: list[str] = []
        self.has_read, self.may_answer = threading.Event(), threading.Event()

    @property
    def address(self) -> str:
        """What EMAIL_URL calls it."""
        return f"smtp://127.0.0.1:{self.server_address[1]}"


class Conversation(socketserver.StreamRequestHandler):
    """As much of SMTP (RFC 5321) as it takes to be given a mail."""

    def say(self, line: str) -> None:
        """Answer."""
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self) -> None:
        with suppress(ConnectionError):
            self.converse(cast(Accepting, self.server))

    def converse(self, server: Accepting) -> None:
        """Take mails until the other side says no more."""
        self.say("220 here")
        taken: list[str] = []
        while command := self.rfile.readline().split(b" ")[0].strip().upper():
            server.mails += taken
            taken.clear()
            if command == b"DATA":
                self.say("354 go on")
                lines = iter(self.rfile.readline, b".\r\n")
                mail = b"".join(lines).decode()
                server.has_read.set()
                server.may_answer.wait()
                self.say("250 taken")
                taken.append(mail)
            else:
                self.say("221 bye" if command == b"QUIT" else "250 yes")


@contextmanager
def accepting_server() -> Iterator[Accepting]:
    """Run a mail server; at the end it is gone, and lets go of whoever still waits for its answer."""
    with Accepting() as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server
        finally:
            server.may_answer.set()
            server.shutdown()
            thread.join()
