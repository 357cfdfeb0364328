"""Terms are written down, a family signs by a link on a phone, the school signs, and the board says so."""

import pytest
from playwright.async_api import Browser, expect

from tests.browser.phones import PHONE, awake, nothing_wrong, phone_of, press
from tests.marketplace.placements.pupils import a_week
from tests.marketplace.seats import a_monday
from tests.served import Served

WORDS = {
    "en": {
        "write": "Write these terms down",
        "version": "Version 1",
        "sign": "Sign for the school",
        "back": "Take the school’s signature back",
        "undo": "Undo",
        "record": "Record it",
        "mistake": "That was a mistake",
    },
    "fi": {
        "write": "Kirjaa nämä ehdot",
        "version": "Versio 1",
        "sign": "Allekirjoita koulun puolesta",
        "back": "Peru koulun allekirjoitus",
        "undo": "Kumoa",
        "record": "Merkitse",
        "mistake": "Se oli virhe",
    },
}


@pytest.mark.parametrize("language", ["en", "fi"])
async def test_from_terms_to_signatures(served: Served, browser: Browser, language: str) -> None:
    words = WORDS[language]
    week = await a_week(a_monday(2))
    page = await phone_of(served, browser, week.tuula)
    await awake(page, f"/{language}/agreement?id={week.placement}")
    await nothing_wrong(page)
    await press(page, words["write"])
    await expect(page.get_by_text(words["version"])).to_be_visible()
    await nothing_wrong(page)
    await page.locator("main [name=signed_name]").fill("Minna Niemi")
    await press(page, words["record"])
    await expect(page.get_by_text("Minna Niemi")).to_be_visible()
    await press(page, words["sign"])
    await expect(page.get_by_role("button", name=words["back"])).to_be_visible()
    await nothing_wrong(page)
    await press(page, words["undo"])
    await expect(page.get_by_role("button", name=words["sign"])).to_be_visible()
    await press(page, words["mistake"])
    await expect(page.get_by_text("Minna Niemi")).to_have_count(0)


async def test_a_link_that_opens_nothing_says_so_without_scripts(served: Served, browser: Browser) -> None:
    context = await browser.new_context(java_script_enabled=True, bypass_csp=True, base_url=served.url, **PHONE)
    page = await context.new_page()
    await page.goto("/sign-agreement?key=forged&language=en")
    await expect(page.get_by_role("heading", level=1)).to_be_visible()
    await nothing_wrong(page)
