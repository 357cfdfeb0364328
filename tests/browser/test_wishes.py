"""A pupil says what they wish for a period of their class, and their teacher reads it; by keyboard on a phone."""

from datetime import timedelta
from uuid import uuid4

import pytest
from playwright.async_api import Browser, expect

from portfolio_app.core.clock import today
from portfolio_app.marketplace.periods.actions import PeriodForm, make_period
from tests.browser.phones import awake, nothing_wrong, phone_of, press
from tests.people import make_class, make_pupil, make_school, make_teacher
from tests.served import Served

WORDS = {
    "en": {"save": "Save my wishes", "saved": "Saved.", "twice": "You have chosen the same field twice."},
    "nl": {"save": "Bewaar mijn wensen", "saved": "Bewaard.", "twice": "Je hebt twee keer hetzelfde gebied gekozen."},
}


@pytest.mark.parametrize("language", ["en", "nl"])
async def test_a_wish_and_who_reads_it(served: Served, browser: Browser, language: str) -> None:
    words = WORDS[language]
    school = await make_school()
    nine = await make_class(school, "9A")
    tuula, siiri = await make_teacher(school, nine), await make_pupil(school, nine, name="Siiri Niemi")
    first, until = (today() + timedelta(days=days) for days in (40, 9))
    form = PeriodForm(
        "TET", "week", first.isoformat(), wishes_until=until.isoformat(), words="Be brave", classes=(str(nine),)
    )
    period = await make_period(tuula, school, form, uuid4())

    page = await phone_of(served, browser, siiri)
    await awake(page, f"/{language}/home")
    await page.get_by_role("link", name="TET").or_(page.locator(f"a[href*='{period}']")).first.click()
    await awake(page)
    await expect(page.get_by_text("Be brave")).to_be_visible()
    await nothing_wrong(page)
    for number in (1, 2):
        await page.locator(f"main [name=field-{number}]").select_option("food")
    await page.locator("main [name=why-1]").fill("I bake at home")
    await press(page, words["save"])
    await expect(page.get_by_text(words["twice"]).first).to_be_visible()
    await nothing_wrong(page)
    await page.locator("main [name=field-2]").select_option("care")
    await press(page, words["save"])
    await expect(page.get_by_text(words["saved"])).to_be_visible()

    adult = await phone_of(served, browser, tuula)
    await awake(adult, f"/{language}/period-wishes?id={period}")
    await expect(adult.get_by_text("I bake at home")).to_be_visible()
    await nothing_wrong(adult)
