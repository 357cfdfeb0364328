"""A class of thirty signs in within ten seconds."""

import asyncio
import random
import time

import aiohttp

from tests.bench.figures import Figure, percentile
from tests.bench.instance import Instance, serving
from tests.bench.memory import watched
from tests.bench.school import PASSPHRASE, Signed

ROUNDS, PUPILS, WITHIN = 3, 30, 10.0
PART = "A class signs in"


def measure(instance: Instance) -> list[Figure]:
    """Three classes, one after the other, on one server."""
    slowest, peaks, refused = [], [], 0
    with serving(instance) as server:
        for number in range(ROUNDS):
            group = instance.school.pupils[number * PUPILS : (number + 1) * PUPILS]
            with watched(server.pid) as peak:
                took = asyncio.run(_all_in(server.url, group, random.Random(number)))
            refused += sum(seconds is None for seconds in took)
            slowest.append(percentile([seconds for seconds in took if seconds is not None], 0.95))
            peaks.append(peak.megabytes)
    return [
        Figure(PART, "p95 from the button to the page after it", "s", tuple(slowest), 1),
        Figure(PART, "not in", "", (float(refused),), 0),
        Figure(PART, "memory peak", "MB", tuple(peaks), 600),
    ]


async def _all_in(url: str, group: tuple[Signed, ...], when: random.Random) -> list[float | None]:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as http:

        async def one(pupil: Signed) -> float | None:
            await asyncio.sleep(when.uniform(0, WITHIN))
            return await _in(http, url, pupil)

        return await asyncio.gather(*(one(pupil) for pupil in group))


async def _in(http: aiohttp.ClientSession, url: str, pupil: Signed) -> float | None:
    form = {"username": pupil.username, "passphrase": PASSPHRASE, "language": "en"}
    began = time.monotonic()
    headers = {"origin": url}
    async with http.post(f"{url}/sign-in", data=form, headers=headers, allow_redirects=False) as answer:
        cookie, where = answer.headers.get("set-cookie", ""), answer.headers.get("location", "")
    if not cookie or "sign-in" in where:
        return None
    async with http.get(f"{url}{where}", headers={"cookie": cookie.partition(";")[0]}) as page:
        await page.read()
        return time.monotonic() - began if page.status == 200 else None
