"""Logs a machine can read and anybody may see: one JSON object a line, with the number of the request it belongs to.

What people write, who they are and what lets them in must not reach a log, so nothing here trusts a message: cookies,
tokens and passphrases are cut out, messages of other packages are kept short (Reflex prints whole events, with headers,
when it meets one it does not know), and exceptions whose text holds values are told by their kind alone.
"""

import json
import logging
import re
import sys
import time
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from secrets import token_hex

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

OWN = "portfolio_app"
LONGEST_OWN = 1000
LONGEST_FOREIGN = 200
TOLD_BY_KIND = ("sqlalchemy", "asyncpg", "sqlite3", "aiosqlite", "pydantic", "pydantic_core", "reflex", "reflex_base")
REQUEST = "request"
QUIET = ("/healthz", "/readyz", "/assets/")

_as_json = json.JSONEncoder(ensure_ascii=False).encode
_request: ContextVar[str] = ContextVar("request_id", default="")
_access = logging.getLogger(f"{OWN}.requests")

_SECRETS = (
    (re.compile(r"((?:__Host-)?polku=)[^\s;'\"\\]+"), r"\1…"),
    (re.compile(r"(?i)(['\"]?(?:cookie|authorization|passphrase|password|token|secret|key)['\"]?\s*[:=]\s*)"
                r"(\"[^\"]*\"?|'[^']*'?|[^\s,;&}]+)"), r"\1…"),
    (re.compile(r"(/(?:calendar|shared|voice)/)[^/?\s]+"), r"\1…"),
    (re.compile(r"(?i)\b((?:payload|event data)\s*[:=]).*", re.DOTALL), r"\1 …"),
)  # fmt: skip


def redacted(text: str) -> str:
    """`text` without cookies, tokens, passphrases and payloads, on one line."""
    for pattern, replacement in _SECRETS:
        text = pattern.sub(replacement, text)
    return "".join(char if char.isprintable() else " " for char in text)


class JsonLines(logging.Formatter):
    """Formats a record as one JSON object."""

    def format(self, record: logging.LogRecord) -> str:
        """The record in one line."""
        own = record.name.partition(".")[0] == OWN
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "message": _message(record, own),
        }
        if request := getattr(record, "request", "") or _request.get():
            line["request"] = request
        if extra := getattr(record, "fields", None):
            line |= extra
        if record.exc_info and record.exc_info[1] is not None:
            line["problem"] = told(record.exc_info[1])
            line["where"] = [
                f"{frame.filename.rpartition('site-packages/')[2]}:{frame.lineno} {frame.name}"
                for frame in traceback.extract_tb(record.exc_info[2])[-12:]
            ]
        return _as_json(line)


def _message(record: logging.LogRecord, own: bool) -> str:
    if record.msg is REQUEST:  # of every request, and nobody's words
        return REQUEST
    return redacted(record.getMessage())[: LONGEST_OWN if own else LONGEST_FOREIGN]


def told(problem: BaseException) -> str:
    """An exception in words that hold nothing of anybody: its kind, and its text where that is safe."""
    kind = type(problem)
    name = f"{kind.__module__}.{kind.__qualname__}"
    if kind.__module__.partition(".")[0] in TOLD_BY_KIND or kind in (KeyError, ValueError, TypeError, UnicodeError):
        return name
    return f"{name}: {redacted(str(problem))[:LONGEST_FOREIGN]}" if str(problem) else name


def configure(level: int = logging.INFO) -> None:
    """Write everything this process logs to standard error in that form."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger(OWN).setLevel(level)
    for name in list(logging.root.manager.loggerDict):
        other = logging.getLogger(name)
        if other.handlers:  # Reflex, Granian and Engine.IO bring their own
            other.handlers.clear()
            other.propagate = True


class RequestLog:
    """ASGI wrapper that numbers each request and logs method, path, status and duration: no address, name or query."""

    def __init__(self, inner: ASGIApp) -> None:
        self.inner = inner

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, then log."""
        if scope["type"] not in ("http", "websocket"):
            return await self.inner(scope, receive, send)
        number = token_hex(6)
        token = _request.set(number)
        began = time.perf_counter()
        status = 0

        async def numbered(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["x-request-id"] = number
            await send(message)

        try:
            await self.inner(scope, receive, numbered)
        finally:
            _request.reset(token)
            path: str = scope["path"]
            if scope["type"] == "http" and not path.startswith(QUIET):
                fields = {
                    "method": scope["method"],
                    "path": redacted(path)[:LONGEST_FOREIGN],
                    "status": status,
                    "ms": round((time.perf_counter() - began) * 1000, 1),
                }
                _access.info(REQUEST, extra={"fields": fields, "request": number})
