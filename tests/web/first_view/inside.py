"""The app's own first view in the test's process: what fails can be made to fail here, and what it keeps be counted.

async with first_view_inside() as instance:
    answer = await instance.page(key, "/en/home")          # key: of a session, "" for whoever is not signed in
    updates = await instance.socket(key, token_of(answer))
"""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from portfolio_app.build import built_pages
from portfolio_app.pages.registry import pages
from portfolio_app.portfolio_app import app, first_view
from portfolio_app.web.cookie import cookie_name
from portfolio_app.web.first_view.insides import BOOT_EVENT
from portfolio_app.web.first_view.server import COUNTS
from portfolio_app.web.gate import Gate
from tests.socket.client import event

ADDRESS = "http://polku.test"
LONGEST, STEP = 10.0, 0.02  # seconds
HYDRATED = "'is_hydrated_rx_state_': True"


def view_of(answer: httpx.Response) -> dict[str, Any]:
    """The data that came with a page; {} without any."""
    found = re.search(r'<script type="application/json" id="first-view">(.*?)</script>', answer.text, re.DOTALL)
    return json.loads(found[1]) if found else {}


def token_of(answer: httpx.Response) -> str:
    """The token of the tab that was made for a page."""
    return str(view_of(answer)["token"])


@dataclass
class Instance:
    """Pages behind the first view, and the event socket behind them."""

    pages: ASGIApp
    monkeypatch: pytest.MonkeyPatch

    async def page(self, key: str, path: str = "/en/home", **named: str) -> httpx.Response:
        """What a browser with the session `key` gets at `path`, with headers so `named`."""
        transport = httpx.ASGITransport(self.pages)
        headers = {"accept": "text/html"} | _cookie(key) | named
        async with httpx.AsyncClient(transport=transport, base_url=ADDRESS, headers=headers) as http:
            return await http.get(path)

    async def socket(self, key: str, token: str, path: str = "/en/home", click: str = "", **payload: Any) -> str:
        """All that a socket with that cookie and token is told when it comes from the page at `path`; and then, when it
        sends the event `click`."""
        events: Any = app.event_namespace
        told: list[Any] = []

        async def emit(_name: str, data: Any = None, **_to: Any) -> None:
            told.append(data)

        self.monkeypatch.setattr(events, "emit", emit)
        sid = str(uuid4())
        headers = [(name.encode(), value.encode()) for name, value in _cookie(key).items()]
        scope = {"type": "http", "scheme": "http", "path": "/_event", "query_string": b"", "headers": headers}
        environ = {"asgi.scope": scope, "QUERY_STRING": f"token={token}"}
        await events.on_connect(sid, environ, {"event": event(BOOT_EVENT, {"vars": {}}, path)})
        await _until(lambda: HYDRATED in str(told))
        if click:
            before = len(told)
            await events.on_event(sid, event(click, payload, path))
            await _until(lambda: len(told) > before)
        await events.on_disconnect(sid)
        return str(told)


async def _until(true: Callable[[], bool]) -> None:
    for _step in range(int(LONGEST / STEP)):
        if true():
            return
        await asyncio.sleep(STEP)
    pytest.fail("the socket was not told what it waited for")


def _cookie(key: str) -> dict[str, str]:
    return {"cookie": f"{cookie_name()}={key}"} if key else {}


def states() -> set[str]:
    """The tokens of all tabs whose state is kept."""
    manager: Any = app.state_manager
    return {str(name).partition("_")[0] for name in manager.states}


def counted() -> dict[str, int]:
    """How often pages went each way so far."""
    return dict(COUNTS)


def went(before: dict[str, int]) -> dict[str, int]:
    """Which ways they went since `before`."""
    return {way: count - before.get(way, 0) for way, count in COUNTS.items() if count != before.get(way, 0)}


@asynccontextmanager
async def first_view_inside(monkeypatch: pytest.MonkeyPatch, bundle: Path | None = None) -> AsyncIterator[Instance]:
    """The built pages with the first view in front of them; `bundle` draws them instead of the build's own script."""
    built = built_pages()
    assert built, "The pages are not made: run `make setup` first."
    client = built.web / "build" / "client"
    with app.set_contexts():
        async with app._setup_event_processor():
            inner = first_view.around(StaticFiles(directory=client, html=True), client, bundle or built.drawing)
            audiences = {route: page.need for route, page in pages().items()}
            try:
                yield Instance(Gate(inner, audiences), monkeypatch)
            finally:
                if first_view.renderer:
                    first_view.renderer.close()
                first_view.waiting.clear()
                first_view.nobodys.clear()
