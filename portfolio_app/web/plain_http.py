"""No passphrase over an open line: plain http is for this machine itself, unless the operator says otherwise."""

import contextlib
from functools import lru_cache
from ipaddress import ip_address

from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from portfolio_app.core.languages import N_
from portfolio_app.settings import settings
from portfolio_app.web.errors import Refusal
from portfolio_app.web.health import PATHS

OPEN_LINE = N_(
    "Others could read what you write here on its way to us. Use the address that begins with https, "
    "or ask whoever runs this site."
)


def on_this_machine(scope: Scope) -> bool:
    """Whether the request comes from this machine."""
    client = scope.get("client")
    return _loopback(client[0]) if client else False


@lru_cache(maxsize=4096)
def _loopback(client: str) -> bool:
    with contextlib.suppress(ValueError):
        address = ip_address(client)
        return (getattr(address, "ipv4_mapped", None) or address).is_loopback
    return False


class NoPlainHttp:
    """ASGI wrapper that refuses http from elsewhere, or leads to `PUBLIC_URL` when that is https."""

    def __init__(self, inner: ASGIApp) -> None:
        self.inner = inner

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, lead to https, or pass on."""
        open_line = scope["type"] in ("http", "websocket") and scope["scheme"] in ("http", "ws")
        chosen = settings()
        if not open_line or chosen.allow_http or on_this_machine(scope) or scope["path"] in PATHS:
            return await self.inner(scope, receive, send)
        if scope["type"] == "websocket":
            await receive()
            return await send({"type": "websocket.close", "code": 1008})
        if chosen.public_url.startswith("https://") and scope["method"] in ("GET", "HEAD"):
            query = scope["query_string"].decode("latin-1")
            target = chosen.public_url + scope["path"] + (f"?{query}" if query else "")
            return await RedirectResponse(target, status_code=308)(scope, receive, send)
        raise Refusal(403, OPEN_LINE)
