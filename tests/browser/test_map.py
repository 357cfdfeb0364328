"""What hosts offer is found on a map and its list, by keyboard on a phone, and the map stays small."""

import random
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from playwright.async_api import Browser, expect

from portfolio_app.core.clock import now, today
from portfolio_app.core.database import writing
from portfolio_app.core.wording import folded
from portfolio_app.marketplace.fields import FieldOfWork
from portfolio_app.marketplace.findable import describe
from portfolio_app.marketplace.models import Host, Offer, OfferDate, OfferKind, Town
from portfolio_app.schools.models import School
from tests.browser.phones import awake, nothing_wrong, phone_of, tab_to
from tests.people import make_coordinator, make_pupil, make_region, make_regional, make_school, make_teacher
from tests.served import Served

MOST = 20 * 1024
WORDS = {
    "en": ("Offers with their dates", "The same as a list", "Take all filters away", "Look its town up as", "Save"),
    "fi": (
        "Tarjoukset ja niiden päivät",
        "Sama luettelona",
        "Poista kaikki rajaukset",
        "Etsi paikkakunta nimellä",
        "Tallenna",
    ),
}


async def hosts_in(region: UUID, *, hosts: int, towns: int) -> None:
    """Hosts with an offer each, in towns around Turku."""
    drawn = random.Random(7)
    rows: list[Host | Offer | OfferDate | Town] = []
    names = [f"Pitkäkylä {number}" for number in range(towns)]
    for name in names:
        point = (60.45 + drawn.uniform(-0.5, 0.5), 22.27 + drawn.uniform(-1, 1))
        rows.append(Town(region_id=region, name=name, key=folded(name), latitude=point[0], longitude=point[1]))
    for number in range(hosts):
        host = Host(
            region_id=region,
            name=f"Firm {number}",
            sort_name=f"firm {number}",
            field=drawn.choice(list(FieldOfWork)),
            town=names[number % towns],
            searched=f"firm {number}",
            approved_until=today() + timedelta(days=300),
            made_at=now(),
            changed_at=now(),
            request=uuid4(),
        )
        offer = Offer(
            host_id=host.id,
            kind=drawn.choice(list(OfferKind)),
            title=f"What firm {number} offers",
            ages_from=12,
            ages_to=18,
            confirmed_on=today(),
            made_at=now(),
            changed_at=now(),
            request=uuid4(),
        )
        describe(offer, host)
        day = today() + timedelta(days=10 + number % 90)
        offer.last_day = day
        rows += [host, offer]
        rows.append(OfferDate(offer_id=offer.id, first_day=day, last_day=day, begins=540, ends=700, seats=4))
    async with writing() as session:
        for kind in (Town, Host, Offer, OfferDate):
            session.add_all(one for one in rows if isinstance(one, kind))
            await session.flush()


@pytest.mark.parametrize("language", ["en", "fi"])
async def test_from_the_map_to_a_town_and_back_by_keyboard(served: Served, browser: Browser, language: str) -> None:
    offers, as_list, all_again, _look_up, _save = WORDS[language]
    region = await make_region(f"Region {uuid4().hex[:6]}")
    school = await make_school(region=region)
    async with writing() as session:
        row = await session.get_one(School, school)
        row.town, row.latitude, row.longitude = "Turku", 60.4515, 22.2687
    await hosts_in(region, hosts=400, towns=60)
    siiri = await phone_of(served, browser, await make_pupil(school))
    await awake(siiri, f"/{language}/marketplace")
    await siiri.get_by_role("link", name=offers, exact=True).click()
    await siiri.wait_for_url("**show=offers*")
    picture = siiri.locator("#map")
    await expect(picture).to_be_visible()
    assert len((await picture.evaluate("(el) => el.outerHTML")).encode()) <= MOST
    assert await siiri.evaluate("document.documentElement.scrollWidth") <= 360
    await nothing_wrong(siiri)
    await siiri.emulate_media(color_scheme="dark")
    await nothing_wrong(siiri)
    place = picture.get_by_role("link").first
    name = ((await place.get_attribute("aria-label")) or "").split(":")[0]
    await place.focus()
    await siiri.keyboard.press("Enter")
    await siiri.wait_for_url("**town=*")
    await expect(siiri.locator("main h2").first).to_be_visible()
    await expect(siiri.locator("#map .map-chosen")).to_have_count(1)
    assert await siiri.locator("select[name=town]").input_value() == name
    await nothing_wrong(siiri)
    await expect(siiri.locator("summary", has_text=as_list)).to_be_visible()
    again = siiri.get_by_role("link", name=all_again, exact=True)
    await again.focus()
    await siiri.keyboard.press("Enter")
    await expect(siiri.locator("#map .map-chosen")).to_have_count(0)
    surprise = siiri.locator("main a[href*='offer=']")
    there = await surprise.get_attribute("href")
    await surprise.focus()
    await siiri.keyboard.press("Enter")
    await siiri.wait_for_url(f"**{there}")
    await expect(siiri.locator("main section h2").first).to_be_visible()
    await nothing_wrong(siiri)
    await siiri.context.close()


@pytest.mark.parametrize("language", ["en", "fi"])
async def test_coordinators_say_where_towns_and_schools_are(served: Served, browser: Browser, language: str) -> None:
    look_up, save = WORDS[language][3:]
    region = await make_region(f"Region {uuid4().hex[:6]}")
    school = await make_school(region=region)
    await hosts_in(region, hosts=1, towns=1)
    sirpa = await phone_of(served, browser, await make_regional(region))
    await awake(sirpa, f"/{language}/hosts")
    await sirpa.get_by_role("link", name="Firm 0").click()
    await sirpa.wait_for_url("**/host?id=*")
    field = sirpa.get_by_label(look_up)
    form = sirpa.locator("form", has=field)
    await field.fill("Atlantis")
    await form.get_by_role("button", name=save, exact=True).click()
    await expect(sirpa.locator("#place-error")).not_to_be_empty()
    await nothing_wrong(sirpa)
    await field.fill("Turku")
    await form.get_by_role("button", name=save, exact=True).click()
    await expect(sirpa.locator(".notices")).not_to_be_empty()
    await nothing_wrong(sirpa)
    await sirpa.context.close()

    kaisa = await phone_of(served, browser, await make_coordinator(school))
    await awake(kaisa, f"/{language}/school")
    town = kaisa.locator("#town")
    await tab_to(kaisa, town)
    await kaisa.keyboard.type("Lieto")
    await kaisa.keyboard.press("Enter")
    await expect(kaisa.locator(".notices")).not_to_be_empty()
    await nothing_wrong(kaisa)
    await kaisa.context.close()

    tuula = await phone_of(served, browser, await make_teacher(school))
    await awake(tuula, f"/{language}/marketplace?within=20&age=14&from={today().isoformat()}")
    await expect(tuula.get_by_role("heading", name="Firm 0", exact=True)).to_be_visible()
    await nothing_wrong(tuula)
    await tuula.context.close()
