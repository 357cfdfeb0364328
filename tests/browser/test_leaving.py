"""Leaving school on a phone, with the keyboard alone; and coming to the next one with the same account."""

from datetime import timedelta
from uuid import uuid4

from playwright.async_api import Browser, Page, expect

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.clock import now, today
from portfolio_app.core.database import writing
from portfolio_app.portfolio import shareable  # noqa: F401 - lets the actions called here share entries
from portfolio_app.portfolio.actions import EntryForm, make_entry
from portfolio_app.portfolio.takeout.models import Takeout
from portfolio_app.portfolio.takeout.opening_code import opening_code
from portfolio_app.schools.joining import make_joining_code
from portfolio_app.schools.leaving_day import choose_leaving_day
from portfolio_app.sharing.actions import CLASS_TEACHERS, set_audience
from portfolio_app.sharing.models import Kind
from tests.browser.phones import awake, nothing_wrong, phone_of, tab_to
from tests.people import actor_now, end_roles, make_class, make_coordinator, make_pupil, make_school
from tests.served import Served


async def taken_out(actor: Actor) -> str:
    """The code of a takeout that was made."""
    row = Takeout(person_id=actor.person_id, language="en", asked_at=now(), ready_at=now(), downloaded_at=now())
    async with writing() as session:
        session.add(row)
    return opening_code(row.id)


async def press(page: Page, role: str, name: str) -> None:
    """Reach a button or link by the keyboard and press it."""
    found = page.get_by_role(role, name=name, exact=True)  # pyright: ignore[reportArgumentType]
    await tab_to(page, found)
    await page.keyboard.press("Enter")


async def test_a_pupil_is_led_out_of_school(served: Served, browser: Browser) -> None:
    school = await make_school()
    nine_c = await make_class(school)
    siiri = await make_pupil(school, nine_c)
    entry = await make_entry(siiri, EntryForm("A week outside"), uuid4())
    await set_audience(siiri, Kind.ENTRY, str(entry), CLASS_TEACHERS)
    await choose_leaving_day(await make_coordinator(school), nine_c, today() + timedelta(days=60))
    code = await taken_out(siiri)
    page = await phone_of(served, browser, siiri)
    await awake(page, "/en/home")
    await press(page, "link", "See what is left")
    await awake(page)
    await nothing_wrong(page)
    field = page.get_by_label("Code from index.html")
    await tab_to(page, field)
    await page.keyboard.type("wrong")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("This is not the code of a takeout of yours").first).to_be_visible()
    await nothing_wrong(page)
    await field.fill(code)
    await field.press("Enter")
    await expect(page.get_by_text("You have opened your takeout.")).to_be_visible()
    await press(page, "button", "I want help with leaving")
    await expect(page.get_by_text("You have said that you want help.")).to_be_visible()
    await page.reload()
    await awake(page)
    await press(page, "link", "Go through your things")
    await awake(page)
    await nothing_wrong(page)
    await press(page, "button", "Hide: A week outside")
    await expect(page.get_by_text("Only you: in your private corner")).to_be_visible()
    await page.get_by_role("button", name="Undo").click()
    await expect(page.get_by_text("your class’s teachers")).to_be_visible()
    await page.get_by_role("button", name="I have gone through it", exact=True).click()
    await expect(page.get_by_text("You have gone through it.")).to_be_visible()


async def test_the_account_comes_to_the_next_school(served: Served, browser: Browser) -> None:
    siiri = await make_pupil(await make_school())
    await end_roles(siiri)
    school = await make_school("Adult school")
    evening = await make_class(school, "Evening")
    code = await make_joining_code(await make_coordinator(school), evening)
    page = await phone_of(served, browser, siiri)
    await awake(page, "/en/own-account")
    await nothing_wrong(page)
    field = page.get_by_label("Code of the school")
    await tab_to(page, field)
    await page.keyboard.type(code)
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("Adult school")).to_be_visible()
    await nothing_wrong(page)
    await press(page, "button", "Yes, I join this class")
    await page.wait_for_url("**/home")
    assert (await actor_now(siiri.person_id)).roles[0].school_id == school
