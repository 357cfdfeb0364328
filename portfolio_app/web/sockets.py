"""The event socket: who may open one, what may come over it, and to whom a tab's token belongs.

Reflex's own socket server takes any origin, any number of sockets and any message, and prints what it does not
understand. This one checks each before Reflex sees it. It speaks websocket and, for networks that break those, polling
(assets/polku.js chooses). It is an adapter to private names of Reflex and python-socketio; tests/socket watches them.
"""

import logging
from collections import OrderedDict
from collections.abc import Callable, Collection
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import socketio
from reflex.app import App, EventNamespace, _sio_dumps, _sio_loads
from reflex.state import StateUpdate
from reflex.utils.token_manager import LocalTokenManager, SocketRecord
from reflex_base.constants.state import FIELD_MARKER
from reflex_base.registry import RegistrationContext
from starlette.types import Scope

from portfolio_app.web.cookie import fingerprint_in
from portfolio_app.web.first_view.insides import drop_state
from portfolio_app.web.limits import MOST_SOCKET_BYTES, OpenSockets, Pace
from portfolio_app.web.origin import own_origin
from portfolio_app.web.tab import Tab

logger = logging.getLogger(__name__)

PING_SECONDS = 25  # proxies close what is silent for 30 to 60 seconds
SILENCE_SECONDS = 20  # then a socket counts as gone, and its place is free

LONGEST_NAME = 250
LONGEST_TOKEN = 64
LONGEST_PATH = 2_000
DEEPEST = 12
TOKENS_KEPT = 40_000


def origin_allowed(origin: str | None, environ: dict[str, Any]) -> bool:
    """Whether a page of `origin` may open a socket: only one of ours."""
    return bool(origin) and str(origin).lower() == own_origin(environ["asgi.scope"])


def _session_of(scope: Scope) -> str:
    cookies = [value.decode("latin-1") for name, value in scope.get("headers", ()) if name.lower() == b"cookie"]
    return fingerprint_in("; ".join(cookies))


def _address_of(scope: Scope) -> str:
    client = scope.get("client")
    return str(client[0]) if client else ""


class Sockets(socketio.AsyncServer):
    """A socket server that counts sockets and messages, and hangs up on what is not our client."""

    def __init__(self, *, room: OpenSockets | None = None) -> None:
        super().__init__(
            async_mode="asgi",
            transports=["websocket", "polling"],
            allow_upgrades=False,
            async_handlers=False,  # handlers only look and enqueue
            cors_allowed_origins=origin_allowed,
            cors_credentials=True,
            max_http_buffer_size=MOST_SOCKET_BYTES,
            ping_interval=PING_SECONDS,
            ping_timeout=SILENCE_SECONDS,
            json=SimpleNamespace(dumps=_sio_dumps, loads=_sio_loads),
        )
        self.room = room or OpenSockets()
        self._paces: dict[str, Pace] = {}

    async def _handle_eio_connect(self, eio_sid: str, environ: dict[str, Any]) -> Any:
        scope = environ["asgi.scope"]
        if not self.room.admit(eio_sid, _session_of(scope), _address_of(scope)):
            logger.warning("socket refused: too many are open")
            return False
        self._paces[eio_sid] = Pace()
        await super()._handle_eio_connect(eio_sid, environ)
        return None

    async def _handle_eio_message(self, eio_sid: str, data: Any) -> None:
        pace = self._paces.get(eio_sid)
        if pace is None:
            return
        if not pace.kept():
            return await self.hang_up(eio_sid, "too many messages")
        if not isinstance(data, str):  # our client sends text alone
            return await self.hang_up(eio_sid, "a binary message")
        try:
            await super()._handle_eio_message(eio_sid, data)
        except Exception as problem:
            await self.hang_up(eio_sid, f"a message that cannot be read ({type(problem).__name__})")

    async def _handle_connect(self, eio_sid: str, namespace: str | None, data: Any) -> Any:
        pace = self._paces.get(eio_sid)
        if pace is not None and not pace.may_connect():
            return await self.hang_up(eio_sid, "it connects again and again")
        return await super()._handle_connect(eio_sid, namespace, data)

    async def _handle_eio_disconnect(self, eio_sid: str, reason: str) -> None:
        self._forget(eio_sid)
        await super()._handle_eio_disconnect(eio_sid, reason)

    async def hang_up(self, eio_sid: str, why: str) -> None:
        """Close a socket that sent what our client does not send."""
        if self._paces.get(eio_sid) is not None:
            logger.warning("socket closed: %s", why)
        self._forget(eio_sid)
        await self.eio.disconnect(eio_sid)

    def _forget(self, eio_sid: str) -> None:
        self.room.leave(eio_sid)
        self._paces.pop(eio_sid, None)


