"""Everything of the first view that leans on Reflex's insides. tests/web/first_view/test_insides.py says what broke.

Written for Reflex 0.10: the event processor's `enqueue` with a context of our own, a page's load events, the router
data that sockets build and a state's `_update_router_vars`, the hashes of built states, the memory state manager's
`_purge_token`.
"""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qsl

import reflex as rx
from reflex.istate.delta import _resolve_delta
from reflex.state import State, state_snapshot_hashes
from reflex_base.event import Event
from reflex_base.event.context import EventContext
from reflex_base.utils import format as rx_format
from starlette.types import Scope

ROOT = State.get_full_name()
BOOT_EVENT = f"{ROOT}.hydrate_and_load"
# The request's headers and the tab's token have no place in HTML.
LEFT_OUT = ((ROOT, "rx_router_headers_rx_state_"), (ROOT, "rx_router_session_rx_state_"))

Delta = dict[str, dict[str, str]]
"""Vars by the name of their state, each as JSON."""


class Unexpected(Exception):
    """The page cannot be carried in HTML: an event for the browser that is no redirect."""


@dataclass
class Ran:
    """What running a page's `load` gave: the vars that differ from the built page; or where to go."""

    delta: Delta = field(default_factory=lambda: defaultdict(dict))
    redirect: str = ""


async def run_load(app: rx.App, token: str, scope: Scope, address: str) -> Ran:
    """Run the page's `load` for a new tab `token` at `address` (path and query).

    Its event passes the queue, the locks and the middleware (the guard) that those of a socket pass. The state is new:
    what a hydrate would send besides is what the page was built with. Whatever a handler raised is raised here.
    """
    ran = Ran()
    odd = False

    tab = token

    async def emit_delta(token: str, delta: Any) -> None:
        if token == tab:  # serialised at once, as for a socket: the state may change afterwards
            for name, changes in delta.items():
                ran.delta[name].update({var: rx_format.json_dumps(value, (",", ":")) for var, value in changes.items()})

    async def emit_event(token: str, *events: Event) -> None:
        nonlocal odd
        for event in events:
            if event.name == "_redirect" and not event.payload.get("external"):
                ran.redirect = str(event.payload["path"])
            else:
                odd = True

    processor = app.event_processor
    root = processor._root_context
    assert root is not None
    where = router_data(app, token, scope, address)
    loads = Event.from_event_type(app.get_load_events(where["pathname"]))
    await _begin(app, token, where)
    for load in loads:
        context = EventContext(
            token=token,
            state_manager=root.state_manager,
            enqueue_impl=root.enqueue_impl,
            emit_delta_impl=emit_delta,
            emit_event_impl=emit_event,
        )
        future = await processor.enqueue(token, replace(load, router_data=where), ev_ctx=context)
        try:
            await _finished(future)
        except BaseException:
            future.cancel()
            raise
    if odd:
        raise Unexpected
    for state, name in LEFT_OUT:
        ran.delta[state].pop(name, None)
    return ran


async def _begin(app: rx.App, token: str, where: dict[str, Any]) -> None:
    """Make the tab's state, alive and at its address. What that changes goes along with what `load` changes, which
    every page has (pages/registry.py)."""
    async with app.state_manager.modify_state(rx.BaseStateToken(ident=token, cls=State)) as state:
        root: Any = state._get_root_state()
        root.router_data = root._update_router_vars(where, {})
        root.is_hydrated = True


def as_json(delta: Delta) -> str:
    """The vars as the browser reads them."""
    states = (
        (state, ",".join(f'"{name}":{value}' for name, value in values.items())) for state, values in delta.items()
    )
    return "{" + ",".join(f'"{state}":{{{values}}}' for state, values in states) + "}"


async def _finished(future: Any) -> None:
    """Wait for an event and all it chained, and raise what any of them raised (`wait_all` keeps silent about that)."""
    await future.wait_all()
    waiting = [future]
    while waiting:
        one = waiting.pop()
        one.result()
        waiting.extend(one.children)


def router_data(app: rx.App, token: str, scope: Scope, address: str) -> dict[str, Any]:
    """What a socket's events say about the page they come from, made from the request for the page."""
    assert app.event_namespace is not None
    fixed = app.event_namespace._build_static_router_data("", {"asgi.scope": scope})
    path, _mark, query = address.partition("?")
    host = fixed["headers"].get("host", "")
    return {
        **fixed,
        "headers": {**fixed["headers"], "origin": f"{scope['scheme']}://{host}"},
        "pathname": path,
        "asPath": address,
        "query": dict(parse_qsl(query)),
        "token": token,
    }


async def default_states() -> dict[str, str]:
    """A hash of what each state holds at first, which is what the pages were built with by the same version."""
    built: Any = State
    defaults = await _resolve_delta(built(_reflex_internal_init=True).dict(initial=True))
    _names, *hashes = state_snapshot_hashes(defaults)
    return dict(zip(sorted(defaults), hashes, strict=True))


async def changes_since(state: Any) -> Any:
    """What has changed in a tab's state since the page was drawn, and that it is alive now."""
    root = state._get_root_state()
    root.is_hydrated = True
    delta = await root._get_resolved_delta()
    root._clean()
    return delta


def drop_state(app: rx.App, token: str) -> None:
    """Forget the state of a tab whose socket will not come."""
    manager: Any = app.state_manager
    if hasattr(manager, "_purge_token"):
        manager._purge_token(rx.BaseStateToken(ident=token, cls=State))
