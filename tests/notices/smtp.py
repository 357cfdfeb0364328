"""A real mail server on this machine, in a thread of its own, that can be made to refuse, hang or die."""

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from types import SimpleNamespace
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope


@dataclass
class Mailbox:
    """What the server took, and how it behaves: an `answer` to a recipient or to the whole message instead of taking it
    ("" takes it), seconds it `hangs`, whether it closes the connection instead of answering (`dies`)."""

    url: str = ""
    raw: list[bytes] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    recipient_answer: str = ""
    answer: str = ""
    hangs: float = 0.0
    dies_before: bool = False
    dies_after: bool = False

    @property
    def letters(self) -> list[EmailMessage]:
        """The messages taken, in order."""
        found = [message_from_bytes(one, policy=default) for one in self.raw]
        assert all(isinstance(one, EmailMessage) for one in found)
        return found  # type: ignore[return-value]

    async def handle_RCPT(self, _server: SMTP, _session: Any, envelope: Envelope, address: str, _options: Any) -> str:
        """Somebody writes to `address`."""
        if self.recipient_answer:
            return self.recipient_answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Any, envelope: Envelope) -> str:
        """The message is there."""
        if self.hangs:
            time.sleep(self.hangs)  # noqa: ASYNC251 - all of the server hangs
        if self.dies_before:
            return self._die(server)
        if self.answer:
            return self.answer
        assert isinstance(envelope.content, bytes)
        self.raw.append(envelope.content)
        self.recipients += envelope.rcpt_tos
        return self._die(server) if self.dies_after else "250 OK"

    def _die(self, server: SMTP) -> str:
        assert server.transport
        server.transport.abort()  # type: ignore[attr-defined]
        return "421 gone"


@contextmanager
def mail_server(*, all_letters: bool = True) -> Iterator[Mailbox]:
    """The server, while the block lasts; with `all_letters` it offers SMTPUTF8."""
    box = Mailbox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    # Not the box itself: each connection looks at all that its handler has, and would read every letter anew.
    answers = SimpleNamespace(handle_RCPT=box.handle_RCPT, handle_DATA=box.handle_DATA)
    controller = Controller(answers, hostname="127.0.0.1", port=port, enable_SMTPUTF8=all_letters)
    controller.start()
    try:
        box.url = f"smtp://127.0.0.1:{port}"
        yield box
    finally:
        controller.stop()
