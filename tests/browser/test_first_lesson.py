"""The first lesson by keyboard: from "I have no idea" to three lines and a first evidence; and a class on a screen."""

import re
from collections.abc import Awaitable, Callable
from uuid import uuid4

from playwright.async_api import Page, expect

from portfolio_app.accounts.actor import Actor
from portfolio_app.skills.about_me import load_about_me
from portfolio_app.skills.first_lesson_views import load_first_lesson
from tests.browser.phones import awake, nothing_wrong
from tests.browser.test_questionnaires import phone
from tests.people import make_class, make_pupil, make_school, make_teacher

__all__ = ["phone"]

Open = Callable[[Actor], Awaitable[Page]]


async def step(page: Page, name: str, heading: str) -> None:
    """Wait until that step is shown and awake."""
    await page.wait_for_url(re.compile(f"step={name}"))
    await expect(page.locator("main h1")).to_have_text(heading)


async def test_from_no_idea_to_three_lines_by_keyboard(phone: Open) -> None:
    school = await make_school()
    one = await make_class(school)
    siiri, _tuula = await make_pupil(school, one, name="Siiri"), await make_teacher(school, one, name="Tuula Virtanen")
    page = await phone(siiri)
    await awake(page, "/en/home")
    await page.get_by_role("main").get_by_role("link", name="Begin", exact=True).press("Enter")
    await expect(page.locator("main h1")).to_have_text("What do you like doing?")
    await expect(page.get_by_text("Step 1 of 8")).to_be_visible()
    await nothing_wrong(page)
    for label in ("Drawing", "Being outdoors", "Being with other people"):
        await page.get_by_label(label).press("Space")
    await page.get_by_role("button", name="Save and go on").press("Enter")
    await expect(page.locator("main [role=alert]").first).to_contain_text("Choose at most 2 answers.")
    await expect(page.get_by_label("Drawing")).to_be_checked()  # what was ticked stays
    await page.get_by_label("Being with other people").press("Space")
    await page.get_by_role("button", name="Save and go on").press("Enter")
    await step(page, "easy", "What is easy for you?")
    await page.get_by_label("Something else").fill("Riding horses")
    await page.get_by_role("button", name="Save and go on").press("Enter")
    await step(page, "help", "How do you help others?")
    await page.get_by_role("button", name="I do not know yet").press("Enter")
    await step(page, "best", "When do things go best for you?")
    await page.get_by_role("button", name="Save and go on").press("Enter")
    await step(page, "try", "What would you like to try?")

    other = await phone(siiri)  # on another device, one goes on where one was
    await awake(other, "/en/first-lesson")
    await expect(other.locator("main h1")).to_have_text("What would you like to try?")
    await other.context.close()

    await page.get_by_label("Cooking for many people").press("Space")
    await page.get_by_role("button", name="Save and go on").dblclick()
    await step(page, "deed", "Something I did well")
    await nothing_wrong(page)
    await page.get_by_label("What did you do?").fill("I helped my brother to pack.\nHe found everything.")
    await page.get_by_role("button", name="Save and go on").press("Enter")
    await expect(page.locator("main [role=alert]").first).to_contain_text("Choose a skill")
    await page.get_by_role("radio", name=re.compile("I am not sure")).press("Space")
    await page.get_by_role("button", name="Save and go on").press("Enter")
    await step(page, "witness", "Somebody who could say so")
    await expect(page.locator(".notices")).to_contain_text("Saved as evidence for")
    await nothing_wrong(page)
    await page.get_by_label("An adult at your school").select_option(label="Tuula Virtanen, teacher")
    await page.get_by_role("button", name="Save and go on").press("Enter")
    await step(page, "lines", "Three lines about me")
    await expect(page.get_by_label("What I like")).to_have_value(
        "I like drawing. I also like being outdoors. This is easy for me: Riding horses."
    )
    await nothing_wrong(page)
    await page.get_by_label("What I like").fill("I like drawing horses.")
    await page.get_by_role("button", name="These are my lines").press("Enter")
    await step(page, "done", "This is me, for now")
    await expect(page.locator("main")).to_contain_text("I helped my brother to pack.")
    await expect(page.locator("main")).to_contain_text("Tuula Virtanen")
    await nothing_wrong(page)
    assert (await load_about_me(siiri, uuid4())).current.lines[0] == "I like drawing horses."
    assert (await load_first_lesson(siiri, uuid4())).finished

    await page.locator("main a[href$='/about-me']").first.press("Enter")
    await page.wait_for_url(re.compile("/about-me"))
    await expect(page.locator("html[data-ready]")).to_have_count(1)
    await page.get_by_label("First line").fill("I like drawing dogs.")
    await page.get_by_role("button", name="Save", exact=True).press("Enter")
    await expect(page.locator("#earlier")).to_contain_text("I like drawing horses.")
    await nothing_wrong(page)
    await page.locator(".notices").get_by_role("button", name="Undo").press("Enter")
    await expect(page.get_by_label("First line")).to_have_value("I like drawing horses.")
    await page.context.close()


async def test_a_teacher_begins_it_and_shows_it_to_the_class(phone: Open) -> None:
    school = await make_school()
    one = await make_class(school, "8 B")
    siiri, tuula = await make_pupil(school, one, name="Siiri"), await make_teacher(school, one, name="Tuula Virtanen")
    staff = await phone(tuula)
    await awake(staff, f"/en/class?id={one}")
    await staff.get_by_role("main").get_by_role("link", name="The first lesson").press("Enter")
    await staff.get_by_role("button", name="Begin the lesson").press("Enter")
    await expect(staff.locator(".notices")).to_contain_text("The lesson has begun.")
    await nothing_wrong(staff)
    page = await phone(siiri)
    await awake(page, "/en/home")
    await expect(page.locator("main")).to_contain_text("Your class does the first lesson.")
    await page.get_by_role("main").get_by_role("link", name="Begin", exact=True).press("Enter")
    await page.get_by_role("button", name="I do not know yet").press("Enter")
    await step(page, "easy", "What is easy for you?")
    await staff.get_by_role("main").get_by_role("link", name="Show it to the class").press("Enter")
    await expect(staff.locator("dl")).to_contain_text("have begun")
    await expect(staff.locator("dd").nth(1)).to_have_text("1")
    await staff.get_by_role("link", name="Next", exact=True).press("Enter")
    await staff.wait_for_url(re.compile("part=2"))
    await expect(staff.locator("main")).to_contain_text("Five questions.")
    await nothing_wrong(staff)
    await staff.get_by_role("link", name="Close").press("Enter")
    await staff.get_by_role("button", name="End the lesson").press("Enter")
    await expect(staff.get_by_role("button", name="Begin the lesson")).to_be_visible()
    await awake(staff, "/en/first-lesson-plan")
    await nothing_wrong(staff)
    await staff.context.close()
    await page.context.close()
