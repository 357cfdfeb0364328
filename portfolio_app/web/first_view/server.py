"""The server's half: an ASGI wrapper that answers for pages, and a middleware that hands the state to the socket.

first_view = FirstView(app)
app.add_middleware(first_view.taking_over)          # last, after the guard
first_view.around(inner, client, bundle)            # inside the gate, which has looked who it is
"""

import asyncio
import logging
import secrets
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import reflex as rx
from reflex.middleware.middleware import Middleware
from reflex.state import BaseState, StateUpdate
from reflex_base.event import Event
from reflex_base.event.context import EventContext
from starlette.datastructures import Headers
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from portfolio_app.accounts import sessions
from portfolio_app.settings import settings
from portfolio_app.web.compressed import compressed
from portfolio_app.web.cookie import fingerprint_in, key_in, value_in
from portfolio_app.web.first_view import insides
from portfolio_app.web.first_view.painting import HEAD_END, data_script
from portfolio_app.web.first_view.renderer import Renderer, built_with, drawable

logger = logging.getLogger(__name__)

# A state whose socket has not come by then is dropped, and the oldest beyond so many.
KEPT_SECONDS, MOST_WAITING = 60.0, 5_000
# Anybody can ask for pages without signing in, as often as they like: 30 MB at most. Whoever comes when they are full
# has the page loaded once more by its socket.
NOBODYS_SECONDS, MOST_NOBODYS = 20.0, 100

DRAWN, DATA, STATIC, REDIRECTED = "drawn", "data", "static", "redirected"
WAYS = (DRAWN, DATA, STATIC, REDIRECTED)
COUNTS: Counter[str] = Counter()
"""How often pages went each of these ways since this process began; `/readyz` tells it."""


@dataclass(frozen=True)
class Waiting:
    """A state that was made for a page whose socket is still to come."""

    address: str
    session: str
    """The fingerprint of the session cookie; "" when there was none."""
    signed_in: bool
    """Whether that session was valid."""
    made_at: float = field(default_factory=time.monotonic)


