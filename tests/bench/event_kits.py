"""The documents of an event kit, one after the other, and its slides in the browser."""

import asyncio
import time
from urllib.parse import urlencode

import aiohttp

from tests.bench.figures import Figure
from tests.bench.instance import Instance, serving
from tests.bench.school import Signed
from tests.tabs import COOKIE

ROUNDS, MOST_SECONDS = 10, 1.0
PART = "An event kit"
ASKED = {
    "event": "fair",
    "day": "2026-12-03",
    "at": "17:30",
    "place": "The hall on the ground floor, beside the library",
    "contact": "Tuula Virta, room 12",
    "language": "fi",
}
WANTED = {
    "poster, A4": ("documents/event-poster.pdf", {"size": "a4"}),
    "poster, A3": ("documents/event-poster.pdf", {"size": "a3"}),
    "slides": ("documents/event-slides.pdf", {}),
    "handout": ("documents/event-handout.pdf", {}),
    "script": ("documents/event-script.pdf", {}),
    "slides in the browser": ("event-slides", {}),
}


def measure(instance: Instance) -> list[Figure]:
    """Ten of each, made anew each time."""
    with serving(instance) as server:
        asyncio.run(_made(server.url, instance.school.teacher, *WANTED["script"]))  # the server has read its fonts
        return [
            Figure(PART, what, "s", tuple(_rounds(server.url, instance.school.teacher, path, more)), MOST_SECONDS)
            for what, (path, more) in WANTED.items()
        ]


def _rounds(url: str, reader: Signed, path: str, more: dict[str, str]) -> list[float]:
    return [asyncio.run(_made(url, reader, path, more)) for _round in range(ROUNDS)]


async def _made(url: str, reader: Signed, path: str, more: dict[str, str]) -> float:
    """Seconds until it is here."""
    began = time.monotonic()
    headers = {"cookie": f"{COOKIE}={reader.key}"}
    asked = f"{url}/{path}?{urlencode(ASKED | more)}"
    async with aiohttp.ClientSession() as http, http.get(asked, headers=headers, allow_redirects=False) as answer:
        body = await answer.read()
    if answer.status != 200 or not body.startswith((b"%PDF-", b"<!doctype html>")):
        raise RuntimeError(f"{path} did not come, but {answer.status}")
    return time.monotonic() - began
