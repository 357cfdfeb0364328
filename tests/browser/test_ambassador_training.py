"""An ambassador learns on a phone what to do when somebody says something that worries them, by keyboard alone."""

from playwright.async_api import Browser, expect

from tests.ambassadors.rows import an_ambassador
from tests.ambassadors.trained import passes, right_answers
from tests.browser.phones import awake, nothing_wrong, phone_of, press, tab_to
from tests.people import make_pupil, make_school, make_teacher
from tests.served import Served


async def test_an_ambassador_does_a_module_by_keyboard(served: Served, browser: Browser) -> None:
    school = await make_school("School of training")
    siiri = await make_pupil(school, name="Siiri Training")
    await an_ambassador(siiri, school)
    await passes(siiri, "tour", "listening")
    page = await phone_of(served, browser, siiri)

    await awake(page, "/en/ambassador-training")
    await expect(page.locator("main li").filter(has_text="Listening")).to_contain_text("Done")
    await expect(page.locator("main li").filter(has_text="Safeguarding")).to_contain_text("Not done yet")
    await nothing_wrong(page)
    await tab_to(page, page.get_by_role("link", name="Safeguarding"))
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/ambassador-training?module=safeguarding")
    await awake(page)
    await nothing_wrong(page)

    await press(page, "See what is right")
    await expect(page.locator("main").get_by_role("alert")).to_contain_text("Choose an answer here too")
    await nothing_wrong(page)

    right = right_answers("safeguarding")
    promised = page.get_by_role("radio", name="“I promise.”")
    for name, at in (right | {"c-promise": "0"}).items():
        await tab_to(page, page.locator(f"input[name={name}]").first)
        await page.keyboard.press("Space")
        for _step in range(int(at or 0)):
            await page.keyboard.press("ArrowDown")
    await expect(promised).to_be_checked()
    await press(page, "See what is right")
    await expect(page.get_by_text("Never promise that")).to_be_visible()
    await expect(page.get_by_text("Not everything fits yet")).to_be_visible()
    await expect(page.locator("main").get_by_text("This module is done")).to_have_count(0)
    await nothing_wrong(page)

    await tab_to(page, promised)  # what was chosen has stayed
    for _step in range(2):
        await page.keyboard.press("ArrowDown")
    await press(page, "See what is right")
    await expect(page.locator("main").get_by_text("This module is done")).to_be_visible()
    await expect(page.locator("main").get_by_role("link", name="Privacy")).to_be_visible()
    await nothing_wrong(page)
    await page.context.close()


async def test_an_adult_reads_it_with_its_answers(served: Served, browser: Browser) -> None:
    tuula = await make_teacher(await make_school("School of reading"), name="Tuula Reads")
    page = await phone_of(served, browser, tuula)
    await awake(page, "/nb/ambassador-training?module=privacy")
    await expect(page.get_by_text("Riktig").first).to_be_visible()
    await expect(page.get_by_role("button", name="Se hva som stemmer")).to_have_count(0)
    await nothing_wrong(page)
    await page.context.close()
