"""From an admin who makes a regional coordinator to a teacher who finds a workplace, and pauses it."""

import re
from uuid import uuid4

import pytest
from playwright.async_api import Browser, expect
from sqlalchemy import select
from sqlmodel import col

from portfolio_app.core.clock import now
from portfolio_app.core.database import reading, writing
from portfolio_app.marketplace.contacts import key_of
from portfolio_app.marketplace.models import Host, HostContact
from tests.browser.phones import awake, nothing_wrong, opened, phone_of, press
from tests.people import make_admin, make_pupil, make_region, make_regional, make_school, make_teacher
from tests.served import Served

WORDS = {
    "en": {
        "add": "Add a host",
        "name": "Name",
        "number": "Register number",
        "field": "Field of work",
        "town": "Town or village",
        "save": "Add this host",
        "contact": "Add a contact",
        "mail": "E-mail address",
        "ask": "Add and ask by mail",
        "yes": "Yes, that is me",
        "approve": "Approve",
        "wrong": "Something is wrong there",
        "what": "What is it?",
        "pause": "Pause this host",
        "undo": "Undo",
    },
    "fi": {
        "add": "Lisää työpaikka",
        "name": "Nimi",
        "number": "Rekisterinumero",
        "field": "Ala",
        "town": "Paikkakunta",
        "save": "Lisää tämä työpaikka",
        "contact": "Lisää yhteyshenkilö",
        "mail": "Sähköpostiosoite",
        "ask": "Lisää ja kysy sähköpostilla",
        "yes": "Kyllä, se olen minä",
        "approve": "Hyväksy",
        "wrong": "Siellä on jotain vialla",
        "what": "Mikä on vialla?",
        "pause": "Aseta työpaikka tauolle",
        "undo": "Kumoa",
    },
}


async def asked_by_mail(host_name: str) -> str:
    """The key in the mail, for a server that sends none: as if the link had been asked for."""
    async with writing() as session:
        row = (
            await session.execute(
                select(HostContact)
                .join(Host, col(Host.id) == col(HostContact.host_id))
                .where(col(Host.name) == host_name)
            )
        ).scalar_one()
        row.asking, row.asked_at = uuid4(), now()
        return key_of(row)


@pytest.mark.parametrize("language", ["en", "fi"])
async def test_a_workplace_from_its_first_line_to_a_teachers_pause(
    served: Served, browser: Browser, language: str
) -> None:
    say = WORDS[language]
    region = await make_region(f"Region {uuid4().hex[:6]}")
    school = await make_school(region=region)
    name = f"Leipomo {uuid4().hex[:6]}"
    sirpa = await phone_of(served, browser, await make_regional(region, name="Sirpa Aalto"))

    await awake(sirpa, f"/{language}/hosts")
    await nothing_wrong(sirpa)  # with nothing
    await opened(sirpa, say["add"])
    await press(sirpa, say["save"])  # empty: told, and nothing lost
    await expect(sirpa.get_by_role("alert").filter(has_text=re.compile("."))).to_be_visible()
    await nothing_wrong(sirpa)
    await sirpa.get_by_label(say["name"], exact=True).fill(name)
    await sirpa.get_by_label(say["number"], exact=True).fill("1234567-8")
    await sirpa.locator("main details select[name=field]").select_option("food")
    await sirpa.get_by_label(say["town"], exact=True).fill("Aura")
    await press(sirpa, say["save"])
    await sirpa.wait_for_url("**/host?id=*")
    await expect(sirpa.get_by_role("heading", name=name)).to_be_visible()
    await nothing_wrong(sirpa)  # what is missing
    await expect(sirpa.get_by_role("button", name=say["approve"], exact=True)).to_have_count(0)
    await opened(sirpa, say["contact"])
    contact = sirpa.locator("form", has=sirpa.get_by_role("button", name=say["ask"], exact=True))
    await contact.get_by_label(say["name"], exact=True).fill("Raija Kettunen")
    await contact.get_by_label(say["mail"], exact=True).fill("raija@example.org")
    await press(sirpa, say["ask"])
    await expect(sirpa.get_by_text("raija@example.org")).to_be_visible()

    key = await asked_by_mail(name)
    phone = await browser.new_context(base_url=served.url, java_script_enabled=False, locale="en-GB")
    raija = await phone.new_page()
    await raija.set_viewport_size({"width": 360, "height": 740})
    await raija.goto(f"/host-contact?key={key}&language={language}")
    assert await raija.evaluate("document.documentElement.scrollWidth") <= 360
    await raija.get_by_role("button", name=say["yes"], exact=True).click()
    await expect(raija.get_by_role("heading", level=1)).to_be_visible()
    await phone.close()

    await awake(sirpa, sirpa.url)
    await press(sirpa, say["approve"])
    await expect(sirpa.locator(".notices")).not_to_be_empty()
    await nothing_wrong(sirpa)

    tuula = await phone_of(served, browser, await make_teacher(school, name="Tuula Virtanen"))
    await awake(tuula, f"/{language}/marketplace")
    await expect(tuula.get_by_text("raija@example.org")).to_be_visible()
    await nothing_wrong(tuula)
    siiri = await phone_of(served, browser, await make_pupil(school))
    await awake(siiri, f"/{language}/marketplace")
    await expect(siiri.get_by_role("heading", name=name)).to_be_visible()
    assert "raija" not in await siiri.content()
    await nothing_wrong(siiri)

    await press(tuula, f"{say['wrong']}: {name}")
    await expect(tuula.get_by_label(say["what"], exact=True)).to_be_focused()
    await nothing_wrong(tuula)
    await press(tuula, f"{say['wrong']}: {name}")
    await expect(tuula.get_by_label(say["what"], exact=True)).to_have_count(0)
    await press(tuula, f"{say['wrong']}: {name}")
    await press(tuula, say["pause"])  # without a reason
    await expect(tuula.get_by_role("alert").filter(has_text=re.compile("."))).to_be_visible()
    await nothing_wrong(tuula)
    await tuula.get_by_label(say["what"], exact=True).fill("Nobody was there")
    await press(tuula, say["pause"])
    await expect(tuula.get_by_role("heading", name=name)).to_have_count(0)
    await press(tuula, say["undo"])
    await expect(tuula.get_by_role("heading", name=name)).to_be_visible()
    async with reading() as session:
        host = (await session.execute(select(Host).where(col(Host.name) == name))).scalar_one()
    assert host.paused_at is None
    assert host.approved_until
    for page in (sirpa, tuula, siiri):
        await page.context.close()


async def test_an_admin_makes_a_regional_coordinator(served: Served, browser: Browser) -> None:
    region = await make_region("Region of Sirpa")
    admin = await phone_of(served, browser, await make_admin())
    await awake(admin, f"/en/schools/region?id={region}")
    await admin.get_by_label("Name", exact=True).fill("Sirpa Aalto")
    await admin.get_by_label("User name").fill(f"sirpa.{uuid4().hex[:6]}")
    await press(admin, "Add a regional coordinator")
    link = admin.get_by_role("status").filter(has_text="/en/welcome?key=")
    await expect(link).to_be_visible()
    await nothing_wrong(admin)
    await press(admin, "End this role")
    await press(admin, "Undo")
    await expect(admin.get_by_role("button", name="End this role", exact=True)).to_be_visible()
    await admin.context.close()
