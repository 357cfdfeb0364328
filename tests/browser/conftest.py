"""A real browser on a real instance. `visit(cookie)` opens a page as whoever the cookie belongs to.

A test that goes through `visit` fails when the browser reported a breach of the Content-Security-Policy, or an error
that no script caught.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, BrowserContext, Page, async_playwright, expect

from tests.served import Served, served, shared_server

__all__ = ["served", "shared_server"]

CHROMIUM = "/usr/bin/chromium"
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
LONGEST_WAIT = 20_000  # ms; a test ends as soon as it sees what it waits for
EXPECTED = ("net::ERR_", "Failed to load resource", "WebSocket connection")  # a test took the network away

Visit = Callable[..., Awaitable[Page]]

expect.set_options(timeout=LONGEST_WAIT)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A journey that lost a race with a busy machine is walked once more; the run counts it as a rerun."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.flaky(reruns=1))


async def hand_over(context: BrowserContext, cookie: str) -> None:
    """Give a browser a session's cookie. Chromium takes it for https alone, and then sends it to localhost too."""
    name, _equals, value = cookie.partition("=")
    await context.add_cookies([{"name": name, "value": value, "url": "https://localhost/", "secure": True}])


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """Chromium without a window."""
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield launched
        await launched.close()


@pytest.fixture
async def visit(browser: Browser, served: Served) -> AsyncIterator[Visit]:
    """`await visit(cookie, "/en/home")`: a page in a browser of its own, or beside another one in its (`page=…`)."""
    complaints: list[str] = []

    async def open_page(cookie: str = "", path: str = "/en/home", *, page: Page | None = None, **given: Any) -> Page:
        if page is None:
            given = {"viewport": {"width": 1366, "height": 768}, "locale": "en-GB"} | given
            context = await browser.new_context(base_url=served.url, **given)
        else:
            context = page.context
        if cookie:
            await hand_over(context, cookie)
        opened = await context.new_page()
        opened.set_default_timeout(LONGEST_WAIT)
        opened.on("pageerror", lambda error: complaints.append(str(error)))
        opened.on(
            "console",
            lambda line: (
                complaints.append(line.text)
                if line.type == "error" and not any(known in line.text for known in EXPECTED)
                else None
            ),
        )
        await opened.goto(path)
        return opened

    yield open_page
    assert not complaints
