"""A teacher plans a period, books seats in it, and gives one back, by keyboard on a phone."""

import pytest
from playwright.async_api import Browser, expect

from tests.browser.phones import awake, nothing_wrong, opened, phone_of, press, tab_to
from tests.marketplace.seats import a_monday, a_town, taken
from tests.served import Served

WORDS = {
    "en": {
        "plan": "Plan a period",
        "first": "First day",
        "make": "Make this period",
        "announce": "Announce it to hosts",
        "announced": "Announced.",
        "born": "Month of birth",
        "take": "Take these seats",
        "taken": "Seats taken: 1.",
        "undo": "Undo",
        "none": "No workplace yet",
        "full": "2 seats free",
    },
    "fi": {
        "plan": "Suunnittele jakso",
        "first": "Ensimmäinen päivä",
        "make": "Luo tämä jakso",
        "announce": "Ilmoita työpaikoille",
        "announced": "Ilmoitettu.",
        "born": "Syntymäkuukausi",
        "take": "Ota nämä paikat",
        "taken": "Varattuja paikkoja: 1.",
        "undo": "Kumoa",
        "none": "Ei vielä työpaikkaa",
        "full": "2 paikkaa vapaana",
    },
}


@pytest.mark.parametrize("language", ["en", "fi"])
async def test_from_a_period_to_a_seat(served: Served, browser: Browser, language: str) -> None:
    words = WORDS[language]
    town = await a_town()
    siiri = town.pupils[0]
    page = await phone_of(served, browser, town.tuula)
    await awake(page, f"/{language}/work-experience")
    await nothing_wrong(page)
    await opened(page, words["plan"])
    await page.locator("main [name=name]").fill("TET 9A")
    await page.get_by_label(words["first"], exact=True).fill(a_monday().isoformat())
    await page.get_by_label("9A").check()
    await press(page, words["make"])
    await expect(page.get_by_role("heading", level=1, name="TET 9A")).to_be_visible()
    await expect(page.get_by_text(words["none"]).first).to_be_visible()
    await nothing_wrong(page)
    await press(page, words["announce"])
    await expect(page.get_by_text(words["announced"])).to_be_visible()

    await awake(page, f"/{language}/offer?id={town.offer}&date={town.date}&class={town.class_id}")
    await nothing_wrong(page)
    tick = page.get_by_label(siiri.name, exact=True)
    await tab_to(page, tick)
    await page.keyboard.press("Space")
    await page.get_by_label(f"{words['born']}: {siiri.name}").fill("2011-04")
    await press(page, words["take"])
    await expect(page.get_by_text(words["taken"])).to_be_visible()
    assert await taken(town.date) == 1
    await nothing_wrong(page)

    back = page.get_by_role("button", name=siiri.name)
    await tab_to(page, back)
    await page.keyboard.press("Enter")
    await expect(page.get_by_text(words["full"])).to_be_visible()
    await press(page, words["undo"])
    await expect(page.get_by_text(words["full"])).to_be_hidden()
    assert await taken(town.date) == 1
