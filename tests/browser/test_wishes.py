"""A pupil says what they wish for a period of their class, and their teacher reads it or places them; by keyboard on a
phone."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from playwright.async_api import Browser, expect

from portfolio_app.core.clock import today
from portfolio_app.marketplace.periods.actions import PeriodForm, make_period
from tests.browser.phones import awake, nothing_wrong, phone_of, press
from tests.marketplace.seats import a_monday, a_town, an_offer, placements
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


TASTED = {
    "en": {
        "rank": "Let pupils rank it",
        "can": "Pupils can rank it now.",
        "save": "Save my wishes",
        "saved": "Saved.",
        "up": "Move up",
        "placed": "Placed. The pupil is told.",
        "undo": "Undo",
        "undone": "Undone.",
        "first": "their first wish",
        "give": "Save",
        "given": "Saved. Your teachers see it",
        "wrong": "Write the mail address",
        "month": "Saved.",
    },
    "nb": {
        "rank": "La elevene rangere det",
        "can": "Elevene kan rangere det nå.",
        "save": "Lagre ønskene mine",
        "saved": "Lagret.",
        "up": "Flytt opp",
        "placed": "Plassert. Eleven får beskjed.",
        "undo": "Angre",
        "undone": "Angret.",
        "first": "førsteønsket",
        "give": "Lagre",
        "given": "Lagret. Lærerne dine ser det",
        "wrong": "Skriv e-postadressen",
        "month": "Lagret.",
    },
}


@pytest.mark.parametrize("language", ["en", "nb"])
async def test_taster_days_from_choosing_programmes_to_the_card(
    served: Served, browser: Browser, language: str
) -> None:
    """A teacher chooses programmes, a pupil ranks three and changes the order, and is placed with a press; then the
    pupil reads where to go and says who signs at home. By keyboard, on a phone."""
    words = TASTED[language]
    town = await a_town(kind="taster", pupils=1)
    for title in ("Cars", "Hair"):
        await an_offer(town.host, kind="taster", title=title)
    form = PeriodForm(
        name="Hospitering",
        kind="taster",
        first_day=a_monday().isoformat(),
        wishes_until=a_monday(2).isoformat(),
        classes=(str(town.class_id),),
    )
    period = await make_period(town.tuula, town.school, form, uuid4())
    adult = await phone_of(served, browser, town.tuula)
    await awake(adult, f"/{language}/period-offers?id={period}")
    await nothing_wrong(adult)
    for _programme in range(3):
        before = await adult.get_by_role("button", name=words["rank"]).count()
        await adult.get_by_role("button", name=words["rank"]).first.press("Enter")
        await expect(adult.get_by_role("button", name=words["rank"])).to_have_count(before - 1)
    await expect(adult.get_by_text(words["can"])).to_be_visible()
    way = adult.locator("main textarea").first
    await way.fill("Bus 5, then left")
    await way.locator("xpath=ancestor::form").get_by_role("button").press("Enter")
    await expect(adult.get_by_text(words["month"]).first).to_be_visible()
    await nothing_wrong(adult)

    siiri = town.pupils[0]
    page = await phone_of(served, browser, siiri)
    await awake(page, f"/{language}/wishes?period={period}")
    await nothing_wrong(page)
    for number, title in enumerate(("Cars", "Hair", "Buns"), start=1):
        option = page.locator(f"main [name=field-{number}] option", has_text=title)
        await page.locator(f"main [name=field-{number}]").select_option(await option.get_attribute("value"))
    await page.locator("main [name=why-3]").fill("I bake at home")
    await press(page, words["save"])
    await expect(page.get_by_text(words["saved"])).to_be_visible()
    for place, order in ((1, ("Cars", "Buns", "Hair")), (0, ("Buns", "Cars", "Hair"))):
        await page.get_by_role("button", name=f"{words['up']}: Buns").press("Enter")
        chosen = page.locator("main ol li span")
        await expect(chosen.nth(place)).to_contain_text("Buns")
        for number, title in enumerate(order, start=1):
            await expect(page.locator(f"main [name=field-{number}] option:checked")).to_contain_text(title)
    await nothing_wrong(page)

    await awake(adult, f"/{language}/period-wishes?id={period}")
    await expect(adult.get_by_text("I bake at home")).to_be_visible()
    await nothing_wrong(adult)
    await adult.locator("main input[type=month]").fill("2011-04")
    await adult.locator("main input[type=month]").press("Enter")
    place = adult.get_by_role("button", name=re.compile(r": Buns,")).first
    await expect(place).to_be_visible()
    await nothing_wrong(adult)
    await place.press("Enter")
    await expect(adult.get_by_text(words["placed"])).to_be_visible()
    await expect(adult.get_by_text(words["first"]).first).to_be_visible()
    await nothing_wrong(adult)
    await press(adult, words["undo"])
    await expect(adult.get_by_text(words["undone"])).to_be_visible()
    await adult.get_by_role("button", name=re.compile(r": Buns,")).first.press("Enter")
    await expect(adult.get_by_text(words["placed"])).to_be_visible()

    mine = [one for one in await placements() if one.person_id == siiri.person_id]
    (placed,) = [one for one in mine if one.cancelled_at is None]
    await awake(page, f"/{language}/placements")
    await page.locator(f"main a[href*='{placed.id}']").press("Enter")
    await awake(page)
    await expect(page.get_by_text("Bus 5, then left")).to_be_visible()
    await page.locator("main [name=family_name]").fill("Minna Niemi")
    home = page.locator("main #home form")
    await home.get_by_role("button", name=words["give"]).press("Enter")
    await expect(page.get_by_text(words["wrong"]).first).to_be_visible()
    await nothing_wrong(page)
    await page.locator("main [name=family_mail]").fill("minna@example.org")
    await home.get_by_role("button", name=words["give"]).press("Enter")
    await expect(page.get_by_text(words["given"])).to_be_visible()
    await nothing_wrong(page)