class FirstView:
    """Runs a page's `load` when its HTML is asked for, and answers with the page as it then is."""

    def __init__(self, app: rx.App) -> None:
        self.app = app
        self.client: Path | None = None
        self.renderer: Renderer | None = None
        self.built_with: dict[str, str] = {}
        self._same_states: bool | None = None
        self.waiting: dict[str, Waiting] = {}
        self.nobodys: dict[str, Waiting] = {}
        COUNTS.update(dict.fromkeys(WAYS, 0))
        self.taking_over = TakingOver(self)
        self._templates: dict[str, str | None] = {}

    def around(self, inner: ASGIApp, client: Path, bundle: Path) -> ASGIApp:
        """`inner`, which serves the pages built in `client`, with the first view in front of it. `bundle` is the script
        that draws them; without it, or without a V8, the data go along in the page."""
        if not settings().first_view:
            return inner
        self.client = client
        self.built_with = built_with(bundle)
        self._same_states: bool | None = None
        self.renderer = Renderer(bundle, seconds=settings().first_view_seconds) if drawable(bundle) else None

        async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] == "http" and scope["method"] == "GET":
                answer = await self.answer(scope)
                if answer is not None:
                    return await answer(scope, receive, send)
            await inner(scope, receive, send)

        return wrapped

    async def answer(self, scope: Scope) -> Response | None:
        """The page that was asked for, with its data; None where the static one must do."""
        headers = Headers(scope=scope)
        path: str = scope["path"].rstrip("/")
        if "text/html" not in headers.get("accept", "") or (template := self._template(path)) is None:
            return None
        cookies = headers.get("cookie", "")
        key, session = key_in(cookies), fingerprint_in(cookies)
        known = bool(key and await sessions.actor_of(key))
        query = scope["query_string"].decode("latin-1")
        address = path + (f"?{query}" if query else "")
        if not await self._of_this_version():
            COUNTS[STATIC] += 1
            return None
        self._sweep()
        token = secrets.token_hex(16)
        try:
            async with asyncio.timeout(settings().first_view_seconds):
                ran = await insides.run_load(self.app, token, scope, address)
        except Exception as problem:
            logger.warning("no first view of %s: %s", path, type(problem).__name__)
            insides.drop_state(self.app, token)
            COUNTS[STATIC] += 1
            return None
        if ran.redirect:
            insides.drop_state(self.app, token)
            COUNTS[REDIRECTED] += 1
            return RedirectResponse(ran.redirect, status_code=303)
        self._keep(self.waiting if known else self.nobodys, token, Waiting(address, session, known))
        view = insides.as_json(ran.delta)
        drawn = await self.renderer.page(path, address, template, view, session=session) if self.renderer else None
        COUNTS[DATA if drawn is None else DRAWN] += 1
        script = data_script(token, view, drawn=drawn is not None)
        page = (drawn or template).replace(HEAD_END, script + HEAD_END, 1)
        return _compressed(page.replace("<html ", f"<html {_as_chosen(cookies)} ", 1), headers)

    async def _of_this_version(self) -> bool:
        """Whether the pages were built from states like ours. What a view leaves out is as the page was built, which
        after half an update may be something else; then Reflex must send it all."""
        if self._same_states is None:
            ours = await insides.default_states()
            others = [name for name, known in self.built_with.items() if ours.get(name) != known]
            if others:
                logger.warning("no first views: the pages are of another version, which has other states: %s", others)
            self._same_states = not others
        return self._same_states

    def _template(self, path: str) -> str | None:
        """The built page at `path`; None when there is none."""
        if path not in self._templates:
            assert self.client
            file = self.client / path.strip("/") / "index.html"
            inside = file.resolve().is_relative_to(self.client.resolve())
            if not (path.strip("/") and inside and file.is_file()):
                return None  # not remembered: anybody may ask for any address
            self._templates[path] = file.read_text("utf-8")
        return self._templates[path]

    def _keep(self, waiting: dict[str, Waiting], token: str, view: Waiting) -> None:
        waiting[token] = view
        namespace: Any = self.app.event_namespace
        namespace.reserve(token, view.session)

    def taken(self, token: str) -> Waiting | None:
        """What waits for the socket of `token`, for the one that comes first."""
        return self.waiting.pop(token, None) or self.nobodys.pop(token, None)

    def _sweep(self) -> None:
        """Drop what has waited too long, and the oldest of too many. They stand in the order in which they came."""
        moment = time.monotonic()
        kinds = ((self.waiting, KEPT_SECONDS, MOST_WAITING), (self.nobodys, NOBODYS_SECONDS, MOST_NOBODYS))
        for waiting, seconds, most in kinds:
            while waiting:
                token, oldest = next(iter(waiting.items()))
                if oldest.made_at > moment - seconds and len(waiting) <= most:
                    break
                del waiting[token]
                insides.drop_state(self.app, token)


class TakingOver(Middleware):
    """Answers the first hydrate of a socket whose page came with its data. Runs after the guard."""

    def __init__(self, first_view: FirstView) -> None:
        self.first_view = first_view

    async def preprocess(self, app: rx.App, state: BaseState, event: Event) -> StateUpdate | None:
        """What has changed since the page was drawn, when this is its socket; else None: the usual way."""
        if event.name != insides.BOOT_EVENT:
            return None
        view = self.first_view.taken(EventContext.get().token)
        if view is None:
            return None
        router = event.router_data or state._get_root_state().router_data
        cookies = str(router.get("headers", {}).get("cookie", ""))
        if view.signed_in and await sessions.actor_of(key_in(cookies)) is None:
            return None  # signed out in between: the usual way leads to the sign-in page
        if fingerprint_in(cookies) != view.session:
            state._get_root_state().reset()  # the guard has done so already; nothing of it may be shown
            return None
        if str(router.get("asPath", "")) != view.address or event.payload.get("vars"):
            return None
        return StateUpdate(delta=await insides.changes_since(state), events=[])


def _as_chosen(cookies: str) -> str:
    """Attributes of the document that ui.js would have to find out from cookies, for which a browser has to ask."""
    scheme = value_in(cookies, "scheme")
    theme = f' data-theme="{scheme}"' if scheme in ("light", "dark") else ""
    return f'data-served=""{theme}' + (' data-demo=""' if settings().demo else "")


def _compressed(page: str, headers: Headers) -> Response:
    """The page, as small as the browser takes it. Safe from guessing by size (BREACH): the only secret in it, the tab's
    token, is new in every answer."""
    body, packed = compressed(page, headers.get("accept-encoding", ""))
    extra = {"vary": "Cookie, Accept-Encoding", "cache-control": "private, no-store"} | packed
    return Response(body, media_type="text/html", headers=extra)
