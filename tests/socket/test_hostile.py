"""Somebody hostile at the event socket of a real server: others are served, nothing is told, nothing breaks."""

import asyncio
import json
from contextlib import AsyncExitStack

import aiohttp
import pytest
from reflex_base.registry import RegistrationContext
from socketio.exceptions import ConnectionError as Refused

from portfolio_app.portfolio_app import app
from portfolio_app.web.limits import BURST, MOST_CONNECTS, MOST_PER_SESSION, MOST_SOCKET_BYTES
from tests.people import make_pupil, make_school
from tests.served import Served
from tests.socket.client import HYDRATE, ROOT, client, event

AT_ONCE = BURST - 10
"""Events a page sends without counting as a flood, beside those of its opening."""


async def somebody(served: Served, name: str) -> str:
    """The cookie of a new pupil of that name."""
    _actor, cookie = await served.sign_in(await make_pupil(await make_school(), name=name))
    return cookie


@pytest.mark.parametrize("transport", ["websocket", "polling"])
async def test_a_pupil_is_served_over_either_transport(served: Served, transport: str) -> None:
    """Networks that break websockets get polling."""
    cookie = await somebody(served, "Siiri Salo")
    async with client(served.url, cookie, transport=transport) as tab:
        assert await tab.until("Siiri")


@pytest.mark.parametrize("transport", ["websocket", "polling"])
@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://localhost.evil.example", "http://localhost"]
)
async def test_a_foreign_origin_gets_no_socket(served: Served, transport: str, origin: str) -> None:
    """Another site in the same browser would carry the cookie along."""
    cookie = await somebody(served, "Siiri Salo")
    with pytest.raises(Refused):
        async with client(served.url, cookie, transport=transport, headers={"origin": origin}):
            pass


async def test_a_stolen_token_gets_nothing(served: Served) -> None:
    """Without the cookie, or with another's, while the owner is there and after."""
    cookie, thief = await somebody(served, "Siiri Salo"), await somebody(served, "Otso Oja")
    async with client(served.url, cookie) as owner:
        assert await owner.until("Siiri")
        for other in ("", thief):
            async with client(served.url, other, token=owner.token) as stolen:
                await asyncio.sleep(0.3)
                assert stolen.tokens
                assert "Siiri" not in str(stolen.updates)
        owner.updates.clear()
        await owner.send(HYDRATE, {"vars": {}})
        assert await owner.until("Siiri"), "the owner is not disturbed"
    for other in ("", thief):
        async with client(served.url, other, token=owner.token) as stolen:
            await asyncio.sleep(0.3)
            assert "Siiri" not in str(stolen.updates)


async def test_a_tab_whose_connection_broke_takes_its_token_over(served: Served) -> None:
    """The server may not have noticed yet: the tab must not lose its place to its own ghost."""
    cookie = await somebody(served, "Siiri Salo")
    async with client(served.url, cookie) as before:
        assert await before.until("Siiri")
        async with client(served.url, cookie, token=before.token) as after:
            assert await after.until("Siiri")
            assert not after.tokens
            await asyncio.sleep(0.3)
            assert before.tokens, "whoever is still there, a duplicated tab, goes on with a token of its own"
            assert not before.connected