class Tokens(LocalTokenManager):
    """A tab's token belongs to the browser session it was first used with; there, the newest socket has it.

    When a connection breaks unnoticed by the server (usual on wifi), the tab comes back while its old socket still
    seems open: it takes its token over, and the old socket, should it be alive (a duplicated tab), goes on with a fresh
    one. Somebody with a stolen token and another cookie, or none, gets a fresh token, and so nothing.
    """

    def __init__(self, namespace: "Events") -> None:
        super().__init__()
        self._namespace = namespace
        self._owners: OrderedDict[str, str] = OrderedDict()

    async def link_token_to_sid(self, token: str, sid: str) -> str | None:
        """Give `token` to the socket `sid`; returns another token when this one is not theirs."""
        session = self._namespace.session_of(sid)
        if len(token) > LONGEST_TOKEN or not token.isascii() or self._owners.get(token, session) != session:
            fresh = str(uuid4())
            self._link(fresh, sid, session)
            return fresh
        old = self.token_to_socket.get(token)
        if old is not None and old.sid != sid:
            fresh = str(uuid4())
            self._link(fresh, old.sid, session)
            self._link(token, sid, session)
            await self._namespace.send_away(old.sid, fresh)
            return None
        self._link(token, sid, session)
        return None

    def _link(self, token: str, sid: str, session: str) -> None:
        self.token_to_socket[token] = SocketRecord(instance_id=self.instance_id, sid=sid)
        self.sid_to_token[sid] = token
        self.reserve(token, session)

    def reserve(self, token: str, session: str) -> None:
        """Let `token` be used by sockets of that session only."""
        self._owners[token] = session
        self._owners.move_to_end(token)
        while len(self._owners) > TOKENS_KEPT:
            self._owners.popitem(last=False)

    async def disconnect_token(self, token: str, sid: str) -> None:
        """Forget the socket; the token keeps its owner."""
        record = self.token_to_socket.get(token)
        if record is not None and record.sid == sid:
            self.token_to_socket.pop(token)
        self.sid_to_token.pop(sid, None)


