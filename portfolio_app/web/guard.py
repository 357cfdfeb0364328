"""The guard before every event: nothing runs that does not say whom it is for.

Reflex lets any client call any public method of any State with any payload. So this middleware looks at each event
first: it finds the actor behind the session cookie, ties the tab's state to that session, denies handlers that declare
no audience and people who are not in it. `needs(...)` declares the audience; it also validates the payload against the
handler's type hints and turns a domain's error into a sentence on the screen. Whether a pupil is *mine* is not decided
here but in the domain's policy, inside the action.
"""

import inspect
import logging
import typing
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import reflex as rx
from pydantic import TypeAdapter, ValidationError
from reflex.middleware.middleware import Middleware
from reflex.state import BaseState, State, StateUpdate
from reflex_base.event import Event
from reflex_base.registry import RegistrationContext

from portfolio_app.accounts import sessions
from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Role
from portfolio_app.core.database import DatabaseUnavailable
from portfolio_app.core.errors import DomainError, Invalid, Refused, SignedOut
from portfolio_app.core.languages import _, be_in, languages, speak, spoken
from portfolio_app.core.secrets import digest
from portfolio_app.schools.places import time_zone_of
from portfolio_app.schools.queries import load_frame
from portfolio_app.web.cookie import key_in
from portfolio_app.web.limits import event_allowed
from portfolio_app.web.tab import Tab, complain, hush
from portfolio_app.web.unspent import put_back, views_of

logger = logging.getLogger(__name__)

_ROOT = State.get_full_name()
# The framework's own events that its client sends; everything else of the framework (setvar above all) is denied.
FRAMEWORK_EVENTS = frozenset(
    {
        f"{_ROOT}.hydrate",
        f"{_ROOT}.hydrate_and_load",
        f"{_ROOT}.set_is_hydrated",
        f"{_ROOT}.reflex___state____on_load_internal_state.on_load_internal",
        f"{_ROOT}.reflex___state____on_load_internal_state.set_is_hydrated",
        f"{_ROOT}.reflex___state____frontend_event_exception_state.handle_frontend_exception",
    }
)
HYDRATING = f"{_ROOT}.hydrate_and_load"

_actor: ContextVar[Actor | None] = ContextVar("actor", default=None)


@dataclass(frozen=True)
class Need:
    """Whom a handler is for. No roles: everybody signed in; `anyone`: also who is not."""

    roles: frozenset[Role] = frozenset()
    anyone: bool = False
    choosing: bool = False  # also open to a session that must choose a passphrase first
    loads: bool = False
    unasked: bool = False  # a tab looks again by itself: that is no use of a session

    def admits(self, actor: Actor | None) -> bool:
        """Whether `actor` is of this audience."""
        if self.anyone:
            return True
        if actor is None or (actor.must_choose and not self.choosing):
            return False
        return not self.roles or actor.has(*self.roles)


def current_actor() -> Actor:
    """The actor of the event being handled. Raises `SignedOut` without one."""
    actor = _actor.get()
    if actor is None:
        raise SignedOut()
    return actor


def _validators(handler: Callable[..., Any]) -> dict[str, TypeAdapter[Any]]:
    hints = typing.get_type_hints(handler, include_extras=True)
    names = list(inspect.signature(handler).parameters)[1:]
    return {name: TypeAdapter(hints.get(name, str)) for name in names}


def _bound(
    handler: str, signature: inspect.Signature, state: Any, args: tuple[Any, ...], payload: dict[str, Any]
) -> dict[str, Any]:
    """The arguments by their names. Raises `Invalid` when one is missing or is none of the handler's."""
    try:
        given = signature.bind(state, *args, **payload).arguments
    except TypeError as problem:
        logger.info("payload refused: %s", handler)
        raise Invalid() from problem
    return dict(list(given.items())[1:])


