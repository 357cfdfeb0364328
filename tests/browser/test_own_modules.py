"""A teacher brings a module in, mends it, names it, deletes it and has it back: on a phone, by keyboard alone."""

from uuid import uuid4

from playwright.async_api import Browser, Page, expect

from portfolio_app.learning.own.zipped import packed
from tests.browser.phones import awake, nothing_wrong, phone_of, tab_to
from tests.browser.test_class_lessons import press
from tests.learning.own.copies import a_former_copy
from tests.lessons import EN, module_files
from tests.people import make_class, make_school, make_teacher
from tests.served import Served


async def bring(page: Page, content: bytes) -> None:
    """Choose a ZIP and send it."""
    await awake(page, "/en/own-modules")
    zipped = {"name": "module.zip", "mimeType": "application/zip", "buffer": content}
    await page.get_by_label("The ZIP of a module").set_input_files(zipped)  # type: ignore[arg-type]
    await press(page, "Bring it in")


async def test_a_module_is_brought_in_by_keyboard(served: Served, browser: Browser) -> None:
    school = await make_school("School of own modules")
    await make_class(school, "8B own modules")
    tuula = await make_teacher(school, name="Tuula Own")
    page = await phone_of(served, browser, tuula)
    ours = uuid4().hex[:8]

    await bring(page, packed("our-week", module_files(en_md=EN.replace("{#which-line}", ""))))
    await expect(page.get_by_text("our-week/en.md:13")).to_be_visible()
    await awake(page)
    await nothing_wrong(page)

    await bring(page, packed("money-and-contracts", module_files()))
    await expect(page.get_by_text("Its name is taken")).to_be_visible()
    await awake(page)
    await nothing_wrong(page)
    await page.get_by_label("New name").fill(f"Our week {ours}")
    await press(page, "Bring it in")
    await expect(page).to_have_url(f"{served.url}/en/module?name=our-week-{ours}")
    await awake(page)
    await expect(page.get_by_text("It is your school’s own.")).to_be_visible()
    await nothing_wrong(page)
    link = page.get_by_role("link", name="Take it along (ZIP)")
    await tab_to(page, link)
    async with page.expect_download() as download:
        await page.keyboard.press("Enter")
    assert (await download.value).suggested_filename == f"our-week-{ours}.zip"

    await awake(page, "/en/own-modules")
    await press(page, "Delete: A trial of everything")
    await expect(page.get_by_text("Recently deleted")).to_be_visible()
    await nothing_wrong(page)
    await press(page, "Bring back: A trial of everything")
    await expect(page.get_by_role("link", name="A trial of everything", exact=True)).to_be_visible()
    await page.context.close()


async def test_a_lesson_is_made_ours_and_changed_by_keyboard(served: Served, browser: Browser) -> None:
    tuula = await make_teacher(await make_school("School of copies"), name="Tuula Copies")
    page = await phone_of(served, browser, tuula)

    await awake(page, "/en/module?name=deciding")
    await press(page, "Make it ours")
    await expect(page.get_by_role("heading", name="Activities")).to_be_visible()
    await awake(page)
    await nothing_wrong(page)

    await press(page, "On the board", role="link")
    field = page.get_by_label("Text", exact=True)
    await expect(field).to_be_visible()
    await awake(page)
    await field.fill("- Who decides what I do on Monday?\n- *And* why?")
    await press(page, "Preview")
    await expect(page.get_by_label("Preview").get_by_text("And why?")).to_be_visible()
    await nothing_wrong(page)
    await press(page, "Save")
    await expect(page.get_by_role("status").filter(has_text="Saved.")).to_be_visible()
    await field.fill("Nothing to ask.")
    await press(page, "Save")
    await expect(page.get_by_text("nothing is on the board: write questions")).to_be_visible()
    await nothing_wrong(page)
    await expect(field).to_have_value("Nothing to ask.")

    await press(page, "All of this module", role="link")
    minutes = page.get_by_role("spinbutton", name="Minutes").first
    await expect(minutes).to_be_visible()
    await awake(page)
    await minutes.fill("15")
    await press(page, "Save the activities")
    await expect(page.get_by_role("status").filter(has_text="Saved.")).to_be_visible()
    await page.context.close()


async def test_what_the_original_has_improved_is_taken_over_by_keyboard(served: Served, browser: Browser) -> None:
    school = await make_school("School of former copies")
    tuula = await make_teacher(school, name="Tuula Former")
    name, _former = await a_former_copy(tuula, school)
    page = await phone_of(served, browser, tuula)

    await awake(page, "/en/own-modules")
    await nothing_wrong(page)
    await press(page, "The original has changed: Deciding", role="link")
    await expect(page.get_by_role("heading", name="What has changed in the original")).to_be_visible()
    await awake(page)
    await expect(page.locator("del")).to_contain_text("It was shorter then.")
    await nothing_wrong(page)
    await press(page, "Seen: keep ours as it is")
    await expect(page.get_by_text("The original and your module agree")).to_be_visible()
    await nothing_wrong(page)
    await press(page, "Undo")
    await press(page, "Take over what we have not changed")
    await expect(page.get_by_text("The original and your module agree")).to_be_visible()
    await press(page, "Undo")
    await expect(page.locator("del")).to_be_visible()
    await awake(page, f"/en/own-module?name={name}")
    await press(page, "See what has changed", role="link")
    await expect(page.locator("del")).to_be_visible()
    await page.context.close()
