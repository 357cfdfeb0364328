"""Who a request comes from: the address and scheme that trusted proxies in front report, and nobody else.

With `TRUSTED_PROXY_HOPS=1`, the last entry of `X-Forwarded-For` was written by our own proxy; everything left of it may
be invented. With 0, forwarded headers are what a client likes to claim. In either case they are taken away here, so
that nothing further in believes them.
"""

from typing import Any

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from portfolio_app.settings import settings

CLAIMS = frozenset({b"forwarded", b"x-real-ip", b"x-client-ip", b"true-client-ip"})
CLAIMED = b"x-forwarded-"
LONGEST_ADDRESS = 45  # an IPv6 address with an IPv4 one in it


class Proxies:
    """ASGI wrapper that settles `scope["client"]` and `scope["scheme"]`."""

    def __init__(self, inner: ASGIApp) -> None:
        self.inner = inner

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is true."""
        if scope["type"] in ("http", "websocket"):
            scope = {**scope, **settled(scope, settings().trusted_proxy_hops)}
        await self.inner(scope, receive, send)


def settled(scope: Scope, hops: int) -> dict[str, Any]:
    """The parts of `scope` that change when `hops` proxies in front are trusted."""
    headers = Headers(scope=scope)
    kept = [(name, value) for name, value in scope["headers"] if not _claims(name.lower())]
    parts: dict[str, Any] = {"headers": kept}
    if hops:
        address = _nth_from_the_end(headers, "x-forwarded-for", hops)
        if address and len(address) <= LONGEST_ADDRESS:
            parts["client"] = (address, 0)
        scheme = _nth_from_the_end(headers, "x-forwarded-proto", 1)
        if scheme in ("http", "https"):
            secure = scheme == "https"
            http = "https" if secure else "http"
            parts["scheme"] = ("wss" if secure else "ws") if scope["type"] == "websocket" else http
    return parts


def _claims(name: bytes) -> bool:
    return name in CLAIMS or name.startswith(CLAIMED)


def _nth_from_the_end(headers: Headers, name: str, position: int) -> str:
    entries = [entry.strip() for value in headers.getlist(name) for entry in value.split(",")]
    return entries[-position] if len(entries) >= position else ""
