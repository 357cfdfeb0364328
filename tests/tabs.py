"""A browser's tab without the browser: opens the event socket as our pages do, clicks, and waits for the answer.

Speaks Engine.IO 4 and Socket.IO 5 over one websocket, as much of them as our pages use. Lean, because `make bench`
keeps a thousand of these open on the cores it measures.
"""

import asyncio
import json
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from types import TracebackType
from typing import Any, Self
from uuid import uuid4

import aiohttp

NAMESPACE = "/_event"
ROOT = "reflex___state____state"
HYDRATE = f"{ROOT}.hydrate_and_load"
COOKIE = "__Host-polku"
NOTICE = '"notice_rx_state_"'
HYDRATED = '"is_hydrated_rx_state_":true'

OPEN, PING, PONG = "0", "2", "3"
CONNECT, CONNECTED, EVENT = f"40{NAMESPACE},", f"40{NAMESPACE},{{", f"42{NAMESPACE},"


class Lost(Exception):
    """The connection is gone, or was refused."""


class Tab:
    """One tab, signed in with the session `key`; `seen` is called with the text of every event that arrives.

    Use as an async context manager, or close it.
    """

    def __init__(
        self, http: aiohttp.ClientSession, url: str, key: str, *, seen: Callable[[str], None] | None = None
    ) -> None:
        self.http = http
        self.url = url
        self.headers = {"cookie": f"{COOKIE}={key}", "origin": url}
        self.path = "/"
        self.query: dict[str, str] = {}
        self._seen = seen
        self._socket: aiohttp.ClientWebSocketResponse | None = None
        self._reader: asyncio.Task[None] | None = None
        self._hydrated: asyncio.Future[None] | None = None
        self._answer: asyncio.Future[dict[str, Any]] | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, _kind: type[BaseException] | None, _problem: BaseException | None, _trace: TracebackType | None
    ) -> None:
        await self.close()

    async def open(self, path: str, *, seconds: float = 60, **query: str) -> float:
        """Open the page's socket and wait until the page has its data; returns the seconds that took."""
        began = time.perf_counter()
        await self.connect(path, **query)
        assert self._hydrated
        await asyncio.wait_for(self._hydrated, seconds)
        return time.perf_counter() - began

    async def connect(self, path: str, **query: str) -> None:
        """Open the page's socket and ask for its data. Raises `Lost` when it is refused."""
        self.path, self.query = path, query
        self._hydrated = asyncio.get_running_loop().create_future()
        try:
            self._socket = await self.http.ws_connect(
                f"{self.url.replace('http', 'ws', 1)}{NAMESPACE}/?EIO=4&transport=websocket&token={uuid4()}",
                headers=self.headers,
                max_msg_size=0,
            )
            await self._socket.receive_str()  # the server's OPEN
            boot = {"name": HYDRATE, "payload": {"vars": {}}, "router_data": self._router()}
            await self._socket.send_str(CONNECT + json.dumps({"event": boot}))
        except (aiohttp.ClientError, OSError, TypeError) as problem:
            raise Lost(str(problem)) from problem
        self._reader = asyncio.create_task(self._read(self._socket))

    async def click(self, event: str, *, seconds: float = 60, **payload: Any) -> dict[str, Any]:
        """Send `event` and wait for the notice that answers it: `{"kind": "good", "text": "Saved.", …}`.

        Raises `Lost` when the connection ends before.
        """
        if self._socket is None or self._socket.closed:
            raise Lost
        self._answer = asyncio.get_running_loop().create_future()
        message = json.dumps(["event", {"name": event, "payload": payload, "router_data": self._router()}])
        try:
            await self._socket.send_str(EVENT + message)
            return await asyncio.wait_for(self._answer, seconds)
        except (aiohttp.ClientError, OSError) as problem:
            raise Lost(str(problem)) from problem
        finally:
            self._answer = None

    async def keep_draft(
        self, form: str, fields: Mapping[str, str], version: int, *, seconds: float = 60
    ) -> tuple[int, dict[str, Any]]:
        """PUT what is in a form, as assets/polku.js does; returns the status and what was said."""
        try:
            async with self.http.put(
                f"{self.url}/drafts/{form}",
                json={"fields": dict(fields), "version": version},
                headers=self.headers,
                timeout=aiohttp.ClientTimeout(seconds),
            ) as response:
                said = await response.json() if response.content_type == "application/json" else {}
                return response.status, said
        except (aiohttp.ClientError, OSError) as problem:
            raise Lost(str(problem)) from problem

    async def draft(self, form: str) -> dict[str, Any]:
        """What the server keeps of a form: `{"version": …, "fields": …}`."""
        async with self.http.get(f"{self.url}/drafts/{form}", headers=self.headers) as response:
            said: dict[str, Any] = await response.json()
            return said

    async def close(self) -> None:
        """Leave the page."""
        if self._reader:
            self._reader.cancel()
            with suppress(asyncio.CancelledError):
                await self._reader
        if self._socket:
            await self._socket.close()

    def _router(self) -> dict[str, Any]:
        query = "&".join(f"{name}={value}" for name, value in self.query.items())
        return {"pathname": self.path, "asPath": self.path + (f"?{query}" if query else ""), "query": self.query}

    async def _read(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        async for message in socket:
            text = message.data
            if not isinstance(text, str):
                break
            if text == PING:
                await socket.send_str(PONG)
            elif text.startswith(EVENT):
                self._take(text)
        for waiting in (self._hydrated, self._answer):
            if waiting and not waiting.done():
                waiting.set_exception(Lost())

    def _take(self, text: str) -> None:
        if self._seen:
            self._seen(text)
        if self._hydrated and not self._hydrated.done() and HYDRATED in text:
            self._hydrated.set_result(None)
        if self._answer and not self._answer.done() and NOTICE in text:
            self._answer.set_result(_notice(json.loads(text[len(EVENT) :])))


def _notice(message: list[Any]) -> dict[str, Any]:
    for variables in message[1]["delta"].values():
        if found := variables.get("notice_rx_state_"):
            notice: dict[str, Any] = found
            return notice
    raise AssertionError("an event spoke of a notice and had none")
