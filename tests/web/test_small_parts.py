"""The parts of the edge that decide something, each alone."""

import asyncio
import logging
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy.exc import IntegrityError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.routing import Route

from portfolio_app.core.database import DatabaseUnavailable
from portfolio_app.core.errors import NotFound
from portfolio_app.web import requests
from portfolio_app.web.caching import ASK_AGAIN, FOR_EVER, NOT_AT_ALL, keeping
from portfolio_app.web.errors import Errors
from portfolio_app.web.limits import Bucket, OpenSockets
from portfolio_app.web.logs import JsonLines, redacted
from portfolio_app.web.page_origin import check_styles, resolve_to_ours
from portfolio_app.web.plain_http import on_this_machine
from portfolio_app.web.proxy import settled
from portfolio_app.web.sockets import deeper_than, well_formed


def scope(
    headers: dict[str, str], client: str = "192.0.2.1", scheme: str = "http", kind: str = "http"
) -> dict[str, Any]:
    """An ASGI scope with these headers."""
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    return {"type": kind, "headers": raw, "client": (client, 5), "scheme": scheme, "path": "/", "query_string": b""}


@pytest.mark.parametrize(
    ("hops", "forwarded", "address"),
    [
        (0, "203.0.113.9", "192.0.2.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "6.6.6.6, 203.0.113.9", "203.0.113.9"),
        (2, "6.6.6.6, 203.0.113.9, 10.0.0.1", "203.0.113.9"),
        (2, "203.0.113.9", "192.0.2.1"),
        (1, "", "192.0.2.1"),
        (1, "x" * 500, "192.0.2.1"),
    ],
)
def test_only_trusted_hops_say_where_a_request_comes_from(hops: int, forwarded: str, address: str) -> None:
    """The last entries are ours; the others may be invented."""
    given = scope({"x-forwarded-for": forwarded, "host": "a"})
    result = {**given, **settled(given, hops)}
    assert result["client"][0] == address
    assert [name for name, _value in result["headers"]] == [b"host"]


@pytest.mark.parametrize(
    ("hops", "claimed", "scheme"), [(0, "https", "http"), (1, "https", "https"), (1, "ftp", "http")]
)
def test_only_trusted_hops_say_that_the_line_is_safe(hops: int, claimed: str, scheme: str) -> None:
    """A websocket has the scheme of its own."""
    given = scope({"x-forwarded-proto": claimed})
    assert {**given, **settled(given, hops)}["scheme"] == scheme
    socket = scope({"x-forwarded-proto": claimed}, scheme="ws", kind="websocket")
    assert {**socket, **settled(socket, hops)}["scheme"] == scheme.replace("http", "ws")


@pytest.mark.parametrize(
    ("client", "local"),
    [
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("::1", True),
        ("::ffff:127.0.0.1", True),
        ("192.168.1.5", False),
        ("::ffff:192.168.1.5", False),
        ("", False),
        ("localhost.evil.example", False),
    ],
)
def test_this_machine_is_known_by_its_address(client: str, local: bool) -> None:
    """In all its spellings, and in no other."""
    assert on_this_machine(scope({}, client)) is local


@pytest.mark.parametrize(
    ("path", "query", "kept"),
    [
        ("/assets/root-BhwS4qDr.js", "", FOR_EVER),
        ("/polku.js", "v=abc", FOR_EVER),
        ("/polku.js", "", ASK_AGAIN),
        ("/en/home/", "", NOT_AT_ALL),
        ("/drafts/entry", "", NOT_AT_ALL),
    ],
)
def test_how_long_a_browser_keeps_it(path: str, query: str, kept: str) -> None:
    """For ever only what changes its address with its content."""
    assert keeping(path, query) == kept


@pytest.mark.parametrize(
    "line",
    [
        "{'cookie': '__Host-polku=Zm9vYmFy; a=b'}",
        "Cookie: __Host-polku=Zm9vYmFy",
        "polku=Zm9vYmFy",
        "token=Zm9vYmFy&EIO=4",
        "'passphrase': 'Zm9vYmFy'",
        '{"passphrase": "Zm9vYmFy", "x": 1}',
        "Event(name='a', payload={'x': 'Zm9vYmFy'})",
        "Failed. Event data: {'x': 'Zm9vYmFy'}",
    ],
)
def test_secrets_are_cut_out_of_log_lines(line: str) -> None:
    """However they got there."""
    assert "Zm9vYmFy" not in redacted(line)


def test_an_exception_is_logged_without_the_values_it_holds() -> None:
    """Frames tell where; a database's error text would tell what somebody wrote."""
    try:
        raise IntegrityError("INSERT", {"name": "Siiri Salo"}, ValueError("Key (name)=(Siiri Salo) exists"))
    except IntegrityError:
        record = logging.LogRecord("reflex", logging.ERROR, "f", 1, "failed\nfaked line", (), sys.exc_info())
    line = JsonLines().format(record)
    assert "Siiri" not in line
    assert "IntegrityError" in line
    assert "\n" not in line


@pytest.mark.parametrize(
    "junk",
    [
        None,
        5,
        "x",
        [],
        {},
        {"name": 5},
        {"name": "a", "payload": []},
        {"name": "a", "payload": [1]},
        {"name": "a", "router_data": {"pathname": 5}},
        {"name": "a", "router_data": {"query": {"x": 5}}},
    ],
)
def test_only_events_of_our_pages_form_are_read(junk: object) -> None:
    """Whatever else comes has no meaning; an empty list in place of no payload has none either."""
    event = well_formed(junk)
    assert event is None or event == {
        "name": "a",
        "payload": {},
        "router_data": {"pathname": "/", "asPath": "/"},
    }


def test_what_a_client_says_about_itself_is_left_out() -> None:
    """Headers, address and token are known from the connection."""
    claimed = {"pathname": "/en", "headers": {"cookie": "x"}, "token": "t", "ip": "1.1.1.1", "sid": "s"}
    event = well_formed({"name": "a", "router_data": claimed, "token": "t"})
    assert event == {"name": "a", "payload": {}, "router_data": {"pathname": "/en", "asPath": "/"}}


def test_depth_is_counted_without_recursion() -> None:
    """A hundred thousand brackets are no problem."""
    deep: list[Any] = []
    for _level in range(100_000):
        deep = [deep]
    assert deeper_than(deep, 12)
    assert not deeper_than({"a": [{"b": [1, 2]}]}, 12)


def test_sockets_are_counted_in_and_out() -> None:
    """By session, by address, in all."""
    room = OpenSockets(per_session=2, per_address=3, in_all=4)
    assert room.admit("1", "siiri", "a")
    assert room.admit("2", "siiri", "a")
    assert not room.admit("3", "siiri", "b"), "one session"
    assert room.admit("4", "", "a")
    assert not room.admit("5", "otso", "a"), "one address"
    assert room.admit("6", "otso", "b")
    assert not room.admit("7", "", "c"), "all of them"
    room.leave("1")
    room.leave("1")
    assert room.admit("8", "siiri", "a")
    assert len(room) == 4


def test_whoever_has_a_network_of_addresses_is_counted_as_one() -> None:
    """An IPv6 subscriber has 2⁶⁴ of them."""
    room = OpenSockets(per_session=9, per_address=2, in_all=9)
    assert room.admit("1", "", "2001:db8:1:2::1")
    assert room.admit("2", "", "2001:db8:1:2:ffff::9")
    assert not room.admit("3", "", "2001:db8:1:2::3")
    assert room.admit("4", "", "2001:db8:1:3::1")
    room.leave("1")
    assert room.admit("5", "", "2001:db8:1:2::3")
    assert room.admit("6", "", "192.0.2.1")
    assert room.admit("7", "", "::ffff:192.0.2.1")
    assert not room.admit("8", "", "192.0.2.1")


def test_a_bucket_lets_a_burst_pass_and_fills_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """However the pouring falls into seconds of the clock, no more passes than the burst and what came since."""
    now = 0.9
    monkeypatch.setattr("portfolio_app.web.limits.time.monotonic", lambda: now)
    bucket = Bucket(10, per_second=2)
    assert [bucket.take() for _number in range(12)].count(True) == 10
    now = 2.4
    assert [bucket.take() for _number in range(12)].count(True) == 3
    now = 1000.0
    assert [bucket.take() for _number in range(12)].count(True) == 10


@pytest.mark.parametrize(
    ("problem", "status"), [(RuntimeError("secret pineapple"), 500), (NotFound(), 404), (DatabaseUnavailable(), 503)]
)
async def test_an_exception_becomes_a_page_that_tells_nothing(
    problem: Exception, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    """A sentence and a number to quote, which the log has too."""

    async def breaks(_request: Any) -> Any:
        raise problem

    served = Errors(Starlette(routes=[Route("/fi/home", breaks)]))
    transport = httpx.ASGITransport(served, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://polku") as browser:
        answer = await browser.get("/fi/home", headers={"accept": "text/html"})
    assert answer.status_code == status
    assert '<html lang="fi">' in answer.text
    assert "pineapple" not in answer.text
    assert answer.headers["cache-control"] == "no-store"
    numbers = [record.getMessage().rpartition("number ")[2] for record in caplog.records if "number" in record.msg]
    assert len(numbers) == (status == 500)
    assert all(number in answer.text for number in numbers)


async def test_a_body_that_does_not_come_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """A script that sends a byte now and then holds no request open."""
    monkeypatch.setattr(requests, "PAUSE_SECONDS", 0.05)

    async def silence() -> Any:
        await asyncio.sleep(60)

    with pytest.raises(HTTPException) as refused:
        await requests._bounded(silence, 1000, 30)()
    assert refused.value.status_code == 408


def test_a_new_shape_of_reflexs_build_is_noticed() -> None:
    """Rather than built without our modules."""
    with pytest.raises(RuntimeError):
        resolve_to_ours("export default {}")
    assert "polku/sockets.js" in resolve_to_ours("  resolve: {\n    alias: [\n")


def test_a_style_that_is_no_class_stops_the_build(tmp_path: Path) -> None:
    """Nothing in a page would make one of it (client/jsx.js)."""
    (tmp_path / "app" / "routes").mkdir(parents=True)
    page = tmp_path / "app" / "routes" / "page.jsx"
    page.write_text('jsx("p",{className:"css: no"},"css: a word")', "utf-8")
    check_styles(tmp_path)
    page.write_text('jsx("p",{className:"a",css:({["color"]:"red"})},"a")', "utf-8")
    with pytest.raises(RuntimeError, match=r"page\.jsx"):
        check_styles(tmp_path)
