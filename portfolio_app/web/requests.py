"""How large a request may be and how slowly it may come, before anything reads it."""

import asyncio

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from portfolio_app.core.languages import N_
from portfolio_app.settings import settings
from portfolio_app.web.errors import Refusal
from portfolio_app.web.limits import MOST_SOCKET_BYTES

MOST_FORM_BYTES = 64 * 1024
MOST_DRAFT_BYTES = 160 * 1024  # 64 KB of text, as JSON may spell it
AROUND_A_FILE = 64 * 1024  # the other fields of an upload, and the lines between them
MOST_ADDRESS_BYTES = 4 * 1024

PAUSE_SECONDS = 15.0  # between two pieces of a body
FORM_SECONDS = 30.0
UPLOAD_SECONDS = 900.0  # 20 MB at 200 kbit/s
BRING_BACK = "/takeouts/back"
MODULE_SENT = "/modules/sent"
MOST_MODULE_BYTES = 40_000_000  # of a ZIP with a module in it: as much as its files together
BRING_BACK_SECONDS = 7200.0  # 1 GB at a megabit a second and some more

TOO_LARGE = N_("This is too large to be sent here.")
TOO_SLOW = N_("This took too long to arrive. Check the connection and try again.")


def most_bytes(path: str) -> int:
    """How many bytes a request to `path` may bring."""
    if path == BRING_BACK:
        return settings().takeout_bytes + AROUND_A_FILE
    if path == MODULE_SENT:
        return MOST_MODULE_BYTES + AROUND_A_FILE
    if _brings_files(path):
        return settings().upload_bytes + AROUND_A_FILE
    if path.startswith("/drafts/"):
        return MOST_DRAFT_BYTES
    return MOST_SOCKET_BYTES if path.startswith("/_event") else MOST_FORM_BYTES


class Bounds:
    """ASGI wrapper that stops reading a body that is too large or too slow; 413 and 408."""

    def __init__(self, inner: ASGIApp) -> None:
        self.inner = inner

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse what says it is too large; count and time the rest while it is read."""
        if scope["type"] not in ("http", "websocket"):
            return await self.inner(scope, receive, send)
        if len(scope["path"]) + len(scope["query_string"]) > MOST_ADDRESS_BYTES:
            if scope["type"] == "http":
                raise Refusal(414, TOO_LARGE)
            await receive()
            return await send({"type": "websocket.close", "code": 1009})
        if scope["type"] == "websocket":
            return await self.inner(scope, receive, send)
        most = most_bytes(scope["path"])
        declared = Headers(scope=scope).get("content-length", "")
        if declared.isdigit() and int(declared) > most:
            raise Refusal(413, TOO_LARGE)
        await self.inner(scope, _bounded(receive, most, _seconds(scope["path"])), send)


def _seconds(path: str) -> float:
    if path == BRING_BACK:
        return BRING_BACK_SECONDS
    return UPLOAD_SECONDS if _brings_files(path) else FORM_SECONDS


def _brings_files(path: str) -> bool:
    return path.startswith("/files") or path in ("/verify", MODULE_SENT)


def _bounded(receive: Receive, most: int, seconds: float) -> Receive:
    """`receive`, which raises (413, 408) where the body passes its bounds. What comes after the body is not timed."""
    end = asyncio.get_running_loop().time() + seconds
    size, complete = 0, False

    async def bounded() -> Message:
        nonlocal size, complete
        if complete:
            return await receive()
        pause = min(PAUSE_SECONDS, max(end - asyncio.get_running_loop().time(), 0.01))
        try:
            async with asyncio.timeout(pause):  # wait_for() would make a task of it
                message = await receive()
        except TimeoutError:
            raise HTTPException(408, TOO_SLOW) from None
        if message["type"] == "http.request":
            size += len(message.get("body", b""))
            complete = not message.get("more_body", False)
            if size > most:
                raise HTTPException(413, TOO_LARGE)
        return message

    return bounded
