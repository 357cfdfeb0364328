"""Pages longer than a screen: what is far down is laid out when it comes near, and one comes back to where one was."""

from playwright.async_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.test_first_view_bad_luck import PORTFOLIO, a_pupil
from tests.served import Served

TITLES = tuple(f"Evening {number} at the workshop" for number in range(1, 21))
LAID_OUT = """() => [...document.querySelectorAll("main ol > li > article")]
  .map((one) => one.checkVisibility({ contentVisibilityAuto: true }))"""
EXACT = "() => document.documentElement.hasAttribute('data-exact')"
WHEN_READY = f"""document.addEventListener("polku:ready", () => {{
  window.__laidOut = ({LAID_OUT})();
  window.__exact = ({EXACT})();
}})"""


async def down(page: Page) -> int:
    """Scroll far down, and say how far it was once the page had found its heights."""
    await page.locator("main ol > li", has_text=TITLES[0]).scroll_into_view_if_needed()
    await page.wait_for_timeout(400)
    place: int = await page.evaluate("Math.round(scrollY)")
    assert place > 1000
    return place


async def test_what_is_far_down_is_laid_out_when_there_is_time(served: Served, visit: Visit) -> None:
    page = await visit(await a_pupil(served, *TITLES), PORTFOLIO)
    await page.add_init_script(WHEN_READY)
    await page.reload()
    await expect(page.locator("html[data-ready]")).to_have_count(1)
    assert not await page.evaluate("window.__exact")
    first = await page.evaluate("window.__laidOut")
    assert len(first) == len(TITLES)
    assert first[0] is True
    assert first[-1] is False
    await page.wait_for_function(f"() => ({LAID_OUT})().every(Boolean)")


async def test_a_reload_far_down_shows_the_same_place(served: Served, visit: Visit) -> None:
    page = await visit(await a_pupil(served, *TITLES), PORTFOLIO)
    await page.add_init_script(WHEN_READY)
    await page.reload()
    await expect(page.locator("html[data-ready]")).to_have_count(1)
    assert not await page.evaluate("window.__exact")
    await page.wait_for_function(f"() => ({LAID_OUT})().every(Boolean)")
    place = await down(page)
    await page.reload()
    await expect(page.locator("html[data-ready]")).to_have_count(1)
    assert await page.evaluate("window.__exact")
    assert abs(await page.evaluate("scrollY") - place) < 40


async def test_back_leads_to_where_one_was(served: Served, visit: Visit) -> None:
    """Within the app, where the list comes once more."""
    page = await visit(await a_pupil(served, *TITLES), PORTFOLIO)
    await expect(page.locator("html[data-ready]")).to_have_count(1)
    place = await down(page)
    await page.locator("main ol > li", has_text=TITLES[0]).locator("h2 a").first.click()
    await expect(page.get_by_role("heading", level=1)).to_have_text(TITLES[0])
    await expect(page.get_by_role("heading", level=1)).to_be_in_viewport()
    await page.go_back()
    await expect(page.get_by_role("heading", level=1)).to_have_text("My portfolio")
    await page.wait_for_function("(place) => Math.abs(scrollY - place) < 40", arg=place)
    assert await page.evaluate("document.activeElement.tagName") == "H1"


async def test_whoever_touches_the_page_on_the_way_back_is_left_alone(served: Served, visit: Visit) -> None:
    page = await visit(await a_pupil(served, *TITLES), PORTFOLIO)
    await page.wait_for_function(EXACT)
    await down(page)
    await page.locator("main ol > li", has_text=TITLES[0]).locator("h2 a").first.click()
    await expect(page.get_by_role("heading", level=1)).to_have_text(TITLES[0])
    # A key right after the step back, before the page is there.
    press = "dispatchEvent(new KeyboardEvent('keydown'))"
    await page.evaluate(f"addEventListener('popstate', () => {press}, {{ once: true }})")
    await page.go_back()
    await expect(page.get_by_role("heading", level=1)).to_have_text("My portfolio")
    await page.wait_for_timeout(1000)
    assert await page.evaluate("scrollY") < 200


async def test_styles_of_other_pages_wait_until_one_goes_there(served: Served, visit: Visit) -> None:
    page = await visit(await a_pupil(served, "Workshop"), PORTFOLIO)
    others = page.locator("style[data-all] + link[rel=stylesheet]")
    await expect(others).to_have_attribute("media", "not all")
    await page.get_by_role("link", name="Workshop").first.click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Workshop")
    await expect(others).to_have_attribute("media", "all")
