"""What the first view costs the server: processor time, pages a second, memory, and a school that arrives at once."""

import asyncio
import random
import time
from collections.abc import Sequence

import aiohttp

from portfolio_app.web.cookie import cookie_name
from portfolio_app.web.first_view.server import DRAWN
from tests.bench.figures import Figure, percentile
from tests.bench.instance import Instance, Serving, serving
from tests.bench.memory import taken, worked
from tests.bench.school import Signed

PART = "The first view on the server"
ROUNDS, TIMES = 5, 40
PUPILS, WITHIN = 240, 10.0
LANES, SECONDS = 4, 8.0
HEADERS = {"accept": "text/html", "accept-encoding": "br"}


def measure(instance: Instance) -> list[Figure]:
    """Each page drawn anew and as it was kept; then all pupils at Home."""
    school = instance.school
    pages = (
        ("Home", "/en/home", school.author),
        ("My skills", "/en/skills", school.author),
        ("a skill over ten years", "/en/capability?code=S1", school.author),
        ("Portfolio", "/en/portfolio", school.author),
        ("a class", f"/en/class?id={school.class_id}", school.teacher),
    )
    figures = []
    with serving(instance) as server:
        asyncio.run(_fetch(server, [("/en/home", school.author)]))
        resting = taken(server.pid)
        for name, path, who in pages:
            # What stands behind the question mark is part of what a page is kept under, and no page asks for `n`.
            anew = f"{path}{'&' if '?' in path else '?'}n="
            drawn = [_each(server, [(f"{anew}{r}-{n}", who) for n in range(TIMES)]) for r in range(ROUNDS)]
            kept = [_each(server, [(path, who)] * TIMES) for _ in range(ROUNDS)]
            figures += [
                Figure(PART, f"{name}: processor time, drawn anew", "ms", tuple(drawn), 8),
                Figure(PART, f"{name}: processor time, drawn before", "ms", tuple(kept), 8),
            ]
        asyncio.run(_check_drawn(server))
    with serving(instance) as server:
        pupils = school.pupils[:PUPILS]
        asyncio.run(_fetch(server, [("/en/home", pupils[0])]))
        waited = [1000 * percentile(asyncio.run(_arrive(server, pupils, random.Random(one))), 0.95) for one in range(3)]
        before, loads = worked(server.pid), asyncio.run(_one_after_the_other(server, school.pupils[PUPILS:]))
        rate = loads / (worked(server.pid) - before)
        asyncio.run(_check_drawn(server))
    return [
        *figures,
        Figure(PART, "full loads of Home in a second of one core", "", (rate,), 120, least=True),
        Figure(PART, "memory at rest with the renderer", "MB", (resting,), 150),
        Figure(PART, "240 pupils open Home within ten seconds: p95", "ms", tuple(waited), 400),
    ]


def _each(server: Serving, visits: Sequence[tuple[str, Signed]]) -> float:
    """Milliseconds of the server's processor time for each visit."""
    before = worked(server.pid)
    asyncio.run(_fetch(server, visits))
    return 1000 * (worked(server.pid) - before) / len(visits)


async def _fetch(server: Serving, visits: Sequence[tuple[str, Signed]]) -> None:
    async with _browser() as http:
        for path, who in visits:
            await _open(http, server, path, who)


async def _arrive(server: Serving, pupils: Sequence[Signed], when: random.Random) -> list[float]:
    async with _browser() as http:

        async def one(pupil: Signed) -> float:
            await asyncio.sleep(when.uniform(0, WITHIN))
            return await _open(http, server, "/en/home", pupil)

        return await asyncio.gather(*(one(pupil) for pupil in pupils))


async def _one_after_the_other(server: Serving, pupils: Sequence[Signed]) -> int:
    """So many pages were loaded, each by somebody who had not been there."""
    rest = list(pupils)
    loads, end = 0, time.monotonic() + SECONDS
    async with _browser() as http:

        async def lane() -> None:
            nonlocal loads
            while rest and time.monotonic() < end:
                await _open(http, server, "/en/home", rest.pop())
                loads += 1

        await asyncio.gather(*(lane() for _ in range(LANES)))
    return loads


async def _check_drawn(server: Serving) -> None:
    """Raises `RuntimeError` when pages went another way, which is quicker: those that are built were of another
    version, or a load took too long."""
    async with aiohttp.ClientSession() as http, http.get(f"{server.url}/readyz") as answer:
        ways = (await answer.json())["first_view"]
    if not ways[DRAWN] or any(often for way, often in ways.items() if way != DRAWN):
        raise RuntimeError(f"pages were not drawn: {ways}")


def _browser() -> aiohttp.ClientSession:
    return aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar(), auto_decompress=False)


async def _open(http: aiohttp.ClientSession, server: Serving, path: str, who: Signed) -> float:
    """Seconds until the whole page was there. Raises `RuntimeError` when it is not theirs."""
    began = time.monotonic()
    headers = HEADERS | {"cookie": f"{cookie_name()}={who.key}"}
    async with http.get(server.url + path, headers=headers, allow_redirects=False) as answer:
        await answer.read()
        if answer.status != 200 or "private" not in answer.headers["cache-control"]:
            raise RuntimeError(f"{path} was answered with {answer.status}")
    return time.monotonic() - began
