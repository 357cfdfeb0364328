"""An entry of a kind, the private corner and a CV, on a phone and with the keyboard: one way through all three."""

from playwright.async_api import Browser, expect

from portfolio_app.core.drafts import kept_draft
from portfolio_app.portfolio.actions import NEW
from tests.browser.phones import awake, nothing_wrong, phone_of, tab_to
from tests.people import make_class, make_pupil, make_school, make_teacher
from tests.served import Served


async def test_an_entry_of_a_kind_goes_into_the_corner_and_out_again_and_into_a_cv(
    served: Served, browser: Browser
) -> None:
    school = await make_school()
    one = await make_class(school)
    await make_teacher(school, one, name="Tuula Kind")
    siiri = await make_pupil(school, one, name="Siiri Kind")
    page = await phone_of(served, browser, siiri)
    press, kind = page.keyboard.press, page.keyboard.type

    await awake(page, "/en/entry-form")
    which = page.get_by_label("What is it?")
    await tab_to(page, which)
    await kind("Qual")
    await expect(page.get_by_text("Who gave it?")).to_be_visible()
    await expect(page.get_by_text("It goes on")).to_be_hidden()
    await tab_to(page, page.get_by_label("Title", exact=True))
    await kind("First aid")
    await tab_to(page, page.get_by_role("group", name="When did you get it?").get_by_label("Year"))
    await kind("2026")
    await page.get_by_label("What did you notice?").fill("My hands were calm.")
    await tab_to(page, page.get_by_label("With questions"))
    await press("ArrowDown")
    await expect(page.get_by_label("What did you notice?")).to_be_hidden()
    await tab_to(page, page.get_by_role("group", name="Choice and chance").get_by_label("Leave it out"))
    await press("ArrowUp")
    draft = await kept_draft(siiri.person_id, NEW)
    while draft is None or draft.fields.get("dial:choice-chance") != "5":  # what was typed before is saved before
        await page.wait_for_timeout(100)
        draft = await kept_draft(siiri.person_id, NEW)
    assert draft.fields["noticed"] == "My hands were calm."
    await nothing_wrong(page)
    await page.get_by_label("My class’s teachers").check()
    await page.get_by_role("button", name="Save", exact=True).click()
    await expect(page.get_by_text("Qualification · 2026")).to_be_visible()
    await expect(page.get_by_text("My hands were calm.")).to_be_visible()
    await expect(page.get_by_text("Clearly “Chance”")).to_be_visible()

    await awake(page)
    await tab_to(page, page.locator("summary", has_text="Private corner"))
    await press("Enter")
    await tab_to(page, page.get_by_role("button", name="Put it into my private corner"))
    await press("Enter")
    await expect(page.get_by_text("Those who run the server could.")).to_be_visible()
    await nothing_wrong(page)
    await page.get_by_role("button", name="Undo").click()
    await expect(page.locator("#audience").get_by_text("You and your class’s teachers")).to_be_visible()

    await awake(page, "/en/cv")
    await expect(page.get_by_text("This is a proposal.")).to_be_visible()
    await expect(page.get_by_text("“First aid” does not say who gave it to you.")).to_be_visible()
    await tab_to(page, page.get_by_label("E-mail"))
    await kind("siiri@example.org")
    await tab_to(page, page.get_by_role("button", name="Save and check"))
    await press("Enter")
    await expect(page.get_by_text("It fits on 1 page.")).to_be_visible()
    await nothing_wrong(page)
    async with page.expect_download() as coming:
        await page.get_by_role("link", name="Word, English").click()
    assert (await coming.value).suggested_filename.endswith(".docx")
