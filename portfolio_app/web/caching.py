"""How long a browser may keep a file: for ever what carries a hash of its content in its name, else it asks again."""

from urllib.parse import parse_qs

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

FOR_EVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"  # with its ETag: a question of 100 bytes
NOT_AT_ALL = "private, no-store"

HASHED = "/assets/"  # Vite writes the hash into the names of these
STATIC = (".js", ".css", ".woff2", ".svg", ".png", ".ico", ".webmanifest", ".txt")


def keeping(path: str, query: str) -> str:
    """The Cache-Control of a good answer from `path` that says nothing about it itself."""
    if path.startswith(HASHED):
        return FOR_EVER
    if path.endswith(STATIC):
        return FOR_EVER if parse_qs(query).get("v") else ASK_AGAIN
    return NOT_AT_ALL


class Caching:
    """ASGI wrapper that adds Cache-Control where nothing further in has said it."""

    def __init__(self, inner: ASGIApp) -> None:
        self.inner = inner

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, and add the header to the answer."""
        if scope["type"] != "http":
            return await self.inner(scope, receive, send)

        async def labelled(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                good = message["status"] in (200, 206, 304)
                kept = keeping(scope["path"], scope["query_string"].decode("latin-1")) if good else NOT_AT_ALL
                headers.setdefault("cache-control", kept)
            await send(message)

        await self.inner(scope, receive, labelled)
