"""A teacher opens a class of 30 pupils who share evidence for all 17 capabilities."""

import asyncio
import time
from typing import Any

import aiohttp
from sqlalchemy import event

from portfolio_app.accounts import sessions
from portfolio_app.core.database import close_database, database
from portfolio_app.core.languages import speaking
from portfolio_app.portfolio.class_grid import load_class
from tests.bench.figures import Figure
from tests.bench.instance import Instance, serving
from tests.tabs import Tab

ROUNDS = 10
PAGE = "/en/class"
PART = "Class grid of 30 pupils × 17 capabilities"


def measure(instance: Instance) -> list[Figure]:
    """The queries of one load, and how long the whole page's data take to come over the socket."""
    queries, made = asyncio.run(_queries(instance))
    with serving(instance) as server:
        took = asyncio.run(_opened(server.url, instance))
    return [
        Figure(PART, "queries", "", (float(queries),), 3),
        Figure(PART, "made on the server", "ms", tuple(made)),
        Figure(PART, "from opening the socket to the page's data", "ms", tuple(took)),
    ]


async def _queries(instance: Instance) -> tuple[int, list[float]]:
    """SELECTs of a load, and its times (ms). The day's rows in the access log are written by the first, not counted."""
    school, asked = instance.school, []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):  # and not BEGIN
            asked.append(statement)

    took = []
    actor = await sessions.actor_of(school.teacher.key)
    assert actor is not None
    with speaking("en"):
        view = await load_class(actor, school.class_id)
        assert len(view.rows) == 30
        event.listen(database().reader.sync_engine, "before_cursor_execute", note)
        for _ in range(ROUNDS):
            began = time.perf_counter()
            await load_class(actor, school.class_id)
            took.append(1000 * (time.perf_counter() - began))
    await close_database()
    return len(asked) // ROUNDS, took


async def _opened(url: str, instance: Instance) -> list[float]:
    took = []
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as http:
        for _ in range(ROUNDS):
            async with Tab(http, url, instance.school.teacher.key) as tab:
                took.append(1000 * await tab.open(PAGE, id=instance.school.class_id))
    return took
