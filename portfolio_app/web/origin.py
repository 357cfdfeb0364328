"""Whose page sent this: changes are taken from pages of our own origin only, so that no other site can act for a user.

Browsers name the origin of every POST, PUT, DELETE and WebSocket, and no page can forge it.
"""

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from portfolio_app.core.languages import N_
from portfolio_app.settings import settings
from portfolio_app.web.errors import Refusal

FROM_ELSEWHERE = N_("This was sent from another site, so nothing was done. Go back to Polku and try there.")
FROM_ANYWHERE = "/unsubscribe"
"""Mail programs send this without a page (RFC 8058). No cookie counts there: the key in the address does."""
HARMLESS = frozenset({"GET", "HEAD", "OPTIONS"})


def own_origin(scope: Scope) -> str:
    """The origin this instance is reached at: `PUBLIC_URL` when set, else scheme and host of the request.

    Expects a scope that `web/proxy.py` has settled.
    """
    if chosen := settings().public_url:
        return chosen.lower()
    scheme = {"ws": "http", "wss": "https"}.get(scope["scheme"], scope["scheme"])
    return f"{scheme}://{Headers(scope=scope).get('host', '')}".lower()


def from_own_page(scope: Scope) -> bool:
    """Whether the browser says that a page of our own sent this request."""
    headers = Headers(scope=scope)
    origin = headers.get("origin", "null")
    if origin != "null":  # "null": a page without an origin, or a browser that keeps it to itself
        return origin.lower() == own_origin(scope)
    return headers.get("sec-fetch-site") == "same-origin"


def _may_come(scope: Scope) -> bool:
    return scope["path"] == FROM_ANYWHERE or from_own_page(scope)


class OwnOrigin:
    """ASGI wrapper that refuses changes asked for by other sites."""

    def __init__(self, inner: ASGIApp) -> None:
        self.inner = inner

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or pass on."""
        if scope["type"] == "http" and scope["method"] not in HARMLESS and not _may_come(scope):
            raise Refusal(403, FROM_ELSEWHERE)
        if scope["type"] == "websocket" and "origin" in Headers(scope=scope) and not from_own_page(scope):
            await receive()
            return await send({"type": "websocket.close", "code": 1008})
        await self.inner(scope, receive, send)
