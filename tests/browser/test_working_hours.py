"""On a phone, by keyboard alone: a pupil finds the hours they may work, types a day, and is told what would be within
the rules; a teacher reads where the rules come from."""

from datetime import timedelta

from playwright.async_api import Browser, Page, expect

from portfolio_app.core.clock import today
from tests.browser.phones import awake, nothing_wrong, phone_of, tab_to
from tests.browser.test_pages import TOO_WIDE
from tests.people import make_class, make_coordinator, make_pupil, make_school, make_teacher
from tests.served import Served

MONDAY = today() + timedelta(days=7 - today().weekday())


async def well(page: Page) -> None:
    """Nothing on it is wrong or wider than the screen."""
    await nothing_wrong(page)
    assert await page.evaluate(TOO_WIDE) == []


async def test_a_pupil_looks_at_a_day(served: Served, browser: Browser) -> None:
    school = await make_school("School of hours")
    siiri = await make_pupil(school, await make_class(school, "8B hours"), name="Siiri Hours")
    page = await phone_of(served, browser, siiri)
    await awake(page, "/en/plan")
    await tab_to(page, page.get_by_role("link", name="Working hours at your age"))
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/en/working-hours")
    await awake(page)
    await expect(page.get_by_role("heading", name="Rules for working hours: Finland")).to_be_visible()
    await expect(page.get_by_text("Where these rules come from")).to_have_count(0)
    await well(page)

    age = page.get_by_label("Age", exact=True)
    await tab_to(page, age)
    await age.select_option("15")
    await tab_to(page, page.get_by_role("button", name="Show the rules"))
    await page.keyboard.press("Enter")
    await page.wait_for_url("**age=15**")
    await awake(page)
    await expect(page.get_by_text("Not between 22:00 and 06:00.")).to_be_visible()
    await expect(age).to_have_value("15")

    await tab_to(page, page.get_by_label("Breaks, in minutes"))
    await page.keyboard.type("lunch")
    await page.get_by_label("Begins at").fill("12:00")
    await tab_to(page, page.get_by_role("button", name="Look at this day"))
    await page.keyboard.press("Enter")
    await page.wait_for_url("**check=yes**")
    await awake(page)
    await expect(page.locator("#pause-error")).to_contain_text("Write the break in minutes")
    await expect(page.get_by_role("heading", name="Please check these fields")).to_be_visible()
    await expect(page.get_by_label("Begins at")).to_have_value("12:00")
    await expect(page.get_by_label("Breaks, in minutes")).to_have_value("lunch")
    await well(page)

    await page.get_by_label("Day", exact=True).fill(MONDAY.isoformat())
    await page.get_by_label("Ends at").fill("22:30")
    await page.get_by_label("Breaks, in minutes").fill("30")
    await tab_to(page, page.get_by_role("button", name="Look at this day"))
    await page.keyboard.press("Enter")
    told = page.get_by_role("status").filter(has_text="This day is not within the rules.")
    await expect(told).to_contain_text("Not between 22:00 and 06:00.")
    await expect(told).to_contain_text("12:00–18:00 instead of 12:00–22:30")
    await expect(page.get_by_label("Ends at")).to_have_value("22:30")
    await awake(page)
    await well(page)
    await page.context.close()


async def test_staff_read_where_rules_come_from(served: Served, browser: Browser) -> None:
    school = await make_school("School of sources")
    one = await make_class(school, "8B sources")
    page = await phone_of(served, browser, await make_teacher(school, one, name="Tuula Sources"))
    await awake(page, "/nb/classes")
    await tab_to(page, page.get_by_role("link", name="Arbeidstid for elever"))
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/nb/working-hours")
    await awake(page)
    await expect(page.get_by_text("Må bekreftes av myndigheten").first).to_be_visible()
    await expect(page.get_by_text("vantaa.fi/fi/ruusuvuoren-koulu-tet-tyoelamaan-tutustuminen").first).to_be_visible()
    await well(page)
    await page.context.close()

    page = await phone_of(served, browser, await make_coordinator(school, name="Kaisa Sources"))
    await awake(page, "/en/school")
    await tab_to(page, page.get_by_role("link", name="Working hours of pupils"))
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/en/working-hours")
    await expect(page.get_by_text("No authority has verified these rules yet.")).to_be_visible()
    await page.context.close()
