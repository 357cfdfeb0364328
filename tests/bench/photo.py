"""Photos of 12 megapixels come in, alone and thirty at once, while others work."""

import asyncio
import time
from collections.abc import Sequence
from uuid import uuid4

import aiohttp

from tests.bench.figures import Figure
from tests.bench.instance import Instance, serving
from tests.bench.memory import watched
from tests.bench.others import others
from tests.bench.school import Signed
from tests.bench.waiting import others_p95
from tests.core.samples import phone_photo
from tests.tabs import COOKIE

ROUNDS, AT_ONCE = 5, 30
OTHERS, EVERY, MOST_SECONDS = 200, 5.0, 120.0
PART = "Photos of 12 megapixels"


def measure(instance: Instance) -> list[Figure]:
    """Five one after the other, then thirty at once beside two hundred who save."""
    photo = phone_photo()
    pupils = instance.school.pupils
    alone, working = pupils[:ROUNDS], pupils[100 : 100 + OTHERS]
    with serving(instance) as server:
        with watched(server.pid) as first:
            took = [asyncio.run(_send(server.url, alone[:1], photo))]
        took += [asyncio.run(_send(server.url, [pupil], photo)) for pupil in alone[1:]]
        with others(server.url, working, every=EVERY, seconds=MOST_SECONDS) as load:
            load.go()
            time.sleep(EVERY)
            with watched(server.pid) as peak:
                began = time.monotonic()
                all_took = asyncio.run(_send(server.url, pupils[50 : 50 + AT_ONCE], photo))
                ended = time.monotonic()
            outcome = load.stop()
    return [
        Figure(PART, "one: from its first byte sent until it is stored", "s", tuple(took), 0.6),
        Figure(PART, "one, the first: extra memory", "MB", (first.megabytes - server.idle,), 150),
        Figure(PART, "thirty at once: until all are stored", "s", (all_took,)),
        Figure(PART, "thirty at once: memory peak, with 200 connected", "MB", (peak.megabytes,), 700),
        others_p95(PART, "thirty at once", outcome, began, ended),
    ]


async def _send(url: str, pupils: Sequence[Signed], photo: bytes) -> float:
    """Send the photo for each of `pupils` at the same time; the seconds until all are stored."""
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar()) as http:

        async def send(pupil: Signed) -> None:
            form = aiohttp.FormData()
            fields = {"kind": "photo", "title": "Bike rack", "people_in_it": "nobody", "capability": "S1"}
            for name, value in {**fields, "request": str(uuid4())}.items():
                form.add_field(name, value)
            form.add_field("file", photo, filename="photo.jpg", content_type="image/jpeg")
            headers = {"cookie": f"{COOKIE}={pupil.key}", "origin": url, "accept": "application/json"}
            async with http.post(f"{url}/files/evidence?language=en", data=form, headers=headers) as answer:
                if answer.status != 201:
                    raise RuntimeError(f"a photo was answered {answer.status}: {await answer.text()}")

        began = time.monotonic()
        await asyncio.gather(*(send(pupil) for pupil in pupils))
        return time.monotonic() - began
