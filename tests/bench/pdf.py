"""A portfolio of fifty entries and sixty photos as a PDF, while others work."""

import asyncio
import time

import aiohttp

from tests.bench.figures import Figure
from tests.bench.instance import Instance, serving
from tests.bench.memory import watched
from tests.bench.others import others
from tests.bench.school import Signed
from tests.bench.waiting import others_p95
from tests.tabs import COOKIE

ROUNDS = 5
OTHERS, EVERY, MOST_SECONDS = 200, 5.0, 120.0
PART = "A portfolio of 50 entries and 60 photos as a PDF"


def measure(instance: Instance) -> list[Figure]:
    """Five, one after the other, beside two hundred who save."""
    school = instance.school
    with serving(instance) as server:
        with watched(server.pid) as alone:
            first, size = asyncio.run(_made(server.url, school.author))
        with others(server.url, school.pupils[:OTHERS], every=EVERY, seconds=MOST_SECONDS) as load:
            load.go()
            time.sleep(EVERY)
            began = time.monotonic()
            took = [asyncio.run(_made(server.url, school.author))[0] for _ in range(ROUNDS)]
            ended = time.monotonic()
            outcome = load.stop()
    return [
        Figure(PART, "alone, the first", "s", (first,), 3),
        Figure(PART, "while 200 save", "s", tuple(took), 3),
        Figure(PART, "extra memory", "MB", (alone.megabytes - server.idle,), 300),
        Figure(PART, "size", "MB", (size / 1024 / 1024,)),
        others_p95(PART, "meanwhile", outcome, began, ended),
    ]


async def _made(url: str, author: Signed) -> tuple[float, int]:
    """Seconds until the PDF is here, and its bytes."""
    began = time.monotonic()
    async with aiohttp.ClientSession() as http:
        headers = {"cookie": f"{COOKIE}={author.key}"}
        async with http.get(f"{url}/documents/portfolio.pdf?language=en", headers=headers) as answer:
            pdf = await answer.read()
    if not pdf.startswith(b"%PDF-"):
        raise RuntimeError(f"no PDF came, but {answer.status}")
    return time.monotonic() - began, len(pdf)
