"""The page and its connection: where it breaks, where websockets are refused, where the session has ended."""

import asyncio
import re

from playwright.async_api import WebSocketRoute, expect

from portfolio_app.accounts import sessions
from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Session
from portfolio_app.core.clock import now
from portfolio_app.core.database import writing
from tests.browser.conftest import Visit, hand_over
from tests.people import make_pupil, make_school
from tests.served import Served


async def somebody(served: Served, name: str = "Siiri Salo") -> tuple[Actor, str]:
    """A new pupil, signed in."""
    return await served.sign_in(await make_pupil(await make_school(), name=name))


async def test_a_network_that_refuses_websockets_gets_polling(served: Served, visit: Visit) -> None:
    """The page comes to life without anybody choosing anything, and at once on the next page."""
    _siiri, cookie = await somebody(served)
    page = await visit("", "/en/sign-in")
    tried: list[str] = []

    def refuse(socket: WebSocketRoute) -> None:
        tried.append(socket.url)
        asyncio.get_running_loop().create_task(socket.close(code=1001))

    await page.route_web_socket(re.compile("/_event"), refuse)
    await hand_over(page.context, cookie)
    await page.goto("/en/home")
    await expect(page.locator("html[data-connected=yes]")).to_have_count(1, timeout=20_000)
    assert len(tried) >= 2
    assert await page.evaluate("sessionStorage.getItem('transport')") == "polling"
    tried.clear()
    await page.goto("/en/portfolio")
    await expect(page.locator("html[data-connected=yes]")).to_have_count(1)
    assert tried == []


async def test_a_lost_connection_is_said_and_taken_back(served: Served, visit: Visit) -> None:
    """Not at once, for a moment without wifi is not worth a word."""
    _siiri, cookie = await somebody(served)
    page = await visit(cookie, "/en/home")
    await expect(page.locator("header")).to_contain_text("Siiri")
    banner = page.locator("[data-connection]")
    await expect(banner).to_be_hidden()
    await page.context.set_offline(True)
    await expect(banner).to_be_visible(timeout=60_000)
    await page.context.set_offline(False)
    await expect(banner).to_be_hidden(timeout=20_000)


async def test_a_session_that_ended_leads_to_the_sign_in_page(served: Served, visit: Visit) -> None:
    """Also when another process ended it, and whether or not anybody touches the page: nothing of it stays."""
    siiri, cookie = await somebody(served)
    page = await visit(cookie, "/en/home")
    await expect(page.locator("header")).to_contain_text("Siiri")
    async with writing() as session:
        found = await session.get(Session, siiri.session_id)
        assert found is not None
        found.ended_at = now()
    longest = sessions.KEPT_SECONDS + 60  # for so long the server's process may believe what it knew, and look again
    await page.wait_for_url("**/en/sign-in?next=*", timeout=longest * 1000)
    await expect(page.locator("body")).not_to_contain_text("Siiri")


async def test_after_a_click_on_a_place_the_heading_has_the_focus(served: Served, visit: Visit) -> None:
    """A screen reader reads where one has come; the keyboard goes on from there."""
    _siiri, cookie = await somebody(served)
    page = await visit(cookie, "/en/home")
    await expect(page.locator("header")).to_contain_text("Siiri")
    await expect(page.locator("html[data-ready]")).to_have_count(1)  # before that, a link is a new page
    await page.get_by_role("link", name="My portfolio").first.click()
    await page.wait_for_url("**/en/portfolio")
    await expect(page.locator("main h1")).to_be_focused()
