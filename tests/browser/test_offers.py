"""A host says what it offers by a link on a phone without scripts; a teacher and a pupil find it."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from playwright.async_api import Browser, expect
from sqlalchemy import select
from sqlmodel import col

from portfolio_app.core.clock import now, today
from portfolio_app.core.database import reading, writing
from portfolio_app.marketplace.hosts import approve_host
from portfolio_app.marketplace.models import HostContact
from portfolio_app.marketplace.offering import key_of
from tests.browser.phones import awake, axe, nothing_wrong, phone_of
from tests.marketplace.hosts import BAKER, BAKERY, a_host
from tests.people import make_pupil, make_region, make_regional, make_school, make_teacher
from tests.served import Served

WORDS = {
    "en": (
        "Offer something new",
        "Save",
        "The same next year",
        "Back to all offers",
        "Take this offer back",
        "1 offer",
    ),
    "nb": (
        "Tilby noe nytt",
        "Lagre",
        "Det samme neste år",
        "Tilbake til alle tilbud",
        "Trekk tilbudet tilbake",
        "1 tilbud",
    ),
}


@pytest.mark.parametrize("language", ["en", "nb"])
async def test_an_offer_from_a_phone_to_a_pupil(served: Served, browser: Browser, language: str) -> None:
    new, save, again, back, take, one = WORDS[language]
    region = await make_region(f"Region {uuid4().hex[:6]}")
    school = await make_school(region=region)
    sirpa = await make_regional(region)
    host = await a_host(sirpa, replace(BAKERY, name=f"Leipomo {uuid4().hex[:6]}"), contact=BAKER)
    await approve_host(sirpa, host, (today() + timedelta(days=700)).isoformat())
    async with writing() as session:  # as if the link had been mailed: this server sends none
        found = select(HostContact).where(col(HostContact.host_id) == host)
        row = (await session.execute(found)).scalar_one()
        row.opens, row.opens_until = uuid4(), now() + timedelta(days=30)
    async with reading() as session:
        key = key_of(await session.get_one(HostContact, row.id))

    phone = await browser.new_context(
        base_url=served.url, bypass_csp=True, locale="en-GB", viewport={"width": 360, "height": 740}
    )
    raija = await phone.new_page()
    await raija.goto(f"/host-offers?key={key}&language={language}")
    assert await axe(raija) == []
    await raija.get_by_role("link", name=new, exact=True).click()
    assert await axe(raija) == []
    assert await raija.evaluate("document.documentElement.scrollWidth") <= 360
    await raija.locator("#kind").select_option("week")
    await raija.locator("#title").fill("A week with dough")
    monday = today() + timedelta(days=70 - today().weekday())
    await raija.locator("#ages_from").fill("14")
    await raija.locator("#ages_to").fill("15")
    await raija.locator("#responsible").fill("Raija")
    await raija.locator("#first-0").fill(monday.isoformat())
    await raija.locator("#last-0").fill((monday + timedelta(days=4)).isoformat())
    await raija.locator("#begins-0").fill("09:00")
    await raija.locator("#ends-0").fill("23:30")
    await raija.locator("#seats-0").fill("2")
    await raija.get_by_role("button", name=save, exact=True).click()
    await expect(raija.get_by_role("alert")).to_be_visible()  # not at that hour
    assert await axe(raija) == []
    await expect(raija.locator("#title")).to_have_value("A week with dough")
    await raija.locator("#ends-0").fill("14:00")
    await raija.get_by_role("button", name=save, exact=True).click()
    await expect(raija.get_by_role("status")).to_be_visible()
    await expect(raija.get_by_role("heading", name="A week with dough")).to_be_visible()
    assert await axe(raija) == []
    await raija.get_by_role("button", name=again, exact=True).click()
    await raija.get_by_role("link", name=back, exact=True).click()
    await expect(raija.get_by_role("heading", name="A week with dough")).to_have_count(2)
    await raija.get_by_role("button", name=take, exact=True).first.click()
    await expect(raija.get_by_role("heading", name="A week with dough")).to_have_count(1)
    await phone.close()

    for who in (await make_teacher(school), await make_pupil(school)):
        page = await phone_of(served, browser, who)
        await awake(page, f"/{language}/marketplace?kind=week")
        await expect(page.get_by_text(one, exact=True)).to_be_visible()
        await nothing_wrong(page)
        await page.get_by_role("link", name="A week with dough").click()
        await expect(page.get_by_role("heading", name="A week with dough", level=1)).to_be_visible()
        await nothing_wrong(page)
        await page.context.close()
    coordinator = await phone_of(served, browser, sirpa)
    await awake(coordinator, f"/{language}/host?id={host}")
    await expect(coordinator.get_by_text("A week with dough")).to_be_visible()
    await nothing_wrong(coordinator)
    await coordinator.context.close()
