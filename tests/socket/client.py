"""A client that speaks to the event socket directly, as our pages do and as somebody hostile may."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import aiohttp
import reflex as rx
import socketio

NAMESPACE = "/_event"
ROOT = rx.State.get_full_name()
HYDRATE = f"{ROOT}.hydrate_and_load"


def event(name: str, payload: Any = None, path: str = "/en/home") -> dict[str, Any]:
    """An event as a page sends it."""
    return {"name": name, "payload": payload or {}, "router_data": {"pathname": path, "asPath": path}}


@dataclass
class Client:
    """One open socket and all that came over it."""

    socket: socketio.AsyncClient
    token: str
    updates: list[Any] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)

    async def emit(self, what: Any, name: str = "event") -> None:
        """Send anything at all."""
        await self.socket.emit(name, what, namespace=NAMESPACE)

    async def send(self, name: str, payload: Any = None, path: str = "/en/home") -> None:
        """Send an event as a page does."""
        await self.emit(event(name, payload, path))

    async def until(self, text: str, seconds: float = 10) -> bool:
        """Whether `text` comes within `seconds`."""
        for _step in range(int(seconds * 20)):
            if text in str(self.updates):
                return True
            await asyncio.sleep(0.05)
        return False

    @property
    def connected(self) -> bool:
        """Whether the socket is open."""
        return self.socket.connected


@asynccontextmanager
async def client(
    url: str,
    cookie: str = "",
    *,
    token: str = "",
    path: str = "/en/home",
    hydrate: bool = True,
    transport: str = "websocket",
    headers: dict[str, str] | None = None,
) -> AsyncIterator[Client]:
    """A tab at `path` that has connected; with `hydrate` it asks for its page at once, as our pages do."""
    named = {"origin": url} | ({"cookie": cookie} if cookie else {}) | (headers or {})
    session = aiohttp.ClientSession(headers=named)
    sio = socketio.AsyncClient(reconnection=False, http_session=session)
    opened = Client(sio, token or str(uuid4()))
    sio.on("event", opened.updates.append, namespace=NAMESPACE)
    sio.on("new_token", opened.tokens.append, namespace=NAMESPACE)
    try:
        await sio.connect(
            f"{url}/_event?token={opened.token}",
            headers=named,
            auth={"event": event(HYDRATE, {"vars": {}}, path)} if hydrate else None,
            transports=[transport],
            namespaces=[NAMESPACE],
            socketio_path="/_event",
        )
        yield opened
    finally:
        await sio.eio.disconnect(abort=True)  # without waiting for an answer to what it polled last
        await session.close()
