"""The year after school on a phone, with the keyboard alone: agreeing before leaving, telling where one goes, and, when
the school asks, saying how it is going; and what the guidance contact and the teacher see of it."""

from datetime import timedelta

from playwright.async_api import Browser, expect

from portfolio_app.accounts.models import Role
from portfolio_app.core.clock import now
from portfolio_app.core.database import writing
from portfolio_app.guidance.contacts import name_contact
from portfolio_app.guidance.departure import months_ago
from portfolio_app.guidance.models import CheckIn, CheckInAgreement
from portfolio_app.schools.leaving_day import choose_leaving_day
from portfolio_app.schools.models import Leaving
from tests.browser.phones import awake, nothing_wrong, phone_of, tab_to
from tests.people import (
    make_class,
    make_coordinator,
    make_counsellor,
    make_person,
    make_pupil,
    make_school,
    make_teacher,
)
from tests.served import Served


async def test_the_year_after_school(served: Served, browser: Browser) -> None:
    school = await make_school("Harjun koulu")
    leaves = await make_class(school, "9B", stage="15-18")
    siiri = await make_pupil(school, leaves, name="Siiri Laine")
    tuula, katri = await make_teacher(school, leaves, name="Tuula Virta"), await make_counsellor(school, name="Katri")
    pirjo = await make_coordinator(school)
    await choose_leaving_day(pirjo, leaves, (now() + timedelta(days=60)).date())
    await name_contact(pirjo, school, None, katri.person_id, "050 123")
    former = await make_person((Role.PUPIL, await make_school("The next school")), name="Venla Koski")
    async with writing() as session:
        session.add(Leaving(person_id=former.person_id, school_id=school, left_on=months_ago(3)))
        session.add(CheckInAgreement(person_id=former.person_id, school_id=school, agreed_at=now()))
        session.add(CheckIn(person_id=former.person_id, school_id=school, months=3, asked_at=now()))

    page = await phone_of(served, browser, siiri)
    await awake(page, "/en/after-school")
    await expect(page.locator("#contact")).to_contain_text("Katri")
    await nothing_wrong(page)
    await tab_to(page, page.get_by_role("button", name="Yes, ask me"))
    await page.keyboard.press("Enter")
    await expect(page.locator("#check-ins")).to_contain_text("You agreed to this on")
    await tab_to(page, page.locator("#kind"))  # axe has opened what can be opened
    await page.keyboard.press("Space")
    await tab_to(page, page.locator("#where"))
    await page.keyboard.type("Aurajoen lukio")
    await page.keyboard.press("Enter")
    await expect(page.locator("#told-error")).to_contain_text("Otherwise nothing is kept")
    await expect(page.locator("#where")).to_have_value("Aurajoen lukio")
    await tab_to(page, page.locator("#told"))
    await page.keyboard.press("Space")
    await page.keyboard.press("Enter")
    await expect(page.locator("#destination")).to_contain_text("General upper secondary school · Aurajoen lukio")
    await nothing_wrong(page)
    await page.context.close()

    page = await phone_of(served, browser, former)
    await awake(page, "/en/after-school")
    await nothing_wrong(page)
    await tab_to(page, page.locator("#goes"))
    await page.keyboard.press("ArrowDown")
    await tab_to(page, page.locator("#words"))
    await page.keyboard.type("The way there is long")
    await tab_to(page, page.locator("#check-in button[type=submit]"))
    await page.keyboard.press("Enter")
    await expect(page.locator("#check-ins")).to_contain_text("Some of it goes well, some does not")
    await page.context.close()

    page = await phone_of(served, browser, katri)
    await awake(page, "/en/leavers")
    await expect(page.locator("#heard")).to_contain_text("The way there is long")
    await nothing_wrong(page)
    await tab_to(page, page.get_by_role("button", name="I have read it"))
    await page.keyboard.press("Enter")
    await expect(page.locator("#heard")).to_contain_text("Read on")
    await page.context.close()

    page = await phone_of(served, browser, tuula)
    await awake(page, "/en/leavers")
    await page.get_by_role("link", name="9B").click()
    await expect(page.locator("h1")).to_have_text("9B")
    await awake(page)
    await expect(page.locator("#pupils")).not_to_contain_text("Aurajoen")
    await nothing_wrong(page)
    await tab_to(page, page.get_by_role("button", name="Remind all"))
    await page.keyboard.press("Enter")
    await expect(page.locator("body")).to_contain_text("1 pupil is reminded.")
    await page.context.close()
