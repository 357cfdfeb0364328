"""Sends a letter through the mail server of `MAIL_URL`.

What the server answers decides what the outbox does with it: try again, try nothing else for a while, or give this one
up. Every letter has an id of its own, which is that of its row in the outbox: a letter sent twice is the same message
twice, and mail programs show it once.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from email.utils import format_datetime, parseaddr
from typing import Any
from urllib.parse import unquote, urlsplit
from uuid import UUID

import aiosmtplib
import idna

from portfolio_app.core.clock import now
from portfolio_app.core.outbox import Away, Hopeless
from portfolio_app.settings import settings

SECONDS = 30.0
"""How long the server may take for one answer."""
ASKING_SECONDS = 5.0
"""How long somebody waits in front of a form for the server to say what it takes."""
ALL_SECONDS = 90.0
"""How long one letter may take."""
PORTS = {"smtp": 25, "starttls": 587, "smtps": 465}
OWN_FAULT = (
    aiosmtplib.SMTPSenderRefused,
    aiosmtplib.SMTPAuthenticationError,
    aiosmtplib.SMTPConnectError,
    aiosmtplib.SMTPHeloError,
)
"""What stands between this instance and its server: it would be the same with every other letter."""


@dataclass(frozen=True)
class MailServer:
    """Where letters are handed in. `security` is "smtp" (none), "starttls" or "smtps"."""

    host: str
    port: int
    security: str
    username: str = ""
    password: str = ""


@dataclass(frozen=True)
class Letter:
    """What is sent. `to` is an address alone, without a name, so that nobody's name stands in a header."""

    id: UUID
    to: str
    subject: str
    text: str
    html: str
    language: str
    headers: Mapping[str, str] = field(default_factory=dict)


def mail_server() -> MailServer | None:
    """The server of `MAIL_URL`; None where no mail is sent at all."""
    url = settings().mail_url
    if not url:
        return None
    parts = urlsplit(url)
    return MailServer(
        parts.hostname or "",
        parts.port or PORTS[parts.scheme],
        parts.scheme,
        unquote(parts.username or ""),
        unquote(parts.password or ""),
    )


def sendable(address: str) -> str:
    """An address as mail servers take it: a domain in other letters as they are registered (IDNA)."""
    local, _at, domain = address.rpartition("@")
    return f"{local}@{idna.encode(domain, uts46=True).decode()}"


def beyond_ascii(address: str) -> bool:
    """Whether there are other letters before the @: only servers with SMTPUTF8 (RFC 6531) take such an address."""
    return not address.rpartition("@")[0].isascii()


async def takes_all_letters() -> bool:
    """Whether the mail server takes addresses that are `beyond_ascii`. Raises `Away` when it does not say."""
    server = mail_server()
    if server is None:
        raise Away("MAIL_URL is not set")
    client = aiosmtplib.SMTP(**_place(server), timeout=ASKING_SECONDS)
    try:
        async with asyncio.timeout(ASKING_SECONDS), client:
            await client.ehlo()
            return client.supports_extension("smtputf8")
    except (aiosmtplib.SMTPException, OSError, TimeoutError) as problem:
        raise Away(_said(server, problem)) from problem


def _mailbox(address: str, name: str = "") -> Address:
    local, _at, domain = sendable(address).rpartition("@")
    return Address(name, local, domain)


def written(letter: Letter) -> EmailMessage:
    """The letter as a message, in text and HTML."""
    name, sender = parseaddr(settings().mail_from)
    message = EmailMessage(policy=SMTP_POLICY)
    message["From"] = _mailbox(sender, name or "Polku")
    message["To"] = _mailbox(letter.to)
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(now())
    message["Message-ID"] = f"<{letter.id}@{sendable(sender).rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    for header, value in letter.headers.items():
        message[header] = value
    message.set_content(letter.text)
    message.add_alternative(letter.html, subtype="html")
    message["Content-Language"] = letter.language  # not before: what is about the content goes with the text
    return message


async def send(letter: Letter) -> None:
    """Hand the letter to the server. Raises `Hopeless` when it will never be taken, `Away` when the server takes none
    now, and the server's own answer when this one may be taken later."""
    server = mail_server()
    if server is None:
        raise Away("MAIL_URL is not set")
    try:
        async with asyncio.timeout(ALL_SECONDS):
            await _hand_in(server, written(letter))
    except aiosmtplib.SMTPRecipientsRefused as problem:
        _refused(problem.recipients[0].code, problem.recipients[0].message, problem)
    except aiosmtplib.SMTPNotSupported as problem:
        if beyond_ascii(letter.to):  # the server took such addresses when this one was given, and does not any more
            raise Hopeless(str(problem)) from problem
        raise Away(_said(server, problem)) from problem
    except OWN_FAULT as problem:
        raise Away(_said(server, problem)) from problem
    except aiosmtplib.SMTPResponseException as problem:
        _refused(problem.code, problem.message, problem)
    except (aiosmtplib.SMTPException, OSError, TimeoutError) as problem:
        raise Away(_said(server, problem)) from problem


async def _hand_in(server: MailServer, message: EmailMessage) -> None:
    await aiosmtplib.send(
        message,
        username=server.username or None,
        password=server.password or None,
        **_place(server),
        timeout=SECONDS,
    )


def _place(server: MailServer) -> dict[str, Any]:
    """Where the server is, and how it is spoken to, as aiosmtplib wants to be told."""
    return {
        "hostname": server.host,
        "port": server.port,
        "use_tls": server.security == "smtps",
        "start_tls": server.security == "starttls",
    }


def _refused(code: int, said: str, problem: Exception) -> None:
    if 500 <= code < 600:  # RFC 5321, 4.2.1: will not be otherwise however often it is tried
        raise Hopeless(f"{code} {said}") from problem
    raise problem


def _said(server: MailServer, problem: Exception) -> str:
    return f"{server.host}:{server.port} {type(problem).__name__}: {problem}"
