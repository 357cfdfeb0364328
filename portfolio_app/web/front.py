"""What the server calls for every request: our own addresses, found by their first word, and Reflex's app without the
layers it puts around everything.

Reflex wraps what we give it in two Starlettes, each with an answer for other origins (the edge allows them nothing) and
for exceptions (`errors.py` has them). Together they take longer than saving a draft. This is an adapter to names of
Reflex that are private; tests/web/test_front.py watches them.
"""

from collections.abc import Sequence

from reflex.app import App
from starlette.applications import Starlette
from starlette.routing import Match, Mount, Route
from starlette.types import ASGIApp, Receive, Scope, Send


class OwnAddresses:
    """ASGI wrapper that answers `routes` itself and passes on everything else."""

    def __init__(self, inner: ASGIApp, routes: Sequence[Route]) -> None:
        self.inner = inner
        self._routes: dict[str, list[Route]] = {}
        for route in routes:
            self._routes.setdefault(_first_word(route.path), []).append(route)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass on."""
        if scope["type"] == "http":
            for route in self._routes.get(_first_word(scope["path"]), ()):
                match, found = route.matches(scope)
                if match is Match.FULL:
                    scope.update(found)
                    return await route.handle(scope, receive, send)
        await self.inner(scope, receive, send)


def _first_word(path: str) -> str:
    return path[1:].partition("/")[0]


class Front:
    """The ASGI app of `app`. `outermost` is what Reflex made of it; that starts and stops it, and sees no request."""

    def __init__(self, app: App, outermost: ASGIApp) -> None:
        self.app = app
        self.outermost = outermost
        self.inner = within(outermost)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Start and stop, or answer."""
        if scope["type"] == "lifespan":
            return await self.outermost(scope, receive, send)
        self.app._set_contexts_internal()
        await self.inner(scope, receive, send)


def within(outermost: ASGIApp) -> ASGIApp:
    """What Reflex has wrapped. Raises `RuntimeError` where this version of Reflex wraps it in another way."""
    match getattr(outermost, "routes", None):
        case [Mount(path="", app=inner)] if isinstance(outermost, Starlette):
            return inner
    raise RuntimeError("this version of Reflex puts its app together in another way")
