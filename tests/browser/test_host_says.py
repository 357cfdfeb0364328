"""A host reads who came after a code, says in a minute how it went, on a phone and by keyboard; a teacher hands it on,
and the pupil keeps of it what they want."""

from datetime import timedelta
from uuid import uuid4

import pytest
from playwright.async_api import Browser, Page, expect

from portfolio_app.core.clock import now
from portfolio_app.core.database import writing
from portfolio_app.marketplace.hosting.codes import code_of
from portfolio_app.marketplace.hosting.models import HostCode
from portfolio_app.migrations import import_models
from tests.browser.phones import awake, axe, nothing_wrong, phone_of, press, tab_to
from tests.marketplace.evaluations.said import a_past_visit
from tests.marketplace.hosting.guests import Visit
from tests.served import Served

WORDS = {
    "en": {
        "show": "Show who comes",
        "say": "Say how it went: it takes a minute",
        "send": "Send it to the school",
        "close": "Close it here",
        "hand": "Hand it on to the pupil",
        "hold": "Hold it back",
        "keep": "Keep it as a voice",
        "leave": "Not in my profile",
        "kept": "It stands in your profile, at:",
        "none": "No credential, thank you",
        "after_all": "I want one after all",
        "make": "Make it my credential",
        "made": "You have a credential of these days:",
    },
    "fi": {
        "show": "Näytä, ketkä tulevat",
        "say": "Kerro, miten meni: se vie minuutin",
        "send": "Lähetä koululle",
        "close": "Sulje täällä",
        "hand": "Välitä se oppilaalle",
        "hold": "Pidätä se",
        "keep": "Ota se profiiliini näkemyksenä",
        "leave": "Ei profiiliini",
        "kept": "Se on profiilissasi kohdassa:",
        "none": "Ei osaamismerkkiä, kiitos",
        "after_all": "Haluan sen sittenkin",
        "make": "Tee siitä osaamismerkkini",
        "made": "Sinulla on osaamismerkki näistä päivistä:",
    },
}


import_models()  # placements belong to periods, which nothing here asks for


async def a_code(visit: Visit) -> str:
    """As if one had been mailed: this server sends none."""
    async with writing() as session:
        row = HostCode(contact_id=visit.contact, drawn=uuid4(), until_at=now() + timedelta(minutes=15))
        session.add(row)
        return code_of(row)


async def right(page: Page) -> None:
    """Nothing is wrong with a page that is plain HTML."""
    assert await axe(page) == []
    assert await page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("language", ["en", "fi"])
async def test_from_a_code_to_a_credential(served: Served, browser: Browser, language: str) -> None:
    words = WORDS[language]
    visit = await a_past_visit()
    phone = await browser.new_context(
        base_url=served.url, bypass_csp=True, locale="en-GB", viewport={"width": 360, "height": 740}
    )
    raija = await phone.new_page()
    home = f"/host-placements?key={visit.key}&language={language}"
    await raija.goto(home)
    await expect(raija.get_by_text("Siiri")).to_have_count(0)
    await right(raija)
    code = await a_code(visit)
    await raija.goto(home + "&done=sent")
    await right(raija)
    await raija.locator("#code").fill(code)
    await raija.keyboard.press("Enter")
    await expect(raija.get_by_role("heading", name="Siiri")).to_be_visible()
    await expect(raija.get_by_role("button", name=words["close"])).to_be_visible()
    await right(raija)
    way = raija.get_by_role("link", name=words["say"], exact=True)
    await tab_to(raija, way)
    await raija.keyboard.press("Enter")
    await expect(raija.locator("#went_well")).to_be_visible()
    await right(raija)
    for aspect, step in (("punctual", 3), ("initiative", 2), ("cooperation", 4), ("care", 3), ("learning", 0)):
        await raija.locator(f"[name={aspect}][value='{step}']").focus()
        await raija.keyboard.press("Space")
    await raija.locator("#went_well").fill("She asked before she touched the oven.")
    await tab_to(raija, raija.get_by_role("button", name=words["send"], exact=True))
    await raija.keyboard.press("Enter")
    await expect(raija.get_by_role("status")).to_be_visible()
    await right(raija)
    await phone.close()

    tuula = await phone_of(served, browser, visit.week.tuula)
    await awake(tuula, f"/{language}/evaluations")
    await expect(tuula.get_by_text("She asked before she touched the oven.")).to_be_visible()
    await expect(tuula.locator("summary", has_text=words["hold"])).to_be_visible()
    await nothing_wrong(tuula)
    await press(tuula, words["hand"])
    await expect(tuula.locator("main").get_by_role("button", name=words["hand"])).to_have_count(0)
    await nothing_wrong(tuula)
    await tuula.context.close()

    siiri = await phone_of(served, browser, visit.week.siiri)
    await awake(siiri, f"/{language}/placement?id={visit.week.placement}")
    await expect(siiri.get_by_text("She asked before she touched the oven.")).to_be_visible()
    await nothing_wrong(siiri)
    await press(siiri, words["keep"])
    await expect(siiri.get_by_text(words["kept"])).to_have_count(1)
    await nothing_wrong(siiri)
    await press(siiri, words["none"])
    await press(siiri, words["after_all"])
    await press(siiri, words["make"])
    await expect(siiri.get_by_text(words["made"])).to_be_visible()
    await nothing_wrong(siiri)
    await siiri.context.close()
