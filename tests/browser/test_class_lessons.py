"""A teacher plans, assigns and keeps hours on a phone, by keyboard alone."""

from datetime import timedelta

from playwright.async_api import Browser, Page, expect

from portfolio_app.core.clock import today
from tests.browser.phones import awake, nothing_wrong, phone_of, tab_to
from tests.people import make_class, make_pupil, make_school, make_teacher
from tests.served import Served


async def press(page: Page, name: str, *, role: str = "button") -> None:
    """Reach what has that name with the Tab key, and press it."""
    target = page.get_by_role(role, name=name, exact=True).first  # type: ignore[arg-type]
    await tab_to(page, target)
    await page.keyboard.press("Enter")


async def test_a_teacher_plans_assigns_and_keeps_hours_by_keyboard(served: Served, browser: Browser) -> None:
    school = await make_school("School of lessons")
    one = await make_class(school, "8B lessons")
    await make_pupil(school, one, name="Siiri Lessons")
    tuula = await make_teacher(school, one, name="Tuula Lessons")
    page = await phone_of(served, browser, tuula)

    await awake(page, f"/en/assign?class={one}&module=deciding")
    await nothing_wrong(page)
    await page.get_by_label("Last day").fill((today() + timedelta(days=3)).isoformat())
    await press(page, "Assign it")
    await page.wait_for_url("**/class-lessons*")
    await awake(page)
    await expect(page.get_by_text("1 has not begun · 0 are under way · 0 are done")).to_be_visible()
    await nothing_wrong(page)

    await awake(page, f"/en/year-plan?class={one}")
    await page.locator("summary", has_text="A whole programme").click()
    await press(page, "Lay it out")
    await expect(page.get_by_text("110 hours planned, of 110 hours")).to_be_visible()
    first = page.locator("[data-keep-focus^=later-]").first
    named = await first.get_attribute("data-keep-focus")
    await first.focus()
    for _week in range(2):  # the keyboard stays with what moves
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("status").filter(has_text="Saved.")).to_be_visible()
        await expect(page.locator(f'[data-keep-focus="{named}"]')).to_be_focused()
    await nothing_wrong(page)

    await awake(page, f"/en/class-hours?id={one}")
    await press(page, "It was held")
    await expect(page.get_by_role("cell", name="0.8 hours").first).to_be_visible()
    await nothing_wrong(page)
    await page.context.close()
