"""Events as a browser's tab sends them, through Reflex's real processor and our guard, without a server.

    async with tab(key, address="/en/skills") as siiri:    # key: of a session, "" for whoever is not signed in
        await siiri.send(SkillsState.choose, code="S1", step=2)
        assert siiri.notice.kind == "good"
        assert (await siiri.state(SkillsState)).view.themes

Whatever a handler sends to the browser is in `deltas` and `events`.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import parse_qsl, urlsplit
from uuid import uuid4

import reflex as rx
from reflex.istate.manager.token import BaseStateToken
from reflex.state import StateUpdate
from reflex_base.event import Event
from reflex_base.event.processor import BaseStateEventProcessor
from reflex_base.utils.format import format_event_handler

from portfolio_app.portfolio_app import app
from portfolio_app.web.cookie import cookie_name
from portfolio_app.web.states import StatesWhenNeeded
from portfolio_app.web.tab import Notice, Tab

SomeState = TypeVar("SomeState", bound=rx.State)


@dataclass
class OpenTab:
    """One tab of one browser: its token, its cookie, the address it shows, and what it was sent."""

    processor: BaseStateEventProcessor
    states: StatesWhenNeeded
    token: str
    key: str
    address: str = "/en/home"
    deltas: list[dict[str, Any]] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    failures: list[Exception] = field(default_factory=list)

    async def emit_update(self, update: StateUpdate, token: str) -> None:
        """What the processor calls to send something to a browser."""
        assert token == self.token
        if update.delta:
            self.deltas.append(dict(update.delta))
        self.events += update.events

    async def send(self, handler: Any, **payload: Any) -> None:
        """Send the event of `handler` (`State.handler`, or its full name) and wait until it has been dealt with."""
        await self.send_as(self.key, handler, **payload)

    async def send_as(self, key: str, handler: Any, **payload: Any) -> None:
        """The same from a browser with the session key `key`: this tab's token in other hands."""
        name = handler if isinstance(handler, str) else format_event_handler(handler)
        parts = urlsplit(self.address)
        router = {
            "pathname": parts.path,
            "asPath": self.address,
            "query": dict(parse_qsl(parts.query)),
            "headers": {"cookie": f"{cookie_name()}={key}"} if key else {},
            "token": self.token,
            "sid": "socket",
            "ip": "127.0.0.1",
        }
        await (await self.processor.enqueue(self.token, Event(name=name, router_data=router, payload=payload)))
        await self.processor.join(timeout=10)

    async def state(self, kind: type[SomeState]) -> SomeState:
        """The tab's state of that class, as the server holds it."""
        root = await self.states.get_state(BaseStateToken(ident=self.token, cls=rx.State))
        return await root.get_state(kind)

    @property
    def notice(self) -> Notice:
        """The notice the tab shows now."""
        shown = [delta[Tab.get_full_name()] for delta in self.deltas if Tab.get_full_name() in delta]
        notices = [values["notice" + VAR] for values in shown if "notice" + VAR in values]
        return notices[-1] if notices else Notice()

    @property
    def leaves_for(self) -> str:
        """The address the tab is told to load afresh, or ""."""
        shown = [delta[Tab.get_full_name()] for delta in self.deltas if Tab.get_full_name() in delta]
        return next((values["leave" + VAR] for values in reversed(shown) if "leave" + VAR in values), "")

    def nothing_sent(self) -> bool:
        """Whether the browser got nothing since the tab was opened, or since `forget()`."""
        return not self.deltas and not self.events

    def forget(self) -> None:
        """Forget what was sent so far."""
        self.deltas.clear()
        self.events.clear()


HYDRATE = f"{rx.State.get_full_name()}.hydrate_and_load"
VAR = "_rx_state_"  # what Reflex appends to the names of vars


@asynccontextmanager
async def tab(key: str = "", *, address: str = "/en/home") -> AsyncIterator[OpenTab]:
    """A tab that has loaded `address`, in a browser that holds the session key `key`.

    Its page's `load` has run. Fails at the end on exceptions that no handler of ours has met.
    """
    failures: list[Exception] = []
    states = StatesWhenNeeded()
    processor = BaseStateEventProcessor(middleware=app, backend_exception_handler=failures.append)
    opened = OpenTab(processor, states, str(uuid4()), key, address, failures=failures)
    with app.set_contexts():
        processor.configure(state_manager=states, event_namespace=opened)  # type: ignore[arg-type]
        async with processor:
            await opened.send(HYDRATE, vars={})
            yield opened
    assert not failures