class Events(EventNamespace):
    """Reflex's event namespace, which hands on only what one of our pages can have sent."""

    def __init__(self, namespace: str, app: App) -> None:
        super().__init__(namespace, app)
        self._token_manager = self._tokens = Tokens(self)
        self._sessions: dict[str, str] = {}
        self._places: dict[str, dict[str, Any]] = {}

    def session_of(self, sid: str) -> str:
        """The fingerprint of the cookie a socket was opened with."""
        return self._sessions.get(sid, "")

    def reserve(self, token: str, session: str) -> None:
        """A token made by the server for a page it sends; see `Tokens.reserve`."""
        self._tokens.reserve(token, session)

    def sessions(self) -> set[str]:
        """The fingerprints of all cookies that open sockets came with."""
        return {session for session in self._sessions.values() if session}

    async def leave(self, sessions: Collection[str], address_for: Callable[[str], str]) -> None:
        """Have the tabs of those sessions load afresh what `address_for` makes of the address they show."""
        for sid in self.of_sessions(sessions):
            delta = {Tab.get_full_name(): {f"leave{FIELD_MARKER}": address_for(self.address_of(sid))}}
            await self.emit("event", StateUpdate(delta=delta), to=sid)

    def address_of(self, sid: str) -> str:
        """The address that the tab of a socket shows."""
        return str(self._places.get(sid, {}).get("asPath", "/"))

    def showing(self, wanted: Callable[[str], bool]) -> list[str]:
        """The open sockets of tabs whose address (`/fi/module?name=…`) is `wanted`."""
        return [sid for sid in list(self._places) if wanted(self.address_of(sid))]

    def of_sessions(self, sessions: Collection[str]) -> list[str]:
        """The open sockets of these sessions."""
        return [sid for sid, session in self._sessions.items() if session in sessions]

    async def have_look(self, sid: str, name: str) -> None:
        """Have the tab of a socket handle its event `name`, as if its page had sent it: with its own cookie and
        address, through the guard. Nothing for a tab that is gone."""
        if (place := self._places.get(sid)) is not None:
            await super().on_event(sid, {"name": name, "payload": {}, "router_data": dict(place)})

    async def on_connect(self, sid: str, environ: dict[str, Any], auth: Any = None) -> None:
        """Note whose socket this is, drop a boot event that is none, and connect."""
        self._sessions[sid] = _session_of(environ["asgi.scope"])
        boot = auth.get("event") if isinstance(auth, dict) else None
        given: dict[str, Any] = {}
        if (event := well_formed(boot)) is not None:
            given["event"] = event
            self._places[sid] = dict(event["router_data"])
        if isinstance(auth, dict) and isinstance(auth.get("state_schema"), str):
            given["state_schema"] = auth["state_schema"][:LONGEST_TOKEN]
        await super().on_connect(sid, environ, given or None)

    def on_disconnect(self, sid: str, *_reason: str) -> Any:
        """Forget whose socket it was, and the state of a tab in which nobody is signed in: anybody can open those."""
        self._places.pop(sid, None)
        signed_in = self._sessions.pop(sid, "")
        token = self._token_manager.sid_to_token.get(sid)
        if token and not signed_in:
            drop_state(self.app, token)
        return super().on_disconnect(sid)

    async def on_event(self, sid: str, data: Any = None) -> None:
        """Hand on an event of ours; anything else is dropped with a line in the log that does not repeat it."""
        event = well_formed(data)
        if event is None:
            logger.warning("event dropped: not of the form our pages send")
        elif event["name"] not in RegistrationContext.get().event_handlers:
            logger.warning("event dropped: there is no such handler")
        else:
            self._places[sid] = dict(event["router_data"])
            await super().on_event(sid, event)

    async def send_away(self, sid: str, token: str) -> None:
        """Tell the socket `sid` its new token and close it; its tab connects anew when somebody looks at it."""
        await self.emit("new_token", token, to=sid)
        await self.disconnect(sid)


def well_formed(data: Any) -> dict[str, Any] | None:
    """The parts of a client's event that a handler may see; None when it is not of the form our pages send."""
    if not isinstance(data, dict):
        return None
    name, payload, router = data.get("name"), data.get("payload") or {}, data.get("router_data") or {}
    if not (isinstance(name, str) and len(name) <= LONGEST_NAME):
        return None
    if not (isinstance(payload, dict) and isinstance(router, dict)) or deeper_than(payload, DEEPEST):
        return None
    path, full_path, query = router.get("pathname", "/"), router.get("asPath", "/"), router.get("query") or {}
    if not all(isinstance(text, str) and len(text) <= LONGEST_PATH for text in (path, full_path)):
        return None
    if not isinstance(query, dict) or not all(isinstance(v, str) and len(v) <= LONGEST_PATH for v in query.values()):
        return None
    return {
        "name": name,
        "payload": payload,
        "router_data": {"pathname": path, "asPath": full_path} | ({"query": query} if query else {}),
    }


def deeper_than(value: Any, most: int) -> bool:
    """Whether lists and mappings in `value` are nested more than `most` deep."""
    level, depth = [value], 0
    while level:
        if depth > most:
            return True
        level = [
            inner
            for outer in level
            for inner in (outer.values() if isinstance(outer, dict) else outer if isinstance(outer, list) else ())
        ]
        depth += 1
    return False


def install(app: App) -> None:
    """Let `app`, which was made with a `Sockets` server, take its events through `Events`."""
    assert app.sio is not None
    assert app.event_namespace is not None
    events = Events(app.event_namespace.namespace, app)
    app._event_namespace = events
    app.sio.register_namespace(events)
