"""What a reader gets when a request cannot be answered: a sentence in their language and a way home."""

import asyncio
import contextlib
import json
import logging
from html import escape
from uuid import uuid4

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from portfolio_app.core.errors import DomainError, Refused, TooMany
from portfolio_app.core.languages import N_, _, best_language, languages, speaking
from portfolio_app.schools.queries import HelpLine, known_outside_frame, outside_frame

logger = logging.getLogger(__name__)

READ_ON_BYTES = 2 * 1024 * 1024
READ_ON_SECONDS = 3.0
REMIND_SECONDS = 1.0
STYLESHEET = "/polku.css"
SENTENCES = {
    400: N_("Something in the address or the form is not right. Go back and try again."),
    403: N_("You cannot open this, or it is no longer there."),
    404: N_("This page is not here. The address may be mistyped, or what was here has been removed."),
    405: N_("This page is not here. The address may be mistyped, or what was here has been removed."),
    408: N_("This took too long to arrive. Check the connection and try again."),
    413: N_("This is too large to be sent here."),
    429: N_("Too many clicks in a short time. Wait a moment and try again."),
    503: N_("This does not work right now. Try again in a moment."),
}
OUR_FAULT = N_("Something went wrong on our side. Try again. If it keeps happening, tell us this number: {number}")
EMERGENCY = N_("In an emergency call 112. In Norway, 112 is the police and 113 an ambulance.")


class Refusal(HTTPException):
    """A request that is not let in; `detail` is a msgid."""


def language_for(scope: Scope) -> str:
    """The language of the address, else the one the browser asks for."""
    first = scope["path"].strip("/").partition("/")[0]
    accepted = Headers(scope=scope).get("accept-language", "")
    return first if first in languages() else best_language(accepted)


def error_answer(scope: Scope, status: int, message: str = "", *, number: str = "") -> Response:
    """A page for a reader, JSON `{problem}` for a script, plain text for anything else. `message` is a msgid."""
    language = language_for(scope)
    accepted = Headers(scope=scope).get("accept", "")
    with speaking(language):
        if number or status == 500:
            sentence = _(OUR_FAULT).format(number=number)
        else:
            sentence = _(message or SENTENCES.get(status, SENTENCES[400]))
        if "text/html" in accepted:
            return _answer(status, _page(status, language, sentence), "text/html; charset=utf-8")
    if "json" in accepted:
        return _answer(status, json.dumps({"problem": sentence}), "application/json")
    return _answer(status, sentence + "\n", "text/plain; charset=utf-8")


def _answer(status: int, text: str, media_type: str) -> Response:
    return Response(text, status, {"cache-control": "no-store"}, media_type)


def _page(status: int, language: str, sentence: str) -> str:
    title = _("Not found") if status in (404, 405) else _("This did not work")
    onward = _("To the start page")
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)} – Polku</title>"
        f'<link rel="stylesheet" href="{STYLESHEET}"></head>'
        f'<body><main class="plain-page"><h1>{escape(title)}</h1><p>{escape(sentence)}</p>'
        f'<p><a href="/{language}/home">{escape(onward)}</a></p></main>{whom_to_turn_to()}</body></html>'
    )


def whom_to_turn_to() -> str:
    """What stands at the foot of every page, here as whoever is not signed in sees it."""
    frame = known_outside_frame()
    contact = " – ".join(part for part in (frame.contact_name, frame.contact_how) if part)
    lines = "".join(f"<li>{_help_line(line)}</li>" for line in frame.help)
    return (
        '<footer class="plain-page">'
        f"<h2>{escape(_('At your school'))}</h2><p>{escape(contact or _('Ask any teacher you trust.'))}</p>"
        f"<h2>{escape(_('Need to talk?'))}</h2>"
        + (f"<ul>{lines}</ul>" if lines else f"<p>{escape(_(EMERGENCY))}</p>")
        + "</footer>"
    )


def _help_line(line: HelpLine) -> str:
    web = line.url.startswith(("https://", "http://"))
    name = f'<a href="{escape(line.url)}" rel="noreferrer">{escape(line.name)}</a>' if web else escape(line.name)
    phone = f'<a href="tel:{escape(line.phone)}">{escape(line.phone)}</a>' if line.phone else ""
    return " ".join(part for part in (name, phone, escape(line.hours)) if part)


class Errors:
    """ASGI wrapper that turns exceptions, and bare error answers from further in, into answers a reader understands."""

    def __init__(self, inner: ASGIApp) -> None:
        self.inner = inner

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on; answer what goes wrong."""
        if scope["type"] != "http":
            return await self.inner(scope, receive, send)
        answer, body = _Answer(scope, send), _Body(receive)
        try:
            await self.inner(scope, body, answer)
        except Exception as problem:
            if answer.started:
                raise
            await body.read_on()
            await _remind(scope)
            await _said_of(scope, problem)(scope, receive, send)
        else:
            if answer.held:
                await _remind(scope)
                response = error_answer(scope, answer.held, number=_number(answer.held))
                await response(scope, receive, send)


async def _remind(scope: Scope) -> None:
    """Find out what stands at the foot of a page, if this is one; what goes wrong with that waits for nobody."""
    if "text/html" in Headers(scope=scope).get("accept", ""):
        with contextlib.suppress(Exception):
            async with asyncio.timeout(REMIND_SECONDS):
                await outside_frame()


class _Body:
    """The body of a request, of which a little is read on when it is refused: a browser that is still sending when the
    connection closes shows its own words instead of ours."""

    def __init__(self, receive: Receive) -> None:
        self.receive = receive
        self.complete = False

    async def __call__(self) -> Message:
        message = await self.receive()
        self.complete = message["type"] != "http.request" or not message.get("more_body", False)
        return message

    async def read_on(self) -> None:
        """Read what is left, within bounds."""
        left = READ_ON_BYTES
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(READ_ON_SECONDS):
                while not self.complete and left > 0:
                    left -= len((await self()).get("body", b""))


class _Answer:
    """What is sent, with a bare error answer held back and replaced."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self.scope = scope
        self.send = send
        self.started = False
        self.held = 0  # the status of the answer that is replaced

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _bare(self.scope, message):
            self.held = message["status"]
        if not self.held:
            self.started = True
            await self.send(message)


def _bare(scope: Scope, message: Message) -> bool:
    """Whether this is a framework's own error answer: its "Not Found" text, its 404 page in one language. Pages of ours
    that say why there is nothing at a secret address tell search engines to keep away, which no framework's does."""
    status = message["status"]
    if status < 400 or scope["path"].startswith("/_event"):
        return False
    headers = MutableHeaders(scope=message)
    kind = headers.get("content-type", "").partition(";")[0]
    return kind == "text/plain" or (kind == "text/html" and status == 404 and "x-robots-tag" not in headers)


def _number(status: int) -> str:
    if status != 500:
        return ""
    number = uuid4().hex[:8]
    logger.error("answered 500, number %s", number)
    return number


def _said_of(scope: Scope, problem: Exception) -> Response:
    match problem:
        case HTTPException():
            said = problem.detail if isinstance(problem, Refusal) else ""
            return error_answer(scope, problem.status_code, said)
        case Refused():
            return error_answer(scope, 404)
        case TooMany():
            return error_answer(scope, 429)
        case DomainError():
            return error_answer(scope, 503)
    number = uuid4().hex[:8]
    logger.error("request failed: %s, number %s", scope["path"], number, exc_info=problem)
    return error_answer(scope, 500, number=number)
