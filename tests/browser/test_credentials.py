"""A credential's whole way on a phone, with the keyboard alone: offered, accepted, opened, and checked by anybody."""

from pathlib import Path

from playwright.async_api import Browser, expect

from tests.browser.phones import PHONE, awake, nothing_wrong, phone_of, tab_to
from tests.people import make_class, make_pupil, make_school, make_teacher
from tests.served import Served


async def test_a_teacher_offers_a_pupil_accepts_and_anybody_checks(
    served: Served, browser: Browser, tmp_path: Path
) -> None:
    school = await make_school(name="Rantakylä")
    class_8b = await make_class(school, "8B")
    siiri = await make_pupil(school, class_8b, name="Siiri Niemi")
    tuula = await make_teacher(school, class_8b, name="Tuula")

    page = await phone_of(served, browser, tuula)
    await awake(page, f"/en/offer-credential?class={class_8b}&pupil={siiri.person_id}")
    await tab_to(page, page.get_by_label("Title"))
    await page.keyboard.type("Ran the school café")
    await tab_to(page, page.get_by_label("What was done for it?"))
    await page.keyboard.type("Planned the shifts and kept the till for a term.")
    await expect(page.get_by_label("Siiri Niemi")).to_be_checked()
    look = page.get_by_role("button", name="Look at it first")
    await tab_to(page, look)
    await page.keyboard.press("Enter")
    offer = page.get_by_role("button", name="Offer it")
    await expect(offer).to_be_visible()
    await expect(page.locator("#preview")).to_contain_text("cannot be taken back by anybody")
    await nothing_wrong(page)
    await tab_to(page, offer)
    await page.keyboard.press("Enter")
    await expect(page.locator("#made")).to_contain_text("waiting since")
    await page.context.close()

    page = await phone_of(served, browser, siiri)
    await awake(page, "/en/credentials")
    await nothing_wrong(page)
    await tab_to(page, page.get_by_label("Siiri Niemi"))
    await page.keyboard.press("ArrowDown")
    await expect(page.get_by_label("Siiri N.")).to_be_checked()
    await tab_to(page, page.get_by_role("button", name="Accept"))
    await page.keyboard.press("Enter")
    opened = page.get_by_role("link", name="Ran the school café")
    await expect(opened).to_be_visible()
    await expect(page.locator("#offers")).to_have_count(0)
    await tab_to(page, opened)
    await page.keyboard.press("Enter")
    picture = page.get_by_role("link", name="Picture (PNG)")
    await expect(picture).to_be_visible()
    await nothing_wrong(page)
    async with page.expect_download() as waiting:
        await picture.click()
    badge = tmp_path / "badge.png"
    await (await waiting.value).save_as(badge)
    await page.context.close()

    # Scripts are for axe: the page has none.
    context = await browser.new_context(base_url=served.url, bypass_csp=True, locale="en-GB", **PHONE)
    page = await context.new_page()
    await page.goto("/verify")
    assert "<script" not in await page.content()
    await page.get_by_label("File: JSON, PNG or PDF").set_input_files(badge)
    await page.get_by_role("button", name="Check it").click()
    await expect(page.get_by_role("heading", name="Valid, and the issuer is known here")).to_be_visible()
    await expect(page.get_by_text("Siiri N.", exact=True)).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth") == PHONE["viewport"]["width"]
    await nothing_wrong(page)
    await context.close()
