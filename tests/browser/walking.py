"""Goes from page to page by the links on them, as somebody exploring would, a few addresses of each page."""

import asyncio
import re
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit

from playwright.async_api import Page, WebSocket, expect

from portfolio_app.build import built_pages

LONGEST = 30  # seconds
ADDRESSES = """() => [...document.querySelectorAll("a[href]")]
    .map((link) => link.getAttribute("href"))
    .filter((href) => href.startsWith("/"))"""
HYDRATED = '"is_hydrated_rx_state_":true'
PAINTED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))"
OPEN_ALL = "() => document.querySelectorAll('details').forEach((one) => { one.open = true; })"


def built_routes(language: str, root: Path | None = None) -> set[str]:
    """The routes of all built pages, without their language: "/sign-in", "/school/people"."""
    pages = built_pages()
    assert pages
    folder = (root or pages.web) / "build" / "client" / language
    return {f"/{page.parent.relative_to(folder)}" for page in folder.rglob("index.html")} - {"/."}


def route_of(address: str) -> str:
    """The route of an address: "/fi/pupil?id=…" is "/pupil"."""
    return "/" + urlsplit(address).path.strip("/").partition("/")[2]


async def ready(page: Page, *, signed_in: bool = True) -> None:
    """Wait until a page has its data: it knows who reads it, has a heading, and keeps no place for what is to come."""
    if signed_in:
        await expect(page.locator("[data-person]")).to_have_attribute("data-person", re.compile("."))
    await expect(page.locator("main h1")).to_have_text(re.compile(r"\S"))
    await expect(page.locator("main div[class^='min-h-']:empty")).to_have_count(0)


def hydrations(page: Page) -> asyncio.Event:
    """Set whenever the server has told the page that all of its data is there."""
    told = asyncio.Event()

    def listen(socket: WebSocket) -> None:
        socket.on("framereceived", lambda frame: told.set() if HYDRATED in str(frame) else None)

    page.on("websocket", listen)
    return told


async def arrive(page: Page, told: asyncio.Event, address: str, *, signed_in: bool = True) -> None:
    """Open the address and wait until its own data are painted; `told` is what `hydrations` gave for this page."""
    told.clear()
    await page.goto(address)
    await asyncio.wait_for(told.wait(), LONGEST)
    await page.evaluate(PAINTED)
    await ready(page, signed_in=signed_in)


async def walk(
    page: Page,
    begin: str,
    *,
    of_each: int = 1,
    signed_in: bool = True,
    scripts: bool = True,
    seen: Counter[str] | None = None,
) -> AsyncIterator[str]:
    """Open `begin` and every page its links lead to, `of_each` addresses of a route, yielding each address once it is
    shown. Links to files and documents are not followed; `links_of` has them. Without `scripts` a page is as the
    server drew it. Routes in `seen` count as opened, and those opened are added to it."""
    language = begin.strip("/").partition("/")[0]
    told = hydrations(page)
    waiting = [begin]
    known = {begin}
    seen = Counter() if seen is None else seen
    while waiting:
        address = waiting.pop(0)
        if seen[route_of(address)] >= of_each and address != begin:
            continue
        seen[route_of(address)] += 1
        if scripts:
            await arrive(page, told, address, signed_in=signed_in)
        else:
            await page.goto(address)
            await ready(page, signed_in=signed_in)
        found = await links_of(page)
        yield address
        for link in found:
            if link.startswith(f"/{language}/") and link not in known:
                known.add(link)
                waiting.append(link)


async def links_of(page: Page) -> list[str]:
    """The addresses on this site that the page links to, without what stands after #."""
    return list(dict.fromkeys(link.partition("#")[0] for link in await page.evaluate(ADDRESSES)))
