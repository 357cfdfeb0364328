"""Each name of Reflex that the first view leans on: what breaks here was changed by a new version of it."""

import json
from typing import Any
from uuid import uuid4

import pytest
from reflex_base.registry import RegistrationContext

from portfolio_app.portfolio_app import app
from portfolio_app.settings import Settings
from portfolio_app.web.cookie import cookie_name
from portfolio_app.web.first_view import insides
from portfolio_app.web.tab import Tab
from tests.people import make_pupil, make_school, signed_in


def scope(key: str) -> dict[str, Any]:
    """A request for a page by whoever holds the session `key`."""
    cookie = f"{cookie_name()}={key}".encode()
    return {
        "type": "http",
        "method": "GET",
        "scheme": "http",
        "path": "/en/home",
        "query_string": b"",
        "server": ("polku.test", 80),
        "client": ("127.0.0.1", 1),
        "headers": [(b"host", b"polku.test"), (b"cookie", cookie)],
    }


async def ran(key: str, address: str = "/en/home") -> insides.Ran:
    """`run_load` in an app that runs."""
    with app.set_contexts():
        async with app._setup_event_processor():
            return await insides.run_load(app, uuid4().hex, scope(key), address)


def test_the_boot_event_is_the_one_the_browser_sends() -> None:
    with app.set_contexts():
        assert insides.BOOT_EVENT in RegistrationContext.get().event_handlers


async def test_a_page_gives_its_data(database: Settings) -> None:
    _siiri, key = await signed_in(await make_pupil(await make_school(), name="Siiri Salo"))
    given = await ran(key)
    view = json.loads(insides.as_json(given.delta))
    assert view[Tab.get_full_name()]["frame_rx_state_"]["name"] == "Siiri Salo"
    assert not given.redirect


async def test_what_is_as_it_was_built_is_not_sent(database: Settings) -> None:
    """Other pages' states are not in the data."""
    _siiri, key = await signed_in(await make_pupil(await make_school()))
    assert not [name for name in (await ran(key)).delta if "portfolio_state" in name]


async def test_neither_cookie_nor_address_is_in_the_data(database: Settings) -> None:
    _siiri, key = await signed_in(await make_pupil(await make_school()))
    assert key not in str(await ran(key))
    assert "127.0.0.1" not in str(await ran(key))


async def test_a_page_of_others_gives_a_redirect(database: Settings) -> None:
    _siiri, key = await signed_in(await make_pupil(await make_school()))
    assert (await ran(key, "/en/classes")).redirect == "/en/home"


async def test_a_dropped_state_is_gone(database: Settings) -> None:
    _siiri, key = await signed_in(await make_pupil(await make_school()))
    with app.set_contexts():
        async with app._setup_event_processor():
            await insides.run_load(app, "dropped", scope(key), "/en/home")
            states: Any = app.state_manager
            assert any("dropped" in name for name in states.states)
            insides.drop_state(app, "dropped")
            assert not any("dropped" in name for name in states.states)


async def test_what_a_handler_raises_is_raised(database: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """And not swallowed, which would look like an empty page."""

    async def fails(_key: object, *, counts: bool) -> None:
        raise LookupError(counts)

    monkeypatch.setattr("portfolio_app.web.guard.sessions.actor_of", fails)
    with pytest.raises(LookupError):
        await ran("any")


async def test_a_tab_in_which_nobody_is_signed_in_leaves_nothing_behind(database: Settings) -> None:
    """Its state goes with its socket: anybody can open as many as they like, one after the other."""
    with app.set_contexts():
        async with app._setup_event_processor():
            events: Any = app.event_namespace
            states: Any = app.state_manager
            _siiri, key = await signed_in(await make_pupil(await make_school()))
            for token, cookie, stays in (("nobodys-tab", "", False), ("siiris-tab", key, True)):
                environ = {"asgi.scope": scope(cookie), "QUERY_STRING": f"token={token}"}
                await events.on_connect(token, environ, {"event": {"name": insides.BOOT_EVENT}})
                await app.event_processor.join(timeout=10)
                assert any(token in name for name in states.states)
                await events.on_disconnect(token)
                assert any(token in name for name in states.states) is stays
