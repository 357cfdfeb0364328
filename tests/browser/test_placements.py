"""A pupil reads the card of their day, says that something is wrong, and that they cannot come; an adult reads it. By
keyboard on a phone."""

import pytest
from playwright.async_api import Browser, expect

from tests.browser.phones import awake, nothing_wrong, phone_of, press
from tests.marketplace.placements.pupils import a_week
from tests.marketplace.seats import a_monday
from tests.served import Served

WORDS = {
    "en": {
        "read": "I have read it",
        "seen": "You read this on",
        "wrong": "Something is wrong here",
        "arrived": "It arrived.",
        "nobody": "Nobody has read it yet.",
        "absent": "I cannot come",
        "told": "Your school is told.",
        "come": "I can come after all",
    },
    "nb": {
        "read": "Jeg har lest det",
        "seen": "Du leste dette",
        "wrong": "Noe er galt her",
        "arrived": "Det er kommet fram.",
        "nobody": "Ingen har lest det ennå.",
        "absent": "Jeg kan ikke komme",
        "told": "Skolen din har fått beskjed.",
        "come": "Jeg kan komme likevel",
    },
}


@pytest.mark.parametrize("language", ["en", "nb"])
async def test_a_pupil_at_a_workplace_reaches_their_teacher(served: Served, browser: Browser, language: str) -> None:
    words = WORDS[language]
    week = await a_week(a_monday(2))
    page = await phone_of(served, browser, week.siiri)
    await awake(page, f"/{language}/placements")
    await nothing_wrong(page)
    await awake(page, f"/{language}/placement?id={week.placement}")
    await expect(page.get_by_text("Bus 8 from the school")).to_be_visible()
    await nothing_wrong(page)
    await press(page, words["read"])
    await expect(page.get_by_text(words["seen"])).to_be_visible()

    await page.locator("main [name=words]").fill("Nobody shows me anything")
    await press(page, words["wrong"])
    await expect(page.get_by_text(words["arrived"]).first).to_be_visible()
    await expect(page.get_by_text(words["nobody"])).to_be_visible()
    await nothing_wrong(page)

    await press(page, words["absent"])
    await expect(page.get_by_text(words["told"]).first).to_be_visible()
    await press(page, words["come"])
    await expect(page.get_by_role("button", name=words["come"])).to_have_count(0)

    adult = await phone_of(served, browser, week.tuula)
    await awake(adult, f"/{language}/worries")
    await expect(adult.get_by_text("Nobody shows me anything")).to_be_visible()
    await nothing_wrong(adult)
    await press(adult, words["read"])
    await expect(adult.locator("main").get_by_role("button", name=words["read"])).to_have_count(0)
    await page.reload()
    await expect(page.get_by_text("Tuula").first).to_be_visible()
    await expect(page.get_by_text(words["nobody"])).to_have_count(0)
