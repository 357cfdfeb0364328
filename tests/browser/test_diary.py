"""From the diary to what is kept: a pupil writes of a day, says how it was, thanks the workplace by way of their
teacher, and takes along what they want. By keyboard on a phone."""

from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image
from playwright.async_api import Browser, expect

from portfolio_app.core.clock import now
from portfolio_app.core.languages import local_date
from portfolio_app.marketplace.placements.absences import days_of
from portfolio_app.portfolio_app import app
from tests.browser.phones import awake, nothing_wrong, opened, phone_of, press, tab_to
from tests.marketplace.placements.pupils import a_placement, a_week, row_of
from tests.served import Served

assert app  # every table is known

WORDS = {
    "en": {
        "save": "Save in my diary",
        "saved": "Saved in your diary.",
        "add": "Add a photo",
        "add_this": "Add this photo",
        "delete": "Delete",
        "undo": "Undo",
        "answer": "Save",
        "answered": "You saved this",
        "hand in": "Give it to my school",
        "waits": "Your school has it. It is not sent yet.",
        "with a sentence": "Give it back with a sentence",
        "give back": "Give it back",
        "returned": "Your school gave it back to you:",
        "keep": "Keep in my portfolio",
        "kept": "In your portfolio",
        "keep day": "Keep as evidence",
        "kept day": "Among your evidence",
    },
    "fi": {
        "save": "Tallenna päiväkirjaan",
        "saved": "Tallennettu päiväkirjaasi.",
        "add": "Lisää kuva",
        "add_this": "Lisää tämä kuva",
        "delete": "Poista",
        "undo": "Kumoa",
        "answer": "Tallenna",
        "answered": "Tallensit tämän",
        "hand in": "Anna koululle luettavaksi",
        "waits": "Se on koululla, eikä sitä ole vielä lähetetty.",
        "with a sentence": "Palauta saatesanojen kanssa",
        "give back": "Palauta",
        "returned": "Koulusi palautti sen sinulle:",
        "keep": "Lisää portfoliooni",
        "kept": "Portfoliossasi",
        "keep day": "Lisää näytteisiin",
        "kept day": "Näytteissäsi",
    },
}


@pytest.mark.parametrize("language", ["en", "fi"])
async def test_from_the_diary_to_what_is_kept(served: Served, browser: Browser, tmp_path: Path, language: str) -> None:
    words = WORDS[language]
    week = await a_week()
    before = local_date(now()) - timedelta(days=9)
    over = await a_placement(
        week.siiri, week.school, week.tuula, week.host, before, approved_at=now(), photos_allowed=True
    )
    last = days_of(await row_of(over))[-1].isoformat()
    photo = tmp_path / "bun.jpg"
    Image.new("RGB", (400, 300), "#2F6B3A").save(photo, "JPEG")
    page = await phone_of(served, browser, week.siiri)
    main = page.locator("main")

    await awake(page, f"/{language}/diary?id={over}")
    await nothing_wrong(page)
    new = main.locator("form[data-draft^=diary-new]")
    assert await new.locator("[name=day]").input_value() == last
    await new.locator("[name=words]").fill("I shaped two hundred buns")
    await press(page, words["save"])
    await expect(page.get_by_text(words["saved"])).to_be_visible()
    written = main.get_by_role("article").filter(has_text="I shaped two hundred buns")
    await expect(written).to_have_count(1)

    await opened(page, words["add"])
    upload = main.locator("form[data-upload]")
    await upload.locator("[name=photo]").set_input_files(photo)
    await upload.locator("[name=title]").fill("My buns")
    await upload.locator("[name=people_in_it][value=nobody]").check()
    await upload.locator("[name=capability]").select_option(index=1)
    await press(page, words["add_this"])
    await expect(written.get_by_role("img", name="My buns")).to_be_visible()
    await nothing_wrong(page)

    await tab_to(page, written.get_by_role("button", name=words["delete"]))
    await page.keyboard.press("Enter")
    await expect(written).to_have_count(0)
    await press(page, words["undo"])
    await expect(written).to_have_count(1)

    await awake(page, f"/{language}/afterwards?id={over}")
    await nothing_wrong(page)
    await main.locator("[name=proud]").fill("That they sold my buns")
    await main.locator("[name=would][value=maybe]").check()
    await press(page, words["answer"])
    await expect(main.get_by_text(words["answered"])).to_be_visible()
    await main.locator("[name=thanks]").fill("Your buns are dry")
    await press(page, words["hand in"])
    await expect(main.get_by_text(words["waits"])).to_be_visible()
    await nothing_wrong(page)

    adult = await phone_of(served, browser, week.tuula)
    await awake(adult, f"/{language}/thanks")
    await expect(adult.get_by_text("Your buns are dry")).to_be_visible()
    await nothing_wrong(adult)
    await opened(adult, words["with a sentence"])
    await adult.locator("main [name=why]").fill("What was good there?")
    await press(adult, words["give back"])
    await expect(adult.get_by_text("Your buns are dry")).to_have_count(0)

    await page.reload()
    await awake(page)
    await expect(main.get_by_text(words["returned"])).to_be_visible()
    await expect(main.get_by_text("What was good there?")).to_be_visible()

    await press(page, words["keep"])
    await expect(main.get_by_role("link", name=words["kept"])).to_be_visible()
    await tab_to(page, main.get_by_role("button", name=words["keep day"]))
    await page.keyboard.press("Enter")
    await expect(main.get_by_role("link", name=words["kept day"])).to_be_visible()
    await nothing_wrong(page)
    await press(page, words["undo"])
    await expect(main.get_by_role("link", name=words["kept day"])).to_have_count(0)
    await main.get_by_role("link", name=words["kept"]).click()
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Buns and bread")
    await expect(page.get_by_text("You shape buns.")).to_be_visible()
