"""Tabs that show something others change: they look again when it moves, and by themselves now and then.

Nothing is pushed but the wish to look: a tab's own handler runs, with its own cookie, through guard and policies.
Wishes of a moment are one wish, so that a class of thirty costs as much as one pupil.
"""

import asyncio
import logging
from collections.abc import Collection
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

from reflex.app import App
from reflex_base.utils.format import format_event_handler

from portfolio_app.accounts import sessions
from portfolio_app.core.errors import DomainError
from portfolio_app.learning.live.signals import when_something_moves
from portfolio_app.web.sockets import Events

logger = logging.getLogger(__name__)

SOON_SECONDS = 0.3
"""How long wishes are gathered: a look is there within a second of what moved."""
LOOK_SECONDS = 30.0
"""How often pages on which time itself moves something look again."""

_pages: dict[str, str] = {}
_around: list[str] = []


def looks_again(path: str, handler: Any) -> None:
    """Have tabs at `path` ("/live-lesson") handle `handler` when what their address names with `id` moves."""
    _pages[path] = format_event_handler(handler)


def looks_around(handler: Any) -> None:
    """Have any tab handle `handler` when what its reader sees around every page moves."""
    if (name := format_event_handler(handler)) not in _around:
        _around.append(name)


def handler_at(address: str, things: Collection[str] | None = None) -> str:
    """The event with which a tab at that address looks again; "" for none, or when it shows none of `things`."""
    parts = urlsplit(address)
    _language, _slash, path = parts.path.strip("/").partition("/")
    shown = parse_qs(parts.query).get("id", [""])[0]
    return _pages.get(f"/{path}", "") if things is None or shown in things else ""


class LiveTabs:
    """Gathers wishes, and has tabs look."""

    def __init__(self, events: Events) -> None:
        self.events = events
        self._things: set[str] = set()
        self._people: set[UUID] = set()
        self._soon: asyncio.Task[None] | None = None

    def thing_moved(self, thing: UUID) -> None:
        """Pages of that class or wall show something else now."""
        self._things.add(str(thing))
        self._look_soon()

    def moved_for(self, people: Collection[UUID]) -> None:
        """These people see something else around their pages now."""
        self._people |= set(people)
        self._look_soon()

    def _look_soon(self) -> None:
        if not self.events.sessions():
            self._things.clear()
            self._people.clear()
        elif self._soon is None or self._soon.done():
            self._soon = asyncio.get_running_loop().create_task(self._look_after(SOON_SECONDS))

    async def for_ever(self) -> None:
        """Have all tabs that show time look again every `LOOK_SECONDS`."""
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            await self._have_looks(None)

    async def _look_after(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
        # From here on a new wish begins a new task: what moves while tabs look is not missed.
        self._soon = None
        things, people = set(self._things), set(self._people)
        self._things.clear()
        self._people.clear()
        await self._have_looks(things)
        if not people:
            return
        try:
            theirs = await sessions.open_of(people)
        except DomainError:
            return logger.warning("tabs could not be told that a lesson moved")
        for sid in self.events.of_sessions(theirs):
            for name in _around:
                await self.events.have_look(sid, name)

    async def _have_looks(self, things: Collection[str] | None) -> None:
        for sid in self.events.showing(lambda address: bool(handler_at(address, things))):
            if name := handler_at(self.events.address_of(sid), things):
                await self.events.have_look(sid, name)


def install(app: App) -> None:
    """Have the tabs of `app`, which takes its events through `Events`, look when lessons move."""
    assert isinstance(app.event_namespace, Events)
    tabs = LiveTabs(app.event_namespace)
    when_something_moves(tabs.thing_moved, tabs.moved_for)

    async def look_now_and_then() -> None:
        await tabs.for_ever()

    app.register_lifespan_task(look_now_and_then)
