"""An ambassador makes a kit for a help hour on a phone, by keyboard alone, and shows the slides."""

from playwright.async_api import Browser, Page, expect

from tests.ambassadors.rows import an_ambassador
from tests.browser.conftest import hand_over
from tests.browser.phones import AXE, RULES, awake, nothing_wrong, phone_of, press, tab_to
from tests.people import make_pupil, make_school
from tests.served import Served


async def wrong_with(page: Page) -> list[str]:
    """What axe finds on the slides. They are as tall as the screen, so that keeps its height."""
    await page.add_script_tag(content=AXE.read_text())
    found = await page.evaluate("async (rules) => (await axe.run(document, {runOnly: rules})).violations", list(RULES))
    return [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"][:3]]


async def test_an_ambassador_makes_a_kit_and_shows_the_slides_by_keyboard(served: Served, browser: Browser) -> None:
    school = await make_school("School of kits and fairs")
    siiri = await make_pupil(school, name="Siiri Kits")
    await an_ambassador(siiri, school, name_shown=True)
    page = await phone_of(served, browser, siiri)

    await awake(page, "/en/event-kit")
    await expect(page.get_by_text("Your training comes first")).to_be_visible()
    await expect(page.get_by_text("Siiri Kits").first).to_be_visible()
    await nothing_wrong(page)
    await tab_to(page, page.get_by_label("What it is"))
    await page.keyboard.type("A help hour")
    await page.get_by_label("Day").fill("2026-12-03")
    await page.get_by_label("Place").fill("Library")
    await press(page, "Make the kit with this")
    await page.wait_for_url("**/event-kit?*event=help*")
    await awake(page)
    await expect(page.get_by_label("Place")).to_have_value("Library")
    async with page.expect_download() as started:
        await tab_to(page, page.get_by_role("link", name="Poster, A4"))
        await page.keyboard.press("Enter")
    assert (await started.value).suggested_filename.endswith(".pdf")

    await page.goto("/en/event-kit?event=help&day=2026-12-03&place=Library&text=en")
    await tab_to(page, page.get_by_role("link", name="Show the slides"))
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/event-slides?*")
    first, begin = page.get_by_role("heading", level=1), page.get_by_role("heading", name="How to begin")
    await expect(first).to_be_in_viewport()
    assert await wrong_with(page) == []
    for _time in range(20):
        await page.keyboard.press("ArrowRight")
        if await begin.evaluate("(el) => el === document.activeElement"):
            break
        await page.wait_for_timeout(400)  # a smooth step
    await expect(begin).to_be_in_viewport()
    await expect(page.get_by_role("img", name="QR code with the address")).to_be_visible()
    await page.keyboard.press("Home")
    await expect(first).to_be_in_viewport()
    await tab_to(page, page.get_by_role("button", name="Next slide"))
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="What Polku is for")).to_be_in_viewport()
    await page.context.close()


async def test_slides_are_one_long_page_without_scripts(served: Served, browser: Browser) -> None:
    school = await make_school("School without scripts")
    siiri = await make_pupil(school, name="Siiri Scripts")
    await an_ambassador(siiri, school)
    context = await browser.new_context(java_script_enabled=False, base_url=served.url)
    await hand_over(context, (await served.sign_in(siiri))[1])
    page = await context.new_page()
    await page.goto("/event-slides?event=demo&language=nb")
    await expect(page.locator(".slide")).to_have_count(7)
    await expect(page.get_by_role("button")).to_have_count(0)
    await expect(page.get_by_role("heading", name="Hvem som ser det")).to_be_visible()
    await context.close()