@pytest.mark.parametrize(
    "what",
    [
        "not an event",
        "{",
        5,
        None,
        [],
        {"name": 5},
        {"name": ["x"]},
        {"name": "x" * 10_000},
        {"name": HYDRATE, "payload": "vars"},
        {"name": HYDRATE, "router_data": "here"},
        {"name": HYDRATE, "router_data": {"pathname": {"a": 1}}},
        {"name": HYDRATE, "router_data": {"pathname": "/", "asPath": "/", "query": {"id": {"a": 1}}}},
        {"name": f"{ROOT}.no_such_handler"},
        {"name": "setvar"},
        {"name": f"{ROOT}._private"},
        {"name": "__class__.__init__"},
        {"name": f"{ROOT}.setvar", "payload": {"var_name": "router_data", "value": {}}},
        {"name": HYDRATE, "payload": {"vars": {"x": [[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]}}},
    ],
    ids=lambda what: json.dumps(what)[:40],
)
async def test_what_our_pages_never_send_is_dropped_and_not_repeated_in_the_log(served: Served, what: object) -> None:
    """The tab lives on, and the log does not tell who it was."""
    cookie = await somebody(served, "Siiri Salo")
    before = len(served.logged())
    async with client(served.url, cookie) as tab:
        assert await tab.until("Siiri")
        tab.updates.clear()
        await tab.emit(what)
        await tab.send(HYDRATE, {"vars": {}})
        assert await tab.until("Siiri")
    text = json.dumps(served.logged()[before:])
    assert cookie.partition("=")[2] not in text
    assert tab.token not in text
    assert '"where"' not in text, "no exception got that far"


async def test_every_handler_survives_wrong_types(served: Served) -> None:
    """Each handler of each state, with values of every kind in place of what it takes."""
    with app.set_contexts():
        names = sorted(RegistrationContext.get().event_handlers)
    cookie = await somebody(served, "Siiri Salo")
    before = len(served.logged())
    for value in (None, 1, "x", [], {"a": []}):
        for first in range(0, len(names), AT_ONCE):
            async with client(served.url, cookie) as tab:
                for name in names[first : first + AT_ONCE]:
                    await tab.send(name, {"self": value, "value": value, "id": value, "form": value, "vars": value})
                await asyncio.sleep(0.1)
                assert tab.connected
    async with client(served.url, cookie) as tab:
        assert await tab.until("Siiri")
    assert cookie.partition("=")[2] not in json.dumps(served.logged()[before:])


async def test_a_message_that_is_too_large_ends_its_socket_alone(served: Served) -> None:
    """200 KB and more: refused before it is read."""
    cookie = await somebody(served, "Siiri Salo")
    async with client(served.url, cookie) as other, client(served.url, cookie) as tab:
        assert await tab.until("Siiri")
        await tab.emit(event(HYDRATE, {"vars": {"x": "x" * (MOST_SOCKET_BYTES + 1)}}))
        for _step in range(60):
            if not tab.connected:
                break
            await asyncio.sleep(0.05)
        assert not tab.connected
        other.updates.clear()
        await other.send(HYDRATE, {"vars": {}})
        assert await other.until("Siiri")


@pytest.mark.parametrize(
    "frame",
    [
        '42/_event,["event",' + "[" * 60_000 + "]" * 60_000 + "]",
        '42/_event,["event",{"name":',
        "451-/_event,[{}]",
        "4999999999999-/_event,[]",
        "9",
        "",
        "4",
        "🌱",
    ],
    ids=["deep", "cut", "binary", "attachments", "unknown", "empty", "short", "emoji"],
)
async def test_a_frame_that_cannot_be_read_ends_its_socket_alone(served: Served, frame: str) -> None:
    """Below what any client library sends."""
    cookie = await somebody(served, "Siiri Salo")
    before = len(served.logged())
    address = f"{served.url}/_event/?token=raw&EIO=4&transport=websocket"
    headers = {"origin": served.url, "cookie": cookie}
    async with aiohttp.ClientSession(headers=headers) as session, session.ws_connect(address) as raw:
        await raw.receive()
        await raw.send_str("40/_event,")
        await raw.receive()
        await raw.send_str(frame)
        await raw.send_bytes(b"\x04\xff\x00")
        await asyncio.sleep(0.2)
    async with client(served.url, cookie) as tab:
        assert await tab.until("Siiri")
    assert cookie.partition("=")[2] not in json.dumps(served.logged()[before:])


async def test_a_thousand_events_in_a_second_end_one_socket_and_others_are_served(served: Served) -> None:
    """The flood is cut off; everybody else gets their answer meanwhile."""
    flood, cookie = await somebody(served, "Otso Oja"), await somebody(served, "Siiri Salo")
    async with client(served.url, flood) as hostile, client(served.url, cookie) as tab:
        assert await tab.until("Siiri")
        assert await hostile.until("Otso")
        tab.updates.clear()

        async def pour() -> None:
            for _number in range(1000):
                await hostile.send(HYDRATE, {"vars": {}})

        pouring = asyncio.create_task(pour())
        await tab.send(HYDRATE, {"vars": {}})
        assert await tab.until("Siiri", 5)
        await asyncio.gather(pouring, return_exceptions=True)
        for _look in range(100):  # a busy server reads on for a while before it has had enough
            if not hostile.connected:
                break
            await asyncio.sleep(0.2)
        assert not hostile.connected
        assert tab.connected


async def test_one_session_cannot_take_all_sockets(served: Served) -> None:
    """A browser with as many tabs as nobody has gets no further one; another pupil does."""
    greedy, cookie = await somebody(served, "Otso Oja"), await somebody(served, "Siiri Salo")
    async with AsyncExitStack() as stack:
        for _number in range(MOST_PER_SESSION):
            await stack.enter_async_context(client(served.url, greedy, hydrate=False))
        with pytest.raises(Refused):
            await stack.enter_async_context(client(served.url, greedy))
        async with client(served.url, cookie) as tab:
            assert await tab.until("Siiri")
    async with client(served.url, greedy) as tab:
        assert await tab.until("Otso"), "there is room again"


async def test_a_socket_that_connects_again_and_again_is_closed(served: Served) -> None:
    """Each connection makes a tab's state: one signed-out socket must not fill the memory with them."""
    address = f"{served.url}/_event/?token={'t' * 80}&EIO=4&transport=websocket"
    async with aiohttp.ClientSession(headers={"origin": served.url}) as session, session.ws_connect(address) as raw:
        for _number in range(MOST_CONNECTS + 3):
            await raw.send_str("40/_event,")
            await raw.send_str("41/_event,")
        async with asyncio.timeout(10):
            said = [await raw.receive_str()]
            while said[-1] != "1":  # Engine.IO's good-bye
                said.append(await raw.receive_str())
        assert sum(text.startswith("40/_event,{") for text in said) == MOST_CONNECTS


async def test_the_log_holds_no_cookie_and_no_token(served: Served) -> None:
    """After everything above, too."""
    cookie = await somebody(served, "Siiri Salo")
    async with client(served.url, cookie) as tab:
        assert await tab.until("Siiri")
        await tab.send("no.such.handler", {"passphrase": "three green kettles"})
        await asyncio.sleep(0.2)
    text = served.log.read_text()
    for secret in (cookie.partition("=")[2], tab.token, "three green kettles", "Siiri"):
        assert secret not in text
