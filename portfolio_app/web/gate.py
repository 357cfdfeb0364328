"""Addresses before pages: `/` and addresses without a language lead to the reader's language, pages for people who are
signed in lead to the sign-in page (and back afterwards), and nothing with a person's data is kept by a cache.

The prerendered pages hold no data: this gate is a courtesy to the reader. Data are protected by guard and policies.
"""

from collections.abc import Mapping
from urllib.parse import quote

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from portfolio_app.accounts import sessions
from portfolio_app.core.languages import best_language, languages
from portfolio_app.settings import settings
from portfolio_app.web.cookie import key_in
from portfolio_app.web.guard import Need


def demo_mark(cookies: str) -> str:
    """The cookie that tells a page before its first paint that this is a demo; "" when nothing has to change.

    Readable by scripts and worth nothing: it decides about a banner.
    """
    marked = any(part.strip() == "demo=1" for part in cookies.split(";"))
    if settings().demo == marked:
        return ""
    return f"demo=1; Path=/; SameSite=Lax{'' if settings().demo else '; Max-Age=0'}"


class Gate:
    """ASGI wrapper around the pages. `pages` maps a route without its language ("/skills") to its audience."""

    def __init__(self, inner: ASGIApp, pages: Mapping[str, Need]) -> None:
        self.inner = inner
        self.pages = pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Redirect, or pass on to the page."""
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            return await self.inner(scope, receive, send)
        path: str = scope["path"].rstrip("/") or "/"
        query = scope["query_string"].decode("latin-1")
        headers = Headers(scope=scope)
        language, _slash, rest = path.strip("/").partition("/")
        if language not in languages():
            wanted = "/home" if path == "/" else path
            if wanted not in self.pages:
                return await self.inner(scope, receive, send)
            best = best_language(headers.get("accept-language", ""))
            actor = await sessions.actor_of(key_in(headers.get("cookie", "")))
            best = actor.language if actor and actor.language in languages() else best
            return await _redirect(f"/{best}{wanted}", query)(scope, receive, send)
        need = self.pages.get(f"/{rest}" if rest else "/home")
        if need is None:
            return await self.inner(scope, receive, send)
        if not rest:
            return await _redirect(f"/{language}/home", query)(scope, receive, send)
        actor = await sessions.actor_of(key_in(headers.get("cookie", "")))
        if actor is None and not need.anyone:
            back = quote(path + (f"?{query}" if query else ""), safe="")
            where = f"/{language}/sign-in" + ("" if rest == "home" and not query else f"?next={back}")
            return await _redirect(where, "")(scope, receive, send)
        if actor is not None and actor.must_choose and not (need.choosing or need.anyone):
            return await _redirect(f"/{language}/choose-passphrase", "")(scope, receive, send)

        async def uncached(message: Message) -> None:
            if message["type"] == "http.response.start":
                out = MutableHeaders(scope=message)
                out["cache-control"] = "private, no-store"
                out["vary"] = "Cookie, Accept-Encoding"
                mark = demo_mark(headers.get("cookie", ""))
                if mark:
                    out.append("set-cookie", mark)
            await send(message)

        # The file is `<route>/index.html`: named so, it is served without one more round trip for a slash.
        return await self.inner({**scope, "path": f"{path}/", "raw_path": f"{path}/".encode()}, receive, uncached)


def _redirect(path: str, query: str) -> RedirectResponse:
    response = RedirectResponse(path + (f"?{query}" if query else ""), status_code=303)
    response.headers["cache-control"] = "private, no-store"
    response.headers["vary"] = "Cookie, Accept-Language"
    return response
