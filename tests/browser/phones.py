"""A phone somebody is signed in on, the Tab key, and axe: what the journeys have in common."""

import json
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, Locator, Page, expect

from portfolio_app.accounts.actor import Actor
from tests.browser.conftest import LONGEST_WAIT, hand_over
from tests.browser.walking import OPEN_ALL, ready
from tests.served import Served

PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}}
AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
MOST_STOPS = 120
SETTLED = """() => Promise.all(
  document.getAnimations().filter((one) => one.effect.getTiming().iterations !== Infinity).map((one) => one.finished)
)"""
SEEN = """(el) => {
  const ring = (one) => {
    const style = getComputedStyle(one);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 3;
  };
  return ring(el) || (el.parentElement && ring(el.parentElement)) || [...el.querySelectorAll("*")].some(ring);
}"""


async def phone_of(served: Served, browser: Browser, actor: Actor) -> Page:
    """A page of a phone on which somebody is signed in, and whose policy lets axe in."""
    context = await browser.new_context(base_url=served.url, bypass_csp=True, locale="en-GB", **PHONE)
    await hand_over(context, (await served.sign_in(actor))[1])
    page = await context.new_page()
    page.set_default_timeout(LONGEST_WAIT)
    return page


async def awake(page: Page, address: str = "") -> None:
    """Wait, at an address if one is given, until the page hears keys: before that, a link is a new page."""
    if address:
        await page.goto(address)
    await ready(page)
    await expect(page.locator("html[data-ready]")).to_have_count(1)


async def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until `target` has the focus; it must have a ring of 3 px then."""
    for _stop in range(MOST_STOPS):
        await page.keyboard.press("Tab")
        if await target.evaluate("(el) => el === document.activeElement"):
            assert await target.evaluate(SEEN), f"the focus is not seen: {target}"
            return
    raise AssertionError(f"not reached with {MOST_STOPS} stops: {target}")


async def press(page: Page, name: str) -> None:
    """Reach a button of the page or of its notice with the Tab key, and press it."""
    await tab_to(page, page.locator("main, .notices").get_by_role("button", name=name, exact=True).first)
    await page.keyboard.press("Enter")


async def opened(page: Page, name: str) -> None:
    """Open a disclosure by keyboard, unless looking at it with axe has opened it."""
    summary = page.locator("summary", has_text=name).first
    await tab_to(page, summary)
    if not await summary.evaluate("(el) => el.parentElement.open"):
        await page.keyboard.press("Enter")


async def axe(page: Page, *, colours_alone: bool = False) -> list[str]:
    """What axe finds on the page as it is now, with all that can be opened open; or whether its text can be read."""
    if not await page.evaluate("'axe' in window"):
        await page.add_script_tag(content=AXE.read_text())
    await page.evaluate(OPEN_ALL)
    # As tall as the page, for axe takes what the bar at the foot of a phone lies over for covered.
    size = page.viewport_size
    assert size
    for _time in range(3):  # margins may grow with it
        tall = await page.evaluate("document.documentElement.scrollHeight")
        await page.set_viewport_size({"width": size["width"], "height": max(size["height"], tall)})
    await page.evaluate(SETTLED)
    rules = {"type": "rule", "values": ["color-contrast"]} if colours_alone else {"type": "tag", "values": list(RULES)}
    options: dict[str, Any] = {"runOnly": rules, "resultTypes": ["violations"]}
    found = await page.evaluate(f"async () => (await axe.run(document, {json.dumps(options)})).violations")
    await page.set_viewport_size(size)
    return [
        f"{one['id']}: {node['html'][:160]} {[why['message'] for why in node['any']][:1]}"
        for one in found
        for node in one["nodes"][:3]
    ]


async def nothing_wrong(page: Page) -> None:
    """axe has nothing to say about the page as it is now."""
    found = await axe(page)
    assert not found, "\n".join(found)