def needs(
    *roles: Role, anyone: bool = False, choosing: bool = False, loads: bool = False, unasked: bool = False
) -> Callable[[Callable[..., Awaitable[Any]]], Any]:
    """Declare the audience of an event handler (a coroutine method of a State) and make it one.

    Without roles and without `anyone`, everybody signed in. `loads=True` marks a page's `on_load` handler: it also
    brings the frame around the page; `unasked=True` one that tabs call by themselves (web/live_tabs.py). The payload is
    validated strictly by the handler's type hints; a payload that does not fit is answered with a sentence and not run.
    """
    need = Need(frozenset(roles), anyone, choosing, loads, unasked)

    def declare(handler: Callable[..., Awaitable[Any]]) -> Any:
        adapters: dict[str, TypeAdapter[Any]] = {}
        signature = inspect.signature(handler)

        async def run(self: Any, *args: Any, **payload: Any) -> Any:
            if not adapters:
                adapters.update(_validators(handler))
            try:
                given = _bound(handler.__qualname__, signature, self, args, payload)
                values = {name: adapters[name].validate_python(value) for name, value in given.items()}
                if loads:
                    tab = await self.get_state(Tab)
                    if tab.notice.field or tab.notice.href:  # what was wrong with the former page's form, or led here
                        await hush(self)
                    frame = await load_frame(_actor.get())
                    if tab.frame != frame:
                        tab.frame = frame
                    return await handler(self, **values)
                shown, sent = views_of(self), ()
                try:
                    answer = await handler(self, **values)
                    sent = given.values()
                    return answer
                finally:
                    put_back(self, shown, sent)
            except ValidationError:
                logger.info("payload refused: %s", handler.__qualname__)
                await complain(self, _("Please check what you wrote."))
            except SignedOut:
                await leave_for_sign_in(self)
            except Refused as problem:
                await complain(self, problem.sentence())
                if loads:
                    return rx.redirect(f"/{spoken()}/home")
            except DomainError as problem:
                await complain(self, problem.sentence(), field=problem.field)
            except Exception:
                number = uuid4().hex[:8]
                logger.exception("handler failed: %s, number %s", handler.__qualname__, number)
                sorry = _(
                    "Something went wrong on our side. Try again. If it keeps happening, tell us this number: {number}"
                )
                await complain(self, sorry.format(number=number))
            return None

        run.__name__ = handler.__name__
        run.__qualname__ = handler.__qualname__
        run.__module__ = handler.__module__
        run.__doc__ = handler.__doc__
        parameters = [p.replace(annotation=p.empty) for p in signature.parameters.values()]
        run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        run.__annotations__ = {}
        run.need = need  # type: ignore[attr-defined]
        return rx.event(run)

    return declare


def need_of(event_name: str) -> Need | None:
    """What the handler of an event declared; None when it declared nothing."""
    registered = RegistrationContext.get().event_handlers.get(event_name)
    return getattr(registered.handler.fn, "need", None) if registered else None


async def leave_for_sign_in(state: BaseState) -> None:
    """Leave for the sign-in page, to come back here afterwards. A full load: nothing of the former page stays."""
    router = state.router_data
    came_from = str(router.get("asPath") or router.get("pathname") or "/")
    (await state.get_state(Tab)).leave = sign_in_address(came_from)


def sign_in_address(came_from: str) -> str:
    """The sign-in page that leads back to `came_from`, in that one's language."""
    return f"/{language_of(came_from)}/sign-in?next={quote(came_from, safe='')}"


def language_of(path: str) -> str:
    """The language a path starts with, or the default."""
    first = path.strip("/").partition("/")[0]
    return first if first in languages() else languages()[0]


class Guard(Middleware):
    """Runs before every event, under the lock of the tab's state."""

    async def preprocess(self, app: rx.App, state: BaseState, event: Event) -> StateUpdate | None:
        """Deny (a StateUpdate) or let the event through (None)."""
        root = state._get_root_state()
        router = event.router_data or root.router_data
        speak(language_of(str(router.get("asPath") or router.get("pathname") or "")))
        key = key_in(str(router.get("headers", {}).get("cookie", "")))
        need = need_of(event.name)
        unasked = need is not None and need.unasked
        try:
            actor = await sessions.actor_of(key, counts=not unasked)
            be_in(await time_zone_of(actor))
        except DatabaseUnavailable as problem:
            return await self._sentence(root, problem.sentence())
        _actor.set(actor)
        if not await self._bind(root, digest(key) if actor else "", event):
            (await root.get_state(Tab)).leave = str(router.get("asPath") or "/")
            return await _changes_of(root)
        allowed = event_allowed(str(router.get("token", "")))
        if event.name in FRAMEWORK_EVENTS:
            if event.name == HYDRATING:  # the page has been loaded afresh: it has left
                (await root.get_state(Tab)).leave = ""
            return None if allowed else StateUpdate()
        if need is None:
            logger.warning("denied: %r declares no audience", event.name[:120])
            return StateUpdate()
        if unasked and not allowed:
            return StateUpdate()
        if not allowed:
            return await self._sentence(root, _("Too many clicks in a short time. Wait a moment and try again."))
        if need.admits(actor):
            return None
        if actor is None:
            await leave_for_sign_in(root)
            return await _changes_of(root)
        if actor.must_choose:
            return StateUpdate(events=_as_events(rx.redirect(f"/{spoken()}/choose-passphrase")))
        if need.loads:
            return StateUpdate(events=_as_events(rx.redirect(f"/{spoken()}/home")))
        return await self._sentence(root, Refused().sentence())

    async def _bind(self, root: BaseState, fingerprint: str, event: Event) -> bool:
        """Tie this state to the session; a state of another session is emptied first.

        Returns False when the tab must load afresh, because its page still shows what belonged to the other session.
        """
        tab = await root.get_state(Tab)
        if tab._bound == fingerprint:
            return True
        fresh = tab._bound is None
        if not fresh:
            root.reset()
        tab._bound = fingerprint
        return fresh or event.name == HYDRATING

    async def _sentence(self, root: BaseState, text: str) -> StateUpdate:
        await complain(root, text)
        return await _changes_of(root)


async def _changes_of(root: BaseState) -> StateUpdate:
    """What has changed in the tab's state, for an event whose handler does not run."""
    delta = await root._get_resolved_delta()
    root._clean()
    return StateUpdate(delta=delta)


def _as_events(*specs: Any) -> list[Event]:
    return list(Event.from_event_type(list(specs)))
