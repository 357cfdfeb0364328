"""Takes the pictures of the README from the demo school: `python -m tests.browser.screenshots`.

They show today's pages with a history relative to today, so they change a little with every taking.
"""

import asyncio
import tempfile
from pathlib import Path

from playwright.async_api import Browser, Page, ViewportSize, async_playwright, expect

from portfolio_app.build import ROOT, build
from portfolio_app.demo.load import PASSPHRASE
from tests.browser.conftest import CHROMIUM, LONGEST_WAIT, QUIET
from tests.browser.walking import arrive, hydrations
from tests.served import serving

IMAGES = ROOT / "docs" / "images"
WIDE = ViewportSize(width=1366, height=900)
PHONE = ViewportSize(width=390, height=780)


async def signed_in(browser: Browser, url: str, username: str, size: ViewportSize, scale: float) -> Page:
    """Somebody's home page."""
    context = await browser.new_context(
        base_url=url, viewport=size, device_scale_factor=scale, locale="en-GB", reduced_motion="reduce"
    )
    page = await context.new_page()
    page.set_default_timeout(LONGEST_WAIT)
    await page.goto("/en/sign-in")
    await page.get_by_label("User name", exact=True).fill(username)
    await page.get_by_label("Passphrase", exact=True).fill(PASSPHRASE)
    await page.get_by_role("button", name="Sign in", exact=True).click()
    await page.wait_for_url("**/home")
    return page


async def take(page: Page, address: str, name: str) -> None:
    """Open the address and keep what is seen of it without scrolling."""
    await arrive(page, hydrations(page), address)
    await page.evaluate("document.fonts.ready.then(() => true)")
    for picture in await page.locator("main img").all():
        await expect(picture).to_have_js_property("complete", True)
    IMAGES.mkdir(parents=True, exist_ok=True)
    await page.screenshot(path=IMAGES / name, animations="disabled")


async def take_all(url: str) -> None:
    """The three pictures."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        page = await signed_in(browser, url, "siiri", WIDE, 1)
        await take(page, "/en/skills", "skills.png")
        page = await signed_in(browser, url, "siiri", PHONE, 2)
        await take(page, "/fi/home", "phone.png")
        page = await signed_in(browser, url, "tuula", WIDE, 1)
        await page.goto("/en/classes")
        address = await page.get_by_role("link", name="8B").get_attribute("href")
        assert address
        await take(page, address, "class.png")
        await browser.close()


def main() -> None:
    """Serve a demo made for this, and take the pictures."""
    build()
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder), demo=True) as server:
        asyncio.run(take_all(server.url))


if __name__ == "__main__":
    main()
